"""What is stale: not heard of since the round that asked for it, past its lead's own due day, or for a year."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.base.days import start_of
from actionplan.picture.bodies import RoundPicture
from actionplan.picture.cache import picture_of_closing
from actionplan.picture.freshness import fresh_limit, missing_since
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import RequestPicture
from actionplan.picture.results import FreshLimit
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reports.extensions import give_extension
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from tests.actions.action_pages import LeadSays
from tests.personas import SmallPlan
from tests.reporting_factories import noon
from tests.rounds.opened_rounds import CLOSED, OPENED, REVIEWED

from .builders import NOON, action, report

DAY = datetime.date


def december(*, closed: bool) -> RoundPicture:
    """Opened on 1 December, due on the 20th."""
    closed_at = CLOSED if closed else None
    return RoundPicture("2022-12", "December", "", DAY(2022, 12, 31), DAY(2022, 12, 20), OPENED, closed_at)


def freshness(
    day: DAY, said: datetime.datetime | None, *rounds: RoundPicture, due: DAY | None = None, **facts: str
) -> str:
    """Of an action of which this was said, and which these rounds asked; `due` is its lead's own day in the last."""
    requests = [RequestPicture(round.code, round.due) for round in rounds]
    if due:
        requests[-1] = RequestPicture(requests[-1].round, due)
    limit = fresh_limit(requests, rounds, Moment.end_of_day(day))
    word = [report(submitted_at=said, since=said, **facts)] if said else []
    return action(*word, reckoned_on=day, fresh_since=limit and limit.since).freshness


def test_without_a_round_more_than_184_days_without_a_report_is_stale() -> None:
    day = DAY(2022, 6, 15)
    for age, said, expected in [
        (0, "ongoing", "fresh"),
        (184, "ongoing", "fresh"),
        (185, "ongoing", "stale"),
        (185, "not_started", "stale"),
        (999, "completed", "fresh"),
    ]:
        at = start_of(day - datetime.timedelta(days=age))
        assert freshness(day, at, status=said) == expected, (age, said)
    assert freshness(day, None) == "never"


BEFORE, WITHIN = noon(2022, 11, 1), noon(2022, 12, 15)


def test_what_an_open_round_asks_is_stale_past_its_due_day() -> None:
    under_way = december(closed=False)
    assert freshness(DAY(2022, 12, 20), BEFORE, under_way) == "fresh", "while it is not due the age counts"
    assert freshness(DAY(2022, 12, 21), BEFORE, under_way) == "stale"
    assert freshness(DAY(2022, 12, 21), WITHIN, under_way) == "fresh"
    assert freshness(DAY(2022, 12, 21), None, under_way) == "never"
    assert freshness(DAY(2022, 12, 21), BEFORE, under_way, status="completed") == "fresh"
    # a lead with more time is not late until its own due day
    own = {"due": DAY(2022, 12, 28)}
    assert freshness(DAY(2022, 12, 28), BEFORE, under_way, **own) == "fresh"
    assert freshness(DAY(2022, 12, 29), BEFORE, under_way, **own) == "stale"
    # what it does not ask goes by its age
    moment = Moment.end_of_day(DAY(2022, 12, 21))
    assert fresh_limit([], [under_way], moment) == FreshLimit(start_of(DAY(2021, 12, 21)), days=365)


def test_after_a_closing_what_was_not_reported_in_the_round_stays_stale_and_all_is_after_a_year() -> None:
    closed = december(closed=True)
    assert freshness(DAY(2023, 3, 1), BEFORE, closed) == "stale"
    assert freshness(DAY(2023, 3, 1), WITHIN, closed) == "fresh"
    assert freshness(DAY(2024, 2, 15), noon(2023, 2, 15), closed) == "fresh"
    assert freshness(DAY(2024, 2, 16), noon(2023, 2, 15), closed) == "stale"
    # in the closed round itself its opening counts for what it asked; for the others it is a day as any
    moment = Moment(CLOSED, DAY(2022, 12, 31), about="2022-12")
    asked = [RequestPicture("2022-12", DAY(2023, 1, 31))]
    assert fresh_limit(asked, [closed], moment) == FreshLimit(OPENED, "2022-12")
    assert fresh_limit([], [closed], moment) == FreshLimit(start_of(DAY(2021, 12, 31)), days=365)


def waits(said: datetime.datetime | None, waits_since: datetime.datetime | None, **facts: str) -> str:
    """Of an action of which something must have been said since the round opened."""
    word = [report(submitted_at=said, since=said, **facts)] if said else []
    return action(*word, fresh_since=OPENED, waits_since=waits_since).freshness


def test_what_the_platform_has_not_reviewed_is_not_the_lead_s_silence() -> None:
    assert waits(BEFORE, WITHIN) == "waiting"
    assert waits(BEFORE, OPENED) == "waiting"
    assert waits(BEFORE, noon(2022, 11, 20)) == "stale", "it came before the round too"
    assert waits(WITHIN, WITHIN) == "fresh"
    assert waits(None, noon(2022, 11, 20)) == "waiting", "whenever it came"
    assert waits(None, None) == "never"
    assert waits(BEFORE, WITHIN, status="completed") == "fresh"


def test_a_first_report_is_missing_once_it_was_due_or_half_a_year_after_the_action_came_into_the_plan() -> (
    None
):
    begins, day, due = DAY(2022, 1, 1), DAY(2022, 12, 21), DAY(2022, 12, 20)

    def missing(on: DAY, *asked: RequestPicture, closed: bool = False, about: str = "") -> DAY | None:
        return missing_since(asked, [december(closed=closed)], Moment(NOON, on, about=about), begins)

    asked, later = RequestPicture("2022-12", due), RequestPicture("2022-12", DAY(2022, 12, 28))
    assert missing(due, asked) is None, "until the due day is past"
    assert missing(day, asked) == due
    assert missing(day, later) is None, "the lead has more time"
    assert missing(day, later, closed=True) == missing(day, later, about="2022-12") == DAY(2022, 12, 28)
    # nobody asked
    half = begins + datetime.timedelta(days=184)
    assert missing(half - datetime.timedelta(days=1)) is None
    assert missing(half) == missing(day) == half


@pytest.mark.django_db
def test_a_report_waits_on_the_accepted_basis_until_it_is_reviewed_or_taken_back(
    small_plan: SmallPlan, lead_says: LeadSays, coordinator: User, contributor: User
) -> None:
    plan, never, stale = small_plan.plan, small_plan.joint, small_plan.with_money
    lead_says.accepted(stale, noon(2022, 1, 10), verdict="on_track")
    waiting = lead_says.submitted(stale, noon(2022, 9, 1))
    first = lead_says.submitted(never, noon(2022, 9, 1))

    def on(day: DAY, basis: str = Basis.ACCEPTED) -> list[str]:
        actions = read(plan, Moment.end_of_day(day, basis)).actions
        return [action.freshness for action in actions if action.pk in (never.pk, stale.pk)]

    assert on(DAY(2022, 8, 31)) == ["stale", "never"]
    assert on(DAY(2022, 9, 1)) == ["waiting", "waiting"]
    assert on(DAY(2022, 9, 1), Basis.REPORTED) == ["fresh", "fresh"]
    # half a year later the lead has been silent too, and the first report still waits
    assert on(DAY(2023, 3, 5)) == ["stale", "waiting"]
    assert on(DAY(2023, 3, 5), Basis.REPORTED) == ["stale", "stale"]
    return_report(report=waiting, remark="Sample.", by=coordinator, at=noon(2022, 9, 5))
    take_back(report=first, by=contributor, at=noon(2022, 9, 5))
    assert on(DAY(2022, 9, 4)) == ["waiting", "waiting"]
    assert on(DAY(2022, 9, 5)) == ["stale", "never"]


@pytest.mark.full
@pytest.mark.django_db
def test_pictures_know_what_each_round_asked_and_until_when(
    small_plan: SmallPlan, lead_says: LeadSays, opened: Round, coordinator: User
) -> None:
    plan, (extended, due) = small_plan.plan, (small_plan.with_money, small_plan.joint)
    for reported in [extended, due]:
        submitted = lead_says.submitted(reported, BEFORE)
        accept(report=submitted, verdict="on_track", by=coordinator, at=BEFORE)
    request = opened.requests.get(action=extended, role="lead")
    until = DAY(2022, 12, 28)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=noon(2022, 12, 19))

    def on(day: DAY) -> list[str]:
        actions = read(plan, Moment.end_of_day(day, Basis.REPORTED)).actions
        return [action.freshness for action in actions if action.code in ("1.1", "1.2", "2.1")]

    assert on(DAY(2022, 12, 20)) == ["fresh", "fresh", "never"]
    assert on(DAY(2022, 12, 21)) == ["fresh", "stale", "never"]
    assert on(DAY(2022, 12, 29)) == ["stale", "stale", "never"]
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    keys = list(opened.requests.values_list("pk", flat=True))
    excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=CLOSED)
    close_round(round=opened, by=coordinator, at=CLOSED)
    assert on(DAY(2023, 3, 1)) == ["stale", "stale", "never"]
    lead_says.submitted(due, noon(2023, 3, 2))
    assert on(DAY(2023, 3, 2)) == ["stale", "fresh", "never"]
    # a past day knows only the rounds of then, and a closed round what it had heard
    assert on((OPENED - datetime.timedelta(days=1)).date()) == ["fresh", "fresh", "never"]
    frozen = picture_of_closing(opened.closings.get().snapshot, Basis.REPORTED)
    assert {action.freshness for action in frozen.actions if action.code in ("1.1", "1.2")} == {"stale"}
