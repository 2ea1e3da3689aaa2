"""From round to round: how the distributions of the plan, and of each objective, went over all closed rounds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from actionplan.base.stacked_chart import StackedBars, stacked_bars
from actionplan.portal.frozen import Frozen
from actionplan.portal.tallies import Measure, Tally, list_address, measure_named, measures, segments
from actionplan.reporting.models import Snapshot, SnapshotAction

from .parts import Part
from .shown import Shown

MEASURES = ["status", "confidence", "verdict", "schedule"]
Counts = Counter[tuple[int, str, str, str]]
"""How many actions, by snapshot, objective's number, measure and code."""


@dataclass(frozen=True)
class RoundOfTrend:
    """A bar and a row: a closed round, its parts and its total, each with the list of the round that counts it."""

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
    rounds = _rounds(shown)
    counts = _counts(shown, rounds)
    measure = measure_named(show)
    objectives = [_trend(shown, rounds, counts, measure, part) for part in shown.parts_of("objective")]
    return {
        "plan": shown.plan,
        "shown": shown,
        "rounds": rounds,
        "whole": [_trend(shown, rounds, counts, one) for one in measures()] if rounds else [],
        "measure": measure,
        "objectives": [trend for trend in objectives if any(one.total for one in trend.rounds)],
    }


def _rounds(shown: Shown) -> list[Frozen]:
    """The rounds that were closed at the moment, the oldest first, each by its newest snapshot of then: one query."""
    known_at = shown.moment.known_at
    rows = (
        Snapshot.objects.of_plan(shown.plan)
        .select_related("closing__round")
        .order_by("closing__round__about", "closing__round", "-closing__number")
    )
    of_round: dict[int, list[Snapshot]] = {}
    for snapshot in rows:
        of_round.setdefault(snapshot.closing.round_id, []).append(snapshot)
    found = []
    for snapshots in of_round.values():
        then = [one for one in snapshots if one.taken_at <= known_at]
        if then and not _was_reopened(then[0], known_at):
            round = then[0].closing.round
            round.plan = shown.plan
            found.append(Frozen(round, then[0], snapshots, shown.basis, shown.may_switch_basis))
    return found


def _was_reopened(snapshot: Snapshot, known_at: Any) -> bool:
    at = snapshot.closing.reopened_at
    return at is not None and at <= known_at


def _counts(shown: Shown, rounds: list[Frozen]) -> Counts:
    """Within the scope, as each round had it: one query."""
    rows = SnapshotAction.objects.filter(snapshot__in=[one.snapshot for one in rounds])
    rows = shown.scope.of_frozen(rows.on_basis(shown.basis).counted())
    grouped = rows.order_by().values("snapshot", "objective_number", *MEASURES).annotate(count=Count("pk"))
    counts: Counts = Counter()
    for row in grouped:
        for measure in MEASURES:
            for objective in (str(row["objective_number"]), ALL):
                counts[row["snapshot"], objective, measure, row[measure]] += row["count"]
    return counts


ALL = ""
"""In place of an objective's number: all of them."""


def _trend(
    shown: Shown, rounds: list[Frozen], counts: Counts, measure: Measure, part: Part | None = None
) -> Trend:
    """Of an objective without the codes that none of its rounds has."""
    objective = part.value if part else ALL
    filters = {**shown.scope.query, **({"objective": objective} if part else {})}
    of_rounds = [
        {code: counts[one.snapshot.pk, objective, measure.name, code] for code, _label in measure.codes}
        for one in rounds
    ]
    if part:
        codes = [one for one in measure.codes if any(of_round[one[0]] for of_round in of_rounds)]
        measure = replace(measure, codes=codes)
    return Trend(
        measure,
        [
            _round(frozen, measure, Tally(Counter(of_round)), filters)
            for frozen, of_round in zip(rounds, of_rounds, strict=True)
        ],
        part,
    )


def _round(frozen: Frozen, measure: Measure, tally: Tally, filters: dict[str, Any]) -> RoundOfTrend:
    def url_of(**more: Any) -> str:
        return list_address(frozen.list_url, {**filters, **more, **frozen.query})

    return RoundOfTrend(frozen, segments(measure, tally, url_of), tally.total, url_of())
