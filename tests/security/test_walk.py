"""The list of what is tried is whole: every address, every parameter a page reads, every attack with its test."""

import re
from pathlib import Path

import pytest
from tests.security.walking import EVERY_ROLE, PAGES, SIGNED_OUT, written

from turncurve.desk.asker import WHO_MAY

ROOT = Path(__file__).resolve().parents[2]


def names_in(patterns):
    for one in patterns:
        yield from names_in(one.url_patterns) if hasattr(one, "url_patterns") else [one.name]


def test_every_address_is_walked():
    from django.urls import get_resolver

    there = list(names_in(get_resolver().url_patterns))
    assert None not in there
    assert sorted(there) == sorted(page.name for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_parameter_a_page_reads_is_listed(council, monkeypatch, page):
    from django.http import QueryDict

    read = set()

    def noting(name):
        plain = getattr(QueryDict, name)

        def get(self, key, *rest, **more):
            read.add(key)
            return plain(self, key, *rest, **more)

        return get

    for name in ("__getitem__", "get", "getlist", "__contains__"):
        monkeypatch.setattr(QueryDict, name, noting(name))
    for method in page.methods:
        for who in (EVERY_ROLE, SIGNED_OUT):
            council.open(who, page, method=method)
    assert read - {"csrfmiddlewaretoken"} - set(page.reads) - set(page.sends) == set()


def test_every_attack_has_a_test_and_a_place_among_the_ten():
    for attack in written()["attacks"]:
        assert attack["owasp"] in written()["owasp"], attack["name"]
        file, _, name = attack["test"].partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^def {name}\(", text, flags=re.MULTILINE), attack["test"]
    tried = {attack["owasp"] for attack in written()["attacks"]}
    assert {key for key, one in written()["owasp"].items() if "apart" not in one} == tried


def test_every_page_says_who_may_open_it():
    known = {*WHO_MAY, "signed in", "anybody", "nobody"}
    assert {page.may for page in PAGES} | {page.may_send for page in PAGES if page.may_send} <= known
