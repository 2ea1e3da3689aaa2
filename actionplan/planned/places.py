"""How the parts of a plan document are named, to say where something is wrong or differs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

IDENTITIES = ["key", "code", "number", "minister", "organisation"]


NOUNS = {
    "ministers": gettext_lazy("minister"),
    "policy_areas": gettext_lazy("policy area"),
    "organisations": gettext_lazy("organisation"),
    "objectives": gettext_lazy("objective"),
    "themes": gettext_lazy("theme"),
    "themes_nl": gettext_lazy("theme in Dutch"),
    "actions": gettext_lazy("action"),
    "promoters": gettext_lazy("promoter"),
    "phases": gettext_lazy("phase"),
    "lines": gettext_lazy("budget line"),
    "funding": gettext_lazy("funding"),
    "milestones": gettext_lazy("milestone"),
    "cross_references": gettext_lazy("cross-reference"),
}
"""What one item of a list is called."""


def noun_of(member: str) -> str:
    return str(NOUNS.get(member, member))


def identity_of(item: Any, position: str | int) -> str | int:
    """By what an item of a list is known: its own key, else its position, from 1, or what else it is told by."""
    if isinstance(item, dict):
        for name in IDENTITIES:
            if isinstance(item.get(name), (str, int)):
                return item[name]
    return position


def item_place(place: str, member: str, item: Any, position: str | int) -> str:
    """The place of an item of the list `member`, such as `action 3.12, milestone workshop`."""
    return inside(place, f"{noun_of(member)} {identity_of(item, position)}")


def inside(place: str, member: str) -> str:
    return f"{place}, {member}" if place else member
