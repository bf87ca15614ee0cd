"""Questions put to the store: the same question, asked again of other rows, gives those rows' answer."""

import ibis
import polars as pl
import pytest

from turncurve.store.analysis import build

CHILDREN = ibis.table({"child": "string", "locality": "string"}, name="children")
LOOKED_AT = ibis.table({"locality": "string"}, name="looked_at")


def store(folder, *localities):
    rows = pl.DataFrame({"child": [str(n) for n in range(len(localities))], "locality": list(localities)})
    return build(folder, name="one", parts=[{"children": rows}], derive=lambda _: {}, before_use=lambda: None)


def asked(analysis, *localities, first=None, of=CHILDREN):
    question = of.semi_join(LOOKED_AT, "locality").order_by("child")
    given = {"looked_at": pl.DataFrame({"locality": list(localities)})}
    (answer,) = analysis.answers([question], first=first, given=given)
    return answer["child"].to_list()


def test_a_question_asked_again_is_answered_from_what_is_given_now(tmp_path):
    one, other = store(tmp_path / "a", "north", "south"), store(tmp_path / "b", "south", "south", "north")
    assert asked(one, "north") == ["0"]
    assert asked(one, "south") == ["1"]
    assert asked(other, "south") == ["0", "1"]
    assert asked(other, "north", "south") == ["0", "1", "2"]


def test_what_is_worked_out_first_is_of_the_store_asked(tmp_path):
    one, other = store(tmp_path / "a", "north", "south"), store(tmp_path / "b", "south", "south", "north")
    southern = CHILDREN.filter(CHILDREN.locality == "south")
    first = {"southern": southern}
    assert asked(one, "south", "north", first=first, of=southern) == ["1"]
    assert asked(other, "south", "north", first=first, of=southern) == ["0", "1"]
    assert asked(other, "south", "north", of=southern) == ["0", "1"]
    by_name = ibis.table(CHILDREN.schema(), name="southern")
    assert asked(other, "south", first=first, of=by_name) == ["0", "1"]


def test_a_small_table_within_a_question_comes_with_it(tmp_path):
    named = ibis.memtable(pl.DataFrame({"locality": ["south"], "head": ["one of two"]}))
    question = CHILDREN.join(named, "locality").select("child", "head")
    for folder in ("a", "b"):
        (answer,) = store(tmp_path / folder, "north", "south").answers([question])
        assert answer.rows() == [("1", "one of two")]


def test_what_a_question_names_and_nobody_gave_is_an_error(tmp_path):
    with pytest.raises(Exception, match="looked_at"):
        _ = list(store(tmp_path / "a", "north").answers([CHILDREN.semi_join(LOOKED_AT, "locality")]))
