"""Two sides of one action laid beside each other, field by field: pure, without any reading or wording."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actionplan.base.money import ZERO
from actionplan.reporting.states import NEVER_REPORTED

from .facts import MEASURES, Facts, Milestone, Named, Planned, Reported


@dataclass(frozen=True)
class Change:
    """One field that differs; `about` says of which milestone, year, phase or body."""

    field: str
    before: Any = None
    after: Any = None
    about: Any = None
    since: datetime.date | None = None
    """The day from which the plan says so, where an amendment did it."""
    spread: str = ""
    """Of what is planned: BY_LEAD or AGAIN, where a lead's own spread of a line is part of it."""

    @property
    def days(self) -> int | None:
        """By how many days it moved, later is positive; None where it is not two days."""
        if isinstance(self.before, datetime.date) and isinstance(self.after, datetime.date):
            return (self.after - self.before).days
        return None


OF_THE_WORD = ["status", "on_hold_since", "outcome", "confidence", "verdict"]
DATES_OF_THE_WORD = ["actual_start", "actual_end", "forecast_end"]
OF_THE_PLAN = ["summary", "objective", "kind", "limited"]
TOTAL = "total"
BY_LEAD, AGAIN = "by_lead", "again"
"""Planned as the lead spread it, and derived again after the lead had spread it."""


def changes_between(before: Facts | None, after: Facts | None, merged_into: str = "") -> list[Change]:
    """What differs, in the order in which pages show it. None is an action of which a side knows nothing.

    Of an action that came into the plan: that, and all that is said about it; of one that went: that it did, and what
    was still said. `merged_into` is the code of the other action where the later side knows nothing of this one.
    """
    if after is None:
        return [_gone(before, merged_into)] if before is not None and before.in_plan else []
    if before is None:
        before = _nothing_said(after)
    found = [*_of_its_place(before, after)]
    if after.in_plan and before.in_plan:
        found += [*_of_the_plan(before, after)]
    found += [*_of_the_word(before, after), *_of_milestones(before, after), *_of_money(before, after)]
    if after.in_plan and before.in_plan:
        found += _of_bodies(before, after)
    return [*found, *_scalars(before.texts, after.texts)]


def _nothing_said(after: Facts) -> Facts:
    """The action as it was before it was in the plan, and before anybody had said anything of it."""
    return replace(
        after,
        in_plan=False,
        status=NEVER_REPORTED,
        on_hold_since=None,
        outcome="",
        confidence="",
        verdict="",
        **dict.fromkeys(DATES_OF_THE_WORD),
        slip=(None, None),
        milestones={},
        money={name: {} for name in MEASURES},
        planned={},
        texts=dict.fromkeys(after.texts, ""),
    )


def _of_its_place(before: Facts, after: Facts) -> Iterator[Change]:
    if after.in_plan and not before.in_plan:
        yield Change("added", after=after.title, since=after.in_force.get(("action", "from")))
    elif before.in_plan and not after.in_plan:
        yield _gone(before, after.merged_into, after.in_force.get(("action", "until")))
    if before.title != after.title:
        yield Change("title", before.title, after.title)


def _gone(before: Facts, into: str, since: datetime.date | None = None) -> Change:
    if into:
        return Change("merged", before=before.title, after=into, since=since)
    return Change("withdrawn", before=before.title, since=since)


def _of_the_plan(before: Facts, after: Facts) -> Iterator[Change]:
    for name in OF_THE_PLAN:
        if getattr(before, name) != getattr(after, name):
            yield Change(name, getattr(before, name), getattr(after, name))
    since = max((day for (table, _key), day in after.in_force.items() if table == "phases"), default=None)
    for name in ["runs_from", "runs_until"]:
        if getattr(before, name) != getattr(after, name):
            yield Change(name, getattr(before, name), getattr(after, name), since=since)
    several = len(before.phases) > 1 or len(after.phases) > 1
    one_was_relabelled = not several and before.phases != after.phases
    same_period = (before.runs_from, before.runs_until) == (after.runs_from, after.runs_until)
    if several or (one_was_relabelled and same_period):
        yield from _by_key("phase", before.phases, after.phases, after, "phases")
    yield from _by_key("line", before.lines, after.lines, after, "budget_lines")


def _by_key(
    field: str, before: Mapping[Any, Any], after: Mapping[Any, Any], facts: Facts, table: str
) -> Iterator[Change]:
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield Change(field, before.get(key), after.get(key), key, facts.in_force.get((table, key)))


def _of_the_word(before: Facts, after: Facts) -> Iterator[Change]:
    for name in [*OF_THE_WORD, *DATES_OF_THE_WORD]:
        if getattr(before, name) != getattr(after, name):
            yield Change(name, getattr(before, name), getattr(after, name))
    for place, name in enumerate(["slip_adopted", "slip_in_force"]):
        if before.slip[place] != after.slip[place]:
            yield Change(name, before.slip[place], after.slip[place])


def _scalars(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in after:
        if before.get(name) != after[name]:
            yield Change(name, before.get(name), after[name])


def _of_milestones(before: Facts, after: Facts) -> Iterator[Change]:
    for key in [*after.milestones, *(key for key in before.milestones if key not in after.milestones)]:
        was, now = before.milestones.get(key), after.milestones.get(key)
        since = after.in_force.get(("milestones", key))
        if was is None and now is not None:
            yield Change("milestone", None, now, now.title, since)
            yield from _reported({}, now.reported, now.title)
        elif now is None and was is not None:
            yield Change("milestone", was, None, was.title)
        elif was is not None and now is not None:
            yield from _of_milestone(was, now, since)


def _of_milestone(was: Milestone, now: Milestone, since: datetime.date | None) -> Iterator[Change]:
    if was.title != now.title:
        yield Change("milestone_title", was.title, now.title, now.title, since)
    if was.due != now.due or was.due_precision != now.due_precision:
        yield Change("milestone_due", was.due, now.due, now.title, since)
    if was.recurrence != now.recurrence:
        yield Change("milestone_recurrence", was.recurrence, now.recurrence, now.title, since)
    if was.target != now.target:
        yield Change("milestone_target", was.target, now.target, now.title, since)
    yield from _reported(was.reported, now.reported, now.title)


OPEN = Reported("open")


def _reported(
    was: Mapping[datetime.date | None, Reported], now: Mapping[datetime.date | None, Reported], title: Named
) -> Iterator[Change]:
    """By period; one of which nothing is said is open."""
    for period in sorted({*was, *now}, key=lambda day: day or datetime.date.min):
        before, after = was.get(period, OPEN), now.get(period, OPEN)
        if before != after:
            yield Change("milestone_state", before, after, (title, period))


def _of_money(before: Facts, after: Facts) -> Iterator[Change]:
    """The total of each measure where it differs, then the years that do; planned follows from the plan.

    A forecast is that of a year's end: it has no total.
    """
    for measure in MEASURES:
        was, now = before.money[measure], after.money[measure]
        totals = [] if measure == "forecast" else [TOTAL]
        for about in [*totals, *sorted({*was, *now})]:
            if _in(was, about) != _in(now, about):
                spread = _spread(before, after, about) if measure == "planned" else ""
                yield Change(measure, _in(was, about), _in(now, about), about, spread=spread)


def _in(years: Mapping[int, Decimal], about: int | str) -> Decimal | None:
    """In the year or in total; unknown where nothing is known."""
    if about == TOTAL:
        return sum(years.values(), ZERO) if years else None
    return years.get(about)  # type: ignore[call-overload]


NOT_PLANNED = Planned({}, is_derived=True)


def _spread(before: Facts, after: Facts, about: int | str) -> str:
    """Whether a line of which another amount is planned is spread by the lead, or was and is not any more."""
    found = ""
    for place in {*before.planned, *after.planned}:
        was, now = before.planned.get(place, NOT_PLANNED), after.planned.get(place, NOT_PLANNED)
        if _in(was.years, about) == _in(now.years, about) or (was.is_derived and now.is_derived):
            continue
        if not now.is_derived or place not in after.planned:
            return BY_LEAD
        found = AGAIN
    return found


def _of_bodies(before: Facts, after: Facts) -> Iterator[Change]:
    """The lead, and the part of each minister and organisation: nothing is no part."""
    if before.lead[0] != after.lead[0]:
        since = after.in_force.get(("leads", after.lead[0]))
        yield Change("lead", before.lead[1], after.lead[1], since=since)
    for field, table, was, now in [
        ("minister", "involvements", before.ministers, after.ministers),
        ("organisation", "promotions", before.organisations, after.organisations),
    ]:
        for key in [*now, *(key for key in was if key not in now)]:
            (role_before, name), (role_after, name_now) = was.get(key, ("", None)), now.get(key, ("", None))
            if role_before != role_after:
                since = after.in_force.get((table, key))
                yield Change(field, role_before, role_after, name_now or name, since)
