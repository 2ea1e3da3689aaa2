"""What actions count under, as addresses name it: objectives, policy areas, organisations and ministers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.picture.actions import NONE
from actionplan.picture.picture import Picture

LABELS = {
    "objective": gettext_lazy("Objective"),
    "policy_area": gettext_lazy("Policy area"),
    "organisation": gettext_lazy("Organisation"),
    "minister": gettext_lazy("Minister"),
}
"""What a part is called, by its name in the address, in the order in which pages offer them."""
UNDER = {name: f"under_{name}" for name in LABELS if name != "objective"}
"""What an address calls the policy area, organisation or minister under which an action counts once, `also` or not."""


@dataclass(frozen=True)
class Part:
    """Something that actions count under: its value in an address, what it is in the picture, its page."""

    value: str
    subject: Any = None
    """None is what is under none."""
    field: str = ""
    """The name of its name, for `twin`."""
    prefix: str = ""
    """What stands before the name: a number, a code."""
    url: str = ""

    @property
    def label(self) -> str:
        return str(self.subject) if self.subject else _("none")

    @property
    def name(self) -> str:
        """With what stands before it, for a choice in a form."""
        return f"{self.prefix}{getattr(self.subject, f'local_{self.field}')}" if self.subject else self.label


def parts_of(picture: Picture) -> dict[str, list[Part]]:
    """By name in the address, each in its order; policy areas, organisations and ministers end in "none"."""
    code, none = picture.plan.code, Part(NONE)
    return {
        "objective": [
            Part(str(number), one, "title", f"{number}. ", reverse("objective", args=[code, number]))
            for number, one in picture.objectives.items()
        ],
        "policy_area": [
            *(Part(key, one, "name", f"{key} – ") for key, one in picture.policy_areas.items()),
            none,
        ],
        "organisation": [
            *(
                Part(key, one, "name", url=reverse("organisation", args=[code, key]))
                for key, one in picture.organisations.items()
            ),
            none,
        ],
        "minister": [
            *(
                Part(key, one, "title", url=reverse("minister", args=[code, key]))
                for key, one in picture.ministers.items()
            ),
            none,
        ],
    }


@dataclass(frozen=True)
class Scope:
    """The part of the plan that an address chooses; nothing chosen is the whole plan."""

    parts: Mapping[str, list[Part]]
    chosen: Mapping[str, str] = field(default_factory=dict)
    also: bool = False
    """Also as partner or involved: what is shown of several parts then overlaps."""
    complaint: str = ""

    @classmethod
    def asked(cls, address: QueryDict, parts: Mapping[str, list[Part]]) -> Scope:
        """A part that is not known: a sentence, and the address is read without it."""
        chosen, unknown = {}, []
        for name, label in LABELS.items():
            value = address.get(name, "").strip()
            if any(part.value == value for part in parts[name]):
                chosen[name] = value
            elif value:
                unknown.append(f"{label} “{value[:40]}”")
        complaint = _("Not known here, and left out: %(parts)s.") % {"parts": ", ".join(unknown)}
        return cls(parts, chosen, bool(address.get("also")), complaint if unknown else "")

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
        return [(str(LABELS[name]), self._part(name).name) for name in self.chosen]

    def _part(self, name: str) -> Part:
        return next(part for part in self.parts[name] if part.value == self.chosen[name])

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What a form offers: name, label, parts, and which is chosen."""
        return [
            {
                "name": name,
                "label": str(label),
                "parts": self.parts[name],
                "chosen": self.chosen.get(name, ""),
            }
            for name, label in LABELS.items()
        ]
