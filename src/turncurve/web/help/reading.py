"""The manual's pages: Markdown in `docs/`, made into HTML here and never anything but text and links."""

import posixpath
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from turncurve.desk.links import anchor_of

WEB: Final = Path(__file__).resolve().parents[1]
_PICTURES: Final = {".png": "image/png", ".svg": "image/svg+xml"}
_FIRST: Final = ("index.md", "README.md")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """One page of the manual: its title, and its text as HTML."""

    title: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in the manual."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a page: its heading and the heading's address, its words, and the rows of its tables."""

    heading: str
    anchor: str
    words: list[str]
    rows: list[list[str]]


def docs_folder() -> Path:
    """The checkout's `docs` where this is a checkout, else the copy in the package."""
    checkout = WEB.parents[2]
    docs = checkout / "docs"
    return docs if (checkout / "pyproject.toml").is_file() and docs.is_dir() else WEB / "built" / "docs"


def pages_in(docs: Path) -> tuple[tuple[str, str], ...]:
    """Every page, as (address below /help/, title), by title."""
    found = [(file.relative_to(docs).with_suffix("").as_posix(), title_of(file)) for file in docs.rglob("*.md")]
    return tuple(sorted((one for one in found if one[0] not in ("index", "README")), key=lambda one: one[1].lower()))


def title_of(file: Path) -> str:
    """The first heading of a page, or its name."""
    text = file.read_text(encoding="utf-8")
    first = re.search(r"^#\s+(.+)$", text, flags=re.MULTILINE)
    return first[1].strip() if first else file.stem.replace("-", " ").replace("_", " ")


def found_in(docs: Path, asked: str) -> Manual | Picture | None:
    """The page or picture at an address below /help/, or None where there is none inside the folder."""
    home = docs.resolve()
    names = (
        [asked]
        if Path(asked).suffix in _PICTURES
        else [f"{asked}.md", asked, f"{asked}/index.md", f"{asked}/README.md"]
    )
    if not asked:
        names = list(_FIRST)
    for name in names:
        try:
            file = (home / name).resolve()
            there = file.is_relative_to(home) and file.is_file()
        except (OSError, ValueError):  # a name no disk can hold
            continue
        if there and file.suffix in _PICTURES:
            return Picture(content=file.read_bytes(), media_type=_PICTURES[file.suffix])
        if there and file.suffix == ".md":
            return made(file.read_text(encoding="utf-8"), title=title_of(file), at=file.relative_to(home).as_posix())
    return None


def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of a page, in order. A picture's words are the words that stand for it."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    _head(tokens)
    found, cells = [Section(heading="", anchor="", words=[], rows=[])], list[str]()
    for token, following in pairwise([*tokens, Token("end", "", 0)]):
        if token.type == "heading_open":
            found.append(Section(heading=_said(following), anchor=str(token.attrGet("id") or ""), words=[], rows=[]))
        elif token.type == "tr_open":
            cells = []
        elif token.type == "td_open":
            cells.append(_said(following))
        elif token.type == "tr_close" and cells:
            found[-1].rows.append(cells)
        elif token.type in ("inline", "fence") and _said(token) != found[-1].heading:
            found[-1].words.append(_said(token))
    return tuple(found)


def _said(token: Token) -> str:
    """The words of a line, without its marks and addresses."""
    children = token.children
    return token.content if children is None else "".join(one.content for one in children if one.type != "html_inline")


def made(text: str, *, title: str, at: str) -> Manual:
    """A page from its Markdown; `at` is where it lies in `docs`, from which its links are read."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    _head(tokens)
    _link(tokens, at=at)
    _align(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    return Manual(title=title, html=_scrolling(html).replace("<pre>", '<pre tabindex="0">'))


def _scrolling(html: str) -> str:
    """Each table in a region that scrolls by itself, named for the heading it stands under."""
    named: Counter[str] = Counter()
    under = ""

    def put(found: re.Match[str]) -> str:
        nonlocal under
        if found["heading"] is not None:
            under = re.sub(r"<[^>]+>", "", found["heading"])
            return found[0]
        named[under] += 1
        name = (f"Table: {under}" if under else "Table") + (f", {named[under]}" if named[under] > 1 else "")
        return f'<div class="app-scroll" role="region" aria-label="{name}" tabindex="0"><table>'

    html = re.sub(r"<h\d[^>]*>(?P<heading>.*?)</h\d>|<table>", put, html, flags=re.DOTALL)
    return html.replace("</table>", "</table></div>")


def _align(tokens: Sequence[Token]) -> None:
    """Columns of numbers stand to the right by a class: a page may carry no style of its own."""
    for token in tokens:
        if token.type in ("th_open", "td_open") and token.attrs.pop("style", None) == "text-align:right":
            token.attrJoin("class", "app-number")


def _head(tokens: Sequence[Token]) -> None:
    """Give each heading an address, so that it can be linked to."""
    used: dict[str, int] = {}
    for opening, inside in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        slug = anchor_of(inside.content)
        used[slug] = used.get(slug, 0) + 1
        opening.attrSet("id", slug if used[slug] == 1 else f"{slug}-{used[slug]}")


def _link(tokens: Sequence[Token], *, at: str) -> None:
    """Point links and pictures at the pages here; mark the few that lead outside; drop those to files not in `docs`."""
    for token in tokens:
        for inside in token.children or []:
            if inside.type == "link_open":
                href = str(inside.attrGet("href") or "")
                address = _address(href, at=at)
                if address is None:
                    del inside.attrs["href"]
                    continue
                inside.attrSet("href", address)
                if address.startswith("http"):
                    inside.attrSet("rel", "external noreferrer")
            elif inside.type == "image":
                inside.attrSet("src", _address(str(inside.attrGet("src") or ""), at=at) or "")


def _address(href: str, *, at: str) -> str | None:
    if href.startswith(("#", "https://", "http://")):
        return href
    path, mark, part = href.partition("#")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(at), path))
    if joined.startswith((".", "/")) or ":" in joined:
        return None
    joined = joined.removesuffix(".md")
    return f"/help/{'' if joined in ('index', 'README') else joined}{mark}{part}"
