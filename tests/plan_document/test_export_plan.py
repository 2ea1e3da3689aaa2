"""`export_plan`: the plan document on standard output."""

import datetime
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from actionplan.organisations.models import Organisation
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.importing import Decisions, import_plan_document, preview_import
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.json_form import read_document
from actionplan.reports.leads import appoint_lead
from actions.models import Action
from objectives.models import Plan
from tests.actions.action_factories import amend_terms
from tests.factories import PlanFactory
from tests.plan_document.documents import VALIDATOR, document_of
from tests.plan_document.printed_plan import WARNINGS, fixture_rows

AT = datetime.datetime(2022, 1, 1, 12, tzinfo=datetime.UTC)


def exported(**options: Any) -> str:
    stream = io.StringIO()
    call_command("export_plan", stdout=stream, **options)
    return stream.getvalue()


def test_the_document_is_valid_against_the_schema_and_the_same_each_time(
    printed_plan: Plan, django_assert_max_num_queries: Any
) -> None:
    text = exported()
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(text))] == []
    assert text == exported(plan="2020-2024")
    # it ends with one new line and keeps letters as they are
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert "€104,320/year" in text
    assert "Coördineren" in text
    # the number of queries does not grow with the plan
    with django_assert_max_num_queries(20):
        plan_document(printed_plan, printed_plan.end)


@pytest.mark.full
def test_imported_into_an_empty_database_the_document_comes_back(printed_document: dict, db: None) -> None:
    """In preparation, from the document and from the fixture alike; and then there is nothing to change."""
    prepared = printed_document | {"plan": printed_document["plan"] | {"state": "in_preparation"}}
    for text in [as_text(read_document(printed_document)), json.dumps(fixture_rows())]:
        document, decisions = read_plan_document(text), Decisions(accepted=WARNINGS)
        with transaction.atomic():
            import_plan_document(document=document, by=None, at=AT, decisions=decisions)
            assert exported() == as_text(prepared)
            assert not preview_import(document=document, on=AT.date()).changes
            transaction.set_rollback(True)


def test_optional_members_that_are_empty_are_left_out(printed_document: dict) -> None:
    first = printed_document["actions"][0]
    assert "lead" not in first
    assert "limited" not in first
    assert "holder" not in printed_document["ministers"][0]
    assert first["budget"]["lines"][0]["funding"] == []


def test_a_lead_is_named_where_it_is_not_the_first_promoter_from_its_day_on(
    printed_plan: Plan, printed_document: dict
) -> None:
    for code, key in [("3.12", "kbbj_abb"), ("1.1", "kbbj_agii")]:
        appoint_lead(
            action=Action.objects.get(code=code),
            organisation=Organisation.objects.get(key=key),
            from_day=datetime.date(2022, 1, 1),
            by=None,
            at=AT,
        )
    leads = {item["code"]: item["lead"] for item in json.loads(exported())["actions"] if "lead" in item}
    assert leads == {"1.1": "kbbj_agii", "3.12": "kbbj_abb"}
    assert document_of(printed_plan, datetime.date(2021, 12, 31)) == printed_document


def test_an_action_says_in_the_document_what_it_said_on_the_day(
    printed_plan: Plan, printed_document: dict
) -> None:
    day = datetime.date(2022, 1, 1)
    amend_terms(Action.objects.get(code="1.1"), day, title="A network", kind="new")
    assert document_of(printed_plan, datetime.date(2021, 12, 31)) == printed_document
    first = document_of(printed_plan, day)["actions"][0]
    assert (first["title"], first["kind"]) == ("A network", "new")
    assert first["summary"] == printed_document["actions"][0]["summary"]


def test_an_organisation_brings_its_successor_along_and_one_without_a_part_is_left_out(
    printed_plan: Plan, printed_document: dict
) -> None:
    Organisation.objects.create(key="elsewhere", name="Elsewhere", order=99)
    assert json.loads(exported()) == printed_document
    successor = Organisation.objects.create(key="vvsg_next", name="The next association", order=98)
    Organisation.objects.filter(key="vvsg").update(succeeded_by=successor)
    keys = [item["key"] for item in json.loads(exported())["organisations"]]
    assert keys[-1] == "vvsg_next"


def test_a_plan_that_is_not_there_is_said_with_those_that_are(db: None) -> None:
    PlanFactory(code="2020-2024")
    with pytest.raises(CommandError, match=r"no plan 2030-2034 .*|2020-2024"):
        exported(plan="2030-2034")
