"""Who asks, and who may ask or change what. The one table of permission."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from turncurve.words.problems import Problem

Role = Literal[
    "local user",
    "analyst",
    "manager",
    "director",
    "board member",
    "practitioner",
    "partner",
    "evaluator",
    "family",
    "information governance lead",
    "administrator",
]
_Roles = tuple[Role, ...]
LOCAL: Final[Role] = "local user"
# The key of whoever has not signed in.
NOBODY: Final = "nobody"
# What an account may hold. The person at the computer needs no account: they can open every file already.
ROLES: Final[_Roles] = tuple(role for role in get_args(Role) if role != LOCAL)

_FIGURES: Final[_Roles] = ("analyst", "manager", "director", "evaluator")
_PROTECTED: Final[_Roles] = (*_FIGURES, "board member", "practitioner")

# One row a question or change: the roles that may ask for it. "see curves" is of true numbers, small ones too; "see
# protected curves" is of what has been through the disclosure gate.
_ALSO: Final[Mapping[str, _Roles]] = {
    "see curves": _FIGURES,
    "see protected curves": _PROTECTED,
    "see checks": ("analyst", "manager"),
    "export checks": ("analyst", "manager"),
    "export checks with children's identifiers": ("analyst",),
    "export a curve": _PROTECTED,
    "make a board paper": _PROTECTED,
    "load returns": ("analyst",),
    "see one's own jobs": (*_PROTECTED, "administrator"),
    "cancel any job": ("administrator",),
    "retire files": ("administrator",),
    "export a child's record": ("information governance lead",),
    "read notes": _FIGURES,
    "write notes": _FIGURES,
    "see accounts": ("administrator", "information governance lead"),
    "change accounts": ("administrator",),
    "erase accounts": ("administrator",),
    "search the audit": ("information governance lead",),
    "make a backup": ("administrator",),
    "restore a backup": ("administrator",),
}
WHO_MAY: Final[Mapping[str, frozenset[Role]]] = {
    question: frozenset[Role]((LOCAL, *roles)) for question, roles in _ALSO.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person who asks: the key of their account, the roles they hold, and the localities they are kept to.

    No localities means all of them.
    """

    key: str
    roles: frozenset[Role]
    localities: frozenset[str] = frozenset()


LOCAL_USER: Final = Asker(key=LOCAL, roles=frozenset({LOCAL}))


def can(asker: Asker, question: str) -> bool:
    """Whether the asker may. KeyError for a question nobody has ruled on."""
    return not asker.roles.isdisjoint(WHO_MAY[question])


def may(asker: Asker, question: str) -> None:
    """Let the question through, or raise Problem. KeyError for a question nobody has ruled on."""
    if not can(asker, question):
        held = ", ".join(sorted(asker.roles))
        roles = f"the role{'s' * (len(asker.roles) > 1)} {held}, which may not" if held else "no role"
        raise NotAllowed(
            f"You may not {question}: your account has {roles}.",
            to_fix="If your work needs it, ask an administrator for a role that may.",
        )


def may_see_place(asker: Asker, place: str) -> None:
    """Let a question about a locality through, or raise Problem; the whole authority ("") is everybody's."""
    if place and asker.localities and place not in asker.localities:
        raise NotAllowed(
            f"You may not see {place}: your account is kept to {', '.join(sorted(asker.localities))}.",
            to_fix="Choose one of those, or ask an administrator.",
        )


class NotAllowed(Problem):
    """The asker's roles do not let them."""
