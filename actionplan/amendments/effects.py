"""What an amendment does once it is put in force: to amounts and days, to reports and questions under way, and who is
told."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from actionplan.base.money import ZERO, in_cents
from actionplan.organisations.models import Organisation
from actionplan.planned.document import PlannedAction, PlannedBudgetLine
from actionplan.planned.from_rows import actions_in_force, places_in_force
from actionplan.planned.json_form import read_kept
from actionplan.reporting.models import (
    Asked,
    Expenditure,
    ProgressReport,
    Question,
    Request,
    Spread,
    Standing,
)
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import Basis, ReportState, RequestState
from actions.models import Action, AmendedAction, Amendment
from budgets.planned import Period, PlannedLine, period_of_action, period_of_line, planned_by_year
from objectives.models import Plan

ByYear = Mapping[int, Decimal]
"""Amounts in euro by calendar year."""


@dataclass(frozen=True)
class ActionEffects:
    """The effects on an action. Without `before` it is new, without `after` it leaves the plan."""

    code: str
    before: PlannedAction | None
    after: PlannedAction | None
    merged_into: str
    has_changed: bool
    """Whether somebody amended or corrected the action since, so that `before` is no longer what is in force."""
    planned_before: ByYear
    planned_after: ByYear
    committed: ByYear
    paid: ByYear
    """Amounts accepted so far, over all its lines and organisations."""
    runs_before: Period
    runs_after: Period


@dataclass(frozen=True)
class AmendmentEffects:
    """`mark` is a hash that changes with anything here."""

    actions: list[ActionEffects]
    requests: list[Request]
    """Requests of rounds under way that are no longer asked."""
    reports: list[ProgressReport]
    """Drafts on these actions, and reports that wait for review."""
    questions: list[Question]
    """Open questions, which are closed."""
    asked: list[Asked]
    """What is asked with a verdict, and no longer is."""
    organisations: list[Organisation]
    """Organisations that take part in these actions, before or after."""
    mark: str
    can_be_put_in_force: bool
    """Whether it is prepared and its day has come."""

    @property
    def drafts(self) -> list[ProgressReport]:
        return [report for report in self.reports if report.state == ReportState.DRAFT]

    @property
    def submitted(self) -> list[ProgressReport]:
        return [report for report in self.reports if report.state == ReportState.SUBMITTED]


def summed(all_years: Iterable[ByYear]) -> ByYear:
    """The sums by year, in order."""
    totals: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for years in all_years:
        for year, amount in years.items():
            totals[year] += amount
    return dict(sorted(totals.items()))


def effects_of(amendment: Amendment, on: datetime.date) -> AmendmentEffects:
    """What the amendment would do if put in force on the day: some fifteen queries, for any number of actions."""
    plan, changes = amendment.plan, list(amendment.actions.all())
    actions = _effects_by_action(amendment, changes)
    keys = dict(
        Action.objects.filter(plan=plan, code__in=[row.code for row in changes]).values_list("code", "pk")
    )
    gone = [keys[change.code] for change in changes if change.is_withdrawn and change.code in keys]
    requests = requests_no_longer_asked(gone).select_related("round", "action", "organisation")
    reports = ProgressReport.objects.pending().filter(action__in=keys.values())
    reports = reports.select_related("action", "organisation", "round").order_by(
        "action__order", "organisation", "pk"
    )
    questions = Question.objects.open().filter(action__in=gone).select_related("action", "organisation")
    asked = Asked.objects.open().filter(action__in=gone).select_related("action", "organisation")
    states = [state for action in actions for state in (action.before, action.after) if state]
    told = {key for state in states for key in state.taking_part}
    effects: dict[str, list[Any]] = {
        "actions": actions,
        "requests": list(requests.order_by("action__order", "role", "pk")),
        "reports": list(reports),
        "questions": list(questions.order_by("action__order", "pk")),
        "asked": list(asked.order_by("action__order", "pk")),
        "organisations": list(Organisation.objects.filter(key__in=told).order_by("order", "key")),
    }
    return AmendmentEffects(
        **effects,
        mark=_mark_of(amendment, changes, effects),
        can_be_put_in_force=amendment.is_prepared and amendment.effective_from <= on,
    )


def requests_no_longer_asked(actions: Iterable[int]) -> RequestQuerySet:
    """Requests of rounds under way about these actions that are neither accepted nor excused."""
    rows = Request.objects.under_way().filter(action__in=actions, excuse="").with_state()
    return rows.exclude(answer_state=RequestState.ACCEPTED)  # type: ignore[misc]


def _effects_by_action(amendment: Amendment, changes: list[AmendedAction]) -> list[ActionEffects]:
    plan, on, codes = amendment.plan, amendment.effective_from, [change.code for change in changes]
    now = actions_in_force(plan, on, codes) if amendment.is_prepared else {}
    places, spreads = places_in_force(plan, codes, on), _spreads(plan, codes, on)
    committed, paid = _reported(plan, codes)
    whole = Period(plan.start, plan.end)
    effects = []
    for change in changes:
        known, before, after = spreads.get(change.code, {}), read_kept(change.before), read_kept(change.after)
        spreads_before = [known.get(place) for place in places.get(change.code, [])]
        effects.append(
            ActionEffects(
                code=change.code,
                before=before,
                after=after,
                merged_into=change.merged_into,
                has_changed=amendment.is_prepared and now.get(change.code) != before,
                planned_before=planned_for(before, whole, spreads_before),
                planned_after=planned_for(after, whole, [known.get(place) for place in change.line_places]),
                committed=committed.get(change.code, {}),
                paid=paid.get(change.code, {}),
                runs_before=period_of_action(_periods(before)),
                runs_after=period_of_action(_periods(after)),
            )
        )
    return effects


def _reported(plan: Plan, codes: list[str]) -> tuple[dict[str, ByYear], dict[str, ByYear]]:
    """Committed and paid by code of the action, from the reports that hold on the accepted basis."""
    holds = Standing.objects.filter(
        basis=Basis.ACCEPTED, until=None, action__plan=plan, action__code__in=codes
    )
    rows = Expenditure.objects.filter(report__in=holds.values("report"))
    amounts = list(rows.values_list("line__action__code", "year", "committed", "paid"))
    committed = [(code, year, amount) for code, year, amount, _paid in amounts if amount is not None]
    paid = [(code, year, amount) for code, year, _committed, amount in amounts if amount is not None]
    return _by_code(committed), _by_code(paid)


def _by_code(amounts: Iterable[tuple[str, int, Decimal]]) -> dict[str, ByYear]:
    by_code: dict[str, list[ByYear]] = defaultdict(list)
    for code, year, amount in amounts:
        by_code[code].append({year: amount})
    return {code: summed(years) for code, years in by_code.items()}


def _spreads(plan: Plan, codes: list[str], on: datetime.date) -> dict[str, dict[int, dict[int, Decimal]]]:
    """The amounts by year as leads spread their lines, by code of the action and place of the line."""
    spreads: dict[str, dict[int, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    rows = Spread.objects.in_force(on).filter(line__action__plan=plan, line__action__code__in=codes)
    for code, place, year, amount in rows.values_list("line__action__code", "line__place", "year", "amount"):
        spreads[code][place][year] = amount
    return spreads


def period_of(line: PlannedBudgetLine, action: PlannedAction, plan: Period) -> Period:
    """The period of a budget line of the action, with a start and an end."""
    phases = _periods(action)
    phase = phases[line.phase_place - 1] if line.phase_place else None
    return period_of_line(Period(line.start, line.end), phase, period_of_action(phases), plan)


def _periods(action: PlannedAction | None) -> list[Period]:
    return [Period(phase.start, phase.end) for phase in action.phases] if action else []


def planned_for(
    action: PlannedAction | None, plan: Period, spreads: Sequence[dict[int, Decimal] | None] = ()
) -> ByYear:
    """The amounts planned for the action by year; `plan` is the period of the plan, `spreads` has the known spreads of its
    lines, in order."""
    if action is None:
        return {}
    years = []
    for line, spread in zip_longest(action.lines, spreads):
        if line is not None and line.amount is not None:
            period = period_of(line, action, plan)
            years.append(planned_by_year(PlannedLine(in_cents(line.amount), line.per_year, period, spread)))
    return summed(years)


def _mark_of(amendment: Amendment, changes: list[AmendedAction], effects: Mapping[str, list[Any]]) -> str:
    facts = [
        [str(amendment.effective_from), amendment.reason],
        [[row.code, row.before, row.after, row.merged_into, row.line_places] for row in changes],
        [[action.has_changed, str(action.committed), str(action.paid)] for action in effects["actions"]],
        [request.pk for request in effects["requests"]],
        [[report.pk, report.state] for report in effects["reports"]],
        [question.pk for question in effects["questions"]],
        [asked.pk for asked in effects["asked"]],
        [organisation.key for organisation in effects["organisations"]],
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
