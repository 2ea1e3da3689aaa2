"""What is stale: not heard of since the round that asked for it, past its lead's own due day, or for a year."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.base.days import start_of
from actionplan.picture.bodies import RoundPicture
from actionplan.picture.freshness import fresh_since
from actionplan.picture.kept import picture_of_closing
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import AskedPicture
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reports.extensions import give_extension
from actionplan.reports.reviewing import accept
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from tests.actions.action_pages import LeadSays
from tests.personas import SmallPlan
from tests.reporting_factories import noon
from tests.rounds.opened_rounds import CLOSED, OPENED, REVIEWED

from .builders import action, report

DAY = datetime.date


def december(*, closed: bool) -> RoundPicture:
    """Opened on 1 December, due on the 20th."""
    closed_at = CLOSED if closed else None
    return RoundPicture("2022-12", "December", "", DAY(2022, 12, 31), DAY(2022, 12, 20), OPENED, closed_at)


def freshness(
    day: DAY, said: datetime.datetime | None, *rounds: RoundPicture, due: DAY | None = None, **facts: str
) -> str:
    """Of an action of which this was said, and which these rounds asked; `due` is its lead's own day in the last."""
    asked = [AskedPicture(one.code, one.due) for one in rounds]
    if due:
        asked[-1] = AskedPicture(asked[-1].round, due)
    since = fresh_since(asked, rounds, Moment.end_of_day(day))
    word = [report(submitted_at=said, since=said, **facts)] if said else []
    return action(*word, reckoned_on=day, fresh_since=since).freshness


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
    assert fresh_since([], [under_way], moment) == start_of(DAY(2021, 12, 21))


def test_after_a_closing_what_was_not_reported_in_the_round_stays_stale_and_all_is_after_a_year() -> None:
    closed = december(closed=True)
    assert freshness(DAY(2023, 3, 1), BEFORE, closed) == "stale"
    assert freshness(DAY(2023, 3, 1), WITHIN, closed) == "fresh"
    assert freshness(DAY(2024, 2, 15), noon(2023, 2, 15), closed) == "fresh"
    assert freshness(DAY(2024, 2, 16), noon(2023, 2, 15), closed) == "stale"
    # in the closed round itself its opening counts, whatever it asked
    assert fresh_since([], [closed], Moment(CLOSED, DAY(2022, 12, 31), about="2022-12")) == OPENED


@pytest.mark.django_db
def test_pictures_know_what_each_round_asked_and_until_when(
    small_plan: SmallPlan, lead_says: LeadSays, opened: Round, coordinator: User
) -> None:
    plan, (extended, due) = small_plan.plan, (small_plan.with_money, small_plan.joint)
    for one in [extended, due]:
        said = lead_says.submitted(one, BEFORE)
        accept(report=said, verdict="on_track", by=coordinator, at=BEFORE)
    request = opened.requests.get(action=extended, role="lead")
    until = DAY(2022, 12, 28)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=noon(2022, 12, 19))

    def on(day: DAY) -> list[str]:
        found = read(plan, Moment.end_of_day(day, Basis.REPORTED)).actions
        return [one.freshness for one in found if one.code in ("1.1", "1.2", "2.1")]

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
    assert {one.freshness for one in frozen.actions if one.code in ("1.1", "1.2")} == {"stale"}
