"""What is stale once there are rounds: nothing in the last closed one, or nothing past the due date of the open one."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actionplan.reports.reviewing import accept
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from tests.personas import SmallPlan
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import CLOSED, OPENED, REVIEWED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def said_before_the_round(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    for action in [small_plan.with_money, small_plan.joint]:
        report = hand_in(action, lead_organisation, contributor, noon(2022, 11, 1))
        accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 11, 2))


@pytest.fixture
def closed(opened: Round, coordinator: User) -> Round:
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    keys = list(opened.requests.values_list("pk", flat=True))
    excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=CLOSED)
    close_round(round=opened, by=coordinator, at=CLOSED)
    return opened


def freshness(moment: Moment) -> dict[str, str]:
    rows = TrackedAction.objects.at(moment).filter(code__in=["1.1", "1.2", "2.1"])
    return dict(rows.values_list("code", "freshness"))


def end_of(year: int, month: int, day: int) -> Moment:
    return Moment.end_of_day(datetime.date(year, month, day), Basis.REPORTED)


def test_while_the_open_round_is_not_due_the_age_of_the_report_counts(opened: Round) -> None:
    assert freshness(end_of(2022, 12, 20)) == {"1.1": "fresh", "1.2": "fresh", "2.1": "never"}


def test_past_the_due_date_what_was_not_reported_since_the_opening_is_stale(
    opened: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 15))
    assert freshness(end_of(2022, 12, 21)) == {"1.1": "stale", "1.2": "fresh", "2.1": "never"}


def test_done_actions_are_never_stale(
    opened: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    said = {"status": "completed", "confidence": ""}
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 11, 3), **said)
    assert freshness(end_of(2022, 12, 21))["1.2"] == "fresh"


def test_after_the_closing_what_was_not_reported_in_the_round_stays_stale(
    small_plan: SmallPlan,
    opened: Round,
    lead_organisation: Organisation,
    contributor: User,
    closed: Round,
) -> None:
    assert freshness(end_of(2023, 3, 1))["1.1"] == "stale"
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2023, 3, 2))
    assert freshness(end_of(2023, 3, 2))["1.1"] == "fresh"


def test_half_a_year_counts_no_more_once_a_round_has_closed(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 15))
    keys = list(opened.requests.values_list("pk", flat=True))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=CLOSED)
    close_round(round=opened, by=coordinator, at=CLOSED)
    assert freshness(end_of(2024, 1, 1))["1.2"] == "fresh"


def test_a_past_day_knows_only_the_rounds_of_then(closed: Round) -> None:
    before = Moment.end_of_day((OPENED - datetime.timedelta(days=1)).date(), Basis.REPORTED)
    assert freshness(before)["1.1"] == "fresh"
