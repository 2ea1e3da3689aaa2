"""Writes of a plan's state: put in force, ended. The plan itself is imported, and amended."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused

from .models import Plan
from .states import PlanState


@operation()
def put_in_force(*, plan: Plan, by: Any, at: datetime.datetime) -> Plan:
    """From now on everybody with a role in the plan sees it, and it changes by amendments alone.

    Raises Refused where it is not in preparation any more, or has no objective yet.
    """
    row = _locked(plan, PlanState.IN_PREPARATION, by)
    if not row.objectives.exists():
        raise Refused(_("The plan has no objective yet: import it first."))
    return _move(row, PlanState.IN_FORCE, Verb.PLAN_PUT_IN_FORCE, by, at)


@operation()
def end_plan(*, plan: Plan, by: Any, at: datetime.datetime) -> Plan:
    """No report, review or round is stopped by it. Raises Refused where the plan is not in force."""
    return _move(_locked(plan, PlanState.IN_FORCE, by), PlanState.ENDED, Verb.PLAN_ENDED, by, at)


def _locked(plan: Plan, expected: PlanState, by: Any) -> Plan:
    if by is not None and not by.has_perm("objectives.keep", plan):
        raise PermissionDenied
    row = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if row.state != expected:
        raise Refused(_("The plan is %(state)s now.") % {"state": row.get_state_display()})
    return row


def _move(row: Plan, state: PlanState, verb: Verb, by: Any, at: datetime.datetime) -> Plan:
    before, row.state = {"state": row.state}, state
    row.save(update_fields=["state"])
    record(verb, by=by, at=at, subject=row, plan=row.pk, before=before, after={"state": state})
    return row
