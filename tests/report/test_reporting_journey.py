"""The portal's main job from end to end: report 1.7 completed, have it accepted, see it where a reader sees it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport
from actions.models import Action
from tests.factories import ActionFactory, BudgetLineFactory
from tests.personas import SmallPlan
from tests.sent_forms import send

ClientOf = Callable[[User], Client]
PAID = Decimal("991248.00")


@pytest.fixture
def action(small_plan: SmallPlan, lead_organisation: Organisation, minister: object) -> Action:
    """As 1.7 of the plan: a project with an amount, led by the department of Education."""
    action = ActionFactory(
        code="1.7", title="No Cap", plan=small_plan.plan, lead=lead_organisation, minister=minister
    )
    BudgetLineFactory(action=action, terms__amount=PAID, terms__label="No Cap project")
    return action


def address(action: Action, name: str, *last: object) -> str:
    return reverse(name, args=[action.plan.code, action.code, *last])


@pytest.mark.again
def test_from_an_empty_form_to_what_everybody_reads(
    action: Action, contributor: User, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    education, platform, everybody = client_of(contributor), client_of(coordinator), client_of(reader)
    paid = f"money-{action.budget_lines.get().pk}-2022-paid"
    answers = {"status": "completed", "outcome": "as_planned", "actual_end": "2022-12-15", paid: "991.248,00"}

    form = education.get(address(action, "report-form", "ov"))
    checks = send(education, form, address(action, "report-save-and-check", "ov"), **answers)
    submitted = send(education, education.get(checks.url), address(action, "report-submit", "ov"))
    report = ProgressReport.objects.get()
    assert everybody.get(submitted.url).status_code == 404
    assert "never reported" in everybody.get(address(action, "action")).content.decode()

    review = address(action, "report-review", report.pk)
    accepted = address(action, "report-accept", report.pk)
    assert review in platform.get(reverse("review-queue", args=[action.plan.code])).content.decode()
    send(platform, platform.get(review), accepted, verdict="on_track")
    text = everybody.get(submitted.url).content.decode()
    for words in ["completed", "as planned", "€991,248.00", "on track"]:
        assert words in text
    assert Expenditure.objects.get().paid == PAID
    assert [event.verb for event in Event.objects.filter(action=action.pk).order_by("pk")] == [
        "submitted",
        "accepted",
    ]
