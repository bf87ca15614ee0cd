"""Archives as they arrive: each file inside is a file of its own, and none may escape, explode or be lost unsaid."""

from turncurve.returns.archives.limits import LIMITS, Limits
from turncurve.returns.archives.opening import opened

__all__ = ["LIMITS", "Limits", "opened"]
