"""Putting a plan in force, ending it, changing its names. Its contents are imported and amended."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused

from .models import PLAN_NAME_FIELDS, Plan
from .states import PlanState


@operation()
def put_in_force(*, plan: Plan, by: Any, at: datetime.datetime) -> Plan:
    """From now on everybody with a role in the plan sees it, and it only changes through amendments.

    Raises Refused if it is no longer in preparation, or has no objective yet.
    """
    row = _locked(plan, PlanState.IN_PREPARATION, by)
    if not row.objectives.exists():
        raise Refused(_("The plan has no objective yet: import it first."))
    return _move(row, PlanState.IN_FORCE, Verb.PLAN_PUT_IN_FORCE, by, at)


@operation()
def end_plan(*, plan: Plan, by: Any, at: datetime.datetime) -> Plan:
    """End the plan; reports, reviews and rounds go on. Raises Refused if it is not in force."""
    return _move(_locked(plan, PlanState.IN_FORCE, by), PlanState.ENDED, Verb.PLAN_ENDED, by, at)


@operation()
def name_plan(
    *, plan: Plan, names: dict[str, str], opened_on: dict[str, str], by: Any, at: datetime.datetime
) -> Plan:
    """Change whom the plan reports to and what its coordinators are called; closed rounds keep the names they
    had.

    `names` and `opened_on`, the values that the form showed, are keyed by `PLAN_NAME_FIELDS`. Raises
    ChangedMeanwhile if `opened_on` is out of date.
    """
    row = _locked_by_manager(plan, by)
    before = {name: getattr(row, name) for name in PLAN_NAME_FIELDS}
    if before != opened_on:
        raise ChangedMeanwhile(_("Somebody changed these names in the meantime."))
    changed = [name for name in PLAN_NAME_FIELDS if names[name] != before[name]]
    for name in changed:
        setattr(row, name, names[name])
    row.save(update_fields=changed)
    if changed:
        facts = [{name: names[name] for name in changed} for names in (before, names)]
        record(Verb.PLAN_NAMED, by=by, at=at, subject=row, plan=row.pk, before=facts[0], after=facts[1])
    return row


def _locked(plan: Plan, expected: PlanState, by: Any) -> Plan:
    row = _locked_by_manager(plan, by)
    if row.state != expected:
        raise Refused(_("The plan is %(state)s now.") % {"state": row.get_state_display()})
    return row


def _locked_by_manager(plan: Plan, by: Any) -> Plan:
    if by is not None and not by.has_perm("objectives.manage", plan):
        raise PermissionDenied
    return locked_plan(plan)


def locked_plan(plan: Plan) -> Plan:
    """The current row, locked against discarding. Raises ChangedMeanwhile if it was discarded."""
    row = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).first()
    if row is None:
        raise discarded()
    return row


def discarded() -> ChangedMeanwhile:
    return ChangedMeanwhile(_("This plan was discarded in the meantime."))


def _move(row: Plan, state: PlanState, verb: Verb, by: Any, at: datetime.datetime) -> Plan:
    before, row.state = {"state": row.state}, state
    row.save(update_fields=["state"])
    record(verb, by=by, at=at, subject=row, plan=row.pk, before=before, after={"state": state})
    return row
