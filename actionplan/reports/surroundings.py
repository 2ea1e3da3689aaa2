"""Reads what the checks compare a position with: the plan's dates, the last report, other organisations' money.

`surroundings_of_all` reads it for a page of reports at once, in a fixed number of queries.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, takewhile

from django.db.models import Q

from actionplan.base.brussels import day_of
from actionplan.base.money import ZERO, cents
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import paid_on_line
from actionplan.reporting.standings import STILL_HOLDS
from actionplan.reporting.states import Basis
from actions.models import MilestoneTerms
from budgets.planned_rows import Periods, lines_of, planned_totals_by_line, terms_in_force
from objectives.models import Plan

from .finding import DueMilestone, Surroundings
from .position import Position, position_of

LOOK_BACK = 12
"""How many earlier reports are compared when counting for how long nothing changed."""

Pair = tuple[int, int]
"""An action and an organisation, by key."""


def previous_report(report: ProgressReport) -> ProgressReport | None:
    """The report that held, on the reported basis, when this one was handed in; for a draft, the one that holds."""
    previous = ProgressReport.objects.filter(pk=report.pk).with_previous().values("previous_key")  # type: ignore[misc]
    return ProgressReport.objects.filter(pk__in=previous).first()


def _previous_keys(reports: list[ProgressReport]) -> dict[int, int]:
    """By the key of each report: that of the one before it, read unless the reports were read with it."""
    if all(hasattr(report, "previous_key") for report in reports):
        known = [(report.pk, report.previous_key) for report in reports]  # type: ignore[attr-defined]
    else:
        rows = ProgressReport.objects.filter(pk__in=[report.pk for report in reports]).with_previous()
        known = list(rows.values_list("pk", "previous_key"))  # type: ignore[misc]
    return {key: previous for key, previous in known if previous is not None}


def _pair(report: ProgressReport) -> Pair:
    return (report.action_id, report.organisation_id)


def _of_pairs(reports: list[ProgressReport]) -> Q:
    """Rows of these actions and these organisations; a few more than the pairs, which the caller leaves."""
    actions, organisations = {row.action_id for row in reports}, {row.organisation_id for row in reports}
    return Q(action__in=actions, organisation__in=organisations)


@dataclass
class _Said:
    """Positions by report: of these themselves, of those before them, and of all that still hold, newest first."""

    by_report: dict[int, Position] = field(default_factory=dict)
    previous: dict[int, int] = field(default_factory=dict)
    holding: dict[Pair, list[ProgressReport]] = field(default_factory=dict)

    def last(self, report: ProgressReport) -> Position | None:
        return self.by_report[self.previous[report.pk]] if report.pk in self.previous else None

    def same_before(self, report: ProgressReport) -> list[ProgressReport]:
        """The reports before this one, newest first, that in a row said the same as it."""
        mine = self.by_report[report.pk]
        return list(
            takewhile(
                lambda other: mine.same_contents(self.by_report[other.pk]), self._before(report)[:LOOK_BACK]
            )
        )

    def _before(self, report: ProgressReport) -> list[ProgressReport]:
        rows = [row for row in self.holding.get(_pair(report), []) if row.pk != report.pk]
        if report.submitted_at is None:
            return rows
        return [row for row in rows if row.submitted_at and row.submitted_at < report.submitted_at]

    def paid_by(self, pair: Pair, at: datetime.datetime) -> dict[int, Decimal]:
        """By line, in euro: what the organisation paid as reported at the instant; its newest report then stands."""
        sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
        known = [row for row in self.holding.get(pair, []) if row.submitted_at and row.submitted_at <= at]
        for newest in known[:1]:
            for row in self.by_report[newest.pk].expenditures:
                sums[row.line] += row.paid or ZERO
        return sums


def _said(reports: list[ProgressReport]) -> _Said:
    said = _Said(previous=_previous_keys(reports))
    keys = [*said.previous.values(), *(report.pk for report in reports)]
    rows = ProgressReport.objects.filter(
        Q(pk__in=keys) | (_of_pairs(reports) & Q(state__in=STILL_HOLDS))
    ).newest_first()
    for row in rows.prefetch_related("expenditures", "milestones"):
        said.by_report[row.pk] = position_of(row)
        if row.state in STILL_HOLDS:
            said.holding.setdefault(_pair(row), []).append(row)
    return said


@dataclass
class _Printed:
    """What the plan says of some actions on a day, and what was paid on their lines, by all, as reported now."""

    milestones: dict[int, dict[int, DueMilestone]]
    ends: dict[int, datetime.date | None]
    labels: dict[int, str]
    planned: dict[int, Decimal]
    paid: dict[int, Decimal]


def _printed(plan: Plan, actions: set[int], at: datetime.datetime) -> _Printed:
    day = day_of(at)
    periods = Periods(plan, day, actions)
    moment = Moment(known_at=at, reckoned_on=day, basis=Basis.REPORTED)
    terms = list(terms_in_force(plan, day, actions).annotate(paid=paid_on_line(moment)))
    lines = lines_of([row for row in terms if row.amount is not None], plan=plan, on=day, periods=periods)
    return _Printed(
        milestones=_milestones(actions, day),
        ends={action: periods.of_action(action).end for action in actions},
        labels={row.line_id: row.local_label or row.printed_as or row.get_kind_display() for row in terms},
        planned=planned_totals_by_line(lines),
        paid={row.line_id: cents(row.paid) for row in terms},
    )


def _milestones(actions: set[int], on: datetime.date) -> dict[int, dict[int, DueMilestone]]:
    """By action: its milestones as in force on the day, in their order."""
    found: dict[int, dict[int, DueMilestone]] = defaultdict(dict)
    rows = MilestoneTerms.objects.in_force(on).filter(milestone__action__in=actions)
    for row in rows.select_related("milestone").order_by("milestone__order"):
        due = DueMilestone(title=row.local_title, due=row.due)
        found[row.milestone.action_id][row.milestone_id] = due
    return found


def _paid_by_others(paid: dict[int, Decimal], own: dict[int, Decimal]) -> dict[int, Decimal]:
    others = {line: total - own.get(line, ZERO) for line, total in paid.items()}
    return {line: amount for line, amount in others.items() if amount}


def surroundings_of_all(
    reports: Iterable[ProgressReport], at: datetime.datetime
) -> dict[int, tuple[Position, Surroundings]]:
    """By report of one plan: its position and what the checks need, with money and dates as known at the instant.

    Today is the day of the submission for a report that was submitted: it was not late on that day.
    """
    rows = list(reports)
    if not rows:
        return {}
    said = _said(rows)
    printed = _printed(rows[0].action.plan, {report.action_id for report in rows}, at)
    return {
        report.pk: (said.by_report[report.pk], _surroundings(report, said, printed, at)) for report in rows
    }


def _surroundings(
    report: ProgressReport, said: _Said, printed: _Printed, at: datetime.datetime
) -> Surroundings:
    last, same = said.last(report), said.same_before(report)
    return Surroundings(
        today=day_of(report.submitted_at or at),
        is_lead=report.is_lead,
        end=printed.ends[report.action_id],
        last=last,
        unchanged_for=max(len(same) - 1, 0) if last else 0,
        unchanged_rounds=rounds_without_a_change([report, *same]),
        milestones=printed.milestones[report.action_id],
        line_labels=printed.labels,
        planned_totals=printed.planned,
        paid_by_others=_paid_by_others(printed.paid, said.paid_by(_pair(report), at)),
    )


def rounds_without_a_change(same: list[ProgressReport]) -> int:
    """In how many rounds nothing changed, of reports that say the same, newest first; 0 where none is of a round.

    Rounds are counted, not reports: an answer after a return is not another round, and whatever is said between two
    rounds counts together as one.
    """
    rounds = [report.round_id for report in same]
    return len(list(groupby(rounds))) - 1 if any(rounds) else 0


def surroundings_of(report: ProgressReport, at: datetime.datetime) -> tuple[Position, Surroundings]:
    """The report's position and what its checks need, with money and dates as known at the instant."""
    return surroundings_of_all([report], at)[report.pk]
