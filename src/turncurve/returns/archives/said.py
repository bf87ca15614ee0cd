"""What is said of an archive, or a file in one, that cannot or may not be opened."""

from collections.abc import Sequence

from turncurve.returns.archives.limits import Limits
from turncurve.words.problems import RowProblem

_BY_HAND = "Unpack it yourself, look at what is in it, and load the folder."
_NAMED = 5


def _problem(name: str, rule: str, *, found: str, expected: str, to_fix: str) -> RowProblem:
    return RowProblem(file=name, found=found, expected=expected, to_fix=to_fix, rule=rule, set_aside=True)


def damaged(name: str) -> RowProblem:
    """A zip or gzip that breaks off, or whose content is not what its own check says."""
    return _problem(
        name,
        "archive-damaged",
        found="a compressed file that is damaged or not complete",
        expected="one that opens to its end",
        to_fix="Download or export it again and load it once more.",
    )


def empty(name: str) -> RowProblem:
    """A zip with nothing in it."""
    return _problem(
        name,
        "archive-empty",
        found="an archive with no file in it",
        expected="an archive of returns or published files",
        to_fix="Make it again from the files it should hold.",
    )


def too_much(name: str, *, limits: Limits) -> RowProblem:
    """An archive that unpacks to more than its limits."""
    return _problem(
        name,
        "archive-too-large",
        found="an archive that unpacks to far more than its own size; nothing more of it was read",
        expected=f"at most {limits.unpacked >> 30} GB, and at most {limits.ratio} times its own size",
        to_fix=_BY_HAND,
    )


def too_many(name: str, *, limits: Limits) -> RowProblem:
    """An archive of more files than its limits."""
    return _problem(
        name,
        "archive-too-many-files",
        found="an archive of too many files",
        expected=f"at most {limits.files:,} files",
        to_fix=_BY_HAND,
    )


def too_deep(name: str) -> RowProblem:
    """A zip inside a zip inside a zip."""
    return _problem(
        name,
        "archive-too-deep",
        found="an archive inside an archive inside an archive",
        expected="files in an archive, or in one archive inside it",
        to_fix="Unpack the outer archive yourself and load what was in it.",
    )


def unsafe_name(name: str, *, called: str) -> RowProblem:
    """A file whose name leads out of the archive. What it is called is shown with every odd character spelled out."""
    return _problem(
        name,
        "archive-unsafe-name",
        found=f"a file called {ascii(called)[:120]}",
        expected="a name that stays inside the archive",
        to_fix="Do not trust this archive. If it came from somebody you know, ask them to make it again.",
    )


def link(name: str) -> RowProblem:
    """A symbolic link."""
    return _problem(
        name,
        "archive-link",
        found="a pointer to another file, and no file",
        expected="the file itself",
        to_fix="Make the archive again with the file it points to.",
    )


def encrypted(name: str) -> RowProblem:
    """A file that needs a password."""
    return _problem(
        name,
        "archive-encrypted",
        found="a file locked with a password",
        expected="a file without a password",
        to_fix="Unlock it yourself, load the unlocked file, and then delete that copy.",
    )


def other_compression(name: str) -> RowProblem:
    """A file compressed by a rare method, such as Deflate64."""
    return _problem(
        name,
        "archive-other-compression",
        found="a file compressed in a way not read here",
        expected="an ordinary zip (stored or deflated)",
        to_fix="Unpack it yourself and load the folder.",
    )


def hidden(name: str, *, places: Sequence[str]) -> RowProblem:
    """Files that a system added for itself, which are passed over but never in silence."""
    shown = ", ".join(places[:_NAMED])
    rest = len(places) - _NAMED
    return _problem(
        name,
        "archive-hidden-files",
        found=f"{len(places)} hidden: {shown}" + (f" and {rest} more" if rest > 0 else ""),
        expected="files that are not hidden",
        to_fix="Nothing, unless one of them is a return: then give it a name without a dot in front.",
    )
