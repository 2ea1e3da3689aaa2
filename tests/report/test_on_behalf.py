"""Drafts that a coordinator writes on behalf of an organisation that has none: named as such, reviewed by another."""

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.reviewing import accept
from actionplan.reports.workflow import save_draft, submit, take_back
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, lead_contents, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)


def test_a_coordinator_hands_in_on_behalf_and_the_trail_says_so(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    assert report.on_behalf
    event = Event.objects.get()
    assert event.verb == Verb.SUBMITTED_ON_BEHALF
    assert event.sentence == (
        "Coordinator submitted version 1 of the report on behalf of Education and Training."
    )


def test_who_handed_in_on_behalf_does_not_review_it(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, other_coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    with pytest.raises(PermissionDenied):
        accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    assert accept(report=report, verdict="on_track", by=other_coordinator, at=APRIL).state == "accepted"


def test_another_coordinator_goes_on_with_a_draft_on_behalf(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, other_coordinator: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    draft = drafted(small_plan.with_money, lead_organisation, other_coordinator, APRIL)
    assert (draft.on_behalf, draft.revision, draft.saved_by) == (True, 2, other_coordinator)


def test_a_coordinator_does_not_touch_the_draft_that_the_organisation_has(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(ChangedMeanwhile, match="Contributor saved this draft"):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(),
            report=None,
            revision=0,
            by=coordinator,
            at=APRIL,
            on_behalf=True,
        )
    with pytest.raises(PermissionDenied):
        drafted(small_plan.with_money, lead_organisation, coordinator, APRIL, on_behalf=True)
    with pytest.raises(PermissionDenied):
        submit(report=draft, revision=1, by=coordinator, at=APRIL)


def test_the_organisation_makes_a_draft_on_behalf_its_own_by_handing_it_in(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    report = submit(report=draft, revision=1, by=contributor, at=APRIL)
    assert not report.on_behalf
    assert Event.objects.get().verb == Verb.SUBMITTED
    with pytest.raises(PermissionDenied):
        take_back(report=report, by=coordinator, at=MAY)


def test_a_coordinator_takes_back_what_was_handed_in_on_behalf(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, coordinator, MARCH, on_behalf=True)
    draft = take_back(report=report, by=coordinator, at=APRIL)
    assert (draft.state, draft.on_behalf) == (ReportState.DRAFT, True)


def test_nobody_but_a_coordinator_writes_on_behalf(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, stranger: User
) -> None:
    for person in [contributor, stranger]:
        with pytest.raises(PermissionDenied):
            drafted(small_plan.with_money, lead_organisation, person, MARCH, on_behalf=True)
    assert not ProgressReport.objects.exists()


def test_nobody_writes_on_behalf_of_an_organisation_without_a_part(
    small_plan: SmallPlan, other_organisation: Organisation, coordinator: User
) -> None:
    with pytest.raises(PermissionDenied):
        drafted(small_plan.with_money, other_organisation, coordinator, MARCH, on_behalf=True)
