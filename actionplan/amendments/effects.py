"""What an amendment does to amounts and days, to requests, reports and questions under way, and who is told.

The effects are computed before it is put in force, and stored with it then: codes, keys, days and amounts, no words. Its page
shows them in the same way before and after.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cattrs import Converter

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
    is_outdated,
    lines_before,
    periods_of,
    planned_line,
    restated,
    spreads_in_force,
    summed,
)

Day = datetime.date
Years = dict[int, Decimal]
"""Amounts in euro by calendar year."""


@dataclass(frozen=True)
class LineEffects:
    """The amounts planned for a budget line, before and after; nothing for one that is new, gone or without an amount."""

    place: int
    planned_before: Years
    planned_after: Years
    paid: Years
    """Accepted so far, over all organisations."""


@dataclass(frozen=True)
class ActionEffects:
    """The effects on an action. Its days are inclusive, None if open. Amounts are by year, summed over its lines."""

    code: str
    is_new: bool
    is_gone: bool
    planned_before: Years
    planned_after: Years
    committed: Years
    """Accepted so far, over all organisations, as is what was paid."""
    paid: Years
    start_before: Day | None
    end_before: Day | None
    start_after: Day | None
    end_after: Day | None
    lines: list[LineEffects] = field(default_factory=list)
    """Empty where the amendment was put in force by a version that kept none."""

    @property
    def runs_before(self) -> Period:
        return Period(self.start_before, self.end_before)

    @property
    def runs_after(self) -> Period:
        return Period(self.start_after, self.end_after)

    @property
    def days_later(self) -> int | None:
        """How many days later it ends, negative for earlier; None unless there is an end before and after."""
        if self.end_before is None or self.end_after is None:
            return None
        return (self.end_after - self.end_before).days


@dataclass(frozen=True)
class UnderWay:
    """A request, a report or a question: code of its action, key of its organisation, code of its round."""

    code: str
    organisation: str | None
    round: str | None = None


@dataclass(frozen=True)
class AmendmentEffects:
    """The names of the fields are the keys of the stored form: do not rename them."""

    actions: list[ActionEffects]
    requests: list[UnderWay]
    """Requests of rounds under way that are no longer asked."""
    drafts: list[UnderWay]
    """Drafts on these actions; `submitted` are the reports that wait for review."""
    submitted: list[UnderWay]
    questions: list[UnderWay]
    """Open questions, which are settled; those that everybody reads are in `asked`."""
    organisations: list[str]
    """The keys of the organisations that take part in these actions, before or after: they are told."""
    asked: list[UnderWay] = field(default_factory=list)

    def by_year(self, name: str) -> Years:
        """`planned_before`, `planned_after`, `committed` or `paid`, summed over the actions."""
        return summed(getattr(action, name) for action in self.actions)


@dataclass(frozen=True)
class AmendmentPreview:
    """The effects of a prepared amendment, and what may stand in its way."""

    effects: AmendmentEffects
    changed: list[str]
    """The codes of actions that somebody amended, corrected or spread since, so that they or their years are others by now."""
    mark: str
    """A hash that changes with anything here."""
    can_be_put_in_force: bool
    """Whether it is prepared and its day has come."""


def preview_of(amendment: Amendment, on: datetime.date) -> AmendmentPreview:
    """What the amendment would do if put in force on the day: some fifteen queries, for any number of actions."""
    changes = list(amendment.actions.all())
    actions, changed, told = _effects_by_action(amendment, changes)
    effects = _with_reporting(amendment.plan, changes, actions, told)
    return AmendmentPreview(
        effects,
        changed,
        mark=_mark_of(amendment, changes, effects, changed),
        can_be_put_in_force=amendment.is_prepared and amendment.effective_from <= on,
    )


def _with_reporting(
    plan: Plan, changes: list[AmendedAction], actions: list[ActionEffects], told: set[str]
) -> AmendmentEffects:
    """`told` has the keys of the organisations to tell."""
    codes = [change.code for change in changes]
    keys = dict(Action.objects.filter(plan=plan, code__in=codes).values_list("code", "pk"))
    gone = [keys[change.code] for change in changes if change.is_withdrawn and change.code in keys]
    requests = requests_no_longer_asked(gone).select_related("round", "action", "organisation")
    rows = ProgressReport.objects.pending().filter(action__in=keys.values())
    rows = rows.select_related("action", "organisation", "round")
    reports = list(rows.order_by("action__order", "organisation", "pk"))
    open_questions = Question.objects.open().filter(action__in=gone).select_related("action", "organisation")
    questions = list(open_questions.order_by("action__order", "pk"))
    organisations = Organisation.objects.filter(key__in=told).order_by("order", "key")
    return AmendmentEffects(
        actions=actions,
        requests=_under_way(requests.order_by("action__order", "role", "pk")),
        drafts=_under_way(report for report in reports if report.state == ReportState.DRAFT),
        submitted=_under_way(report for report in reports if report.state == ReportState.SUBMITTED),
        questions=_under_way(question for question in questions if not question.for_everybody),
        organisations=list(organisations.values_list("key", flat=True)),
        asked=_under_way(question for question in questions if question.for_everybody),
    )


def _under_way(rows: Iterable[Any]) -> list[UnderWay]:
    under_way = []
    for row in rows:
        round = getattr(row, "round", None)
        organisation = row.organisation.key if row.organisation else None
        under_way.append(UnderWay(row.action.code, organisation, round.code if round else None))
    return under_way


def requests_no_longer_asked(actions: Iterable[int]) -> RequestQuerySet:
    """Requests of rounds under way about these actions that are neither accepted nor excused."""
    rows = Request.objects.under_way().filter(action__in=actions, excuse="").with_state()
    return rows.exclude(answer_state=RequestState.ACCEPTED)  # type: ignore[misc]


def _effects_by_action(
    amendment: Amendment, changes: list[AmendedAction]
) -> tuple[list[ActionEffects], list[str], set[str]]:
    """The effects; the codes of actions that changed since; the keys of the organisations that take part in any."""
    plan, on, codes = amendment.plan, amendment.effective_from, [change.code for change in changes]
    now = actions_in_force(plan, on, codes) if amendment.is_prepared else {}
    places, spreads = places_in_force(plan, codes, on), spreads_in_force(plan, codes, on)
    committed, paid, paid_by_line = _reported(plan, codes)
    whole = Period(plan.start, plan.end)
    effects, changed = [], []
    told: set[str] = set()
    for change in changes:
        code, before, after = change.code, read_kept(change.before), read_kept(change.after)
        spread = spreads.get(code, {})
        lines_were = lines_before(before, places.get(code, []), whole, spread) if before else {}
        lines = _effects_by_line(change, after, lines_were, whole, spread, paid_by_line)
        runs_before, runs_after = (period_of_action(periods_of(state)) for state in (before, after))
        effects.append(
            ActionEffects(
                code,
                is_new=before is None,
                is_gone=after is None,
                planned_before=summed(line.planned_before for line in lines),
                planned_after=summed(line.planned_after for line in lines),
                committed=committed.get(code, {}),
                paid=paid.get(code, {}),
                start_before=runs_before.start,
                end_before=runs_before.end,
                start_after=runs_after.start,
                end_after=runs_after.end,
                lines=lines,
            )
        )
        told.update(key for state in (before, after) if state for key in state.taking_part)
        if amendment.is_prepared and (
            now.get(code) != before or is_outdated(change, lines_were, whole, on.year)
        ):
            changed.append(code)
    return effects, changed, told


def _effects_by_line(
    change: AmendedAction,
    after: PlannedAction | None,
    before: Mapping[int, LineBefore],
    plan: Period,
    spreads: Mapping[int, ByYear],
    paid: Mapping[tuple[str, int], Years],
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
                dict(was.planned) if was else {},
                planned_by_year(planned) if planned else {},
                paid.get((change.code, place), {}),
            )
        )
    return effects


def _reported(
    plan: Plan, codes: list[str]
) -> tuple[dict[str, Years], dict[str, Years], dict[tuple[str, int], Years]]:
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


def _by_key(amounts: Iterable[tuple[Any, int, Decimal]]) -> dict[Any, Years]:
    by_key: dict[Any, list[ByYear]] = defaultdict(list)
    for key, year, amount in amounts:
        by_key[key].append({year: amount})
    return {key: summed(years) for key, years in by_key.items()}


def _mark_of(
    amendment: Amendment, changes: list[AmendedAction], effects: AmendmentEffects, changed: list[str]
) -> str:
    facts = [
        [str(amendment.effective_from), amendment.reason],
        [[row.code, row.before, row.after, row.merged_into, row.line_places] for row in changes],
        to_plain(effects),
        changed,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


_converter = Converter()
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Day, lambda text, _: Day.fromisoformat(text))
_converter.register_unstructure_hook(Day, lambda day: day.isoformat())


def to_plain(effects: AmendmentEffects) -> dict[str, Any]:
    return _converter.unstructure(effects)


def from_plain(plain: dict[str, Any]) -> AmendmentEffects:
    return _converter.structure(plain, AmendmentEffects)
