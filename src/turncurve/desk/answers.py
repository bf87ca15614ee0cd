"""What the desk answers: the same values for the pages and the command line."""

from dataclasses import dataclass
from datetime import date, datetime

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
    `poor_inputs` says in which years the data behind it were poor, "" where they were not.
    """

    council: Council
    curve: ShownCurve
    parts: tuple[ShownCurve, ...]
    balance: tuple[ShownCurve, ...]
    places: tuple[str, ...]
    splits: tuple[str, ...]
    everys: tuple[str, ...]
    policy_says: str
    poor_inputs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file that leaves through the disclosure gate."""

    content: bytes
    file_name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """One place where a rule was broken. `file` is "" for a file that never came; `row` is None for a whole file."""

    file: str
    row: int | None
    field: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFix:
    """One rule that was broken: how often, which curves it changes, why it matters and what to do.

    `rows` counts records; `set_aside` those of them that are in no curve. `where` has one entry a place: two
    records on one line of XML share one.
    """

    rule: str
    title: str
    rows: int
    set_aside: int
    changes: tuple[str, ...]
    why: str
    what_to_do: str
    dfe_rule: str
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRun:
    """One check: how many rows it tested over the years it ran for, how many it found, and where it could not run.

    `could_not` are reasons with their years (0 for a list of no year).
    """

    check: str
    title: str
    return_name: str
    changes: tuple[str, ...]
    years: tuple[int, ...]
    rows_tested: int
    rows_found: int
    could_not: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One point of a curve of data quality. `about` is a return's name; `value` is a percentage."""

    about: str
    dimension: str
    year: int
    value: float
    good: int
    out_of: int
    poor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What arrived and whether it should be believed: every row accounted for, every check run or said why not.

    `to_fix` is in the order to fix it in: what changes most curves first, then what is found most often.
    """

    council: Council
    files: tuple[FileReport, ...]
    problems: tuple[RowProblem, ...]
    repairs: tuple[Repair, ...]
    loaded_at: str
    to_fix: tuple[ToFix, ...] = ()
    runs: tuple[CheckRun, ...] = ()
    quality: tuple[Quality, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a note said in one version, the name of who wrote it, and when."""

    number: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """What is written beside a curve now, and before. Version 0 and no words where nothing is.

    `by` is the name of who wrote it. `taken` is False where somebody else wrote first: then it says their words.
    """

    text: str
    version: int
    by: str
    at: datetime | None
    taken: bool
    earlier: tuple[Version, ...]
