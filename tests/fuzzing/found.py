"""Inputs by which a fault was found, by reader: each is now read as is promised."""

from typing import Final

FOUND: Final[dict[str, dict[str, bytes]]] = {}
