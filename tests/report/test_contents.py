"""Milestones in words: periods by their names, those that say the same folded away, what was not printed marked."""

import datetime

from actionplan.pages.report.contents_in_words import ComparedField, milestones_in_words
from actionplan.picture.picture import MilestonePicture
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import Contents, MilestoneRow
from actions.states import MilestoneOrigin, Recurrence
from tests.picture.builders import milestone


def milestones(recurrence: str = "", origin: str = MilestoneOrigin.PLAN) -> dict[int, MilestonePicture]:
    printed = milestone(
        key="lists",
        origin=origin,
        title="Lists",
        due=None if recurrence else datetime.date(2022, 12, 31),
        due_precision="" if recurrence else "year",
        recurrence=recurrence,
    )
    return {1: printed}


def months(count: int, **changed: str) -> Contents:
    """The first months of 2021, all achieved but those in `changed`."""
    states = {f"m{n}": MilestoneState.ACHIEVED for n in range(1, count + 1)} | changed
    return Contents(
        milestones=tuple(
            MilestoneRow(1, datetime.date(2021, n, 1), states[f"m{n}"]) for n in range(1, count + 1)
        )
    )


def labels(rows: list[ComparedField], folded: bool = False) -> list[str]:
    return [row.label for row in rows if row.is_folded == folded]


def test_a_period_is_called_by_its_name() -> None:
    rows = milestones_in_words(months(2), None, milestones(Recurrence.MONTHLY))
    assert labels(rows) == ["Lists, January 2021", "Lists, February 2021"]
    two_years = milestones_in_words(months(1), None, milestones(Recurrence.EVERY_TWO_YEARS))
    assert two_years[0].label == "Lists, 2021–2022"


def test_earlier_periods_that_say_the_same_are_folded_away() -> None:
    rows = milestones_in_words(months(9, m2="open"), months(8), milestones(Recurrence.MONTHLY))
    assert len(rows) == 9
    assert labels(rows, folded=True) == ["Lists, January 2021", "Lists, March 2021"]
    assert labels(rows)[:2] == ["Lists, February 2021", "Lists, April 2021"]


def test_the_first_report_shows_its_newest_periods() -> None:
    rows = milestones_in_words(months(9), None, milestones(Recurrence.MONTHLY))
    assert [len(labels(rows)), len(labels(rows, folded=True))] == [6, 3]


def test_a_few_periods_all_stand_open() -> None:
    rows = milestones_in_words(months(6), months(6), milestones(Recurrence.MONTHLY))
    assert (len(labels(rows)), labels(rows, folded=True)) == (6, [])


def test_what_was_agreed_to_later_is_marked() -> None:
    once = Contents(milestones=(MilestoneRow(1),))
    (printed,) = milestones_in_words(once, None, milestones())
    (proposed,) = milestones_in_words(once, None, milestones(origin=MilestoneOrigin.PROPOSED))
    assert (printed.plan, proposed.plan) == ("due 2022", "due 2022, not in the printed plan")
