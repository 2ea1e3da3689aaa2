"""Checks of an action that its types cannot make: references exist, days are in order. Also what an action may refer to
on a day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base import formatting
from actionplan.base.fields import FIRST_YEAR, LAST_YEAR
from actionplan.base.money import add_up
from actionplan.base.vague import why_not_precise
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from actions.states import IndicatorScope
from budgets.states import BudgetKind
from objectives.models import Objective, Plan

from .document import (
    Day,
    PlannedAction,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
)
from .faults import Fault, Faulty, ItemOf, identity_of, step_to

NOT_DESCRIBED = gettext_lazy("the document does not describe “%(value)s”.")


@dataclass(frozen=True)
class KnownReferences:
    themes: dict[int, list[str]]
    """Titles by the number of the objective."""
    ministers: set[str]
    organisations: set[str]
    codes: set[str]
    """Codes of actions and, as text, numbers of objectives."""
    sentence: Any = NOT_DESCRIBED
    """What is said of any other reference."""


def known_references(plan: Plan, on: datetime.date, *actions: PlannedAction | None) -> KnownReferences:
    """The objectives and themes of the plan, the actions that it has or had, and the bodies in force on the day.

    Bodies that these actions already name are known too.
    """
    objectives = Objective.objects.of_plan(plan).prefetch_related("themes")
    themes = {row.number: [theme.title for theme in row.themes.all()] for row in objectives}
    known = KnownReferences(
        themes=themes,
        ministers=set(Minister.objects.in_force(on).values_list("key", flat=True)),
        organisations=set(Organisation.objects.in_force(on).values_list("key", flat=True)),
        codes={str(number) for number in themes},
        sentence=gettext_lazy("“%(value)s” is not known on that day."),
    )
    known.codes.update(Action.objects.filter(plan=plan).values_list("code", flat=True))
    for action in filter(None, actions):
        known.ministers.update(part.minister for part in action.ministers)
        known.organisations.update(action.taking_part)
        known.organisations.update(row.asked_of for row in action.indicators if row.asked_of)
    return known


def refuse_faulty(action: PlannedAction, known: KnownReferences) -> None:
    """Raises Faulty with everything that is wrong with the action."""
    if faults := list(faults_of_action(action, known)):
        raise Faulty(faults)


def faults_of_action(action: PlannedAction, known: KnownReferences) -> Iterator[Fault]:
    """What is wrong with an action whose types are right."""
    yield from within(_faults_of_action(action, known), "actions", action, 1)


def _faults_of_action(action: PlannedAction, known: KnownReferences) -> Iterator[Fault]:
    yield from without_words(action, "title")
    for milestone in action.milestones:
        yield from within(without_words(milestone, "title"), "milestones", milestone, 1)
    yield from _faults_of_place_in_plan(action, known)
    yield from duplicates("ministers", action.ministers)
    for minister in action.ministers:
        faults = unknown(minister.minister, known.ministers, sentence=known.sentence)
        yield from within(faults, "ministers", minister, 1)
    yield from duplicates("promoters", action.promoters)
    for promoter in action.promoters:
        faults = unknown(promoter.organisation, known.organisations, sentence=known.sentence)
        yield from within(faults, "promoters", promoter, 1)
    for position, code in enumerate(action.cross_references, 1):
        faults = unknown(code, known.codes, sentence=known.sentence)
        yield from within(faults, "cross_references", code, position)
    for member, rows in [("phases", action.phases), ("lines", action.lines)]:
        if not rows:
            yield Fault((member,), _("at least one is needed."))
    for position, phase in enumerate(action.phases, 1):
        yield from within(_faults_of_phase(phase), "phases", phase, position)
    for position, line in enumerate(action.lines, 1):
        yield from within(_faults_of_line(line, len(action.phases)), "lines", line, position)
    yield from duplicates("milestones", action.milestones)
    for position, milestone in enumerate(action.milestones, 1):
        yield from within(_faults_of_milestone(milestone), "milestones", milestone, position)
    yield from duplicates("indicators", action.indicators)
    for position, indicator in enumerate(action.indicators, 1):
        yield from within(_faults_of_indicator(indicator, known), "indicators", indicator, position)


def _faults_of_place_in_plan(action: PlannedAction, known: KnownReferences) -> Iterator[Fault]:
    yield from unknown(action.objective, known.themes, "objective", known.sentence)
    if action.code.split(".")[0] != str(action.objective):
        words = _("it stands under objective %(number)s, and its code says another.")
        yield Fault(("objective",), words % {"number": action.objective})
    yield from unknown(action.theme, known.themes.get(action.objective, []), "theme", known.sentence)
    yield from unknown(action.lead, known.organisations, "lead", known.sentence)


def _faults_of_phase(phase: PlannedPhase) -> Iterator[Fault]:
    yield from out_of_order(phase.start, phase.end)
    yield from _precise("start", phase.start, phase.start_precision)
    yield from _precise("end", phase.end, phase.end_precision)
    if phase.continuous and phase.end:
        yield Fault(("continuous",), _("a continuous phase has no end."))
    elif phase.continuous and phase.start:
        yield Fault(("continuous",), _("a continuous phase has no start."))


def _faults_of_line(line: PlannedBudgetLine, phases: int) -> Iterator[Fault]:
    """`phases` is the number of phases of the action."""
    yield from out_of_order(line.start, line.end)
    if (line.kind == BudgetKind.AMOUNT) != (line.amount is not None):
        yield Fault(("amount",), _("a line of the kind “amount” has an amount, and no other has."))
    elif line.per_year and line.amount is None:
        yield Fault(("per_year",), _("only an amount can be per year."))
    yield from _faults_of_years(line)
    if (line.phase_place or 0) > phases:
        yield Fault(("phase_place",), _("the action has no phase %(place)s.") % {"place": line.phase_place})
    if not all(share.source for share in line.funding):
        yield Fault((ItemOf("funding", 1), "source"), _("each share of the funding names its source."))
    shares = [share.percent for share in line.funding]
    if any(share == 0 for share in shares) or sum(shares) > 100:
        words = _("each share of the funding is above 0 per cent, and together they are 100 at most.")
        yield Fault((ItemOf("funding", 1), "percent"), words)


def _faults_of_years(line: PlannedBudgetLine) -> Iterator[Fault]:
    """Of the amounts per year that the plan states: those of an amount in total add up to it."""
    years = [each.year for each in line.years]
    if not years:
        return
    if line.amount is None:
        if line.kind != BudgetKind.AMOUNT:
            yield Fault(("years",), _("only a line with an amount has amounts per year."))
    elif not _are_in_order(years):
        yield Fault(("years",), _("the years stand in order, each once."))
    elif not FIRST_YEAR <= years[0] <= years[-1] <= LAST_YEAR:
        yield Fault(("years",), _outside_known_years())
    elif not line.per_year and (given := add_up(each.amount for each in line.years)) != line.amount:
        words = {"given": formatting.euro(given), "amount": formatting.euro(line.amount)}
        yield Fault(("years",), _("the years add up to %(given)s, and the amount is %(amount)s.") % words)


def _are_in_order(years: list[int]) -> bool:
    return all(earlier < later for earlier, later in pairwise(years))


def _outside_known_years() -> str:
    return _("a year lies from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def _faults_of_milestone(milestone: PlannedMilestone) -> Iterator[Fault]:
    yield from _precise("due", milestone.due, milestone.due_precision)
    if milestone.due and milestone.recurrence:
        yield Fault(("recurrence",), _("a milestone is due on a day, or comes again, not both."))
    low, high = milestone.target_from, milestone.target_to
    if low is not None and high is not None and high < low:
        yield Fault(("target_to",), _("the target ends below its beginning."))


def _faults_of_indicator(indicator: PlannedIndicator, known: KnownReferences) -> Iterator[Fault]:
    yield from without_words(indicator, "name")
    if (indicator.baseline is None) != (indicator.baseline_on is None):
        yield Fault(("baseline",), _("a baseline has a day, and an absent one has none."))
    years = [target.year for target in indicator.targets]
    if not years:
        yield Fault(("targets",), _("at least one is needed."))
    elif not _are_in_order(years):
        yield Fault(("targets",), _("the years stand in order, each once."))
    elif not FIRST_YEAR <= years[0] <= years[-1] <= LAST_YEAR:
        yield Fault(("targets",), _outside_known_years())
    elif indicator.baseline_on and datetime.date(years[0], 12, 31) <= indicator.baseline_on:
        yield Fault(("targets",), _("a target lies before the baseline."))
    if indicator.scope != IndicatorScope.ACTION and indicator.asked_of is None:
        words = _(
            "an indicator of an objective or the plan names the organisation in whose report it is asked."
        )
        yield Fault(("asked_of",), words)
    yield from unknown(indicator.asked_of, known.organisations, "asked_of", known.sentence)


def within(faults: Iterable[Fault], member: str, item: Any, position: int) -> Iterator[Fault]:
    """The faults of an item of a list, with the item in their paths."""
    for fault in faults:
        yield fault.within(step_to(member, item, position))


def without_words(item: Any, name: str) -> Iterator[Fault]:
    if not getattr(item, name).strip():
        yield Fault((name,), _("this is empty."))


def duplicates(member: str, items: Iterable[Any]) -> Iterator[Fault]:
    seen = set()
    for position, item in enumerate(items, 1):
        identity = identity_of(item, position)
        if identity in seen:
            yield Fault((ItemOf(member, identity),), _("this stands here twice."))
        seen.add(identity)


def unknown(
    value: Any, known: Collection[Any], member: str = "", sentence: Any = NOT_DESCRIBED
) -> Iterator[Fault]:
    if value is not None and value not in known:
        yield Fault((member,) if member else (), sentence % {"value": value})


def out_of_order(
    start: Day | None, end: Day | None, *, same_day: bool = True, name: str = "end"
) -> Iterator[Fault]:
    """`same_day`: whether both may be the same day; `name` is that of the member that has the end."""
    if start and end and (end < start or (end == start and not same_day)):
        yield Fault((name,), _("the end must not come before the start."))


def _precise(member: str, day: Day | None, precision: str | None) -> Iterator[Fault]:
    if day and not precision:
        yield Fault((member,), _("say how exact this date is: a day, month, quarter, season or year."))
    elif precision and not day:
        yield Fault((member,), _("write the date, or leave out how exact it is."))
    elif day and precision and (words := why_not_precise(day, precision, starts=member == "start")):
        yield Fault((member,), words)
