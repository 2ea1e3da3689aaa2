"""Where every action of a dashboard stands, as plain values, and what is told of single ones: of today, of a day or frozen."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from actionplan.base.columns import made_of
from actionplan.base.prepared import prepared, prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE, Places
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from objectives.models import Plan

from .scope import LivePart, Scope


class ActionFact(NamedTuple):
    """One action in the counts: its key, under what it counts (as an address says it), where it stands."""

    key: int
    """Of the action; the same in a frozen round."""
    order: int
    objective: str
    policy_area: str
    """`none` where it counts under none, as for the minister."""
    minister: str
    status: str
    confidence: str
    verdict: str
    schedule: str
    freshness: str
    voices_differ: bool
    awaits_review: bool
    is_continuous: bool


STANDING = ActionFact._fields[ActionFact._fields.index("status") :]
"""The columns that say where an action stands, whatever it counts under."""
Words = Mapping[str, Mapping[Any, str]]
"""By the name of a column, then by what stands in it."""


class Facts:
    """The actions in the plan's order, a column for each thing that is known of them.

    Thousands are counted by columns in a fraction of the time that it takes to make something of each.
    """

    def __init__(self, rows: Iterable[Sequence[Any]], words: Words | None = None) -> None:
        """Each row has its columns in the order of `ActionFact`; `words` are what to write in some for what stands there."""
        columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(ActionFact._fields)
        self._columns = dict(zip(ActionFact._fields, columns, strict=True))
        self._counts: dict[tuple[str, ...], Counter[Any]] = {}
        for name, known in (words or {}).items():
            self._columns[name] = list(map(known.__getitem__, self._columns[name]))

    def __len__(self) -> int:
        return len(self["key"])

    def __iter__(self) -> Iterator[ActionFact]:
        return made_of(ActionFact, *self._columns.values())

    def __getitem__(self, name: str) -> Sequence[Any]:
        """The column of that name."""
        return self._columns[name]

    @cached_property
    def alike(self) -> dict[tuple[Any, ...], list[int]]:
        """The places of the actions that stand alike, by `STANDING`: of thousands, few differ."""
        found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(zip(*map(self.__getitem__, STANDING), strict=True)):
            found[one].append(place)
        return dict(found)

    def counted(self, *names: str) -> Counter[Any]:
        """How many actions there are of each value of a column, or of several together, as tuples.

        What was counted before by these and others is added up: there are many fewer counts than actions.
        """
        if names not in self._counts:
            if set(names).issubset(STANDING):
                self._counts.setdefault(STANDING, Counter({one: len(of) for one, of in self.alike.items()}))
            finer = [known for known in self._counts if set(names) < set(known)]
            fewest = min(finer, key=lambda known: len(self._counts[known]), default=None)
            self._counts[names] = self._added_up(names, fewest) if fewest else self._counted(names)
        return self._counts[names]

    def _counted(self, names: tuple[str, ...]) -> Counter[Any]:
        under, *standing = names
        if standing and set(standing).issubset(STANDING):
            return self._counted_under(under, standing)
        columns = [self[name] for name in names]
        return Counter(columns[0] if len(columns) == 1 else zip(*columns, strict=True))

    def _counted_under(self, name: str, standing: Sequence[str]) -> Counter[Any]:
        """By what actions count under, then by how they stand: of those that stand alike, only what they count under is looked at."""
        places: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for one, of in self.alike.items():
            places[tuple(one[STANDING.index(column)] for column in standing)] += of
        under = self[name].__getitem__
        return Counter(
            {
                (value, *known): count
                for known, of in places.items()
                for value, count in Counter(map(under, of)).items()
            }
        )

    def _added_up(self, names: tuple[str, ...], finer: tuple[str, ...]) -> Counter[Any]:
        found: Counter[Any] = Counter()
        value_of = itemgetter(*map(finer.index, names))
        for values, count in self._counts[finer].items():
            found[value_of(values)] += count
        return found


LIVE = ["pk", "order", "objective", "counting_area", "counting_minister"]
FROZEN = ["action", "order", "objective_number", "area_code", "minister_key"]
STANDS = ["status", "confidence", "verdict", "schedule", "freshness"]


def live_facts(plan: Plan, moment: Moment, scope: Scope, places: Places) -> Facts:
    """In the plan's order: one query."""
    part = scope.live_part(places)
    found = _live_facts(plan, moment, *part.keys, shape=part.shape)
    in_order = sorted(found, key=itemgetter(LIVE.index("order")))  # faster than in the database
    words = {name: places.in_addresses(name) for name in ["objective", "policy_area", "minister"]}
    return Facts(in_order, words)


@prepared_plain
def _live_facts(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment)
    rows = rows.annotate(
        continuous=Cast("is_continuous", IntegerField())
    )  # which SQLite gives without a converter
    return rows.order_by().values_list(*LIVE, *STANDS, "voices_differ", "awaits_review", "continuous")


def frozen_facts(frozen: Frozen, scope: Scope) -> Facts:
    """Those that were in the plan at the closing, in its order: one query."""
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    voices = ["assessed_otherwise", "computed_otherwise"]
    found = rows.values_list(*FROZEN, *STANDS, "awaits_review", "is_continuous", *voices)
    return Facts(
        (
            *(key, order, str(one), area or NONE, minister or NONE, *stands),
            assessed or computed,
            awaits,
            continuous,
        )
        for key, order, one, area, minister, *stands, awaits, continuous, assessed, computed in found
    )


class ToldAction(NamedTuple):
    """What is told of a single action, named as `TrackedAction` names it: a dozen of these are made sooner than of that."""

    pk: int
    code: str
    title: str
    title_nl: str
    status: str
    confidence: str
    verdict: str
    reviewed_at: datetime.datetime | None
    reported_at: datetime.datetime | None
    fresh_since: datetime.datetime
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    runs_from: datetime.date | None
    runs_until: datetime.date | None
    is_continuous: bool
    schedule: str
    freshness: str
    has_new_forecast: bool
    assessed_otherwise: bool
    computed_otherwise: bool
    reckoned_on: datetime.date

    @property
    def voices_differ(self) -> bool:
        return self.assessed_otherwise or self.computed_otherwise


def live_rows(plan: Plan, moment: Moment, keys: Iterable[int]) -> dict[int, Any]:
    """The actions of these keys with all that a page tells of single ones: one query."""
    rows = _live_rows(plan, moment, list(keys))
    return {row[0]: ToldAction(*row, moment.reckoned_on) for row in rows}


@prepared
def _live_rows(plan: Plan, moment: Moment, keys: list[int]) -> QuerySet:
    rows = TrackedAction.objects.filter(plan=plan, pk__in=keys).at(moment, plan)
    return rows.order_by().values_list(*ToldAction._fields[:-1])


def frozen_rows_by_key(frozen: Frozen, keys: Iterable[int]) -> dict[int, Any]:
    """The same of a closed round: rows that are named as the live ones."""
    return {row.action: row for row in frozen.rows.filter(action__in=keys)}
