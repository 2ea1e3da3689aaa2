"""Duties, the things that somebody has to do or to know, and the occasions on which they are mentioned.

Of the occasions of each duty only the last one by the day counts. So a person who was not reached for ten days is told once,
not for every occasion that passed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from actionplan.base.days import day_of
from actions.models import Action, Lead, Promotion
from objectives.models import Plan

from .people import People
from .states import TO_KNOW, DutyKind

TOLD_WITHIN = datetime.timedelta(days=30)
"""News older than this is no longer told."""


DAYS_BEFORE = (14, 7, 1)
"""Days before a due date (inclusive) on which people are reminded."""
TERM_DAYS_BEFORE = 3
"""Days before the last day to answer a question on which people are reminded."""
RETURNED_AGAIN = 3
"""Days after a report was returned on which people are reminded of its remark."""
REVIEW_AFTER = 5
"""Days after which coordinators are reminded of a report that waits for review."""


# Occasions


@dataclass(frozen=True)
class Occasion:
    """A day on which a duty is mentioned, or as soon as possible after it. `key` identifies it among those of a subject.

    With `at_once` it does not wait for the digest of the next day.
    """

    day: datetime.date
    key: str
    at_once: bool = False


def latest(occasions: Iterable[Occasion], on: datetime.date) -> Occasion | None:
    """The last occasion by the day; of two on the same day the one given last."""
    past = [occasion for occasion in occasions if occasion.day <= on]
    return sorted(past, key=lambda occasion: occasion.day)[-1] if past else None


def of_opening(day: datetime.date) -> list[Occasion]:
    return [Occasion(day, "opened", at_once=True)]


def of_due_date(opened: datetime.date, due: datetime.date, on: datetime.date) -> list[Occasion]:
    """14, 7 and 1 days before the last day, if the round was open before that; weekly once it has passed.

    Nobody is late on the day of the opening, when people hear that the round is open.
    """
    late = weekly(due + datetime.timedelta(days=1), on, f"{due}/late")
    return [*before(due, after=opened), *(occasion for occasion in late if occasion.day > opened)]


def before(due: datetime.date, *, after: datetime.date) -> list[Occasion]:
    days = [(due - datetime.timedelta(days=number), number) for number in DAYS_BEFORE]
    return [Occasion(day, f"{due}/{number}") for day, number in days if day > after]


def weekly(first: datetime.date, on: datetime.date, key: str) -> list[Occasion]:
    """The last of the days `first`, a week later and so on, up to the day; empty before `first`."""
    weeks = (on - first).days // 7
    return [Occasion(first + datetime.timedelta(weeks=weeks), f"{key}/{weeks + 1}")] if weeks >= 0 else []


def of_returned(returned: datetime.date, due: datetime.date | None, on: datetime.date) -> list[Occasion]:
    """At once and after three days; then weekly if it is late in its round. `due` is None if it is never late."""
    again = returned + datetime.timedelta(days=RETURNED_AGAIN)
    late = weekly(due + datetime.timedelta(days=1), on, f"{due}/late") if due else []
    return [
        Occasion(returned, "returned", at_once=True),
        Occasion(again, str(RETURNED_AGAIN)),
        *[occasion for occasion in late if occasion.day > again],
    ]


def of_question(
    asked: datetime.date, message: str, term: datetime.date | None, on: datetime.date
) -> list[Occasion]:
    """At once and at each further message of the Platform (identified by `message`); before its term ends, and weekly
    after."""
    question = Occasion(asked, f"asked/{message}", at_once=True)
    if term is None:
        return [question]
    near = term - datetime.timedelta(days=TERM_DAYS_BEFORE)
    return [
        *([Occasion(near, f"{term}/{TERM_DAYS_BEFORE}")] if near > asked else []),
        *weekly(term + datetime.timedelta(days=1), on, f"{term}/late"),
        question,
    ]


def of_reopening(at: datetime.datetime) -> list[Occasion]:
    return [Occasion(day_of(at), f"reopened/{day_of(at)}", at_once=True)]


def of_review(submitted: datetime.date, on: datetime.date) -> list[Occasion]:
    """After five days, then weekly."""
    return weekly(submitted + datetime.timedelta(days=REVIEW_AFTER), on, "waits")


def of_extension(asked: datetime.date) -> list[Occasion]:
    """On the day it was asked for, and after three days."""
    again = asked + datetime.timedelta(days=RETURNED_AGAIN)
    return [Occasion(asked, "asked"), Occasion(again, str(RETURNED_AGAIN))]


def of_amendment(prepared: datetime.date, effective_from: datetime.date, on: datetime.date) -> list[Occasion]:
    """On its day of effect, or the day it was prepared if that is later; then weekly until somebody decides on it."""
    return weekly(max(prepared, effective_from), on, f"{effective_from}/waits")


def of_validation(
    opened: datetime.date, closes: datetime.date, accepted: datetime.datetime
) -> list[Occasion]:
    """When the round is in validation, 7 and 1 days before it is to close, and when what is asked about last was accepted.

    Nobody stores on which day validation began. So a person is told at once, whichever of these days comes first.
    """
    days = [opened, *(closes - datetime.timedelta(days=number) for number in DAYS_BEFORE if number <= 7)]
    known = [Occasion(day, f"{closes}/{day}", at_once=True) for day in days if day >= opened]
    return [
        *known,
        Occasion(day_of(accepted), f"accepted/{accepted.isoformat(timespec='seconds')}", at_once=True),
    ]


def once(day: datetime.date, *, at_once: bool = False) -> list[Occasion]:
    return [Occasion(day, "told", at_once=at_once)]


def of_reminder(days: Iterable[datetime.date]) -> list[Occasion]:
    """The days on which a coordinator pressed "remind"."""
    return [Occasion(day, f"pressed/{day}", at_once=True) for day in days]


# Duties


@dataclass(frozen=True)
class Duty:
    """A thing for a person to do or to know, with the occasion on which it is mentioned."""

    kind: DutyKind
    subject: str
    """Its subject: `request:12`."""
    occasion: Occasion
    plan: Plan
    action: Any = None
    organisation: Any = None
    round: Any = None
    """The action, organisation and round that it is about, if any."""
    day: Any = None
    """The last day to do it; for what only waits or is news, the day it began. None without a term."""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Kind, subject and occasion, which are told once."""
        return (str(self.kind.value), self.subject, self.occasion.key)

    @property
    def is_to_do(self) -> bool:
        return self.kind not in TO_KNOW

    @property
    def is_reminded(self) -> bool:
        """Whether a coordinator's press reminds of it: what a lead has to submit, or to answer."""
        return self.kind == DutyKind.HAND_IN or (self.kind == DutyKind.RETURNED and self.day is not None)


Duties = dict[int, list[Duty]]
"""The duties by key of the person."""
AddressedDuties = Iterator[tuple[Iterable[int], Duty]]
"""Duties, each with the keys of the people who have it."""


@dataclass(frozen=True)
class DutyScope:
    """The scope in which duties are read: the moment, the people, and the plan or all plans."""

    at: datetime.datetime
    people: People
    plan: Plan | None
    parts: set[tuple[int, int]]
    """Pairs of an action and an organisation that has a role in it today."""

    @property
    def on(self) -> datetime.date:
        return day_of(self.at)

    def of_plan(self, rows: Any, path: str = "action__plan") -> Any:
        return rows if self.plan is None else rows.filter(**{path: self.plan})

    def occasion(self, occasions: Iterable[Occasion]) -> Occasion | None:
        return latest(occasions, self.on)


def duty_scope(people: People, at: datetime.datetime, plan: Plan | None = None) -> DutyScope:
    """Two queries."""
    on = day_of(at)
    parts: set[tuple[int, int]] = set()
    actions = Action.objects.in_force(on).values("pk")
    for model in (Lead, Promotion):
        rows = model.objects.in_force(on).filter(organisation__in=people.organisations, action__in=actions)
        parts |= set(rows.order_by().values_list("action", "organisation"))
    return DutyScope(at, people, plan, parts)
