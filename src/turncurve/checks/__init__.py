"""Should what arrived be believed? Checks are data; each finds rows, finds none, or says why it could not run."""

from turncurve.checks.quality import QUALITY, quality
from turncurve.checks.reported import Reported
from turncurve.checks.running import FOUND, RAN, Checked, run_checks

__all__ = ["FOUND", "QUALITY", "RAN", "Checked", "Reported", "quality", "run_checks"]
