"""A report that was submitted: who sees which part of it, and taking it back."""

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
from tests.database_state import undone
from tests.factories import BudgetLineFactory, MilestoneFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import By, hand_in, noon
from tests.sent_forms import send, to_report

MARCH, SECOND = noon(2022, 3, 1), noon(2022, 3, 2)


def page(client: Client, report: ProgressReport) -> str:
    answer = client.get(to_report(report, "report"))
    assert answer.status_code == 200
    return answer.content.decode()


def report_on(action: Action, organisation: Organisation, by: User, **fields: object) -> ProgressReport:
    words = {"done": "Sample: words.", "note_to_platform": "Sample: note.", "source": "Sample: register."}
    return hand_in(action, organisation, by, MARCH, **{**words, **fields})


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return report_on(
        small_plan.with_money,
        *by_lead,
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("991248.00"))],
        milestones=[MilestoneRow(small_plan.milestone.pk, state=MilestoneState.DROPPED)],
    )


def test_it_shows_what_was_said_by_whom_and_once_accepted_to_everybody(
    report: ProgressReport, contributor: User, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    text = page(client_of(contributor), report)
    contents = ["ongoing", "Sample: words.", "€991,248.00", "dropped", "1 March 2022, 12:00", "Contributor"]
    for words in contents:
        assert words in text
    assert client_of(reader).get(to_report(report, "report")).status_code == 404
    accept(report=report, verdict="needs_attention", remark="Sample: thanks.", by=coordinator, at=SECOND)
    text = page(client_of(reader), report)
    for words in [*contents, "needs attention", "Sample: thanks.", "Coordinator"]:
        assert words in text
    assert "Sample: note." not in text


def test_the_note_is_for_its_organisation_and_the_platform(
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    partner: User,
    client_of: ClientOf,
) -> None:
    joint = report_on(small_plan.joint, *by_lead)
    for user, sees in [(contributor, True), (coordinator, True), (partner, False)]:
        text = page(client_of(user), joint)
        assert "Sample: words." in text
        assert ("Sample: note." in text) == sees, user


def test_the_words_about_a_limited_action_are_hidden_with_a_sentence(
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    line = BudgetLineFactory(action=small_plan.limited)
    milestone = MilestoneFactory(action=small_plan.limited)
    report = report_on(
        small_plan.limited,
        *by_lead,
        agreed_by="Sample: head of division",
        agreed_on=MARCH.date(),
        expenditures=[ExpenditureRow(line.pk, 2021, paid=Decimal("5.00"), source="Sample: ledger.")],
        milestones=[MilestoneRow(milestone.pk, source="Sample: minutes.")],
    )
    accept(report=report, verdict="on_track", remark="Sample: remark.", by=coordinator, at=SECOND)
    text = page(client_of(reader), report)
    for words in ["ongoing", "€5.00", "the action is limited"]:
        assert words in text
    assert "Sample: " not in text
    theirs = page(client_of(contributor), report)
    for word in ["words", "register", "remark", "note", "ledger", "minutes", "head of division"]:
        assert f"Sample: {word}" in theirs


@pytest.mark.full
def test_a_return_and_its_remark_are_for_the_actions_organisations_and_the_platform(
    report: ProgressReport,
    by_lead: By,
    contributor: User,
    coordinator: User,
    auditor: User,
    reader: User,
    client_of: ClientOf,
) -> None:
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=SECOND)
    second = hand_in(report.action, *by_lead, noon(2022, 3, 3), done="Sample: more.")
    assert second.version == 2
    for user in [contributor, coordinator, auditor]:
        text = page(client_of(user), report)
        assert "Sample: say more." in text
        assert to_report(second, "report") in text, "other versions are a click away"
    assert to_report(report, "report") in page(client_of(contributor), second)
    accept(report=second, verdict="on_track", by=coordinator, at=noon(2022, 3, 4))
    text = page(client_of(reader), second)
    assert to_report(report, "report") not in text
    assert "Sample: say more." not in text


@pytest.mark.full
def test_a_report_is_taken_back_by_its_organisation_until_it_is_reviewed(
    report: ProgressReport, contributor: User, coordinator: User, auditor: User, client_of: ClientOf
) -> None:
    for user in [coordinator, auditor]:
        assert "take-back" not in page(client_of(user), report)
    client, to = client_of(contributor), to_report(report, "report-take-back")
    assert read(client.get(to_report(report, "report"))).links[to] == "Take it back"
    shown = client.get(to)
    assert "Take back the report on" in read(shown).text
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED, "it is asked first"
    with undone():
        accept(report=report, verdict="on_track", by=coordinator, at=SECOND)
        late = send(client, shown, to)
        assert late.status_code == 409
        assert "Coordinator reviewed this report in the meantime." in late.content.decode()
    answer = send(client, shown, to)
    report.refresh_from_db()
    assert report.state == ReportState.TAKEN_BACK
    assert answer.url == reverse("report-form", args=[report.action.plan.code, report.action.code, "ov"])
    draft = ProgressReport.objects.get(state=ReportState.DRAFT)
    assert draft.version == 2
    assert client.get(to_report(draft, "report")).url == answer.url, "a draft has its form"
    assert send(client, shown, to).url == answer.url
    assert Event.objects.filter(verb=Verb.TAKEN_BACK).count() == 1
