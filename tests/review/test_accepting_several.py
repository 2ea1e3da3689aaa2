"""Several reports accepted at once: which are, which are left and why, and nothing of one's own."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept, accept_several
from actionplan.reports.workflow import take_back
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, hand_in, noon

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
    accept(report=lead, verdict="off_track", by=other_coordinator, at=APRIL)
    take_back(report=third, by=contributor, at=APRIL)
    outcome = accept_several(
        reports={lead.pk: "on_track", contribution.pk: "", third.pk: "on_track"}, by=coordinator, at=MAY
    )
    assert outcome.accepted == [contribution]
    assert outcome.left == [
        (lead, "Other coordinator reviewed this report in the meantime."),
        (third, "This report was taken back in the meantime."),
    ]
    assert ProgressReport.objects.get(pk=lead.pk).verdict == "off_track", "it keeps its verdict"
    assert states() == ["accepted", "accepted", "taken_back", "draft"]


def test_a_report_that_asks_for_a_look_is_left(small_plan: SmallPlan, by_lead: By, coordinator: User) -> None:
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("1"), paid=Decimal("2"))]
    report = hand_in(small_plan.with_money, *by_lead, MARCH, expenditures=rows)
    outcome = accept_several(reports={report.pk: "on_track"}, by=coordinator, at=APRIL)
    assert outcome.left == [(report, "The checks found something in it: review it on its own.")]
    assert states() == ["submitted"]


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
