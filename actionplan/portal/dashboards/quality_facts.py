"""What the points of quality find on every action of a dashboard: of today, of a day or frozen.

A closed round gives what the same reads gave at its closing (`tests/test_quality_facts.py`). Of texts it is read only
whether they are filled: from the hashes in the documents, which stay when a text is removed by law.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from actionplan.base.prepared import prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE, Places
from actionplan.reporting.models import Expenditure, SnapshotItem, SnapshotLine, SnapshotMoney
from actionplan.reporting.moments import Moment
from actionplan.reporting.quality import PLACE, Gap, Gaps, Judged, Line, Looked, Point, judged
from actionplan.reporting.snapshot.states import Measure
from actionplan.reporting.states import Basis, MilestoneState
from budgets.planned_rows import terms_in_force
from budgets.states import BudgetKind
from objectives.models import Plan

from .milestone_facts import live_promises
from .milestone_frozen import frozen_promises
from .milestone_promises import Brief, Promises
from .scope import LivePart, Scope
from .shown import Shown


class Examined(NamedTuple):
    """An action with what is left to do on each point; None where a point does not apply."""

    action: Brief
    lead: str
    """The key of the organisation that leads; `none` where nobody does."""
    points: Judged

    def on(self, point: Point) -> Gaps:
        return self.points[PLACE[point]]

    @property
    def gaps(self) -> list[Gap]:
        return [gap for gaps in self.points for gap in gaps or []]


Lines = Mapping[int, list[Line]]
KNOWN = ["lead_organisation", "pk", "code", "order", "objective"]
ORDER = KNOWN.index("order")
"""Rows are put in the plan's order here, which is faster than in the database."""
BRIEF = ["title", "title_nl", "word_report", "runs_from", "runs_until"]
STANDS = ["schedule", "confidence", "forecast_end"]
NAMED = ["names_obstacle", "names_source", "unsourced_amounts", "unsourced_milestones"]


def examined_shown(shown: Shown) -> list[Examined]:
    """Every action of the scope, in the plan's order: four queries live, five of a closed round, whatever their number."""
    if shown.frozen is not None:
        return examined_frozen(shown.frozen, shown.scope)
    return examined_live(shown.plan, shown.asked.moment, shown.scope, shown.places)


def examined_live(plan: Plan, moment: Moment, scope: Scope, places: Places) -> list[Examined]:
    part = scope.live_part(places)
    numbers = places.in_addresses("objective")
    bodies = places.in_addresses("organisation")
    found = sorted(_live_stands(plan, moment, *part.keys, shape=part.shape), key=itemgetter(ORDER))
    actions = [
        (bodies[lead], Brief(key, code, order, numbers[objective], *rest[: len(BRIEF)]), rest[len(BRIEF) :])
        for lead, key, code, order, objective, *rest in found
    ]
    briefs = {brief.action: brief for _lead, brief, _stands in actions}
    promises, lines = live_promises(plan, moment, briefs), _live_lines(plan, moment)
    return [_examined(lead, brief, stands, moment, promises, lines) for lead, brief, stands in actions]


@prepared_plain
def _live_stands(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment).with_what_is_named()
    return rows.order_by().values_list(*KNOWN, *BRIEF, *STANDS, *NAMED)


def _examined(
    lead: str, brief: Brief, stands: Sequence[Any], moment: Moment, promises: Promises, lines: Lines
) -> Examined:
    """`stands` are `STANDS` and `NAMED`, the latter left out where the action has no report."""
    facts = Looked(
        moment.reckoned_on,
        brief.runs_until,
        brief.word is not None,
        promises.get(brief.action, ()),
        lines.get(brief.action, ()),
        *stands,
    )
    return Examined(brief, lead, judged(facts))


def _live_lines(plan: Plan, moment: Moment) -> dict[int, list[Line]]:
    """Lines with an amount by action: one query."""
    found: dict[int, list[Line]] = defaultdict(list)
    for action, _place, *line in sorted(_live_rows_of_lines(plan, moment)):
        found[action].append(Line(*line))
    return found


@prepared_plain
def _live_rows_of_lines(plan: Plan, moment: Moment) -> QuerySet:
    says_something = Q(committed__isnull=False) | Q(paid__isnull=False)
    spent = Expenditure.objects.standing_at_least_in(plan, moment).filter(says_something)
    has_money = Case(When(line__in=spent.values("line"), then=Value(True)), default=Value(False))
    rows = terms_in_force(plan, moment.plan_day, None).with_amount().annotate(has_money=has_money)
    return rows.order_by().values_list("line__action", "line__place", "label", "label_nl", "has_money")


def examined_frozen(frozen: Frozen, scope: Scope) -> list[Examined]:
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    found = rows.values_list("lead_key", "action", "code", "order", "objective_number", *BRIEF, *STANDS)
    actions = [
        (lead or NONE, Brief(key, code, order, str(number), *rest[: len(BRIEF)]), rest[len(BRIEF) :])
        for lead, key, code, order, number, *rest in found
    ]
    briefs = {brief.action: brief for _lead, brief, _stands in actions}
    promises, lines = frozen_promises(frozen, briefs), _frozen_lines(frozen)
    named = _named(frozen, {brief.word for brief in briefs.values() if brief.word})
    return [
        _examined(
            lead,
            brief,
            [*stands, *named.get(brief.word, ())],
            frozen.moment,
            promises,
            lines,
        )
        for lead, brief, stands in actions
    ]


def _frozen_lines(frozen: Frozen) -> dict[int, list[Line]]:
    """One query."""
    money = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    of_line = money.filter(action=OuterRef("action"), place=OuterRef("place"))
    has_money = Exists(of_line.filter(measure__in=[Measure.COMMITTED, Measure.PAID]))
    rows = SnapshotLine.objects.of_snapshot(frozen.snapshot).filter(kind=BudgetKind.AMOUNT)
    rows = rows.annotate(has_money=has_money).order_by("order", "place")
    found: dict[int, list[Line]] = defaultdict(list)
    for action, *line in rows.values_list("action", "label", "label_nl", "has_money"):
        found[action].append(Line(*line))
    return found


def _named(frozen: Frozen, words: set[int]) -> dict[int | None, list[Any]]:
    """What these reports name, by their keys: one query."""
    tables = ["reports"] if frozen.basis == Basis.ACCEPTED else ["reports", "reports_reported"]
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot, table__in=tables)
    found: dict[int | None, list[Any]] = {}
    for content in items.values_list("content", flat=True):
        for report in json.loads(bytes(content)):
            if report["report"] in words:
                found[report["report"]] = _named_by(report)
    return found


def _named_by(report: Any) -> list[Any]:
    """As `NAMED`. A text that is not filled is an empty text; one that is stands there as its hash."""
    removed = report["redacted_at"] is not None
    amounts = [row for row in report["expenditures"] if _has_an_amount(row)]
    achieved = [row for row in report["milestones"] if row["state"] == MilestoneState.ACHIEVED]
    return [
        removed or bool(report["obstacles"]),
        removed or bool(report["source"]),
        _unsourced(amounts),
        _unsourced(achieved),
    ]


def _has_an_amount(row: Any) -> bool:
    return any(row[name] is not None for name in ["committed", "paid", "forecast"])


def _unsourced(rows: Iterable[Any]) -> int | None:
    sources = [row["source"] for row in rows]
    return sum(not one for one in sources) if sources else None
