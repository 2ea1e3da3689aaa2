"""A picture read from the rows of today: some twenty querysets, the same number for any number of actions.

Each reads what its rows say as plain values, by the names of the class that they become, beside the time in which that holds.
Which rows of the plan are in force is asked for the day; which reports hold is asked for the instant or, of now, is what is
open. The history of one action is as many pictures, made of rows that were read once.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from actionplan.base.days import day_of, in_force_q, start_of
from actionplan.organisations.models import Affiliation
from actionplan.reporting.models import (
    Expenditure,
    ProgressReport,
    ReportedMilestone,
    Request,
    Spread,
    Standing,
)
from actionplan.reporting.querysets import stands_at
from actionplan.reporting.report_fields import FACTS
from actionplan.reporting.states import Basis, ExtensionState, ReportKind, RequestRole
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
from budgets.models import BudgetTerms, Funding
from budgets.planned import Period
from objectives.models import Plan

from . import freshness, live_bodies
from .actions import Actions
from .bodies import OrganisationPicture, RoundPicture
from .by_name import columns, read_as
from .computed import as_left, with_what_follows
from .handed_in import HandedIn, forecasts_at, waits_since
from .moment import Moment
from .picture import (
    ActionPicture,
    AskedPicture,
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
    bodies_of,
)

Rows = Mapping[Any, list[Any]]
"""By the key of what they belong to."""
Held = Mapping[Any, list[tuple[Any, Any, Any]]]
"""By the key of what it belongs to: since when it holds (None is always), until when (None is still), and what."""
BEGINNING = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)


def read(plan: Plan, moment: Moment, actions: Collection[int] | None = None) -> Picture:
    """The plan at the moment with all actions that are in force, or with these by their keys, in force or not."""
    return _RowsRead(_Reading(plan, moment, actions)).picture_at(moment, in_force_only=actions is None)


def read_on_both_bases(
    plan: Plan, moment: Moment, actions: Collection[int] | None = None
) -> dict[Basis, Picture]:
    """What `read` gives on the accepted and on the reported basis, whatever the moment's; only reports are read for each."""
    rows = _RowsRead(_Reading(plan, moment, actions), list(Basis))
    return {
        basis: rows.picture_at(replace(moment, basis=basis), in_force_only=actions is None) for basis in Basis
    }


def history(plan: Plan, action: int, until: Moment) -> Iterator[Picture]:
    """One action before anything was said of it, and at every instant at which something of it came to hold or ceased to, up
    to the moment; the oldest first. As many queries as for one picture, which has the action while it is in force.
    """
    rows = _RowsRead(_Reading(plan, until, [action], whenever=True))
    instants = {at for at in rows.instants() if BEGINNING < at <= until.known_at}
    for at in [BEGINNING, *sorted(instants)]:
        yield rows.picture_at(Moment(at, day_of(at), until.basis), in_force_only=True)


@dataclass(frozen=True)
class _Reading:
    """Which plan and which of its actions is read, and what held at the moment or, for a history, whenever."""

    plan: Plan
    moment: Moment
    keys: Collection[int] | None
    whenever: bool = False

    @property
    def day(self) -> datetime.date:
        return self.moment.plan_day

    def of(self, rows: QuerySet, action: str = "action") -> QuerySet:
        """The rows of these actions; `action` is the way from a row to its action."""
        if self.keys is not None:
            return rows.filter(**{f"{action}__in": self.keys})
        return rows.filter(**{f"{action}__plan": self.plan})

    def in_force(self, rows: QuerySet, action: str = "action") -> QuerySet:
        return self.of(rows if self.whenever else rows.filter(in_force_q(self.day)), action)

    def on_basis(self, basis: str) -> _Reading:
        return replace(self, moment=replace(self.moment, basis=basis))

    @property
    def standings(self) -> QuerySet[Standing]:
        rows = self.of(Standing.objects.filter(basis=self.moment.basis))
        if self.whenever:
            return rows
        return rows.filter(Q(until=None) if self.moment.is_now else stands_at(self.moment.known_at))


def _grouped(rows: QuerySet, key: str, fields: Mapping[str, str], make: Callable[..., Any]) -> Rows:
    """What is made of the rows, by the key of what they belong to."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for of, value in read_as(make, rows, fields, key):
        found[of].append(value)
    return found


def _dated(rows: QuerySet, key: str, fields: Mapping[str, str], make: Callable[..., Any]) -> Held:
    """What is made of rows that are in force for a time."""
    found: dict[Any, list[tuple[Any, Any, Any]]] = defaultdict(list)
    for of, since, until, value in read_as(make, rows, fields, key, "in_force_from", "in_force_until"):
        found[of].append((since, until, value))
    return found


def _at(found: Held, key: Any, at: Any) -> tuple[Any, ...]:
    """What holds of it on the day or at the instant; None is what is open."""
    return tuple(value for since, until, value in found.get(key, ()) if _holds(since, until, at))


def _holds(since: Any, until: Any, at: Any) -> bool:
    if at is None:
        return until is None
    return (since is None or since <= at) and (until is None or until > at)


class _RowsRead:
    """All that was read, of which a picture takes what held at its moment."""

    def __init__(self, reading: _Reading, bases: Collection[str] = ()) -> None:
        """`bases` are those of the pictures that will be taken; the moment's own, where none is named."""
        self.plan = reading.plan
        self.objectives = live_bodies.objectives(reading.plan)
        self.ministers = live_bodies.ministers()
        self.policy_areas = live_bodies.policy_areas()
        self.organisations = live_bodies.organisations()
        self.affiliations = _affiliations(reading)
        self.rounds = live_bodies.rounds(reading.plan)
        self.gone = live_bodies.gone(reading.plan)
        self.actions, self.terms = _rows_of_actions(reading), _terms(reading)
        self.references, self.phases = _references(reading), _phases(reading)
        self.leads, self.involvements = _leads(reading), _involvements(reading)
        self.promotions, self.milestones = _promotions(reading), _milestones(reading)
        self.lines, self.spreads = _lines(reading), _spreads(reading)
        self.reports = {basis: _reports(reading.on_basis(basis)) for basis in bases or [reading.moment.basis]}
        self.handed_in, self.requests = _handed_in(reading), _requests(reading)

    def picture_at(self, moment: Moment, *, in_force_only: bool) -> Picture:
        day = moment.plan_day
        organisations = {
            key: _affiliated(one, _at(self.affiliations, key, day)) for key, one in self.organisations.items()
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
            gone={code: one for code, one in self.gone.items() if one.since <= day},
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
        pk, day = facts["pk"], moment.plan_day
        lead, lead_since = next(iter(_at(self.leads, pk, day)[-1:]), (None, None))
        phases, promotions = self.phases.get(pk, ()), _at(self.promotions, pk, day)
        asked = _asked_at(self.requests.get(pk, ()), rounds, moment)
        begins = max(self.plan.start, facts["in_force_from"] or self.plan.start)
        handed_in = self.handed_in.get(pk, ())
        areas = {key: organisations[key].policy_area for key in bodies_of(lead, promotions)}
        at = None if moment.is_now else moment.known_at
        action = ActionPicture(
            **facts,
            **_terms_at(self.terms, pk, day),
            lead=lead,
            lead_since=lead_since,
            involvements=_at(self.involvements, pk, day),
            promotions=promotions,
            references=tuple(self.references.get(pk, ())),
            phases=_at(self.phases, pk, day),
            adopted_phases=tuple(
                phase for since, _until, phase in phases if since in (None, facts["in_force_from"])
            ),
            milestones=_at(self.milestones, pk, day),
            lines=tuple(
                replace(line, spread=dict(spread)) if (spread := _at(self.spreads, key, day)) else line
                for key, line in _at(self.lines, pk, day)
            ),
            reports=tuple(_as_known(report, moment) for report in _at(self.reports[moment.basis], pk, at)),
            asked=asked,
            forecasts=forecasts_at(handed_in, moment),
            policy_area=areas.get(lead or ""),
            areas=tuple(sorted({area for area in areas.values() if area})),
            reckoned_on=moment.reckoned_on,
            fresh_since=freshness.fresh_since(asked, rounds, moment),
            waits_since=waits_since(handed_in, moment),
            missing_since=freshness.missing_since(asked, rounds, moment, begins),
        )
        action = with_what_follows(action, Period(self.plan.start, self.plan.end))
        until = action.in_force_until
        return as_left(action) if until is not None and until <= day else action

    def instants(self) -> Iterator[datetime.datetime]:
        """At which something of the actions came to hold or ceased to, or a report was reviewed."""
        tables = [self.terms, self.leads, self.involvements, self.promotions, self.phases, self.milestones]
        days = [
            *(
                row[:2]
                for table in [*tables, self.lines, self.spreads]
                for rows in table.values()
                for row in rows
            ),
            *((facts["in_force_from"], facts["in_force_until"]) for facts in self.actions),
        ]
        yield from (start_of(day) for both in days for day in both if day)
        held = [row for of_basis in self.reports.values() for rows in of_basis.values() for row in rows]
        for since, until, report in held:
            yield from filter(None, [since, until, report.reviewed_at])


# What organisations are in


def _affiliations(reading: _Reading) -> Held:
    """Policy areas by the key of the organisation, each with the day from which it is in it."""
    rows = Affiliation.objects.all() if reading.whenever else Affiliation.objects.in_force(reading.day)
    facts = columns(code="policy_area__code", since="in_force_from")
    return _dated(rows.order_by("-pk"), "organisation__key", facts, lambda code, since: (code, since))


def _affiliated(organisation: OrganisationPicture, found: tuple[Any, ...]) -> OrganisationPicture:
    code, since = found[-1] if found else (None, None)
    return replace(organisation, policy_area=code, policy_area_since=since)


class _Asked(NamedTuple):
    """A round, and an extension of it: None in all three of its fields where none was asked for."""

    round: str
    state: str | None
    until: datetime.date
    answered_at: datetime.datetime


def _requests(reading: _Reading) -> Rows:
    """By action: the rounds that ask its lead, each with what is said of an extension, once for each that was asked for."""
    rows = reading.of(Request.objects.filter(role=RequestRole.LEAD, round__opened_at__isnull=False))
    extension = {name: f"extensions__{name}" for name in ["state", "until", "answered_at"]}
    return _grouped(rows.order_by(), "action", columns(round="round__code", **extension), _Asked)


def _asked_at(
    requests: Iterable[_Asked], rounds: Iterable[RoundPicture], moment: Moment
) -> tuple[AskedPicture, ...]:
    """With the extensions that were given by then."""
    until: dict[str, list[datetime.date]] = {}
    for round, state, day, answered_at in requests:
        known = until.setdefault(round, [])
        if state == ExtensionState.GRANTED and (moment.is_now or answered_at <= moment.known_at):
            known.append(day)
    return tuple(
        AskedPicture(round.code, max([round.due, *until[round.code]]))
        for round in rounds
        if round.code in until
    )


# What the plan says of its actions


def _rows_of_actions(reading: _Reading) -> list[dict[str, Any]]:
    rows = Action.objects.filter(plan=reading.plan)
    if reading.keys is not None:
        rows = rows.filter(pk__in=reading.keys)
    names = ["pk", "code", "order", "timing_printed", "budget_printed", "limited"]
    names += ["in_force_from", "in_force_until"]
    others = {
        "number": F("objective__number"),
        "theme_order": F("theme__order"),
        "merged_code": F("merged_into__code"),
    }
    found = []
    for row in rows.in_plan_order().values(*names, **others):
        objective, theme, merged = (row.pop(name) for name in others)
        found.append(row | {"objective": objective, "theme": theme, "merged_into": merged})
    return found


def _terms(reading: _Reading) -> Held:
    rows = reading.of(ActionTerms.objects.order_by(F("in_force_from").asc(nulls_first=True)))
    return _dated(rows, "action", columns("title", "title_nl", "summary", "summary_nl", "kind"), dict)


def _terms_at(found: Held, key: int, day: datetime.date) -> dict[str, Any]:
    """What an action says on the day; before it came into the plan what it says first, after it left what it said last."""
    begun = [facts for since, _until, facts in found[key] if since is None or since <= day]
    return begun[-1] if begun else found[key][0][2]


def _leads(reading: _Reading) -> Held:
    rows = reading.in_force(Lead.objects.order_by("-pk"))
    facts = columns(lead="organisation__key", since="in_force_from")
    return _dated(rows, "action", facts, lambda lead, since: (lead, since))


PART = ["role", "inferred", "order", "printed_as", "in_force_from"]


def _involvements(reading: _Reading) -> Held:
    rows = reading.in_force(MinisterInvolvement.objects.order_by("order", "pk"))
    part = columns(*PART, minister="minister__key")
    return _dated(rows, "action", part, InvolvementPicture)


def _promotions(reading: _Reading) -> Held:
    rows = reading.in_force(Promotion.objects.order_by("order", "pk"))
    part = columns(*PART, organisation="organisation__key")
    return _dated(rows, "action", part, PromotionPicture)


def _references(reading: _Reading) -> Rows:
    rows = reading.of(CrossReference.objects.all()).order_by("order")
    to = columns(action="to_action__code", objective="to_objective__number")
    return _grouped(rows, "action", to, ReferencePicture)


def _phases(reading: _Reading) -> Held:
    """Those in force, and those as adopted or, of an added action, as they were first in force."""
    rows = reading.of(Phase.objects.all())
    if not reading.whenever:
        first = Q(in_force_from=None) | Q(in_force_from=F("action__in_force_from"))
        rows = rows.filter(in_force_q(reading.day) | first)
    names = ["place", "label", "label_nl", "start", "start_precision", "end", "end_precision"]
    names += ["continuous", "printed_as", "in_force_from"]
    return _dated(rows.order_by("place", "pk"), "action", columns(*names), PhasePicture)


def _milestones(reading: _Reading) -> Held:
    rows = reading.in_force(MilestoneTerms.objects.order_by("milestone__order", "pk"), "milestone__action")
    names = ["title", "title_nl", "due", "due_precision", "recurrence", "target_from", "target_to"]
    names += ["unit", "printed_as", "in_force_from"]
    of_milestone = {name: f"milestone__{name}" for name in ["key", "order", "origin"]}
    return _dated(rows, "milestone__action", columns(*names, **of_milestone), MilestonePicture)


def _lines(reading: _Reading) -> Held:
    """Each beside its key, by which it is spread."""
    funding = _funding(reading)
    rows = reading.in_force(BudgetTerms.objects.order_by("line__place", "pk"), "line__action")
    names = ["line", "pk", "label", "label_nl", "kind", "amount", "per_year", "phase_place"]
    names += ["start", "end", "printed_as", "article", "in_force_from"]

    def made(line: int, pk: int, **facts: Any) -> tuple[int, LinePicture]:
        return line, LinePicture(**facts, funding=tuple(funding.get(pk, ())))

    return _dated(rows, "line__action", columns(*names, place="line__place"), made)


def _funding(reading: _Reading) -> Rows:
    """By the key of the terms."""
    rows = reading.of(Funding.objects.all(), "terms__line__action").order_by("order")
    share = columns("source", "percent", organisation="organisation__key")
    return _grouped(rows, "terms", share, FundingPicture)


def _spreads(reading: _Reading) -> Held:
    """Year and amount, by the key of the line."""
    rows = reading.in_force(Spread.objects.order_by("year"), "line__action")
    return _dated(rows, "line", columns("year", "amount"), lambda year, amount: (year, amount))


# What holds of their reports


def _yes_where(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _reports(reading: _Reading) -> Held:
    spending, told = _spending(reading), _told(reading)
    names = ["pk", "version", "on_behalf", *FACTS, "submitted_by", "submitted_at", "answers"]
    names += ["reviewed_by", "reviewed_at", "reviewed_within", "verdict", "redacted_at", "redacted_fields"]
    facts = columns(
        "since",
        "names_obstacle",
        "names_source",
        is_lead="as_lead",
        organisation="report__organisation__key",
        round="report__round__code",
        **{name: f"report__{name}" for name in names},
    )

    def made(pk: int, redacted_fields: list[str], **facts: Any) -> ReportPicture:
        facts["names_obstacle"] |= "obstacles" in redacted_fields
        facts["names_source"] |= "source" in redacted_fields
        facts["redacted_fields"] = tuple(redacted_fields)
        lines, milestones = tuple(spending.get(pk, ())), tuple(told.get(pk, ()))
        return ReportPicture(pk=pk, **facts, spending=lines, milestones=milestones)

    rows = reading.standings.annotate(
        names_obstacle=_yes_where(~Q(report__obstacles="")), names_source=_yes_where(~Q(report__source=""))
    )
    rows = rows.order_by("-as_lead", "-since", "-pk")
    found: dict[int, list[tuple[Any, Any, ReportPicture]]] = defaultdict(list)
    for action, until, report in read_as(made, rows, facts, "action", "until"):
        found[action].append((report.since, until, report))
    return found


def _as_known(report: ReportPicture, moment: Moment) -> ReportPicture:
    """Of its review what was known at the moment: a later one had not happened yet."""
    if moment.is_now or report.reviewed_at is None or report.reviewed_at <= moment.known_at:
        return report
    return replace(report, reviewed_by=None, reviewed_at=None, reviewed_within=False, verdict="")


def _spending(reading: _Reading) -> Rows:
    """By the key of the report."""
    rows = Expenditure.objects.filter(report__in=reading.standings.values("report"))
    names = ["year", "committed", "paid", "forecast", "full_time_equivalents", "names_source"]
    rows = rows.annotate(names_source=_yes_where(~Q(source=""))).order_by("line__place", "year")
    return _grouped(rows, "report", columns(*names, place="line__place"), SpendingPicture)


def _told(reading: _Reading) -> Rows:
    """By the key of the report."""
    rows = ReportedMilestone.objects.filter(report__in=reading.standings.values("report"))
    names = ["period_start", "state", "achieved_on", "number", "names_source"]
    rows = rows.annotate(names_source=_yes_where(~Q(source="")))
    rows = rows.order_by("milestone__order", F("period_start").asc(nulls_first=True))
    return _grouped(rows, "report", columns(*names, key="milestone__key"), ToldMilestone)


def _handed_in(reading: _Reading) -> Rows:
    """All reports that leads handed in, by action, the oldest first."""
    rows = reading.of(ProgressReport.objects.filter(kind=ReportKind.LEAD))
    facts = columns("forecast_end", "state", "submitted_at", "reviewed_at", "taken_back_at")
    rows = rows.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")
    return _grouped(rows, "action", facts, HandedIn)
