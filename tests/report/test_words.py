"""Milestones in words: periods by their names, those that say the same folded away, what was not printed marked."""

import datetime

from actionplan.pages.report.words import milestones_in_words
from actionplan.reporting.states import MilestoneState
from actionplan.reports.position import MilestoneRow, Position
from actions.models import Milestone, MilestoneTerms
from actions.states import MilestoneOrigin, Recurrence


def terms(recurrence: str = "", origin: str = MilestoneOrigin.PLAN) -> MilestoneTerms:
    due = None if recurrence else datetime.date(2022, 12, 31)
    milestone = Milestone(pk=1, origin=origin)
    precision = "" if recurrence else "year"
    return MilestoneTerms(
        milestone=milestone, title="Lists", recurrence=recurrence, due=due, due_precision=precision
    )


def months(count: int, **changed: str) -> Position:
    """The first months of 2021, all achieved but those in `changed`."""
    states = {f"m{n}": MilestoneState.ACHIEVED for n in range(1, count + 1)} | changed
    return Position(
        milestones=tuple(
            MilestoneRow(1, datetime.date(2021, n, 1), states[f"m{n}"]) for n in range(1, count + 1)
        )
    )


def test_a_period_is_called_by_its_name() -> None:
    labels = [row.label for row in milestones_in_words(months(2), None, [terms(Recurrence.MONTHLY)])]
    assert labels == ["Lists, January 2021", "Lists, February 2021"]
    two_years = milestones_in_words(months(1), None, [terms(Recurrence.EVERY_TWO_YEARS)])
    assert two_years[0].label == "Lists, 2021–2022"


def test_earlier_periods_that_say_the_same_are_folded_away() -> None:
    rows = milestones_in_words(months(9, m2="open"), months(8), [terms(Recurrence.MONTHLY)])
    assert len(rows) == 9
    assert [row.label for row in rows.folded] == ["Lists, January 2021", "Lists, March 2021"]
    assert [row.label for row in rows.shown][:2] == ["Lists, February 2021", "Lists, April 2021"]


def test_the_first_report_shows_its_newest_periods() -> None:
    rows = milestones_in_words(months(9), None, [terms(Recurrence.MONTHLY)])
    assert [len(rows.shown), len(rows.folded)] == [6, 3]


def test_a_few_periods_all_stand_open() -> None:
    rows = milestones_in_words(months(6), months(6), [terms(Recurrence.MONTHLY)])
    assert (len(rows.shown), rows.folded) == (6, [])


def test_what_was_agreed_to_later_is_marked() -> None:
    once = Position(milestones=(MilestoneRow(1),))
    (printed,) = milestones_in_words(once, None, [terms()])
    (proposed,) = milestones_in_words(once, None, [terms(origin=MilestoneOrigin.PROPOSED)])
    assert (printed.plan, proposed.plan) == ("due 2022", "due 2022, not in the printed plan")
