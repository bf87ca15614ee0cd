"""Working days, and the statutory clocks that count them, as pure functions."""

from turncurve.clocks.working_days import working_days_between, working_days_so_far

__all__ = ["working_days_between", "working_days_so_far"]
