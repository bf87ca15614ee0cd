"""Write docs/reference from the definitions; with --check, say whether what is there is fresh."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import Path

import typer.core
import typer.main
import yaml

from turncurve.cli.app import app
from turncurve.curves import Verdict
from turncurve.definitions.annex_a import annex_a_lists
from turncurve.definitions.checks import Check, checks
from turncurve.definitions.code_lists import code_lists
from turncurve.definitions.data_quality import data_quality
from turncurve.definitions.measures import Condition, Measure, OnADate, measures
from turncurve.definitions.policies import policies
from turncurve.definitions.published_series import published_series
from turncurve.definitions.sentences import verdict_sentences
from turncurve.desk.asker import WHO_MAY
from turncurve.report.sentences import CODES
from turncurve.returns import own_lists
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.dates import EXPECTED
from turncurve.returns.places import reading as places
from turncurve.returns.published import reading as published
from turncurve.returns.reading import WHAT_IS_READ, what_it_is
from turncurve.returns.ssda903.modules import MODULES, Field
from turncurve.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "reference"
EXIT_CODES = {
    0: "done",
    1: "done, and there is something to read: `load` set rows aside or found a fault, `checks` has something to show",
    2: "could not; what is wrong and what to do is said",
    3: "a fault in Turncurve; please report it",
}
# Lists that are read, with the columns they are known by; each is tried on the readers before it is written down.
OWN_LISTS = {
    places.PLACES: ("child", "from", "to", "small_area"),
    places.AREAS: ("small_area", "locality", "year", "children"),
    **{one.name: tuple(one.written(name) for name in one.columns) for one in own_lists.LISTS},
}
OTHER_FIGURES = {
    published.LAIT: ("Short Desc", "Years", "LA and Regions", "Values", "LA Number"),
    published.POPULATION: ("time_period", "age_group", "population_estimate"),
    published.NEIGHBOURS: ("LA.number", "SN_rank", "SN_LA_number", "SN_LA_name"),
}
SPLITS = {
    "all": "all",
    "unaccompanied": "unaccompanied children",
    "not unaccompanied": "all but unaccompanied children",
}
# What stands for each slot of a verdict's sentence on the page.
EXAMPLES = {
    "moved": "Down from 21.0% to 14.4% (150 of 714 to 99 of 687), January to March 2025 to January to March 2026. …",
    "reason": "only 3 yearly figures on or before the turning date of 31 March 2022; 8 are needed",
    "earliest": " The earliest day on which it could be, with a new turning date, is 31 March 2030.",
    "earliest_day": "31 March 2027",
    "turning_date": "31 March 2024",
    "effect": (
        "on average about 5.8 points lower than the forecast made on 31 March 2024 (90% interval -7.8 to -3.5 points)"
    ),
    "because": "",
    "rank": " (rank 6 of 147)",
    "so_far": (
        "So far it is on average about 1.8 points higher than the forecast made on 31 March 2024 "
        "(90% interval -1.1 to +6.1). "
    ),
}

TOO_SMALL = {"reason": "the numbers are so small that even a halving would probably not have shown"}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table; a bar inside a cell is kept from ending it."""
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ").strip() for cell in row] for row in rows]
    return [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *[f"| {' | '.join(row)} |" for row in cells], ""]


def page(title: str, says: str, *parts: Sequence[str]) -> str:
    return "\n".join([f"# {title}", "", says, "", *[line for part in parts for line in part]]).rstrip() + "\n"


def condition_said(one: Condition) -> str:
    said = {
        "is": one.is_,
        "at least": one.at_least,
        "at most": one.at_most,
        "one of": ", ".join(one.one_of or ()) or None,
        "none of": ", ".join(one.none_of or ()) or None,
        "known": one.known,
    }
    return next(f"`{one.column}` {how} {what}" for how, what in said.items() if what is not None)


def where_said(one: Measure) -> str:
    below = "; ".join(map(condition_said, one.where)) or "every row"
    above = f"; above the line, {'; '.join(map(condition_said, one.above))}" if one.above else ""
    averaged = f"; the average of `{one.average}`" if one.average else ""
    return f"{below}{above}{averaged}"


def unaccompanied_said(one: Measure) -> str:
    apart = {"not unaccompanied": "left out of the headline", "unaccompanied": "the only ones counted"}.get(
        one.headline, "counted with the rest"
    )
    return f"{apart}; can be shown apart" if "unaccompanied" in one.splits else apart


def when_said(one: Measure) -> str:
    return f"on `{one.counts.date}`" if isinstance(one.counts, OnADate) else "on the period's last day"


def needs_said(one: Measure) -> str:
    before = f"{one.needs_months_before} months before a period" if one.needs_months_before else ""
    after = f"{one.needs_months_after} months after it" if one.needs_months_after else ""
    module = f"the module of {one.source.module}" if one.source.module else ""
    return "; ".join(part for part in (before, after, module) if part) or "nothing besides"


def published_as(one: Measure) -> list[str]:
    """The data sets that hold the Department for Education's figure, and LAIT's short name for it."""
    series = published_series()
    sets = [f"DfE, {known.title}" for known in series.ees if any(figure.measure == one.id for figure in known.figures)]
    lait = [f"LAIT `{figure.value or figure.above}`" for figure in series.lait if figure.measure == one.id]
    return [*dict.fromkeys(sets), *lait[:1]]


def beside_theirs(one: Measure) -> str:
    """Where the figure is published and how ours differs; else why it is not read from a publication."""
    theirs = "; ".join(published_as(one))
    if theirs:
        return f"{theirs}. {one.differs or 'No difference in what is counted is known.'}"
    return " ".join(part for part in (published_series().not_published.get(one.id, ""), one.differs) if part)


def measure_lines(one: Measure) -> list[str]:
    good = f"{one.good_is} is good" if one.good_is else "no direction of its own"
    said = {
        "Counted": f"{when_said(one)}, from `{one.journey}`, by {', '.join(one.every)}; judged by {one.usual}",
        "What counts": one.source.says,
        "As written": where_said(one),
        "Needs": needs_said(one),
        "Source": f"{one.source.return_}: {one.source.guide}",
        "Published": beside_theirs(one),
        "Good direction": f"{good}. {one.good_is_source}",
        "Unaccompanied children": unaccompanied_said(one),
        "Split by": ", ".join(one.splits) or "nothing",
        "Design effect": f"{one.design_effect:g}. {one.design_effect_source}".rstrip(),
        "Safety balance": ", ".join(one.balance) or "none",
        "Watch for": one.watch_for,
    }
    lines = [f"- **{name}** {text}" for name, text in said.items() if text]
    return [f"## {one.title}", "", f"`{one.id}`: {one.unit}. {one.question}", "", *lines, ""]


def measures_page() -> str:
    listed = table(
        ["row", "curve", "id", "of", "from", "good", "published as", "on a new scorecard"],
        [
            (m.row or "", f"[{m.title}](#{slug(m.title)})", f"`{m.id}`", m.group, m.source.return_,
             m.good_is or "the council says",
             "; ".join(published_as(m)) or "not published", "yes" if m.starter else "")
            for m in measures().values()
        ],
    )  # fmt: skip
    says = (
        "What each curve counts. Each is one file in `definitions/measures`. The row is the measure's number in the "
        "register of indicators it was taken from; one without is our own. Where the Department for Education (DfE) "
        "publishes the figure, ours stands beside theirs with what differs."
    )
    return page("Measures", says, listed, *map(measure_lines, measures().values()))


def slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def tables_page() -> str:
    parts: list[list[str]] = []
    for one in TABLES.values():
        parts.append([f"## {one.name}", "", f"{one.one_row_is}{f' SSD: `{one.ssd}`.' if one.ssd else ''}", ""])
        parts.append(
            table(
                ["column", "holds", "means", "comes from"],
                [
                    (f"`{name}`", column.holds.replace("_", " or "), column.means, column.comes_from)
                    for name, column in one.columns.items()
                ],
            )
        )
    return page("Tables", "What each trusted table promises, after the Standard Safeguarding Dataset (SSD).", *parts)


def permissions_page() -> str:
    return page(
        "Who may ask what",
        "On a council's server each person signs in and holds the roles an administrator gave them. On a laptop there "
        "is one role, the local user: whoever sits at the computer can open every file already. Tested role by "
        "question on every page (tests/security).",
        table(["question", "roles"], [(question, ", ".join(sorted(roles))) for question, roles in WHO_MAY.items()]),
    )


def security_page() -> str:
    tried = yaml.safe_load((ROOT / "tests" / "security" / "security.yaml").read_text(encoding="utf-8"))
    ten = tried["owasp"]
    return page(
        "What is tried against every page",
        f"{len(tried['attacks'])} kinds of attack, by the OWASP Top 10 (2021). Each is a test that runs on every "
        f"change, on {len(tried['pages'])} addresses: a new page, or a new parameter of a page, fails until it is on "
        "the list (tests/security/security.yaml). It is our own test, and no substitute for a penetration test of your "
        "server.",
        table(
            ["what is tried", "what must happen", "of the ten", "test"],
            [
                (
                    one["name"],
                    one["must"],
                    f"{one['owasp']} {ten[one['owasp']]['name']}",
                    f"`{one['test'].split('::')[0]}`",
                )
                for one in tried["attacks"]
            ],
        ),
        *([f"{key} {one['name']}. {one['apart']}"] for key, one in ten.items() if "apart" in one),
    )


def policies_page() -> str:
    parts: list[list[str]] = []
    for one in policies().values():
        hidden = f"1 to {one.hide_counts_to}" if one.hide_counts_to else "none"
        parts.append([f"## {one.title}", "", one.why, ""])
        parts.append(
            table(
                ["what", "how"],
                [
                    ("name", f"`{one.id}`"),
                    ("counts hidden", hidden),
                    ("others hidden so that none can be worked out", "yes" if one.secondary else "no"),
                    ("counts shown", f"to the nearest {one.round_counts_to}" if one.round_counts_to > 1 else "exact"),
                    ("decimal places of percentages and rates", one.decimals),
                    ("marked", one.marking),
                    ("used where nobody names one", ", ".join(one.default_for)),
                ],
            )
        )
    codes = ["## Codes shown in place of a number", ""]
    codes += table(["code", "means"], [(f"`{code}`", means) for code, means in CODES.items()])
    return page("Disclosure policies", "How numbers about children are protected where they leave.", *parts, codes)


def glossary_rows() -> dict[str, str]:
    """Word to meaning, from GLOSSARY.md."""
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {word: means for word, means in rows if word not in ("word", "room")}


def verdicts_page() -> str:
    means = glossary_rows()
    parts: list[list[str]] = []
    for verdict in Verdict:
        filled = EXAMPLES | (TOO_SMALL if verdict is Verdict.TOO_SMALL else {})
        said = verdict_sentences()[verdict.value].format(**filled).strip()
        meaning = means[verdict.value]
        parts.append(
            [f"## {verdict.value.capitalize()}", "", f"{meaning[0].upper()}{meaning[1:]}.", "", f"> {said}", ""]
        )
    parts += [
        [f"## {name.capitalize()}", "", "In place of a verdict.", "", f"> {said}", ""]
        for name, said in verdict_sentences().items()
        if name not in set(Verdict)
    ]
    says = (
        "All that may be said of a curve, each with its sentence filled in by an example. "
        "[How a verdict is reached](../explanation/verdicts.md)."
    )
    return page("Verdicts", says, *parts)


def codes_page() -> str:
    parts: list[list[str]] = []
    for name, title in (("ssda903", "SSDA903"), ("cin_census", "CIN census")):
        for field, codes in code_lists(name).items():
            parts.append([f"## {title}: {field}", ""])
            parts.append(table(["code", "means", "valid"], [(f"`{c}`", x.means, x.said) for c, x in codes.items()]))
    says = (
        "The codes of the returns, with the collection years (ending 31 March) in which each is valid. A code used in "
        "another year is kept and named in `turncurve checks`."
    )
    return page("Codes by year", says, *parts)


def known_by(kinds: Mapping[str, Sequence[str]], *, heads: Sequence[str]) -> list[str]:
    """A table of files and their columns. Ends everything where the readers do not know such a file by them."""
    for kind, columns in kinds.items():
        content = f"{','.join(columns)}\n".encode()
        file = ArrivedFile(name="any.csv", digest="", size=len(content), open=partial(BytesIO, content))
        if what_it_is(file) != kind:
            raise SystemExit(f"{kind} is no longer known by {', '.join(columns)}: change {Path(__file__).name}.")
    return table(heads, [(kind, ", ".join(f"`{column}`" for column in columns)) for kind, columns in kinds.items()])


def published_page() -> str:
    series, titles = published_series(), {one.id: one.short_title for one in measures().values()}

    def drawn(found: Iterable[tuple[str, str]]) -> str:
        return "; ".join(dict.fromkeys(f"{titles[m]}{of(m, s)}" for m, s in found))

    def of(name: str, split: str) -> str:
        """Which children, where a curve has several."""
        return f" ({SPLITS[split]})" if measures()[name].headline != "all" else ""

    sets = table(
        ["publication", "data set", "file", "known by its columns", "draws"],
        [
            (one.publication, one.title, f"`{one.download}`", ", ".join(f"`{c}`" for c in one.columns),
             drawn((f.measure, f.split) for f in one.figures))
            for one in series.ees
        ],
    )  # fmt: skip
    by_short_name = table(
        ["curve", "figure", "count above", "count below"],
        [
            (drawn([(one.measure, one.split)]), f"`{one.value}`" if one.value else "worked out",
             (f"`{one.above}`" + (f" less `{one.less}`" if one.less else "")) if one.above else "from the percentage",
             f"`{one.below}`" if one.below not in ("", "population") else one.below or "not published")
            for one in series.lait
        ],
    )  # fmt: skip
    besides = known_by(OTHER_FIGURES, heads=("file", "known by its columns"))
    without = table(["curve", "why"], [(titles[name], why) for name, why in series.not_published.items()])
    return page(
        "Published data sets",
        "What is read of the Department for Education's published figures. Each file is known by its columns.",
        ["## Explore Education Statistics", "", *sets],
        ["## Local Authority Interactive Tool (LAIT)", "", "By its short names.", "", *by_short_name],
        [
            "## Also read",
            "",
            *besides,
            "In these shapes and others: [which files to download](../how-to/published-figures.md).",
            "",
        ],
        ["## Not published", "", *without],
    )


def field_said(one: Field) -> str:
    return f"`{one.name}`{' (needed)' if one.needed else ''}"


def files_page() -> str:
    modules = table(
        ["module", "fills the table", "columns"],
        [
            (one.name if nth == [m.name for m in MODULES].index(one.name) else f"{one.name}, another layout",
             f"`{one.table}`", ", ".join(map(field_said, one.fields)))
            for nth, one in enumerate(MODULES)
        ],
    )  # fmt: skip
    lists = known_by(OWN_LISTS, heads=("list", "columns"))
    annex_a = table(
        ["list", "fills the table", "captions"],
        [
            (f"{one.number} {one.title}", f"`{one.table}`",
             ", ".join(f"{c.heading}{' (needed)' if c.into in one.needs else ''}" for c in one.columns))
            for one in annex_a_lists()
        ],
    )  # fmt: skip
    return page(
        "Files that can be loaded",
        f"{WHAT_IS_READ[0].upper()}{WHAT_IS_READ[1:]}. Each file is known by its content: its name and folder do not "
        f"matter, except that a folder may name the year of an SSDA903 return (`2023-24`). Dates: {EXPECTED}.",
        [
            "## SSDA903 modules",
            "",
            "CSV or a sheet of a workbook, with these columns in any order; further columns are ignored.",
            "Or the return's XML (`EXPSSDA903`), where `CHILDID` is `CHILD` and `PL` is `PLACE`.",
            "",
            *modules,
        ],
        [
            "## CIN census",
            "",
            "The XML file as submitted, of any year; `ReferenceDate` in its header gives the year.",
            "",
        ],
        ["## Annex A", "", "A workbook, or one CSV a list. [How to load it](../how-to/annex-a.md).", "", *annex_a],
        ["## Your own lists", "", "CSV. No return holds an address, so curves by locality need both.", "", *lists],
        ["## Published figures", "", "See [published data sets](published.md).", ""],
    )


def takes(one: typer.core.TyperArgument | typer.core.TyperOption) -> str:
    """What an option is followed by: FILE, NUMBER with its limits, or one of a few words; "" for a flag."""
    kind = one.type_descriptor.annotation
    if kind is bool:
        return ""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "|".join(kind)
    if kind is int:
        return f"{one.min} to {one.max}" if one.max is not None else "NUMBER"
    return "PATH" if kind is Path else "TEXT"


def parameter_row(one: typer.core.TyperArgument | typer.core.TyperOption) -> tuple[str, str, str]:
    if one.param_type_name == "argument":
        written = f"{one.name or ''}{'...' if one.nargs == -1 else ''}".upper()
    else:
        written = f"{', '.join(one.opts)} {takes(one)}".strip()
    shown = one.show_default if isinstance(one.show_default, str) else one.default
    left_out = "" if shown in (None, "", False) else str(shown)
    return f"`{written}`", one.help or "", "needed" if one.required else left_out


def command_lines(name: str, command: object) -> list[str]:
    """A command's heading, what it does, and its arguments and options."""
    rows = [
        parameter_row(one)
        for one in getattr(command, "params", [])
        if one.name != "help" and not getattr(one, "hidden", False)
    ]
    says = str(getattr(command, "help", "") or "")
    return [f"## turncurve {name}", "", says, "", *table(["argument or option", "says", "when left out"], rows)]


def command_line_page() -> str:
    parts = [
        ["`turncurve --version` says which version this is.", ""],
        ["## Exit codes", "", *table(["code", "means"], EXIT_CODES.items())],
    ]
    for name, command in sorted(getattr(typer.main.get_command(app), "commands", {}).items()):
        inner: dict[str, object] = getattr(command, "commands", {})
        # Some do something by themselves as well.
        itself = {"": command} if not inner or getattr(command, "invoke_without_command", False) else {}
        for path, one in sorted({**itself, **inner}.items()):
            parts.append(command_lines(f"{name} {path}".strip(), one))
    says = (
        "Every command, argument and option. Answers go to standard output; progress and messages go to standard "
        "error, so that `--format json` and `--format csv` can be piped."
    )
    return page("The command line", says, *parts)


def check_lines(one: Check) -> list[str]:
    """A check's heading, why it matters, what to do and what it changes."""
    rule = f" The Department's rule {one.dfe_rule}." if one.dfe_rule else ""
    changes = ", ".join(measures()[name].short_title for name in one.changes)
    return [
        f"### {one.title}",
        "",
        f"`{one.id}`.{rule} {one.why.strip()}",
        "",
        f"- **What to do** {one.to_fix.strip()}",
        f"- **Changes** {changes or 'no curve'}",
        "",
    ]


def checks_page() -> str:
    parts: list[list[str]] = []
    for returned in dict.fromkeys(one.return_ for one in checks().values()):
        of_return = [one for one in checks().values() if one.return_ == returned]
        parts.append([f"## {returned[:1].upper()}{returned[1:]} ({len(of_return)})", ""])
        parts += [check_lines(one) for one in of_return]
    said = data_quality()
    below = ", ".join(f"{line:.0f}% {name}" for name, line in said.poor_below.items())
    cells = [
        (f"`{cell.table}`", f"`{cell.column}`", ", ".join(measures()[name].short_title for name in cell.needed_by))
        for cell in said.cells
    ]
    quality = [f"Poor is under {below}. {said.source.strip()}", "", *table(["table", "cell", "needed by"], cells)]
    says = "Made from `definitions/checks`. Each carries its own examples, which are its test."
    return page("Checks", says, *parts, ["## Data quality", "", *quality])


def glossary_page() -> str:
    """GLOSSARY.md, where the pages can serve it."""
    return (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


PAGES = {
    "checks.md": checks_page,
    "command-line.md": command_line_page,
    "codes.md": codes_page,
    "files.md": files_page,
    "glossary.md": glossary_page,
    "measures.md": measures_page,
    "permissions.md": permissions_page,
    "policies.md": policies_page,
    "published.md": published_page,
    "security.md": security_page,
    "tables.md": tables_page,
    "verdicts.md": verdicts_page,
}

# A page that takes minutes has a script of its own; a test of the invented council holds that one fresh.
MADE_APART = {
    "benchmarks.md": "../benchmarks/benchmarks_page.py",
    "invented-council.md": "generate_invented_council.py",
    "curve-method.md": "measure_curves.py",
    "fuzzing.md": "fuzz.py",
}


def stale(docs: Path) -> list[str]:
    """The pages that are not as the definitions would make them now, and those that nothing makes."""
    there = {file.name for file in docs.glob("*.md")}
    return sorted(
        [n for n, made in PAGES.items() if n not in there or (docs / n).read_text(encoding="utf-8") != made()]
        + list(there - set(PAGES) - set(MADE_APART))
    )


def main() -> int:
    if "--check" in sys.argv:
        found = stale(DOCS)
        for name in found:
            print(f"docs/reference/{name} is stale: run python scripts/generate_reference.py")
        return 1 if found else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        _ = (DOCS / name).write_text(made(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
