"""Damage a small file as its format can be damaged: its bytes, cells, lines, tags, or a part of its zip."""

import gzip
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

Damage = Callable[[bytes, Random], bytes]

_STRANGE: Final = (
    b"", b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b";", b"\t", b"|", b"<", b">", b"&a;", b"<!--",
    b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc2\xb2",
    b"\xe2\x80\xa8", b"\xc2\x85", b"\x0b", b"\x0c", b"\x1c", b"\xd9\xa3", b"\xf0\x9f\x98\x80", b"\x1f\x8b", b"PAR1",
    b"PK\x03\x04", b" ", b"'", b"=1+1", b"//", b"\\", b"../", b"()", b"#",
)  # fmt: skip
_CELLS: Final = (
    b"", b" ", b"0", b"1", b"-1", b"1.0", b"1e9", b"1e400", b"NaN", b"inf", b"-inf", b"9" * 20, b"9" * 400, b"c", b"z",
    b"x", b":", b"-", b"NA", b"low", b"2024", b"2024-25", b"2023/24", b"20\xd9\xa3\xd9\xa4", b"\xc2\xb2", b"01/05/2023",
    b"2023-05-01", b"31/02/2023", b"01/04/2025", b"01/05/2203", b"00/00/0000", b"9999-12-31", b"0001-01-01", b"45047",
    b"2024-03-15 00:00:00", b"2024-03-15T09:00:00Z", b"12 May 2023", b"ZZ/ZZ/2010", b"X1", b"S", b"E4A", b"UN1", b"true",
    b"No", b"Yes", b"N/A", b"M", b"a" * 300, b"Local authority", b"National", b"Regional", b"838", b"970", b"E06000059",
    b'"a,b"', b'"a\nb"', b'"open', b'in"side', b"=cmd()", b"\xe9", "Zoë".encode(),
)  # fmt: skip
_TAGS: Final = (
    b"Child", b"child", b"cHILD", b"LAchildID", b"UPN", b"PersonBirthDate", b"CINdetails", b"CINreferralDate",
    b"Assessments", b"AssessmentFactors", b"FactorsIdentifiedAtAssessment", b"CINPlanDates", b"Section47", b"Message",
    b"ChildProtectionPlans", b"Reviews", b"CPPreviewDate", b"Disability", b"Disabilities", b"ReferenceDate", b"LEA",
    b"Collection", b"row", b"c", b"v", b"t", b"is", b"si", b"sheet", b"sheetData", b"f", b"x:Child", b"mergeCell",
)  # fmt: skip
_TAG: Final = re.compile(rb"</?[\w:.-]+[^<>]*>")
_ELEMENT: Final = re.compile(rb"<([\w:.-]+)(?:\s[^<>]*)?>(?:(?!<\1[\s>]).)*?</\1>", re.DOTALL)
_TEXT: Final = re.compile(rb">([^<>]+)<")
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252")
_SEPARATORS: Final = (b",", b";", b"\t", b"|")
_MOST_UNPACKED: Final = 1 << 16
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def damaged(content: bytes, chance: Random, *, others: Sequence[bytes] = (), raw: Damage | None = None) -> bytes:
    """The content with one to four things wrong, as its format has them. The same chance gives the same bytes.

    `others` are files to take pieces from. `raw` damages bytes without knowing what they are; else it is done here.
    """
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        content = _once(content, chance, others=others, raw=raw or _bytes_changed)
    return content


def _once(content: bytes, chance: Random, *, others: Sequence[bytes], raw: Damage) -> bytes:
    if others and chance.random() < 0.04:
        return chance.choice(others)
    if chance.random() < 0.15:
        return raw(content, chance)
    if content.startswith(b"PK") and (changed := _part_changed(content, chance, raw=raw)) is not None:
        return changed
    if content.startswith(b"\x1f\x8b") and (changed := _unzipped_changed(content, chance, raw=raw)) is not None:
        return changed
    if content.startswith((b"PAR1", b"PK", b"\x1f\x8b")):
        return raw(content, chance)
    if content.lstrip()[:1] == b"<":
        return chance.choice(_OF_XML)(content, chance)
    if others and chance.random() < 0.1:
        lines = chance.choice(others).splitlines(keepends=True)[:20]
        return _inserted(content, chance, chance.choice(lines or [b""]))
    return chance.choice(_OF_TEXT)(content, chance)


def _bytes_changed(content: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(content))
    to = min(len(content), at + chance.choice((0, 0, 1, 1, 2, 4, 12)))
    piece = chance.choice((chance.choice(_STRANGE), chance.randbytes(chance.randint(0, 4)), content[at : at + 60]))
    if chance.random() < 0.1:
        return content[:at]
    return content[:at] + piece + content[to:]


def _inserted(content: bytes, chance: Random, piece: bytes) -> bytes:
    at = chance.randint(0, len(content))
    return content[:at] + piece + content[at:]


# What can be wrong with lines and cells.


def _lines_changed(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if not lines:
        return chance.choice(_CELLS)
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at].rstrip(b"\r\n") + chance.choice((b"", b"\r", b"\r\n", b"\n\n", b"\n\r", b"\x0b"))
        case 4:
            lines.insert(at, chance.choice((b"\n", b",,,\n", b" \n", b"A title\n", b"Total,4\n", b"\r\n", b'"\n')))
        case 5:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        case _:
            lines[at] = lines[at].upper() if chance.random() < 0.5 else lines[at].lower()
    return b"".join(lines)


def _cell_changed(content: bytes, chance: Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    separator = max(_SEPARATORS, key=lines[0].count)
    cells = lines[at].split(separator)
    there = chance.randrange(len(cells))
    match chance.randrange(8):
        case 0 | 1 | 2:
            cells[there] = chance.choice(_CELLS)
        case 3:
            del cells[there]
        case 4:
            cells.insert(there, chance.choice(_CELLS))
        case 5:
            cells[there] = chance.choice(chance.choice(lines).split(separator))
        case 6:
            other = chance.randrange(len(cells))
            cells[there], cells[other] = cells[other], cells[there]
        case _:
            cells[there] = b'"' + cells[there] + chance.choice((b'"', b'""', b"", b'"x'))
    lines[at] = separator.join(cells)
    return b"\n".join(lines)


def _column_changed(content: bytes, chance: Random) -> bytes:
    lines = [line.split(b",") for line in content.split(b"\n")]
    there, other = (chance.randrange(len(lines[0])) for _ in range(2))
    how = chance.randrange(3)
    for cells in lines:
        if max(there, other) < len(cells):
            if how == 0:
                del cells[there]
            elif how == 1:
                cells.insert(other, cells[there])
            else:
                cells[there], cells[other] = cells[other], cells[there]
    return b"\n".join(b",".join(cells) for cells in lines)


def _written_otherwise(content: bytes, chance: Random) -> bytes:
    match chance.randrange(4):
        case 0:
            return content.decode("utf-8", errors="replace").encode(chance.choice(_ENCODINGS), errors="replace")
        case 1:
            return content.replace(b",", chance.choice(_SEPARATORS))
        case 2:
            return content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n")))
        case _:
            return gzip.compress(content, mtime=0) if chance.random() < 0.3 else content + content


# What can be wrong with XML.


def _tag_changed(content: bytes, chance: Random) -> bytes:
    tags = list(_TAG.finditer(content))
    if not tags:
        return _bytes_changed(content, chance)
    one = chance.choice(tags)
    slash = b"/" if one[0].startswith(b"</") else b""
    piece = chance.choice(
        (
            b"",
            b"<" + slash + chance.choice(_TAGS) + b">",
            one[0] + one[0],
            one[0].lower(),
            one[0].upper(),
            one[0].rstrip(b"/>") + b"/>",
            one[0].rstrip(b">") + b' r="ZZ9999999" t="s" xmlns="urn:y">',
            chance.choice(tags)[0],
        )
    )
    return content[: one.start()] + piece + content[one.end() :]


def _element_changed(content: bytes, chance: Random) -> bytes:
    elements = list(_ELEMENT.finditer(content, chance.randint(0, len(content) // 2)))
    if not elements:
        return _tag_changed(content, chance)
    one, other = chance.choice(elements), chance.choice(elements)
    match chance.randrange(5):
        case 0:
            return content[: one.start()] + content[one.end() :]
        case 1:
            return content[: one.end()] + one[0] + content[one.end() :]
        case 2:
            return content[: other.start()] + one[0] + content[other.start() :]
        case 3:
            name = chance.choice(_TAGS)
            return content[: one.start()] + b"<" + name + b">" + one[0] + b"</" + name + b">" + content[one.end() :]
        case _:
            return content[: one.start()] + other[0] + content[one.end() :]


def _text_changed(content: bytes, chance: Random) -> bytes:
    texts = list(_TEXT.finditer(content))
    if not texts:
        return _bytes_changed(content, chance)
    one = chance.choice(texts)
    piece = chance.choice(texts)[1] if chance.random() < 0.3 else chance.choice(_CELLS).replace(b"<", b"")
    return content[: one.start(1)] + piece + content[one.end(1) :]


def _xml_written_otherwise(content: bytes, chance: Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig"))
    declared = text.replace("UTF-8", chance.choice((encoding, "latin-1", "utf-7", "none", "utf-32")), 1)
    return chance.choice((text, declared)).encode(encoding, errors="replace")


_OF_TEXT: Final = (
    _cell_changed, _cell_changed, _cell_changed, _cell_changed, _lines_changed, _lines_changed, _column_changed,
    _written_otherwise, _bytes_changed,
)  # fmt: skip
_OF_XML: Final = (
    _text_changed, _text_changed, _element_changed, _element_changed, _element_changed, _tag_changed, _tag_changed,
    _bytes_changed, _xml_written_otherwise,
)  # fmt: skip


# What can be wrong inside a zip or a gzip.


def _part_changed(content: bytes, chance: Random, *, raw: Damage) -> bytes | None:
    """The zip with one of its parts damaged, left out, given twice or named otherwise; None for no whole zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if not parts or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                return None
            held = [(part, archive.read(part)) for part in parts]
    except _FAULTS:
        return None
    at = chance.randrange(len(held))
    part, inside = held[at]
    match chance.randrange(10):
        case 0:
            del held[at]
        case 1:
            held.append(chance.choice(held))
        case 2:
            part.filename = chance.choice(_NAMES)
        case 3:
            part.external_attr = chance.choice((0o120777 << 16, 0, 0x10))
        case 4:
            part.comment, part.extra = chance.randbytes(2), chance.randbytes(chance.randint(0, 6))
        case _:
            held[at] = part, _once(inside, chance, others=(), raw=raw)
    return _packed(held, chance)


_NAMES: Final = (
    "../x.csv", "/x.csv", "C:\\x.csv", "a\\b.csv", "2023-24/x.csv", "", ".", "x/", "__MACOSX/x", "xl/workbook.xml",
    "[Content_Types].xml", "mimetype", "a\x00b.csv", "x" * 300, "zo\xeb.csv", "xl/worksheets/sheet2.xml",
    "xl/sharedStrings.xml", "\u202ecsv.exe",
)  # fmt: skip


def _packed(held: Sequence[tuple[zipfile.ZipInfo, bytes]], chance: Random) -> bytes | None:
    out = io.BytesIO()
    deflated = chance.random() < 0.3
    try:
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w") as archive:
            for part, inside in held:
                again = zipfile.ZipInfo(part.filename)
                again.external_attr, again.comment = part.external_attr, part.comment
                again.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
                archive.writestr(again, inside)
    except _FAULTS:
        return None
    return out.getvalue()


def _unzipped_changed(content: bytes, chance: Random, *, raw: Damage) -> bytes | None:
    try:
        inside = gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MOST_UNPACKED)
    except _FAULTS:
        return None
    return gzip.compress(_once(inside, chance, others=(), raw=raw), compresslevel=1, mtime=0)
