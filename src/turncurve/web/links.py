"""Addresses of curves and their charts, with what was chosen in them, so that an address can be shared or kept."""

from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from turncurve.desk.links import Link
from turncurve.web.door import Width
from turncurve.words.problems import Problem

_WIDTHS: Final[dict[str, Width]] = {"wide": "wide", "narrow": "narrow", "small": "small"}


def _with(address: str, **chosen: str) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address


def page_link(link: Link) -> str:
    """The address of what the desk links to by a page's name and keys."""
    address = _with(reverse(link.page, args=link.address), **link.query)
    return f"{address}#{link.part}" if link.part else address


def curve_link(measure: str, *, place: str = "", split: str = "", every: str = "") -> str:
    """The page of a curve."""
    return _with(reverse("curve", args=[measure]), place=place, split=split, every=every)


def note_link(measure: str, *, place: str = "") -> str:
    """Where the note beside a curve is changed."""
    return _with(reverse("note", args=[measure]), place=place)


def chart_link(
    measure: str, *, width: Width, place: str = "", split: str = "", split_value: str = "", every: str = ""
) -> str:
    """The chart of a curve."""
    return _with(
        reverse("chart", args=[measure]), width=width, place=place, split=split, split_value=split_value, every=every
    )


def width_in(said: str) -> Width:
    """The width of a chart an address asks for. Raises Problem for another word."""
    if said not in _WIDTHS:
        raise Problem(f"There is no chart of width '{said}'.", to_fix=f"Use one of: {', '.join(_WIDTHS)}.")
    return _WIDTHS[said]
