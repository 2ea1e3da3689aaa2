"""What the points of quality find on every action of a dashboard, of today or of a day; in full on those that a page shows."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from operator import itemgetter
from typing import Any, NamedTuple

from actionplan.base.columns import made_of
from actionplan.base.days_as_text import read_day
from actionplan.portal.places import Places
from actionplan.reporting.milestone_states import Promised, Told
from actionplan.reporting.moments import Moment
from actionplan.reporting.quality import Line, Looked, judged
from actions.states import MilestoneOrigin
from objectives.models import Plan

from .milestone_facts import number
from .milestone_promises import Brief, Whole, expected_of, promised
from .quality_alike import NAMED, Judge, RowTold, Stand, StandRow, look_of
from .quality_facts import Examination, Examined, ToDo
from .quality_frozen import examined_frozen
from .quality_queries import (
    live_lines,
    live_stands,
    live_terms,
    live_told,
    titles_of_actions,
    titles_of_milestones,
)
from .scope import Scope
from .shown import Shown


class Terms(NamedTuple):
    """What is promised of a milestone, without its words."""

    action: int
    place: int
    key: int
    milestone: int
    origin: str
    since: datetime.date | None
    due: datetime.date | None
    recurrence: str
    unit: str
    target: int | None
    """In hundredths."""

    @property
    def agreed(self) -> datetime.date | None:
        """Since when one that was proposed holds."""
        return self.since if self.origin == MilestoneOrigin.PROPOSED else None


TermsRow = tuple[Any, ...]
"""The same, not made `Terms`: there are thousands."""
LEAD, OBJECTIVE = map(Stand._fields.index, ["lead", "objective"])
LineRow = tuple[Any, ...]
"""The key of an action, the place of a line in it, and what makes a `Line`."""


def examined_shown(shown: Shown) -> Examination:
    """Of today, of a day or of a closed round."""
    if shown.frozen is not None:
        return examined_frozen(shown.frozen, shown.scope)
    return examined_live(shown.plan, shown.moment, shown.scope, shown.places)


def examined_live(plan: Plan, moment: Moment, scope: Scope, places: Places) -> Examination:
    """Every action of the scope: four queries, whatever their number, and two for those in full."""
    read = Read(plan, moment, scope, places)
    return Examination(read.examined(), read.in_full)


class Read:
    """What was read of the actions in the scope; titles are read of those alone that are told in full."""

    def __init__(self, plan: Plan, moment: Moment, scope: Scope, places: Places) -> None:
        self.bodies, self.numbers = map(places.in_addresses, ["organisation", "objective"])
        self.whole = Whole(plan.start, plan.end, moment.reckoned_on)
        self.plan_day = moment.plan_day
        part = scope.live_part(places)
        rows = live_stands(plan, moment, *part.keys, shape=part.shape)
        in_order = sorted(rows, key=itemgetter(0))  # which is faster than in the database
        self.stands: dict[int, StandRow] = {row[1]: row for row in in_order}
        self.terms: dict[int, list[TermsRow]] = defaultdict(list)
        for row in live_terms(plan, moment):
            if row[0] in self.stands:
                self.terms[row[0]].append(row)
        self.told: dict[int, list[RowTold]] = defaultdict(list)
        for row in live_told(plan, moment):
            self.told[row[0]].append(row)
        self.lines: dict[int, list[LineRow]] = defaultdict(list)
        for row in live_lines(plan, moment):
            self.lines[row[0]].append(row)

    def examined(self) -> list[Examined]:
        judge = Judge(self.whole.on)
        kinds = self._kinds(judge)
        follows_money = {action: all(row[-1] for row in rows) for action, rows in self.lines.items()}
        results = [
            judge.results(row, kinds.get(key, ()), follows_money.get(key)) for key, row in self.stands.items()
        ]
        leads = map(self.bodies.__getitem__, map(itemgetter(LEAD), self.stands.values()))
        objectives = map(self.numbers.__getitem__, map(itemgetter(OBJECTIVE), self.stands.values()))
        return list(made_of(Examined, self.stands, leads, objectives, results))

    def _kinds(self, judge: Judge) -> dict[int, tuple[int, ...]]:
        """Of the milestones of each action."""
        return {
            action: tuple([self._kind(row, judge) for row in rows]) for action, rows in self.terms.items()
        }

    def _kind(self, row: TermsRow, judge: Judge) -> int:
        _action, _place, _key, milestone, _origin, _since, due, recurrence, unit, target = row
        expected = self._expected(row) if recurrence and target is not None else ()
        told = self.told.get(milestone, ())
        look = look_of(due, recurrence, bool(unit), target is not None, told, expected, self.whole.on)
        kind = judge.kind_of(look)
        return judge.new_kind(look, self._promised(row)) if kind is None else kind

    def _expected(self, row: TermsRow) -> tuple[datetime.date, ...]:
        terms, stand = Terms(*row), Stand(*self.stands[row[0]])
        return expected_of(terms.recurrence, stand.runs, self.whole, terms.agreed)

    def in_full(self, keys: Collection[int]) -> dict[int, ToDo]:
        """Two queries, for what they are called."""
        terms = {key: sorted(self.terms.get(key, ())) for key in keys}
        promised = [row[2] for rows in terms.values() for row in rows]
        called = {key: said for key, *said in titles_of_milestones(promised)}
        promises = {
            key: [self._promised(row, *called.get(row[2], ())) for row in rows] for key, rows in terms.items()
        }
        return {
            key: self._to_do(Stand(*self.stands[key]), code, titles, promises[key])
            for key, code, *titles in titles_of_actions(list(keys), self.plan_day)
        }

    def _promised(self, row: TermsRow, title: str = "", title_nl: str = "") -> Promised:
        of, stand = Terms(*row), Stand(*self.stands[row[0]])
        titles, target = (title, title_nl), number(of.target)
        facts = ("", of.place, of.origin, *titles, of.due, "", of.recurrence, of.unit, target, None)
        told = [
            Told(start, state, None, number(reached))
            for _key, start, state, reached in self.told.get(of.milestone, ())
        ]
        return promised(facts, told, stand.runs, self.whole, of.agreed)

    def _to_do(self, stand: Stand, code: str, titles: list[str], promises: list[Promised]) -> ToDo:
        objective = self.numbers[stand.objective]
        brief = Brief(stand.key, code, stand.order, objective, *titles, stand.word, *stand.runs)
        facts = Looked(
            self.whole.on,
            read_day(stand.runs_until),
            stand.word is not None,
            promises,
            [Line(*row[2:]) for row in sorted(self.lines.get(stand.key, ()))],
            stand.schedule,
            stand.confidence,
            read_day(stand.forecast_end),
            *stand[NAMED:],
        )
        return ToDo(brief, self.bodies[stand.lead], judged(facts))
