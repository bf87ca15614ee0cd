"""The outside of a backup: a stream of bytes in pieces, each locked, so that nothing in it can change unseen.

The format, all of it:

    16 bytes   `turncurve-backup`
     1 byte    1, the version of this format
     1 byte    1 where a passphrase is needed, 0 where not
    16 bytes   salt, drawn at random for each backup
    then pieces of 65,536 bytes, the last of which may be shorter, each followed by a tag of 16 bytes.

With a passphrase, the key is scrypt(passphrase in Unicode's form NFC and UTF-8, salt, N=2^17, r=8, p=1) of 32 bytes,
and each piece is encrypted with AES-256-GCM. The nonce is the number of the piece (11 bytes, from 0, big-endian) and 1
for the last piece or 0 (1 byte); a key is never used for a second backup, so no nonce comes twice. The first 34 bytes
are authenticated with every piece. A piece changed, moved, repeated or taken out therefore does not open; nor does the
end of a file that was cut or added to, because the piece that is then last does not say that it is. This is the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015), as the `age` format uses it.

Without a passphrase a piece stands as it is, and its tag is the beginning of SHA-256(the first 34 bytes, nonce, piece).
That finds damage; it does not keep anything secret, nor stop anybody who means to change it.
"""

import hashlib
import io
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from turncurve.store.whole import Reads, Writes
from turncurve.words.problems import Problem

_NAME: Final = b"turncurve-backup"
_VERSION: Final = 1
_SALT: Final = 16
_HEAD: Final = len(_NAME) + 2 + _SALT
PIECE: Final = 65_536
TAG: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """How a piece is locked and opened, given its nonce. `opens` raises ValueError for one that is not as it was."""

    head: bytes
    shuts: Callable[[bytes, bytes], bytes]
    opens: Callable[[bytes, bytes], bytes]

    @property
    def secret(self) -> bool:
        """Whether a passphrase is needed."""
        return needs_passphrase(self.head)


def new_lock(passphrase: str) -> Lock:
    """A lock for a new backup; "" keeps nothing secret and only finds damage."""
    return lock_of(_NAME + bytes([_VERSION, 1 if passphrase else 0]) + secrets.token_bytes(_SALT), passphrase)


def head_of(file: Reads) -> bytes:
    """The first bytes of a backup, read. Raises Problem for a file that is none, or of a newer release."""
    head = file.read(_HEAD)
    if len(head) < _HEAD or not head.startswith(_NAME) or head[len(_NAME) + 1] not in (0, 1):
        raise Problem("This file is not a backup of Turncurve.", to_fix="Give the file that `turncurve backup` wrote.")
    if head[len(_NAME)] != _VERSION:
        raise Problem(
            "This backup was written in a form that this release does not know, or its beginning is damaged.",
            to_fix="Install the newest release and restore with that, or use another backup.",
        )
    return head


def needs_passphrase(head: bytes) -> bool:
    """Whether a backup that begins so was encrypted."""
    return head[len(_NAME) + 1] == 1


def lock_of(head: bytes, passphrase: str) -> Lock:
    """The lock of a backup that begins so."""
    return lock_with(head, _key(passphrase, salt=head[-_SALT:])) if needs_passphrase(head) else _only_checked(head)


def _key(passphrase: str, *, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same words typed on another keyboard may come in another form.
    return Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(unicodedata.normalize("NFC", passphrase).encode())


def lock_with(head: bytes, key: bytes) -> Lock:
    """A lock of AES-256-GCM with a key of 32 bytes."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(key)

    def opens(nonce: bytes, piece: bytes) -> bytes:
        try:
            return cipher.decrypt(nonce, piece, head)
        except InvalidTag:
            # Too short to hold a tag is the same.
            raise ValueError from None

    return Lock(head=head, shuts=lambda nonce, piece: cipher.encrypt(nonce, piece, head), opens=opens)


def _only_checked(head: bytes) -> Lock:
    def tag(nonce: bytes, piece: bytes) -> bytes:
        return hashlib.sha256(head + nonce + piece).digest()[:TAG]

    def opens(nonce: bytes, piece: bytes) -> bytes:
        if tag(nonce, piece[:-TAG]) != piece[-TAG:]:
            raise ValueError
        return piece[:-TAG]

    return Lock(head=head, shuts=lambda nonce, piece: piece + tag(nonce, piece), opens=opens)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """What is written here goes locked into a file. Without `finish` the file does not open."""

    def __init__(self, into: Writes, *, lock: Lock) -> None:
        super().__init__()
        self._into, self._lock = into, lock
        self._held, self._number = bytearray(), 0
        _ = into.write(lock.head)

    def writable(self) -> bool:
        """It is only written to."""
        return True

    def write(self, data: object, /) -> int:
        """Take bytes in; whole pieces go on into the file."""
        arrived = memoryview(data).cast("B")  # pyright: ignore[reportArgumentType] # whatever holds bytes
        self._held += arrived
        # One piece is always held back: the last must say that it is.
        while len(self._held) > PIECE:
            self._shut(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(arrived)

    def finish(self) -> None:
        """Write the last piece."""
        self._shut(bytes(self._held), last=True)
        self._held.clear()

    def _shut(self, piece: bytes, *, last: bool) -> None:
        _ = self._into.write(self._lock.shuts(_nonce(self._number, last=last), piece))
        self._number += 1


class Unsealing(io.RawIOBase):
    """What was locked into a file, read again from just after its head. Raises Problem at what is not as it was."""

    def __init__(self, file: Reads, *, lock: Lock) -> None:
        super().__init__()
        self._file, self._lock = file, lock
        self._ahead = file.read(PIECE + TAG)
        self._opened, self._number, self._ended = memoryview(b""), 0, False

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Give the next bytes, of pieces that have opened."""
        room = memoryview(buffer).cast("B")  # pyright: ignore[reportArgumentType] # whatever holds bytes
        while not self._opened and not self._ended:
            self._open_next()
        given = min(len(room), len(self._opened))
        room[:given] = self._opened[:given]
        self._opened = self._opened[given:]
        return given

    def _open_next(self) -> None:
        piece, self._ahead = self._ahead, self._file.read(PIECE + TAG)
        self._ended = not self._ahead
        try:
            self._opened = memoryview(self._lock.opens(_nonce(self._number, last=self._ended), piece))
        except ValueError:
            raise self._does_not_open() from None
        self._number += 1

    def _does_not_open(self) -> Problem:
        if self._number == 0 and self._lock.secret:
            return Problem(
                "The backup does not open: the passphrase is wrong, or the file is damaged.",
                to_fix="Try the passphrase again; where it is right, use another backup.",
            )
        return Problem(
            "The backup is damaged: it has been changed, cut short or added to.",
            to_fix="Copy it again from where it is kept, or use another backup.",
        )
