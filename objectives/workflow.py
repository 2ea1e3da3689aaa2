"""Writes of a plan: put in force, ended, and the names it goes by in documents. What it says is imported, and amended."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused

from .models import NAMES_OF_PLAN, Plan
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


@operation()
def name_plan(
    *, plan: Plan, names: dict[str, str], opened_on: dict[str, str], by: Any, at: datetime.datetime
) -> Plan:
    """Whom it reports to and what its coordinators are called, from now on; closed rounds keep what they said.

    Both are by `NAMES_OF_PLAN`; `opened_on` is what the form showed. Raises ChangedMeanwhile where that is no longer so.
    """
    row = _kept_by(plan, by)
    before = {name: getattr(row, name) for name in NAMES_OF_PLAN}
    if before != opened_on:
        raise ChangedMeanwhile(_("Somebody changed these names in the meantime."))
    changed = [name for name in NAMES_OF_PLAN if names[name] != before[name]]
    for name in changed:
        setattr(row, name, names[name])
    row.save(update_fields=changed)
    if changed:
        said = [{name: names[name] for name in changed} for names in (before, names)]
        record(Verb.PLAN_NAMED, by=by, at=at, subject=row, plan=row.pk, before=said[0], after=said[1])
    return row


def _locked(plan: Plan, expected: PlanState, by: Any) -> Plan:
    row = _kept_by(plan, by)
    if row.state != expected:
        raise Refused(_("The plan is %(state)s now.") % {"state": row.get_state_display()})
    return row


def _kept_by(plan: Plan, by: Any) -> Plan:
    if by is not None and not by.has_perm("objectives.keep", plan):
        raise PermissionDenied
    return locked_plan(plan)


def locked_plan(plan: Plan) -> Plan:
    """As it is now, and nobody discards it before the transaction ends. Raises ChangedMeanwhile where somebody did."""
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
