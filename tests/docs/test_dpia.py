"""The data protection impact assessment says what the software does: nothing that is kept is missing from it."""

import re

import pytest
from django.apps import apps
from tests.docs.blocks import CHECKOUT
from tests.support.records import start_django

from turncurve.desk.asker import ROLES
from turncurve.tables import TABLES
from turncurve.web import settings

start_django()
PAGE = (CHECKOUT / "docs/explanation/dpia.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([^`]+)`", PAGE))
NO_PERSONS = set(re.findall(r"`(\w+)`", PAGE.split("These hold no person's data: ")[1].split("\n")[0]))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_in_it_and_one_with_people_is_not_said_to_have_none(name):
    assert name in NAMED
    of_people = {"person_id", "worker", "worker_id", "adopter_id", "family_id"} & set(TABLES[name].columns)
    assert (name in NO_PERSONS) == (not of_people)


def test_no_table_is_named_that_is_not_there():
    rows = PAGE.split("### Whose it is, and what")[1].split("### How, where")[0]
    known = {*TABLES, *(model.__name__ for model in apps.get_app_config("records").get_models())}
    assert set(re.findall(r"`(\w+)`", rows)) - known == set()


def test_every_record_that_people_leave_is_in_it():
    assert {model.__name__ for model in apps.get_app_config("records").get_models()} <= NAMED


def test_every_role_and_every_part_of_a_workspace_is_in_it():
    assert [role for role in ROLES if role not in PAGE] == []
    workspace = (CHECKOUT / "docs/how-to/workspace.md").read_text(encoding="utf-8")
    parts = re.findall(r"^\| (`.+?) \|", workspace, flags=re.MULTILINE)
    named = {part for row in parts for part in re.findall(r"`([^`]+)`", row)}
    assert named - {"worker.lock", "loading.lock"} <= NAMED


def test_what_it_says_of_times_and_lengths_is_so():
    assert f"{settings.NOTIFICATIONS_KEPT_DAYS} days after it was seen" in PAGE
    assert "Ten roles" in PAGE
    assert len(ROLES) == 10
    validators = {one["NAME"].rpartition(".")[2]: one.get("OPTIONS", {}) for one in settings.AUTH_PASSWORD_VALIDATORS}
    assert validators["MinimumLengthValidator"]["min_length"] == 12
    assert "twelve characters" in PAGE
