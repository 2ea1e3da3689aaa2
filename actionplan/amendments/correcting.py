"""Correcting an action: a misreading of the printed plan, a typing error or a language twin is mended in the rows themselves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.row_writes import save
from actionplan.planned.action_faults import known_in, refuse_faulty
from actionplan.planned.from_rows import item_in_force, plainest_action, version_of
from actionplan.planned.json_form import Item
from actionplan.planned.places import identity_of
from actionplan.planned.row_values import action_values
from actionplan.planned.to_rows import ActionRows
from actionplan.reporting.locking import lock
from actions.models import Action

from .rows_from_day import places_in_force


@operation()
def correct_action(
    *, action: Action, after: Item, reason: str, opened_on: str, by: User, at: datetime.datetime
) -> Action:
    """Edit the rows in force today, on every day on which they are in force; before and after are in the trail.

    It adds and removes nothing, and changes nobody's part. Closed rounds keep what they said. `opened_on` is `version_of` the
    item that the form showed. Raises ChangedMeanwhile, and Refused without a reason, where nothing would change, and where
    the item says what a correction cannot.
    """
    action = lock(action.pk)
    if not by.has_perm("actions.amend", action):
        raise PermissionDenied
    plan, today = action.plan, day_of(at)
    before = item_in_force(action, plan, today)
    if before is None:
        raise Refused(_("This action is not in the plan today."))
    if version_of(before) != opened_on:
        raise ChangedMeanwhile(
            _("Somebody amended or corrected action %(code)s in the meantime.") % {"code": action.code}
        )
    if not reason.strip():
        raise Refused(_("Say what was wrong."))
    refuse_faulty(after, known_in(plan, today, before))
    after = plainest_action(after)
    if after == before:
        raise Refused(_("This is what stands there already: nothing would change."))
    _refuse_more_than_a_correction(before, after)
    _write(action, after, today)
    said = [dict(_leaves(item)) for item in (before, after)]
    changed = [name for name in {**said[0], **said[1]} if said[0].get(name) != said[1].get(name)]
    record(
        Verb.CORRECTED,
        by=by,
        at=at,
        subject=action,
        plan=plan.pk,
        action=action.pk,
        before={name: said[0].get(name) for name in changed},
        after={name: said[1].get(name) for name in changed},
        reason=reason.strip(),
    )
    return Action.objects.get(pk=action.pk)


def _leaves(part: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """All that an item says, each by its place, such as `timing/phases/1/end`."""
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _leaves(inner, f"{place}/{name}" if place else name)
    elif isinstance(part, list) and any(isinstance(one, dict) for one in part):
        for position, one in enumerate(part, 1):
            yield from _leaves(one, f"{place}/{identity_of(one, position)}")
    else:
        yield place, ", ".join(part) if isinstance(part, list) else part


def _refuse_more_than_a_correction(before: Item, after: Item) -> None:
    if _what_stays(before) != _what_stays(after):
        raise Refused(
            _(
                "A correction adds and removes nothing, and changes nobody’s part: that is amended. It leaves the code, the objective and what is limited as they are."
            )
        )


def _what_stays(item: Item) -> list[Any]:
    parts = [
        [(each[name], each["role"], each.get("inferred", False)) for each in item[member]]
        for member, name in [("ministers", "minister"), ("promoters", "organisation")]
    ]
    milestones = [each["key"] for each in item["milestones"]]
    counts = [len(item["timing"]["phases"]), len(item["budget"]["lines"])]
    named = [item.get(name) for name in ("code", "objective", "limited", "lead")]
    return [parts, milestones, counts, named]


def _write(action: Action, item: Item, on: datetime.date) -> None:
    """Edit the rows of the action that are in force on the day to say what the item says."""
    rows = ActionRows(action.plan, [action.code], on)
    save(action, action_values(item, action.objective, rows.themes))
    rows.refer([item])
    lines = places_in_force(action.plan, [action.code], on)[action.code]
    rows.write([rows.as_it_stands(item, lines)])
