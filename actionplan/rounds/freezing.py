"""What a closing freezes, of which instant, and the documents that it is frozen into."""

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
    """One closing being frozen: everything as known at its instant, the schedule reckoned on the day reported about."""

    closing: Closing
    at: datetime.datetime
    pictures: Mapping[Basis, Picture]
    """Of the actions that were in the plan on the day of the closing."""
    withdrawn: Mapping[Basis, Picture]
    """Of those that the round asked about and that were withdrawn since, if there are any."""
    people: set[int] = field(default_factory=set)
    """Keys of everybody who is named; their names stand in one document of their own."""

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
        """Of the actions that are frozen, by their keys."""
        pictures = [*self.pictures.values(), *self.withdrawn.values()]
        return {action.pk: action.code for picture in pictures for action in picture.actions}

    @cached_property
    def _organisations(self) -> dict[int, str]:
        return {one.pk: key for key, one in self.pictures[Basis.ACCEPTED].organisations.items()}

    @cached_property
    def _ministers(self) -> dict[int, str]:
        return {one.pk: key for key, one in self.pictures[Basis.ACCEPTED].ministers.items()}

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
        """One document for each action that has rows; those of actions that are not frozen are passed over."""
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if row.action_id in self.codes:
                found[row.action_id].append(content(row))
        for action, contents in found.items():
            yield Document(table, self.codes[action], contents, action)

    def of_plan(self, table: str, content: Any) -> Document:
        return Document(table, self.plan.code, content)


def begin(closing: Closing, at: datetime.datetime) -> Freezing:
    """The plan as it stands at the instant."""
    round = closing.round
    plan, moment = round.plan, Moment(at, round.about, about=round.code)
    pictures = read_on_both_bases(plan, moment)
    asked = Request.objects.filter(round=closing.round_id).values_list("action", flat=True)
    gone = set(asked) - {action.pk for action in pictures[Basis.ACCEPTED].actions}
    withdrawn = read_on_both_bases(plan, moment, gone) if gone else {}
    return Freezing(closing, at, pictures, withdrawn)
