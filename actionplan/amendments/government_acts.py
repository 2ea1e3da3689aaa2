"""The acts of a change of government: each says what happens to a minister or organisation on its day.

A renamed body ends and is succeeded by one with the new name, so that past days and rounds keep the old name. Two bodies
that merge end and have the same successor. A portfolio may be divided among several; an organisation has one successor or
none.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import Twin
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.organisations.workflow import open_affiliation, why_not_moved


class GovernmentActKind(StrEnum):
    MINISTER_BEGINS = "minister_begins"
    MINISTER_ENDS = "minister_ends"
    ORGANISATION_BEGINS = "organisation_begins"
    ORGANISATION_ENDS = "organisation_ends"
    ORGANISATION_MOVES = "organisation_moves"


KINDS_THAT_BEGIN = (GovernmentActKind.MINISTER_BEGINS, GovernmentActKind.ORGANISATION_BEGINS)
ENDING = (GovernmentActKind.MINISTER_ENDS, GovernmentActKind.ORGANISATION_ENDS)
OF_MINISTERS = (GovernmentActKind.MINISTER_BEGINS, GovernmentActKind.MINISTER_ENDS)


@dataclass(frozen=True)
class GovernmentAct:
    """What happens to the body with this key; the kind decides which of the other fields are used."""

    kind: str
    key: str
    name: str = ""
    """The name of a body that begins: a minister's portfolio, an organisation's name."""
    name_nl: str = ""
    holder: str = ""
    """The holder of a portfolio that begins."""
    abbreviation: str = ""
    """The abbreviation of an organisation that begins."""
    policy_area: str = ""
    """The code of the policy area that an organisation begins in or moves to; empty for none."""
    successors: tuple[str, ...] = ()
    """Keys of the successors of a body that ends, the first one first; empty for nobody."""

    local_name = Twin("name")

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> GovernmentAct:
        return cls(**{**values, "successors": tuple(values["successors"])})

    def as_plain(self) -> dict[str, Any]:
        return {**asdict(self), "kind": str(self.kind), "successors": list(self.successors)}

    @property
    def begins(self) -> bool:
        return self.kind in KINDS_THAT_BEGIN

    @property
    def ends(self) -> bool:
        return self.kind in ENDING

    @property
    def moves(self) -> bool:
        return self.kind == GovernmentActKind.ORGANISATION_MOVES

    @property
    def first_successor(self) -> str:
        """The key of the first successor; empty for nobody."""
        return next(iter(self.successors), "")

    @property
    def divides(self) -> bool:
        return len(self.successors) > 1

    @property
    def model(self) -> type[Minister] | type[Organisation]:
        return Minister if self.kind in OF_MINISTERS else Organisation

    def new_row(self, day: datetime.date, order: int) -> Minister | Organisation:
        """The row of a body that begins, not saved."""
        row: dict[str, Any] = {"key": self.key, "order": order, "in_force_from": day}
        if self.model is Minister:
            return Minister(title=self.name, title_nl=self.name_nl, holder=self.holder, **row)
        return Organisation(name=self.name, name_nl=self.name_nl, abbreviation=self.abbreviation, **row)


@dataclass(frozen=True)
class KnownBodies:
    """All bodies of the portal by key or code: four queries."""

    ministers: dict[str, Minister]
    organisations: dict[str, Organisation]
    policy_areas: dict[str, PolicyArea]
    affiliations: dict[str, list[Affiliation]]
    """By key of the organisation."""

    @classmethod
    def read(cls) -> KnownBodies:
        affiliations: dict[str, list[Affiliation]] = {}
        for row in Affiliation.objects.select_related("organisation", "policy_area"):
            affiliations.setdefault(row.organisation.key, []).append(row)
        return cls(
            {row.key: row for row in Minister.objects.all()},
            {row.key: row for row in Organisation.objects.all()},
            {row.code: row for row in PolicyArea.objects.all()},
            affiliations,
        )

    def of(self, model: type[Minister] | type[Organisation]) -> dict[str, Any]:
        return self.ministers if model is Minister else self.organisations


def faults_of_acts(acts: list[GovernmentAct], day: datetime.date, known: KnownBodies) -> Iterator[str]:
    """Sentences that say why these acts cannot be carried out on the day."""
    named = Counter((act.model, act.key) for act in acts)
    for (model, key), times in named.items():
        if times > 1:
            yield _("Say of %(body)s once what becomes of it.") % {"body": known.of(model).get(key, key)}
    for act in acts:
        if act.begins:
            yield from _faults_of_new(act, day, known)
        else:
            yield from _faults_of_known(act, day, known)
        for successor in act.successors:
            yield from _faults_of_successor(act, successor, acts, day, known)
        area = known.policy_areas.get(act.policy_area)
        if act.policy_area and (area is None or not area.is_in_force(day)):
            yield _("There is no policy area %(code)s on that day.") % {"code": act.policy_area}
        elif act.model is Organisation and act.key in known.organisations:
            yield from _faults_of_move(act, area, day, known)


def _faults_of_move(
    act: GovernmentAct, area: PolicyArea | None, day: datetime.date, known: KnownBodies
) -> Iterator[str]:
    """Faults of an organisation that moves, or that ends and so leaves its policy area, if it has one."""
    rows = known.affiliations.get(act.key, [])
    leaves = act.moves or open_affiliation(rows)
    if leaves and (refusal := why_not_moved(rows, area, day)):
        yield f"{known.organisations[act.key]}: {refusal}"


def _faults_of_new(act: GovernmentAct, day: datetime.date, known: KnownBodies) -> Iterator[str]:
    if act.key in known.of(act.model):
        yield _("There is a body with the key %(key)s already. Choose another one.") % {"key": act.key}
        return
    try:
        act.new_row(day, 0).full_clean()
    except ValidationError as error:
        yield from (f"{act.name or act.key}: {sentence}" for sentence in error.messages)


def _faults_of_known(act: GovernmentAct, day: datetime.date, known: KnownBodies) -> Iterator[str]:
    body = known.of(act.model).get(act.key)
    if body is None:
        yield _("There is no body with the key %(key)s.") % {"key": act.key}
    elif body.in_force_until is not None:
        words = {"body": body, "day": formatting.day(body.in_force_until)}
        yield _("%(body)s ended on %(day)s already.") % words
    elif body.in_force_from is not None and body.in_force_from >= day:
        words = {"body": body, "day": formatting.day(body.in_force_from)}
        yield _("%(body)s begins on %(day)s. Choose a later date of effect.") % words


def _faults_of_successor(
    act: GovernmentAct, successor: str, acts: list[GovernmentAct], day: datetime.date, known: KnownBodies
) -> Iterator[str]:
    of_it = [other for other in acts if other.model is act.model and other.key == successor]
    if any(other.begins for other in of_it):
        return
    body = known.of(act.model).get(successor)
    if body is None:
        yield _("There is no body with the key %(key)s.") % {"key": successor}
    elif not body.is_in_force(day) or body.in_force_until or any(other.ends for other in of_it):
        yield _("%(body)s cannot take over: it is not in force from that day on.") % {"body": body}
