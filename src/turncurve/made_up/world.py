"""What every family's story needs, and the first lines of any: a family, its homes, its children."""

from dataclasses import dataclass, field
from datetime import date

from turncurve.made_up.chance import Chance, Draws, Weighted
from turncurve.made_up.council import LOCALITIES
from turncurve.made_up.people import Child, Family
from turncurve.made_up.planted import Planted
from turncurve.made_up.profile import Profile

ETHNICITIES = Weighted(
    {
        "WBRI": 0.85, "WOTH": 0.045, "WROM": 0.006, "WIRT": 0.004, "WIRI": 0.004, "MWBC": 0.016, "MWBA": 0.01,
        "MWAS": 0.012, "MOTH": 0.013, "AIND": 0.004, "APKN": 0.003, "ABAN": 0.004, "AOTH": 0.006, "BCRB": 0.003,
        "BAFR": 0.008, "BOTH": 0.003, "CHNE": 0.002, "OOTH": 0.004, "REFU": 0.001, "NOBT": 0.002,
    }
)  # fmt: skip
DISABILITIES = Weighted(
    {"AUT": 0.4, "LD": 0.2, "BEH": 0.15, "COMM": 0.08, "MOB": 0.06, "HEAR": 0.04, "VIS": 0.03, "DDA": 0.04}
)


@dataclass(slots=True)
class Numbering:
    """The next child's and family's number."""

    child: int = 0
    family: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Chance, what is planted, what the council is like, where families live, and the last day told of."""

    chance: Chance
    planted: Planted
    profile: Profile
    living: Weighted[int]
    last: int
    numbering: Numbering = field(default_factory=Numbering)

    def reformed(self, family: Family, *, day: int) -> bool:
        """Whether the reform has begun where the family lives that day."""
        locality = LOCALITIES[family.area_on(day) % len(LOCALITIES)]
        return self.planted.begun(day=day, locality=locality)

    def spared(self, family: Family, *, day: int, what: str, multiplier: float) -> bool:
        """Whether the reform spares the family something of that day: chance of its own, so that nothing else moves."""
        if multiplier == 1.0 or not self.reformed(family, day=day):
            return False
        return self.chance.of(f"spared by the reform: {what}", family.key * 1_000_000 + day).unit() >= multiplier

    def add_family(self, *, key: int, day: int, ethnicity: str, draws: Draws, strain: float) -> Family:
        """A family first known on the day. `key` names its own streams of chance and no other family's."""
        self.numbering.family += 1
        return Family(
            number=self.numbering.family,
            key=key,
            strain=strain,
            ethnicity=ethnicity,
            homes=[(day, draws.pick(self.living))],
        )

    def add_child(self, family: Family, *, born: int, draws: Draws, sex: str = "") -> Child:
        """A new child of the family; nobody invented is born on 29 February."""
        of = date.fromordinal(born)
        self.numbering.child += 1
        child = Child(
            number=self.numbering.child,
            key=family.key * 32 + len(family.children),
            family=family.number,
            born=born - 1 if (of.month, of.day) == (2, 29) else born,
            sex=sex or ("M" if draws.happens(0.55) else "F"),
            ethnicity=family.ethnicity,
            disabilities=(draws.pick(DISABILITIES),) if draws.happens(0.11) else (),
        )
        family.children.append(child)
        return child
