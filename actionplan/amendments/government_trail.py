"""What a change of government leaves in the trail: one event, with before and after of every action and every role."""

from __future__ import annotations

from typing import Any

from actionplan.organisations.models import Minister

from .government_acts import KnownBodies
from .government_effects import GovernmentEffects, MovedAction
from .government_parts import NewPart, PartChange
from .models import GovernmentChange
from .places import place_in_government_change

Facts = dict[str, Any]


def facts_of_change(change: GovernmentChange, effects: GovernmentEffects, bodies: KnownBodies) -> Facts:
    """For `record`, as text copies, since the trail outlives what it describes. `bodies` are those of the day and later."""
    before: Facts = {}
    after: Facts = {}
    for one in effects.actions:
        place = place_in_government_change(one.action)
        for field, (was, becomes) in _parts_of(one, bodies).items():
            before[place + field], after[place + field] = was, becomes
    for role in [*effects.contact_points, *effects.offices]:
        word = f"{role.row.user.username} {role.row.pk}"
        before[word], after[word] = str(role.row), role.successor
    return {"before": before, "after": after, "acts": change.stored_acts, "day": change.effective_from}


def _parts_of(one: MovedAction, bodies: KnownBodies) -> dict[str, tuple[Any, Any]]:
    """Under the names that corrected roles and appointed leads have in the trail."""
    found: dict[str, tuple[Any, Any]] = {}
    for change in one.parts:
        if change.is_lead:
            found["lead"] = (change.before.key, change.after.key if change.after else "")
            continue
        field = "ministers" if isinstance(change.body, Minister) else "organisations"
        was, becomes = found.setdefault(field, ([], []))
        was.append(_fact(change, change.before, bodies))
        if change.after:
            becomes.append(_fact(change, change.after, bodies))
    return found


def _fact(change: PartChange, part: NewPart, bodies: KnownBodies) -> Facts:
    body = bodies.of(type(change.body))[part.key]
    name = "title" if isinstance(body, Minister) else "name"
    names = {"name": getattr(body, name), "name_nl": getattr(body, f"{name}_nl")}
    return {"key": part.key, **names, "role": part.role, "inferred": part.inferred}
