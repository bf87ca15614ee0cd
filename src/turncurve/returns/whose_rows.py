"""Whose children a file is about, in a region's store: children of two authorities may bear one number."""

import re
from collections.abc import Collection
from functools import cache

import polars as pl

from turncurve.definitions.reference_lists import authorities
from turncurve.returns.arriving import ArrivedFile
from turncurve.words.problems import RowProblem

_BETWEEN = "/"
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def authority_named(path: str, *, members: Collection[str]) -> str:
    """The DfE code of the authority a path names by its name or code, the nearest the file first; "" for none.

    >>> authority_named("903/West Sussex 2023-24/episodes.csv", members={"938", "845"})
    '938'
    """
    for part in reversed(path.split("/")):
        words = f" {_plain(part)} "
        named = [(len(said), code) for said, code in _ways_to_say().items() if code in members and f" {said} " in words]
        if named:
            return max(named)[1]
    return ""


def authority_said(cell: str, *, members: Collection[str]) -> str:
    """The DfE code of the member a cell says, by name, DfE code or ONS code; "" for none."""
    code = _ways_to_say().get(_plain(cell.removesuffix(".0")), "")
    return code if code in members else ""


def child_of(child: pl.Expr, *, authority: pl.Expr) -> pl.Expr:
    """A child's number made theirs alone among the children of many authorities; blank where it is blank."""
    return pl.when(child == "").then(pl.lit("")).otherwise(pl.concat_str(authority, pl.lit(_BETWEEN), child))


def authority_of(person: pl.Expr) -> pl.Expr:
    """The DfE code within a child's number in a region's store."""
    return person.str.split_exact(_BETWEEN, 1).struct.field("field_0")


def number_of(person: pl.Expr) -> pl.Expr:
    """The number the authority wrote within a child's number in a region's store."""
    return person.str.splitn(_BETWEEN, 2).struct.field("field_1")


def not_known(file: ArrivedFile, *, row: int | None, field: str, found: str) -> RowProblem:
    """The problem of a file, or of a row, that names no authority of the region."""
    return RowProblem(
        file=file.name,
        row=row,
        field=field,
        found=found or "nothing",
        expected="the name or code of an authority of the region",
        to_fix=(
            "Put the file into a folder named for its authority, such as Devon or 878."
            if row is None
            else "Fill LA with the authority's name or code and load the file again."
        ),
        rule="authority-not-known",
        set_aside=True,
    )


@cache
def _ways_to_say() -> dict[str, str]:
    """Names, DfE codes and ONS codes, plainly written, to DfE codes."""
    return {
        _plain(said): one.dfe_code
        for one in sorted(authorities(), key=lambda one: one.last_year is None)
        for said in (one.name, one.dfe_code, one.ons_code)
    }


def _plain(text: str) -> str:
    return _NO_LETTER.sub(" ", text.casefold()).strip()
