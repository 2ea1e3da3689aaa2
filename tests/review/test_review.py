"""Review: the queue, one report beside the plan and the report before it, accepting and returning, four eyes."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept
from actions.models import Action
from tests.factories import ActionFactory, BudgetLineFactory, MilestoneFactory
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, hand_in, noon
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
MARCH = noon(2022, 3, 1)


def address(report: ProgressReport, name: str = "report-review") -> str:
    return reverse(name, args=[report.action.plan.code, report.action.code, report.pk])


def queue(plan: object) -> str:
    return reverse("review-queue", args=[plan.code])


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return hand_in(
        small_plan.with_money,
        lead_organisation,
        contributor,
        MARCH,
        done="Sample: words.",
        expenditures=[ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("20000.00"))],
    )


def test_the_queue_shows_what_waits_oldest_first(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    later = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 4, 1))
    text = client_of(coordinator).get(queue(small_plan.plan)).content.decode()
    assert text.index(address(report)) < text.index(address(later))
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 4, 2))
    assert address(report) not in client_of(coordinator).get(queue(small_plan.plan)).content.decode()


def test_the_queue_counts_what_the_checks_found(
    report: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    text = client_of(coordinator).get(queue(report.action.plan)).content.decode()
    # Paid above committed and above planned; the end and the milestone had not passed when it was submitted.
    assert "2 worth a look" in text


def test_the_queue_uses_the_words_of_a_continuous_action(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    small_plan.joint.phases.update(
        continuous=True, start=None, end=None, start_precision="", end_precision=""
    )
    hand_in(small_plan.joint, lead_organisation, contributor, MARCH, confidence="on_track")
    text = client_of(coordinator).get(queue(small_plan.plan)).content.decode()
    assert "as intended" in text
    assert "on track" not in text


def test_an_empty_queue_says_so(small_plan: SmallPlan, coordinator: User, client_of: ClientOf) -> None:
    assert "No report waits" in client_of(coordinator).get(queue(small_plan.plan)).content.decode()


@pytest.mark.parametrize("who", ["reader", "contributor", "auditor", "administrator"])
def test_only_coordinators_review(
    request: pytest.FixtureRequest, report: ProgressReport, client_of: ClientOf, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    hidden = who in ("reader", "administrator")
    assert client.get(queue(report.action.plan)).status_code == 403
    for name in ["report-review", "report-accept", "report-return"]:
        ask = client.get if name == "report-review" else client.post
        assert ask(address(report, name)).status_code == (404 if hidden else 403), name


def test_the_queue_costs_the_same_with_one_and_with_three_reports(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(coordinator)
    client.get(queue(small_plan.plan))
    with CaptureQueriesContext(connection) as counted:
        client.get(queue(small_plan.plan))
    for code in ["1.3", "1.4"]:
        action = ActionFactory(code=code, plan=small_plan.plan, lead=lead_organisation)
        line = BudgetLineFactory(action=action)
        MilestoneFactory(action=action)
        rows = [ExpenditureRow(line.pk, year, paid=Decimal("5.00")) for year in [2020, 2021, 2022]]
        accepted_report(
            action, lead_organisation, contributor, MARCH, reviewer=coordinator, expenditures=rows
        )
        hand_in(action, lead_organisation, contributor, noon(2022, 4, 1), expenditures=rows)
    with django_assert_num_queries(len(counted)):
        client.get(queue(small_plan.plan))


def test_the_report_stands_beside_the_plan_and_the_report_before(
    small_plan: SmallPlan,
    report: ProgressReport,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    Action.objects.filter(pk=report.action_id).update(
        timing_printed="From 2021 on", budget_printed="Ten thousand"
    )
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 3, 2))
    second = hand_in(report.action, lead_organisation, contributor, noon(2022, 5, 1), done="Sample: changed.")
    text = client_of(coordinator).get(address(second)).content.decode()
    for words in [
        "Sample: changed.",
        "Sample: words.",
        "From 2021 on",
        "Ten thousand",
        "verdue by",
        "due 30 June 2022",
        "planned €5,000.00",
    ]:
        assert words in text
    assert "paid more than is planned" in text


def test_accepting_gives_a_verdict_and_shows_the_report_to_everybody(
    report: ProgressReport, coordinator: User, reader: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    answer = send(
        client, shown, address(report, "report-accept"), verdict="off_track", remark="Sample: thanks."
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == (
        ReportState.ACCEPTED,
        "off_track",
        "Sample: thanks.",
    )
    assert report.reviewed_by == coordinator
    assert client_of(reader).get(address(report, "report")).status_code == 200


def test_accepting_twice_counts_once(report: ProgressReport, coordinator: User, client_of: ClientOf) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    first = send(client, shown, address(report, "report-accept"), verdict="on_track")
    second = send(client, shown, address(report, "report-accept"), verdict="on_track")
    assert (second.status_code, second.url) == (302, first.url)
    assert Event.objects.filter(verb=Verb.ACCEPTED).count() == 1


def test_a_lead_s_report_is_not_accepted_without_a_verdict(
    report: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    answer = send(
        client, client.get(address(report)), address(report, "report-accept"), remark="Sample: kept."
    )
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Give the Platform’s verdict." in text
    assert 'href="#accept_verdict_0"' in text
    assert form_to(answer, "accept/")["remark"] == "Sample: kept."


def test_a_contribution_is_accepted_without_a_verdict(
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    contribution = hand_in(small_plan.joint, partner_organisation, partner, MARCH)
    client = client_of(coordinator)
    shown = client.get(address(contribution))
    assert "verdict" not in form_to(shown, "accept/")
    send(client, shown, address(contribution, "report-accept"))
    contribution.refresh_from_db()
    assert contribution.state == ReportState.ACCEPTED


def test_returning_needs_a_remark(report: ProgressReport, coordinator: User, client_of: ClientOf) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    refused = send(client, shown, address(report, "report-return"))
    assert refused.status_code == 400
    assert 'href="#return_remark"' in refused.content.decode()
    send(client, refused, address(report, "report-return"), remark="Sample: say more.")
    report.refresh_from_db()
    assert (report.state, report.remark) == (ReportState.RETURNED, "Sample: say more.")


def test_a_report_that_was_taken_back_or_reviewed_meanwhile_is_said_to_be(
    report: ProgressReport, coordinator: User, other_coordinator: User, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    shown = client.get(address(report))
    accept(report=report, verdict="on_track", by=other_coordinator, at=noon(2022, 3, 2))
    answer = send(client, shown, address(report, "report-return"), remark="Sample: typed.")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Other coordinator reviewed this report in the meantime." in text
    assert "Sample: typed." in text


def test_nobody_reviews_what_they_submitted(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, coordinator, MARCH, on_behalf=True)
    client = client_of(coordinator)
    assert client.get(address(report)).status_code == 403
    assert client.post(address(report, "report-accept"), {"verdict": "on_track"}).status_code == 403
    assert client.post(address(report, "report-return"), {"remark": "Sample."}).status_code == 403
    assert address(report) not in client.get(queue(small_plan.plan)).content.decode()
    assert client_of(other_coordinator).get(address(report)).status_code == 200


def test_a_reviewer_of_the_own_agency_is_told_that_it_will_be_marked(
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
    other_coordinator: User,
    client_of: ClientOf,
) -> None:
    report = hand_in(small_plan.joint, partner_organisation, partner, MARCH)
    words = "your own organisation"
    assert words in client_of(other_coordinator).get(address(report)).content.decode()
    assert words not in client_of(coordinator).get(address(report)).content.decode()


def test_a_reviewed_report_leads_to_its_page(
    report: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 3, 2))
    assert client_of(coordinator).get(address(report)).url == address(report, "report")
