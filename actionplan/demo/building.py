"""Builds everything that an organisation hands in: what it handed in before, with what a script changes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

from actionplan.reporting.report_fields import empty_fields
from actionplan.reports.contents import Contents, ExpenditureRow, MilestoneRow
from actions.models import Action, MilestoneTerms
from budgets.models import BudgetLine
from objectives.models import Plan

from .saying import Reached, Spent, ToldReport
from .texts import marked, source, source_of_money

TEXTS = ["done", "next_steps", "obstacles", "forecast_reason", "note_to_platform", "agreed_by"]
RESTATED_FIELDS = ["done", "next_steps", "obstacles", "note_to_platform", "agreed_by", "agreed_on"]
"""Not carried over from the previous report, unlike dates and status."""


@dataclass
class ActionContext:
    """An action with the keys of its budget lines by place, and of its milestones."""

    action: Action
    lines: dict[int, int] = field(default_factory=dict)
    milestones: dict[str, int] = field(default_factory=dict)
    once: list[int] = field(default_factory=list)
    """The milestones that do not recur, which every report has to state."""


def contexts_of(plan: Plan) -> dict[str, ActionContext]:
    """The plan's actions by code."""
    contexts = {action.code: ActionContext(action) for action in plan.actions.all()}
    for line in BudgetLine.objects.filter(action__plan=plan).select_related("action"):
        contexts[line.action.code].lines[line.place] = line.pk
    terms = MilestoneTerms.objects.open().filter(milestone__action__plan=plan)
    for row in terms.select_related("milestone__action"):
        context = contexts[row.milestone.action.code]
        context.milestones[row.milestone.key] = row.milestone_id
        if not row.recurrence:
            context.once.append(row.milestone_id)
    return contexts


def build(
    scripted: ToldReport, context: ActionContext, before: Contents | None, number: int, day: datetime.date
) -> Contents:
    """The contents of a scripted report on the day; `number` varies the source."""
    before = before or Contents(milestones=tuple(MilestoneRow(milestone) for milestone in context.once))
    money = {row.key: row for row in before.expenditures}
    for spent in scripted.money:
        row = _expenditure(spent, context, source_of_money(day, dutch=scripted.dutch))
        money[row.key] = row
    milestones = {row.key: row for row in before.milestones}
    for reached in scripted.milestones:
        reached_row = _milestone(reached, context, dutch=scripted.dutch)
        milestones[reached_row.key] = reached_row
    return replace(
        before,
        fields=_fields(scripted, before, number),
        expenditures=tuple(money[key] for key in sorted(money)),
        milestones=tuple(milestones.values()),
    )


def _fields(scripted: ToldReport, before: Contents, number: int) -> dict[str, Any]:
    kept = {**before.fields, **empty_fields(RESTATED_FIELDS)}
    new = {
        name: marked(value, dutch=scripted.dutch) if name in TEXTS else value
        for name, value in scripted.facts.items()
    }
    fields = {**kept, **new, "source": source(number, dutch=scripted.dutch)}
    return Contents(fields=fields).without_meaningless_fields().fields


def _expenditure(spent: Spent, context: ActionContext, said_by: str) -> ExpenditureRow:
    return ExpenditureRow(
        line=context.lines[spent.place],
        year=spent.year,
        committed=spent.committed,
        paid=spent.paid,
        full_time_equivalents=spent.full_time_equivalents,
        source=said_by,
    )


def _milestone(reached: Reached, context: ActionContext, *, dutch: bool) -> MilestoneRow:
    return MilestoneRow(
        milestone=context.milestones[reached.key],
        period_start=reached.period,
        state=reached.state,
        achieved_on=reached.on,
        number=reached.number,
        source=marked(reached.words, dutch=dutch),
    )
