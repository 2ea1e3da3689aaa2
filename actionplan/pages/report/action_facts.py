"""What the plan says of one action: who, when, what was promised, what it may cost."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.inforce import in_force_q
from actionplan.base.money import in_cents
from actions.models import Action, CrossReference, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from actions.states import MinisterRole
from budgets.models import BudgetTerms
from budgets.planned import Period, PlannedLine, period_of_action, period_of_line, planned_by_year
from budgets.states import BudgetKind
from objectives.models import Plan


@dataclass(frozen=True)
class Phases:
    """The action's phases in force on a day, and those as adopted."""

    in_force: list[Phase]
    adopted: list[Phase]

    @property
    def were_amended(self) -> bool:
        return self.in_force != self.adopted

    @property
    def amended_words(self) -> list[str]:
        """As in force, where that is no longer what was adopted."""
        return [phase_words(phase) for phase in self.in_force] if self.adopted and self.were_amended else []


def phases_of(action: Action, on: datetime.date) -> Phases:
    rows = Phase.objects.filter(action=action).order_by("place", "pk")
    return Phases(
        in_force=[row for row in rows if row.is_in_force(on)],
        adopted=[row for row in rows if row.in_force_from is None],
    )


def phase_words(phase: Phase) -> str:
    """A phase as vaguely as the plan prints it: "2020 to 2024", "from 1 September 2021", "continuous"."""
    starts, ends = (phase.start, phase.start_precision), (phase.end, phase.end_precision)
    return _period_words(*starts, *ends, bool(phase.continuous))


def _period_words(
    first: datetime.date | None,
    first_precision: str | None,
    last: datetime.date | None,
    last_precision: str | None,
    continuous: bool,
) -> str:
    start = formatting.vague(first, first_precision, starts=True)
    end = formatting.vague(last, last_precision)
    if first and last:
        if start == end:
            return start
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if last:
        return _("until %(end)s") % {"end": end}
    if first:
        return _("from %(start)s") % {"start": start}
    return _("continuous") if continuous else _("no dates printed")


@dataclass(frozen=True)
class Party:
    """A minister or an organisation with its role; a role that the printed order alone suggests is inferred."""

    subject: Any
    role: str
    inferred: bool


def ministers_of(action: Action, on: datetime.date) -> list[Party]:
    rows = (
        MinisterInvolvement.objects.in_force(on).of(action).select_related("minister").order_by("order", "pk")
    )
    return [Party(row.minister, str(MinisterRole(row.role).label), row.inferred) for row in rows]


def _organisations(action: Action, on: datetime.date) -> QuerySet[Promotion]:
    return Promotion.objects.in_force(on).of(action).select_related("organisation").order_by("order", "pk")


@dataclass(frozen=True)
class Share:
    """Who pays how much of a budget line; a source outside the portal has no Dutch name."""

    percent: str
    name: str
    name_nl: str


@dataclass(frozen=True)
class LineOfBudget:
    """A budget line as in force, with its funding and what is planned per year, in euro; nothing without an amount."""

    terms: BudgetTerms
    funding: list[Share] = field(default_factory=list)
    planned: dict[int, Decimal] = field(default_factory=dict)
    is_derived: bool = True
    """Whether the years are derived from the printed line, or as the lead spread them."""

    @property
    def line(self) -> int:
        return self.terms.line_id

    @property
    def kind_label(self) -> str:
        return str(BudgetKind(self.terms.kind).label)

    @property
    def has_amount(self) -> bool:
        return self.terms.kind == BudgetKind.AMOUNT


def budget_of(action: Action, plan: Plan, phases: Phases, on: datetime.date) -> list[LineOfBudget]:
    """The action's lines with their funding and the spread of their lead, a row for each pair: one query.

    Planned years follow from the phases given, where the lead did not spread the line.
    """
    by_line: dict[int, list[Any]] = defaultdict(list)
    for row in _budget(action, on):
        by_line[row.line_id].append(row)
    return [_line(found, plan, phases) for found in by_line.values()]


def _budget(action: Action, on: datetime.date) -> QuerySet[BudgetTerms]:
    return (
        BudgetTerms.objects.in_force(on)
        .filter(line__action=action)
        .select_related("line")
        .annotate(
            spread=FilteredRelation("line__spreads", condition=in_force_q(on, "line__spreads__")),
            spread_year=F("spread__year"),
            spread_amount=F("spread__amount"),
            payer_order=F("funding__order"),
            percent=F("funding__percent"),
            source=F("funding__source"),
            payer=F("funding__organisation__name"),
            payer_nl=F("funding__organisation__name_nl"),
        )
        .order_by("line__place", "funding__order", "spread__year")
    )


def _line(rows: list[Any], plan: Plan, phases: Phases) -> LineOfBudget:
    """The line of these rows, which differ by who pays and by the year of the spread."""
    terms, spread = rows[0], {row.spread_year: row.spread_amount for row in rows if row.spread_year}
    planned = None
    if terms.amount is not None:
        planned = _planned(terms, plan, phases)._replace(spread=spread or None)
    line = line_of_budget(terms, planned)
    for row in {row.payer_order: row for row in rows if row.percent is not None}.values():
        places = 0 if row.percent == row.percent.to_integral_value() else 2
        percent = formatting.percent(row.percent, places)
        line.funding.append(Share(percent, row.payer or row.source, row.payer_nl or ""))
    return line


def line_of_budget(terms: Any, planned: PlannedLine | None) -> LineOfBudget:
    """`planned` is None for a line without an amount."""
    if planned is None:
        return LineOfBudget(terms=terms)
    return LineOfBudget(terms=terms, planned=planned_by_year(planned), is_derived=planned.is_derived)


def _planned(row: Any, plan: Plan, phases: Phases) -> PlannedLine:
    periods = {phase.place: Period(phase.start, phase.end) for phase in phases.in_force}
    period = period_of_line(
        Period(row.start, row.end),
        periods.get(row.phase_place) if row.phase_place else None,
        period_of_action(periods.values()),
        Period(plan.start, plan.end),
    )
    return PlannedLine(row.line_id, 0, in_cents(row.amount), row.per_year, period)


def milestone_terms_of(action: Action, on: datetime.date) -> list[MilestoneTerms]:
    """What the action's milestones say on the day, in their order."""
    rows = MilestoneTerms.objects.filter(in_force_q(on), milestone__action=action)
    return list(rows.select_related("milestone").order_by("milestone__order"))


def references_of(action: Any) -> QuerySet:
    """Actions and objectives that the action's text refers to, and actions that refer to it."""
    rows = CrossReference.objects.filter(Q(action=action) | Q(to_action=action))
    return rows.select_related("action", "to_action", "to_objective").order_by("action__order", "order")
