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
from actions.models import Action
from tests.database_state import undone
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, lead_contents, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)


@pytest.fixture
def ours(small_plan: SmallPlan, lead_organisation: Organisation) -> tuple[Action, Organisation]:
    return small_plan.with_money, lead_organisation


def test_a_coordinator_hands_in_on_behalf_takes_it_back_and_does_not_review_it(
    ours: tuple[Action, Organisation], coordinator: User, other_coordinator: User
) -> None:
    report = hand_in(*ours, coordinator, MARCH, on_behalf=True)
    assert report.on_behalf
    event = Event.objects.get()
    assert event.verb == Verb.SUBMITTED_ON_BEHALF
    said = "Coordinator submitted version 1 of the report on behalf of Education and Training."
    assert event.sentence == said
    with undone():
        draft = take_back(report=report, by=coordinator, at=APRIL)
        assert (draft.state, draft.on_behalf) == (ReportState.DRAFT, True)
    report.refresh_from_db()
    with pytest.raises(PermissionDenied):
        accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    assert accept(report=report, verdict="on_track", by=other_coordinator, at=APRIL).state == "accepted"


def test_another_coordinator_goes_on_with_a_draft_on_behalf_and_the_organisation_makes_it_its_own(
    ours: tuple[Action, Organisation], contributor: User, coordinator: User, other_coordinator: User
) -> None:
    drafted(*ours, coordinator, MARCH, on_behalf=True)
    draft = drafted(*ours, other_coordinator, APRIL)
    assert (draft.on_behalf, draft.revision, draft.saved_by) == (True, 2, other_coordinator)
    report = submit(report=draft, opened_on=2, by=contributor, at=APRIL)
    assert not report.on_behalf
    assert Event.objects.get().verb == Verb.SUBMITTED
    with pytest.raises(PermissionDenied):
        take_back(report=report, by=coordinator, at=MAY)


def test_a_coordinator_does_not_touch_the_draft_that_the_organisation_has(
    ours: tuple[Action, Organisation], contributor: User, coordinator: User
) -> None:
    draft = drafted(*ours, contributor, MARCH)
    action, organisation = ours
    sent = {"action": action, "organisation": organisation, "contents": lead_contents(), "on_behalf": True}
    with pytest.raises(ChangedMeanwhile, match="Contributor saved this draft"):
        save_draft(**sent, report=None, opened_on=0, by=coordinator, at=APRIL)
    with pytest.raises(PermissionDenied):
        drafted(*ours, coordinator, APRIL, on_behalf=True)
    with pytest.raises(PermissionDenied):
        submit(report=draft, opened_on=1, by=coordinator, at=APRIL)


def test_nobody_but_a_coordinator_writes_on_behalf_and_of_nobody_without_a_part(
    ours: tuple[Action, Organisation],
    other_organisation: Organisation,
    contributor: User,
    stranger: User,
    coordinator: User,
) -> None:
    action, organisation = ours
    for of, by in [(organisation, contributor), (organisation, stranger), (other_organisation, coordinator)]:
        with pytest.raises(PermissionDenied):
            drafted(action, of, by, MARCH, on_behalf=True)
    assert not ProgressReport.objects.exists()
