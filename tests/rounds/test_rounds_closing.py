"""What closing and reopening a round ask for."""

from io import StringIO

import pytest
from django.core.management import call_command

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reporting.states import RoundState
from actionplan.rounds.closing import close_round, excuse_requests, reopen_round
from actionplan.rounds.life import take_into_review
from actionplan.rounds.verifying import verify
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted, hand_in, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED, answered

pytestmark = pytest.mark.django_db


@pytest.mark.full
def test_a_round_closes_when_every_request_is_accepted_is_reopened_with_a_reason_and_closed_again(
    opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User
) -> None:
    with pytest.raises(Refused, match="open"):
        close_round(round=opened, by=coordinator, at=CLOSED)
    answered(opened, small_plan, people, noon(2022, 12, 3))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    first = close_round(round=opened, by=coordinator, at=CLOSED)
    opened.refresh_from_db()
    assert (opened.state, opened.closed_at, first.number) == (RoundState.CLOSED, CLOSED, 1)
    # the trail keeps the hash of the snapshot
    event = Event.objects.get(verb="round_closed")
    assert event.names["hash"] == first.snapshot.sha256
    assert first.snapshot.sha256 in event.sentence
    with pytest.raises(Refused, match="why"):
        reopen_round(round=opened, reason="", by=coordinator, at=noon(2023, 2, 1))
    reopen_round(round=opened, reason="Sample reason.", by=coordinator, at=noon(2023, 2, 1))
    second = close_round(round=opened, by=coordinator, at=noon(2023, 2, 2))
    first.refresh_from_db()
    opened.refresh_from_db()
    assert (first.reopen_reason, first.reopened_by, second.number) == ("Sample reason.", coordinator, 2)
    assert opened.closed_at == CLOSED
    assert first.snapshot.sha256 != second.snapshot.sha256
    assert [verify(closing.snapshot) for closing in (first, second)] == [[], []]


def test_a_round_needs_a_reason_for_each_request_that_is_not_accepted_and_none_for_invited_partners(
    opened: Round, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 12, 2))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    with pytest.raises(Refused, match="4 requests to leads and partners"):
        close_round(round=opened, by=coordinator, at=CLOSED)
    keys = list(opened.requests.of_leads().values_list("pk", flat=True))
    with pytest.raises(Refused):
        excuse_requests(round=opened, requests=keys, reason=" ", by=coordinator, at=CLOSED)
    assert excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=CLOSED) == 4
    assert close_round(round=opened, by=coordinator, at=CLOSED)
    # a draft of a round that closed goes on between rounds
    later = hand_in(small_plan.with_money, *by_lead, noon(2023, 2, 1))
    assert (later.pk, later.round) == (draft.pk, None)


@pytest.mark.full
def test_a_partner_s_contribution_that_waits_keeps_the_round_from_closing(
    opened: Round,
    small_plan: SmallPlan,
    people: dict[str, User],
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    answered(opened, small_plan, people, noon(2022, 12, 3))
    hand_in(small_plan.joint, partner_organisation, partner, noon(2022, 12, 4))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    with pytest.raises(Refused, match="1 request to a lead or partner"):
        close_round(round=opened, by=coordinator, at=CLOSED)


def test_without_snapshots_there_is_nothing_to_verify() -> None:
    output = StringIO()
    call_command("verify_snapshots", stdout=output)
    assert output.getvalue() == "0 verified.\n"
