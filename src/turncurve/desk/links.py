"""Where an answer leads: a page by its name, so that no address is written outside the pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


def _nothing() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The name of a page, the values in its address and its query, and the part of it."""

    page: str
    address: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=_nothing)
    part: str = ""


def anchor_of(heading: str) -> str:
    """The address of a heading within its page of the manual."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or "part"
