"""The demo story reaches what it promises. It is told once for all tests of this file, which only read it."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import models
from django.db.models import F, Q
from django.test import override_settings

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import BRUSSELS, end_of
from actionplan.base.money import add_up
from actionplan.demo.story_day import STORY_DAY
from actionplan.demo.texts import MARKS
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.plan_document.management.commands.prepare import DEMO_ACCOUNTS
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone
from actionplan.reporting.states import Basis, Confidence, Freshness, Schedule, Status
from actionplan.reports.checks import findings
from actionplan.reports.comparing import comparison_of
from actionplan.reports.contents import Contents, contents_of
from actionplan.reports.workflow import save_draft
from actions.models import Action, Promotion
from objectives.models import Plan
from tests.demo.demo_told import seed

pytestmark = pytest.mark.django_db

ABOUT_PEOPLE = re.compile(
    r"\b(he|she|his|her|hers|him|himself|herself|mr|mrs|ms|dr|prof|hij|haar|hem|meneer|mevrouw|dhr|mevr)\b",
    re.I,
)


@pytest.fixture
def story(demo_story: str) -> str:
    """What the command said."""
    return demo_story


def on_the_storys_day(basis: str) -> dict[str, ActionPicture]:
    moment = Moment.end_of_day(STORY_DAY, basis)
    return {action.code: action for action in live.read(Plan.objects.get(), moment).actions}


@pytest.fixture
def told(story: str) -> dict[str, ActionPicture]:
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
            if isinstance(column, models.CharField | models.TextField) and not column.choices
        ]
        for values in model.objects.values_list(*names):
            yield from (value for value in values if value)


def test_the_story_counts_what_the_real_report_of_that_day_counted(told: dict[str, ActionPicture]) -> None:
    counts = Counter(row.status for row in told.values())
    assert counts == {Status.COMPLETED: 9, Status.ONGOING: 40, Status.NOT_STARTED: 1}


def test_reported_it_counts_one_more_that_waits_for_review(story: str) -> None:
    counts = Counter(row.status for row in on_the_storys_day(Basis.REPORTED).values())
    assert counts == {Status.COMPLETED: 9, Status.ONGOING: 41}


def test_actions_go_well_and_badly(told: dict[str, ActionPicture]) -> None:
    counts = Counter(row.confidence for row in told.values())
    assert counts[Confidence.ON_TRACK] > counts[Confidence.NEEDS_ATTENTION] > counts[Confidence.OFF_TRACK] > 1


def test_some_are_late_with_a_new_forecast_some_without_and_one_has_not_started(
    told: dict[str, ActionPicture],
) -> None:
    assert codes(told, schedule=Schedule.OVERDUE, has_new_forecast=True) == {"1.7", "5.1", "6.1", "8.4"}
    assert codes(told, schedule=Schedule.OVERDUE, has_new_forecast=False) == {"6.2", "8.1"}
    assert codes(told, schedule=Schedule.SHOULD_HAVE_STARTED) == {"8.5"}


def test_some_are_stale_and_none_was_never_reported(told: dict[str, ActionPicture]) -> None:
    counts = Counter(row.freshness for row in told.values())
    assert counts == {Freshness.FRESH: 39, Freshness.STALE: 11}


def test_some_were_never_reported_again_after_the_first_time(story: str) -> None:
    once = Action.objects.annotate(count=models.Count("reports")).filter(count=1)
    assert set(once.values_list("code", flat=True)) == {"1.6", "4.6"}


def test_some_reports_wait_for_review(story: str) -> None:
    waiting = ProgressReport.objects.waiting_for_review().values_list("action__code", "kind")
    assert Counter(kind for _code, kind in waiting) == {"lead": 4, "contribution": 1}


def test_one_returned_report_was_answered_and_one_was_not(story: str) -> None:
    returned = ProgressReport.objects.filter(state="returned").values_list(
        "action__code", "answered_by__version"
    )
    assert set(returned) == {("5.1", 2), ("3.16", None)}


def test_one_report_was_taken_back_and_handed_in_again(story: str) -> None:
    again = ProgressReport.objects.get(state="taken_back")
    assert ProgressReport.objects.get(action=again.action, version=2).state == "accepted"


def test_verdicts_differ_from_the_confidence_for_a_few(told: dict[str, ActionPicture]) -> None:
    assert codes(told, assessed_otherwise=True) == {"2.3", "3.6", "4.3", "8.1"}


def test_one_forecast_moved_twice(story: str) -> None:
    reports = ProgressReport.objects.filter(action__code="5.1", state="accepted", kind="lead")
    forecasts = (
        reports.exclude(forecast_end=None).order_by("submitted_at").values_list("forecast_end", flat=True)
    )
    assert len(set(forecasts)) == 3


def test_one_action_is_on_hold(told: dict[str, ActionPicture]) -> None:
    assert {code for code, row in told.items() if row.on_hold_since} == {"8.3"}


def test_milestones_were_achieved_on_time_late_and_missed(told: dict[str, ActionPicture]) -> None:
    outcomes = {milestone.outcome for action in told.values() for milestone in action.milestones}
    assert outcomes >= {"on_time", "late", "missed"}


def test_every_line_with_an_amount_has_money_committed_and_paid_with_a_source(
    told: dict[str, ActionPicture],
) -> None:
    lines = {(code, line.place) for code, row in told.items() for line in row.lines if line.has_amount}
    reported = {
        (code, row.place)
        for code, action in told.items()
        for row in action.spending
        if row.committed and row.paid is not None and row.names_source
    }
    assert len(lines) == 15
    assert lines <= reported


def test_people_at_work_are_reported_on_lines_without_an_amount(told: dict[str, ActionPicture]) -> None:
    lines = {
        (code, row.place): action.line(row.place)
        for code, action in told.items()
        for row in action.spending
        if row.full_time_equivalents
    }
    assert not any(line.has_amount for line in lines.values())
    assert len(lines) > 15


def test_one_line_is_paid_above_what_is_planned(told: dict[str, ActionPicture]) -> None:
    ((code, line),) = [(code, line) for code, action in told.items() for line in action.overspent]
    assert code == "4.5"
    assert round(line.paid * 100 / line.planned) == 108


def test_what_is_paid_is_plausible_against_what_is_planned(told: dict[str, ActionPicture]) -> None:
    planned = add_up(line.total for action in told.values() for line in action.lines)
    paid = add_up(row.paid for action in told.values() for row in action.spending)
    assert Decimal("0.3") < paid / planned < Decimal("0.6")


def test_partners_contribute_words_and_money(story: str) -> None:
    contributions = ProgressReport.objects.filter(kind="contribution")
    assert contributions.count() > 15
    with_money = contributions.filter(expenditures__paid__gt=0).values_list("action__code", flat=True)
    assert set(with_money) == {"1.1", "6.3"}


def test_one_report_was_handed_in_on_behalf_of_its_organisation(story: str) -> None:
    report = ProgressReport.objects.get(on_behalf=True)
    assert (report.organisation.key, report.submitted_by.username) == ("vvsg", "platform")
    assert report.reviewed_by.username == "platform2"


def test_nobody_reviewed_their_own_and_both_coordinators_reviewed(story: str) -> None:
    reviewed = ProgressReport.objects.exclude(reviewed_by=None)
    assert not reviewed.filter(reviewed_by=F("submitted_by")).exists()
    counts = Counter(reviewed.values_list("reviewed_by__username", flat=True))
    assert set(counts) == {"platform", "platform2"}
    assert min(counts.values()) > 60


def test_the_lead_of_3_12_was_appointed_in_2021(story: str) -> None:
    event = Event.objects.get(verb=Verb.LEAD_APPOINTED)
    action = Action.objects.get(code="3.12")
    assert (event.action, event.at.year) == (action.pk, 2021)
    assert action.leads.get().organisation.key == "kbbj_abb"


def test_everything_happened_in_working_hours_and_in_order(story: str) -> None:
    instants = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert instants[-1] <= end_of(STORY_DAY)
    here = [instant.astimezone(BRUSSELS) for instant in instants]
    assert all(instant.weekday() < 5 and 9 <= instant.hour < 18 for instant in here)


def test_the_draft_left_no_event(story: str) -> None:
    draft = ProgressReport.objects.drafts().get()
    assert not Event.objects.filter(
        subject_label="reporting.progressreport", subject_key=str(draft.pk)
    ).exists()
    handed_in = Event.objects.filter(verb__in=[Verb.SUBMITTED, Verb.SUBMITTED_ON_BEHALF])
    assert handed_in.count() == ProgressReport.objects.handed_in().count()


def test_all_texts_are_marked_as_sample_data(story: str) -> None:
    written = list(texts())
    assert len(written) > 500
    assert [text for text in written if not text.startswith(MARKS)] == []
    assert {mark for mark in MARKS for text in written if text.startswith(mark)} == set(MARKS)


def test_no_text_speaks_of_a_person(story: str) -> None:
    assert [text for text in texts() if ABOUT_PEOPLE.search(text)] == []


def test_1_7_is_ongoing_with_nothing_pending_and_nothing_paid(told: dict[str, ActionPicture]) -> None:
    assert told["1.7"].status == Status.ONGOING
    assert not told["1.7"].awaits_review
    assert not ProgressReport.objects.pending().filter(action__code="1.7").exists()
    spending = told["1.7"].spending
    assert add_up(row.committed for row in spending) == Decimal("991248.00")
    assert add_up(row.paid for row in spending) == 0


def test_1_7_can_be_completed_with_its_whole_amount_paid_without_a_word_of_warning(story: str) -> None:
    report = ProgressReport.objects.filter(action__code="1.7").latest("submitted_at")
    before = contents_of(report)
    *rows, last = before.expenditures
    words = before.fields | {"status": "completed", "outcome": "as_planned", "confidence": ""}
    contents = Contents(
        fields=words
        | {"done": "Sample data: the last course was held."}
        | {"actual_end": datetime.date(2021, 12, 31), "forecast_end": None, "forecast_reason": ""},
        expenditures=(*rows, replace(last, paid=Decimal("991248.00"), source="Sample data: final account.")),
        milestones=before.milestones,
    )
    at = datetime.datetime(2023, 1, 23, 12, tzinfo=BRUSSELS)
    opened = {"action": report.action, "organisation": report.organisation, "report": None, "revision": 0}
    draft = save_draft(contents=contents, by=report.submitted_by, at=at, **opened)
    assert findings(*comparison_of(draft, draft.saved_at)) == []


def test_the_demo_accounts_exist_and_have_a_password(story: str) -> None:
    accounts = User.objects.filter(username__in=DEMO_ACCOUNTS, is_demo=True)
    assert [account.check_password("demo") for account in accounts] == [True] * len(DEMO_ACCOUNTS)


def test_demo_accounts_sign_in_with_debug_only(story: str) -> None:
    assert authenticate(None, username="education", password="demo") is None
    with override_settings(DEBUG=True):
        assert authenticate(None, username="education", password="demo") is not None


def test_every_organisation_of_the_plan_has_somebody_to_speak_for_it(story: str) -> None:
    speaking = Q(organisation__memberships__role="contributor")
    assert not Promotion.objects.exclude(speaking | Q(organisation__key="wvg")).exists()


def test_told_again_it_changes_nothing(story: str) -> None:
    counts = [model.objects.count() for model in (User, ProgressReport, Event)]
    assert "already told" in seed()
    assert [model.objects.count() for model in (User, ProgressReport, Event)] == counts
