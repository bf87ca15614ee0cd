"""Every command the manual names, run or not, is one there is, with options it has."""

import re

import pytest
import typer.main
from tests.docs.blocks import CHECKOUT, PAGES, blocks_of, commands_of, inline_commands

from turncurve.cli.app import app

TARGETS = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def wrong_with(words):
    """What is wrong with a command's words; "" where they name a command and options there are."""
    if words[0] == "make":
        return "" if words[1] in TARGETS else f"there is no make {words[1]}"
    command, rest = typer.main.get_command(app), words[1:]
    while rest and (inner := getattr(command, "commands", None)):
        if rest[0].startswith("-"):
            break
        if rest[0] not in inner:
            return f"there is no command {rest[0]}"
        command, rest = inner[rest[0]], rest[1:]
    options = {option for one in command.params for option in one.opts} | {"--help"}
    unknown = [word for word in rest if word.startswith("--") and word.split("=")[0] not in options]
    return f"{words[1]} has no {unknown[0]}" if unknown else ""


def named_in(page):
    text = page.read_text(encoding="utf-8")
    in_blocks = [
        words
        for block in blocks_of(text, name=page.name)
        if block.language in ("sh", "console", "bat", "powershell")
        for words, _ in commands_of(block)
        if words[0] in ("turncurve", "make")
    ]
    return [*in_blocks, *inline_commands(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_every_command_a_page_names_is_one_there_is(page):
    assert [wrong for words in named_in(page) if (wrong := wrong_with(words))] == []


@pytest.mark.parametrize(
    "said",
    ["turncurve nonsense", "turncurve --nonsense", "turncurve curves draw", "turncurve load A --into B", "make tea"],
)
def test_a_command_there_is_not_is_caught(said):
    assert wrong_with(said.split())


def test_every_command_and_every_option_is_in_the_reference():
    page = (CHECKOUT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    for name, command in typer.main.get_command(app).commands.items():
        for path, one in (getattr(command, "commands", None) or {"": command}).items():
            section = page.split(f"## turncurve {f'{name} {path}'.strip()}\n")[1].split("\n## ")[0]
            assert one.help in section
            assert [
                option
                for p in one.params
                for option in p.opts
                if p.name != "help" and not p.hidden and option.upper() not in section.upper()
            ] == []
