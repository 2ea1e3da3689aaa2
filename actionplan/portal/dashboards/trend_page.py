"""From round to round: how the distributions of the plan, and of each objective, went over all closed rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from actionplan.base.addresses import Narrowed
from actionplan.base.prepared import prepared, prepared_plain
from actionplan.base.stacked_chart import StackedBars, stacked_bars
from actionplan.portal.frozen import Frozen
from actionplan.portal.tallies import Measure, Tally, measure_named, measures
from actionplan.reporting.models import Snapshot, SnapshotAction
from objectives.models import Plan

from .parts import Part
from .shown import Shown

MEASURES = ["status", "confidence", "verdict", "schedule"]


class Counts:
    """How many actions by code: of all by snapshot for each of the measures, of objectives by snapshot and number for one."""

    def __init__(self) -> None:
        self.of_all: dict[int, list[dict[str, int]]] = defaultdict(
            lambda: [defaultdict(int) for _measure in MEASURES]
        )
        self.of_objectives: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))

    def of(self, snapshot: int, measure: Measure, part: Part | None) -> Mapping[str, int]:
        if part is None:
            return self.of_all[snapshot][MEASURES.index(measure.name)]
        return self.of_objectives[snapshot, int(part.value)]


class RoundOfTrend(NamedTuple):
    """A bar and a row: a closed round, its parts and its total, each with the list of the round that counts it.

    A part that counts nothing has no list.
    """

    frozen: Frozen
    segments: list[dict[str, Any]]
    total: int
    url: str


@dataclass(frozen=True)
class Trend:
    """One measure over all rounds, of the whole or of one objective."""

    measure: Measure
    rounds: list[RoundOfTrend]
    part: Part | None = None

    @property
    def labels(self) -> list[str]:
        """The heads of the table's columns."""
        return [label for _code, label in self.measure.codes]

    @property
    def chart(self) -> StackedBars:
        bars = ((one.frozen.round.code, one.segments) for one in self.rounds)
        return stacked_bars(bars, _("From round to round: %(counts)s."))


def trend_page(shown: Shown, show: str) -> dict[str, Any]:
    """The context of the page: two queries, whatever the number of rounds. `show` is the measure by objective."""
    rounds, known = _rounds(shown), measures()
    measure = measure_named(show, known)
    counts = _counts(shown, rounds, measure)
    objectives = [_trend(shown, rounds, counts, measure, part) for part in shown.parts_of("objective")]
    return {
        "plan": shown.plan,
        "shown": shown,
        "rounds": rounds,
        "whole": [_trend(shown, rounds, counts, one) for one in known] if rounds else [],
        "measure": measure,
        "objectives": [trend for trend in objectives if any(one.total for one in trend.rounds)],
    }


def _rounds(shown: Shown) -> list[Frozen]:
    """The rounds that were closed at the moment, the oldest first, each by its newest snapshot of then: one query."""
    known_at = shown.moment.known_at
    of_round: dict[int, list[Snapshot]] = {}
    for snapshot in _snapshots(shown.plan):
        of_round.setdefault(snapshot.closing.round_id, []).append(snapshot)
    found = []
    for snapshots in of_round.values():
        then = [one for one in snapshots if one.taken_at <= known_at]
        if then and not _was_reopened(then[0], known_at):
            round = then[0].closing.round
            round.plan = shown.plan
            found.append(Frozen(round, then[0], snapshots, shown.basis, shown.may_switch_basis))
    return found


OF_SNAPSHOTS = [
    "taken_at",
    *(f"closing__{name}" for name in ["number", "reopened_at", "round__code", "round__state"]),
]
"""What the page tells of each snapshot: large texts of its round are left where they are."""


@prepared
def _snapshots(plan: Plan) -> QuerySet[Snapshot]:
    rows = Snapshot.objects.of_plan(plan).select_related("closing__round").only(*OF_SNAPSHOTS)
    return rows.order_by("closing__round__about", "closing__round", "-closing__number")


def _was_reopened(snapshot: Snapshot, known_at: Any) -> bool:
    at = snapshot.closing.reopened_at
    return at is not None and at <= known_at


def _counts(shown: Shown, rounds: list[Frozen], measure: Measure) -> Counts:
    """Within the scope, as each round had it, of objectives by the measure alone: one query."""
    snapshots = [one.snapshot.pk for one in rounds]
    if shown.scope.is_everything:
        grouped = _grouped(snapshots, shown.basis)
    else:
        grouped = _grouped.build(snapshots, shown.basis, within=shown.scope.of_frozen)
    counts, place = Counts(), MEASURES.index(measure.name)
    of_all, of_objectives = counts.of_all, counts.of_objectives
    for snapshot, number, status, confidence, verdict, schedule, count in grouped:
        codes = (status, confidence, verdict, schedule)
        by_status, by_confidence, by_verdict, by_schedule = of_all[snapshot]
        by_status[status] += count
        by_confidence[confidence] += count
        by_verdict[verdict] += count
        by_schedule[schedule] += count
        of_objectives[snapshot, number][codes[place]] += count
    return counts


@prepared_plain
def _grouped(snapshots: list[int], basis: str, *, within: Any = None) -> QuerySet[SnapshotAction]:
    """How many actions that counted stood alike, by snapshot and objective: rows are counted, which an index alone can tell."""
    rows = SnapshotAction.objects.filter(snapshot__in=snapshots).on_basis(basis).counted()
    rows = within(rows) if within else rows
    by = ["snapshot", "objective_number", *MEASURES]
    return rows.order_by().values(*by).annotate(count=Count("*")).values_list(*by, "count")


def _trend(
    shown: Shown, rounds: list[Frozen], counts: Counts, measure: Measure, part: Part | None = None
) -> Trend:
    """Of an objective without the codes that none of its rounds has."""
    filters = {**shown.scope.query, **({"objective": part.value} if part else {})}
    tallies = [Tally(counts.of(one.snapshot.pk, measure, part)) for one in rounds]
    if part:
        codes = [one for one in measure.codes if any(tally[one[0]] for tally in tallies)]
        measure = replace(measure, codes=codes)
    return Trend(
        measure,
        [_round(frozen, measure, tally, filters) for frozen, tally in zip(rounds, tallies, strict=True)],
        part,
    )


def _round(frozen: Frozen, measure: Measure, tally: Tally, filters: dict[str, Any]) -> RoundOfTrend:
    narrowed = Narrowed(frozen.list_url, filters, frozen.query)
    parts = [
        {
            "code": code or "none",
            "label": label,
            "count": (count := tally[code]),
            "url": narrowed(measure.name, measure.code_in_address(code)) if count else "",
        }
        for code, label in measure.codes
    ]
    return RoundOfTrend(frozen, parts, tally.total, narrowed.whole)
