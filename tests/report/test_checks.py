"""The checks before submitting, the submission, and throwing a draft away."""

from dataclasses import replace
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
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actions.models import Action
from tests.personas import ClientOf, SmallPlan
from tests.reporting_factories import By, accepted_report, drafted, noon
from tests.sent_forms import form_to, send, to_form

MARCH = noon(2022, 3, 1)


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
    return client.get(to_form(action, "report-checks"))


def submitted(client: Client, action: Action, page: Any = None) -> Any:
    return send(client, page or checks(client, action), to_form(action, "report-submit"))


@pytest.mark.full
def test_the_checks_show_what_will_be_handed_in_beside_the_last_report_and_lead_to_fields(
    small_plan: SmallPlan, by_lead: By, coordinator: User, author: Client
) -> None:
    ours = (small_plan.with_money, *by_lead)
    accepted_report(*ours, noon(2022, 2, 1), reviewer=coordinator, done="Sample: old.")
    rows = [ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"))]
    action = drafted(*ours, MARCH, done="Sample: what was done.", expenditures=rows).action
    form = to_form(action, "report-form")
    page, shown = checks(author, action).content.decode(), author.get(form).content.decode()
    said = ["ongoing", "on track", "Sample: what was done.", "€5.00", "Milestone handbook", "Sample: old."]
    said += ["2 items changed."]
    milestone = f"id_milestone-{small_plan.milestone.pk}-expected_on"
    for words in [*said, f'href="{form}#id_forecast_end"', f'href="{form}#{milestone}"']:
        assert words in page
    for name in [milestone, "milestones", "money"]:
        assert f'id="{name}"' in shown


@pytest.mark.full
def test_the_remark_of_a_milestone_is_asked_anew_when_its_state_changes(
    small_plan: SmallPlan, by_lead: By, coordinator: User, author: Client
) -> None:
    ours = (small_plan.with_money, *by_lead)
    was = MilestoneRow(small_plan.milestone.pk, source="Two fields are open.")
    accepted_report(*ours, noon(2022, 2, 1), reviewer=coordinator, milestones=[was])
    now = replace(was, state="achieved", achieved_on=MARCH.date())
    draft = drafted(*ours, MARCH, done="Sample: what was done.", milestones=[now])
    page = checks(author, draft.action)
    asked = f'href="{to_form(draft.action, "report-form")}#id_milestone-{was.milestone}-source"'
    assert asked in page.content.decode()
    assert submitted(author, draft.action, page).status_code == 302
    told = draft.milestones.get(milestone=was.milestone)
    assert (told.state, told.source) == ("achieved", "")


@pytest.mark.full
def test_a_report_that_is_blocked_or_that_somebody_saved_since_is_not_submitted(
    draft: ProgressReport, by_lead: By, author: Client
) -> None:
    to = to_form(draft.action, "report-submit")
    page = checks(author, draft.action)
    drafted(draft.action, *by_lead, noon(2022, 4, 1), status="stopped", done="Sample: other words.")
    answer = submitted(author, draft.action, page)
    assert answer.status_code == 409
    for words in ["saved this draft in the meantime", "Sample: other words."]:
        assert words in answer.content.decode()
    shown = checks(author, draft.action).content.decode()
    assert "Submit this report alone" not in shown
    assert "Fix what must be fixed first" in shown
    draft.refresh_from_db()
    crafted = author.post(to, {**form_to(page, "submit/"), "opened_on": draft.revision})
    assert crafted.status_code == 409
    assert "Say why the action was stopped." in crafted.content.decode()
    draft.refresh_from_db()
    assert draft.state == ReportState.DRAFT
    # Mended in the form and checked again it is.
    form = author.get(to_form(draft.action, "report-form"))
    mended = send(author, form, to_form(draft.action, "report-save-and-check"), stop_reason="Sample.")
    assert mended.status_code == 302
    early = checks(author, draft.action)
    drafted(draft.action, *by_lead, noon(2022, 4, 2), done="Sample: again.")
    answer = submitted(author, draft.action, early)
    assert answer.status_code == 409
    assert submitted(author, draft.action, answer).status_code == 302, "what was saved since was in sight"


@pytest.mark.full
def test_a_report_is_submitted_once_from_its_own_page_and_no_other(
    draft: ProgressReport, small_plan: SmallPlan, by_lead: By, contributor: User, client_of: ClientOf
) -> None:
    client, to = client_of(contributor), to_form(draft.action, "report-submit")
    page, again = checks(client, draft.action), checks(client, draft.action)
    other = drafted(small_plan.joint, *by_lead, MARCH)
    assert client.post(to, {"report": draft.pk}).status_code == 400, "a form from elsewhere"
    crafted = {**form_to(checks(client, draft.action), "submit/"), "report": other.pk}
    assert client.post(to, crafted).status_code == 409, "a report of another action"
    assert ProgressReport.objects.drafts().count() == 2
    answer = submitted(client, draft.action, page)
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by) == (ReportState.SUBMITTED, contributor)
    assert answer.url == f"{reverse('sheet', args=[draft.action.plan.code, 'ov'])}#row-{draft.action.code}"
    second = submitted(client, draft.action, page)
    assert (second.status_code, second.url) == (302, answer.url)
    late = submitted(client, draft.action, again)
    assert late.status_code == 302
    assert "submitted this report in the meantime" in client.get(late.url, follow=True).content.decode()
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_a_draft_is_discarded_after_a_question_unless_it_changed_since(
    draft: ProgressReport, by_lead: By, author: Client
) -> None:
    to = to_form(draft.action, "report-discard")
    early = author.get(to_form(draft.action, "report-discard"))
    drafted(draft.action, *by_lead, noon(2022, 4, 1), done="Sample: other words.")
    assert send(author, early, to).status_code == 409
    page, last = author.get(to_form(draft.action, "report-discard")), checks(author, draft.action)
    assert ProgressReport.objects.exists()
    answer = send(author, page, to)
    assert answer.status_code == 302
    assert not ProgressReport.objects.exists()
    assert send(author, page, to).url == answer.url
    late = submitted(author, draft.action, last)
    assert late.status_code == 302
    assert "discarded" in author.get(late.url, follow=True).content.decode()
