"""What two rows of one return say of each other: the same twice, overlapping, or left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from turncurve.returns.csv_rows import Row
from turncurve.returns.ssda903.modules import Module
from turncurve.returns.ssda903.rows import Value
from turncurve.words.problems import RowProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A row that has been read: the line it stands on, and its values by trusted column name, with `year`."""

    line: int
    values: dict[str, Value] = field(repr=False)


@dataclass(kw_only=True)
class Seen:
    """The rows of one file so far, so that a second of the same is known."""

    file: str
    module: Module
    rows: dict[tuple[object, ...], Row] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._identity = self.module.once or tuple(one.name for one in self.module.fields)

    def refused(self, row: Row, values: dict[str, Value]) -> RowProblem | None:
        """Why a row that parses cannot be used: it stands in the file already, or it ends before it begins."""
        key: tuple[object, ...] = (values["year"], *map(row.cells.get, self._identity))
        if self.module.table == "cla_episodes" and values["ended"] == values["began"]:
            # An episode that ended the day it began may stand beside the one that began that day and lasted.
            key = (*key, "ended the same day")
        if (first := self.rows.get(key)) is not None:
            return self._second(row, first)
        self.rows[key] = row
        began, ended = values.get("began"), values.get("ended")
        if isinstance(began, date) and isinstance(ended, date) and ended < began:
            starts, ends = (_name(self.module, into) for into in ("began", "ended"))
            return _problem(
                self.file,
                row.line,
                field=ends,
                found=f"{ended}, with {starts} {began}",
                expected=f"a day on or after {starts}",
                to_fix="Correct the dates and load the file again.",
                rule="ends-before-it-begins",
                set_aside=True,
            )
        return None

    def _second(self, row: Row, first: Row) -> RowProblem:
        same, names = first.cells == row.cells, ", ".join(self.module.once)
        return _problem(
            self.file,
            row.line,
            field=names or "the whole row",
            found=f"the same as row {first.line}" if same else f"another row with the same {names}: row {first.line}",
            expected="each only once",
            to_fix="Take the second row out." if same else "Keep the row that is right and take the other out.",
            rule="same-row-twice" if same else "two-rows-for-one",
            set_aside=True,
        )


def ends_badly(row: Row, *, file: str) -> list[RowProblem]:
    """Rule 148: an episode has both a day it ceased and a reason, or neither."""
    if bool(row.get("DEC")) == bool(row.get("REC")):
        return []
    name = "DEC" if row.get("REC") else "REC"
    return [
        _problem(
            file,
            row.line,
            field=name,
            found="nothing",
            expected="DEC and REC both filled or both blank",
            to_fix=f"Fill {name}, or blank the other.",
            rule="ceased-without-both",
        )
    ]


def do_not_follow(taken: Sequence[Taken], *, file: str) -> Iterable[RowProblem]:
    """Rules 142 and 501: within one return an episode that is not the child's last is closed before the next begins."""
    in_order = sorted(
        taken,
        key=lambda one: (
            str(one.values["person_id"]),
            str(one.values["year"]),
            _day(one.values["began"]),
            _day(one.values["ended"]),
        ),
    )
    for one, following in pairwise(in_order):
        if any(one.values[name] != following.values[name] for name in ("person_id", "year")):
            continue
        began, ended = following.values["began"], one.values["ended"]
        if ended is None:
            yield _problem(
                file,
                one.line,
                field="DEC",
                found=f"nothing, though row {following.line} begins after it",
                expected="a day for every episode but the child's last",
                to_fix="Fill DEC and REC; until then it is closed on the day the next one begins.",
                rule="left-open-before-another",
            )
        elif _day(ended) > _day(began):
            yield _problem(
                file,
                one.line,
                field="DEC",
                found=f"{ended}, after row {following.line} has begun",
                expected="a day on or before the start of the child's next episode",
                to_fix="Correct the dates; until then it is cut on the day the next one begins.",
                rule="overlaps-the-next",
            )


def _day(value: Value) -> date:
    return value if isinstance(value, date) else date.max


def _name(module: Module, into: str) -> str:
    return next(one.name for one in module.fields if one.into == into)


def _problem(
    file: str, line: int, *, field: str, found: str, expected: str, to_fix: str, rule: str, set_aside: bool = False
) -> RowProblem:
    return RowProblem(
        file=file,
        row=line,
        field=field,
        found=found,
        expected=expected,
        to_fix=to_fix,
        rule=rule,
        set_aside=set_aside,
    )
