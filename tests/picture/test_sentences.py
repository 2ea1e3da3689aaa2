"""What is known of an action, in sentences: schedule, status, the reasons that make it a point of attention."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from actionplan.picture.attention import reasons_of
from actionplan.picture.results import OverspentLine
from actionplan.picture.schedule import days_late
from actionplan.picture.sentences import reasons_in_words, schedule_words, status_note, status_word
from actionplan.reporting.states import NEVER_REPORTED, Attention, confidence_word
from tests.reporting_factories import noon

END = datetime.date(2022, 6, 14)
TODAY = datetime.date(2022, 6, 15)


def an_action(**facts: Any) -> SimpleNamespace:
    """An action that is in order, with what the rules found of it."""
    fine = {
        "status": "ongoing",
        "on_hold_since": None,
        "confidence": "on_track",
        "verdict": "on_track",
        "schedule": "running",
        "freshness": "fresh",
        "runs_from": END,
        "runs_until": END,
        "actual_end": None,
        "forecast_end": None,
        "has_new_forecast": False,
        "reckoned_on": TODAY,
        "reported_at": noon(2022, 6, 1),
        "fresh_since": noon(2022, 11, 24),
        "is_continuous": False,
        "assessed_otherwise": False,
        "computed_otherwise": False,
        "overspent": (),
    }
    action = SimpleNamespace(**fine | facts)
    action.voices_differ = action.assessed_otherwise or action.computed_otherwise
    action.days_late = days_late(action)
    action.attention = reasons_of(action)
    return action


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"schedule": "running"}, "running"),
        ({"schedule": "overdue"}, "overdue by 1 day, no new forecast"),
        (
            {
                "schedule": "overdue",
                "reckoned_on": datetime.date(2022, 6, 24),
                "has_new_forecast": True,
                "forecast_end": datetime.date(2022, 12, 31),
            },
            "overdue by 10 days, new forecast 31 December 2022",
        ),
        ({"schedule": "done", "status": "completed"}, "done"),
        ({"schedule": "done", "status": "completed", "actual_end": END}, "done on time"),
        (
            {"schedule": "done", "status": "completed", "actual_end": datetime.date(2022, 6, 12)},
            "done, 2 days early",
        ),
        ({"schedule": "done", "status": "completed", "actual_end": TODAY}, "done, 1 day late"),
        ({"schedule": "done", "status": "completed", "actual_end": TODAY, "runs_until": None}, "done"),
        ({"schedule": "done", "status": "stopped", "actual_end": TODAY}, "done"),
    ],
)
def test_the_schedule_in_words(facts: dict[str, Any], words: str) -> None:
    assert schedule_words(an_action(**facts)) == words


def test_the_status_in_words() -> None:
    assert status_word("ongoing") == "ongoing"
    assert status_word(NEVER_REPORTED) == "never reported"
    assert status_note(an_action(on_hold_since=END)) == "on hold since 14 June 2022"
    assert status_note(an_action()) == ""


def test_a_continuous_action_has_its_own_words_for_confidence() -> None:
    assert [confidence_word("off_track"), confidence_word("off_track", continuous=True)] == [
        "off track",
        "little or nothing",
    ]
    assert confidence_word("") == ""


def test_an_action_that_is_in_order_needs_no_attention() -> None:
    assert reasons_in_words(an_action()) == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"confidence": "off_track"}, Attention.OFF_TRACK),
        ({"verdict": "off_track"}, Attention.OFF_TRACK),
        ({"confidence": "off_track", "verdict": "off_track"}, Attention.OFF_TRACK),
        ({"schedule": "overdue"}, Attention.OVERDUE),
        (
            {"assessed_otherwise": True, "verdict": "needs_attention"},
            Attention.VOICES_DIFFER,
        ),
        (
            {"computed_otherwise": True, "schedule": "running"},
            Attention.VOICES_DIFFER,
        ),
        ({"schedule": "should_have_started"}, Attention.LATE_START),
        ({"freshness": "stale"}, Attention.STALE),
        (
            {"status": NEVER_REPORTED, "freshness": "never", "confidence": "", "verdict": ""},
            Attention.NEVER_REPORTED,
        ),
    ],
)
def test_each_reason_has_one_sentence(facts: dict[str, Any], code: Attention) -> None:
    (reason,) = reasons_in_words(an_action(**facts))
    assert reason.code == code
    assert reason.sentence.endswith(".")


def test_an_overspent_line_names_both_amounts() -> None:
    line = OverspentLine(place=1, planned=Decimal("10000"), paid=Decimal("12500.5"))
    (reason,) = reasons_in_words(an_action(overspent=(line,)))
    assert reason.sentence == "Paid €12,500.50, above the planned total of €10,000.00."


def test_a_stale_report_is_dated_in_brussels() -> None:
    just_after_midnight = datetime.datetime(2021, 6, 14, 22, 30, tzinfo=datetime.UTC)
    (reason,) = reasons_in_words(an_action(freshness="stale", reported_at=just_after_midnight))
    assert reason.sentence.startswith("The report that counts here is of 15 June 2021")
