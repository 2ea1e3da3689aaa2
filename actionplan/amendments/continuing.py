"""Linking an action to the one of an earlier plan that it continues."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.planned.action_hashes import contents_of_actions
from actions.models import Action


@operation()
def continue_action(
    *, action: Action, continued: Action | None, opened_on: int, by: User | None, at: datetime.datetime
) -> Action:
    """Record which action of an earlier plan this action continues, or that it continues none.

    The other plan must have begun earlier, so that no action can continue itself. `opened_on` is the key of
    the action that the form showed, 0 for none. Raises ChangedMeanwhile if that is out of date, Refused if
    nothing would change or the other plan did not begin earlier.
    """
    if by is not None and not by.has_perm("actions.amend", action):
        raise PermissionDenied
    if by is not None and continued is not None and not by.has_perm("objectives.see", continued.plan):
        raise PermissionDenied
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if opened_on != (action.continues_id or 0):
        raise ChangedMeanwhile(_("Somebody changed in the meantime what this action continues."))
    if action.continues == continued:
        raise Refused(_("This is what stands there already: nothing would change."))
    if continued is not None and continued.plan.start >= action.plan.start:
        raise Refused(_("An action continues one of a plan that began earlier."))
    before, action.continues = action.continues, continued
    action.save(update_fields=["continues"])
    record(
        Verb.AMENDED,
        by=by,
        at=at,
        subject=action,
        plan=action.plan_id,
        action=action.pk,
        before={"continues": _full_code(before)},
        after={"continues": _full_code(continued)},
        contents=contents_of_actions([action.pk]),
    )
    return action


def _full_code(action: Action | None) -> str:
    """`2020-2024 3.12`; empty for None."""
    return f"{action.plan.code} {action.code}" if action else ""
