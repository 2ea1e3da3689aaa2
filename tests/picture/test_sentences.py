"""What is known of an action, in sentences: schedule, status, the reasons that make it a point of attention."""

import datetime
from typing import Any

import pytest

from actionplan.picture.frozen import counted
from actionplan.picture.picture import ActionPicture, RequestPicture, SpendingPicture
from actionplan.picture.reasons import reasons_in_words, short_reason, waiting_words, why_judged
from actionplan.picture.results import FreshLimit
from actionplan.picture.sentences import (
    confidence_word,
    marked_verdict,
    schedule_and_end,
    schedule_words,
    status_note,
    status_word,
)
from actionplan.picture.words import ReportWords, WrittenText
from actionplan.reporting.states import NEVER_REPORTED

from .builders import DAY, NOON, action, line, milestone, phase, picture, report, spent

END, TODAY, FAR = DAY(2022, 6, 14), DAY(2022, 6, 15), DAY(2023, 6, 15)


FACTS = ("milestones", "attention", "waits_since", "fresh_limit")


def an_action(ends: datetime.date | None = FAR, on: datetime.date = TODAY, **said: Any) -> ActionPicture:
    """On track, as its lead and the Platform say."""
    facts = {name: said.pop(name) for name in FACTS if name in said}
    word = report(**{"verdict": "on_track"} | said)
    return action(word, phases=(phase(start=DAY(2021, 1, 1), end=ends),), reckoned_on=on, **facts)


DONE = {"status": "completed", "confidence": ""}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "ends later"),
        ({"ends": END}, "end date passed 1 day ago, no new forecast"),
        (
            {"ends": END, "on": DAY(2022, 6, 24), "forecast_end": DAY(2022, 12, 31)},
            "end date passed 10 days ago, new forecast 31 December 2022",
        ),
        (DONE, "done"),
        (DONE | {"ends": END, "actual_end": END}, "done on time"),
        (DONE | {"ends": END, "actual_end": DAY(2022, 6, 12)}, "done, 2 days earlier than planned"),
        (DONE | {"ends": END, "actual_end": TODAY}, "done, 1 day later than planned"),
        (DONE | {"ends": None, "actual_end": TODAY}, "done"),
        (DONE | {"ends": END, "actual_end": TODAY, "status": "stopped"}, "done"),
    ],
)
def test_the_schedule_in_words(facts: dict[str, Any], words: str) -> None:
    assert schedule_words(an_action(**facts)) == words


def test_an_action_that_runs_says_until_which_day_it_is_planned() -> None:
    assert schedule_and_end(an_action()) == "planned until 15 June 2023"
    assert schedule_and_end(an_action(ends=DAY(2022, 6, 16))) == "planned until 16 June 2022"
    assert schedule_and_end(an_action(ends=END)) == schedule_words(an_action(ends=END))


def test_status_and_confidence_in_words() -> None:
    assert status_word("ongoing") == "ongoing"
    assert status_word(NEVER_REPORTED) == "never reported"
    assert status_note(an_action(on_hold_since=END)) == "on hold since 14 June 2022"
    assert status_note(an_action()) == ""
    assert confidence_word("off_track") == "off track"
    assert confidence_word("") == ""


def test_a_verdict_that_was_taken_over_is_marked_also_where_a_round_counts_it() -> None:
    own, taken_over = (
        counted(action(report(verdict="on_track", verdict_taken_over=mark))) for mark in [False, True]
    )
    words = [marked_verdict(one.verdict, taken_over=one.verdict_taken_over) for one in [own, taken_over]]
    assert words == ["on track", "on track (taken over from the lead)"]


OFF, DOUBTFUL = (
    {"confidence": confidence, "verdict": confidence} for confidence in ["off_track", "needs_attention"]
)
LONG_AGO = datetime.datetime(2021, 6, 1, tzinfo=datetime.UTC)
OVERDUE = "Planned until 14 June 2022: end date passed 1 day ago, no new forecast."
LATE_START = "The start date, 1 January 2021, passed: no report that counts here says that it started."
BOTH_DOUBT = "Reported by the lead, and on 1 July 2022 assessed by the Platform, as “needs attention”."
DOUBTED = "Assessed by the Platform as “needs attention” on 1 July 2022."


def with_money(*spending: SpendingPicture) -> ActionPicture:
    """50 euro planned in 2021, 50 in 2022."""
    grants = line(start=DAY(2021, 1, 1), end=DAY(2022, 12, 31), planned={})
    return action(report(spending=spending), lines=(grants,), milestones=())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            an_action(**OFF),
            {
                "off_track": "Reported by the lead, and on 1 July 2022 assessed by the Platform, as “off track”."
            },
        ),
        (
            action(report(verdict_taken_over=True, **OFF)),
            {"off_track": "Reported by the lead as “off track”; the Platform took that over on 1 July 2022."},
        ),
        (
            an_action(confidence="off_track", verdict="needs_attention"),
            {
                "off_track": "Reported by the lead as “off track”.",
                "needs_attention": DOUBTED,
            },
        ),
        (an_action(END, **DOUBTFUL), {"overdue": OVERDUE, "needs_attention": BOTH_DOUBT}),
        (
            an_action(verdict="needs_attention"),
            {"needs_attention": DOUBTED},
        ),
        (
            an_action(status="not_started", **DOUBTFUL),
            {"late_start": LATE_START, "needs_attention": BOTH_DOUBT},
        ),
        (
            an_action(milestones=(milestone(due=DAY(2022, 5, 31)),), on=DAY(2022, 6, 30)),
            {"milestone_missed": "“Handbook” was to be reached by 31 May 2022, 30 days ago, and is not."},
        ),
        (
            with_money(spent(2021, paid="100.5")),
            {"overspent": "Paid €100.50, above the planned total of €100.00."},
        ),
        (
            with_money(spent(2021, paid="24")),
            {"underspent": "Paid €24.00 up to and including 2021: less than half of the €50.00 planned."},
        ),
        (
            action(missing_since=DAY(2022, 1, 20), asked=(RequestPicture("2021-12", DAY(2022, 1, 20)),)),
            {"never": "No report of the lead counts here yet. The first was asked for by 20 January 2022."},
        ),
        (
            action(missing_since=DAY(2020, 7, 3)),
            {
                "never": "No report of the lead counts here yet. Without a round the first was to come by 3 July 2020."
            },
        ),
        (
            an_action(submitted_at=LONG_AGO, fresh_limit=FreshLimit(NOON, "2022-06")),
            {
                "stale": "The report that counts here is of 1 June 2021, from before the round that opened on 1 July 2022."
            },
        ),
        (
            an_action(submitted_at=LONG_AGO, fresh_limit=FreshLimit(NOON, days=365)),
            {"stale": "The report that counts here is of 1 June 2021: more than a year old."},
        ),
        (
            an_action(submitted_at=LONG_AGO, fresh_limit=FreshLimit(NOON, days=300)),
            {"stale": "The report that counts here is of 1 June 2021: more than 300 days old."},
        ),
        (
            an_action(submitted_at=LONG_AGO),
            {"stale": "The report that counts here is of 1 June 2021, from before 1 July 2022."},
        ),
        (action(attention=("never",)), {"never": "No report of the lead counts here yet."}),
        (
            an_action(verdict="off_track", attention=("voices_differ",)),
            {"voices_differ": "Reported as “on track”, assessed by the Platform as “off track”."},
        ),
        (action(), {}),
        (an_action(), {}),
        (an_action(status="completed", milestones=(milestone(due=END),), **DOUBTFUL), {}),
    ],
)
def test_each_reason_says_what_is_meant(found: ActionPicture, said: dict[str, str]) -> None:
    assert {one.code: one.sentence for one in reasons_in_words(found, {}, picture())} == said
    assert list(said) == [code for code in found.attention if code in said]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WrittenText("No trainers."), " Obstacle: No trainers."),
        (WrittenText(is_hidden=True), " Obstacle: Left out."),
        (WrittenText(is_removed=True), " Obstacle: Removed by law."),
        (WrittenText(), " No reason was given."),
    ],
)
def test_the_obstacle_stands_once_as_far_as_the_reader_may_read_it(text: WrittenText, says: str) -> None:
    overdue = an_action(END, confidence="off_track", verdict="needs_attention")
    words = {1: ReportWords(may_read=True, texts={"obstacles": text})}
    off, late, doubtful = (
        reason.sentence for reason in reasons_in_words(overdue, words, picture(), "Left out.")
    )
    assert off == f"Reported by the lead as “off track”.{says}"
    assert (late, doubtful) == (OVERDUE, DOUBTED)


@pytest.mark.parametrize(
    ("of_lead", "of_platform", "texts", "why"),
    [
        ("needs_attention", "needs_attention", {"obstacles": "No trainers.", "remark": "Ask more."}, "Obstacle: No trainers."),
        ("needs_attention", "needs_attention", {"remark": "Ask more."}, "Remark of the Platform: Ask more."),
        ("on_track", "needs_attention", {"obstacles": "No trainers.", "remark": "Ask more."}, "Remark of the Platform: Ask more."),
        ("on_track", "needs_attention", {"obstacles": "No trainers."}, "Obstacle: No trainers."),
        ("needs_attention", "on_track", {"remark": "Fine."}, "No reason was given."),
        ("needs_attention", "", {}, "No reason was given."),
    ],
)  # fmt: skip
def test_a_row_that_says_a_judgement_says_why_or_that_nobody_gave_a_reason(
    of_lead: str, of_platform: str, texts: dict[str, str], why: str
) -> None:
    judged = an_action(confidence=of_lead, verdict=of_platform)
    words = {1: ReportWords(may_read=True, texts={name: WrittenText(text) for name, text in texts.items()})}
    assert judged.attention == ("needs_attention",)
    assert short_reason(judged, words) == why
    assert reasons_in_words(judged, words, picture())[0].sentence.endswith(why)
    if of_platform != "on_track":
        assert why_judged(judged, words, picture()) == why


def test_no_reason_is_missed_where_the_reader_does_not_read_all_or_the_gravest_reason_is_another() -> None:
    judged = an_action(confidence="on_track", verdict="needs_attention")
    assert short_reason(judged, {}) == ""
    assert short_reason(judged, {1: ReportWords(may_read=True, keeps_remark=True)}) == ""
    overdue = an_action(END, confidence="needs_attention", verdict="")
    assert "No reason" not in short_reason(overdue, {1: ReportWords(may_read=True)})


def test_with_several_lines_or_milestones_each_is_named() -> None:
    lines = (line(1, label="Grants"), line(2, label="Staff"))
    word = report(spending=(spent(2022, 1, paid=101), spent(2022, 2, paid=300)))
    late = (milestone(due=DAY(2022, 6, 1)), milestone(key="second", title="Course", due=DAY(2022, 5, 1)))
    subject = action(word, lines=lines, milestones=late)
    assert [reason.sentence for reason in reasons_in_words(subject, {}, picture())] == [
        "“Course” was to be reached by 1 May 2022, 60 days ago, and is not.",
        "“Handbook” was to be reached by 1 June 2022, 29 days ago, and is not.",
        "Staff: Paid €300.00, above the planned total of €100.00.",
        "Grants: Paid €101.00, above the planned total of €100.00.",
    ]


def test_what_waits_for_the_platform_says_since_when() -> None:
    waits = datetime.datetime(2022, 7, 2, tzinfo=datetime.UTC)
    assert waiting_words(action(waits_since=waits)) == "Newer report to review, of 2 July 2022."
    assert waiting_words(an_action(waits_since=waits)) == ""


def test_a_stale_report_is_dated_in_brussels() -> None:
    just_after_midnight = datetime.datetime(2021, 6, 14, 22, 30, tzinfo=datetime.UTC)
    (reason,) = reasons_in_words(an_action(submitted_at=just_after_midnight), {}, picture())
    assert reason.sentence.startswith("The report that counts here is of 15 June 2021")


def test_a_milestone_that_is_not_achieved_is_not_late_in_a_row_of_a_list() -> None:
    missed = an_action(milestones=(milestone(due=DAY(2022, 5, 31)),), on=DAY(2022, 6, 30))
    assert short_reason(missed, {}) == "Milestone “Handbook” was due on 31 May 2022."
