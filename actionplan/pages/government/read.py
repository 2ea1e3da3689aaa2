"""What the pages of a change of government show: breadcrumbs, and the acts in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.amendments.government_acts import GovernmentAct, GovernmentActKind, KnownBodies
from actionplan.base import formatting


def breadcrumbs_of_changes() -> list[tuple[str, str]]:
    return [(_("Plans"), reverse("plan-list")), (_("Changes of government"), reverse("government-list"))]


class NamesOfBodies:
    """Names of bodies in the language of the page, including those that begin with the change."""

    def __init__(self, acts: Iterable[GovernmentAct], known: KnownBodies) -> None:
        self.known = known
        self.new = {(act.model, act.key): act.local_name for act in acts if act.begins}

    def of(self, model: Any, key: str) -> str:
        new = self.new.get((model, key))
        return new or str(self.known.of(model).get(key, key))

    def area(self, code: str) -> str:
        return str(self.known.policy_areas.get(code, code))


def acts_in_words(acts: list[GovernmentAct], names: NamesOfBodies) -> list[str]:
    return [_act_in_words(act, names) for act in acts]


def _act_in_words(act: GovernmentAct, names: NamesOfBodies) -> str:
    words = {
        "name": names.of(act.model, act.key),
        "others": formatting.listed(names.of(act.model, key) for key in act.successors),
        "area": names.area(act.policy_area),
        "holder": act.holder,
    }
    if act.kind == GovernmentActKind.MINISTER_BEGINS:
        begins = _("The portfolio “%(name)s” begins, held by %(holder)s.")
        return (begins if act.holder else _("The portfolio “%(name)s” begins.")) % words
    if act.kind == GovernmentActKind.ORGANISATION_BEGINS:
        begins = _("%(name)s begins, in the policy area %(area)s.")
        return (begins if act.policy_area else _("%(name)s begins, outside the policy areas.")) % words
    if act.moves:
        moves = _("%(name)s moves to the policy area %(area)s.")
        return (moves if act.policy_area else _("%(name)s leaves its policy area.")) % words
    if act.divides:
        return _("“%(name)s” ends and is divided among %(others)s.") % words
    if act.successors:
        return _("“%(name)s” ends; %(others)s takes over.") % words
    return _("“%(name)s” ends; nobody takes over.") % words
