"""What a round asked and how it was answered: as it stands, and as its closing froze it."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.documents.source import EditionReading
from actionplan.picture import frozen as frozen_pictures
from actionplan.reports.reviewing import return_report
from actionplan.rounds.round_requests import RequestInRound, requests_at_closing, requests_now
from actionplan.rounds.taking_snapshots import preview
from actions.models import Action
from tests.reporting_factories import noon
from tests.rounds.frozen_round import CLOSED_AT, HASHED, FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.full]
INTERNAL, PUBLIC = EditionReading("internal"), EditionReading("public")


def now(
    frozen: FrozenRound, reader: EditionReading = INTERNAL, *, follows: bool = True
) -> list[RequestInRound]:
    return requests_now(frozen.round, preview(frozen.round, CLOSED_AT), reader, follows=follows)


def closed(frozen: FrozenRound, reader: EditionReading = INTERNAL) -> list[RequestInRound]:
    picture = frozen_pictures.read(frozen.snapshot, "accepted")
    return requests_at_closing(frozen.snapshot, picture, reader, follows=True)


def test_a_closing_freezes_them_as_they_stand_and_hides_what_is_not_for_who_reads(
    frozen: FrozenRound, coordinator: User
) -> None:
    actual = now(frozen)
    assert [(request.action.code, request.role, request.state) for request in actual] == [
        ("1.1", "lead", "accepted"),
        ("1.2", "lead", "submitted"),
        ("1.2", "partner", "accepted"),
        ("2.1", "lead", "accepted"),
        ("2.2", "lead", "not_started"),
    ]
    assert closed(frozen) == actual
    # the reason about a limited action is hidden from the public
    Action.objects.filter(pk=frozen.small.elsewhere.pk).update(limited=True)
    for source in (now, closed):
        assert source(frozen)[-1].excuse.text == f"{HASHED} 2.2 excuse"
        hidden = source(frozen, PUBLIC)[-1].excuse
        assert (hidden.text, hidden.is_hidden) == ("", True)
    # that a report was returned is told to those who follow alone
    report = frozen.reports["1.2 reported"]
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 8, 25))
    assert [now(frozen, follows=follows)[1].words for follows in (True, False)] == [
        "returned",
        "not answered yet",
    ]
    # what was withdrawn since was asked too
    day = datetime.date(2022, 8, 1)
    Action.objects.filter(pk=frozen.small.elsewhere.pk).update(in_force_until=day)
    again = frozen.again(CLOSED_AT, coordinator)
    picture = frozen_pictures.read(again, "accepted")
    assert "2.2" not in {action.code for action in picture.actions}
    asked_then = requests_at_closing(again, picture, INTERNAL, follows=True)
    assert "2.2" in {request.action.code for request in asked_then}
    assert asked_then == now(frozen)
