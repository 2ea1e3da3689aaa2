"""Correcting an action: a misreading of the printed plan, a typing error or a translation is mended in the rows
themselves."""

from __future__ import annotations

import datetime
from typing import Any, get_type_hints

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.row_writes import save
from actionplan.planned.action_faults import known_references, refuse_faulty
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.planned.comparing import Difference, differences
from actionplan.planned.document import FundingShare, PlannedAction
from actionplan.planned.faults import ItemOf, Path
from actionplan.planned.from_rows import action_in_force, places_in_force, version_of
from actionplan.planned.json_form import as_json, plain_number
from actionplan.planned.targets import targets_as_text
from actionplan.planned.to_rows import ActionRows, action_values
from actionplan.planned.year_amounts import year_amounts_as_text
from actionplan.reporting.locking import lock
from actions.models import Action


@operation()
def correct_action(
    *, action: Action, after: PlannedAction, reason: str, opened_on: str, by: User, at: datetime.datetime
) -> Action:
    """Edit the rows in force today, for every day on which they are in force; before and after are in the trail.

    It adds and removes nothing, nor does it hand over the lead. Closed rounds stay as they are. `opened_on` is `version_of` what the
    form showed. Raises ChangedMeanwhile, and Refused without a reason, if nothing would change, or for what a correction
    cannot change.
    """
    action = lock(action.pk)
    if not by.has_perm("actions.amend", action):
        raise PermissionDenied
    plan, today = action.plan, day_of(at)
    before = action_in_force(action, plan, today)
    if before is None:
        raise Refused(_("This action is not in the plan today."))
    if version_of(before) != opened_on:
        raise ChangedMeanwhile(
            _("Somebody amended or corrected action %(code)s in the meantime.") % {"code": action.code}
        )
    if not reason.strip():
        raise Refused(_("Say what was wrong."))
    refuse_faulty(after, known_references(plan, today, before))
    if after == before:
        raise Refused(_("This is what stands there already: nothing would change."))
    _refuse_more_than_a_correction(before, after)
    _write(action, after, today)
    changes = list(differences(before, after))
    record(
        Verb.CORRECTED,
        by=by,
        at=at,
        subject=action,
        plan=plan.pk,
        action=action.pk,
        before={_name_of(difference.path): _kept(difference, difference.before) for difference in changes},
        after={_name_of(difference.path): _kept(difference, difference.after) for difference in changes},
        reason=reason.strip(),
        contents=contents_of_actions([action.pk]),
    )
    return Action.objects.get(pk=action.pk)


def _name_of(path: Path) -> str:
    """The name of a member in the trail: `phases/1/end`."""
    steps = [f"{step.member}/{step.identity}" if isinstance(step, ItemOf) else step for step in path]
    return "/".join(steps)


def _kept(change: Difference, value: Any) -> Any:
    """The value in the trail: as in a document, but a list as one text."""
    if change.path[-1] == "targets":
        return targets_as_text(value)
    if change.path[-1] == "years":
        return year_amounts_as_text(value)
    if isinstance(value, tuple):
        return ", ".join(
            f"{part.source} {plain_number(part.percent)}%" if isinstance(part, FundingShare) else part
            for part in value
        )
    member = str(change.path[-1])
    return as_json(value, get_type_hints(change.type, include_extras=True).get(member))


def _refuse_more_than_a_correction(before: PlannedAction, after: PlannedAction) -> None:
    if _what_stays(before) != _what_stays(after):
        raise Refused(
            _(
                "A correction adds and removes nothing, and leaves the lead as it is: that is amended. It leaves the code, the objective and what is limited as they are too."
            )
        )


def _what_stays(action: PlannedAction) -> list[Any]:
    return [
        [part.minister for part in action.ministers],
        [part.organisation for part in action.promoters],
        [milestone.key for milestone in action.milestones],
        [indicator.key for indicator in action.indicators],
        [len(action.phases), len(action.lines)],
        [action.code, action.objective, action.limited, action.led_by],
    ]


def _write(action: Action, planned: PlannedAction, on: datetime.date) -> None:
    """Edit the rows of the action that are in force on the day."""
    rows = ActionRows(action.plan, [action.code], on)
    save(action, action_values(planned, action.objective, rows.themes))
    rows.write_cross_references([planned])
    lines = places_in_force(action.plan, [action.code], on)[action.code]
    rows.write([rows.placed(planned, lines)])
