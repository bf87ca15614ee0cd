"""The invented council and its surroundings: every name and code here is ours and belongs to nowhere.

DfE codes from 170 and ONS codes with 999 in the middle have never been issued; postcode areas beginning
with Q, V or X do not exist (Royal Mail uses none of the three as a first letter).
"""

from dataclasses import dataclass

COUNCIL = "Wendmarsh"
DFE_CODE = "170"
ONS_CODE = "E06999170"
LOCALITIES = ("Tarrowby", "Kelderwick", "Osmerholt", "Quenmarsh", "Ivelmoor", "Stanverley")
COUNTRY, COUNTRY_CODE = "England (invented)", "E92999001"
REGION, REGION_CODE = "Westermarch", "E12999001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An invented council like ours. `children` aged 0 to 17."""

    name: str
    dfe_code: str
    ons_code: str
    children: int


NEIGHBOURS = tuple(
    Neighbour(name=name, dfe_code=str(171 + n), ons_code=f"E06999{171 + n}", children=children)
    for n, (name, children) in enumerate(
        {
            "Brindlecoombe": 71_000,
            "Carrowdale": 58_000,
            "Dunmarrow": 64_000,
            "Eskermere": 83_000,
            "Fallowstoke": 52_000,
            "Garsmoor": 97_000,
            "Hollinvale": 61_000,
            "Jarrelwick": 69_000,
            "Kestermere": 76_000,
            "Lorneholt": 55_000,
        }.items()
    )
)


def home_postcode(area: int) -> str:
    """The one postcode of a small area (0 to 199).

    >>> home_postcode(0), home_postcode(199)
    ('QX1 1AA', 'QX2 7AE')
    """
    rest, locality = divmod(area, len(LOCALITIES))
    return f"QX{locality + 1} {1 + rest % 9}A{'ABDEFGHJLN'[rest % 10]}"


def placement_postcode(carer: int, *, outside: bool) -> str:
    """Where a carer lives: inside the council's own invented area, or outside it."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    ending = f"{letters[carer % 20]}{letters[carer // 20 % 20]}"
    return f"{'VX' if outside else 'QX'}{1 + carer // 400 % 6} {1 + carer // 7 % 9}{ending}"
