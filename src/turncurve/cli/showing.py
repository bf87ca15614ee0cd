"""Show an answer as a table for people, JSON or CSV for programs, on the screen or in a file."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from turncurve.desk.csv_files import csv_text
from turncurve.words.problems import Problem

type_of_row = Mapping[str, object]


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    csv = "csv"


Form = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.")]


class View(StrEnum):
    """The parts of what the checks answer."""

    fix = "fix"
    rows = "rows"
    problems = "problems"
    not_checked = "not-checked"
    every = "every"
    repairs = "repairs"
    files = "files"
    quality = "quality"


def messages() -> Console:
    """Where progress and messages go: never standard output, which holds the answer alone."""
    return Console(stderr=True, highlight=False)


def show(
    rows: Sequence[type_of_row], *, columns: Sequence[str], form: Format, out: Path | None, title: str = ""
) -> None:
    """Write the rows, `columns` in order, to `out` or to standard output."""
    if form is Format.table:
        console = Console(file=io.StringIO() if out else sys.stdout, highlight=False, width=None if not out else 140)
        console.print(_table(rows, columns=columns, title=title))
        text = console.file.getvalue() if isinstance(console.file, io.StringIO) else ""
    elif form is Format.json:
        text = json.dumps([{name: row.get(name) for name in columns} for row in rows], indent=1, default=str) + "\n"
    else:
        text = csv_text(columns, ([row.get(name) for name in columns] for row in rows))
    if out:
        write_file(out, text.encode("utf-8"))
    elif text:
        _ = sys.stdout.write(text)


def say(message: str) -> None:
    """A message for the person who typed the command, on standard error."""
    messages().print(message, markup=False)


def write_file(out: Path, content: bytes) -> None:
    """Write a file in one step. Raises Problem where it cannot be written."""
    unfinished = out.with_name(f".{out.name}.writing")
    try:
        _ = unfinished.write_bytes(content)
        _ = unfinished.replace(out)
    except OSError as wrong:
        raise Problem(
            f"{out} could not be written: {wrong.strerror}.",
            to_fix="Choose a folder that exists and that you may write to, and close the file if it is open.",
        ) from wrong


def _table(rows: Sequence[type_of_row], *, columns: Sequence[str], title: str) -> Table:
    table = Table(title=title or None, title_justify="left")
    for name in columns:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_read_by_a_person(row.get(name)) for name in columns))
    return table


def _read_by_a_person(cell: object) -> str:
    """A cell as a table shows it: figures to one place, as on the pages. Files keep them whole."""
    if isinstance(cell, float):
        return f"{cell:.1f}"
    return "" if cell is None else str(cell)
