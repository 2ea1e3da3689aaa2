"""Accepting several reports at once, accepting with a question for next time, and the mark of a review within the agency."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.audit.verifying import faults_of_chain
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.evidence import EvidenceAbout
from actionplan.reports.questions import ToAsk
from actionplan.reports.reviewing import accept, accept_several, return_report
from actionplan.reports.workflow import take_back
from tests.database_state import undone
from tests.evidence.evidence_rows import add
from tests.factories import LeadFactory, MembershipFactory, MilestoneFactory
from tests.personas import SmallPlan, person
from tests.reading import read, read_csv_by_head
from tests.reporting_factories import (
    By,
    RequestFactory,
    RoundFactory,
    accepted_report,
    asked_of,
    drafted,
    hand_in,
    noon,
)

LAST_YEAR: dict[str, Any] = {"as_of": datetime.date(2021, 12, 31), "finality": "final"}
MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def two(small_plan: SmallPlan, by_lead: By, by_partner: By, partner: User) -> list[ProgressReport]:
    """A lead's report and a partner's contribution."""
    return [
        hand_in(small_plan.with_money, *by_lead, MARCH, done="Sample."),
        hand_in(small_plan.joint, *by_partner, MARCH),
    ]


def states() -> list[str]:
    return list(ProgressReport.objects.order_by("pk").values_list("state", flat=True))


def test_each_is_accepted_with_its_verdict_and_leaves_its_event(
    two: list[ProgressReport], coordinator: User
) -> None:
    lead, contribution = two
    outcome = accept_several(reports={lead.pk: ""}, by=coordinator, at=APRIL)
    assert outcome.left == [(lead, "Give the Platform’s verdict.")]
    verdicts = {lead.pk: "needs_attention", contribution.pk: ""}
    outcome = accept_several(reports=verdicts, by=coordinator, at=APRIL)
    assert (outcome.accepted, outcome.left) == (two, [])
    rows = ProgressReport.objects.order_by("pk").values_list("pk", "verdict", "reviewed_by")
    assert list(rows) == [(pk, verdict, coordinator.pk) for pk, verdict in verdicts.items()]
    assert Event.objects.filter(verb=Verb.ACCEPTED, at=APRIL).count() == 2


def test_what_changed_meanwhile_is_named_and_the_rest_is_accepted(
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    two: list[ProgressReport],
    coordinator: User,
    other_coordinator: User,
) -> None:
    lead, contribution = two
    third = hand_in(small_plan.joint, *by_lead, MARCH, done="Sample.")
    accept(report=lead, verdict="needs_attention", by=other_coordinator, at=APRIL)
    take_back(report=third, by=contributor, at=APRIL)
    outcome = accept_several(
        reports={lead.pk: "on_track", contribution.pk: "", third.pk: "on_track"}, by=coordinator, at=MAY
    )
    assert outcome.accepted == [contribution]
    assert outcome.left == [
        (lead, "Other coordinator reviewed this report in the meantime."),
        (third, "This report was taken back in the meantime."),
    ]
    assert ProgressReport.objects.get(pk=lead.pk).verdict == "needs_attention", "it keeps its verdict"
    assert states() == ["accepted", "accepted", "taken_back", "draft"]
    assert list(faults_of_chain(small_plan.plan.pk)) == [], "what was refused sealed nothing"


@pytest.mark.full
def test_a_report_that_asks_for_a_look_is_left_with_each_reason(
    small_plan: SmallPlan,
    by_lead: By,
    by_partner: By,
    coordinator: User,
    lead_organisation: Organisation,
) -> None:
    action, theirs = small_plan.with_money, {"done": "Sample: again.", "obstacles": "Sample."}
    spent = ExpenditureRow(small_plan.line.pk, 2021, Decimal("2"), Decimal("1"), source="S.", **LAST_YEAR)
    first = {"confidence": "needs_attention", "forecast_end": datetime.date(2022, 12, 31)}
    insider = person("insider", Role.COORDINATOR, organisation=lead_organisation)

    def left(verdict: str = "needs_attention", by: User = coordinator, **said: Any) -> list[str]:
        with undone():
            report = hand_in(action, *by_lead, MARCH, **theirs | first | said)
            outcome = accept_several(reports={report.pk: verdict}, by=by, at=MAY)
            return [sentence for _report, sentence in outcome.left]

    found = {"expenditures": [replace(spent, committed=Decimal("1"), paid=Decimal("2"))]}
    assert left(**found) == ["Review it on its own: the checks found something, its money changed."], (
        "at first compared with the plan, of which it gives the end"
    )
    before = {"verdict": "needs_attention", "reviewer": coordinator, "expenditures": [spent]}
    accepted_report(action, *by_lead, noon(2022, 2, 1), **before, **first)
    assert left() == []
    changed, differs = "its status or confidence changed", "it differs from the last verdict"
    for why, said in [
        (f"it is off track, {changed}, {differs}", {"confidence": "off_track"}),
        (f"it is off track, {differs}", {"verdict": "off_track"}),
        ("it is of your own agency", {"by": insider}),
        (f"{changed}, {differs}", {"confidence": "on_track", "obstacles": ""}),
        (differs, {"verdict": "on_track"}),
        (changed, {"status": "not_started"}),
        ("its money changed", {"expenditures": [replace(spent, paid=Decimal("1.50"), source="T.")]}),
        ("its end moved", {"forecast_end": datetime.date(2023, 1, 31)}),
    ]:
        assert left(**said) == [f"Review it on its own: {why}."], said
    with undone():
        accepted_report(
            small_plan.joint, *by_lead, noon(2022, 2, 1), **before | {"expenditures": []}, **first
        )
        contribution = hand_in(small_plan.joint, *by_partner, MARCH)
        outcome = accept_several(reports={contribution.pk: "on_track"}, by=coordinator, at=MAY)
        assert outcome.accepted == [contribution], "a contribution has no verdict"
    returned = hand_in(action, *by_lead, MARCH, **theirs, **first)
    return_report(report=returned, remark="Sample.", by=coordinator, at=MARCH)
    assert left() == ["Review it on its own: it answers a remark."]


@pytest.mark.parametrize(("was", "now"), [("on_track", "needs_attention"), ("needs_attention", "on_track")])
def test_a_change_of_confidence_is_read_singly_in_either_direction_also_behind_one_that_waits(
    small_plan: SmallPlan, by_lead: By, coordinator: User, was: str, now: str
) -> None:
    action, words = small_plan.joint, {"done": "Sample: done.", "obstacles": "Sample."}
    accepted_report(
        action, *by_lead, noon(2022, 2, 1), reviewer=coordinator, verdict=was, confidence=was, **words
    )
    in_round = RoundFactory(plan=small_plan.plan)
    first = hand_in(action, *by_lead, MARCH, confidence=now, round=in_round, **words)
    second = hand_in(action, *by_lead, APRIL, confidence=now, **words | {"done": "Sample: more."})
    outcome = accept_several(reports={first.pk: now, second.pk: now}, by=coordinator, at=MAY)
    assert outcome.accepted == []
    assert all("its status or confidence changed" in sentence for _report, sentence in outcome.left)


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_what_was_done_already_is_accepted_with_others_without_a_verdict(
    small_plan: SmallPlan, by_lead: By, coordinator: User, status: str
) -> None:
    done = {"status": status, "confidence": "", "actual_end": datetime.date(2022, 1, 31), "done": "Sample."}
    done |= {"stop_reason": "Sample."} if status == "stopped" else {"outcome": "as_planned"}
    first = hand_in(small_plan.joint, *by_lead, MARCH, **done)
    accept(report=first, verdict="on_track", by=coordinator, at=APRIL)
    assert ProgressReport.objects.get(pk=first.pk).verdict == "", "what is done takes none"
    again = hand_in(small_plan.joint, *by_lead, noon(2022, 4, 2), **done | {"done": "Sample: again."})
    outcome = accept_several(reports={again.pk: ""}, by=coordinator, at=MAY)
    assert (outcome.accepted, outcome.left) == ([again], [])
    row = ProgressReport.objects.get(pk=again.pk)
    assert (row.verdict, row.verdict_taken_over) == ("", False)


@pytest.mark.full
def test_a_report_with_evidence_is_left_whatever_the_evidence_is_about(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    action = small_plan.with_money
    milestone = MilestoneFactory(action=action)
    for about in [
        EvidenceAbout(),
        EvidenceAbout(milestone_id=milestone.pk),
        EvidenceAbout(line_id=small_plan.line.pk, year=2021),
    ]:
        with undone():
            add(drafted(action, *by_lead, MARCH), by_lead[1], MARCH, about=about)
            report = hand_in(action, *by_lead, MARCH, done="Sample.")
            outcome = accept_several(reports={report.pk: "on_track"}, by=coordinator, at=MAY)
            assert outcome.left == [(report, "Review it on its own: it has evidence.")], about


@pytest.mark.full
def test_a_verdict_that_is_the_leads_own_word_is_marked_as_taken_over(
    small_plan: SmallPlan, two: list[ProgressReport], by_lead: By, coordinator: User, viewer: Client
) -> None:
    lead, contribution = two
    other = hand_in(small_plan.joint, *by_lead, MARCH, done="Sample.")
    verdicts = {lead.pk: "on_track", contribution.pk: "", other.pk: "needs_attention"}
    accept_several(reports=verdicts, by=coordinator, at=APRIL)
    marked = ProgressReport.objects.filter(verdict_taken_over=True)
    assert list(marked) == [lead], "the other verdict is the Platform's own, and a contribution has none"
    mark, plan = "taken over from the lead", small_plan.plan.code
    pages = {
        "report": reverse("report", args=[plan, "1.1", lead.pk]),
        "action": reverse("action", args=[plan, "1.1"]),
        "list": reverse("action-list", args=[plan]),
        "minister": reverse("minister", args=[plan, "education"]),
        "receipt": reverse("status-receipt", args=[plan]),
    }
    assert [name for name, url in pages.items() if mark not in read(viewer.get(url)).text] == []
    assert mark not in read(viewer.get(reverse("action", args=[plan, "1.2"]))).text
    overview = read(viewer.get(reverse("overview", args=[plan])))
    (url,) = (url for url, words in overview.links.items() if words == "1 verdict taken over from the lead")
    assert read(viewer.get(url)).codes == ["1.1"]
    rows = read_csv_by_head(viewer.get(reverse("action-list-csv", args=[plan])))
    assert {row["Code"]: row["Review"] for row in rows if row["Review"]} == {"1.1": mark}


def test_nothing_is_accepted_when_one_is_ones_own_nor_by_anybody_but_a_coordinator(
    two: list[ProgressReport], contributor: User, request: pytest.FixtureRequest
) -> None:
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    both = User.objects.get(pk=contributor.pk)
    lead, contribution = two
    with pytest.raises(PermissionDenied):
        accept_several(reports={contribution.pk: "", lead.pk: "on_track"}, by=both, at=APRIL)
    for name in ["reader", "partner", "auditor", "administrator"]:
        with pytest.raises(PermissionDenied):
            accept_several(reports={contribution.pk: ""}, by=request.getfixturevalue(name), at=APRIL)
    assert states() == ["submitted", "submitted"]
    assert not Event.objects.filter(verb=Verb.ACCEPTED).exists()


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_lead, MARCH)


def test_a_report_is_accepted_with_a_question_in_its_round(
    small_plan: SmallPlan, lead_organisation: Organisation, by_lead: By, coordinator: User
) -> None:
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.joint, organisation=lead_organisation)
    report = hand_in(small_plan.joint, *by_lead, MARCH)
    to_ask = ToAsk("Sample: which?", lead_organisation, datetime.date(2022, 6, 30), for_everybody=False)
    accept(report=report, verdict="on_track", to_ask=to_ask, by=coordinator, at=APRIL)
    asked = Question.objects.get()
    assert (asked.action, asked.organisation, asked.report) == (report.action, lead_organisation, report)
    assert (asked.text, asked.due, asked.round) == (to_ask.text, to_ask.due, opened)
    assert (asked.asked_by, asked.asked_at) == (coordinator, APRIL)
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.SUBMITTED, Verb.ACCEPTED, Verb.QUESTION_ASKED]


def test_without_a_question_or_a_part_in_the_action_nothing_is_asked(
    report: ProgressReport, other_organisation: Organisation, coordinator: User
) -> None:
    given = {"report": report, "verdict": "on_track", "by": coordinator, "at": APRIL}
    with undone():
        accept(**given)
        assert not Question.objects.exists()
    day = datetime.date(2022, 3, 15)
    report.action.promotions.update(in_force_until=day)
    report.action.leads.update(in_force_until=day)
    LeadFactory(action=report.action, organisation=other_organisation, in_force_from=day)
    with pytest.raises(Refused, match="has no part in this action"):
        accept(**given, to_ask=asked_of(report.organisation))
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED, "it is left as it is"
    assert list(Event.objects.values_list("verb", flat=True)) == [Verb.SUBMITTED]


def test_a_review_by_somebody_whom_the_organisation_employs_is_marked(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    by_partner: By,
    other_coordinator: User,
) -> None:
    own = hand_in(small_plan.joint, *by_partner, MARCH)
    theirs = hand_in(small_plan.joint, *by_lead, MARCH)
    returned = hand_in(small_plan.with_money, *by_lead, MARCH)
    assert accept(report=own, by=other_coordinator, at=APRIL).reviewed_within
    assert not accept(report=theirs, verdict="on_track", by=other_coordinator, at=APRIL).reviewed_within
    # So is one of somebody who reports for it too, accepted or returned.
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)
    MembershipFactory(user=colleague, role=Role.COORDINATOR)
    assert return_report(report=returned, remark="Sample.", by=colleague, at=APRIL).reviewed_within
    # The employer on the day of the review counts.
    moved, until = person("moved", Role.COORDINATOR), {"in_force_until": datetime.date(2022, 4, 1)}
    MembershipFactory(user=moved, role=Role.COORDINATOR, organisation=lead_organisation, **until)
    third = hand_in(small_plan.limited, *by_lead, MARCH)
    assert not accept(report=third, verdict="on_track", by=moved, at=APRIL).reviewed_within
