"""The state of a closing while it is being frozen into documents."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from actionplan.base.days import day_of
from actionplan.picture.frozen import Document
from actionplan.picture.live import read_on_both_bases
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Closing, Request
from actionplan.reporting.states import Basis
from objectives.models import Plan


@dataclass
class Freezing:
    """A closing being frozen, as known at its instant, with schedules on the day reported about."""

    closing: Closing
    at: datetime.datetime
    pictures: Mapping[Basis, Picture]
    """With the actions that were in the plan on the day of the closing."""
    withdrawn: Mapping[Basis, Picture]
    """With the actions that the round asked about and that left the plan since; empty if there are none."""
    people: set[int] = field(default_factory=set)
    """The keys of all people mentioned; their names are in a document of their own."""

    @property
    def plan(self) -> Plan:
        return self.closing.round.plan

    @property
    def day(self) -> datetime.date:
        return day_of(self.at)

    @property
    def reckoned_on(self) -> datetime.date:
        return self.closing.round.about

    @cached_property
    def codes(self) -> dict[int, str]:
        """The codes of the frozen actions, by key."""
        pictures = [*self.pictures.values(), *self.withdrawn.values()]
        return {action.pk: action.code for picture in pictures for action in picture.actions}

    @cached_property
    def _organisations(self) -> dict[int, str]:
        return {
            organisation.pk: key for key, organisation in self.pictures[Basis.ACCEPTED].organisations.items()
        }

    @cached_property
    def _ministers(self) -> dict[int, str]:
        return {minister.pk: key for key, minister in self.pictures[Basis.ACCEPTED].ministers.items()}

    def organisation(self, pk: int | None) -> str | None:
        return self._organisations[pk] if pk is not None else None

    def minister(self, pk: int) -> str:
        return self._ministers[pk]

    def person(self, pk: int | None) -> int | None:
        if pk is not None:
            self.people.add(pk)
        return pk

    def by_action(
        self, table: str, rows: Iterable[Any], content: Callable[[Any], dict[str, Any]]
    ) -> Iterator[Document]:
        """A document for each action with rows; rows of actions that are not frozen are skipped."""
        by_action: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if row.action_id in self.codes:
                by_action[row.action_id].append(content(row))
        for action, contents in by_action.items():
            yield Document(table, self.codes[action], contents, action)

    def of_plan(self, table: str, content: Any) -> Document:
        return Document(table, self.plan.code, content)


def start_freezing(closing: Closing, at: datetime.datetime) -> Freezing:
    """Read the plan as it stands at the instant."""
    round = closing.round
    plan, moment = round.plan, Moment(at, round.about, about=round.code)
    pictures = read_on_both_bases(plan, moment)
    asked = Request.objects.filter(round=closing.round_id).values_list("action", flat=True)
    gone = set(asked) - {action.pk for action in pictures[Basis.ACCEPTED].actions}
    withdrawn = read_on_both_bases(plan, moment, gone) if gone else {}
    return Freezing(closing, at, pictures, withdrawn)
