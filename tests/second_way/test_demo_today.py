"""What there is to do on the demo's day, 12 June 2023, and what happened since the closing of December."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.base.money import add_up
from actionplan.demo.days import STORY_ENDS
from actionplan.picture import live
from actionplan.picture.deliveries import coming_items
from actionplan.picture.moment import Moment
from actionplan.picture.money import LESS
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import (
    Expenditure,
    Extension,
    MilestoneProposal,
    ProgressReport,
    Question,
    ReportedMilestone,
    Request,
    Round,
)
from actionplan.reporting.states import SOON_WITHIN, Basis, Status
from actions.models import Amendment
from objectives.models import Plan
from tests.personas import signed_in
from tests.reading import Element, read
from tests.second_way.two_ways import PLAN, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
ROUND = "2023-06"


@pytest.fixture
def on_the_day(told_plan: Told, settings: Any) -> None:
    """Pages are of the demo's day."""
    settings.DEBUG = True


def browser(name: str) -> Client:
    return signed_in(User.objects.get(username=name))


def shown(name: str, address: str) -> Element:
    return read(browser(name).get(address, follow=True))


def test_the_round_of_june_is_answered_in_every_way(told_plan: Told) -> None:
    rows = Request.objects.of_leads().filter(round__code=ROUND).with_state()
    states = Counter(rows.values_list("answer_state", flat=True))
    assert states == {"accepted": 8, "submitted": 8, "returned": 2, "draft": 10, "not_started": 14}
    of_one = Counter(rows.filter(organisation__key="kbbj_abb").values_list("answer_state", flat=True))
    assert of_one == {"accepted": 1, "submitted": 1, "returned": 1, "draft": 7, "not_started": 6}
    drafts = ProgressReport.objects.drafts().filter(round__code=ROUND)
    assert drafts.exclude(ready_at=None).count() == 6
    assert drafts.exclude(unchanged_since=None).count() == 2
    assert drafts.filter(saved_by__username="schools").count() == 1
    assert ProgressReport.objects.waiting_for_review().count() == 9


@pytest.mark.parametrize("basis", ["accepted", "reported"])
def test_nobody_is_unassessed_whom_the_platform_once_assessed(told_plan: Told, basis: str) -> None:
    assessed = ProgressReport.objects.filter(kind="lead").exclude(verdict="")
    once = set(assessed.values_list("action__code", flat=True))
    now = Moment.now(STORY_ENDS, basis)
    stands = {action.code: action for action in live.read(Plan.objects.get(code=PLAN), now).actions}
    assert {code for code, action in stands.items() if action.verdict} == once & stands.keys()
    assert (stands["3.6"].verdict, stands["3.6"].attention[0]) == ("off_track", "off_track")
    assert stands["3.6"].verdict_on == day_of(
        assessed.get(action__code="3.6", verdict="off_track").reviewed_at
    )


def test_beside_reports_something_is_asked_answered_and_proposed(told_plan: Told) -> None:
    assert Extension.objects.get(state="asked").request.action.code == "8.6"
    asked = Question.objects.open().filter(round__code=ROUND, for_everybody=False)
    assert {(row.action.code, row.answers.count()) for row in asked} == {("1.7", 1), ("8.5", 0)}
    assert MilestoneProposal.objects.get(answered_at=None).action.code == "8.6"
    today = day_of(STORY_ENDS)
    waiting = Question.objects.waiting().filter(for_everybody=True)
    assert {row.action.code for row in waiting if row.due < today} == {"3.6", "6.2", "8.5"}
    assert {row.action.code for row in waiting if row.due >= today} == {"3.9", "4.3", "8.2"}
    assert set(waiting.exclude(minister=None).values_list("minister__key", flat=True)) == {"justice"}
    evidence = ProgressReport.objects.filter(round__code=ROUND, evidence__isnull=False)
    assert {row.action.code for row in evidence} >= {"3.14", "4.2"}


def test_between_the_rounds_things_were_put_right(told_plan: Told) -> None:
    corrects = ProgressReport.objects.get(corrects__code="2022-12")
    assert (corrects.action.code, corrects.round) == ("6.3", None)
    assert set(Expenditure.objects.exclude(withdrawn="").values_list("report__action__code", flat=True)) == {
        "1.3"
    }
    assert ReportedMilestone.objects.get(state="undone").report.action.code == "3.1"
    assert ProgressReport.objects.get(verdict_taken_over=True).action.code == "1.4"
    in_force = Amendment.objects.exclude(put_in_force_at=None).values_list("number", "effective_from__year")
    assert set(in_force) == {(1, 2022), (2, 2023)}


@pytest.mark.parametrize(
    ("name", "address", "words"),
    [
        ("education", "/", ["4.6", "3.10", "June 2023"]),
        ("platform", "/2020-2024/reviews/", ["4.3", "1.7", "3.6"]),
        ("cabinet", "/", ["Home Affairs", "8.5"]),
        ("reader", "/2020-2024/", ["June 2023"]),
    ],
)
def test_each_finds_what_is_theirs(on_the_day: None, name: str, address: str, words: list[str]) -> None:
    text = shown(name, address).text
    assert [word for word in words if word not in text] == []


def test_the_round_is_the_one_under_way(on_the_day: None) -> None:
    [under_way] = Round.objects.under_way()
    assert "23 June" in shown("platform", f"/2020-2024/rounds/{under_way.code}/").text


def actions_of_the_day(basis: str) -> dict[str, ActionPicture]:
    picture = live.read(Plan.objects.get(), Moment.end_of_day(day_of(STORY_ENDS), basis))
    return {action.code: action for action in picture.actions}


def test_an_action_that_is_done_and_was_paid_this_year_is_not_out_of_step(told_plan: Told) -> None:
    settled = actions_of_the_day(Basis.REPORTED)["1.7"]
    assert (settled.status, add_up(row.paid for row in settled.spending)) == (Status.COMPLETED, 991248)
    assert (settled.lines_out_of_step(LESS), settled.attention) == ([], ())


def test_what_falls_due_in_ninety_days_has_ends_and_expected_days(told_plan: Told) -> None:
    last = day_of(STORY_ENDS) + SOON_WITHIN
    coming = {code: coming_items(action, last) for code, action in actions_of_the_day(Basis.ACCEPTED).items()}
    assert {code for code, items in coming.items() if items} >= {"4.3", "6.1", "8.4"}


def test_a_line_out_of_step_says_that_a_newer_report_waits(on_the_day: None) -> None:
    said = "€0.00 paid of the €991,248.00 planned up to and including 2022. Report of 7 June 2023 to review."
    assert said in shown("reader", "/2020-2024/budget/").text
