"""Who asks, and who may ask what. The one table of permission."""

from dataclasses import dataclass
from typing import Literal

from turncurve.words.problems import Problem

Role = Literal["local user"]

# One row a question: which roles may ask it. Until sign-in exists there is one role, the person at this computer.
WHO_MAY: dict[str, frozenset[Role]] = {
    "see curves": frozenset({"local user"}),
    "see checks": frozenset({"local user"}),
    "export checks": frozenset({"local user"}),
    "export a curve": frozenset({"local user"}),
    "make a board paper": frozenset({"local user"}),
    "load returns": frozenset({"local user"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """The person who asks."""

    role: Role


LOCAL_USER = Asker(role="local user")


def may(asker: Asker, question: str) -> None:
    """Let the question through, or raise Problem. KeyError for a question nobody has ruled on."""
    if asker.role not in WHO_MAY[question]:
        raise Problem(f"A {asker.role} may not {question}.", to_fix="Ask an administrator for a role that may.")
