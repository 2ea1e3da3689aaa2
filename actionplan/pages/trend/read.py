"""From round to round: the distributions of the plan, and of each objective, over all closed rounds.

For each round it reads only the small document that lists what its newest closing at the moment counted.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, cast

from django.urls import reverse

from actionplan.pages.choices import Choices, with_query
from actionplan.pages.figures import Segment, segments
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import ObjectivePicture
from actionplan.picture.corrections import corrections_of
from actionplan.picture.frozen import CountedAction, counted_at
from actionplan.picture.frozen import counted as recounted
from actionplan.picture.measures import Measure
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Round, Snapshot
from actionplan.reporting.states import Basis


@dataclass(frozen=True)
class CountedRound:
    """What a round counted of the actions in the scope when it closed; `query` leads to that closing."""

    code: str
    name: str
    actions: Actions
    """The facts that are counted (`CountedAction`)."""
    url: str
    query: dict[str, Any]
    corrected: Actions | None
    """The same as corrected since, up to the day that is shown; None if nothing was."""
    corrected_on: datetime.date | None
    """When it was corrected last."""

    def of_objective(self, number: int) -> CountedRound:
        corrected = None if self.corrected is None else self.corrected.of_objective(number)
        return replace(self, actions=self.actions.of_objective(number), corrected=corrected)


def counted_rounds(choices: Choices) -> list[CountedRound]:
    """The rounds closed at the moment, the oldest first, each by its newest closing then: three queries, more if one was corrected."""
    of_round: dict[int, list[Snapshot]] = defaultdict(list)
    rows = Snapshot.objects.of_plan(choices.plan).select_related("closing__round__plan")
    rows = rows.order_by("-closing__number")
    for snapshot in rows:
        of_round[snapshot.closing.round_id].append(snapshot)
    newest = {round: _newest(choices, of_round[round.pk]) for round in choices.rounds}
    closed = {round: snapshot for round, snapshot in newest.items() if snapshot}
    counted = counted_at(closed.values(), choices.basis)
    until = None if choices.snapshot else choices.moment.known_at
    corrections = corrections_of(closed.values(), choices.basis, until)
    rounds = []
    for round, snapshot in closed.items():
        query = _query(choices, round, snapshot, is_newest=snapshot == of_round[round.pk][0])
        url = with_query(reverse("round", args=[choices.plan.code, round.code]), query)
        made = {one.frozen.pk: one for one in corrections[snapshot.pk]}
        actions = counted[snapshot.pk]
        corrected = None
        if made:
            as_known = [recounted(made[row.pk].corrected) if row.pk in made else row for row in actions]
            corrected = _in_scope(choices, as_known)
        rounds.append(
            CountedRound(
                round.code,
                round.local_name,
                _in_scope(choices, actions),
                url,
                query,
                corrected,
                max((one.on for one in made.values()), default=None),
            )
        )
    return rounds


def _in_scope(choices: Choices, counted: list[CountedAction]) -> Actions:
    """Narrowed like the actions of a picture: their fields have the same names."""
    actions = Actions(cast("list[ActionPicture]", counted), {}, {})
    return choices.scope.of(actions)


def _newest(choices: Choices, snapshots: list[Snapshot]) -> Snapshot | None:
    """The last of a round's closings up to the moment; None while the round was open again."""
    known_at = choices.moment.known_at
    snapshot = next((row for row in snapshots if row.taken_at <= known_at), None)
    reopened_at = snapshot.closing.reopened_at if snapshot else None
    return None if reopened_at and reopened_at <= known_at else snapshot


def _query(choices: Choices, round: Round, snapshot: Snapshot, *, is_newest: bool) -> dict[str, Any]:
    kept: dict[str, Any] = {"round": round.code}
    if not (is_newest and round.is_closed):
        kept["closing"] = snapshot.closing.number
    return {**kept, "basis": choices.basis} if choices.basis != Basis.ACCEPTED else kept


@dataclass(frozen=True)
class RoundOfTrend:
    """A bar and a row: a closed round, its parts and its total, each with its list of actions."""

    code: str
    name: str
    url: str
    segments: list[Segment]
    total: int
    list_url: str
    corrected_on: datetime.date | None = None
    taken_over: int = 0
    """How many of the verdicts that are counted were taken over from the lead."""


@dataclass(frozen=True)
class Trend:
    """One measure over all rounds, for the whole plan or one objective."""

    measure: Measure
    rounds: list[RoundOfTrend]
    objective: ObjectivePicture | None = None


def trend_of(
    choices: Choices, rounds: list[CountedRound], measure: Measure, objective: ObjectivePicture | None = None
) -> Trend:
    """For an objective, without the codes that none of its rounds has."""
    filters: dict[str, Any] = dict(choices.scope.query)
    if objective:
        filters["objective"] = objective.number
        rounds = [round.of_objective(objective.number) for round in rounds]
        counted = [action for round in rounds for action in [*round.actions, *(round.corrected or ())]]
        known = {measure.code_of(action) for action in counted}
        measure = replace(measure, codes=tuple(pair for pair in measure.codes if pair[0] in known))
    address = reverse("action-list", args=[choices.plan.code])
    return Trend(measure, [_row(address, round, measure, filters) for round in rounds], objective)


def _row(address: str, round: CountedRound, measure: Measure, filters: dict[str, Any]) -> RoundOfTrend:
    """Each segment with `now`, the corrected count, where it differs; `address` is that of the list of actions."""

    def list_url(**code: str) -> str:
        return with_query(address, {**filters, **code, **round.query})

    actions = round.actions
    shown = segments(measure, actions, list_url)
    now = None if round.corrected is None else measure.counts(round.corrected)
    for segment, (code, _label) in zip(shown, measure.codes, strict=True):
        segment["now"] = None if now is None or now[code] == segment["count"] else now[code]
    taken_over = len(actions.with_verdict_taken_over()) if measure.name == "verdict" else 0
    return RoundOfTrend(
        round.code,
        round.name,
        round.url,
        shown,
        len(actions),
        list_url(),
        round.corrected_on,
        taken_over,
    )


def trends_of_objectives(choices: Choices, rounds: list[CountedRound], measure: Measure) -> list[Trend]:
    """Only objectives that had actions in one of the rounds."""
    trends = [trend_of(choices, rounds, measure, row) for row in choices.picture.objectives.values()]
    return [trend for trend in trends if any(round.total for round in trend.rounds)]
