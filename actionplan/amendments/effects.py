"""What an amendment does once it is put in force: to amounts and days, to reports and questions under way, and who is
told."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.organisations.models import Organisation
from actionplan.planned.document import PlannedAction
from actionplan.planned.from_rows import actions_in_force, places_in_force
from actionplan.planned.json_form import read_kept
from actionplan.reporting.models import (
    Expenditure,
    ProgressReport,
    Question,
    Request,
    Standing,
)
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import Basis, ReportState, RequestState
from actions.models import Action, AmendedAction, Amendment
from budgets.planned import Period, period_of_action, planned_by_year
from objectives.models import Plan

from .planned_years import (
    ByYear,
    LineBefore,
    is_stale,
    lines_before,
    periods_of,
    planned_line,
    restated,
    spreads_in_force,
    summed,
)


@dataclass(frozen=True)
class LineEffects:
    """The amounts planned for a budget line, before and after; nothing for one that is new, gone or without an amount."""

    place: int
    planned_before: ByYear
    planned_after: ByYear
    paid: ByYear
    """Accepted so far, over all organisations."""
    is_restated: bool = False
    """Whether the amendment states its amounts per year anew, in place of a spread by the lead."""


@dataclass(frozen=True)
class ActionEffects:
    """The effects on an action. Without `before` it is new, without `after` it leaves the plan."""

    code: str
    before: PlannedAction | None
    after: PlannedAction | None
    merged_into: str
    has_changed: bool
    """Whether somebody amended, corrected or spread the action since, so that `before` or the years are others by now."""
    lines: list[LineEffects]
    committed: ByYear
    paid: ByYear
    """Amounts accepted so far, over all its lines and organisations."""
    runs_before: Period
    runs_after: Period

    @property
    def planned_before(self) -> ByYear:
        return summed(line.planned_before for line in self.lines)

    @property
    def planned_after(self) -> ByYear:
        return summed(line.planned_after for line in self.lines)


@dataclass(frozen=True)
class AmendmentEffects:
    """`mark` is a hash that changes with anything here."""

    actions: list[ActionEffects]
    requests: list[Request]
    """Requests of rounds under way that are no longer asked."""
    reports: list[ProgressReport]
    """Drafts on these actions, and reports that wait for review."""
    questions: list[Question]
    """Open questions, which are settled."""
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
    states = [state for action in actions for state in (action.before, action.after) if state]
    told = {key for state in states for key in state.taking_part}
    effects: dict[str, list[Any]] = {
        "actions": actions,
        "requests": list(requests.order_by("action__order", "role", "pk")),
        "reports": list(reports),
        "questions": list(questions.order_by("action__order", "pk")),
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
    places, spreads = places_in_force(plan, codes, on), spreads_in_force(plan, codes, on)
    committed, paid, paid_by_line = _reported(plan, codes)
    whole = Period(plan.start, plan.end)
    effects = []
    for change in changes:
        code, before, after = change.code, read_kept(change.before), read_kept(change.after)
        lines_were = (
            lines_before(before, places.get(code, []), whole, spreads.get(code, {})) if before else {}
        )
        effects.append(
            ActionEffects(
                code=code,
                before=before,
                after=after,
                merged_into=change.merged_into,
                has_changed=amendment.is_prepared
                and (now.get(code) != before or is_stale(change, lines_were, whole, on.year)),
                lines=_effects_by_line(change, after, lines_were, whole, spreads.get(code, {}), paid_by_line),
                committed=committed.get(code, {}),
                paid=paid.get(code, {}),
                runs_before=period_of_action(periods_of(before)),
                runs_after=period_of_action(periods_of(after)),
            )
        )
    return effects


def _effects_by_line(
    change: AmendedAction,
    after: PlannedAction | None,
    before: Mapping[int, LineBefore],
    plan: Period,
    spreads: Mapping[int, ByYear],
    paid: Mapping[tuple[str, int], ByYear],
) -> list[LineEffects]:
    lines = dict(zip(change.line_places, after.lines if after else (), strict=True))
    effects = []
    for place in sorted({*before, *lines}):
        was, line = before.get(place), lines.get(place)
        is_restated = line is not None and restated(was.line if was else None, line)
        planned = (
            planned_line(line, after, plan, None if is_restated else spreads.get(place))
            if after and line
            else None
        )
        effects.append(
            LineEffects(
                place,
                was.planned if was else {},
                planned_by_year(planned) if planned else {},
                paid.get((change.code, place), {}),
                is_restated,
            )
        )
    return effects


def _reported(
    plan: Plan, codes: list[str]
) -> tuple[dict[str, ByYear], dict[str, ByYear], dict[tuple[str, int], ByYear]]:
    """Committed and paid by code of the action, and paid by its line, from the reports that hold on the accepted basis."""
    holds = Standing.objects.filter(
        basis=Basis.ACCEPTED, until=None, action__plan=plan, action__code__in=codes
    )
    rows = Expenditure.objects.filter(report__in=holds.values("report"))
    amounts = list(rows.values_list("line__action__code", "line__place", "year", "committed", "paid"))
    committed = [(code, year, amount) for code, _place, year, amount, _paid in amounts if amount is not None]
    paid = [
        (code, place, year, amount) for code, place, year, _committed, amount in amounts if amount is not None
    ]
    return (
        _by_key(committed),
        _by_key((code, year, amount) for code, _place, year, amount in paid),
        _by_key(((code, place), year, amount) for code, place, year, amount in paid),
    )


def _by_key(amounts: Iterable[tuple[Any, int, Decimal]]) -> dict[Any, ByYear]:
    by_key: dict[Any, list[ByYear]] = defaultdict(list)
    for key, year, amount in amounts:
        by_key[key].append({year: amount})
    return {key: summed(years) for key, years in by_key.items()}


def _mark_of(amendment: Amendment, changes: list[AmendedAction], effects: Mapping[str, list[Any]]) -> str:
    facts = [
        [str(amendment.effective_from), amendment.reason],
        [[row.code, row.before, row.after, row.merged_into, row.line_places] for row in changes],
        [
            [action.has_changed, str(action.committed), str(action.paid), str(action.planned_before)]
            for action in effects["actions"]
        ],
        [request.pk for request in effects["requests"]],
        [[report.pk, report.state] for report in effects["reports"]],
        [question.pk for question in effects["questions"]],
        [organisation.key for organisation in effects["organisations"]],
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
