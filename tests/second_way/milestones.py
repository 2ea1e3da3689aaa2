"""What became of each milestone a second way: what is promised on the day, beside what the word's report says of it."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from . import periods
from .exported import Row
from .plain import Day, Plain, Stand, When, day, in_force

SOON = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Became:
    """A milestone, and what became of it; the counts of periods are of one that recurs."""

    code: str
    key: str
    outcome: str
    due: Day | None
    is_due: bool
    is_soon: bool
    days_late: int
    number: Decimal | None
    periods: tuple[int, int, int] | None
    by_year: dict[str, tuple[int, int]]


def each(plain: Plain, stands: list[Stand], when: When) -> list[Became]:
    """In the plan's order."""
    return [
        _one(plain, stand, when, milestone, terms)
        for stand in stands
        for milestone, terms in sorted(
            promised(plain, stand, when.plan_day), key=lambda pair: pair[0]["order"]
        )
    ]


def _one(plain: Plain, stand: Stand, when: When, milestone: Row, terms: Row) -> Became:
    on, due = when.reckoned_on, day(terms["due"])
    row = told(plain, stand, milestone, on)
    if terms["recurrence"]:
        of = (plain, stand, when, milestone, terms)
        counts, years = periods.counts(*of), periods.by_year(*of)
        return Became(stand.code, milestone["key"], "recurring", due, False, False, 0, None, counts, years)
    outcome = _outcome(terms, row, on)
    late = {"missed": on, "late": day(row["achieved_on"]) if row else None}.get(outcome)
    return Became(
        stand.code,
        milestone["key"],
        outcome,
        due,
        due is not None and due <= on and outcome != "dropped",
        outcome == "open" and due is not None and due <= on + SOON,
        (late - due).days if late and due else 0,
        Decimal(row["number"]) if row and row["number"] is not None else None,
        None,
        {},
    )


def promised(plain: Plain, stand: Stand, on: Day) -> list[tuple[Row, Row]]:
    """The action's milestones with the terms in force."""
    found = []
    for terms in plain.rows["actions.milestoneterms"]:
        milestone = plain.by_key["actions.milestone"][terms["milestone"]]
        if milestone["action"] == stand.key and in_force(terms, on):
            found.append((milestone, terms))
    return found


def due_and_achieved(plain: Plain, stand: Stand, when: When) -> tuple[int, int]:
    """Dated milestones that are due, the dropped ones left out, and of those the achieved ones."""
    due = achieved = 0
    for milestone, terms in promised(plain, stand, when.plan_day):
        if terms["due"] and not terms["recurrence"] and day(terms["due"]) <= when.reckoned_on:
            row = told(plain, stand, milestone, when.reckoned_on)
            state = row["state"] if row else "open"
            due += state != "dropped"
            achieved += state == "achieved"
    return due, achieved


def told(plain: Plain, stand: Stand, milestone: Row, on: Day) -> Row | None:
    """As it was on the day: what was achieved later is open."""
    for row in plain.rows["reporting.reportedmilestone"]:
        mine = stand.word is not None and row["report"] == stand.word["pk"]
        if mine and row["milestone"] == milestone["pk"] and row["period_start"] is None:
            return periods.as_it_was(row, on)
    return None


def _outcome(terms: Row, told: Row | None, on: Day) -> str:
    state, due = told["state"] if told else "open", day(terms["due"])
    if terms["recurrence"]:
        return "recurring"
    if state == "dropped":
        return "dropped"
    if told is not None and state == "achieved":
        return "on_time" if due is None or day(told["achieved_on"]) <= due else "late"
    if due is None:
        return "undated"
    return "missed" if due < on else "open"
