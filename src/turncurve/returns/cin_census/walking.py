"""Child elements walked into a flat list of elements, each in its place in the census or noted as having none."""

from dataclasses import dataclass, field
from typing import Final

from turncurve.returns.cin_census.elements import CHILD, PLACES, Part, Place, rows_within
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.safe_xml import Element, plain_name

_NUMBERS: Final = {
    part: {name: place.number for name, place in held.items()} for part, held in PLACES.items() if held
} | {"Children": {"Child": 0}}
_IDENTIFIERS: Final = _NUMBERS["Child"]["ChildIdentifiers"]
_CHARACTERISTICS: Final = _NUMBERS["Child"]["ChildCharacteristics"]


@dataclass(slots=True, kw_only=True)
class Walked:
    """Elements in the order of the file: the number of the place each stands in, its text, and its line."""

    places: bytearray = field(default_factory=bytearray)
    texts: list[str | None] = field(default_factory=list, repr=False)
    lines: list[int | None] = field(default_factory=list)

    def add(self, place: int, element: Element) -> None:
        """Add one element."""
        self.places.append(place)
        self.texts.append(element.text)
        self.lines.append(element.sourceline)


class Walk:
    """Walks children into `walked`: at once where every element is where the census guide has it, else one by one."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.walked = Walked()

    def take_child(self, child: Element) -> None:
        """Walk one Child."""
        elements = list(child.iter())
        try:
            places = bytes([_NUMBERS[one.getparent().tag][one.tag] for one in elements])  # pyright: ignore[reportOptionalMemberAccess] # only the first could lack one
        except (KeyError, AttributeError):
            self._take_one_by_one(child)
            return
        if places.count(_IDENTIFIERS) > 1 or places.count(_CHARACTERISTICS) > 1:
            self._take_one_by_one(child)
            return
        walked = self.walked
        walked.places += places
        walked.texts += [one.text for one in elements]
        walked.lines += [one.sourceline for one in elements]

    def _take_one_by_one(self, child: Element) -> None:
        self.walked.add(0, child)
        self._take_held(child, CHILD)

    def _take_held(self, element: Element, part: Part) -> None:
        given: set[str] = set()
        for one in element:
            place = _place(one, part)
            if place is None:
                self.taken.stray(one, "no part of the census", part=part.name)
            elif place.part is None:
                self._take_cell(one, place.number, part=part)
            elif place.part.once and place.part.name in given:
                self.taken.stray(one, "given more than once", part=part.name)
            elif place.part.is_text and len(one):
                self._set_aside(one, place.part)
            else:
                given.add(place.part.name)
                self.walked.add(place.number, one)
                self._take_held(one, place.part)

    def _take_cell(self, one: Element, place: int, *, part: Part) -> None:
        if len(one):
            self.taken.stray(one, "elements where text belongs", part=part.name)
        if not len(one) or (one.text or "").strip():
            self.walked.add(place, one)

    def _set_aside(self, element: Element, part: Part) -> None:
        """Set aside a row that holds elements where it should be nothing but its text, with the rows in it."""
        rows = rows_within(element)
        self.taken.rows_in += rows
        self.taken.set_aside += rows
        self.taken.wrong(
            part.name,
            "elements where text belongs",
            row=element.sourceline,
            expected="text",
            to_fix="Export the census again with the element in its place.",
            rule="out-of-place",
            set_aside=True,
        )


def _place(element: Element, part: Part) -> Place | None:
    """The place of an element within a part, whatever its case or namespace; None where it has none."""
    name = plain_name(element.tag)
    places = PLACES[part.name]
    return places.get(name) or next((place for known, place in places.items() if known.lower() == name.lower()), None)
