"""What the curves of all authorities teach about the curve of one: weights of models of yearly curves, by measure.

They are learned by `scripts/learn_priors.py` and kept in `reference/pooled_priors.csv`.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from turncurve.definitions.reference_lists import rows_of_list

COLUMNS = ("over_dispersion", "level", "slope", "damping", "first_slope")


@cache
def pooled_priors() -> Mapping[str, Mapping[tuple[float, ...], float]]:
    """By measure, the models that are likelier than the rest and the weight of each.

    A model is the standard deviations of over-dispersion, level and slope, the damping, and that of the first slope.
    """
    found: defaultdict[str, dict[tuple[float, ...], float]] = defaultdict(dict)
    for row in rows_of_list("pooled_priors.csv"):
        found[row["measure"]][tuple(float(row[name]) for name in COLUMNS)] = float(row["weight"])
    return found
