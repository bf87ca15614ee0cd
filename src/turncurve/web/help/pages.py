"""What the template of the help may use."""

from dataclasses import dataclass

from turncurve.desk.answers import Council


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """Everything `help.html` may use, and nothing else. `html` is made from our own Markdown with no HTML let in."""

    council: Council | None
    title: str
    html: str
    pages: tuple[tuple[str, str], ...]
    first: bool
    here: str = "help"
