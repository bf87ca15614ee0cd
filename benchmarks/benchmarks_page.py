"""The page of the manual that says how long things take: each benchmark writes its own section of it."""

import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "benchmarks.md"


def write_section(heading: str, *, said: str, table: Sequence[str]) -> None:
    """Put a section in the page, in place of the one of that heading, or at its end."""
    page = PAGE.read_text(encoding="utf-8")
    section = "\n\n".join((f"## {heading}", said, "\n".join(table))) + "\n"
    known = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
    if known.search(page):
        page = known.sub(lambda found: section + ("\n" if found.end() < len(page) else ""), page)
    else:
        page = f"{page.rstrip()}\n\n{section}"
    _ = PAGE.write_text(page, encoding="utf-8")
