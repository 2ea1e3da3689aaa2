"""From round to round: the distributions of the plan, and of each objective, over all closed rounds.

Of each round it reads the small document alone that lists what its newest closing of then counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.base.charts import StackedBars, stacked_bars
from actionplan.pages.choices import Choices, with_query
from actionplan.pages.figures import Segment, segments
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import ObjectivePicture
from actionplan.picture.frozen import CountedAction, counted_at
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import Measure
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import Basis


@dataclass(frozen=True)
class CountedRound:
    """What a round counted of the actions in the scope when it closed; `query` is the part of a link that asks for it."""

    code: str
    actions: Actions
    """What is counted of them (`CountedAction`)."""
    url: str
    query: dict[str, Any]


def counted_rounds(choices: Choices) -> list[CountedRound]:
    """The rounds that were closed at the moment, the oldest first, each by its newest closing of then: two queries."""
    of_round: dict[int, list[Snapshot]] = defaultdict(list)
    rows = Snapshot.objects.of_plan(choices.plan).select_related("closing").order_by("-closing__number")
    for snapshot in rows:
        of_round[snapshot.closing.round_id].append(snapshot)
    newest = {round: _newest(choices, of_round[round.pk]) for round in choices.rounds}
    closed = {round: snapshot for round, snapshot in newest.items() if snapshot}
    counted = counted_at(closed.values(), choices.basis)
    found = []
    for round, snapshot in closed.items():
        query = _query(choices, round, snapshot, is_newest=snapshot == of_round[round.pk][0])
        url = with_query(reverse("round", args=[choices.plan.code, round.code]), query)
        found.append(CountedRound(round.code, _in_scope(choices, counted[snapshot.pk]), url, query))
    return found


def _in_scope(choices: Choices, counted: list[CountedAction]) -> Actions:
    """Narrowed as the actions of a picture are: their fields have the same names."""
    actions = Actions(cast("list[ActionPicture]", counted), {}, {})
    return choices.scope.of(actions)


def _newest(choices: Choices, snapshots: list[Snapshot]) -> Snapshot | None:
    """Of the closings of a round the last by the moment; none while the round was open again."""
    known_at = choices.moment.known_at
    snapshot = next((one for one in snapshots if one.taken_at <= known_at), None)
    reopened_at = snapshot.closing.reopened_at if snapshot else None
    return None if reopened_at and reopened_at <= known_at else snapshot


def _query(choices: Choices, round: Round, snapshot: Snapshot, *, is_newest: bool) -> dict[str, Any]:
    kept: dict[str, Any] = {"round": round.code}
    if not (is_newest and round.is_closed):
        kept["closing"] = snapshot.closing.number
    return {**kept, "basis": choices.basis} if choices.basis != Basis.ACCEPTED else kept


@dataclass(frozen=True)
class RoundOfTrend:
    """A bar and a row: a closed round, its parts and its total, each with the list of the round that counts it."""

    code: str
    url: str
    segments: list[Segment]
    total: int
    list_url: str


@dataclass(frozen=True)
class Trend:
    """One measure over all rounds, of the whole or of one objective."""

    measure: Measure
    rounds: list[RoundOfTrend]
    objective: ObjectivePicture | None = None

    @property
    def chart(self) -> StackedBars:
        bars = ((one.code, one.segments) for one in self.rounds)
        return stacked_bars(bars, _("From round to round: %(counts)s."))


def trend_of(
    choices: Choices, rounds: list[CountedRound], measure: Measure, objective: ObjectivePicture | None = None
) -> Trend:
    """Of an objective without the codes that none of its rounds has."""
    filters: dict[str, Any] = dict(choices.scope.query)
    counted = [round.actions for round in rounds]
    if objective:
        filters["objective"] = objective.number
        counted = [actions.of_objective(objective.number) for actions in counted]
        known = {getattr(action, measure.name) for actions in counted for action in actions}
        measure = replace(measure, codes=tuple(pair for pair in measure.codes if pair[0] in known))
    return Trend(
        measure,
        [_row(choices, one, actions, measure, filters) for one, actions in zip(rounds, counted, strict=True)],
        objective,
    )


def _row(
    choices: Choices, round: CountedRound, actions: Actions, measure: Measure, filters: dict[str, Any]
) -> RoundOfTrend:
    def list_url(**code: str) -> str:
        return with_query(
            reverse("action-list", args=[choices.plan.code]), {**filters, **code, **round.query}
        )

    return RoundOfTrend(round.code, round.url, segments(measure, actions, list_url), len(actions), list_url())


def trends_of_objectives(choices: Choices, rounds: list[CountedRound], measure: Measure) -> list[Trend]:
    """Of those that had actions in any of the rounds."""
    trends = [trend_of(choices, rounds, measure, one) for one in choices.picture.objectives.values()]
    return [trend for trend in trends if any(round.total for round in trend.rounds)]
