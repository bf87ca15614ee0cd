"""An attacker who knows every total and tries to work out what was hidden. Shares no code with the gate."""

from itertools import product

import numpy as np
from scipy.optimize import linprog

QUARTER_ENDS = ("2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31")
YEAR_END = "2024-03-31"
LOCALITIES = ("North", "South")
CHILDREN = ("unaccompanied", "not unaccompanied")
WHO = ("all", *CHILDREN)
WHERE = ("council", *LOCALITIES)
WHEN = (*QUARTER_ENDS, "year")

# A cell is (where, who, when). Every whole of the cube and its parts, written out plainly.
CELLS = list(product(WHERE, WHO, WHEN))
TOTALS = (
    [((w, "all", t), [(w, c, t) for c in CHILDREN]) for w in WHERE for t in WHEN]
    + [(("council", c, t), [(w, c, t) for w in LOCALITIES]) for c in WHO for t in WHEN]
    + [((w, c, "year"), [(w, c, q) for q in QUARTER_ENDS]) for w in WHERE for c in WHO]
)


def possible(shown: dict, hidden: list, *, at_least: int) -> dict:
    """The smallest and largest each hidden number can be, given every shown number and every total."""
    place = {cell: i for i, cell in enumerate(hidden)}
    rows, rights = [], []
    for whole, parts in TOTALS:
        row, right = np.zeros(len(hidden)), 0.0
        for cell, sign in [(whole, 1.0), *((part, -1.0) for part in parts)]:
            if cell in place:
                row[place[cell]] += sign
            else:
                right -= sign * shown[cell]
        rows.append(row)
        rights.append(right)
    found = {}
    for cell, i in place.items():
        aim = np.zeros(len(hidden))
        aim[i] = 1
        ends = []
        for sign in (1, -1):
            out = linprog(sign * aim, A_eq=np.array(rows), b_eq=rights, bounds=(at_least, 10_000), method="highs")
            ends.append(sign * out.fun)
        found[cell] = tuple(ends)
    return found
