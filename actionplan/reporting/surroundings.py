"""Reads what the checks compare a position with: the plan's dates, the last report, other organisations' money."""

from __future__ import annotations

import datetime
from decimal import Decimal

from actionplan.base.brussels import day_of
from actionplan.base.money import sum_of
from actionplan.organisations.models import Organisation
from actions.models import Action, MilestoneTerms
from budgets.models import BudgetTerms
from budgets.planned import planned_total
from budgets.planned_rows import planned_lines

from .findings import DueMilestone, Surroundings
from .models import Expenditure, ProgressReport, Standing
from .moments import Moment
from .position import Position, position_of
from .standings import STILL_HOLDS, current_standing
from .states import Basis

LOOK_BACK = 12
"""How many earlier reports are compared when counting for how long nothing changed."""


def previous_report(report: ProgressReport) -> ProgressReport | None:
    """The report that held, on the reported basis, when this one was handed in; for a draft, the one that holds."""
    if report.submitted_at is None:
        standing = current_standing(report.action_id, report.organisation_id, Basis.REPORTED)
        return standing.report if standing else None
    rows = Standing.objects.of(report.action_id, report.organisation_id).on_basis(Basis.REPORTED)
    first = rows.filter(report=report).order_by("pk").values("pk")[:1]
    before = rows.filter(pk__lt=first).select_related("report").order_by("-pk").first()
    return before.report if before else None


def unchanged_for(position: Position, report: ProgressReport) -> int:
    """How many reports in a row, ending with the one before this, said the same as each other and as `position`."""
    earlier = (
        ProgressReport.objects.of(report.action_id, report.organisation_id)
        .filter(state__in=STILL_HOLDS)
        .exclude(pk=report.pk)
        .newest_first()
        .prefetch_related("expenditures", "milestones")
    )
    if report.submitted_at is not None:
        earlier = earlier.filter(submitted_at__lt=report.submitted_at)
    count = 0
    for other in earlier[:LOOK_BACK]:
        if not position.same_contents(position_of(other)):
            break
        count += 1
    return count


def milestones_of(action: Action, on: datetime.date) -> dict[int, DueMilestone]:
    """The action's milestones as in force on the day, in their order."""
    rows = MilestoneTerms.objects.in_force(on).filter(milestone__action=action).order_by("milestone__order")
    return {row.milestone_id: DueMilestone(title=row.local_title, due=row.due) for row in rows}


def line_labels(action: Action, on: datetime.date) -> dict[int, str]:
    """What each budget line of the action is called on the day."""
    rows = BudgetTerms.objects.of_actions([action.pk], on)
    return {row.line_id: row.local_label or row.printed_as or row.get_kind_display() for row in rows}


def paid_by_others(action: Action, organisation: Organisation, at: datetime.datetime) -> dict[int, Decimal]:
    """Paid in euro on each line by the other organisations, as reported now, over all years."""
    moment = Moment(known_at=at, reckoned_on=day_of(at), basis=Basis.REPORTED)
    rows = Expenditure.objects.standing(moment).filter(report__action=action)
    sums = sum_of(rows.exclude(report__organisation=organisation), "paid", "line")
    return {line: total for (line,), total in sums.items()}


def surroundings_of(report: ProgressReport, position: Position, at: datetime.datetime) -> Surroundings:
    """What the checks of this report need, with money and dates as known at the instant."""
    day = day_of(at)
    action = report.action
    previous = previous_report(report)
    last = position_of(previous) if previous else None
    lines = planned_lines(plan=action.plan, on=day, actions=Action.objects.filter(pk=action.pk))
    period = Action.objects.filter(pk=action.pk).with_period(day).get()
    return Surroundings(
        today=day,
        is_lead=report.is_lead,
        end=period.runs_until,  # type: ignore[attr-defined]
        last=last,
        unchanged_for=max(unchanged_for(position, report) - 1, 0) if last else 0,
        milestones=milestones_of(action, day),
        line_labels=line_labels(action, day),
        planned_totals={line.line: planned_total(line) for line in lines},
        paid_by_others=paid_by_others(action, report.organisation, at),
    )
