"""What the desk answers: the same values for the pages and the command line."""

from dataclasses import dataclass
from datetime import date

from turncurve.definitions.measures import Measure
from turncurve.report.shown import ShownCurve
from turncurve.returns.arriving import FileReport, Repair
from turncurve.words.problems import RowProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Whose workspace it is. `codes` are the DfE three-digit code and the ONS code."""

    name: str
    dfe_code: str
    ons_code: str
    invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The curves a council has declared, or the starter ten, each with its sentence, and what chance alone would show.

    `without_figures` are (title, why) of measures for which nothing has been loaded. `beside` are curves that stand
    only as the safety balance of those shown.
    """

    council: Council
    as_at: date
    curves: tuple[ShownCurve, ...]
    without_figures: tuple[tuple[str, str], ...]
    summary: str
    chance: str
    notes: tuple[str, ...]
    beside: tuple[ShownCurve, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryCurve:
    """Every curve there are figures of, and the measures (with why) there are none of."""

    council: Council
    as_at: date
    curves: tuple[ShownCurve, ...]
    without_figures: tuple[tuple[Measure, str], ...]
    policy_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePage:
    """One curve, the parts it is split into, its safety balance, and what else may be asked of it.

    `places`, `splits` and `everys` are the choices there are for this measure; the empty split is the whole.
    """

    council: Council
    curve: ShownCurve
    parts: tuple[ShownCurve, ...]
    balance: tuple[ShownCurve, ...]
    places: tuple[str, ...]
    splits: tuple[str, ...]
    everys: tuple[str, ...]
    policy_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that leaves through the disclosure gate."""

    content: bytes
    file_name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What arrived and what was wrong with it: every row of every file accounted for."""

    council: Council
    files: tuple[FileReport, ...]
    problems: tuple[RowProblem, ...]
    repairs: tuple[Repair, ...]
    loaded_at: str
