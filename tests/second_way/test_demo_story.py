"""The demo story reaches what it promises."""

import datetime
import io
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import models
from django.db.models import Count, F, Q
from django.test import override_settings

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import BRUSSELS
from actionplan.base.money import add_up
from actionplan.demo.days import STORY_DAY, STORY_ENDS
from actionplan.picture import frozen, live
from actionplan.picture.frozen import counted_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.plan_document.management.commands.prepare import DEMO_ACCOUNTS
from actionplan.reporting.models import (
    Expenditure,
    Extension,
    MinisterAnswer,
    ProgressReport,
    ReportedMilestone,
    Request,
    Round,
    Snapshot,
)
from actionplan.reporting.states import Basis, Confidence, Freshness, RoundState, Schedule, Status
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.rounds.verifying import verify
from actions.models import Action, Promotion
from objectives.models import Plan
from tests.picture.test_command import printed
from tests.second_way.two_ways import ROUNDS, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]

ABOUT_PEOPLE = re.compile(
    r"\b(he|she|his|her|hers|him|himself|herself|mr|mrs|ms|dr|prof|hij|haar|hem|meneer|mevrouw|dhr|mevr)\b",
    re.I,
)


def on_the_storys_day(basis: str) -> dict[str, ActionPicture]:
    moment = Moment.end_of_day(STORY_DAY, basis)
    return {action.code: action for action in live.read(Plan.objects.get(), moment).actions}


@pytest.fixture
def told(told_plan: Told) -> dict[str, ActionPicture]:
    """The actions by code, where they stand on the story's day, accepted."""
    return on_the_storys_day(Basis.ACCEPTED)


def codes(told: dict[str, ActionPicture], **facts: Any) -> set[str]:
    return {
        code
        for code, row in told.items()
        if all(getattr(row, name) == value for name, value in facts.items())
    }


def texts() -> Iterator[str]:
    """Every text that the story wrote into reports and their rows."""
    for model in [ProgressReport, Expenditure, ReportedMilestone]:
        names = [
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField | models.TextField)
            and not column.choices
            and column.name not in ("withdrawn", "salt")
        ]
        for values in model.objects.values_list(*names):
            yield from (value for value in values if value)


def test_actions_stand_where_the_real_report_of_that_day_said(told: dict[str, ActionPicture]) -> None:
    """Nine completed, forty ongoing, one not started; reported, one more that waits for review."""
    counts = Counter(row.status for row in told.values())
    assert counts == {Status.COMPLETED: 9, Status.ONGOING: 40, Status.NOT_STARTED: 1}
    counts = Counter(row.status for row in on_the_storys_day(Basis.REPORTED).values())
    assert counts == {Status.COMPLETED: 9, Status.ONGOING: 41}


def test_a_milestone_that_was_reached_in_january_was_not_in_december(told_plan: Told) -> None:
    snapshots = Snapshot.objects.filter(closing__round__code="2022-12")
    counted = counted_at(snapshots, Basis.ACCEPTED)[snapshots.latest("pk").pk]
    assert sum(action.milestones_achieved for action in counted) == 7
    assert sum(action.milestones_due for action in counted) == 11


def test_actions_go_well_and_badly(told: dict[str, ActionPicture]) -> None:
    sure = Counter(row.confidence for row in told.values())
    assert sure[Confidence.ON_TRACK] > sure[Confidence.NEEDS_ATTENTION] > sure[Confidence.OFF_TRACK] > 1
    assert codes(told, assessed_otherwise=True) == {"2.3", "3.6", "4.3", "8.1"}
    # some are late with a new forecast, some without, and one has not started
    assert codes(told, schedule=Schedule.OVERDUE, has_new_forecast=True) == {"1.7", "5.1", "6.1", "8.4"}
    assert codes(told, schedule=Schedule.OVERDUE, has_new_forecast=False) == {"6.2", "8.1"}
    assert codes(told, schedule=Schedule.SHOULD_HAVE_STARTED) == {"8.5"}
    assert {code for code, row in told.items() if row.on_hold_since} == {"8.3"}
    # some are stale and none was never reported
    fresh = Counter(row.freshness for row in told.values())
    assert fresh == {Freshness.FRESH: 39, Freshness.STALE: 7, Freshness.WAITING: 4}
    outcomes = {milestone.outcome for action in told.values() for milestone in action.milestones}
    assert outcomes >= {"on_time", "late", "missed"}


NEED_ATTENTION = {
    "off_track": ["3.6", "3.9", "6.2"],
    "overdue": ["1.7", "5.1"],
    "late_start": ["8.5"],
    "overspent": ["4.5"],
    "underspent": ["4.3"],
    "needs_attention": ["1.3", "2.3", "3.8", "3.16", "6.1", "6.4", "8.1", "8.3", "8.4"],
    "stale": ["4.6", "1.6", "3.13", "8.6", "3.15", "3.4"],
}
"""On the round of December 2022, as accepted; no milestone missed and none never reported is the gravest reason of any."""


def test_23_actions_need_attention_and_4_wait_for_the_platform(told_plan: Told) -> None:
    snapshot = Snapshot.objects.get(closing__round__code="2022-12")
    picture = frozen.read(snapshot, Basis.ACCEPTED)
    found: dict[str, list[str]] = {}
    for action in picture.actions.worst_first():
        found.setdefault(action.attention[0], []).append(action.code)
    assert found == NEED_ATTENTION
    assert list(found) == list(NEED_ATTENTION), "gravest first"
    assert sum(map(len, found.values())) == 23
    waiting = [action.code for action in picture.actions if action.freshness == Freshness.WAITING]
    assert waiting == ["3.8", "6.4", "8.2", "8.5"]
    # and so the file for other programs
    printed_actions = printed("--round", "2022-12")["actions"]
    assert Counter(one["attention"][0] for one in printed_actions if one["attention"]) == {
        reason: len(codes) for reason, codes in NEED_ATTENTION.items()
    }


def test_reports_went_every_way(told_plan: Told) -> None:
    reports = ProgressReport.objects
    # some actions were never reported on again after the first time
    once = Action.objects.annotate(count=models.Count("reports")).filter(count=1)
    assert set(once.values_list("code", flat=True)) == {"1.6", "4.6"}
    # some returned reports were answered and some were not; one was taken back and submitted again
    returned = reports.filter(state="returned").values_list("action__code", "answered_by__version")
    assert set(returned) == {("5.1", 2), ("3.16", 2), ("3.16", None), ("6.1", None)}
    again = reports.get(state="taken_back")
    assert reports.get(action=again.action, version=2).state == "accepted"
    # one forecast moved twice
    moved = reports.filter(action__code="5.1", state="accepted", kind="lead").exclude(forecast_end=None)
    assert len(set(moved.values_list("forecast_end", flat=True))) == 3
    # partners contribute words and money
    contributions = reports.filter(kind="contribution")
    assert contributions.count() > 15
    with_money = contributions.filter(expenditures__paid__gt=0).values_list("action__code", flat=True)
    assert set(with_money) == {"1.1", "6.3"}
    # one was submitted on behalf of its organisation
    report = reports.get(on_behalf=True)
    assert (report.organisation.key, report.submitted_by.username) == ("vvsg", "platform")
    assert report.reviewed_by.username == "platform2"


def test_the_money_is_plausible(told: dict[str, ActionPicture]) -> None:
    lines = {(code, line.place) for code, row in told.items() for line in row.lines if line.has_amount}
    spent = [(code, row) for code, action in told.items() for row in action.spending]
    # every line with an amount has money committed and paid with a source
    assert len(lines) == 15
    assert lines <= {
        (code, row.place)
        for code, row in spent
        if row.committed and row.paid is not None and row.names_source
    }
    # people at work are reported on lines without an amount
    of_people = {(code, row.place) for code, row in spent if row.full_time_equivalents}
    assert not of_people & lines
    assert len(of_people) > 15
    # one line is paid above what is planned
    ((code, line),) = [
        (code, line) for code, action in told.items() for line in action.lines_out_of_step("more")
    ]
    assert code == "4.5"
    assert round(line.paid * 100 / line.planned) == 108
    planned = add_up(line.total for action in told.values() for line in action.lines)
    assert Decimal("0.3") < add_up(row.paid for _code, row in spent) / planned < Decimal("0.6")


def test_nobody_reviewed_their_own_and_both_coordinators_reviewed(told_plan: Told) -> None:
    reviewed = ProgressReport.objects.exclude(reviewed_by=None)
    assert not reviewed.filter(reviewed_by=F("submitted_by")).exists()
    counts = Counter(reviewed.values_list("reviewed_by__username", flat=True))
    assert set(counts) == {"platform", "platform2"}
    assert min(counts.values()) > 60


def test_everything_happened_in_working_hours_and_in_order(told_plan: Told) -> None:
    instants = list(Event.objects.exclude(verb=Verb.IMPORTED).order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] < STORY_ENDS
    here = [instant.astimezone(BRUSSELS) for instant in instants]
    assert all(instant.weekday() < 5 and 9 <= instant.hour < 18 for instant in here)
    # the lead of 3.12 was appointed in 2021
    event, action = Event.objects.get(verb=Verb.LEAD_APPOINTED), Action.objects.get(code="3.12")
    assert (event.action, event.at.year) == (action.pk, 2021)
    assert action.leads.get().organisation.key == "kbbj_abb"
    # drafts left no event
    drafts = [str(draft.pk) for draft in ProgressReport.objects.drafts()]
    of_reports = Event.objects.filter(subject_label="reporting.progressreport")
    assert not of_reports.filter(subject_key__in=drafts).exists()
    handed_in = Event.objects.filter(verb__in=[Verb.SUBMITTED, Verb.SUBMITTED_ON_BEHALF])
    assert handed_in.count() == ProgressReport.objects.handed_in().count()


def test_all_texts_are_sentences_and_speak_of_no_person(told_plan: Told) -> None:
    written = list(texts())
    assert len(written) > 500
    assert [text for text in written if text[0].islower()] == []
    assert [text for text in written if ABOUT_PEOPLE.search(text)] == []


def test_1_7_is_handed_in_as_completed_with_its_whole_amount_paid_without_a_word_of_warning(
    told: dict[str, ActionPicture],
) -> None:
    assert (told["1.7"].status, told["1.7"].awaits_review) == (Status.ONGOING, False)
    assert add_up(row.paid for row in told["1.7"].spending) == 0
    report = ProgressReport.objects.waiting_for_review().get(action__code="1.7")
    assert add_up(row.paid for row in report.expenditures.all()) == Decimal("991248.00")
    assert findings(*comparison_of(report, STORY_ENDS)) == []


def test_the_demo_accounts_sign_in_with_debug_only(told_plan: Told) -> None:
    accounts = User.objects.filter(username__in=DEMO_ACCOUNTS, is_demo=True)
    assert [account.check_password("demo") for account in accounts] == [True] * len(DEMO_ACCOUNTS)
    assert authenticate(None, username="education", password="demo") is None
    with override_settings(DEBUG=True):
        assert authenticate(None, username="education", password="demo") is not None
    # every organisation of the plan has somebody to speak for it
    speaking = Q(organisation__memberships__role="contributor")
    assert not Promotion.objects.exclude(speaking | Q(organisation__key="wvg")).exists()


def test_told_again_it_changes_nothing(told_plan: Told) -> None:
    counts = [model.objects.count() for model in (User, ProgressReport, Event)]
    said = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("seed_demo", stdout=said)
    assert "already told" in said.getvalue()
    assert [model.objects.count() for model in (User, ProgressReport, Event)] == counts


def test_it_has_four_closed_rounds_that_verify_and_one_under_way(told_plan: Told) -> None:
    rounds = Round.objects.order_by("about")
    assert [row.code for row in rounds] == [*ROUNDS, "2023-06"]
    *closed, open_one = rounds
    assert {row.state for row in closed} == {RoundState.CLOSED}
    assert (open_one.state, open_one.due) == (RoundState.OPEN, datetime.date(2023, 6, 23))
    assert all(row.closings.count() == 1 for row in closed)
    assert closed[-1].closed_at.date() == STORY_DAY
    # the first asked about every action and later ones not about what was done
    asked = Count("requests", filter=Q(requests__role="lead"))
    counts = list(rounds.annotate(asked=asked).values_list("asked", flat=True))
    assert (counts[0], counts[-1]) == (50, 42)
    assert counts == sorted(counts, reverse=True)
    snapshots = list(Snapshot.objects.order_by("taken_at"))
    assert [verify(snapshot) for snapshot in snapshots] == [[]] * 4
    [counted] = counted_at(snapshots[-1:], Basis.ACCEPTED).values()
    assert Counter(action.status for action in counted) == {"completed": 9, "ongoing": 40, "not_started": 1}


def test_requests_end_as_real_ones_end(told_plan: Told) -> None:
    # nearly all reports belong to a round and some came between rounds
    inside = ProgressReport.objects.exclude(round=None).count()
    between = ProgressReport.objects.filter(round=None).count()
    assert inside > 100
    assert 0 < between < inside / 8
    # every lead's request was accepted or has its reason; some came in late
    rows = Request.objects.of_leads().filter(round__state=RoundState.CLOSED).with_state().with_reports()
    assert not rows.not_accepted().filter(excuse="").exists()
    assert rows.filter(answer_state="accepted").count() > 130
    excuses = set(Request.objects.exclude(excuse="").values_list("excuse", flat=True))
    assert len(excuses) >= 3
    assert any(row.first_handed_in.date() > row.due for row in rows.filter(first_handed_in__isnull=False))
    # one extension was asked and given
    extension = Extension.objects.get(state="granted")
    assert extension.request.extended_to == datetime.date(2022, 6, 21)
    # a minister's office objected once and to nothing else
    answers = MinisterAnswer.objects.filter(round__code="2022-06", minister__key="home_affairs")
    assert answers.filter(objects_to_it=True).count() == 1
    assert answers.filter(objects_to_it=False).count() > 5
