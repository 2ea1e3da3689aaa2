"""The effects of an amendment as they are stored when it is put in force: codes, keys, days and amounts, no words.

The page of an amendment shows effects in this form before and after.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cattrs import Converter

from actionplan.base.money import ZERO
from budgets.planned import Period

from .effects import ActionEffects, AmendmentEffects
from .planned_years import ByYear, summed

Day = datetime.date


@dataclass(frozen=True)
class KeptLine:
    """`LineEffects`."""

    place: int
    planned_before: dict[int, Decimal]
    planned_after: dict[int, Decimal]
    paid: dict[int, Decimal]


@dataclass(frozen=True)
class KeptAction:
    """`ActionEffects` without the actions themselves; days are inclusive, None if open."""

    code: str
    is_new: bool
    is_gone: bool
    planned_before: dict[int, Decimal]
    planned_after: dict[int, Decimal]
    committed: dict[int, Decimal]
    paid: dict[int, Decimal]
    start_before: Day | None
    end_before: Day | None
    start_after: Day | None
    end_after: Day | None
    lines: list[KeptLine] = field(default_factory=list)
    """Empty where the amendment was put in force by a version that kept none."""

    @property
    def runs_before(self) -> Period:
        return Period(self.start_before, self.end_before)

    @property
    def runs_after(self) -> Period:
        return Period(self.start_after, self.end_after)

    @property
    def days_later(self) -> int | None:
        """How many days later it ends, negative for earlier; None unless there is an end before and after."""
        if self.end_before is None or self.end_after is None:
            return None
        return (self.end_after - self.end_before).days


@dataclass(frozen=True)
class UnderWay:
    """A request, a report or a question: code of its action, key of its organisation, code of its round."""

    code: str
    organisation: str | None
    round: str | None = None


@dataclass(frozen=True)
class KeptEffects:
    actions: list[KeptAction]
    requests: list[UnderWay]
    drafts: list[UnderWay]
    submitted: list[UnderWay]
    questions: list[UnderWay]
    organisations: list[str]
    """The keys of the organisations to be told."""
    asked: list[UnderWay] = field(default_factory=list)
    """Questions that everybody reads."""

    def by_year(self, name: str) -> ByYear:
        """`planned_before`, `planned_after`, `committed` or `paid`, summed over the actions."""
        return summed(getattr(action, name) for action in self.actions)


def kept(effects: AmendmentEffects) -> KeptEffects:
    return KeptEffects(
        actions=[_action(action) for action in effects.actions],
        requests=_under_way(effects.requests),
        drafts=_under_way(effects.drafts),
        submitted=_under_way(effects.submitted),
        questions=_under_way(row for row in effects.questions if not row.for_everybody),
        organisations=[organisation.key for organisation in effects.organisations],
        asked=_under_way(row for row in effects.questions if row.for_everybody),
    )


def _action(effects: ActionEffects) -> KeptAction:
    return KeptAction(
        code=effects.code,
        is_new=effects.before is None,
        is_gone=effects.after is None,
        planned_before=dict(effects.planned_before),
        planned_after=dict(effects.planned_after),
        committed=dict(effects.committed),
        paid=dict(effects.paid),
        start_before=effects.runs_before.start,
        end_before=effects.runs_before.end,
        start_after=effects.runs_after.start,
        end_after=effects.runs_after.end,
        lines=[
            KeptLine(line.place, dict(line.planned_before), dict(line.planned_after), dict(line.paid))
            for line in effects.lines
        ],
    )


def _under_way(rows: Iterable[Any]) -> list[UnderWay]:
    under_way = []
    for row in rows:
        round = getattr(row, "round", None)
        organisation = row.organisation.key if row.organisation else None
        under_way.append(UnderWay(row.action.code, organisation, round.code if round else None))
    return under_way


def total_of(years: ByYear) -> Decimal:
    return sum(years.values(), ZERO)


_converter = Converter()
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Day, lambda text, _: Day.fromisoformat(text))
_converter.register_unstructure_hook(Day, lambda day: day.isoformat())


def to_plain(effects: KeptEffects) -> dict[str, Any]:
    return _converter.unstructure(effects)


def from_plain(plain: dict[str, Any]) -> KeptEffects:
    return _converter.structure(plain, KeptEffects)
