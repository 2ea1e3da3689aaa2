"""Handing the lead of an action to an organisation. It moves a row of the plan, and reporting follows it."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actions.models import Action, Lead

from . import standings
from .answering import locked_round_under_way
from .asking import follow_the_leads
from .locking import lock


@transaction.atomic
def appoint_lead(
    *,
    action: Action,
    organisation: Organisation,
    from_day: datetime.date,
    by: User | None,
    at: datetime.datetime,
) -> Lead:
    """Make the organisation the lead from a day on (inclusive). The former lead's reports and money stay.

    What the round under way asks about the action is asked of the new lead, unless the former one has handed in.

    Raises Refused when it leads already, when the present or an earlier lead would overlap, or when something
    later than `at` was recorded for the action.
    """
    if by is not None and not by.has_perm("reporting.appoint_lead", action):
        raise PermissionDenied
    action = lock(action.pk)
    standings.refuse_the_past(action.pk, at)
    current = _ended(action, organisation, from_day)
    lead = Lead.objects.create(action=action, organisation=organisation, in_force_from=from_day)
    round = locked_round_under_way(action.plan_id)
    if round is not None and from_day <= day_of(at):
        follow_the_leads(round, day_of(at), [action.pk])
    record(
        Verb.LEAD_APPOINTED,
        by=by,
        at=at,
        subject=action,
        plan=action.plan_id,
        action=action.pk,
        organisation=organisation.pk,
        before={"lead": current.organisation.key if current else ""},
        after={"lead": organisation.key, "from": from_day},
        organisation_name=organisation.name,
        organisation_name_nl=organisation.name_nl,
    )
    return lead


def _ended(action: Action, organisation: Organisation, from_day: datetime.date) -> Lead | None:
    """The present lead, ended on the day. Raises Refused where the new lead leads already, or would overlap an earlier one."""
    current = Lead.objects.open().of(action).select_related("organisation").first()
    if current is not None:
        if current.organisation_id == organisation.pk:
            raise Refused(_("This organisation is the lead already."))
        if current.in_force_from is not None and from_day <= current.in_force_from:
            raise Refused(_("The present lead began on that day or later."))
        current.in_force_until = from_day
        current.save(update_fields=["in_force_until"])
    if Lead.objects.of(action).filter(in_force_until__gt=from_day).exists():
        raise Refused(_("Another organisation was the lead on that day or later."))
    return current
