"""Write docs/reference/invented-council.md: twenty invented councils of each likeness beside the published figures.

With --check, say whether what is there is fresh. It takes some minutes: it invents forty councils.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import mean

from turncurve.made_up.comparing import Compared, compare, figures_of_a_seed, published_facts
from turncurve.made_up.dirty import KINDS
from turncurve.made_up.found_as import FOUND_AS, FoundAs
from turncurve.made_up.lists import LISTS
from turncurve.made_up.planted import PLANTED, WORLDS
from turncurve.made_up.profiles import PROFILES

PAGE = Path(__file__).resolve().parent.parent / "docs/reference/invented-council.md"
SEEDS = range(1, 21)
TITLE = """# The invented council

Made by `scripts/generate_invented_council.py`.

`turncurve invent FOLDER` writes the returns of a council that does not exist, child by child, with a truth that is
known: `truth.json`, which nothing that is tested may read. Seasons, early help and the price of supported
accommodation are ours: no figures of them are published in the tables we have.

```sh not-run="how the command is written; FOLDER is yours"
turncurve invent FOLDER [--like dorset|stockton] [--world WORLD] [--years N] [--seed N] [--dirty]
```
"""
EVERY_WORLD = """Every world has the seasons, the pandemic of 2020/21, a change in recording (`events.yaml`) and a curve
that was bad for one year by chance alone and was chosen for it (conferences within 15 days, 2023/24)."""
HOW_COMPARED = f"""Means over the years published and, for what was made, over {len(SEEDS)} seeds of the world
`no-change`. A test holds totals within 10%, shares within 5 points and quartiles of durations within 15%. Contains
public sector information licensed under the Open Government Licence v3.0."""
#: Totals that are means, and so can stand beside the nation's.
AVERAGES = {"caseload", "difficulties", "cost_of_a_home", "cost_of_fostering"}
UNITS = {"total": "{:+.0%}", "share": "{:+.1f} points", "days": "{:+.0%}"}


def row(one: Compared, england: dict[str, float]) -> str:
    share = one.fact.kind == "share"
    write = "{:,.1f}%".format if share else "{:,.1f}".format if one.published < 100 else "{:,.0f}".format
    nation = england.get(one.fact.name) if one.fact.kind != "total" or one.fact.name in AVERAGES else None
    seen = "-" if nation is None else write(nation)
    years = f"{min(one.fact.years)}-{max(one.fact.years) % 100}" if len(one.fact.years) > 1 else str(*one.fact.years)
    difference = UNITS[one.fact.kind].format(one.difference)
    return f"| {one.fact.what} | {years} | {write(one.published)} | {write(one.made)} | {difference} | {seen} |"


def head() -> str:
    """All of the page but its tables of figures."""
    return "\n".join([TITLE, *worlds(), *lists(), *faults()])


def page() -> str:
    england = {fact.name: mean(fact.years.values()) for fact in published_facts("england")}
    lines = [head()]
    with ProcessPoolExecutor(max_workers=2) as pool:
        for like in PROFILES:
            made = list(pool.map(partial(seed_of, like), SEEDS))
            lines += table(like, compare(like, made), england)
    return "\n".join(lines)


def seed_of(like: str, seed: int) -> dict[int, dict[str, float]]:
    return figures_of_a_seed(like=like, seed=seed)


def worlds() -> list[str]:
    first, then = (f"{day.day} {day:%B %Y}" for day in (PLANTED.early, PLANTED.everywhere))
    early = " and ".join(PLANTED.early_localities)
    says = {
        "reform": f"Family Help begins in {early} on {first} and everywhere on {then}. It multiplies families' entries "
        f"to care by {PLANTED.entries} and referrals within a year of the last by {PLANTED.re_referrals}; from {then} "
        f"{PLANTED.assessments_in_time:.0%} of assessments are in time. The usual world.",
        "no-change": "The same council, seed for seed, had nothing been reformed: the same to the child and the day "
        "until the reform begins.",
        "drift": "No reform; families coming to notice grow by 4% a year from April 2019.",
        "unaccompanied-surge": "No reform; many more unaccompanied children arrive from April 2023. No family's story "
        "differs.",
    }
    return ["## Worlds", "", EVERY_WORLD, "", *(f"- `{name}`: {says[name]}" for name in WORLDS), ""]


def lists() -> list[str]:
    told = "UTF-8 CSV, days as YYYY-MM-DD, a blank for what is not known or not over."
    lines = ["## Lists beside the returns", "", told, ""]
    for one in LISTS:
        lines += [f"### {one.name}", "", one.what, "", "| column | means |", "|---|---|"]
        lines += [f"| `{column}` | {means} |" for column, means in one.columns.items()]
        lines.append("")
    return lines


def faults() -> list[str]:
    return [
        "## Faults that `--dirty` plants",
        "",
        "Each is planted once or twice and listed in `truth.json` under `faults`, with its file, row and field, and",
        "the rules of the readers (`not-a-date`) and [checks](checks.md) (`in_care_after_18`) that find it. A test",
        "loads a council with all of them and holds that each is found so, and that nothing else is found but what",
        "may follow.",
        "",
        "| kind | what is wrong | found as | what may follow |",
        "|---|---|---|---|",
        *(f"| `{kind}` | {what} | {found_said(FOUND_AS[kind])} |" for kind, what in KINDS.items()),
        "",
    ]


def found_said(found: FoundAs) -> str:
    """Two cells: the rules and checks that find a kind of fault, and what may follow from it."""
    by = [f"`{rule}` at {field or 'the file'}" for rule, field in found.here]
    by += [f"`{rule}` at {field}, in another of the child's rows" for rule, field in found.beside]
    return f"{'; '.join(by)} | {', '.join(f'`{rule}`' for rule in (*found.then, *found.repaired))}"


def table(like: str, compared: list[Compared], england: dict[str, float]) -> list[str]:
    return [
        f"## Like {like.capitalize()}: made beside published",
        "",
        HOW_COMPARED,
        "",
        f"The source of each figure is beside it in `src/turncurve/made_up/published_facts/{like}.yaml`.",
        "",
        "| figure | years | published | made | difference | England |",
        "|---|---|---|---|---|---|",
        *(row(one, england) for one in compared),
        "",
    ]


def main() -> int:
    text = page()
    if "--check" in sys.argv:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == text
        if not fresh:
            print("docs/reference/invented-council.md is stale: run python scripts/generate_invented_council.py")
        return int(not fresh)
    _ = PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
