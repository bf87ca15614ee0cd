"""Is a return this council's own? A census says whose it is."""

from dataclasses import replace

from turncurve.definitions.reference_lists import authorities, made_of, members_of
from turncurve.desk.answers import Council
from turncurve.returns.arriving import FileReport, Reading
from turncurve.words.problems import RowProblem


def with_those_of_others(reading: Reading, *, council: Council) -> Reading:
    """The reading with a problem for each file that says it is another authority's.

    An authority the council was made out of is no other: its last censuses belong here. A region's store sets others
    aside as it reads.
    """
    if members_of(council.ons_code):
        return reading
    ours = {council.dfe_code, *(one.dfe_code for one in made_of(council.ons_code))}
    others = [one for one in reading.files if one.authority and one.authority not in ours]
    said = tuple(_of_another(one, council=council) for one in others)
    return replace(reading, problems=(*reading.problems, *said))


def _of_another(report: FileReport, *, council: Council) -> RowProblem:
    named = next((one.name for one in authorities() if one.dfe_code == report.authority), "")
    return RowProblem(
        file=report.name,
        field="LEA",
        found=f"{report.authority} ({named})" if named else report.authority,
        expected=f"{council.dfe_code} ({council.name})",
        to_fix=(
            "Its children were read with this council's. If that is not wanted, set up a new workspace and load "
            "everything but this file."
        ),
        rule="of-another-authority",
    )
