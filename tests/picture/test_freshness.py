"""What is stale: not heard of since the round that asked for it, past its lead's own due day, or for a year."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.picture.kept import picture_of_closing
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reports.extensions import give_extension
from actionplan.reports.reviewing import accept
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from objectives.models import Plan
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
    actions = read(Plan.objects.get(code="2020-2024"), moment).actions
    return {one.code: one.freshness for one in actions if one.code in ("1.1", "1.2", "2.1")}


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


def test_nothing_is_up_to_date_after_a_year_of_silence(
    opened: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, closed: Round
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2023, 2, 15))
    assert freshness(end_of(2024, 2, 15))["1.2"] == "fresh"
    assert freshness(end_of(2024, 2, 16))["1.2"] == "stale"


def test_a_lead_with_more_time_is_not_late_until_its_own_due_day(
    opened: Round, small_plan: SmallPlan, coordinator: User
) -> None:
    request = opened.requests.get(action=small_plan.with_money, role="lead")
    until = datetime.date(2022, 12, 28)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=noon(2022, 12, 19))
    assert freshness(end_of(2022, 12, 21)) == {"1.1": "fresh", "1.2": "stale", "2.1": "never"}
    assert freshness(end_of(2022, 12, 29))["1.1"] == "stale"


def test_what_a_round_does_not_ask_goes_by_its_age(opened: Round, small_plan: SmallPlan) -> None:
    opened.requests.filter(action=small_plan.joint).delete()
    assert freshness(end_of(2022, 12, 21)) == {"1.1": "stale", "1.2": "fresh", "2.1": "never"}


def test_in_a_closed_round_stale_is_what_was_not_heard_of_since_it_opened(
    opened: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, closed: Round
) -> None:
    picture = picture_of_closing(closed.closings.get().snapshot, Basis.REPORTED)
    assert {one.freshness for one in picture.actions if one.code in ("1.1", "1.2")} == {"stale"}


def test_a_past_day_knows_only_the_rounds_of_then(closed: Round) -> None:
    before = Moment.end_of_day((OPENED - datetime.timedelta(days=1)).date(), Basis.REPORTED)
    assert freshness(before)["1.1"] == "fresh"
