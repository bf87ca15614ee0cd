"""XML opened safely: streamed, with no entities, network or document type, and what is broken said in plain words."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from lxml import etree

from turncurve.returns.arriving import ArrivedFile

Element = etree._Element  # pyright: ignore[reportPrivateUsage] # lxml gives its elements no public type
_START: Final = 16384
_DECLARES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HAS_ATTRIBUTES: Final = etree.XPath("boolean(descendant-or-self::*/@*)")
_BROKEN: Final = {
    etree.ErrorTypes.ERR_DOCUMENT_END: "a second document, or text, begins after the end of the first",
    etree.ErrorTypes.ERR_INVALID_CHAR: "there are letters XML does not allow, or not in the encoding declared,",
    etree.ErrorTypes.ERR_INVALID_ENCODING: "there are letters that are not in the encoding declared",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "an element is closed that was not the last opened",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "the file breaks off",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "an entity is named that XML does not know",
}
XMLBroken = etree.XMLSyntaxError


def start_of(file: ArrivedFile) -> bytes:
    """The first bytes of a file, read alike in an encoding of two bytes a letter."""
    with file.open() as opened:
        return opened.read(_START).replace(b"\x00", b"")


def declares(start: bytes) -> bool:
    """Whether the start of a file declares a document type or an entity: then it is not opened."""
    return _DECLARES.search(start) is not None


def declared_after_all(element: Element) -> bool:
    """Whether the document an element is of turns out to declare a document type, further down than its start."""
    return bool(getattr(element.getroottree().docinfo, "doctype", ""))


def streamed(
    stream: BinaryIO, *, tags: Sequence[str], events: Sequence[str] = ("end",)
) -> Iterator[tuple[str, Element]]:
    """Each element of those tags as it starts or ends, in any namespace. Raises XMLBroken where the file breaks."""
    return etree.iterparse(
        stream,
        events=tuple(events),
        tag=[f"{{*}}{name}" for name in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def how_it_broke(broken: etree.XMLSyntaxError) -> str:
    """What is wrong with XML that cannot be read on, and in which line."""
    code, line = int(getattr(broken, "code", 0) or 0), int(broken.lineno or 0)
    if not line:
        # Of an entity it says only that no element was found, at line 0; the end of the parsers' common log says more.
        for one in getattr(broken, "error_log", ()):
            code, line = int(one.type), int(one.line)
    return f"{_BROKEN.get(code, 'the file breaks off or goes wrong')} at line {line}"


def plain_name(tag: str) -> str:
    """A tag without its namespace.

    >>> plain_name("{urn:x}Child")
    'Child'
    """
    return tag.rpartition("}")[2]


def has_attributes(element: Element) -> bool:
    """Whether an element, or one within it, has attributes."""
    return bool(_HAS_ATTRIBUTES(element))


def forget(element: Element) -> None:
    """Empty an element that has been taken, and let go of those before it, so that memory stays small."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]
