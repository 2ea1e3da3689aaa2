"""What a closing freezes, of which instant, and the documents that it is frozen into."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from actionplan.base.brussels import day_of
from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.picture.frozen import Document
from actionplan.reporting.models import Closing, Request, Round, TrackedAction
from actionplan.reporting.moments import Moment
from objectives.models import Plan

from .canonical import Word


def reckoned_on(round: Round) -> datetime.date:
    """The day reported about; once the plan has ended, its last day."""
    return min(round.about, round.plan.end)


@dataclass
class Freezing:
    """One closing being frozen: everything as known at its instant, the schedule reckoned on the day reported about.

    The actions are those in force on the day of the closing, and those that the round asked about and that were
    withdrawn since.
    """

    closing: Closing
    plan: Plan
    at: datetime.datetime
    actions: dict[int, Any] = field(default_factory=dict)
    """With where they stand on the accepted basis, by key and in the plan's order."""
    codes: dict[int, str] = field(default_factory=dict)
    ministers: dict[int, Minister] = field(default_factory=dict)
    policy_areas: dict[int, PolicyArea] = field(default_factory=dict)
    organisations: dict[int, Organisation] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    """Keys of everybody who is named; their names stand in one document of their own."""

    @property
    def day(self) -> datetime.date:
        """On which rows of the plan must be in force."""
        return day_of(self.at)

    @property
    def reckoned_on(self) -> datetime.date:
        return reckoned_on(self.closing.round)

    def moment(self, basis: str) -> Moment:
        return Moment(known_at=self.at, reckoned_on=self.reckoned_on, basis=basis)

    def tracked(self, basis: str) -> Any:
        """The actions with where they stand and under whom they count: one query."""
        moment = self.moment(basis)
        asked = Request.objects.filter(round=self.closing.round_id, action=OuterRef("pk"))
        return (
            TrackedAction.objects.filter(plan=self.plan)
            .filter(in_force_q(self.day) | Q(Exists(asked)))
            .where_they_stand(moment)
            .counting_once(moment)
            .annotate(
                in_plan=Case(When(in_force_q(self.day), then=Value(True)), default=Value(False)),
                objective_number=F("objective__number"),
                theme_order=F("theme__order"),
                merged_into_code=F("merged_into__code"),
            )
            .in_plan_order()
        )

    def person(self, key: int | None) -> int | None:
        if key is not None:
            self.people.add(key)
        return key

    def organisation(self, key: int | None) -> str | None:
        return self.organisations[key].key if key is not None else None

    def by_action(self, table: str, rows: Iterable[tuple[int, Any]]) -> Iterator[Document]:
        """One document for each action that has rows; those of actions that are not frozen are passed over."""
        found: dict[int, list[Any]] = defaultdict(list)
        for action, row in rows:
            if action in self.actions:
                found[action].append(row)
        for action, content in found.items():
            yield Document(table, self.codes[action], content, action)

    def of_plan(self, table: str, content: Any) -> Document:
        return Document(table, self.plan.code, content)


def begin(closing: Closing, at: datetime.datetime) -> Freezing:
    """Read what everything else is named by: four queries."""
    freezing = Freezing(closing, closing.round.plan, at)
    freezing.ministers = {row.pk: row for row in Minister.objects.all()}
    freezing.policy_areas = {row.pk: row for row in PolicyArea.objects.all()}
    freezing.organisations = {row.pk: row for row in Organisation.objects.all()}
    freezing.actions = {row.pk: row for row in freezing.tracked("accepted")}
    freezing.codes = {pk: row.code for pk, row in freezing.actions.items()}
    return freezing


def said_by(rows: Iterable[dict[str, Any]], texts: Iterable[str], of: str) -> Iterator[dict[str, Any]]:
    """Rows read as plain values, their texts as words of what has the row's `pk`."""
    names = list(texts)
    for row in rows:
        yield row | {name: Word(row[name], of, row["pk"]) for name in names}
