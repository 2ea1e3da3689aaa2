"""Builds the contents that an organisation submits: what it submitted before, with the changes of a script."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from actionplan.reporting.report_fields import ONCE_FIELDS, empty_fields
from actionplan.reporting.states import Finality
from actionplan.reports.contents import Contents, CorrectedRow, ExpenditureRow, MeasurementRow, MilestoneRow
from actions.models import Action, MilestoneTerms
from budgets.models import BudgetLine
from objectives.models import Plan

from .saying import Measured, Reached, ScriptedReport, Spent
from .texts import accounts_closed_on, source, source_of_money

SAID_ANEW = ["done", "next_steps", "obstacles", *ONCE_FIELDS]
"""Empty unless in the script; dates and status carry over from one report to the next."""


@dataclass
class ActionContext:
    """An action with the keys of its budget lines by place, and of its milestones."""

    action: Action
    lines: dict[int, int] = field(default_factory=dict)
    milestones: dict[str, int] = field(default_factory=dict)
    once: list[int] = field(default_factory=list)
    """Milestones that do not recur: each report says where they stand."""


def action_contexts(plan: Plan) -> dict[str, ActionContext]:
    """The actions of the plan with their keys, by code."""
    contexts = {action.code: ActionContext(action) for action in plan.actions.all()}
    for line in BudgetLine.objects.filter(action__plan=plan).select_related("action"):
        contexts[line.action.code].lines[line.place] = line.pk
    terms = MilestoneTerms.objects.open().filter(milestone__action__plan=plan)
    for row in terms.select_related("milestone__action"):
        here = contexts[row.milestone.action.code]
        here.milestones[row.milestone.key] = row.milestone_id
        if not row.recurrence:
            here.once.append(row.milestone_id)
    return contexts


def build(
    script: ScriptedReport,
    context: ActionContext,
    before: Contents | None,
    number: int,
    day: datetime.date,
    language: str,
) -> Contents:
    """The contents that the script submits on the day; `number` varies the source."""
    before = before or Contents(milestones=tuple(MilestoneRow(milestone) for milestone in context.once))
    money = {row.key: row for row in before.expenditures}
    for spent in script.money:
        row = _expenditure(spent, context, source_of_money(day, language), day)
        money[row.key] = row
    milestones = {row.key: row for row in before.milestones}
    for reached in script.milestones:
        reached_row = _milestone(reached, context)
        milestones[reached_row.key] = reached_row
    measurements = {row.key: row for row in before.measurements}
    for said in script.measured:
        measured_row = _measurement(said, context, source(number, language))
        measurements[measured_row.key] = measured_row
    return replace(
        before,
        fields=_fields(script, before, source(number, language)),
        expenditures=tuple(money[key] for key in sorted(money)),
        milestones=tuple(milestones.values()),
        measurements=tuple(measurements.values()),
        corrected=(),
    )


def corrected_in(script: ScriptedReport, context: ActionContext) -> Iterator[CorrectedRow]:
    """What the closed round should have said."""
    for said in script.corrected:
        for kind in ("committed", "paid"):
            if (amount := getattr(said, kind)) is not None:
                yield CorrectedRow(kind, line=context.lines[said.place], year=said.year, amount=amount)


def _fields(script: ScriptedReport, before: Contents, origin: str) -> dict[str, Any]:
    kept = {**before.fields, **empty_fields(SAID_ANEW)}
    fields = {**kept, **script.facts, "source": origin}
    return Contents(fields=fields).without_meaningless_values().fields


def _expenditure(spent: Spent, context: ActionContext, origin: str, day: datetime.date) -> ExpenditureRow:
    """Final once the accounts of the year are closed."""
    closed = accounts_closed_on(day)
    return ExpenditureRow(
        line=context.lines[spent.place],
        year=spent.year,
        committed=spent.committed,
        paid=spent.paid,
        full_time_equivalents=spent.full_time_equivalents,
        source=spent.why or origin,
        withdrawn=spent.withdrawn,
        as_of=closed if closed.year >= spent.year else None,
        finality=Finality.FINAL if closed >= datetime.date(spent.year, 12, 31) else Finality.PROVISIONAL,
    )


def _measurement(said: Measured, context: ActionContext, origin: str) -> MeasurementRow:
    indicator = context.action.indicators.get(key=said.key)
    return MeasurementRow(
        indicator=indicator.pk, day=said.on, value=said.value, provisional=said.provisional, source=origin
    )


def _milestone(reached: Reached, context: ActionContext) -> MilestoneRow:
    return MilestoneRow(
        milestone=context.milestones[reached.key],
        period_start=reached.period,
        state=reached.state,
        achieved_on=reached.on,
        number=reached.number,
        source=reached.words,
        undone_why=reached.undone_why,
        expected_on=reached.expected_on,
        expected_why=reached.expected_why,
    )
