"""The part of the plan that a comparison is about: an action counts in it when it is in it on either side."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.places import places_of

from .sides import Side, Sides


def in_part(sides: Sides, key: str) -> Q:
    """The condition on rows whose column `key` is the action's key."""
    if sides.shown.scope.is_everything:
        return Q()
    return Q(**{f"{key}__in": _keys(sides, sides.before)}) | Q(**{f"{key}__in": _keys(sides, sides.after)})


def _keys(sides: Sides, side: Side) -> Any:
    """Where a closed round is shown, dashboards read no places: here they are, once, for a day beside it."""
    shown = sides.shown
    if side.is_frozen:
        return shown.scope.of_frozen(side.rows).order_by().values("action")
    rows = tracked_actions(shown.plan, side.moment)
    places = sides.once("places", lambda: places_of(shown.plan)) if shown.frozen else shown.places
    return shown.scope.of_live(rows, places, side.moment).order_by().values("pk")
