"""The only room that opens the analysis database: built beside the old one, swapped in by a one-line pointer."""

from turncurve.store.analysis import Analysis, build, current
from turncurve.store.arrivals import (
    Arrival,
    Retired,
    arrived_files,
    before_arrival,
    keep,
    manifest,
    retired,
    take_away,
    taking_in,
    write_manifest,
    write_retired,
)

__all__ = [
    "Analysis",
    "Arrival",
    "Retired",
    "arrived_files",
    "before_arrival",
    "build",
    "current",
    "keep",
    "manifest",
    "retired",
    "take_away",
    "taking_in",
    "write_manifest",
    "write_retired",
]
