"""Who may read the trail, and where, and what an act on a report leaves in it."""

from __future__ import annotations

import datetime

import rules
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from actionplan.accounts.models import User
from actionplan.accounts.rules import (
    is_administrator,
    is_administrator_everywhere,
    is_auditor,
    is_auditor_everywhere,
    is_coordinator,
    is_coordinator_everywhere,
)
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import ABOUT_RIGHTS, Verb
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Affiliation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import owns_action
from actions.models import Action, AmendedAction, Amendment

rules.add_perm("audit.read_trail_of_action", owns_action | is_coordinator | is_auditor | is_administrator)
rules.add_perm(
    "audit.read_trail", is_coordinator_everywhere | is_auditor_everywhere | is_administrator_everywhere
)
rules.add_perm("portal.keep_mail", is_administrator_everywhere)


TRAIL_SHOWN = 200
"""Events, the newest first."""


def trail_of(action: Action, organisations: list[int], user: User, until: datetime.datetime) -> list[Event]:
    """Events up to the instant about the action, the amendments that were put in force for it, the changes of government
    that touched it, the import of its plan, and rights there in its organisations and areas.
    """
    if not user.has_perm("audit.read_trail_of_action", action):
        return []
    about = Q(action=action.pk)
    about |= Q(plan=action.plan_id, action__isnull=True, verb=Verb.IMPORTED)
    amendments = AmendedAction.objects.of(action).annotate(key=Cast("amendment", CharField()))
    about |= Q(
        subject_label=Amendment._meta.label_lower,
        subject_key__in=amendments.order_by().values("key"),
        verb=Verb.AMENDMENT_PUT_IN_FORCE,
    )
    areas = Affiliation.objects.in_force(day_of(until)).filter(organisation__in=organisations)
    bodies = Q(organisation__in=organisations) | Q(policy_area__in=areas.values("policy_area"))
    about |= Q(verb=Verb.GOVERNMENT_CHANGED, before_json__contains=f'"{place_in_government_change(action)}')
    here = Q(plan__isnull=True) | Q(plan=action.plan_id)
    about |= bodies & here & Q(action__isnull=True, verb__in=ABOUT_RIGHTS)
    return list(Event.objects.filter(about).by_day(until).newest_first()[:TRAIL_SHOWN])


def place_in_government_change(action: Action) -> str:
    """With which words the facts of an action begin in the one event of a change of government."""
    return f"{action.plan.code} {action.code} "


def record_act(verb: Verb, report: ProgressReport, by: User, at: datetime.datetime) -> None:
    """Leave the event of an act on a report: who, which version, whose; never its contents."""
    record(
        verb,
        by=by,
        at=at,
        subject=report,
        plan=report.action.plan_id,
        action=report.action_id,
        organisation=report.organisation_id,
        version=report.version,
        organisation_name=report.organisation.name,
        organisation_name_nl=report.organisation.name_nl,
    )
