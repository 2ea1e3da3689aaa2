"""A picture read from the tables with some twenty querysets, whatever the number of actions.

Each queryset reads plain values by the field names of their class, with the period in which they hold. Rows
of the plan must be in force on the day; reports must hold at the instant or, for now, be open. The history of
an action is a series of pictures made from rows that are read once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from actionplan.base.days import day_of, in_force_q, start_of
from actionplan.organisations.models import Affiliation
from actionplan.planned.document import (
    MinisterPart,
    OrganisationPart,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
    YearTarget,
)
from actionplan.planned.from_rows import columns_of, typed
from actionplan.reporting.models import (
    ProgressReport,
    Question,
    Request,
    Standing,
)
from actionplan.reporting.querysets import holds_at_q
from actionplan.reporting.states import Basis, RequestRole
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    IndicatorTerms,
    Lead,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetTerms, Funding
from budgets.planned import Period
from objectives.models import Plan

from . import freshness, live_bodies
from .actions import Actions
from .asks import asks_at, asks_of
from .bodies import OrganisationPicture, RoundPicture
from .by_name import DatedRows, GroupedRows, columns, grouped, read_as
from .computed import as_left, with_computed
from .deliveries import due_after
from .indicators import IndicatorPicture
from .live_reports import reports_of
from .moment import Moment
from .picture import (
    ActionPicture,
    FundingPicture,
    InvolvementPicture,
    LinePicture,
    MilestonePicture,
    PhasePicture,
    Picture,
    PromotionPicture,
    ReferencePicture,
    bodies_of,
)
from .requests import AskingRound, requests_at
from .submitted import as_known, forecasts_at, submitted_reports, verdict_at, waits_since

BEFORE_EVERYTHING = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


def read(plan: Plan, moment: Moment, actions: Collection[int] | None = None) -> Picture:
    """The plan at the moment with all actions in force, or these keys, in force or not."""
    return _AllRows(_Scope(plan, moment, actions)).picture_at(moment, in_force_only=actions is None)


def read_on_both_bases(
    plan: Plan, moment: Moment, actions: Collection[int] | None = None
) -> dict[Basis, Picture]:
    """`read` on both bases, whatever the moment's; only the reports are read twice."""
    rows = _AllRows(_Scope(plan, moment, actions), list(Basis))
    return {
        basis: rows.picture_at(replace(moment, basis=basis), in_force_only=actions is None) for basis in Basis
    }


def history(plan: Plan, action: int, until: Moment) -> Iterator[Picture]:
    """Pictures of one action before any report and at every instant something about it changed, up to the
    moment.

    Oldest first; as many queries as for a single picture. A picture has the action only while it is in force.
    """
    rows = _AllRows(_Scope(plan, until, [action], all_times=True))
    instants = {at for at in rows.instants() if BEFORE_EVERYTHING < at <= until.known_at}
    for at in [BEFORE_EVERYTHING, *sorted(instants)]:
        yield rows.picture_at(Moment(at, day_of(at), until.basis), in_force_only=True)


@dataclass(frozen=True)
class _Scope:
    """What to read: a plan, all of its actions or some, at the moment or, for a history, at all times."""

    plan: Plan
    moment: Moment
    keys: Collection[int] | None
    all_times: bool = False

    @property
    def day(self) -> datetime.date:
        return self.moment.plan_day

    def of(self, rows: QuerySet, action: str = "action") -> QuerySet:
        """The rows of these actions; `action` is the lookup path from a row to its action."""
        if self.keys is not None:
            return rows.filter(**{f"{action}__in": self.keys})
        return rows.filter(**{f"{action}__plan": self.plan})

    def in_force(self, rows: QuerySet, action: str = "action") -> QuerySet:
        return self.of(rows if self.all_times else rows.filter(in_force_q(self.day)), action)

    def on_basis(self, basis: str) -> _Scope:
        return replace(self, moment=replace(self.moment, basis=basis))

    @property
    def standings(self) -> QuerySet[Standing]:
        rows = self.of(Standing.objects.filter(basis=self.moment.basis))
        if self.all_times:
            return rows
        return rows.filter(Q(until=None) if self.moment.is_now else holds_at_q(self.moment.known_at))


def _dated(rows: QuerySet, key: str, fields: Mapping[str, str], make: Callable[..., Any]) -> DatedRows:
    """The objects made from rows in force for a period."""
    dated: dict[Any, list[tuple[Any, Any, Any]]] = defaultdict(list)
    for of, since, until, value in read_as(make, rows, fields, key, "in_force_from", "in_force_until"):
        dated[of].append((since, until, value))
    return dated


def _holding_at(rows: DatedRows, key: Any, at: Any) -> tuple[Any, ...]:
    """The values that hold on the day or at the instant; None: those that are open."""
    return tuple(value for since, until, value in rows.get(key, ()) if _holds(since, until, at))


def _holds(since: Any, until: Any, at: Any) -> bool:
    if at is None:
        return until is None
    return (since is None or since <= at) and (until is None or until > at)


class _AllRows:
    """All rows read; a picture takes those that held at its moment."""

    def __init__(self, scope: _Scope, bases: Collection[str] = ()) -> None:
        """`bases` are those of the pictures to be made; by default that of the moment."""
        self.plan = scope.plan
        self.objectives = live_bodies.objectives(scope.plan)
        self.ministers = live_bodies.ministers()
        self.policy_areas = live_bodies.policy_areas()
        self.organisations = live_bodies.organisations()
        self.affiliations = _affiliations(scope)
        self.rounds = live_bodies.rounds(scope.plan)
        self.gone = live_bodies.gone(scope.plan)
        self.actions, self.terms = _rows_of_actions(scope), _terms(scope)
        self.references, self.phases = _references(scope), _phases(scope)
        self.leads, self.involvements = _leads(scope), _involvements(scope)
        self.promotions, self.milestones = _promotions(scope), _milestones(scope)
        self.lines, self.indicators = _lines(scope), _indicators(scope)
        scopes = map(scope.on_basis, bases or [scope.moment.basis])
        self.reports = {of.moment.basis: reports_of(of.standings) for of in scopes}
        self.submitted, self.requests = (
            submitted_reports(scope.of(ProgressReport.objects.all())),
            _requests(scope),
        )
        self.asks = asks_of(scope.of(Question.objects.all()))

    def picture_at(self, moment: Moment, *, in_force_only: bool) -> Picture:
        day = moment.plan_day
        organisations = {
            key: _affiliated(organisation, _holding_at(self.affiliations, key, day))
            for key, organisation in self.organisations.items()
        }
        rounds = live_bodies.rounds_at(self.rounds, moment)
        actions, left = [], []
        for facts in self.actions:
            action = self._action(facts, moment, organisations, rounds)
            if not in_force_only or _holds(action.in_force_from, action.in_force_until, day):
                actions.append(action)
            elif action.has_left:
                left.append(action)
        plan = self.plan
        return Picture(
            plan=live_bodies.plan_picture(plan),
            moment=moment,
            objectives=self.objectives,
            ministers=self.ministers,
            policy_areas=self.policy_areas,
            organisations=organisations,
            rounds=rounds,
            gone={code: gone for code, gone in self.gone.items() if gone.since <= day},
            actions=Actions(actions, organisations, self.ministers),
            left=Actions(left, organisations, self.ministers),
        )

    def _action(
        self,
        facts: dict[str, Any],
        moment: Moment,
        organisations: Mapping[str, OrganisationPicture],
        rounds: Sequence[RoundPicture],
    ) -> ActionPicture:
        pk, day, at = facts["pk"], moment.plan_day, None if moment.is_now else moment.known_at
        lead, lead_since = next(iter(_holding_at(self.leads, pk, day)[-1:]), (None, None))
        phases, promotions = self.phases.get(pk, ()), _holding_at(self.promotions, pk, day)
        requests = requests_at(self.requests.get(pk, ()), rounds, moment)
        begins = max(self.plan.start, facts["in_force_from"] or self.plan.start)
        submitted = self.submitted.get(pk, ())
        action = ActionPicture(
            **facts,
            **_terms_at(self.terms, pk, day),
            lead=lead,
            lead_since=lead_since,
            involvements=_holding_at(self.involvements, pk, day),
            promotions=promotions,
            references=tuple(self.references.get(pk, ())),
            phases=_holding_at(self.phases, pk, day),
            adopted_phases=tuple(
                phase for since, _until, phase in phases if since in (None, facts["in_force_from"])
            ),
            milestones=_holding_at(self.milestones, pk, day),
            indicators=_holding_at(self.indicators, pk, day),
            lines=_holding_at(self.lines, pk, day),
            reports=tuple(
                as_known(report, moment) for report in _holding_at(self.reports[moment.basis], pk, at)
            ),
            asked=requests,
            forecasts=forecasts_at(submitted, moment),
            asks=asks_at(self.asks.get(pk, ()), moment),
            last_verdict=verdict_at(submitted, moment),
            **live_bodies.areas_of(lead, bodies_of(lead, promotions), organisations),
            reckoned_on=moment.reckoned_on,
            **freshness.limits(requests, rounds, moment, begins),
            waits_since=waits_since(submitted, moment),
            due_after=due_after(rounds, moment.reckoned_on),
        )
        action, until = with_computed(action, Period(self.plan.start, self.plan.end)), action.in_force_until
        return as_left(action) if until is not None and until <= day else action

    def instants(self) -> Iterator[datetime.datetime]:
        """The instants when something about the actions changed or a report was reviewed."""
        tables = [self.terms, self.leads, self.involvements, self.promotions, self.phases, self.milestones]
        days = [
            *(
                row[:2]
                for table in [*tables, self.indicators, self.lines]
                for rows in table.values()
                for row in rows
            ),
            *((facts["in_force_from"], facts["in_force_until"]) for facts in self.actions),
        ]
        yield from (start_of(day) for both in days for day in both if day)
        submitted = (report for rows in self.submitted.values() for report in rows)
        yield from (report.reviewed_at for report in submitted if report.verdict and report.reviewed_at)
        held = [row for of_basis in self.reports.values() for rows in of_basis.values() for row in rows]
        for since, until, report in held:
            yield from filter(None, [since, until, report.reviewed_at])


# Affiliations and requests


def _affiliations(scope: _Scope) -> DatedRows:
    """Policy areas by organisation key, each with the first day of the affiliation."""
    rows = Affiliation.objects.all() if scope.all_times else Affiliation.objects.in_force(scope.day)
    facts = columns(code="policy_area__code", since="in_force_from")
    return _dated(rows.order_by("-pk"), "organisation__key", facts, lambda code, since: (code, since))


def _affiliated(organisation: OrganisationPicture, affiliations: tuple[Any, ...]) -> OrganisationPicture:
    code, since = affiliations[-1] if affiliations else (None, None)
    return replace(organisation, policy_area=code, policy_area_since=since)


def _requests(scope: _Scope) -> GroupedRows:
    """By action: the rounds that ask its lead to report, a row for each extension asked for."""
    rows = scope.of(Request.objects.filter(role=RequestRole.LEAD, round__opened_at__isnull=False))
    extension = {name: f"extensions__{name}" for name in ["state", "until", "answered_at"]}
    return grouped(rows.order_by(), "action", columns(round="round__code", **extension), AskingRound)


# The plan's own rows


def _rows_of_actions(scope: _Scope) -> list[dict[str, Any]]:
    rows = Action.objects.filter(plan=scope.plan)
    if scope.keys is not None:
        rows = rows.filter(pk__in=scope.keys)
    names = ["pk", "code", "order", "timing_printed", "budget_printed", "limited"]
    names += ["in_force_from", "in_force_until"]
    others = {
        "number": F("objective__number"),
        "theme_order": F("theme__order"),
        "merged_code": F("merged_into__code"),
    }
    facts = []
    for row in rows.in_plan_order().values(*names, **others):
        objective, theme, merged = (row.pop(name) for name in others)
        facts.append(row | {"objective": objective, "theme": theme, "merged_into": merged})
    return facts


def _terms(scope: _Scope) -> DatedRows:
    rows = scope.of(ActionTerms.objects.order_by(F("in_force_from").asc(nulls_first=True)))
    return _dated(rows, "action", columns("title", "title_nl", "summary", "summary_nl", "kind"), dict)


def _terms_at(rows: DatedRows, key: int, day: datetime.date) -> dict[str, Any]:
    """The terms on the day; before the action came into the plan its first, after it left its last."""
    begun = [facts for since, _until, facts in rows[key] if since is None or since <= day]
    return begun[-1] if begun else rows[key][0][2]


def _leads(scope: _Scope) -> DatedRows:
    rows = scope.in_force(Lead.objects.order_by("-pk"))
    facts = columns(lead="organisation__key", since="in_force_from")
    return _dated(rows, "action", facts, lambda lead, since: (lead, since))


def _as(cls: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a part of an action from the values of its columns."""
    return lambda **facts: cls(**typed(cls, facts))


def _involvements(scope: _Scope) -> DatedRows:
    rows = scope.in_force(MinisterInvolvement.objects.order_by("order", "pk"))
    names = columns_of(MinisterPart, MinisterInvolvement)
    part = columns(*names, "order", "in_force_from", minister="minister__key")
    return _dated(rows, "action", part, _as(InvolvementPicture))


def _promotions(scope: _Scope) -> DatedRows:
    rows = scope.in_force(Promotion.objects.order_by("order", "pk"))
    names = columns_of(OrganisationPart, Promotion)
    part = columns(*names, "order", "in_force_from", organisation="organisation__key")
    return _dated(rows, "action", part, _as(PromotionPicture))


def _references(scope: _Scope) -> GroupedRows:
    rows = scope.of(CrossReference.objects.all()).order_by("order")
    to = columns(action="to_action__code", objective="to_objective__number")
    return grouped(rows, "action", to, ReferencePicture)


def _phases(scope: _Scope) -> DatedRows:
    """Phases in force, and those as adopted or, for an added action, as first in force."""
    rows = scope.of(Phase.objects.all())
    if not scope.all_times:
        first = Q(in_force_from=None) | Q(in_force_from=F("action__in_force_from"))
        rows = rows.filter(in_force_q(scope.day) | first)
    names = columns(*columns_of(PlannedPhase, Phase), "place", "in_force_from")
    return _dated(rows.order_by("place", "pk"), "action", names, _as(PhasePicture))


def _milestones(scope: _Scope) -> DatedRows:
    rows = scope.in_force(MilestoneTerms.objects.order_by("milestone__order", "pk"), "milestone__action")
    names = columns_of(PlannedMilestone, MilestoneTerms)
    of_milestone = {name: f"milestone__{name}" for name in ["key", "order", "origin"]}
    facts = columns(*names, "in_force_from", **of_milestone)
    return _dated(rows, "milestone__action", facts, _as(MilestonePicture))


def _indicators(scope: _Scope) -> DatedRows:
    rows = scope.in_force(IndicatorTerms.objects.order_by("indicator__order", "pk"), "indicator__action")
    names = columns_of(PlannedIndicator, IndicatorTerms)
    of_indicator = {"key": "indicator__key", "order": "indicator__order", "asked_of": "asked_of__key"}
    facts = columns(*names, "in_force_from", **of_indicator)

    def made(targets: list[dict[str, Any]], **facts: Any) -> IndicatorPicture:
        aims = (YearTarget(year=target["year"], value=Decimal(target["value"])) for target in targets)
        return IndicatorPicture(**typed(IndicatorPicture, facts), targets=tuple(aims))

    return _dated(rows, "indicator__action", facts, made)


def _lines(scope: _Scope) -> DatedRows:
    """Budget lines; one that its lead had spread over the years twice: before that day, and since."""
    funding = _funding(scope)
    rows = scope.in_force(BudgetTerms.objects.order_by("line__place", "pk"), "line__action")
    names = ["pk", "spread", "in_force_from", *columns_of(PlannedBudgetLine, BudgetTerms)]

    def made(pk: int, spread: dict[str, Any], years: list[dict[str, Any]], **facts: Any) -> Any:
        funded = tuple(funding.get(pk, ()))
        return spread, LinePicture(**facts, funding=funded, stated=_by_year(years))

    dated = _dated(rows, "line__action", columns(*names, place="line__place"), made)
    return {action: list(_as_spread(of_action)) for action, of_action in dated.items()}


def _as_spread(
    rows: Iterable[tuple[Any, Any, tuple[dict[str, Any], LinePicture]]],
) -> Iterator[tuple[Any, Any, LinePicture]]:
    for since, until, (spread, line) in rows:
        begun = datetime.date.fromisoformat(spread["from"]) if spread else None
        if begun is not None and (since is None or since < begun):
            yield since, begun, line
            since = begun
        yield since, until, replace(line, spread=_by_year(spread["years"])) if spread else line


def _by_year(years: list[dict[str, Any]]) -> dict[int, Decimal]:
    return {each["year"]: Decimal(each["amount"]) for each in years}


def _funding(scope: _Scope) -> GroupedRows:
    """Funding, by the key of the terms."""
    rows = scope.of(Funding.objects.all(), "terms__line__action").order_by("order")
    share = columns("source", "percent", organisation="organisation__key")
    return grouped(rows, "terms", share, FundingPicture)
