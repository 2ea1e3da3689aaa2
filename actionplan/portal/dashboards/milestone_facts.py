"""Every milestone of a dashboard as promised and as told by its action's word: of today, of a day or frozen.

A closed round gives what the same reads gave at its closing (`tests/test_milestone_facts.py`).
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from actionplan.base.columns import made_of
from actionplan.base.money import cents_of
from actionplan.base.prepared import prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import Places
from actionplan.reporting.milestone_states import NOTHING_TOLD, Promised, Told, periods_expected
from actionplan.reporting.models import ReportedMilestone, SnapshotItem, SnapshotMilestone
from actionplan.reporting.moments import Moment
from actionplan.reporting.snapshot.rows import day
from actions.models import MilestoneTerms
from actions.states import MilestoneOrigin
from objectives.models import Plan

from .scope import LivePart, Scope
from .shown import Shown


class Brief(NamedTuple):
    """What a row about a milestone says of its action; `word` is the key of the report that speaks for it."""

    action: int
    code: str
    order: int
    objective: str
    title: str
    title_nl: str
    word: int | None
    runs_from: datetime.date | None
    runs_until: datetime.date | None


class PromiseFact(NamedTuple):
    action: Brief
    milestone: Promised


Briefs = Mapping[int, Brief]
Promises = dict[int, list[Promised]]
"""By the key of their action, each in its order."""


class Whole(NamedTuple):
    """The plan's first and last day, to which open ends of recurring milestones are taken, and the day reckoned on."""

    start: datetime.date
    end: datetime.date
    on: datetime.date


def promises_shown(shown: Shown) -> list[PromiseFact]:
    """Every milestone of the actions in the scope, in the plan's order: three queries, whatever their number."""
    if shown.frozen is not None:
        briefs = frozen_briefs(shown.frozen, shown.scope)
        return _facts(briefs, frozen_promises(shown.frozen, briefs))
    moment = shown.asked.moment
    briefs = live_briefs(shown.plan, moment, shown.scope, shown.places)
    return _facts(briefs, live_promises(shown.plan, moment, briefs))


def _facts(briefs: Briefs, promises: Promises) -> list[PromiseFact]:
    return [PromiseFact(brief, one) for brief in briefs.values() for one in promises.get(brief.action, [])]


BRIEF = ["title", "title_nl", "word_report", "runs_from", "runs_until"]


def live_briefs(plan: Plan, moment: Moment, scope: Scope, places: Places) -> dict[int, Brief]:
    """The actions in the scope that have a milestone, in the plan's order."""
    part = scope.live_part(places)
    numbers = places.in_addresses("objective")
    rows = _live_briefs(plan, moment, *part.keys, shape=part.shape)
    if not rows:
        return {}
    in_order = sorted(rows, key=itemgetter(2))  # which is faster than in the database
    keys, codes, orders, objectives, *facts = zip(*in_order, strict=True)
    briefs = made_of(Brief, keys, codes, orders, map(numbers.__getitem__, objectives), *facts)
    return dict(zip(keys, briefs, strict=True))


@prepared_plain
def _live_briefs(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    promised = MilestoneTerms.objects.in_force(moment.plan_day).filter(milestone__action=OuterRef("pk"))
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment)
    return rows.order_by().filter(Exists(promised)).values_list("pk", "code", "order", "objective", *BRIEF)


def frozen_briefs(frozen: Frozen, scope: Scope) -> dict[int, Brief]:
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    found = rows.values_list("action", "code", "order", "objective_number", *BRIEF)
    return {key: Brief(key, code, order, str(one), *facts) for key, code, order, one, *facts in found}


TERMS = [
    "title",
    "title_nl",
    "due",
    "due_precision",
    "recurrence",
    "unit",
    "target_from",
    "target_to",
]


RECURRENCE = 3 + TERMS.index("recurrence")
"""Its place behind the key, the place and the origin."""


def live_promises(plan: Plan, moment: Moment, briefs: Briefs) -> Promises:
    """Milestones as in force at the moment, and what the words of their actions say of them: two queries."""
    whole = Whole(plan.start, plan.end, moment.reckoned_on)
    told = _live_told(plan, moment)
    found: Promises = defaultdict(list)
    rows = sorted(_live_terms(plan, moment), key=itemgetter(0, 3))
    for action, pk, key, place, origin, since, *terms, fewest, most in rows:
        if action in briefs:
            agreed = since if origin == MilestoneOrigin.PROPOSED else None
            facts = (key, place, origin, *terms, _number(fewest), _number(most))
            found[action].append(_promised(facts, told.get(pk, ()), briefs[action], whole, agreed))
    return found


@prepared_plain
def _live_terms(plan: Plan, moment: Moment) -> QuerySet:
    """The targets in hundredths."""
    rows = MilestoneTerms.objects.in_force(moment.plan_day).filter(milestone__action__plan=plan)
    names = [f"milestone__{name}" for name in ["action", "pk", "key", "order", "origin"]]
    targets = {f"{name}_hundredths": cents_of(F(name)) for name in TERMS[-2:]}
    told = rows.annotate(**targets).order_by()
    return told.values_list(*names, "in_force_from", *TERMS[:-2], *targets)


def _live_told(plan: Plan, moment: Moment) -> dict[int, list[Told]]:
    """By milestone, periods in their order. The action's word alone tells of milestones."""
    rows = _live_rows_told(plan, moment)
    if not rows:
        return {}
    milestones, *said, hundredths = zip(*rows, strict=True)
    found: dict[int, list[Told]] = defaultdict(list)
    for milestone, told in zip(milestones, made_of(Told, *said, map(_number, hundredths)), strict=True):
        found[milestone].append(told)
    for rows in found.values():
        if len(rows) > 1:
            rows.sort(key=lambda row: row.period_start or datetime.date.min)
    return found


@prepared_plain
def _live_rows_told(plan: Plan, moment: Moment) -> QuerySet:
    """The number in hundredths; without what says nothing yet of a milestone that does not recur."""
    says_something = Q(period_start__isnull=False) | ~Q(state=NOTHING_TOLD.state)
    says_something |= Q(achieved_on__isnull=False) | Q(number__isnull=False)
    rows = ReportedMilestone.objects.of_words_at_least_in(plan, moment).filter(says_something).order_by()
    told = rows.annotate(hundredths=cents_of(F("number")))
    return told.values_list("milestone", "period_start", "state", "achieved_on", "hundredths")


def _number(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def frozen_promises(frozen: Frozen, briefs: Briefs) -> Promises:
    """Milestones as they were frozen, with what was told of them: two queries."""
    rows = list(_frozen_rows(frozen).values_list("action", "key", "place", "origin", *TERMS, *Told._fields))
    rows = [row for row in rows if row[0] in briefs]
    recurring = {row[0] for row in rows if row[1 + RECURRENCE]}
    whole, agreed = _frozen_dates(frozen, recurring)
    found: Promises = defaultdict(list)
    told_from = 4 + len(TERMS)
    for (action, key), group in groupby(rows, key=lambda row: row[:2]):
        of_one = list(group)
        facts = (key, *of_one[0][2:told_from])
        told = [Told(*row[told_from:]) for row in of_one]
        found[action].append(_promised(facts, told, briefs[action], whole, agreed.get((action, key))))
    return found


def _frozen_rows(frozen: Frozen) -> QuerySet:
    rows = SnapshotMilestone.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    return rows.order_by("order", "place", "period_start", "pk")


def _frozen_dates(
    frozen: Frozen, actions: Iterable[int]
) -> tuple[Whole, dict[tuple[int, str], datetime.date | None]]:
    """The plan's days then, and by action and key since when a proposed milestone of these actions was agreed to."""
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot)
    of_milestones = items.filter(table="milestones", action__in=list(actions))
    on = frozen.snapshot.reckoned_on
    whole, agreed = Whole(on, on, on), {}
    for table, action, content in (items.filter(table="plan") | of_milestones).values_list(
        "table", "action", "content"
    ):
        known: Any = json.loads(bytes(content))
        if table == "plan":
            whole = Whole(*(datetime.date.fromisoformat(known[name]) for name in ["start", "end"]), on)
            continue
        for row in known:
            if row["origin"] == MilestoneOrigin.PROPOSED:
                agreed[action, row["key"]] = day(row["in_force_from"])
    return whole, agreed


def _promised(
    facts: tuple[Any, ...], told: Sequence[Told], brief: Brief, whole: Whole, agreed: datetime.date | None
) -> Promised:
    """Of a recurring one what is told by period, of any other once; what says nothing is left out."""
    recurrence = facts[RECURRENCE]
    if not recurrence:
        if told:
            told = [row for row in told if row.period_start is None and row != NOTHING_TOLD]
        return Promised(*facts, whole.on, tuple(told))
    first, last = brief.runs_from or whole.start, min(whole.on, brief.runs_until or whole.end)
    return Promised(
        *facts,
        on=whole.on,
        told=tuple(row for row in told if row.period_start),
        expected=periods_expected(recurrence, first, last, agreed),
    )
