"""Reads what the checks compare a position with: the plan's dates, the last report, other organisations' money.

`surroundings_of_all` reads it for a page of reports at once, in a fixed number of queries.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from actionplan.base.brussels import day_of
from actionplan.base.money import add_up, sums_of
from actions.models import Action, MilestoneTerms
from budgets.models import BudgetTerms
from budgets.planned_rows import planned_lines, planned_totals_by_line

from .findings import DueMilestone, Surroundings
from .models import Expenditure, ProgressReport, Standing
from .moments import Moment
from .position import Position, position_of
from .standings import STILL_HOLDS
from .states import Basis

LOOK_BACK = 12
"""How many earlier reports are compared when counting for how long nothing changed."""

Pair = tuple[int, int]
"""An action and an organisation, by key."""


def previous_report(report: ProgressReport) -> ProgressReport | None:
    """The report that held, on the reported basis, when this one was handed in; for a draft, the one that holds."""
    return ProgressReport.objects.filter(pk__in=_previous_keys([report]).values()).first()


def _previous_keys(reports: Iterable[ProgressReport]) -> dict[int, int]:
    """By the key of each report: the key of the one that held before it. Reports that nothing came before are left out."""
    rows = list(reports)
    standings: dict[Pair, list[tuple[int, bool]]] = defaultdict(list)
    known = Standing.objects.on_basis(Basis.REPORTED).filter(_of_pairs(rows)).order_by("pk")
    for action, organisation, key, until in known.values_list("action", "organisation", "report", "until"):
        standings[action, organisation].append((key, until is None))
    found = {}
    for report in rows:
        stood = standings[_pair(report)]
        if report.submitted_at is None:
            before = [key for key, is_open in stood if is_open]
        else:
            keys = [key for key, _ in stood]
            before = keys[: keys.index(report.pk)] if report.pk in keys else []
        if before:
            found[report.pk] = before[-1]
    return found


def _pair(report: ProgressReport) -> Pair:
    return (report.action_id, report.organisation_id)


def _of_pairs(reports: list[ProgressReport]) -> Q:
    """Rows of these actions and these organisations; a few more than the pairs, which the caller leaves."""
    actions, organisations = {row.action_id for row in reports}, {row.organisation_id for row in reports}
    return Q(action__in=actions, organisation__in=organisations)


@dataclass
class _Earlier:
    """Positions of earlier reports: those that held before, and those that still hold, newest first."""

    previous: dict[int, Position] = field(default_factory=dict)
    holding: dict[Pair, list[tuple[ProgressReport, Position]]] = field(default_factory=dict)

    def unchanged_for(self, report: ProgressReport, position: Position) -> int:
        """How many reports in a row, ending with the one before this, said the same as each other and as `position`."""
        count = 0
        for _report, said in self._before(report)[:LOOK_BACK]:
            if not position.same_contents(said):
                break
            count += 1
        return count

    def _before(self, report: ProgressReport) -> list[tuple[ProgressReport, Position]]:
        rows = [row for row in self.holding.get(_pair(report), []) if row[0].pk != report.pk]
        if report.submitted_at is None:
            return rows
        return [row for row in rows if row[0].submitted_at and row[0].submitted_at < report.submitted_at]


def _earlier(reports: list[ProgressReport]) -> _Earlier:
    previous = _previous_keys(reports)
    rows = ProgressReport.objects.filter(
        Q(pk__in=previous.values()) | (_of_pairs(reports) & Q(state__in=STILL_HOLDS))
    )
    said = {}
    earlier = _Earlier()
    for row in rows.newest_first().prefetch_related("expenditures", "milestones"):
        said[row.pk] = position_of(row)
        if row.state in STILL_HOLDS:
            earlier.holding.setdefault(_pair(row), []).append((row, said[row.pk]))
    earlier.previous = {report: said[key] for report, key in previous.items()}
    return earlier


def _milestones(actions: set[int], on: datetime.date) -> dict[int, dict[int, DueMilestone]]:
    """By action: its milestones as in force on the day, in their order."""
    found: dict[int, dict[int, DueMilestone]] = defaultdict(dict)
    rows = MilestoneTerms.objects.in_force(on).filter(milestone__action__in=actions)
    for row in rows.select_related("milestone").order_by("milestone__order"):
        due = DueMilestone(title=row.local_title, due=row.due)
        found[row.milestone.action_id][row.milestone_id] = due
    return found


def _line_labels(actions: set[int], on: datetime.date) -> dict[int, str]:
    """What each budget line of the actions is called on the day."""
    rows = BudgetTerms.objects.of_actions(actions, on)
    return {row.line_id: row.local_label or row.printed_as or row.get_kind_display() for row in rows}


def _paid(actions: set[int], at: datetime.datetime) -> dict[int, dict[int, Decimal]]:
    """By line and organisation: paid in euro, as reported now, over all years."""
    moment = Moment(known_at=at, reckoned_on=day_of(at), basis=Basis.REPORTED)
    rows = Expenditure.objects.standing(moment).filter(report__action__in=actions)
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for (line, organisation), sums in sums_of(rows, ["paid"], "line", "report__organisation").items():
        if "paid" in sums:
            found[line][organisation] = sums["paid"]
    return found


def _paid_by_others(paid: dict[int, dict[int, Decimal]], organisation: int) -> dict[int, Decimal]:
    sums = {}
    for line, by_organisation in paid.items():
        others = [amount for key, amount in by_organisation.items() if key != organisation]
        if others:
            sums[line] = add_up(others)
    return sums


def surroundings_of_all(
    positions: list[tuple[ProgressReport, Position]], at: datetime.datetime
) -> dict[int, Surroundings]:
    """What the checks of these reports of one plan need, by report, with money and dates as known at the instant."""
    if not positions:
        return {}
    day, reports = day_of(at), [report for report, _ in positions]
    plan, actions = reports[0].action.plan, {report.action_id for report in reports}
    earlier = _earlier(reports)
    milestones, labels, paid = _milestones(actions, day), _line_labels(actions, day), _paid(actions, at)
    planned = planned_totals_by_line(planned_lines(plan=plan, on=day, actions=actions))
    with_period = Action.objects.filter(pk__in=actions).with_period(day)
    ends = dict(with_period.values_list("pk", "runs_until"))  # type: ignore[misc]
    return {
        report.pk: Surroundings(
            today=day,
            is_lead=report.is_lead,
            end=ends[report.action_id],
            last=earlier.previous.get(report.pk),
            unchanged_for=max(earlier.unchanged_for(report, position) - 1, 0)
            if report.pk in earlier.previous
            else 0,
            milestones=milestones[report.action_id],
            line_labels=labels,
            planned_totals=planned,
            paid_by_others=_paid_by_others(paid, report.organisation_id),
        )
        for report, position in positions
    }


def surroundings_of(report: ProgressReport, position: Position, at: datetime.datetime) -> Surroundings:
    """What the checks of this report need, with money and dates as known at the instant."""
    return surroundings_of_all([(report, position)], at)[report.pk]
