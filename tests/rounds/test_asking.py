"""Choosing which actions a round asks about, by two people at once, and what can no longer be left out."""

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.rounds.asking import actions_to_keep, ask_about, version_of_choice
from actionplan.rounds.closing import excuse_requests
from tests.personas import SmallPlan
from tests.reporting.round_factories import ExtensionFactory
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.opened_rounds import OPENED, REVIEWED

pytestmark = pytest.mark.django_db


def test_a_choice_made_meanwhile_is_not_overwritten(
    prepared: Round, small_plan: SmallPlan, coordinator: User
) -> None:
    shown = version_of_choice(asked_actions(prepared))
    mine, theirs = {small_plan.joint.pk: False}, {small_plan.with_money.pk: True}
    ask_about(round=prepared, asked=theirs, opened_on=shown, by=coordinator, at=OPENED)
    with pytest.raises(ChangedMeanwhile, match="chose other actions"):
        ask_about(round=prepared, asked=mine, opened_on=shown, by=coordinator, at=OPENED)
    assert asked_actions(prepared) == theirs
    ask_about(round=prepared, asked=mine, opened_on=version_of_choice(theirs), by=coordinator, at=OPENED)
    assert asked_actions(prepared) == mine


def test_what_was_answered_or_has_a_draft_or_an_extension_stays_asked(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 12, 2))
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 2))
    ExtensionFactory(request=opened.requests.get(action=small_plan.limited))
    stays = {small_plan.with_money.pk, small_plan.joint.pk, small_plan.limited.pk}
    assert actions_to_keep(opened) == stays
    for action in stays:
        with pytest.raises(Refused, match="cannot be left out"):
            ask_about(
                round=opened,
                asked=dict.fromkeys(stays - {action}, False),
                by=coordinator,
                at=noon(2022, 12, 3),
            )
    ask_about(round=opened, asked=dict.fromkeys(stays, False), by=coordinator, at=noon(2022, 12, 3))
    assert set(asked_actions(opened)) == stays


def test_the_reason_for_closing_without_a_report_stays_out_of_the_trail(
    opened: Round, small_plan: SmallPlan, coordinator: User
) -> None:
    """A reason is a word about the action, and administrators read the trail of limited actions too."""
    request = opened.requests.get(action=small_plan.limited)
    excuse_requests(round=opened, requests=[request.pk], reason="Sample secret.", by=coordinator, at=REVIEWED)
    event = Event.objects.get(verb="request_excused")
    assert event.action == small_plan.limited.pk
    assert "secret" not in event.names_json + event.before_json + event.after_json
    assert event.sentence.endswith("without the report of Education and Training.")
