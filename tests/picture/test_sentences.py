"""What is known of an action, in sentences: schedule, status, the reasons that make it a point of attention."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.picture.picture import ActionPicture
from actionplan.picture.results import OverspentLine
from actionplan.picture.sentences import (
    confidence_word,
    confidence_words,
    reasons_in_words,
    schedule_words,
    status_note,
    status_word,
    verdict_words,
    voices_in_words,
)
from actionplan.reporting.states import NEVER_REPORTED, Attention

from .builders import DAY, action, phase, report

END, TODAY, FAR = DAY(2022, 6, 14), DAY(2022, 6, 15), DAY(2023, 6, 15)


def an_action(ends: datetime.date | None = FAR, on: datetime.date = TODAY, **said: Any) -> ActionPicture:
    """On track, as its lead and the Platform say."""
    word = report(**{"verdict": "on_track"} | said)
    return action(word, phases=(phase(start=DAY(2021, 1, 1), end=ends),), reckoned_on=on)


DONE = {"status": "completed", "confidence": ""}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "running"),
        ({"ends": END}, "overdue by 1 day, no new forecast"),
        (
            {"ends": END, "on": DAY(2022, 6, 24), "forecast_end": DAY(2022, 12, 31)},
            "overdue by 10 days, new forecast 31 December 2022",
        ),
        (DONE, "done"),
        (DONE | {"ends": END, "actual_end": END}, "done on time"),
        (DONE | {"ends": END, "actual_end": DAY(2022, 6, 12)}, "done, 2 days early"),
        (DONE | {"ends": END, "actual_end": TODAY}, "done, 1 day late"),
        (DONE | {"ends": None, "actual_end": TODAY}, "done"),
        (DONE | {"ends": END, "actual_end": TODAY, "status": "stopped"}, "done"),
    ],
)
def test_the_schedule_in_words(facts: dict[str, Any], words: str) -> None:
    assert schedule_words(an_action(**facts)) == words


def test_status_confidence_and_what_each_voice_says_in_words() -> None:
    assert status_word("ongoing") == "ongoing"
    assert status_word(NEVER_REPORTED) == "never reported"
    assert status_note(an_action(on_hold_since=END)) == "on hold since 14 June 2022"
    assert status_note(an_action()) == ""
    assert confidence_word("off_track") == "off track"
    assert confidence_word("") == ""
    voices = voices_in_words(an_action(END, verdict="off_track"))
    assert (voices.reported, voices.assessed) == ("ongoing, on track", "off track")
    assert voices.computed == "overdue by 1 day, no new forecast"
    assert voices_in_words(an_action(verdict="")).assessed == ""
    # a continuous action has words of its own
    assert confidence_word("off_track", continuous=True) == "little or nothing"
    continuous = action(
        report(confidence="off_track", verdict="off_track"), phases=(phase(end=None, continuous=True),)
    )
    assert confidence_words(continuous) == verdict_words(continuous) == "little or nothing"


OFF, DOUBTFUL = ({"confidence": one, "verdict": one} for one in ["off_track", "needs_attention"])


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (an_action(**OFF), Attention.OFF_TRACK),
        (an_action(END, **DOUBTFUL), Attention.OVERDUE),
        (an_action(verdict="needs_attention"), Attention.VOICES_DIFFER),
        (an_action(status="not_started", **DOUBTFUL), Attention.LATE_START),
        (an_action(submitted_at=datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC)), Attention.STALE),
        (action(), Attention.NEVER_REPORTED),
        (an_action(), None),
    ],
)
def test_each_reason_has_one_sentence(found: ActionPicture, code: Attention | None) -> None:
    said = reasons_in_words(found)
    assert [reason.code for reason in said] == ([code] if code else [])
    assert all(reason.sentence.endswith(".") for reason in said)


def test_an_overspent_line_names_both_amounts() -> None:
    over = OverspentLine(place=1, planned=Decimal("10000"), paid=Decimal("12500.5"))
    found = action(report(), overspent=(over,), attention=(Attention.OVERSPENT,))
    (reason,) = reasons_in_words(found)
    assert reason.sentence == "Paid €12,500.50, above the planned total of €10,000.00."


def test_a_stale_report_is_dated_in_brussels() -> None:
    just_after_midnight = datetime.datetime(2021, 6, 14, 22, 30, tzinfo=datetime.UTC)
    (reason,) = reasons_in_words(an_action(submitted_at=just_after_midnight))
    assert reason.sentence.startswith("The report that counts here is of 15 June 2021")
