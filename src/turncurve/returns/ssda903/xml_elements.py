"""The elements of the return's XML (EXPSSDA903), and the module each fills."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from turncurve.returns.safe_xml import Element, plain_name
from turncurve.returns.ssda903.modules import (
    AD1,
    EPISODES,
    HEADER,
    LIBERTY,
    MISSING,
    OC2,
    OC3,
    PLACED,
    PREVIOUS,
    REVIEWS,
    UASC,
    WORKERS,
    Module,
)

Cells = dict[str, str]
# Source: the Department's schema "Expanded SSDA903 Return", 2021. A HEADER holds the cells of four modules.
OF_THE_HEADER: Final = (HEADER, UASC, AD1, OC3)
_GROUPS: Final = {
    "EPISODE": EPISODES,
    "AMISSING": MISSING,
    "AREVIEW": REVIEWS,
    "PERMANENCE": PREVIOUS,
    "OC2": OC2,
    "AD_PLACED": PLACED,
}
# What a return in XML always speaks of, were it to say that there is none.
ALWAYS_THERE: Final = (HEADER, EPISODES, UASC, OC2, OC3, AD1, REVIEWS, MISSING, PLACED, PREVIOUS)
# Younger than the schema: their elements are known by the cells they hold.
_YOUNGER: Final = (WORKERS, LIBERTY)
EVERY_MODULE: Final = (*ALWAYS_THERE, *_YOUNGER)
OF_THE_CHILD: Final = frozenset({"CHILD", "SEX", "DOB"})
_AS_IN_CSV: Final = {"CHILDID": "CHILD", "PL": "PLACE"}
# UASC says whether a child is one; in a CSV that is said by the child's being there.
_OWN: Final = {module.name: module.columns - OF_THE_CHILD for module in EVERY_MODULE}
HEADER_CELLS: Final = frozenset({"UASC"}).union(*(module.columns for module in OF_THE_HEADER))


def tag_of(element: Element) -> str:
    """An element's name in upper case, without its namespace."""
    return _upper(element.tag)


@lru_cache(maxsize=1 << 10)
def _upper(tag: str) -> str:
    return plain_name(tag).upper()


def column_of(element: Element) -> str:
    """The column an element would be in a CSV."""
    tag = _upper(element.tag)
    return _AS_IN_CSV.get(tag, tag)


def own(module: Module) -> frozenset[str]:
    """The columns of a module but for those that only say whose row it is."""
    return _OWN[module.name]


def module_filled_by(element: Element) -> Module | None:
    """The module of which an element is one row; None for one that is no row, or is a HEADER."""
    if (module := _GROUPS.get(tag_of(element))) is not None:
        return module
    within = {column_of(one) for one in element}
    return next((one for one in _YOUNGER if within and within <= own(one)), None)


def text_of(element: Element) -> str:
    """An element's text, stripped."""
    return (element.text or "").strip()


def cells_within(element: Element, *, names: frozenset[str]) -> tuple[Cells, list[tuple[Element, str]]]:
    """The cells of an element by column name, and what else stands in it, each with why it is no cell."""
    cells, others = Cells(), list[tuple[Element, str]]()
    for one in element:
        name = column_of(one)
        if name not in names:
            others.append((one, "no part of the return"))
        elif len(one):
            others.append((one, "elements where text belongs"))
        elif cells.setdefault(name, text_of(one)) != text_of(one):
            others.append((one, "given more than once"))
    return cells, others


def rows_of_header(cells: Cells) -> Iterator[Module]:
    """The modules for which a HEADER holds something."""
    for module in OF_THE_HEADER:
        if module is HEADER:
            filled = any(cells.values())
        elif module is UASC:
            filled = bool(cells.get("DUC")) or says_yes(cells.get("UASC", ""))
        else:
            filled = any(cells.get(name) for name in own(module))
        if filled:
            yield module


def says_yes(flag: str) -> bool:
    """Whether a flag says yes."""
    return flag.lower() in {"1", "1.0", "true"}


def says_no(flag: str) -> bool:
    """Whether a flag says no, or nothing."""
    return flag.lower() in {"", "0", "0.0", "false"}
