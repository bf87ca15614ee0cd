"""A workbook saved with a password: it is no longer a zip, but a sealed box of Microsoft's older form."""

from typing import Final

from turncurve.returns.arriving import ArrivedFile

_OLD_FORM: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the part that holds the sealed workbook. Source: Microsoft, [MS-OFFCRYPTO] 2.3.4.
_SEALED: Final = "EncryptedPackage".encode("utf-16-le")
_PIECE: Final = 1 << 20


def is_locked(file: ArrivedFile) -> bool:
    """Whether a file is an Office document that opens only with a password."""
    with file.open() as opened:
        if opened.read(len(_OLD_FORM)) != _OLD_FORM:
            return False
        before = b""
        while piece := opened.read(_PIECE):
            if _SEALED in before + piece:
                return True
            before = piece[-len(_SEALED) :]
    return False
