"""Two people at once on a round: one act goes through, the other gets a sentence; nothing is doubled, nothing lost."""

import datetime
from dataclasses import replace

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.models import Closing, Extension, ProgressReport, Request, Round, Snapshot
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.reports.extensions import ask_extension, decline_extension, grant_extension
from actionplan.reports.workflow import submit
from actionplan.rounds.asking import ask_about, version_of_choice
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import (
    change_round,
    open_round,
    prepare_round,
    requests_that_need_a_reason,
    take_into_review,
)
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted, noon
from tests.rounds.opened_rounds import CLOSED, FACTS, OPENED, REVIEWED
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql
UNTIL = datetime.date(2022, 12, 28)


def events(round: Round, verb: str) -> int:
    return Event.objects.filter(plan=round.plan_id, verb=verb).count()


def snapshots(round: Round) -> int:
    return Snapshot.objects.filter(closing__round=round).count()


@pytest.fixture
def closing(
    opened: Round, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> tuple[Round, ProgressReport]:
    """A round in review that can be closed, and a draft with an extension, which could still be submitted."""
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    opened.requests.filter(action=small_plan.with_money).update(
        extended_to=datetime.date(2023, 1, 31), extension_reason="Sample."
    )
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    hanging = list(requests_that_need_a_reason(opened).values_list("pk", flat=True))
    excuse_requests(round=opened, requests=hanging, reason="Sample.", by=coordinator, at=REVIEWED)
    return opened, draft


@BOTH_ORDERS
def test_a_closing_against_a_submission(
    turned_round: bool,
    closing: tuple[Round, ProgressReport],
    contributor: User,
    coordinator: User,
) -> None:
    """Whoever comes first: what was submitted before is frozen with its reason, what comes after is outside the round."""
    round, draft = closing
    submitted, closed = race_in(
        turned_round,
        lambda: submit(report=draft, opened_on=1, by=contributor, at=CLOSED),
        lambda: close_round(round=round, by=coordinator, at=CLOSED),
    )
    round.refresh_from_db()
    draft.refresh_from_db()
    assert round.is_closed
    assert isinstance(closed, Closing)
    assert (submitted.state, snapshots(round)) == ("submitted", 1)
    assert draft.round == (None if turned_round else round)


def test_two_openings_of_one_round(prepared: Round, coordinator: User, other_coordinator: User) -> None:
    won, lost = race(
        lambda: open_round(round=prepared, by=coordinator, at=OPENED),
        lambda: open_round(round=prepared, by=other_coordinator, at=OPENED),
    )
    assert isinstance(lost, Refused)
    assert str(lost) == "The round is open now."
    assert (won.requests.count(), events(prepared, "round_opened")) == (5, 1)


def test_two_openings_of_two_rounds(
    prepared: Round, small_plan: SmallPlan, coordinator: User, other_coordinator: User
) -> None:
    second = prepare_round(
        plan=small_plan.plan,
        facts=replace(FACTS, code="2023-06", name="June 2023"),
        by=coordinator,
        at=OPENED,
    )
    _won, lost = race(
        lambda: open_round(round=prepared, by=coordinator, at=OPENED),
        lambda: open_round(round=second, by=other_coordinator, at=OPENED),
    )
    assert isinstance(lost, Refused)
    assert str(lost) == "The round December 2022 is still under way. Close it first."
    assert small_plan.plan.rounds.under_way().get() == prepared
    second.refresh_from_db()
    assert (second.is_draft, events(second, "round_opened")) == (True, 1)


def test_two_closings(
    closing: tuple[Round, ProgressReport], coordinator: User, other_coordinator: User
) -> None:
    round, _draft = closing
    won, lost = race(
        lambda: close_round(round=round, by=coordinator, at=CLOSED),
        lambda: close_round(round=round, by=other_coordinator, at=CLOSED),
    )
    assert isinstance(lost, Refused)
    assert str(lost) == "The round is closed now."
    assert round.closings.get() == won
    assert (snapshots(round), events(round, "round_closed")) == (1, 1)


@pytest.fixture
def asked(opened: Round, small_plan: SmallPlan, contributor: User) -> Extension:
    request = opened.requests.get(action=small_plan.limited)
    return ask_extension(
        request=request, until=UNTIL, reason="Sample.", by=contributor, at=noon(2022, 12, 15)
    )


@BOTH_ORDERS
def test_an_extension_granted_and_declined_at_once(
    turned_round: bool, asked: Extension, coordinator: User, other_coordinator: User
) -> None:
    at = noon(2022, 12, 16)
    granted, declined = race_in(
        turned_round,
        lambda: grant_extension(extension=asked, until=UNTIL, by=coordinator, at=at),
        lambda: decline_extension(extension=asked, answer="Sample.", by=other_coordinator, at=at),
    )
    lost = granted if turned_round else declined
    assert isinstance(lost, Refused)
    assert str(lost) == "This extension was answered in the meantime."
    asked.refresh_from_db()
    request = Request.objects.get(pk=asked.request_id)
    expected = ("declined", None) if turned_round else ("granted", UNTIL)
    assert (asked.state, request.extended_to) == expected
    round = request.round
    assert events(round, "extension_granted") + events(round, "extension_declined") == 1


@BOTH_ORDERS
def test_a_closing_against_an_extension_that_is_asked(
    turned_round: bool,
    closing: tuple[Round, ProgressReport],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
) -> None:
    """No round closes over an extension that waits for an answer. Both meet at the round."""
    round, _draft = closing
    request = round.requests.get(action=small_plan.limited)
    until = datetime.date(2023, 1, 31)

    def ask() -> Extension:
        return ask_extension(request=request, until=until, reason="Sample.", by=contributor, at=CLOSED)

    def close() -> Closing:
        return close_round(round=round, by=coordinator, at=CLOSED)

    acts = (close, ask) if turned_round else (ask, close)
    _won, lost = race(*acts, after='FROM "reporting_round"')
    assert isinstance(lost, Refused)
    round.refresh_from_db()
    assert (round.is_closed, Extension.objects.filter(request=request).count()) == (
        turned_round,
        0 if turned_round else 1,
    )


def test_two_changes_of_one_round(opened: Round, coordinator: User, other_coordinator: User) -> None:
    mine, theirs = replace(FACTS, name="Mine"), replace(FACTS, name="Theirs")
    _won, lost = race(
        lambda: change_round(round=opened, facts=mine, opened_on=1, by=coordinator, at=OPENED),
        lambda: change_round(round=opened, facts=theirs, opened_on=1, by=other_coordinator, at=OPENED),
    )
    assert isinstance(lost, ChangedMeanwhile)
    opened.refresh_from_db()
    assert (opened.name, opened.revision) == ("Mine", 2)


def test_two_choices_of_actions(
    prepared: Round, small_plan: SmallPlan, coordinator: User, other_coordinator: User
) -> None:
    shown = version_of_choice(asked_actions(prepared))
    mine, theirs = {small_plan.joint.pk: False}, {small_plan.limited.pk: True}
    _won, lost = race(
        lambda: ask_about(round=prepared, asked=mine, opened_on=shown, by=coordinator, at=OPENED),
        lambda: ask_about(round=prepared, asked=theirs, opened_on=shown, by=other_coordinator, at=OPENED),
    )
    assert isinstance(lost, ChangedMeanwhile)
    assert asked_actions(prepared) == mine
