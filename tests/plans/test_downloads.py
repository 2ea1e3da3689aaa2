"""A plan is handed over as document and as workbook, as it was on a day; an empty workbook in the reader's language."""

import datetime
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from actionplan.accounts.models import User
from objectives.models import Plan
from tests.actions.action_factories import amend_terms
from tests.factories import PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read

AMENDED = datetime.date(2022, 9, 1)


@pytest.fixture
def reader_at_work(client_of: ClientOf, reader: User, small_plan: SmallPlan) -> Client:
    amend_terms(small_plan.joint, AMENDED, title="Another title")
    return client_of(reader)


def title_in_document(content: bytes, code: str) -> str:
    return next(item["title"] for item in json.loads(content)["actions"] if item["code"] == code)


def title_in_workbook(content: bytes, code: str) -> str:
    head, *rows = load_workbook(io.BytesIO(content))["Actions"].iter_rows(values_only=True)
    return next(row[head.index("Title")] for row in rows if row[head.index("Code")] == code)


@pytest.mark.parametrize(
    ("name", "title_in"), [("plan-document", title_in_document), ("plan-workbook", title_in_workbook)]
)
def test_whoever_sees_a_plan_gets_it_as_it_is_and_as_it_was(
    reader_at_work: Client, small_plan: SmallPlan, name: str, title_in: Callable[[bytes, str], str]
) -> None:
    plan, code = small_plan.plan.code, small_plan.joint.code
    address = reverse(name, args=[plan])
    assert title_in(reader_at_work.get(address).content, code) == "Another title"
    answer = reader_at_work.get(address, {"on": "31/08/2022"})
    assert title_in(answer.content, code) == small_plan.joint.terms.get(in_force_until=AMENDED).title
    assert f"plan-{plan}-on-2022-08-31." in answer["Content-Disposition"]


def test_a_day_that_has_not_come_is_refused_with_a_sentence(
    reader_at_work: Client, small_plan: SmallPlan
) -> None:
    address = reverse("plan-workbook", args=[small_plan.plan.code])
    for day in ["2999-01-01", "soon"]:
        answer = reader_at_work.get(address, {"on": day})
        assert answer.status_code == 400
        assert f"“{day}” is not a day that has come." in answer.content.decode()


def test_the_empty_workbook_speaks_the_language_of_the_reader(
    client_of: ClientOf, administrator: User
) -> None:
    client = client_of(administrator)
    for language, sheet in [("nl", "Acties"), ("en", "Actions")]:
        answer = client.get(reverse("plan-template"), headers={"accept-language": language})
        assert sheet in load_workbook(io.BytesIO(answer.content)).sheetnames
        assert answer["Content-Disposition"] == f'attachment; filename="plan-{language}.xlsx"'


def test_who_imports_is_offered_each_plan_that_can_still_change_as_a_workbook(
    client_of: ClientOf, administrator: User, small_plan: SmallPlan
) -> None:
    prepared = PlanFactory(code="2025-2029", state="in_preparation")
    links = read(client_of(administrator).get(reverse("plan-import"))).links
    offered = {plan.code: reverse("plan-workbook", args=[plan.code]) in links for plan in Plan.objects.all()}
    assert offered == {prepared.code: True, small_plan.plan.code: False}, "which is an ended one"
