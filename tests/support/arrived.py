"""Files as they arrive, made in memory."""

import hashlib
import io
from pathlib import Path

from turncurve.returns.arriving import ArrivedFile


def arrived(name: str, content: bytes | str) -> ArrivedFile:
    """A file of that name and content."""
    held = content.encode() if isinstance(content, str) else content
    return ArrivedFile(
        name=name,
        digest=hashlib.sha256(name.encode() + held).hexdigest(),
        size=len(held),
        open=lambda: io.BytesIO(held),
    )


def arrived_from(folder: Path) -> list[ArrivedFile]:
    """Every file below a folder."""
    return [
        arrived(path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
