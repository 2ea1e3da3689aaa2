"""Counts of days are written as every number is, thousands apart and as the language writes them, in whatever sentence."""

import datetime
import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from actionplan.accounts.models import User
from actionplan.base.formatting import distance_words, late_words, until_words
from actionplan.pages.timeline.read import CountedDays, TimelineMilestone
from actionplan.picture.picture import ReportedMilestonePicture, Slip
from actionplan.picture.schedule import days_late
from actionplan.picture.sentences import schedule_words, slip_sentences
from tests.factories import MilestoneFactory
from tests.gates.source_messages import ROOT
from tests.personas import SmallPlan
from tests.picture import builders
from tests.reading import Element, part

EARLIER, LATER = datetime.date(2020, 12, 31), datetime.date(2024, 12, 31)
"""1,461 days apart."""


def schedule(code: str, ends: datetime.date, ended: datetime.date) -> str:
    facts = {"schedule": code, "status": "completed", "runs_until": ends, "actual_end": ended}
    common = {"reckoned_on": LATER, "has_new_forecast": False, "forecast_end": None, "has_left": False}
    action = SimpleNamespace(**facts, **common)
    action.days_late = days_late(action)
    return schedule_words(action)


def milestone(*rows: ReportedMilestonePicture) -> str:
    return TimelineMilestone(builders.milestone(*rows, due=EARLIER, on=LATER)).words


def slip_of(days: int) -> str:
    return slip_sentences(Slip(LATER, False, days, None, 0))[0]


SAID: list[tuple[Callable[[], str], str, str]] = [
    (
        lambda: schedule("overdue", EARLIER, LATER),
        "end date passed 1,461 days ago",
        "einddatum 1.461 dagen voorbij",
    ),
    (lambda: schedule("done", EARLIER, LATER), "1,461 days later than planned", "1.461 dagen"),
    (lambda: schedule("done", LATER, EARLIER), "1,461 days earlier than planned", "1.461 dagen"),
    (lambda: slip_of(1461), "1,461 days later than", "1.461 dagen later dan"),
    (lambda: slip_of(-1461), "1,461 days earlier than", "1.461 dagen vroeger dan"),
    (lambda: CountedDays(2, "", 1461).at_most, "by 1,461 days at most", "1.461 dagen"),
    (lambda: milestone(), "not achieved, due 1,461 days ago", "niet bereikt, 1.461 dagen voorbij de datum"),
    (
        lambda: milestone(builders.told("achieved", LATER)),
        "1,461 days later than planned",
        "1.461 dagen later dan gepland",
    ),
    (lambda: late_words(1461), "1,461 days late", "1.461 dagen te laat"),
    (lambda: until_words(EARLIER, LATER), "1,461 days late", "1.461 dagen te laat"),
    (lambda: distance_words(LATER, EARLIER), "in 1,461 days", "1.461 dagen"),
]


@pytest.mark.parametrize(("said", "english", "dutch"), SAID)
def test_a_count_of_days_is_written_as_its_language_writes_numbers(
    said: Callable[[], str], english: str, dutch: str
) -> None:
    assert english in said()
    with override("nl"):
        assert dutch in said()


def test_one_day_stays_one_day() -> None:
    assert slip_of(1).startswith("1 day later than")


def test_an_action_says_so_of_its_milestones(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    MilestoneFactory(action=small_plan.with_money, key="late", order=2, terms__due=EARLIER)
    assert "due 1,461 days ago" in part(show_action(reader, "1.1", "?on=2024-12-31"), "milestones")


def test_the_filter_writes_a_number_with_its_sign() -> None:
    page = Template("{% load ui %}{{ days|number }}")
    assert page.render(Context({"days": -1461})) == "−1,461"


def test_no_sentence_takes_a_count_of_days_as_it_comes() -> None:
    python = re.compile(r'"days": (?!(formatting\.)?number\()')
    template = re.compile(r"count days=")
    places = [path for path in (ROOT / "actionplan").rglob("*.py") if python.search(path.read_text())]
    places += [path for path in (ROOT / "templates").rglob("*.html") if template.search(path.read_text())]
    assert places == []
