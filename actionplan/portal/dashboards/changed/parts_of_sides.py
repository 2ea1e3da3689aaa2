"""The part of the plan that a comparison is about: an action counts in it when it is in it on either side."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.places import NONE, Places
from objectives.models import Objective, Plan

from .sides import Side, Sides


class PlacesAskedFor(Places):
    """Where a closed round is shown, of which dashboards read no places: the ones that the address names, a query each."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._rows: dict[str, tuple[QuerySet, str]] = {
            "objective": (Objective.objects.of_plan(plan), "number"),
            "policy_area": (PolicyArea.objects.all(), "code"),
            "minister": (Minister.objects.all(), "key"),
            "organisation": (Organisation.objects.all(), "key"),
        }
        self._known: dict[tuple[str, str], int | None] = {}

    def key_of(self, name: str, value: str) -> int | None:
        if value != NONE and (name, value) not in self._known:
            rows, column = self._rows[name]
            self._known[name, value] = rows.filter(**{column: value}).values_list("pk", flat=True).first()
        return self._known.get((name, value))


def in_part(sides: Sides, key: str) -> Q:
    """The condition on rows whose column `key` is the action's key."""
    if sides.shown.scope.is_everything:
        return Q()
    return Q(**{f"{key}__in": _keys(sides, sides.before)}) | Q(**{f"{key}__in": _keys(sides, sides.after)})


def _keys(sides: Sides, side: Side) -> Any:
    shown = sides.shown
    if side.snapshot is not None:
        return shown.scope.of_frozen(side.rows).order_by().values("action")
    rows = tracked_actions(shown.plan, side.moment)
    places = sides.once("places", lambda: PlacesAskedFor(shown.plan)) if shown.frozen else shown.places
    return shown.scope.of_live(rows, places, side.moment).order_by().values("pk")
