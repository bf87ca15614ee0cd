"""What two rows of one return say of each other: the same twice, overlapping, or left open."""

from collections.abc import Iterator, Sequence

import polars as pl

from turncurve.returns.csv_pieces import LINE
from turncurve.returns.ssda903.columns import CELLS, CELLS_AGAIN, HALF_ENDED, NTH, YEAR
from turncurve.returns.ssda903.modules import Module
from turncurve.words.problems import RowProblem

Said = Iterator[tuple[int, RowProblem]]
_SAME_DAY = "\x00same day"
_FIRST = "\x00first"


def second_ones(rows: pl.DataFrame, *, module: Module, files: Sequence[str]) -> tuple[pl.DataFrame, Said]:
    """The rows without those that stand in their file already, and what to say of these."""
    key = (
        [NTH, YEAR, *(_into(module, name) for name in module.once)] if module.once else [NTH, YEAR, CELLS, CELLS_AGAIN]
    )
    if module.table == "cla_episodes":
        # An episode that ended the day it began may stand beside the one that began that day and lasted.
        rows = rows.with_columns((pl.col("ended") == pl.col("began")).fill_null(value=False).alias(_SAME_DAY))
        key.append(_SAME_DAY)
    first = rows.select(pl.struct(key).is_first_distinct()).to_series()
    kept = rows.filter(first)
    second = rows.filter(~first)
    named = kept.join(second, on=key, how="semi").select(*key, pl.col(LINE).alias(_FIRST), pl.col(CELLS).alias("same"))
    found = second.join(named, on=key, how="left", maintain_order="left") if second.height else second
    return kept.drop(_SAME_DAY, strict=False), _said_of_second(found, module=module, files=files)


def _said_of_second(found: pl.DataFrame, *, module: Module, files: Sequence[str]) -> Said:
    names = ", ".join(module.once)
    if found.is_empty():
        return
    for nth, line, first, cells, cells_of_first in found.select(NTH, LINE, _FIRST, CELLS, "same").iter_rows():
        same = cells == cells_of_first
        yield _problem(
            nth,
            line,
            files=files,
            field=names or "the whole row",
            found=f"the same as row {first}" if same else f"another row with the same {names}: row {first}",
            expected="each only once",
            to_fix="Take the second row out." if same else "Keep the row that is right and take the other out.",
            rule="same-row-twice" if same else "two-rows-for-one",
            set_aside=True,
        )


def end_too_soon(rows: pl.DataFrame, *, module: Module, files: Sequence[str]) -> tuple[pl.DataFrame, Said]:
    """The rows without those that end before they begin, and what to say of these."""
    if not {"began", "ended"} <= set(rows.columns):
        return rows, iter(())
    ends_first = (pl.col("ended") < pl.col("began")).fill_null(value=False)
    return rows.filter(~ends_first), _said_of_ends(rows.filter(ends_first), module=module, files=files)


def _said_of_ends(found: pl.DataFrame, *, module: Module, files: Sequence[str]) -> Said:
    starts, ends = (next(one.name for one in module.fields if one.into == into) for into in ("began", "ended"))
    for nth, line, began, ended in found.select(NTH, LINE, "began", "ended").iter_rows():
        yield _problem(
            nth,
            line,
            files=files,
            field=ends,
            found=f"{ended}, with {starts} {began}",
            expected=f"a day on or after {starts}",
            to_fix="Correct the dates and load the file again.",
            rule="ends-before-it-begins",
            set_aside=True,
        )


def end_by_half(episodes: pl.DataFrame, *, files: Sequence[str]) -> Said:
    """Rule 148: an episode has both a day it ceased and a reason, or neither."""
    found = episodes.filter(HALF_ENDED)
    for nth, line, reason in found.select(NTH, LINE, "reason_ended").iter_rows():
        name = "REC" if reason is None else "DEC"
        yield _problem(
            nth,
            line,
            files=files,
            field=name,
            found="nothing",
            expected="DEC and REC both filled or both blank",
            to_fix=f"Fill {name}, or blank the other.",
            rule="ceased-without-both",
        )


def do_not_follow(episodes: pl.DataFrame, *, files: Sequence[str]) -> Said:
    """Rules 142 and 501: within one return an episode that is not the child's last is closed before the next begins."""
    of_one_child = [NTH, "person_id", YEAR]
    in_order = episodes.select(*of_one_child, "began", "ended", LINE).sort(
        *of_one_child, "began", "ended", nulls_last=True
    )
    followed = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in of_one_child)
    next_began = pl.col("began").shift(-1)
    found = (
        in_order.with_columns(next_line=pl.col(LINE).shift(-1))
        .filter(followed & (pl.col("ended").is_null() | (pl.col("ended") > next_began)))
        .select(NTH, LINE, "ended", "next_line")
    )
    for nth, line, ended, following in found.iter_rows():
        if ended is None:
            yield _problem(
                nth,
                line,
                files=files,
                field="DEC",
                found=f"nothing, though row {following} begins after it",
                expected="a day for every episode but the child's last",
                to_fix="Fill DEC and REC; until then it is closed on the day the next one begins.",
                rule="left-open-before-another",
            )
        else:
            yield _problem(
                nth,
                line,
                files=files,
                field="DEC",
                found=f"{ended}, after row {following} has begun",
                expected="a day on or before the start of the child's next episode",
                to_fix="Correct the dates; until then it is cut on the day the next one begins.",
                rule="overlaps-the-next",
            )


def _into(module: Module, name: str) -> str:
    return next(one.into for one in module.fields if one.name == name)


def _problem(
    nth: int,
    line: int,
    *,
    files: Sequence[str],
    field: str,
    found: str,
    expected: str,
    to_fix: str,
    rule: str,
    set_aside: bool = False,
) -> tuple[int, RowProblem]:
    return nth, RowProblem(
        file=files[nth],
        row=line,
        field=field,
        found=found,
        expected=expected,
        to_fix=to_fix,
        rule=rule,
        set_aside=set_aside,
    )
