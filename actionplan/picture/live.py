"""A picture read from the rows of today: some twenty querysets, the same number for any number of actions.

Each reads what its rows say as plain values, in the order of the class that they become. Which rows of the plan are in force
is asked for the day; which reports hold is asked for the instant or, of now, is what is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.reporting.models import (
    Expenditure,
    ProgressReport,
    ReportedMilestone,
    Round,
    Spread,
    Standing,
)
from actionplan.reporting.querysets import stands_at
from actionplan.reporting.states import Basis, ReportKind, ReportState
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from actions.states import MinisterRole
from budgets.models import BudgetTerms, Funding
from budgets.planned import Period
from objectives.models import Objective, Plan, Theme

from . import attention, freshness, milestones, money, quality, schedule, voices
from .actions import Actions
from .bodies import (
    MinisterPicture,
    ObjectivePicture,
    OrganisationPicture,
    PlanPicture,
    PolicyAreaPicture,
    RoundPicture,
    ThemePicture,
)
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
    ReportPicture,
    SpendingPicture,
    ToldMilestone,
)

ByAction = Mapping[int, Any]


def read(plan: Plan, moment: Moment, actions: Collection[int] | None = None) -> Picture:
    """The plan at the moment with all actions that are in force, or with these by their keys, in force or not."""
    reading = _Reading(plan, moment, actions)
    organisations, ministers, rounds = _organisations(moment), _ministers(), _rounds(plan, moment)
    return Picture(
        plan=PlanPicture(plan.pk, plan.code, plan.title, plan.title_nl, plan.start, plan.end, plan.state),
        moment=moment,
        objectives=_objectives(plan),
        ministers=ministers,
        policy_areas=_policy_areas(),
        organisations=organisations,
        rounds=rounds,
        actions=Actions(_actions(reading, organisations, rounds), organisations, ministers),
    )


@dataclass(frozen=True)
class _Reading:
    """Which plan, which of its actions and which moment is read."""

    plan: Plan
    moment: Moment
    keys: Collection[int] | None

    def of(self, rows: QuerySet, action: str = "action") -> QuerySet:
        """The rows of these actions; `action` is the way from a row to its action."""
        if self.keys is not None:
            return rows.filter(**{f"{action}__in": self.keys})
        return rows.filter(**{f"{action}__plan": self.plan})

    def in_force(self, rows: QuerySet, action: str = "action") -> QuerySet:
        return self.of(rows.filter(in_force_q(self.moment.plan_day)), action)

    @property
    def standings(self) -> QuerySet[Standing]:
        holds = Q(until=None) if self.moment.is_now else stands_at(self.moment.known_at)
        return self.of(Standing.objects.filter(holds, basis=self.moment.basis))


def _grouped(rows: Iterable[tuple[Any, ...]], make: Any) -> ByAction:
    """Of rows that begin with the key of what they belong to: what is made of the rest, by that key."""
    found: dict[int, list[Any]] = defaultdict(list)
    for key, *values in rows:
        found[key].append(make(*values))
    return found


# The plan and the bodies


def _objectives(plan: Plan) -> dict[int, ObjectivePicture]:
    themes: dict[int, dict[int, ThemePicture]] = defaultdict(dict)
    rows = Theme.objects.filter(objective__plan=plan).order_by("objective__number", "order")
    for number, order, title, title_nl in rows.values_list("objective__number", "order", "title", "title_nl"):
        themes[number][order] = ThemePicture(order, title, title_nl)
    names = ["number", "title", "title_nl", "summary", "summary_nl"]
    return {
        number: replace(ObjectivePicture(number, *values), themes=themes[number])
        for number, *values in Objective.objects.of_plan(plan).values_list(*names)
    }


def _ministers() -> dict[str, MinisterPicture]:
    names = ["pk", "key", "title", "title_nl", "holder", "order", "in_force_from", "in_force_until"]
    rows = Minister.objects.order_by("order", "key").values_list(*names, "succeeded_by__key")
    return {row[1]: MinisterPicture(*row) for row in rows}


def _policy_areas() -> dict[str, PolicyAreaPicture]:
    names = ["pk", "code", "name", "name_nl", "order", "in_force_from", "in_force_until"]
    rows = PolicyArea.objects.order_by("order", "code").values_list(*names)
    return {row[1]: PolicyAreaPicture(*row) for row in rows}


def _organisations(moment: Moment) -> dict[str, OrganisationPicture]:
    affiliations = Affiliation.objects.in_force(moment.plan_day).order_by("-pk")
    areas = dict(affiliations.values_list("organisation__key", "policy_area__code"))
    names = ["pk", "key", "name", "name_nl", "abbreviation", "order", "in_force_from", "in_force_until"]
    rows = Organisation.objects.order_by("order", "key").values_list(*names, "succeeded_by__key")
    return {row[1]: replace(OrganisationPicture(*row), policy_area=areas.get(row[1])) for row in rows}


def _rounds(plan: Plan, moment: Moment) -> tuple[RoundPicture, ...]:
    at = moment.known_at
    rows = Round.objects.of_plan(plan).filter(opened_at__isnull=False)
    if not moment.is_now:
        rows = rows.filter(opened_at__lte=at)
    names = ["code", "name", "name_nl", "about", "due", "opened_at", "closed_at"]
    known = (RoundPicture(*row) for row in rows.values_list(*names))
    return tuple(
        round if moment.is_now or (round.closed_at or at) <= at else replace(round, closed_at=None)
        for round in known
    )


# What the plan says of its actions


def _actions(
    reading: _Reading, organisations: Mapping[str, OrganisationPicture], rounds: tuple[RoundPicture, ...]
) -> Iterable[ActionPicture]:
    printed = _printed(reading)
    reports, forecasts = _reports(reading), _forecasts(reading)
    since = freshness.fresh_since(rounds, reading.moment)
    plan = Period(reading.plan.start, reading.plan.end)
    for facts in _rows_of_actions(reading):
        pk = facts["pk"]
        action = ActionPicture(
            **facts,
            **{name: of_action(pk) for name, of_action in printed.items()},
            reports=tuple(reports.get(pk, ())),
            forecasts=tuple(forecasts.get(pk, ())),
        )
        areas = {key: organisations[key].policy_area for key in action.bodies}
        action = replace(
            action,
            policy_area=areas.get(action.lead or ""),
            areas=tuple(sorted({area for area in areas.values() if area})),
            reckoned_on=reading.moment.reckoned_on,
            fresh_since=since,
        )
        yield with_what_follows(action, plan)


def _rows_of_actions(reading: _Reading) -> Iterable[dict[str, Any]]:
    day = reading.moment.plan_day
    rows = Action.objects.filter(plan=reading.plan).with_terms(day)
    rows = rows.in_force(day) if reading.keys is None else rows.filter(pk__in=reading.keys)
    names = ["pk", "code", "order", "timing_printed", "budget_printed", "limited"]
    names += ["in_force_from", "in_force_until"]
    others = {
        "number": F("objective__number"),
        "theme_order": F("theme__order"),
        "merged_code": F("merged_into__code"),
    }
    terms = _terms(reading)
    for row in rows.in_plan_order().values(*names, **others):
        objective, theme, merged = (row.pop(name) for name in others)
        yield row | terms[row["pk"]] | {"objective": objective, "theme": theme, "merged_into": merged}


def _terms(reading: _Reading) -> dict[int, dict[str, Any]]:
    """What each action says on the day; before it came into the plan what it says first, after it left what it said last."""
    day, found = reading.moment.plan_day, {}
    rows = reading.of(ActionTerms.objects.order_by(F("in_force_from").asc(nulls_first=True)))
    for row in rows.values("action", "in_force_from", "title", "title_nl", "summary", "summary_nl", "kind"):
        action, since = row.pop("action"), row.pop("in_force_from")
        if action not in found or since is None or since <= day:
            found[action] = row
    return found


def _printed(reading: _Reading) -> dict[str, Any]:
    """By the name of what the plan says, a function that gives it of an action's key."""
    leads, phases = _leads(reading), _phases(reading)
    many = {
        "involvements": _involvements(reading),
        "promotions": _promotions(reading),
        "references": _references(reading),
        "milestones": _milestones(reading),
        "lines": _lines(reading),
        "phases": phases[0],
        "adopted_phases": phases[1],
    }

    def all_of(found: ByAction) -> Any:
        return lambda pk: tuple(found.get(pk, ()))

    return {"lead": leads.get, **{name: all_of(found) for name, found in many.items()}}


def _leads(reading: _Reading) -> dict[int, str]:
    rows = reading.in_force(Lead.objects.all()).order_by("-pk")
    return dict(rows.values_list("action", "organisation__key"))


def _involvements(reading: _Reading) -> ByAction:
    rows = reading.in_force(MinisterInvolvement.objects.all()).order_by("order", "pk")
    names = ["action", "minister__key", "role", "inferred", "order", "printed_as"]
    return _grouped(rows.values_list(*names), InvolvementPicture)


def _promotions(reading: _Reading) -> ByAction:
    rows = reading.in_force(Promotion.objects.all()).order_by("order", "pk")
    names = ["action", "organisation__key", "role", "inferred", "order", "printed_as"]
    return _grouped(rows.values_list(*names), PromotionPicture)


def _references(reading: _Reading) -> ByAction:
    rows = reading.of(CrossReference.objects.all()).order_by("order")
    return _grouped(rows.values_list("action", "to_action__code", "to_objective__number"), ReferencePicture)


def _phases(reading: _Reading) -> tuple[ByAction, ByAction]:
    """Those in force, and those as adopted."""
    day = reading.moment.plan_day
    rows = reading.of(Phase.objects.filter(in_force_q(day) | Q(in_force_from=None)))
    names = ["place", "label", "label_nl", "start", "start_precision", "end", "end_precision"]
    names += ["continuous", "printed_as"]
    in_force: dict[int, list[PhasePicture]] = defaultdict(list)
    adopted: dict[int, list[PhasePicture]] = defaultdict(list)
    rows = rows.order_by("place", "pk").values_list("action", "in_force_from", "in_force_until", *names)
    for action, since, until, *values in rows:
        phase = PhasePicture(*values)
        if since is None:
            adopted[action].append(phase)
        if (since is None or since <= day) and (until is None or until > day):
            in_force[action].append(phase)
    return in_force, adopted


def _milestones(reading: _Reading) -> ByAction:
    rows = reading.in_force(MilestoneTerms.objects.all(), "milestone__action")
    names = ["milestone__action", "milestone__key", "milestone__order", "milestone__origin"]
    names += ["title", "title_nl", "due", "due_precision", "recurrence", "target_from", "target_to"]
    names += ["unit", "printed_as", "in_force_from"]
    return _grouped(rows.order_by("milestone__order", "pk").values_list(*names), MilestonePicture)


def _lines(reading: _Reading) -> ByAction:
    funding, spreads = _funding(reading), _spreads(reading)
    rows = reading.in_force(BudgetTerms.objects.all(), "line__action").order_by("line__place", "pk")
    names = ["line__place", "label", "label_nl", "kind", "amount", "per_year", "phase_place"]
    names += ["start", "end", "printed_as", "article"]
    found: dict[int, list[LinePicture]] = defaultdict(list)
    for action, line, terms, *values in rows.values_list("line__action", "line", "pk", *names):
        found[action].append(
            replace(LinePicture(*values), funding=tuple(funding.get(terms, ())), spread=spreads.get(line, {}))
        )
    return found


def _funding(reading: _Reading) -> ByAction:
    """By the key of the terms."""
    rows = reading.of(Funding.objects.all(), "terms__line__action").order_by("order")
    return _grouped(rows.values_list("terms", "organisation__key", "source", "percent"), FundingPicture)


def _spreads(reading: _Reading) -> dict[int, dict[int, Any]]:
    """By the key of the line."""
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    rows = reading.in_force(Spread.objects.all(), "line__action").order_by("year")
    for line, year, amount in rows.values_list("line", "year", "amount"):
        found[line][year] = amount
    return found


# What holds of their reports

REDACTED = Q(report__redacted_at__isnull=False)


def _yes_where(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _reports(reading: _Reading) -> ByAction:
    spending, told = _spending(reading), _told(reading)
    of_report = ["pk", "organisation__key"]
    said = ["version", "round__code", "on_behalf", "status", "on_hold_since", "outcome", "confidence"]
    said += ["actual_start", "actual_end", "forecast_end", "submitted_by", "submitted_at"]
    reviewed = ["reviewed_by", "reviewed_at", "reviewed_within", "verdict", "agreed_on", "redacted_at"]
    names = [
        *(f"report__{name}" for name in of_report),
        *["since", "as_lead"],
        *(f"report__{name}" for name in said + reviewed),
        *["names_obstacle", "names_source"],
    ]
    rows = reading.standings.annotate(
        names_obstacle=_yes_where(~Q(report__obstacles="") | REDACTED),
        names_source=_yes_where(~Q(report__source="") | REDACTED),
    )
    found: dict[int, list[ReportPicture]] = defaultdict(list)
    for action, *values in rows.order_by("-as_lead", "-since", "-pk").values_list("action", *names):
        pk = values[0]
        report = replace(
            ReportPicture(*values), spending=tuple(spending.get(pk, ())), milestones=tuple(told.get(pk, ()))
        )
        found[action].append(_as_known(report, reading.moment))
    return found


def _as_known(report: ReportPicture, moment: Moment) -> ReportPicture:
    """Of its review what was known at the moment: a later one had not happened yet."""
    if moment.is_now or report.reviewed_at is None or report.reviewed_at <= moment.known_at:
        return report
    return replace(report, reviewed_by=None, reviewed_at=None, reviewed_within=False, verdict="")


def _spending(reading: _Reading) -> ByAction:
    """By the key of the report."""
    rows = Expenditure.objects.filter(report__in=reading.standings.values("report"))
    names = ["report", "line__place", "year", "committed", "paid", "forecast", "full_time_equivalents"]
    rows = rows.annotate(names_source=_yes_where(~Q(source=""))).order_by("line__place", "year")
    return _grouped(rows.values_list(*names, "names_source"), SpendingPicture)


def _told(reading: _Reading) -> ByAction:
    """By the key of the report."""
    rows = ReportedMilestone.objects.filter(report__in=reading.standings.values("report"))
    names = ["report", "milestone__key", "period_start", "state", "achieved_on", "number"]
    rows = rows.annotate(names_source=_yes_where(~Q(source="")))
    rows = rows.order_by("milestone__order", F("period_start").asc(nulls_first=True))
    return _grouped(rows.values_list(*names, "names_source"), ToldMilestone)


def _forecasts(reading: _Reading) -> ByAction:
    """Of the lead's reports that counted by the moment, on its basis, the oldest first."""
    at = reading.moment.known_at
    rows = reading.of(ProgressReport.objects.filter(kind=ReportKind.LEAD, forecast_end__isnull=False))
    if reading.moment.basis == Basis.ACCEPTED:
        rows = rows.filter(state=ReportState.ACCEPTED, reviewed_at__lte=at)
    else:
        fell_away = Q(state=ReportState.RETURNED, reviewed_at__lte=at) | Q(taken_back_at__lte=at)
        rows = rows.filter(submitted_at__lte=at).exclude(fell_away)
    rows = rows.order_by("submitted_at", "pk")
    return _grouped(rows.values_list("action", "forecast_end"), lambda day: day)


# What follows from both


def with_what_follows(action: ActionPicture, plan: Period) -> ActionPicture:
    """The action with everything that the rules compute; it says already on which day, and since when it must be fresh.

    Each rule looks at what those before it found.
    """
    runs = schedule.period_of(action.phases)
    whole = runs.within(plan)
    told: dict[str, list[ToldMilestone]] = defaultdict(list)
    for row in action.word.milestones if action.word else ():
        told[row.key].append(row)
    action = replace(
        action,
        minister=_counting_minister(action),
        runs_from=runs.start,
        runs_until=runs.end,
        adopted_until=schedule.period_of(action.adopted_phases).end,
        is_continuous=any(phase.continuous for phase in action.phases),
        milestones=tuple(
            milestones.with_what_became_of_it(
                replace(one, told=milestones.told_of(one, told[one.key])), whole, action.reckoned_on
            )
            for one in action.milestones
        ),
        lines=tuple(money.with_planned(line, action.phases, runs, plan) for line in action.lines),
    )
    action = replace(
        action,
        schedule=schedule.schedule_of(action),
        has_new_forecast=schedule.has_new_forecast(action),
        slip=schedule.slip_of(action),
        freshness=freshness.freshness_of(action),
        assessed_otherwise=voices.assessed_otherwise(action),
        overspent=money.overspent_lines(action),
    )
    action = replace(
        action,
        days_late=schedule.days_late(action),
        computed_otherwise=voices.computed_otherwise(action),
        quality=quality.points_of(action),
    )
    return replace(action, differs_since=voices.differs_since(action), attention=attention.reasons_of(action))


def _counting_minister(action: ActionPicture) -> str | None:
    """The first coordinating minister."""
    coordinating = (one.minister for one in action.involvements if one.role == MinisterRole.COORDINATING)
    return next(coordinating, None)
