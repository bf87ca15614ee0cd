"""Any series in a file: every row accounted for, and the same forecasts and verdicts as the curves give."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from typer.testing import CliRunner

from turncurve.cli.app import app
from turncurve.curves import Verdict, adjusted, back_test, benjamini_hochberg, forecast, judge
from turncurve.desk.tidy_answers import FORECAST_COLUMNS, RECORD_COLUMNS, TURNED_COLUMNS, forecasts, verdicts
from turncurve.desk.tidy_series import read_series
from turncurve.words.problems import Problem

HEAD = "series,period,value,numerator,denominator"
QUARTERS = [f"{2018 + i // 4}Q{i % 4 + 1}" for i in range(28)]


def file_of(*rows, head=HEAD):
    return "\n".join([head, *rows]).encode()


def counted(name, *, odds_fall=0.0, seed=1, n=200):
    """Quarters of about one in four, whose odds fall after twenty of them."""
    chance = np.random.default_rng(seed)
    rows = []
    for i, quarter in enumerate(QUARTERS):
        y = chance.binomial(n, 1 / (1 + np.exp(1.1 + odds_fall * (i >= 20))))
        rows.append(f"{name},{quarter},{100 * y / n:.1f},{y},{n}")
    return rows


def silent(_):
    return None


def test_every_row_is_used_or_set_aside_with_its_place_and_reason():
    read = read_series(
        file_of(
            "a,2024Q1,20,40,200", "a,2024Q2,c,,", "a,2024Q5,20,40,200", ",2024Q3,20,40,200", "a,2024Q1,21,42,200",
            "a,2024-03,20,40,200", "a,2024Q4,many,40,200", "", "a,2025Q1,-3,,", "a,2025Q2,150,300,200",
        ),
        name="f.csv", kind="percent",
    )  # fmt: skip
    assert (read.rows_in, read.rows_used) == (9, 2)
    assert [(one.row, one.field, one.rule) for one in read.problems] == [
        (4, "period", "not-a-period"), (5, "series", "no-name"), (6, "period", "period-twice"),
        (7, "period", "mixed-periods"), (8, "value", "not-a-number"), (10, "value", "not-a-number"),
        (11, "value", "not-a-percentage"),
    ]  # fmt: skip
    assert all(one.file == "f.csv" and one.expected and one.set_aside for one in read.problems)
    # What is suppressed is missing, and no zero.
    assert read.series["a"].value == (20.0, None)


@pytest.mark.parametrize(
    ("written", "every", "ends"),
    [
        (["2023/24", "2025"], "year", [date(2024, 3, 31), date(2025, 3, 31)]),
        (["2024-12-31", "2023-12-31"], "year", [date(2023, 12, 31), date(2024, 12, 31)]),
        (["2024-06-30", "2024-03-31"], "quarter", [date(2024, 3, 31), date(2024, 6, 30)]),
        (["2024-04-30", "2024-03-31"], "month", [date(2024, 3, 31), date(2024, 4, 30)]),
        (["2024-04", "2024-03"], "month", [date(2024, 3, 31), date(2024, 4, 30)]),
    ],
)
def test_periods_are_read_as_they_are_written(written, every, ends):
    series = read_series(file_of(*(f"a,{one},5,," for one in written)), name="f.csv", kind="count").series["a"]
    assert (series.every, list(series.ends)) == (every, ends)


def test_what_the_values_are_is_told_or_asked_for():
    assert read_series(file_of("a,2024,20,40,200"), name="f.csv").series["a"].kind == "percent"
    for rows in (["a,2024,2000,40,200"], ["a,2024,20,40,200", "a,2025,130,,"]):
        with pytest.raises(Problem, match="does not say what its values are"):
            read_series(file_of(*rows), name="f.csv")
    assert read_series(file_of("a,2024,2000,40,200"), name="f.csv", kind="rate").series["a"].per == 10_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no column series or period"),
        (b"series,period\na,2024", "no column value"),
        (file_of("a,b,c"), "Row 2"),
        (file_of('a,2024,"' + "x" * 200_000), "cannot be read as a CSV"),
    ],
)
def test_a_file_that_is_no_series_is_refused_in_words(content, says):
    with pytest.raises(Problem) as refused:
        read_series(content, name="f.csv", kind="count")
    assert says in f"{refused.value.what} {refused.value.to_fix}"


@for_any(st.lists(st.lists(st.text(max_size=12), max_size=6).map(",".join), max_size=8))
def test_nothing_that_may_stand_in_a_file_is_lost_or_breaks_the_reader(rows):
    try:
        read = read_series(file_of("a,2024,1,,", *rows), name="f.csv", kind="count")
    except Problem:
        return
    assert read.rows_in == read.rows_used + len(read.problems)
    assert read.rows_used == sum(len(one.ends) for one in read.series.values())


def test_forecasts_are_those_of_the_curves_and_a_short_series_is_left_out_with_why():
    read = read_series(file_of(*counted("a"), "short,2024Q4,20,40,200"), name="f.csv")
    found = forecasts(read, horizon=2, progress=silent)
    series = read.series["a"]
    points = forecast(series, learned_up_to=series.ends[-1], horizon=[date(2025, 3, 31), date(2025, 6, 30)]).points
    assert [(row["period"], row["median"], row["hi95"]) for row in found.rows] == [
        ("2025Q1", points[0].median, points[0].hi95), ("2025Q2", points[1].median, points[1].hi95),
    ]  # fmt: skip
    assert list(found.left_out) == ["short"]
    record = back_test(series, ahead=2)
    (row,) = found.records
    assert (row["series"], row["error"], row["in95"]) == ("a", record.error, record.in95)
    assert found.together.startswith(f"Tried on the past of 1 of 2 series ({record.forecasts} forecasts)")
    assert f"{record.error / record.no_change:.2f} times that of saying that nothing would change" in found.together


def test_series_with_too_short_a_past_say_that_nothing_is_known_of_their_forecasts():
    found = forecasts(read_series(file_of(*counted("a")[:4]), name="f.csv"), horizon=2, progress=silent)
    assert (len(found.rows), found.records) == (2, [])
    assert "how far to trust them is not known" in found.together


@pytest.mark.slow
def test_verdicts_are_those_of_the_curves_and_checked_together():
    rows = [*counted("turned", odds_fall=0.8), *(row for i in range(3) for row in counted(f"still {i}", seed=i + 2))]
    others = [f"{row},turned" for i in range(4) for row in counted(f"place {i}", seed=i + 9)]
    read = read_series(file_of(*rows), name="f.csv")
    given = {"turning_date": date(2022, 12, 31), "good_is": "lower", "chosen_because_bad": False}
    found = verdicts(
        read, **given, progress=silent,
        comparators=read_series(file_of(*others, head=f"{HEAD},group"), name="o.csv", grouped=True),
    )  # fmt: skip
    by_name = {row["series"]: row for row in found.rows}
    alone = judge(read.series["turned"], declared_on=None, as_at=date(2024, 12, 31), **given)
    assert by_name["turned"]["effect"] == alone.effect < 0
    assert "turned" in by_name["turned"]["verdict"]
    stands = [row["series"] for row in found.rows if row["q"] is not None and row["q"] <= 0.10]
    assert stands == ["turned"]
    assert "1 of 4 turned by themselves; 1 of these stand when all 4 " in found.together


@pytest.mark.slow
def test_what_did_not_turn_is_not_said_to_stand_however_small_its_q():
    read = read_series(file_of(*counted("nearly", odds_fall=0.18, seed=8)), name="f.csv")
    given = {"turning_date": date(2022, 12, 31), "good_is": "lower", "chosen_because_bad": False, "comparators": None}
    found = verdicts(read, **given, progress=silent)
    (row,) = found.rows
    assert row["q"] < 0.10
    assert row["verdict"] == Verdict.NO_SIGN
    assert "0 of 1 turned by themselves; 0 of these stand" in found.together


@for_any(st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=12))
def test_a_p_that_is_adjusted_stands_just_where_it_did(ps):
    qs = adjusted(ps)
    for rate in (0.05, 0.2):
        sure = [i for i, q in enumerate(qs) if abs(q - rate) > 1e-9]
        stands = benjamini_hochberg(ps, rate=rate)
        assert [qs[i] <= rate for i in sure] == [stands[i] for i in sure]


def test_the_commands_answer_a_file_with_a_file(tmp_path):
    (tmp_path / "s.csv").write_bytes(file_of(*counted("a"), "a,2030Q9,1,,"))
    (tmp_path / "o.csv").write_bytes(file_of(*(f"{row},b" for row in counted("x")), head=f"{HEAD},group"))

    def run(command, *more):
        return CliRunner().invoke(app, [command, str(tmp_path / "s.csv"), *more, "--out", str(tmp_path / "out.csv")])

    told = run("forecast", "--horizon", "3", "--record", str(tmp_path / "record.csv"))
    assert told.exit_code == 0
    assert "29 rows in = 28 used + 1 set aside" in told.output.replace("\n", " ")
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0] == ",".join(FORECAST_COLUMNS)
    assert len(lines) == 4
    record = (tmp_path / "record.csv").read_text().splitlines()
    assert (record[0], len(record)) == (",".join(RECORD_COLUMNS), 2)
    assert "Tried on the past of 1 of 1 series" in told.output.replace("\n", " ")
    judged = ("turned", "--turning-date", "2022-12-31", "--good-is", "lower")
    assert run(*judged).exit_code == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[0] == ",".join(TURNED_COLUMNS)
    refused = run(*judged, "--comparators", str(tmp_path / "o.csv"))
    assert isinstance(refused.exception, Problem)
    assert "no series of" in refused.exception.what
