"""How the parts of a plan document are named, to say where something is wrong or differs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

IDENTITIES = ["key", "code", "number", "minister", "organisation"]


def noun_of(member: str) -> str:
    """What one item of this list is called."""
    return {
        "ministers": _("minister"),
        "policy_areas": _("policy area"),
        "organisations": _("organisation"),
        "objectives": _("objective"),
        "themes": _("theme"),
        "themes_nl": _("theme in Dutch"),
        "actions": _("action"),
        "promoters": _("promoter"),
        "phases": _("phase"),
        "lines": _("budget line"),
        "funding": _("funding"),
        "milestones": _("milestone"),
        "cross_references": _("cross-reference"),
    }.get(member, member)


def identity_of(item: Any, position: str | int) -> str | int:
    """By what an item of a list is known: its own key, else its position, from 1."""
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
