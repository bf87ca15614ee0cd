"""A desk that answers at once, from the dataclasses: for pages, and for states that are hard to reach."""

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import polars as pl

from turncurve.curves import Series, judge
from turncurve.definitions.measures import Measure, measure, measures, starters
from turncurve.definitions.policies import policy
from turncurve.desk.answers import (
    CheckRun,
    Checks,
    Council,
    CurvePage,
    EveryCurve,
    Exported,
    NoteShown,
    Quality,
    Scorecard,
    ToFix,
    Version,
    Where,
)
from turncurve.desk.asker import Asker
from turncurve.desk.jobs import JobShown, JobsShown
from turncurve.desk.links import Link
from turncurve.desk.notifying import NO_MORE, EverythingTold, Told
from turncurve.desk.ranking import Index
from turncurve.desk.searching import KINDS, LONGEST, Found, FoundOfKind, SearchFound
from turncurve.desk.uploading import Upload
from turncurve.disclosure import protect
from turncurve.report.shown import Comparison, Obsession, ShownCurve
from turncurve.returns.arriving import FileReport, Repair
from turncurve.words.periods import months_later, period_of
from turncurve.words.problems import Problem, RowProblem

COUNCIL = Council(name="Wexmouth", dfe_code="999", ons_code="E06009999", invented=True)
REAL = Council(name="Sandshire", dfe_code="998", ons_code="E06009998", invented=False)
PLACES = ("Harbour", "Moorside", "Old Town")
TURNING = date(2023, 3, 31)
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" viewBox="0 0 300 120">'
    '<path d="M5 30 100 20 200 70 295 90" fill="none" stroke="#12436D" stroke-width="3"/></svg>'
)


def points(
    of: Measure, *, numbers: list[int | None], out_of: int, code: str = "c", every: str = "quarter"
) -> pl.DataFrame:
    """A line that ends at 31 March 2026, oldest first; None is a point that has only the code."""
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    # The day after a period's last day is the first of a month, so whole months back from 1 April are period ends.
    ends = [
        date.fromordinal(months_later(date(2026, 4, 1), months=-months * back).toordinal() - 1)
        for back in range(len(numbers))
    ][::-1]
    known = [number is not None for number in numbers]
    return pl.DataFrame(
        {
            "measure": of.id,
            "kind": of.kind,
            "place_level": "authority",
            "place": COUNCIL.name,
            "split": "",
            "split_value": "all",
            "every": every,
            "period": [period_of(end, every=every).written for end in ends],
            "ends": ends,
            "numerator": [float(n) if n is not None else None for n in numbers],
            "denominator": [float(out_of) if yes else None for yes in known],
            "value": [of.per * n / out_of if n is not None else None for n in numbers],
            "code": ["" if yes else code for yes in known],
        },
        schema_overrides={"numerator": pl.Float64, "denominator": pl.Float64, "value": pl.Float64},
    )


@cache
def curve(identity: str, *, council: Council = COUNCIL, declared: bool = True, hidden: bool = False) -> ShownCurve:
    """A curve of 32 quarters that falls a good deal after its turning date."""
    of = measure(identity)
    out_of = 60_000 if of.kind == "rate" else 400
    high = 400 if of.kind == "rate" else 100
    numbers: list[int | None] = [high + (7 * n) % 13 for n in range(20)] + [
        high * 6 // 10 + (5 * n) % 11 for n in range(12)
    ]
    if hidden:
        numbers[3] = None
    line = points(of, numbers=numbers, out_of=out_of)
    shown = protect(line, policy=policy("internal"))
    series = Series(
        kind=of.kind,
        every="quarter",
        ends=tuple(line["ends"].to_list()),
        value=tuple(line["value"].to_list()),
        numerator=tuple(line["numerator"].to_list()),
        denominator=tuple(line["denominator"].to_list()),
        per=float(of.per),
        spread=6.0 if of.kind == "mean" else None,
    )
    good = of.good_is or "lower"
    judgement = judge(
        series, turning_date=TURNING if declared else None, declared_on=date(2023, 9, 1), good_is=good,
        chosen_because_bad=False, as_at=date(2026, 4, 1),
    )  # fmt: skip
    obsession = Obsession(
        measure=of.id, turning_date=TURNING, declared_on=date(2023, 9, 1), by="Director of children's services",
        why="Too many families come back to us.", good_is=good, good_is_because="", balance=of.balance,
        chosen_because_bad=False,
    )  # fmt: skip
    yearly = points(of, numbers=[high, high + 4, high - 2], out_of=out_of, every="year")
    return ShownCurve(
        measure=of,
        place=council.name,
        invented=council.invented,
        split="",
        split_value="all",
        every="quarter",
        points=shown,
        comparisons=tuple(
            Comparison(name=name, points=protect(yearly, policy=policy("internal")))
            for name in ("England", "South West")
        ),
        obsession=obsession if declared else None,
        forecast=judgement.forecast,
        judgement=judgement,
        hidden_because="",
        source="CIN census returns",
        notes=(of.watch_for,),
        provenance=(("What is counted", of.source.says), ("Source", of.source.guide), ("Loaded", "3 files")),
        as_at=date(2026, 4, 1),
    )


def noted(text: str, *, version: int) -> NoteShown:
    """A note, and the version before it."""
    at = datetime(2026, 4, 2, 14, 30, tzinfo=UTC)
    earlier = Version(number=version - 1, text="Two short stays.", by="Ade Example", at=at)
    return NoteShown(text=text, version=version, by="Sam Example", at=at, taken=True, earlier=(earlier,))


@dataclass(frozen=True, kw_only=True)
class FakeDesk:
    """Answers as the desk does. `nothing_loaded` refuses as an empty workspace does; `faulty` breaks."""

    whose: Council = COUNCIL
    nothing_loaded: bool = False
    faulty: bool = False
    unseen: int = 2

    def _ready(self) -> None:
        if self.faulty:
            raise RuntimeError("Row 7 of episodes.csv holds AMY EXAMPLE, born 2011-05-14")
        if self.nothing_loaded:
            raise Problem(
                f"Nothing has been loaded for {self.whose.name} yet.", to_fix="Load returns: turncurve load FILES"
            )

    def asked_by(self, asker: Asker) -> "FakeDesk":
        return self

    def council(self) -> Council:
        return self.whose

    def places(self, *, as_at: date) -> tuple[str, ...]:
        return PLACES

    def scorecard(self, *, as_at: date, place: str) -> Scorecard:
        self._ready()
        if place and place not in PLACES:
            raise Problem(f"There is no place called '{place}'.", to_fix=f"Use one of: {', '.join(PLACES)}.")
        ids = [one.id for one in starters()]
        curves = [curve(one, council=self.whose, declared=n % 3 != 2, hidden=n == 4) for n, one in enumerate(ids[:9])]
        return Scorecard(
            council=self.whose,
            as_at=as_at,
            curves=tuple(replace(one, place=place or self.whose.name) for one in curves),
            without_figures=((measures()[ids[9]].title, "Load the SSDA903 returns to see it."),),
            summary="Of 6 curves with a turning date, 4 have turned.",
            chance="Of ten such curves, about one would be said to have turned by chance.",
            notes=("Internal: true numbers, some of them small.",),
        )

    def every_curve(self, *, as_at: date, place: str) -> EveryCurve:
        self._ready()
        *drawn, last = measures().values()
        return EveryCurve(
            council=self.whose,
            as_at=as_at,
            curves=tuple(curve(one.id, council=self.whose, declared=n % 9 == 0) for n, one in enumerate(drawn)),
            without_figures=((last, "Load the SSDA903 returns to see it."),),
            policy_says="Internal: true numbers, some of them small.",
        )

    def curve_page(self, *, as_at: date, measure: str, place: str, split: str, every: str) -> CurvePage:
        self._ready()
        whole = curve(measure, council=self.whose, hidden=True)
        parts = {
            "unaccompanied": ("unaccompanied", "not unaccompanied"),
            "locality": PLACES,
            "age_band": ("0 to 4", "5 to 9", "10 to 15", "16 and 17"),
        }
        if split and split not in whole.measure.splits:
            raise Problem(f"{whole.measure.title} is not split by '{split}'.", to_fix="Use another split.")
        return CurvePage(
            council=self.whose,
            curve=replace(whole, place=place or self.whose.name),
            parts=tuple(
                replace(curve(measure, council=self.whose, declared=False), split=split, split_value=part)
                for part in parts.get(split, ())
            ),
            balance=tuple(curve(other, council=self.whose) for other in whole.measure.balance),
            places=PLACES,
            splits=whole.measure.splits,
            everys=whole.measure.every,
            policy_says=policy("internal").marking,
            poor_inputs="Read this curve with care: what it rests on was recorded late in 2021.",
        )

    def draw_curve(
        self, *, as_at: date, measure: str, place: str, split: str, split_value: str, every: str, width: str
    ) -> bytes:
        self._ready()
        return _SVG.encode()

    def export_curve(
        self, *, as_at: date, measure: str, place: str, split: str, every: str, form: str, policy: str
    ) -> Exported:
        self._ready()
        media = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}[form]
        return Exported(content=f"{measure},{split},{policy}".encode(), file_name=f"{measure}.{form}", media_type=media)

    def checks(self) -> Checks:
        self._ready()
        problems = [
            RowProblem(
                file="ssda903/2024-25/episodes.csv", row=n + 2, field="LS", found="X9", expected="a status of 2025",
                to_fix="Put the legal status right and load it again.", rule="code-of-another-year",
                set_aside=n % 2 == 0,
            )
            for n in range(60)
        ] + [
            RowProblem(
                file="notes.txt", row=None, field="", found="", expected="a return", rule="not-recognised",
                to_fix="Leave it out, if it is no return.", set_aside=True,
            )
        ]  # fmt: skip
        return Checks(
            council=self.whose,
            files=(
                FileReport(
                    name="ssda903/2024-25/episodes.csv", key="a" * 16, kind="SSDA903 episodes", year=2025, rows_in=1200,
                    rows_used=1170, rows_set_aside=30,
                ),
                FileReport(
                    name="notes.txt", key="b" * 16, kind="", year=None, rows_in=0, rows_used=0, rows_set_aside=0,
                    note="Not recognised",
                ),
            ),
            problems=tuple(problems),
            repairs=(Repair(rule="same-episode-twice", what_was_done="An episode given twice was kept once", rows=4),),
            loaded_at="2026-04-01T09:30:00",
            to_fix=(
                ToFix(
                    rule="episode_runs_past_the_next", title="An episode that runs past the start of the child's next one",
                    rows=70, set_aside=0, changes=("Children in care", "Three or more placements"),
                    why="The child is in two places at once.", what_to_do="Correct DEC of the earlier episode.",
                    dfe_rule="501",
                    where=tuple(
                        Where(file="ssda903/2024-25/episodes.csv", row=n + 2, field="DEC", year=2025) for n in range(70)
                    ),
                ),
                ToFix(
                    rule="module_missing_in_a_year", title="A part of a return missing in one year", rows=1, set_aside=0,
                    changes=tuple(one.short_title for one in measures().values()), why="It has no figure.",
                    what_to_do="Load it.", dfe_rule="",
                    where=(Where(file="", row=None, field="the header of the SSDA903 return", year=2024),),
                ),
                ToFix(
                    rule="code-of-another-year", title="Code of another year", rows=60, set_aside=30, changes=(),
                    why="A row that is set aside is in no curve.", what_to_do="Put the legal status right.", dfe_rule="",
                    where=tuple(
                        Where(file="ssda903/2024-25/episodes.csv", row=n + 2, field="LS", year=2025) for n in range(60)
                    ),
                ),
                ToFix(
                    rule="not-recognised", title="Not recognised", rows=1, set_aside=1, changes=(), why="It is no return.",
                    what_to_do="Leave it out.", dfe_rule="",
                    where=(Where(file="notes.txt", row=None, field="", year=None),),
                ),
            ),
            runs=(
                CheckRun(
                    check="episode_runs_past_the_next", title="An episode that runs past the start of the next",
                    return_name="SSDA903", changes=("Children in care",), years=(2024, 2025), rows_tested=2400,
                    rows_found=70, could_not=(),
                ),
                CheckRun(
                    check="in_care_after_18", title="An episode that goes on after 18", return_name="SSDA903",
                    changes=("Children in care",), years=(), rows_tested=0, rows_found=0,
                    could_not=(("The header of the SSDA903 return did not arrive.", (2024, 2025)),),
                ),
            ),
            quality=tuple(
                Quality(about="SSDA903", dimension=dimension, year=year, value=good / 10, good=good, out_of=1000,
                        poor=good < 950)
                for dimension, year, good in (
                    ("completeness", 2024, 1000), ("completeness", 2025, 930), ("timeliness", 2024, 990),
                    ("consistency", 2024, 1000), ("consistency", 2025, 942),
                )
            ),
        )  # fmt: skip

    def draw_quality(self, *, about: str, width: str) -> bytes:
        self._ready()
        return _SVG.encode()

    def export_checks(self) -> Exported:
        self._ready()
        return Exported(content=b"file,row", file_name="what-to-put-right.csv", media_type="text/csv")

    def export_checks_with_children(self, *, now: datetime, why: str) -> Exported:
        self._ready()
        if len(why) < 5:
            raise Problem("This needs a reason, and it is written down.", to_fix="Say why, in a few words.")
        return Exported(content=b"child,file,row", file_name="names-children.csv", media_type="text/csv")

    def note(self, *, as_at: date, measure: str, place: str) -> NoteShown:
        self._ready()
        return noted("Three short <b>stays</b> ended in March.", version=2)

    def write_note(self, *, now: datetime, measure: str, place: str, text: str, seen: int) -> NoteShown:
        """Somebody else has written version 2 meanwhile."""
        if text == "too long":
            raise Problem("The note has 5000 letters; it may have 4000.", to_fix="Say it more shortly.")
        return (
            noted(text, version=3)
            if seen == 2
            else replace(self.note(as_at=TURNING, measure=measure, place=place), taken=False)
        )

    def search(self, asked: str, *, as_at: date, manual: Index) -> SearchFound:
        """Measures by their titles alone; a long query is refused as the desk refuses it."""
        if len(asked) > LONGEST:
            raise Problem(f"What you search for may have {LONGEST} letters.", to_fix="Use a few words.")
        shown = tuple(
            Found(title=one.title, shows=one.question, link=Link(page="curve", address=(one.id,)))
            for one in measures().values()
            if asked and asked.lower() in one.title.lower()
        )
        groups = (FoundOfKind(kind="measure", shown=shown[:10], more=max(0, len(shown) - 10)),) if shown else ()
        return SearchFound(groups=groups, kinds=tuple(KINDS))

    def notifications(self) -> EverythingTold:
        at = datetime(2026, 4, 2, 14, 30, tzinfo=UTC)
        note = Link(page="curve", address=("care_rate",), query={"place": "Harbour"}, part="notes")
        return EverythingTold(
            told=(
                Told(
                    says="Somebody wrote after you beside a curve: Children in care, Harbour",
                    at=at,
                    seen=False,
                    link=note,
                ),
                Told(says=NO_MORE, at=at, seen=False, link=None),
                Told(says="New returns were loaded", at=at, seen=True, link=Link(page="checks")),
            ),
            unseen=self.unseen,
        )

    def notifications_unseen(self) -> int:
        return self.unseen

    def mark_notifications_seen(self, *, now: datetime, until: str) -> None:
        if not until:
            raise Problem("It cannot be told which notifications you have seen.", to_fix="Load the page again.")

    def board_paper(self, *, as_at: date, form: str) -> Exported:
        self._ready()
        return Exported(content=b"paper", file_name=f"obsessions-{as_at}.{form}", media_type="application/pdf")

    def new_files(self, *, most: int) -> Upload:
        return Upload(folder=Path(tempfile.mkdtemp()), most=most)

    def ask_for_load(self, upload: Upload, *, now: datetime) -> str:
        upload.refuse_unless_whole()
        upload.drop()
        return "waiting"

    def ask_for_paper(self, *, form: str, now: datetime) -> str:
        if form not in ("docx", "pdf"):
            raise Problem(f"A paper cannot be written as '{form}'.", to_fix="Use docx or pdf.")
        return "made"

    def jobs(self, *, now: datetime) -> JobsShown:
        self._ready()
        return JobsShown(jobs=tuple(job_in(state) for state in JOBS), of_all=True, no_worker=True)

    def job(self, key: str, *, now: datetime) -> JobShown:
        """The job of that state; done, for another key."""
        self._ready()
        return job_in(key if key in JOBS else "done")

    def cancel_job(self, key: str, *, now: datetime) -> None:
        self._ready()

    def made(self, key: str, *, now: datetime) -> Exported:
        self._ready()
        return Exported(content=b"paper", file_name="obsessions.docx", media_type="application/x")


# Each state a job's page may be in, by what stands for its key.
JOBS = {
    "waiting": {"state": "waiting"},
    "nobody": {"state": "waiting", "no_worker": True},
    "running": {"state": "running", "says": "Taking in ssda903/2024-25/episodes.csv", "done": 2, "of": 5},
    "silent": {"state": "running", "says": "Building the analysis database", "silent_minutes": 7},
    "stopping": {"state": "running", "says": "Reading a file", "cancel_asked": True, "may_cancel": False},
    "done": {"state": "done", "sentences": ("2 new files; 0 had arrived before and changed nothing.",
                                            "1,200 rows in = 1,170 used + 30 set aside.",
                                            "To read: code-of-another-year (60)")},
    "made": {"state": "done", "kind": "paper", "title": "Board paper", "files": 0, "file_name": "obsessions.docx",
              "sentences": ("The paper is ready, as at 1 April 2026, for the board.",)},
    "cancelled": {"state": "cancelled", "sentences": ("It was cancelled before it ended.",)},
    "failed": {"state": "failed", "sentences": ("Files are being loaded here <already>.", "Wait.")},
    "stopped": {"state": "stopped", "sentences": ("The program ended while this ran.",)},
}  # fmt: skip


def job_in(name: str) -> JobShown:
    """A job in one of those states."""
    at = datetime(2026, 4, 2, 14, 30, tzinfo=UTC)
    ended = JOBS[name]["state"] in ("done", "cancelled", "failed", "stopped")
    plain = JobShown(
        key=name, kind="load", title="Load of returns", state="", by="Sam <b>Example</b>", asked_at=at, began_at=at,
        ended_at=at + timedelta(minutes=4) if ended else None, says="", done=None, of=None, files=5, sentences=(),
        file_name="", silent_minutes=0, no_worker=False, cancel_asked=False, may_cancel=not ended,
    )  # fmt: skip
    return replace(plain, **JOBS[name])
