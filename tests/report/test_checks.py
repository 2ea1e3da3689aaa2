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
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actions.models import Action
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, drafted, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH = noon(2022, 3, 1)


def address(action: Action, name: str, key: str = "ov") -> str:
    return reverse(name, args=[action.plan.code, action.code, key])


@pytest.fixture
def draft(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return drafted(
        small_plan.with_money,
        lead_organisation,
        contributor,
        MARCH,
        done="Sample: what was done.",
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"))],
    )


def checks(client: Client, action: Action) -> Any:
    return client.get(address(action, "report-checks"))


def submitted(client: Client, action: Action, page: Any = None) -> Any:
    return send(client, page or checks(client, action), address(action, "report-submit"))


def test_the_checks_show_what_will_be_handed_in(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    page = checks(client_of(contributor), draft.action).content.decode()
    for words in ["ongoing", "on track", "Sample: what was done.", "€5.00", "Milestone handbook"]:
        assert words in page


def test_the_last_report_stands_beside(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    action = small_plan.with_money
    accepted_report(action, lead_organisation, contributor, MARCH, reviewer=coordinator, done="Sample: old.")
    drafted(action, lead_organisation, contributor, noon(2022, 5, 1), done="Sample: new.")
    page = checks(client_of(contributor), action).content.decode()
    assert "Sample: old." in page
    assert "Sample: new." in page


def test_a_finding_leads_to_its_field(draft: ProgressReport, contributor: User, client_of: ClientOf) -> None:
    page = checks(client_of(contributor), draft.action).content.decode()
    form = address(draft.action, "report-form")
    assert f'href="{form}#id_forecast_end"' in page
    milestone = f"id_milestone-{draft.action.milestones.get().pk}-source"
    assert f'href="{form}#{milestone}"' in page
    shown = client_of(contributor).get(form).content.decode()
    assert f'id="{milestone}"' in shown
    assert 'id="milestones"' in shown
    assert 'id="money"' in shown


def test_a_blocked_report_cannot_be_submitted(
    draft: ProgressReport, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    client, page = client_of(contributor), checks(client_of(contributor), draft.action)
    drafted(draft.action, lead_organisation, contributor, noon(2022, 4, 1), status="stopped")
    draft.refresh_from_db()
    shown = checks(client, draft.action).content.decode()
    assert "Submit the report" not in shown
    assert "Mend what must be mended first" in shown
    answer = client.post(
        address(draft.action, "report-submit"),
        {**form_to(page, "submit/"), "revision": draft.revision},
    )
    assert answer.status_code == 409
    assert "Say why the action was stopped." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == ReportState.DRAFT


def test_a_submitted_report_has_its_page(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    answer = submitted(client_of(contributor), draft.action)
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by) == (ReportState.SUBMITTED, contributor)
    assert answer.url == reverse("report", args=[draft.action.plan.code, draft.action.code, draft.pk])


def test_submitting_twice_counts_once(draft: ProgressReport, contributor: User, client_of: ClientOf) -> None:
    client = client_of(contributor)
    page = checks(client, draft.action)
    first = submitted(client, draft.action, page)
    second = submitted(client, draft.action, page)
    assert (second.status_code, second.url) == (302, first.url)
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_a_report_that_somebody_saved_since_is_not_submitted(
    draft: ProgressReport, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page = checks(client, draft.action)
    drafted(draft.action, lead_organisation, contributor, noon(2022, 4, 1), done="Sample: other words.")
    answer = submitted(client, draft.action, page)
    assert answer.status_code == 409
    assert "saved this draft in the meantime" in answer.content.decode()
    assert "Sample: other words." in answer.content.decode()
    assert submitted(client, draft.action, answer).status_code == 302


def test_a_report_that_a_colleague_submitted_is_said_to_be(
    draft: ProgressReport, contributor: User, area_contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page, again = checks(client, draft.action), checks(client, draft.action)
    submitted(client, draft.action, page)
    answer = submitted(client, draft.action, again)
    assert answer.status_code == 409
    assert "submitted this report in the meantime" in answer.content.decode()
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_a_draft_that_was_discarded_is_said_to_be(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page = checks(client, draft.action)
    draft.delete()
    answer = submitted(client, draft.action, page)
    assert answer.status_code == 409
    assert "discarded" in answer.content.decode()


def test_save_and_check_leads_to_the_checks(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page = client.get(address(draft.action, "report-form"))
    answer = send(client, page, address(draft.action, "report-save-and-check"), done="Sample: changed.")
    assert answer.url == address(draft.action, "report-checks")
    draft.refresh_from_db()
    assert draft.done == "Sample: changed."


def test_a_draft_is_discarded_after_a_question(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page = client.get(address(draft.action, "report-discard-confirm"))
    assert ProgressReport.objects.exists()
    answer = send(client, page, address(draft.action, "report-discard"))
    assert answer.status_code == 302
    assert not ProgressReport.objects.exists()
    assert send(client, page, address(draft.action, "report-discard")).url == answer.url


def test_a_draft_that_changed_since_is_not_discarded(
    draft: ProgressReport, contributor: User, lead_organisation: Organisation, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    page = client.get(address(draft.action, "report-discard-confirm"))
    drafted(draft.action, lead_organisation, contributor, noon(2022, 4, 1), done="Sample: other words.")
    assert send(client, page, address(draft.action, "report-discard")).status_code == 409
    assert ProgressReport.objects.exists()


def test_a_form_from_elsewhere_is_refused(
    draft: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    answer = client_of(contributor).post(address(draft.action, "report-submit"), {"report": draft.pk})
    assert answer.status_code == 400
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_report_of_another_action_is_not_reached_through_this_address(
    draft: ProgressReport,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    client_of: ClientOf,
) -> None:
    other = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    client = client_of(contributor)
    fields = form_to(checks(client, draft.action), "submit/")
    answer = client.post(address(draft.action, "report-submit"), {**fields, "report": other.pk})
    other.refresh_from_db()
    assert answer.status_code == 409
    assert other.is_draft
