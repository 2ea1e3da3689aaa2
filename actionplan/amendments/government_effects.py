"""What a change of government would do, action by action over all plans. Carrying it out does just this."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from actionplan.accounts.models import Invitation
from actionplan.base import formatting
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import Question
from actions.models import Action, Lead, MinisterInvolvement, Promotion

from . import government_people as people
from .government_acts import GovernmentAct, KnownBodies, faults_of_acts
from .government_parts import PartChange, PartRow, body_of, changes_of_parts
from .items import grouped
from .models import GovernmentChange

KINDS_OF_PARTS: list[tuple[type[PartRow], str]] = [
    (MinisterInvolvement, "minister"),
    (Promotion, "organisation"),
    (Lead, "organisation"),
]
"""Each with the column of its body."""


@dataclass(frozen=True)
class PortfolioChoice:
    """To which of the ministers among whom a portfolio is divided an action goes, by their keys."""

    word: str
    """`<key of the action>:<key of the minister>`."""
    action: Action
    minister: Minister
    options: tuple[str, ...]
    chosen: str


@dataclass
class MovedAction:
    action: Action
    parts: list[PartChange] = field(default_factory=list)
    choices: list[PortfolioChoice] = field(default_factory=list)
    holders: list[people.HolderChange] = field(default_factory=list)

    @property
    def changes_the_lead(self) -> bool:
        return any(change.is_lead for change in self.parts)


@dataclass
class GovernmentEffects:
    faults: list[str]
    """Sentences that say why it cannot be carried out; the rest is empty then."""
    actions: list[MovedAction] = field(default_factory=list)
    contact_points: list[people.MembershipChange] = field(default_factory=list)
    offices: list[people.MembershipChange] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def choices(self) -> list[PortfolioChoice]:
        return [choice for one in self.actions for choice in one.choices]

    @property
    def holders(self) -> list[people.HolderChange]:
        return [holder for one in self.actions for holder in one.holders]


def effects_of(change: GovernmentChange, on: datetime.date) -> GovernmentEffects:
    """What carrying it out would do now; `on` is today, from which roles of people change."""
    acts, day = change.acts, change.effective_from
    faults = faults_of_acts(acts, day, KnownBodies.read())
    ministers = {act.key: act for act in acts if act.ends and act.model is Minister}
    organisations = {act.key: act for act in acts if act.ends and act.model is Organisation}
    parts = PartsOfBodies({"minister": ministers, "organisation": organisations}, day, change.portfolios)
    actions = [] if faults else parts.changed_actions()
    if faults or parts.faults:
        return GovernmentEffects([*faults, *parts.faults])
    return GovernmentEffects(
        [],
        _with_files(actions, people.files(organisations)),
        people.contact_points(organisations, on),
        people.offices(ministers, on, change.offices),
        people.invitations(organisations, ministers),
        people.open_questions(organisations),
    )


def _with_files(actions: list[MovedAction], holders: Iterable[people.HolderChange]) -> list[MovedAction]:
    found = {one.action.pk: one for one in actions}
    for holder in holders:
        action = holder.row.action
        found.setdefault(action.pk, MovedAction(action)).holders.append(holder)
    return sorted(found.values(), key=lambda one: (one.action.plan.code, one.action.order))


class PartsOfBodies:
    """The parts in actions of bodies that end on the day, by the acts that end them."""

    def __init__(
        self, ending: dict[str, dict[str, GovernmentAct]], day: datetime.date, portfolios: dict[str, str]
    ) -> None:
        """`ending` has acts by the key of the body, for each of the two columns of bodies."""
        self.ending, self.day, self.portfolios = ending, day, portfolios
        self.faults: list[str] = []
        """Filled while the actions are looked at."""

    def changed_actions(self) -> list[MovedAction]:
        found: dict[int, MovedAction] = {}
        for model, column in KINDS_OF_PARTS:
            for rows in self._rows_by_action(model, column):
                action = rows[0].action
                one = found.setdefault(action.pk, MovedAction(action))
                self._change(one, rows, self.ending[column])
        return list(found.values())

    def _rows_by_action(self, model: type[PartRow], column: str) -> Iterable[list[Any]]:
        """Of living actions in which a body ends: all rows in force on the day or later, in their order."""
        rows: Any = model.objects.filter(_not_ended(self.day), _not_ended(self.day, "action__"))
        ending = rows.filter(**{f"{column}__key__in": list(self.ending[column])})
        order = ["pk"] if model is Lead else ["order", "pk"]
        rows = rows.filter(action__in=ending.values("action")).order_by(*order)
        rows = rows.select_related(column, "action__plan").prefetch_related("action__terms")
        return grouped(rows, "action_id").values()

    def _change(self, one: MovedAction, rows: list[PartRow], acts: dict[str, GovernmentAct]) -> None:
        goes_to = {
            row.pk: self._successor(one, row, acts[body_of(row).key])
            for row in rows
            if body_of(row).key in acts
        }
        concerned = {*acts, *goes_to.values()}
        self.faults += [
            self._sentence(row) for row in rows if body_of(row).key in concerned and self._changes_later(row)
        ]
        one.parts += changes_of_parts(rows, goes_to)

    def _successor(self, one: MovedAction, row: PartRow, act: GovernmentAct) -> str:
        if not act.divides:
            return act.first_successor
        word = f"{one.action.pk}:{act.key}"
        chosen = self.portfolios.get(word, "")
        chosen = chosen if chosen in act.successors else act.first_successor
        one.choices.append(PortfolioChoice(word, one.action, body_of(row), act.successors, chosen))
        return chosen

    def _changes_later(self, row: PartRow) -> bool:
        return row.in_force_until is not None or (row.in_force_from or self.day) > self.day

    def _sentence(self, row: PartRow) -> str:
        last = max(day for day in (row.in_force_from, row.in_force_until) if day is not None)
        return _("%(plan)s, action %(action)s: the part of %(body)s changes on %(day)s already.") % {
            "plan": row.action.plan.code,
            "action": row.action.code,
            "body": body_of(row),
            "day": formatting.day(last),
        }


def _not_ended(day: datetime.date, prefix: str = "") -> Q:
    """The condition that a row is in force on the day or later."""
    return Q(**{f"{prefix}in_force_until": None}) | Q(**{f"{prefix}in_force_until__gt": day})


def mark_of_effects(change: GovernmentChange, effects: GovernmentEffects) -> str:
    """Of all that the preview shows: another mark says that something of it changed."""
    said = [
        f"{change.effective_from} {change.acts}",
        *effects.faults,
        *(f"{part.row.pk} {part.before} {part.after}" for one in effects.actions for part in one.parts),
        *(f"{one.row.pk} {one.row.user_id} {one.successor}" for one in effects.holders),
        *(f"{one.row.pk} {one.successor} {one.known}" for one in [*effects.contact_points, *effects.offices]),
        *(f"{one.pk}" for one in [*effects.invitations, *effects.questions]),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
