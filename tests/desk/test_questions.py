"""What the desk answers about an invented council: the same for the pages and the command line."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from turncurve.curves import Verdict
from turncurve.definitions.measures import measures, starters
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import checks
from turncurve.desk.listing import LISTED_COLUMNS, curve_rows, listed_curves
from turncurve.desk.questions import board_paper, curve_page, draw_curve, every_curve, export_curve, places, scorecard
from turncurve.report.sentences import chart_sentence, moved_sentence, verdict_sentence
from turncurve.words.problems import Problem

DAY = date(2026, 4, 20)
NEVER = ("because of", "impact of", "caused")


def ask(question, workspace, **more):
    return question(workspace, asker=LOCAL_USER, as_at=DAY, **more)


@pytest.mark.slow
def test_the_scorecard_has_ten_curves_each_with_its_sentence(invented):
    card = ask(scorecard, invented)
    assert [curve.measure for curve in card.curves] == list(starters())
    assert card.council.invented
    for curve in card.curves:
        assert curve.judgement is not None
        said = " ".join((verdict_sentence(curve), moved_sentence(curve), chart_sentence(curve)))
        assert not any(word in said.lower() for word in NEVER)
        assert curve.obsession is not None
        assert "invented" in chart_sentence(curve).lower()
    assert "1 year in 3" in card.chance


@pytest.mark.slow
def test_the_planted_turn_is_seen_and_what_was_left_alone_is_not(invented):
    verdicts = {curve.measure.id: curve.judgement.verdict for curve in ask(scorecard, invented).curves}
    assert verdicts["assessments_in_45_days"] in (Verdict.TURNED, Verdict.SUSTAINED)
    assert verdicts["second_plans"] not in (Verdict.TURNED, Verdict.SUSTAINED)
    assert verdicts["conferences_in_15_days"] not in (Verdict.TURNED, Verdict.SUSTAINED)


@pytest.mark.slow
def test_unaccompanied_children_split_out_and_add_up(invented):
    page = ask(curve_page, invented, measure="care_rate", split="unaccompanied", every="year")
    parts = {part.split_value: {p.period: p.numerator for p in part.points.points} for part in page.parts}
    assert set(parts) == {"all", "unaccompanied", "not unaccompanied"}
    for period, everyone in parts["all"].items():
        assert everyone == parts["unaccompanied"][period] + parts["not unaccompanied"][period]
    headline = {p.period: p.numerator for p in page.curve.points.points}
    assert headline == parts["not unaccompanied"]


@pytest.mark.slow
def test_localities_add_up_to_the_authority(invented):
    page = ask(curve_page, invented, measure="protection_plan_rate", split="locality", every="year")
    whole = {p.period: p.numerator for p in page.curve.points.points}
    added: dict[str, float] = {}
    for part in page.parts:
        for point in part.points.points:
            added[point.period] = added.get(point.period, 0) + (point.numerator or 0)
    assert added == whole
    assert len(page.places) >= 6


@pytest.mark.slow
def test_what_is_asked_wrongly_says_what_to_do(invented):
    for wrong, says in (
        ({"measure": "nothing"}, "no measure called"),
        ({"measure": "care_rate", "every": "week"}, "not counted by"),
        ({"measure": "care_rate", "split": "shoe_size"}, "not split by"),
        ({"measure": "care_rate", "place": "Atlantis"}, "no curve"),
        ({"measure": "care_rate", "policy": "secret"}, "no disclosure policy"),
    ):
        with pytest.raises(Problem, match=says) as found:
            _ = ask(curve_page, invented, **wrong)
        assert found.value.to_fix


@pytest.mark.slow
def test_an_export_is_marked_and_hides_small_numbers_under_the_board_policy(invented):
    asked = {"measure": "back_in_care_within_a_year", "every": "quarter", "form": "csv"}
    internal = list(
        csv.DictReader(io.StringIO(ask(export_curve, invented, policy="internal", **asked).content.decode("utf-8-sig")))
    )
    board = list(
        csv.DictReader(io.StringIO(ask(export_curve, invented, policy="board", **asked).content.decode("utf-8-sig")))
    )
    small = [row["period"] for row in internal if 1 <= float(row["numerator"] or 0) <= 5]
    assert small
    shown = {row["period"]: row for row in board}
    for period in small:
        assert shown[period]["code"] == "c"
        assert shown[period]["numerator"] == shown[period]["value"] == ""
    assert all(row["policy"].startswith("board: ") and row["invented"] == "invented" for row in board)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_chart_can_be_drawn_and_exported(invented, form):
    exported = ask(export_curve, invented, measure="care_rate", form=form)
    assert exported.content[:4] in (b"<svg", b"\x89PNG")
    assert len(exported.content) > 3000


@pytest.mark.slow
@pytest.mark.parametrize("width", ["wide", "narrow", "small"])
def test_pages_can_draw_every_width(invented, width):
    drawn = ask(draw_curve, invented, measure="re_referrals", width=width).decode()
    assert drawn.startswith("<svg")
    assert "http://www.w3.org/2000/svg" in drawn


@pytest.mark.slow
def test_the_board_paper_opens_and_holds_no_small_number(invented):
    word = ask(board_paper, invented, form="docx").content
    with zipfile.ZipFile(io.BytesIO(word)) as opened:
        body = opened.read("word/document.xml").decode()
    assert "invented" in body
    assert body.count("<wp:docPr") == body.count(' descr="')
    assert "tblHeader" in body
    hidden = [p for c in ask(scorecard, invented, policy="board").curves for p in c.points.points if p.code == "c"]
    assert hidden
    assert not any(word in body.lower() for word in NEVER)
    pages = PdfReader(io.BytesIO(ask(board_paper, invented, form="pdf").content))
    text = " ".join(page.extract_text() for page in pages.pages)
    assert "Questions to ask" in text
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.slow
def test_the_list_has_the_columns_promised(invented):
    rows = ask(listed_curves, invented)
    assert [row["measure"] for row in rows] == list(measures())
    on_it = ask(listed_curves, invented, on_the_scorecard=True)
    assert [row["measure"] for row in on_it] == [one.id for one in starters()]
    for row in rows:
        assert set(LISTED_COLUMNS) <= set(row)
        assert row["sentence"]
    _ = json.dumps([dict(row) for row in rows], default=str)
    shown = ask(curve_rows, invented, measure="care_rate")
    assert shown.rows
    assert shown.sentence


@pytest.mark.slow
def test_as_at_an_earlier_day_is_as_it_was_then(invented):
    then = scorecard(invented, asker=LOCAL_USER, as_at=date(2024, 3, 31))
    for curve in then.curves:
        assert all(point.ends <= date(2024, 3, 31) for point in curve.points.points)
        assert curve.judgement.verdict not in (Verdict.TURNED, Verdict.SUSTAINED, Verdict.WORSE)


@pytest.mark.slow
def test_checks_account_for_every_row(invented):
    found = checks(invented, asker=LOCAL_USER)
    assert sum(f.rows_in for f in found.files) == sum(f.rows_used + f.rows_set_aside for f in found.files)
    assert found.loaded_at.startswith("2026-04-20")


@pytest.mark.slow
@pytest.mark.parametrize("question", [scorecard, every_curve])
def test_a_place_nobody_has_is_named_with_those_there_are(invented, question):
    with pytest.raises(Problem) as wrong:
        _ = ask(question, invented, place="Nowhere")
    assert "no locality called 'Nowhere'" in wrong.value.what
    assert len(there := ask(places, invented)) == 6
    assert all(place in wrong.value.to_fix for place in there)
