"""A report that was handed in: who sees which part of it, and taking it back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState, ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actionplan.reports.reviewing import accept, return_report
from actions.models import Action
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, drafted, hand_in, noon
from tests.sent_forms import send

ClientOf = Callable[[User], Client]
MARCH = noon(2022, 3, 1)


def address(report: ProgressReport, name: str = "report") -> str:
    return reverse(name, args=[report.action.plan.code, report.action.code, report.pk])


def page(client: Client, report: ProgressReport) -> str:
    answer = client.get(address(report))
    assert answer.status_code == 200
    return answer.content.decode()


def report_on(action: Action, organisation: Organisation, by: User, **said: object) -> ProgressReport:
    words = {"done": "Sample: words.", "note_to_platform": "Sample: note.", "source": "Sample: register."}
    return hand_in(action, organisation, by, MARCH, **{**words, **said})


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return report_on(
        small_plan.with_money,
        lead_organisation,
        contributor,
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("991248.00"))],
        milestones=[MilestoneRow(small_plan.milestone.pk, state=MilestoneState.DROPPED)],
    )


def test_it_shows_what_was_said_by_whom_and_when(
    report: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    text = page(client_of(contributor), report)
    for words in [
        "ongoing",
        "Sample: words.",
        "€991,248.00",
        "dropped",
        "1 March 2022, 12:00",
        "Contributor",
    ]:
        assert words in text


def test_an_unreviewed_report_is_not_there_for_a_reader(
    report: ProgressReport, reader: User, stranger: User, client_of: ClientOf
) -> None:
    assert client_of(reader).get(address(report)).status_code == 404
    assert client_of(stranger).get(address(report)).status_code == 404


def test_an_accepted_report_is_for_everybody(
    report: ProgressReport, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    accept(
        report=report,
        verdict="needs_attention",
        remark="Sample: thanks.",
        by=coordinator,
        at=noon(2022, 3, 2),
    )
    text = page(client_of(reader), report)
    for words in ["Sample: words.", "needs attention", "Sample: thanks.", "Coordinator"]:
        assert words in text
    assert "Sample: note." not in text


@pytest.mark.parametrize(("who", "sees"), [("contributor", True), ("coordinator", True), ("partner", False)])
def test_the_note_is_for_its_organisation_and_the_platform(
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    client_of: ClientOf,
    who: str,
    sees: bool,
) -> None:
    joint = report_on(small_plan.joint, lead_organisation, contributor)
    text = page(client_of(request.getfixturevalue(who)), joint)
    assert "Sample: words." in text
    assert ("Sample: note." in text) == sees


def test_the_words_about_a_limited_action_are_hidden_with_a_sentence(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    report = report_on(small_plan.limited, lead_organisation, contributor)
    accept(report=report, verdict="on_track", remark="Sample: remark.", by=coordinator, at=noon(2022, 3, 2))
    text = page(client_of(reader), report)
    assert "ongoing" in text
    assert "the action is limited" in text
    for words in ["Sample: words.", "Sample: register.", "Sample: remark.", "Sample: note."]:
        assert words not in text
    assert "Sample: words." in page(client_of(contributor), report)


def test_the_sources_of_rows_are_words_too(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    from tests.factories import BudgetLineFactory, MilestoneFactory

    line, milestone = (
        BudgetLineFactory(action=small_plan.limited),
        MilestoneFactory(action=small_plan.limited),
    )
    report = accepted_report(
        small_plan.limited,
        lead_organisation,
        contributor,
        MARCH,
        reviewer=coordinator,
        expenditures=[ExpenditureRow(line.pk, 2021, paid=Decimal("5.00"), source="Sample: ledger.")],
        milestones=[MilestoneRow(milestone.pk, source="Sample: minutes.")],
    )
    text = page(client_of(reader), report)
    assert "€5.00" in text
    assert "Sample: ledger." not in text
    assert "Sample: minutes." not in text


def test_a_return_remark_is_for_the_action_s_organisations_and_the_platform(
    report: ProgressReport,
    contributor: User,
    coordinator: User,
    auditor: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 3, 2))
    for user in [contributor, coordinator, auditor]:
        assert "Sample: say more." in page(client_of(user), report)
    assert client_of(reader).get(address(report)).status_code == 404


def test_its_other_versions_are_a_click_away(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 3, 2))
    second = hand_in(report.action, lead_organisation, contributor, noon(2022, 3, 3), done="Sample: more.")
    assert second.version == 2
    assert address(report) in page(client_of(contributor), second)
    assert address(second) in page(client_of(contributor), report)


def test_a_reader_is_not_led_to_versions_that_are_not_for_readers(
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=noon(2022, 3, 2))
    second = hand_in(report.action, lead_organisation, contributor, noon(2022, 3, 3))
    accept(report=second, verdict="on_track", by=coordinator, at=noon(2022, 3, 4))
    text = page(client_of(reader), second)
    assert address(report) not in text
    assert "Sample: say more." not in text


def test_a_review_inside_the_submitting_agency_is_marked(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    first = hand_in(small_plan.joint, partner_organisation, partner, MARCH)
    accept(report=first, by=other_coordinator, at=noon(2022, 3, 2))
    assert "within the submitting agency" in page(client_of(coordinator), first)
    second = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 4, 1))
    accept(report=second, verdict="on_track", by=other_coordinator, at=noon(2022, 4, 2))
    assert "within the submitting agency" not in page(client_of(coordinator), second)


def test_a_draft_has_its_form_and_is_not_there_for_others(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    draft = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    form = reverse("report-form", args=[small_plan.plan.code, small_plan.joint.code, "ov"])
    assert client_of(contributor).get(address(draft)).url == form
    for user in [partner, coordinator]:
        assert client_of(user).get(address(draft)).status_code == 404


def test_a_report_of_another_action_is_not_there(
    report: ProgressReport, small_plan: SmallPlan, contributor: User, client_of: ClientOf
) -> None:
    other = reverse("report", args=[small_plan.plan.code, small_plan.joint.code, report.pk])
    assert client_of(contributor).get(other).status_code == 404


def test_a_report_is_taken_back_until_it_is_reviewed(
    report: ProgressReport, contributor: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(address(report))
    answer = send(client, shown, address(report, "report-take-back"))
    report.refresh_from_db()
    assert report.state == ReportState.TAKEN_BACK
    assert answer.url == reverse("report-form", args=[report.action.plan.code, report.action.code, "ov"])
    assert ProgressReport.objects.get(state=ReportState.DRAFT).version == 2
    assert send(client, shown, address(report, "report-take-back")).url == answer.url
    assert Event.objects.filter(verb=Verb.TAKEN_BACK).count() == 1


def test_a_report_that_was_reviewed_meanwhile_is_not_taken_back(
    report: ProgressReport, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(contributor)
    shown = client.get(address(report))
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 3, 2))
    answer = send(client, shown, address(report, "report-take-back"))
    assert answer.status_code == 409
    assert "Coordinator reviewed this report in the meantime." in answer.content.decode()


def test_nobody_else_takes_a_report_back(
    report: ProgressReport, partner: User, coordinator: User, auditor: User, client_of: ClientOf
) -> None:
    for user in [coordinator, auditor]:
        assert "take-back" not in page(client_of(user), report)
        assert client_of(user).post(address(report, "report-take-back")).status_code == 403
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_who_agreed_to_a_limited_report_is_told_to_its_readers_alone(
    client_of: ClientOf,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    agreed = {"agreed_by": "Sample: head of division", "agreed_on": MARCH.date()}
    report = report_on(small_plan.limited, lead_organisation, contributor, **agreed)
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 3, 2))
    assert "head of division" in page(client_of(contributor), report)
    assert "head of division" not in page(client_of(reader), report)
