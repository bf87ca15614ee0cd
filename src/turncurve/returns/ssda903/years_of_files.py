"""The year each file reports: as its path names it, as the file says of itself, or that of its latest episodes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.dates import read_date
from turncurve.returns.ssda903.modules import EPISODES
from turncurve.returns.ssda903.opening import parts_of
from turncurve.returns.years import latest_year, year_said, years_named


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesYear:
    """The year ending 31 March of a file, None where nobody can tell; what names it, and what is noted of it."""

    year: int | None
    named_by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unnamed:
    """What a file whose path names no year holds to tell it by."""

    says: int | None
    parts: int
    days: Counter[date]


def years_of(files: Sequence[ArrivedFile]) -> dict[str, FilesYear]:
    """Each file's year by the file's key.

    A file of several modules has episodes of its own; a file of one has those of its folder.
    """
    unnamed = {file.key: _unnamed(file) for file in files if not years_named(file.name)}
    in_folder: dict[str, Counter[date]] = {}
    for file in files:
        if (one := unnamed.get(file.key)) is not None and one.parts == 1:
            in_folder.setdefault(_folder(file.name), Counter()).update(one.days)
    years: dict[str, FilesYear] = {}
    for file in files:
        if named := years_named(file.name):
            years[file.key] = FilesYear(year=named[0], named_by="the folder or name")
        elif (one := unnamed[file.key]).says is not None:
            years[file.key] = FilesYear(year=one.says, named_by="the file")
        else:
            alone = one.parts > 1 and one.days
            latest = latest_year(one.days if alone else in_folder.get(_folder(file.name), Counter()))
            note = f"year {year_said(latest)} taken from the latest episodes" if latest else ""
            years[file.key] = FilesYear(year=latest, named_by="the latest episodes beside it", note=note)
    return years


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _unnamed(file: ArrivedFile) -> _Unnamed:
    """How often each day stands in the file's episodes, and what else it says of its year."""
    days: Counter[date] = Counter()
    parts = parts_of(file).parts
    for part in parts:
        if part.heading.columns >= EPISODES.columns - {"URN"}:
            for piece in part.rows().pieces():
                for name in ("DECOM", "DEC"):
                    for cell, times in piece.get_column(name).value_counts().iter_rows():
                        if (day := read_date(cell)) is not None:
                            days[day] += times
    return _Unnamed(says=next((part.year for part in parts if part.year), None), parts=len(parts), days=days)
