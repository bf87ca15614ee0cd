"""What reading files gives, with every row of every file accounted for."""

from turncurve.returns.arriving import ArrivedFile, Reading
from turncurve.returns.reading import read_returns
from turncurve.words.problems import RowProblem


def reading(*files: ArrivedFile) -> Reading:
    """The files read together; rows in are rows used and rows set aside."""
    found = read_returns(files, progress=lambda _: None)
    for report in found.files:
        assert report.rows_in == report.rows_used + report.rows_set_aside
    return found


def one_problem(*files: ArrivedFile, rule: str) -> RowProblem:
    """The one problem of that rule, which says where it is, what was expected and what to do."""
    found = [problem for problem in reading(*files).problems if problem.rule == rule]
    assert len(found) == 1
    assert found[0].file
    assert found[0].expected
    assert found[0].to_fix
    return found[0]
