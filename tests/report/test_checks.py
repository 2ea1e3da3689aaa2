"""The checks before submitting, the submission, and throwing a draft away."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, drafted, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH = noon(2022, 3, 1)


def address(action: Action, name: str, key: str = "ov") -> str:
    return reverse(name, args=[action.plan.code, action.code, key])


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return drafted(
        small_plan.with_money,
        *by_lead,
        MARCH,
        done="Sample: what was done.",
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"))],
    )


def checks(client: Client, action: Action) -> Any:
    return client.get(address(action, "report-checks"))


def submitted(client: Client, action: Action, page: Any = None) -> Any:
    return send(client, page or checks(client, action), address(action, "report-submit"))


def test_the_checks_show_what_will_be_handed_in_beside_the_last_report_and_lead_to_fields(
    small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    ours = (small_plan.with_money, *by_lead)
    accepted_report(*ours, noon(2022, 2, 1), reviewer=coordinator, done="Sample: old.")
    rows = [ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"))]
    action = drafted(*ours, MARCH, done="Sample: what was done.", expenditures=rows).action
    client, form = client_of(contributor), address(action, "report-form")
    page, shown = checks(client, action).content.decode(), client.get(form).content.decode()
    said = ["ongoing", "on track", "Sample: what was done.", "€5.00", "Milestone handbook", "Sample: old."]
    milestone = f"id_milestone-{small_plan.milestone.pk}-source"
    for words in [*said, f'href="{form}#id_forecast_end"', f'href="{form}#{milestone}"']:
        assert words in page
    for name in [milestone, "milestones", "money"]:
        assert f'id="{name}"' in shown


def test_a_report_that_is_blocked_or_that_somebody_saved_since_is_not_submitted(
    draft: ProgressReport, by_lead: By, contributor: User, client_of: ClientOf
) -> None:
    client, to = client_of(contributor), address(draft.action, "report-submit")
    page = checks(client, draft.action)
    drafted(draft.action, *by_lead, noon(2022, 4, 1), status="stopped", done="Sample: other words.")
    answer = submitted(client, draft.action, page)
    assert answer.status_code == 409
    for words in ["saved this draft in the meantime", "Sample: other words."]:
        assert words in answer.content.decode()
    shown = checks(client, draft.action).content.decode()
    assert "Submit the report" not in shown
    assert "Mend what must be mended first" in shown
    draft.refresh_from_db()
    crafted = client.post(to, {**form_to(page, "submit/"), "opened_on": draft.revision})
    assert crafted.status_code == 409
    assert "Say why the action was stopped." in crafted.content.decode()
    draft.refresh_from_db()
    assert draft.state == ReportState.DRAFT
    # Mended in the form and checked again it is.
    form = client.get(address(draft.action, "report-form"))
    mended = send(client, form, address(draft.action, "report-save-and-check"), stop_reason="Sample.")
    assert mended.url == address(draft.action, "report-checks")
    early = client.get(mended.url)
    drafted(draft.action, *by_lead, noon(2022, 4, 2), done="Sample: again.")
    answer = submitted(client, draft.action, early)
    assert answer.status_code == 409
    assert submitted(client, draft.action, answer).status_code == 302, "what was saved since was in sight"


def test_a_report_is_submitted_once_from_its_own_page_and_no_other(
    draft: ProgressReport, small_plan: SmallPlan, by_lead: By, contributor: User, client_of: ClientOf
) -> None:
    client, to = client_of(contributor), address(draft.action, "report-submit")
    page, again = checks(client, draft.action), checks(client, draft.action)
    other = drafted(small_plan.joint, *by_lead, MARCH)
    assert client.post(to, {"report": draft.pk}).status_code == 400, "a form from elsewhere"
    crafted = {**form_to(checks(client, draft.action), "submit/"), "report": other.pk}
    assert client.post(to, crafted).status_code == 409, "a report of another action"
    assert ProgressReport.objects.drafts().count() == 2
    answer = submitted(client, draft.action, page)
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by) == (ReportState.SUBMITTED, contributor)
    assert answer.url == reverse("report", args=[draft.action.plan.code, draft.action.code, draft.pk])
    second = submitted(client, draft.action, page)
    assert (second.status_code, second.url) == (302, answer.url)
    late = submitted(client, draft.action, again)
    assert late.status_code == 302
    assert "submitted this report in the meantime" in client.get(late.url, follow=True).content.decode()
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_a_draft_is_discarded_after_a_question_unless_it_changed_since(
    draft: ProgressReport, contributor: User, by_lead: By, client_of: ClientOf
) -> None:
    client, to = client_of(contributor), address(draft.action, "report-discard")
    early = client.get(address(draft.action, "report-discard"))
    drafted(draft.action, *by_lead, noon(2022, 4, 1), done="Sample: other words.")
    assert send(client, early, to).status_code == 409
    page, last = client.get(address(draft.action, "report-discard")), checks(client, draft.action)
    assert ProgressReport.objects.exists()
    answer = send(client, page, to)
    assert answer.status_code == 302
    assert not ProgressReport.objects.exists()
    assert send(client, page, to).url == answer.url
    late = submitted(client, draft.action, last)
    assert late.status_code == 302
    assert "discarded" in client.get(late.url, follow=True).content.decode()
