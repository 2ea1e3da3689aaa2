"""When something is said: the occasions of each kind of duty, of which only the one that came last by the day counts.

So a person who was not reached for ten days is told once, and not of every occasion that passed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

DAYS_BEFORE = (14, 7, 1)
"""Days before a due date (inclusive) on which it is recalled."""
TERM_DAYS_BEFORE = 3
"""Days before the last day of a question's term on which it is recalled."""
RETURNED_AGAIN = 3
"""Days after a report was returned on which its remark is recalled."""
REVIEW_AFTER = 5
"""Days after which a report that waits for review is recalled to the coordinators."""


@dataclass(frozen=True)
class Occasion:
    """Something is said on the day, or as soon as possible after it. `key` names it among those of one subject.

    With `at_once` it does not wait for the digest of the next day.
    """

    day: datetime.date
    key: str
    at_once: bool = False


def latest(occasions: Iterable[Occasion], on: datetime.date) -> Occasion | None:
    """The occasion that came last by the day; of two on one day the one that is given last."""
    come = sorted((one for one in occasions if one.day <= on), key=lambda one: one.day)
    return come[-1] if come else None


def of_opening(day: datetime.date) -> list[Occasion]:
    return [Occasion(day, "opened", at_once=True)]


def of_due_date(opened: datetime.date, due: datetime.date, on: datetime.date) -> list[Occasion]:
    """14, 7 and 1 days before the last day, if the round was open before that; weekly once it has passed.

    Nobody is late on the day of the opening: that day says that the round is open.
    """
    late = weekly(due + datetime.timedelta(days=1), on, f"{due}/late")
    return [*before(due, after=opened), *(one for one in late if one.day > opened)]


def before(due: datetime.date, *, after: datetime.date) -> list[Occasion]:
    days = [(due - datetime.timedelta(days=number), number) for number in DAYS_BEFORE]
    return [Occasion(day, f"{due}/{number}") for day, number in days if day > after]


def weekly(first: datetime.date, on: datetime.date, key: str) -> list[Occasion]:
    """The last of the days `first`, a week later and so on that has come by the day; none before `first`."""
    weeks = (on - first).days // 7
    return [Occasion(first + datetime.timedelta(weeks=weeks), f"{key}/{weeks + 1}")] if weeks >= 0 else []


def of_returned(returned: datetime.date, due: datetime.date | None, on: datetime.date) -> list[Occasion]:
    """At once and after three days; then, where it is late in its round, weekly. `due` is None for what is never late."""
    again = returned + datetime.timedelta(days=RETURNED_AGAIN)
    late = weekly(due + datetime.timedelta(days=1), on, f"{due}/late") if due else []
    return [
        Occasion(returned, "returned", at_once=True),
        Occasion(again, str(RETURNED_AGAIN)),
        *[one for one in late if one.day > again],
    ]


def of_question(
    asked: datetime.date, message: str, term: datetime.date | None, on: datetime.date
) -> list[Occasion]:
    """At once, again at each further message of the Platform (`message` names it); before its term ends, weekly after."""
    said = Occasion(asked, f"asked/{message}", at_once=True)
    if term is None:
        return [said]
    near = term - datetime.timedelta(days=TERM_DAYS_BEFORE)
    return [
        *([Occasion(near, f"{term}/{TERM_DAYS_BEFORE}")] if near > asked else []),
        *weekly(term + datetime.timedelta(days=1), on, f"{term}/late"),
        said,
    ]


def of_review(submitted: datetime.date, on: datetime.date) -> list[Occasion]:
    """After five days, then weekly."""
    return weekly(submitted + datetime.timedelta(days=REVIEW_AFTER), on, "waits")


def of_extension(asked: datetime.date) -> list[Occasion]:
    """On the day it was asked for, and after three days."""
    again = asked + datetime.timedelta(days=RETURNED_AGAIN)
    return [Occasion(asked, "asked"), Occasion(again, str(RETURNED_AGAIN))]


def of_validation(opened: datetime.date, closes: datetime.date) -> list[Occasion]:
    """When the round is in validation, and 7 and 1 days before it is to close.

    Nobody keeps since when a round is in validation: whichever occasion is the first that a person hears is said at once.
    """
    days = [opened, *(closes - datetime.timedelta(days=number) for number in DAYS_BEFORE if number <= 7)]
    return [Occasion(day, f"{closes}/{day}", at_once=True) for day in days if day >= opened]


def once(day: datetime.date, *, at_once: bool = False) -> list[Occasion]:
    return [Occasion(day, "told", at_once=at_once)]


def of_press(days: Iterable[datetime.date]) -> list[Occasion]:
    """The days on which a coordinator pressed "remind"."""
    return [Occasion(day, f"pressed/{day}", at_once=True) for day in days]
