"""What actions count under, as dashboards name it: objectives, policy areas, organisations and ministers, of now or of then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from actionplan.base.addresses import address_of
from actionplan.base.twins import in_dutch, local
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import (
    NONE,
    AreaNamed,
    MinisterNamed,
    ObjectiveNamed,
    OrganisationNamed,
    Places,
)
from actionplan.reporting.models import SnapshotParty
from actionplan.reporting.snapshot_states import PartyKind
from objectives.models import Objective, Plan


class Part(NamedTuple):
    """Something that actions count under: its value in an address, its row (of no table where it is frozen), its page."""

    value: str
    subject: Any = None
    prefix: str = ""
    """What stands before the name: a number, a code."""
    page: tuple[Any, ...] = ()
    """What its page is called and what the address of that names; nothing where it has none."""

    @property
    def url(self) -> str:
        return address_of(*self.page) if self.page else ""

    @property
    def label(self) -> str:
        return str(self.subject) if self.subject else _("none")

    @property
    def name(self) -> str:
        """With what stands before it, for a choice in a form."""
        if self.subject is None:
            return self.label
        return f"{self.prefix}{local(self.subject, TITLES[type(self.subject)])}"


TITLES = {
    Objective: "title",
    PolicyArea: "name",
    Organisation: "name",
    Minister: "title",
    ObjectiveNamed: "title",
    AreaNamed: "name",
    OrganisationNamed: "name",
    MinisterNamed: "title",
}
UNDER_NONE = Part(NONE)

Parts = Mapping[str, list[Part]]
"""By name in the address, each in its order; policy areas, organisations and ministers end in "none"."""


def live_parts(plan: Plan, places: Places) -> Parts:
    """What the plan's actions can be under today; bodies and ministers are those of all plans."""
    code = plan.code
    objectives = places.objectives.values()
    areas = [Part(row.code, row, f"{row.code} – ") for row in places.policy_areas.values()]
    bodies = [
        Part(row.key, row, page=("organisation", code, row.key)) for row in places.organisations.values()
    ]
    ministers = [Part(row.key, row, page=("minister", code, row.key)) for row in places.ministers.values()]
    return {
        "objective": [
            Part(str(row.number), row, f"{row.number}. ", ("objective", code, row.number))
            for row in objectives
        ],
        "policy_area": [*areas, UNDER_NONE],
        "organisation": [*bodies, UNDER_NONE],
        "minister": [*ministers, UNDER_NONE],
    }


def choices_among(parts: Parts) -> dict[str, dict[str, str]]:
    """For each kind of part what an address may say, with the words for it in the language of the page."""
    dutch, none = in_dutch(), UNDER_NONE.label
    return {name: {one.value: _named(one, dutch, none) for one in found} for name, found in parts.items()}


def _named(part: Part, dutch: bool, none: str) -> str:
    """As `part.name`, in a language that is known."""
    if part.subject is None:
        return none
    field = TITLES[type(part.subject)]
    words = (dutch and getattr(part.subject, f"{field}_nl")) or getattr(part.subject, field)
    return f"{part.prefix}{words}"


def frozen_parts(frozen: Frozen) -> Parts:
    """What the frozen actions were under, as it was called then: two queries."""
    rows = list(frozen.rows.counted().order_by().values(*COLUMNS).distinct())
    parties = SnapshotParty.objects.of_snapshot(frozen.snapshot).order_by()
    named = parties.values("subject", "key", "name", "name_nl").distinct()
    with_a_part = list(named)
    return {
        "objective": _in_order(
            (_objective(row), (row["objective_number"],)) for row in _once(rows, "objective_number")
        ),
        "policy_area": _in_order(
            (_area(row), (row["area_order"], row["area_code"])) for row in _once(rows, "area_code")
        ),
        "organisation": _in_order(
            [
                *((_lead(row), (row["lead_name"],)) for row in _once(rows, "lead_key")),
                *(_party(row, PartyKind.ORGANISATION) for row in with_a_part),
            ]
        ),
        "minister": _in_order(
            [
                *(
                    (_minister(row), (row["minister_order"], row["minister_key"]))
                    for row in _once(rows, "minister_key")
                ),
                *(_party(row, PartyKind.MINISTER) for row in with_a_part),
            ]
        ),
    }


COLUMNS = [
    *(f"objective_{name}" for name in ["number", "title", "title_nl"]),
    *(f"area_{name}" for name in ["code", "name", "name_nl", "order"]),
    *(f"lead_{name}" for name in ["key", "name", "name_nl"]),
    *(f"minister_{name}" for name in ["key", "title", "title_nl", "order"]),
]


def _once(rows: Iterable[dict[str, Any]], column: str) -> Iterable[dict[str, Any]]:
    """The first row of each value of the column."""
    known: dict[Any, dict[str, Any]] = {}
    for row in rows:
        known.setdefault(row[column], row)
    return known.values()


def _in_order(found: Iterable[tuple[Part, tuple[Any, ...]]]) -> list[Part]:
    """Each once, "none" last."""
    known: dict[str, tuple[Part, tuple[Any, ...]]] = {}
    for part, order in found:
        if part.value and part.value not in known:
            known[part.value] = (part, order)
    ordered = sorted(known.values(), key=lambda one: (one[0] is UNDER_NONE, one[1]))
    return [part for part, _order in ordered]


def _objective(row: dict[str, Any]) -> Part:
    number = row["objective_number"]
    subject = Objective(number=number, title=row["objective_title"], title_nl=row["objective_title_nl"])
    return Part(str(number), subject, f"{number}. ")


def _area(row: dict[str, Any]) -> Part:
    code = row["area_code"]
    if not code:
        return UNDER_NONE
    return Part(code, PolicyArea(code=code, name=row["area_name"], name_nl=row["area_name_nl"]), f"{code} – ")


def _lead(row: dict[str, Any]) -> Part:
    key = row["lead_key"]
    return (
        Part(key, Organisation(key=key, name=row["lead_name"], name_nl=row["lead_name_nl"]))
        if key
        else UNDER_NONE
    )


def _minister(row: dict[str, Any]) -> Part:
    key = row["minister_key"]
    if not key:
        return UNDER_NONE
    return Part(key, Minister(key=key, title=row["minister_title"], title_nl=row["minister_title_nl"]))


def _party(row: dict[str, Any], subject: str) -> tuple[Part, tuple[Any, ...]]:
    """A minister involved, a partner; behind those that actions count under, and nothing for the other kind."""
    if row["subject"] != subject:
        return Part(""), ()
    names = {"name": row["name"], "name_nl": row["name_nl"]}
    if subject == PartyKind.ORGANISATION:
        return Part(row["key"], Organisation(key=row["key"], **names)), (row["name"],)
    titles = {"title": row["name"], "title_nl": row["name_nl"]}
    return Part(row["key"], Minister(key=row["key"], **titles)), (LAST, row["name"])


LAST = 10_000
