"""Milestones that recur a second way: which periods are due, and of those how many were told of and how many achieved."""

import datetime

from .exported import Row
from .plain import Day, Plain, Stand, When, day

YEARS = {"several_a_year": 1, "yearly": 1, "every_two_years": 2}


def told(plain: Plain, stand: Stand, milestone: Row, on: Day) -> dict[Day, Row]:
    """What the word's report says, by the first day of the period; what was achieved after the day is open."""
    rows = plain.rows["reporting.reportedmilestone"] if stand.word is not None else []
    mine = [row for row in rows if row["report"] == stand.word["pk"] and row["milestone"] == milestone["pk"]]
    return {day(row["period_start"]): as_it_was(row, on) for row in mine if row["period_start"]}


def as_it_was(row: Row, on: Day) -> Row:
    """What was achieved after the day is open on it; a period without a day of its own begins with its first."""
    achieved_on = day(row["achieved_on"] or row["period_start"])
    is_later = row["state"] == "achieved" and achieved_on is not None and achieved_on > on
    return row | {"state": "open", "achieved_on": None} if is_later else row


def due(plain: Plain, stand: Stand, when: When, milestone: Row, terms: Row) -> set[Day]:
    """Those whose last day has come, and those achieved already; none that was dropped."""
    on = when.reckoned_on
    said = told(plain, stand, milestone, on)
    starts = expected(plain, stand, when, milestone, terms) | set(said)
    found = {start for start in starts if following(terms["recurrence"], start) <= on + datetime.timedelta(1)}
    found |= {start for start, row in said.items() if row["state"] == "achieved"}
    return found - {start for start, row in said.items() if row["state"] == "dropped"}


def expected(plain: Plain, stand: Stand, when: When, milestone: Row, terms: Row) -> set[Day]:
    """Within the action's period, open ends taken to the plan's; what was agreed to later begins with its agreement."""
    first = stand.starts or day(plain.plan["start"])
    last = min(when.reckoned_on, stand.ends or day(plain.plan["end"]))
    if milestone["origin"] == "proposed":
        first = max(first, day(terms["in_force_from"]))
    monthly = terms["recurrence"] == "monthly"
    start = first.replace(day=1) if monthly else datetime.date(first.year, 1, 1)
    found = set()
    while start <= last:
        found.add(start)
        start = following(terms["recurrence"], start)
    return found


def following(recurrence: str, start: Day) -> Day:
    """The first day of the period after."""
    if recurrence == "monthly":
        return (start + datetime.timedelta(days=31)).replace(day=1)
    return start.replace(year=start.year + YEARS[recurrence])


def counts(plain: Plain, stand: Stand, when: When, milestone: Row, terms: Row) -> tuple[int, int, int]:
    """Due, told of, achieved."""
    of_due = due(plain, stand, when, milestone, terms)
    said = [row for start, row in told(plain, stand, milestone, when.reckoned_on).items() if start in of_due]
    return len(of_due), len(said), sum(row["state"] == "achieved" for row in said)


def by_year(plain: Plain, stand: Stand, when: When, milestone: Row, terms: Row) -> dict[str, tuple[int, int]]:
    """Due and achieved in each year, or two years; none of which nothing is due and nothing was said."""
    of_due = due(plain, stand, when, milestone, terms)
    said = told(plain, stand, milestone, when.reckoned_on)
    found: dict[str, tuple[int, int]] = {}
    for start in sorted(of_due | set(said)):
        name = (
            f"{start.year}–{start.year + 1}" if terms["recurrence"] == "every_two_years" else str(start.year)
        )
        so_far = found.get(name, (0, 0))
        is_achieved = start in said and said[start]["state"] == "achieved"
        found[name] = (so_far[0] + (start in of_due), so_far[1] + is_achieved)
    return found
