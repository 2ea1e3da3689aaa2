"""Several reports accepted at once: which are, which are left and why, and nothing of one's own."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept, accept_several, return_report
from actionplan.reports.workflow import take_back
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import hand_in, noon

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def two(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
) -> list[ProgressReport]:
    """A lead's report and a partner's contribution."""
    return [
        hand_in(small_plan.with_money, lead_organisation, contributor, MARCH, done="Sample."),
        hand_in(small_plan.joint, partner_organisation, partner, MARCH),
    ]


def states() -> list[str]:
    return list(ProgressReport.objects.order_by("pk").values_list("state", flat=True))


def test_each_is_accepted_with_its_verdict_and_leaves_its_event(
    two: list[ProgressReport], coordinator: User
) -> None:
    lead, contribution = two
    outcome = accept_several(
        reports={lead.pk: "needs_attention", contribution.pk: ""}, by=coordinator, at=APRIL
    )
    assert (outcome.accepted, outcome.left) == (two, [])
    assert list(ProgressReport.objects.order_by("pk").values_list("verdict", "reviewed_by")) == [
        ("needs_attention", coordinator.pk),
        ("", coordinator.pk),
    ]
    assert Event.objects.filter(verb=Verb.ACCEPTED, at=APRIL).count() == 2


def test_what_changed_meanwhile_is_named_and_the_rest_is_accepted(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    two: list[ProgressReport],
    coordinator: User,
    other_coordinator: User,
) -> None:
    lead, contribution = two
    third = hand_in(small_plan.joint, lead_organisation, contributor, MARCH, done="Sample.")
    return_report(report=lead, remark="Sample.", by=other_coordinator, at=APRIL)
    take_back(report=third, by=contributor, at=APRIL)
    outcome = accept_several(
        reports={lead.pk: "on_track", contribution.pk: "", third.pk: "on_track"}, by=coordinator, at=MAY
    )
    assert outcome.accepted == [contribution]
    assert outcome.left == [
        (lead, "Other coordinator reviewed this report in the meantime."),
        (third, "This report was taken back in the meantime."),
    ]
    assert states() == ["returned", "accepted", "taken_back", "draft"]


def test_a_report_that_asks_for_a_look_is_left(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("1"), paid=Decimal("2"))]
    report = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH, expenditures=rows)
    outcome = accept_several(reports={report.pk: "on_track"}, by=coordinator, at=APRIL)
    assert outcome.left == [(report, "The checks found something in it: review it on its own.")]
    assert states() == ["submitted"]


def test_a_leads_report_without_a_verdict_is_left(two: list[ProgressReport], coordinator: User) -> None:
    outcome = accept_several(reports={two[0].pk: ""}, by=coordinator, at=APRIL)
    assert outcome.left == [(two[0], "Give the Platform’s verdict.")]


def test_nothing_is_accepted_when_one_is_ones_own(
    two: list[ProgressReport], contributor: User, coordinator: User
) -> None:
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    contributor = User.objects.get(pk=contributor.pk)
    lead, contribution = two
    with pytest.raises(PermissionDenied):
        accept_several(reports={contribution.pk: "", lead.pk: "on_track"}, by=contributor, at=APRIL)
    assert states() == ["submitted", "submitted"]
    assert not Event.objects.filter(verb=Verb.ACCEPTED).exists()


@pytest.mark.parametrize("name", ["reader", "partner", "auditor", "administrator"])
def test_only_coordinators_accept(
    name: str, two: list[ProgressReport], request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        accept_several(reports={two[1].pk: ""}, by=request.getfixturevalue(name), at=APRIL)
    assert states() == ["submitted", "submitted"]


def test_one_reviewed_already_keeps_its_verdict(
    two: list[ProgressReport], coordinator: User, other_coordinator: User
) -> None:
    accept(report=two[0], verdict="off_track", by=other_coordinator, at=APRIL)
    outcome = accept_several(reports={two[0].pk: "on_track"}, by=coordinator, at=MAY)
    assert outcome.accepted == []
    assert ProgressReport.objects.get(pk=two[0].pk).verdict == "off_track"
