"""Write docs/reference from the definitions; with --check, say whether what is there is fresh."""

import sys
from pathlib import Path

from turncurve.definitions.measures import OnADate, measures
from turncurve.desk.asker import WHO_MAY
from turncurve.tables import TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs" / "reference"


def measures_page() -> str:
    lines = ["# Measures", "", "Made from `definitions/measures`. Each is one file there.", ""]
    for one in measures().values():
        when = f"on `{one.counts.date}`" if isinstance(one.counts, OnADate) else "on the period's last day"
        good = f"{one.good_is} is good" if one.good_is else "no direction of its own"
        lines += [
            f"## {one.title}",
            "",
            f"`{one.id}`: {one.unit}. {one.question}",
            "",
            f"- **Counted** {when}, from `{one.journey}`, by {', '.join(one.every)}; judged by {one.usual}",
            f"- **What counts** {one.source.says}",
            f"- **Source** {one.source.return_}: {one.source.guide}",
            f"- **Good direction** {good}. {one.good_is_source}",
            f"- **Split by** {', '.join(one.splits)}",
            f"- **Safety balance** {', '.join(one.balance) or 'none'}",
            f"- **Watch for** {one.watch_for}",
            "",
        ]
    return "\n".join(lines)


def tables_page() -> str:
    lines = ["# Tables", "", "What each trusted table promises, after the Standard Safeguarding Dataset (SSD).", ""]
    for one in TABLES.values():
        lines += [f"## {one.name}", "", f"{one.one_row_is}{f' SSD: `{one.ssd}`.' if one.ssd else ''}", ""]
        lines += ["| column | holds | means | comes from |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {column.holds.replace('_', ' or ')} | {column.means} | {column.comes_from} |"
            for name, column in one.columns.items()
        ]
        lines.append("")
    return "\n".join(lines)


def permissions_page() -> str:
    lines = ["# Who may ask what", "", "Until sign-in exists there is one role: the person at this computer.", ""]
    lines += ["| question | roles |", "|---|---|"]
    lines += [f"| {question} | {', '.join(sorted(roles))} |" for question, roles in WHO_MAY.items()]
    return "\n".join([*lines, ""])


PAGES = {"measures.md": measures_page, "tables.md": tables_page, "permissions.md": permissions_page}


def main() -> int:
    stale = [
        name
        for name, page in PAGES.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != page()
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is stale: run python scripts/generate_reference.py")
        return 1 if stale else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        _ = (DOCS / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
