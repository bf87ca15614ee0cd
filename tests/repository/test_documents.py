"""The repository's documents: reachable, illustrated, of one version, and silent on how they were made."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from turncurve.definitions.annex_a import annex_a_lists, annex_a_values
from turncurve.definitions.checks import checks, read_checks
from turncurve.definitions.code_lists import code_lists
from turncurve.definitions.data_quality import data_quality
from turncurve.definitions.measures import measures, read_measure
from turncurve.definitions.policies import policies
from turncurve.definitions.published_series import curves_by_chance, published_series
from turncurve.definitions.reference_lists import authorities, bank_holidays
from turncurve.definitions.sentences import verdict_sentences
from turncurve.definitions.synonyms import synonyms
from turncurve.web.help.reading import made

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs"
DEFINITIONS = CHECKOUT / "src/turncurve/definitions"
MARKDOWN = [*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md")]
# Only where the maker's machine or tools would show; "agent" and "session" alone are words of other trades too.
NEVER = re.compile(
    r"/work/|/root/|/home/|/tmp/bash|\b(?:chatgpt|claude|copilot|anthropic|openai|language model)\b", re.IGNORECASE
)


def ours() -> Iterator[Path]:
    """Every text file that git keeps, but for lists of dependencies."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        file = CHECKOUT / name
        if file.is_file() and file.suffix not in (".png", ".lock") and file.name != "package-lock.json":
            yield file


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead, within the repository."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    return [unquote(link) for link in found if not link.startswith(("http", "mailto:"))]


def test_every_link_leads_to_a_file_and_to_a_heading_that_is_there():
    lost = []
    for page in MARKDOWN:
        for link in links(page):
            path, _, part = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists():
                lost.append(f"{page.name}: {link}")
            elif part and f'id="{part}"' not in made(target.read_text(encoding="utf-8"), title="", at="x.md").html:
                lost.append(f"{page.name}: {link} (no such heading)")
    assert lost == []


def test_every_page_of_the_manual_can_be_reached_from_its_first():
    seen, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if ".md" in link]
    assert sorted(page.relative_to(DOCS).as_posix() for page in set(DOCS.rglob("*.md")) - seen) == []


def test_the_manual_links_to_nothing_it_cannot_serve():
    assert [f"{page.name}: {link}" for page in DOCS.rglob("*.md") for link in links(page)
            if not (page.parent / link.partition("#")[0]).resolve().is_relative_to(DOCS)] == []  # fmt: skip


def test_every_picture_is_used_and_has_words_for_those_who_do_not_see_it():
    shown = [
        ((page.parent / where).resolve(), words)
        for page in MARKDOWN
        for words, where in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    ]
    assert {file for file, _ in shown} == set((DOCS / "screenshots").iterdir())
    assert [words for _, words in shown if len(words.split()) < 4] == []


def test_the_versions_agree():
    said = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    locked = tomllib.loads((CHECKOUT / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert {said, version("turncurve"), *(one["version"] for one in locked if one["name"] == "turncurve")} == {said}
    heads = re.findall(r"^## (.+)$", (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert heads[0] == "Unreleased" or heads[0].split()[0] == said


def test_the_python_versions_agree():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    least = project["project"]["requires-python"].removeprefix(">=")
    assert project["tool"]["pyright"]["pythonVersion"] == least
    assert project["tool"]["ruff"]["target-version"] == "py" + least.replace(".", "")
    for script in ("check_wheels.py", "wheelhouse.py"):
        assert f'("{least}", "3.12", "3.13")' in (CHECKOUT / "scripts" / script).read_text(encoding="utf-8")
    assert f"Python {least}" in (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_every_definition_loads():
    found = {file.relative_to(DEFINITIONS).as_posix() for file in DEFINITIONS.rglob("*.yaml")}
    for name in found:
        assert yaml.safe_load((DEFINITIONS / name).read_text(encoding="utf-8")), name
    each = {name: read_measure((DEFINITIONS / name).read_text(encoding="utf-8"), name=name).id
            for name in found if name.startswith("measures/")}  # fmt: skip
    assert sorted(each.values()) == sorted(measures())
    assert all(name.split("_", 1)[1] == f"{identity}.yaml" for name, identity in each.items())
    for readers in (
        data_quality,
        policies,
        published_series,
        curves_by_chance,
        verdict_sentences,
        authorities,
        bank_holidays,
        annex_a_lists,
        annex_a_values,
        synonyms,
    ):
        assert readers()
    for name in (name for name in found if name.startswith("code_lists/")):
        assert code_lists(Path(name).stem)
    every_check = [one.id for name in found if name.startswith("checks/") for one in read_checks(
        (DEFINITIONS / name).read_text(encoding="utf-8"), name=name)]  # fmt: skip
    assert sorted(every_check) == sorted(checks())
    known = {
        "counted_together.yaml",
        "data_quality.yaml",
        "policies.yaml",
        "published/by_chance.yaml",
        "published/series.yaml",
        "sentences/verdicts.yaml",
        "annex_a/lists.yaml",
        "annex_a/values.yaml",
        "synonyms.yaml",
    }
    assert {name for name in found if not name.startswith(("measures/", "code_lists/", "checks/"))} <= known


def test_every_reference_list_says_where_it_comes_from():
    sources = (DEFINITIONS / "reference" / "SOURCES.md").read_text(encoding="utf-8")
    assert [file.name for file in (DEFINITIONS / "reference").glob("*.csv") if file.name not in sources] == []


def test_nothing_tells_of_the_machine_or_the_tools_it_was_made_with():
    told = [
        f"{file.relative_to(CHECKOUT)}: {found[0]}"
        for file in ours()
        if file != Path(__file__) and (found := NEVER.search(file.read_text(encoding="utf-8", errors="replace")))
    ]
    assert told == []


@pytest.mark.parametrize("said", ["/work/main", "/root/x", "/home/someone", "made with Claude"])
def test_such_a_word_would_be_found(said):
    assert NEVER.search(said)


def test_the_licence_is_the_one_the_package_declares():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT"
    assert (CHECKOUT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert (
        json.loads((CHECKOUT / "src/turncurve/web/assets/package.json").read_text(encoding="utf-8"))["private"] is True
    )


def test_the_words_of_the_manual_are_those_people_would_use_of_themselves():
    words = re.compile(r"\b(?:clients?|service users?|cohort members?|LACs?|cases of)\b")
    said = {page.name: re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8")) for page in MARKDOWN}
    assert {name: found[0] for name, text in said.items() if (found := words.search(text))} == {}
