"""The only room that opens the analysis database: built beside the old one, swapped in by a one-line pointer."""

from turncurve.store.analysis import Analysis, build, current
from turncurve.store.arrivals import Arrival, arrived_files, before_arrival, keep, manifest, write_manifest

__all__ = [
    "Analysis",
    "Arrival",
    "arrived_files",
    "before_arrival",
    "build",
    "current",
    "keep",
    "manifest",
    "write_manifest",
]
