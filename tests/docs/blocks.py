"""The fenced blocks and inline commands of the manual's pages, as values."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
RUN = ("sh", "console", "yaml", "python", "csv")


class Unmarked(Exception):
    """A block that is neither run nor says why not."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fenced block. `marks` are what stands after the language: `exit=0,1`, `not-run="why"`, a file's name."""

    where: str
    language: str
    text: str
    marks: tuple[str, ...] = ()

    def mark(self, name: str) -> str:
        return next((mark.removeprefix(f"{name}=") for mark in self.marks if mark.startswith(f"{name}=")), "")

    @property
    def not_run(self) -> str:
        return self.mark("not-run")

    @property
    def exits(self) -> frozenset[int]:
        """The exit codes each command may end with; none where the block does not say."""
        return frozenset(int(code) for code in self.mark("exit").split(",") if code)


def blocks_of(text: str, *, name: str) -> list[Block]:
    """The fenced blocks of a page in order. Raises Unmarked for one that is neither run nor says why not."""
    found = []
    for token in MarkdownIt("commonmark").parse(text):
        if token.type not in ("fence", "code_block"):
            continue
        language, *marks = shlex.split(token.info) or [""]
        if not language and token.content.startswith("turncurve "):
            language = "sh"
        line = (token.map or [0])[0] + 1
        block = Block(where=f"{name} line {line}", language=language, text=token.content, marks=tuple(marks))
        if language not in (*RUN, "text") and len(block.not_run.split()) < 2:
            raise Unmarked(f"{block.where}: a block of '{language}' is not run and does not say why (not-run=...)")
        found.append(block)
    return found


def commands_of(block: Block) -> list[tuple[list[str], str]]:
    """Each command of a `sh` or `console` block as words, with the output shown for it ("" where none is)."""
    lines = block.text.replace("\\\n", " ").splitlines()
    if block.language != "console":
        return [(words, "") for line in lines if (words := shlex.split(line, comments=True))]
    found: list[tuple[list[str], str]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((shlex.split(line[2:], comments=True), ""))
        else:
            words, shown = found.pop()
            found.append((words, f"{shown}{line}\n"))
    return found


def inline_commands(text: str) -> list[list[str]]:
    """The commands named within sentences, as words: those of `turncurve` and `make`."""
    inside = [one for token in MarkdownIt("commonmark").enable("table").parse(text) for one in token.children or []]
    said = [one.content.strip() for one in inside if one.type == "code_inline"]
    return [shlex.split(one, comments=True) for one in said if one.startswith(("turncurve ", "make "))]
