"""The list of a closed round's actions: the filters of the list of actions over what was frozen, and the rows in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.base.brussels import day_of
from actionplan.base.twins import local_value
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import SnapshotAction, SnapshotLine
from actionplan.reporting.snapshot_querysets import SnapshotActionQuerySet
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    confidence_word,
)
from actionplan.reporting.words import schedule_words, status_note, status_word

from .action_rows import ActionRow
from .dashboards.money_shown import frozen_overspent
from .dashboards.parts import UNDER_NONE, frozen_parts
from .dashboards.scope import COLUMNS, Scope
from .dashboards.scope import LABELS as PLACES
from .filters import ANY, NOT_SAID, WAITING, WITHIN, YES, ActionFilter
from .frozen import Frozen
from .places import NONE

FILTERS = ActionFilter.base_filters
VALUES: dict[str, dict[str, Any]] = {
    name: dict(one.extra["choices"]) for name, one in FILTERS.items() if "choices" in one.extra
}
"""What each filter that chooses among words may be, with the words."""


class FrozenFilter:
    """The filters that an address asks for; what is not known is passed over, and not said."""

    def __init__(self, asked: QueryDict, frozen: Frozen) -> None:
        self.frozen = frozen
        self.values = VALUES | {"review": VALUES["review"] | {WITHIN: _("reviewed within the agency")}}
        self.asked = {
            name: value
            for name in FILTERS
            if (value := asked.get(name, "").strip()) and self._fits(name, value)
        }

    def in_words(self, but: Collection[str] = ()) -> list[tuple[str, str]]:
        """Label and value of each filter in force, but for these."""
        names = self._names(but)
        return [
            (str(FILTERS[name].label), str(names.get((name, value), value)))
            for name, value in self.asked.items()
            if name not in but
        ]

    def of(self, rows: SnapshotActionQuerySet) -> SnapshotActionQuerySet:
        """The rows that meet all of them; those that were withdrawn only where no filter counts."""
        if set(self.asked) - {"q", "also"}:
            rows = rows.counted()
        chosen = {name: value for name, value in self.asked.items() if name in PLACES}
        rows = Scope(chosen, also="also" in self.asked).of_frozen(rows)
        for name, value in self.asked.items():
            if name == "q":
                rows = rows.found_by(value)
            elif name == "attention":
                rows = rows.filter(self._attention(value))
            elif name == "budget":
                rows = rows.filter(action__in=self._with_budget(value))
            elif name in CONDITIONS:
                rows = rows.filter(CONDITIONS[name](value))
        return rows

    def _fits(self, name: str, value: str) -> bool:
        if name == "objective":
            return value.isdecimal() and len(value) < 5
        if name == "theme":
            return (
                all(part.isdecimal() and len(part) < 5 for part in value.split("-")) and value.count("-") == 1
            )
        return name not in self.values or value in self.values[name]

    def _attention(self, value: str) -> Q:
        if value in (ANY, Attention.OVERSPENT):
            overspent = Q(action__in={line.action for line in frozen_overspent(self.frozen)})
            if value != ANY:
                return overspent
            return overspent | Q(*REASONS.values(), _connector=Q.OR)
        return REASONS[Attention(value)]

    def _with_budget(self, kind: str) -> Any:
        return SnapshotLine.objects.of_snapshot(self.frozen.snapshot).filter(kind=kind).values("action")

    def _names(self, but: Collection[str]) -> Mapping[tuple[str, str], Any]:
        """The words for a value of a filter; places as they were called then: read only where one is asked for."""
        names: dict[tuple[str, str], Any] = {
            (name, value): word for name, words in self.values.items() for value, word in words.items()
        }
        names["also", self.asked.get("also", "")] = _("yes")
        names |= {(name, NONE): UNDER_NONE.label for name in (*PLACES, *UNDER)}
        if self.asked.keys() & ({*PLACES, *UNDER} - {*but}):
            for name, parts in frozen_parts(self.frozen).items():
                for part in parts:
                    names[name, part.value] = names[f"under_{name}", part.value] = part.name
        if "theme" in self.asked:
            rows = self.frozen.rows.filter(CONDITIONS["theme"](self.asked["theme"]))
            title = rows.values_list(local_value("theme_title"), flat=True).first()
            names["theme", self.asked["theme"]] = title or self.asked["theme"]
        return names


def _said(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: "" if value == NOT_SAID else value})


def _under(place: str) -> Callable[[str], Q]:
    return lambda value: Q(**{COLUMNS[place]: "" if value == NONE else value})


def _theme(value: str) -> Q:
    number, order = value.split("-")
    return Q(objective_number=number, theme_order=order)


UNDER = {f"under_{place}": _under(place) for place in ["policy_area", "organisation", "minister"]}
CONDITIONS: dict[str, Callable[[str], Q]] = {
    **UNDER,
    "theme": _theme,
    "status": _said("status"),
    "confidence": _said("confidence"),
    "verdict": _said("verdict"),
    "schedule": _said("schedule"),
    "freshness": _said("freshness"),
    "continuous": lambda value: Q(is_continuous=value == YES),
    "review": lambda value: Q(awaits_review=True) if value == WAITING else Q(reviewed_within=True),
}
REASONS = {
    Attention.OFF_TRACK: Q(confidence=Confidence.OFF_TRACK) | Q(verdict=Confidence.OFF_TRACK),
    Attention.OVERDUE: Q(schedule=Schedule.OVERDUE),
    Attention.LATE_START: Q(schedule=Schedule.SHOULD_HAVE_STARTED),
    Attention.VOICES_DIFFER: Q(assessed_otherwise=True) | Q(computed_otherwise=True),
    Attention.STALE: Q(freshness=Freshness.STALE),
    Attention.NEVER_REPORTED: Q(status=NEVER_REPORTED),
}
"""Why a frozen action needed attention, beside money, which is in other rows."""


def frozen_rows(rows: Iterable[SnapshotAction]) -> list[ActionRow]:
    """In words, without any further query."""
    return [_row(row) for row in rows]


def lead_of(row: SnapshotAction) -> Organisation | None:
    """The lead as it was called then; a row of no table."""
    if not row.lead_key:
        return None
    return Organisation(key=row.lead_key, name=row.lead_name, name_nl=row.lead_name_nl)


def minister_of(row: SnapshotAction) -> Minister | None:
    if not row.minister_key:
        return None
    return Minister(key=row.minister_key, title=row.minister_title, title_nl=row.minister_title_nl)


def _row(row: SnapshotAction) -> ActionRow:
    continuous = row.is_continuous
    return ActionRow(
        action=row,
        lead=lead_of(row),
        minister=minister_of(row),
        status=status_word(row),
        status_note=status_note(row),
        confidence=confidence_word(row.confidence, continuous=continuous),
        verdict=confidence_word(row.verdict, continuous=continuous),
        schedule=schedule_words(row),
        end=row.runs_until,
        reported_on=day_of(row.reported_at) if row.reported_at else None,
    )
