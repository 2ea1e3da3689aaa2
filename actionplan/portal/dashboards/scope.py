"""The part of the plan that a dashboard is about: an objective, a policy area, an organisation, a minister, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.given import one_of
from actionplan.portal.places import NONE, Places
from actionplan.reporting.moments import Moment
from actionplan.reporting.snapshot_querysets import SnapshotActionQuerySet
from actionplan.reporting.snapshot_states import PartyKind

LABELS = {
    "objective": gettext_lazy("Objective"),
    "policy_area": gettext_lazy("Policy area"),
    "organisation": gettext_lazy("Organisation"),
    "minister": gettext_lazy("Minister"),
}
"""What a part is called, by its name in the address, in the order in which pages offer them."""

UNDER = {name: f"under_{name}" for name in LABELS if name != "objective"}
"""What an address calls the policy area, organisation or minister under which an action counts once, `also` or not."""

Choices = Mapping[str, Mapping[str, str]]
"""For each of these names, the values that an address may give it, with their words."""


@dataclass(frozen=True)
class Scope:
    """What the address names, as far as it is known, in its own words; nothing named is the whole plan."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    also: bool = False
    """Also as partner or involved: what is shown of several parts then overlaps."""
    choices: Choices = field(default_factory=dict)
    complaint: str = ""

    @classmethod
    def asked(cls, address: QueryDict, choices: Choices) -> Scope:
        """A part that is not known: a sentence, and the address is read without it."""
        chosen, unknown = {}, []
        for name in LABELS:
            value = address.get(name, "").strip()
            if value and value in choices[name]:
                chosen[name] = value
            elif value:
                unknown.append(f"{LABELS[name]} “{value[:40]}”")
        complaint = _("Not known here, and left out: %(parts)s.") % {"parts": ", ".join(unknown)}
        return cls(chosen, bool(address.get("also")), choices, complaint if unknown else "")

    @property
    def is_everything(self) -> bool:
        return not self.chosen

    @property
    def is_wider(self) -> bool:
        """Whether `also` is about anything: an objective, or what is under none, has no partners."""
        return self.also and any(name in UNDER and value != NONE for name, value in self.chosen.items())

    @property
    def query(self) -> dict[str, str]:
        """The part of a link that keeps the scope."""
        return {**self.chosen, "also": "on"} if self.also else dict(self.chosen)

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Label and name of each part that is chosen."""
        return [(str(LABELS[name]), self.choices[name][value]) for name, value in self.chosen.items()]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What a form offers: name, label, choices, and what is chosen."""
        return [
            {
                "name": name,
                "label": str(label),
                "choices": list(self.choices[name].items()),
                "chosen": self.chosen.get(name, ""),
            }
            for name, label in LABELS.items()
        ]

    def of_live(self, rows: QuerySet, places: Places, moment: Moment) -> QuerySet:
        """The tracked actions (`portal.action_rows.tracked_actions`) that are in the scope."""
        part = self.live_part(places)
        return part.of(rows, part.keys, moment)

    def live_part(self, places: Places) -> LivePart:
        return LivePart({name: places.key_of(name, value) for name, value in self.chosen.items()}, self.also)

    def of_frozen(self, rows: SnapshotActionQuerySet) -> SnapshotActionQuerySet:
        """The frozen actions that are in the scope; as partner or involved, as the plan stood at the closing."""
        for name, value in self.chosen.items():
            counts = Q(**{COLUMNS[name]: "" if value == NONE else value})
            rows = (
                rows.filter(counts | self._has_a_part(rows, name, value))
                if self.also
                else rows.filter(counts)
            )
        return rows

    def _has_a_part(self, rows: SnapshotActionQuerySet, name: str, value: str) -> Q:
        if name not in PARTIES or value == NONE:
            return Q(pk__in=[])
        subject, column = PARTIES[name]
        return Q(Exists(rows.with_party(subject, column, value)))


@dataclass(frozen=True)
class LivePart:
    """The scope by the keys of rows: what a prepared query of live actions is given."""

    chosen: Mapping[str, int | None]
    """None is what is under no policy area, organisation or minister."""
    also: bool

    @property
    def keys(self) -> list[int]:
        return [key for key in self.chosen.values() if key is not None]

    @property
    def shape(self) -> tuple[Any, ...]:
        """What the condition looks like, whatever the keys are."""
        return self.also, tuple((name, key is None) for name, key in self.chosen.items())

    @staticmethod
    def is_whole(shape: tuple[Any, ...]) -> bool:
        """Whether that is the shape of the whole plan, which needs no condition."""
        return not shape[1]

    @classmethod
    def narrowed(
        cls, shape: tuple[Any, ...], rows: QuerySet, keys: Iterable[Any], moment: Moment
    ) -> QuerySet:
        """The tracked actions in a scope of this shape, with these keys in its order."""
        also, names = shape
        given = iter(keys)
        for name, is_none in names:
            rows = NARROWED[name](rows, None if is_none else next(given), moment.plan_day, also)
        return rows

    def of(self, rows: QuerySet, keys: Iterable[Any], moment: Moment) -> QuerySet:
        return self.narrowed(self.shape, rows, keys, moment)


def _of_objective(rows: QuerySet, key: Any, day: Any, also: bool) -> QuerySet:
    return rows.filter(objective=key)


def _of_minister(rows: QuerySet, key: Any, day: Any, also: bool) -> QuerySet:
    if also and key is not None:
        return rows.of_minister(key, day, involved=True)
    return rows.filter(counting_minister=key)


def _of_organisation(rows: QuerySet, key: Any, day: Any, also: bool) -> QuerySet:
    if key is None or not also:
        return rows.filter(lead_organisation=key)
    return rows.filter(pk__in=rows.model.objects.own_of(one_of(key), day).values("pk"))


def _of_area(rows: QuerySet, key: Any, day: Any, also: bool) -> QuerySet:
    if key is None or not also:
        return rows.filter(counting_area=key)
    members = rows.model.objects.own_of(Places.organisations_of_area(key, day), day)
    return rows.filter(Q(counting_area=key) | Q(pk__in=members.values("pk")))


NARROWED = {
    "objective": _of_objective,
    "policy_area": _of_area,
    "organisation": _of_organisation,
    "minister": _of_minister,
}

COLUMNS = {
    "objective": "objective_number",
    "policy_area": "area_code",
    "organisation": "lead_key",
    "minister": "minister_key",
}
PARTIES = {
    "policy_area": (PartyKind.ORGANISATION, "area_code"),
    "organisation": (PartyKind.ORGANISATION, "key"),
    "minister": (PartyKind.MINISTER, "key"),
}
