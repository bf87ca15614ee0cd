"""The councils an invented one can be like."""

from turncurve.made_up.like_dorset import DORSET
from turncurve.made_up.like_stockton import STOCKTON
from turncurve.made_up.profile import Profile
from turncurve.words.problems import Problem

PROFILES = {profile.like: profile for profile in (DORSET, STOCKTON)}


def profile_like(name: str) -> Profile:
    """The profile of that name. Raises Problem for a name there is none of."""
    if name not in PROFILES:
        raise Problem(f"No council like '{name}' can be invented.", to_fix=f"Use one of: {', '.join(PROFILES)}.")
    return PROFILES[name]
