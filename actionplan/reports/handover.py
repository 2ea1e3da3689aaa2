"""Handing the lead of an action to an organisation. It moves a row of the plan, and reporting follows it."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting import standings
from actionplan.reporting.locking import lock
from actionplan.reporting.trail import of_organisation
from actionplan.reporting.who_is_asked import follow_the_leads
from actions.models import Action, Lead

from .pending import locked_round_under_way


@operation()
def appoint_lead(
    *,
    action: Action,
    organisation: Organisation,
    from_day: datetime.date,
    by: User | None,
    at: datetime.datetime,
    opened_on: int | None = None,
) -> Lead:
    """Make the organisation the lead from a day on (inclusive). The former lead's reports and money stay.

    What the round under way asks about the action is asked of the new lead, unless the former one has handed in.

    `opened_on` is the key of the lead that the form showed, 0 where it showed none; None: there was no form.

    Raises ChangedMeanwhile when another one was appointed since the form was opened, Refused when the organisation
    leads already, when the present or an earlier lead would overlap, or when something later than `at` was recorded
    for the action.
    """
    if by is not None and not by.has_perm("reporting.appoint_lead", action):
        raise PermissionDenied
    action = lock(action.pk)
    standings.refuse_the_past(action.pk, at)
    current = Lead.objects.open().of(action).select_related("organisation").first()
    _refuse_unless_shown(current, opened_on)
    _end(current, action, organisation, from_day)
    lead = Lead.objects.create(action=action, organisation=organisation, in_force_from=from_day)
    round = locked_round_under_way(action.plan_id)
    if round is not None and from_day <= day_of(at):
        follow_the_leads(round, day_of(at), [action.pk])
    _record(lead, current, by, at)
    return lead


def _record(lead: Lead, former: Lead | None, by: User | None, at: datetime.datetime) -> None:
    record(
        Verb.LEAD_APPOINTED,
        by=by,
        at=at,
        subject=lead.action,
        plan=lead.action.plan_id,
        action=lead.action_id,
        before={"lead": former.organisation.key if former else ""},
        after={"lead": lead.organisation.key, "from": lead.in_force_from},
        **of_organisation(lead.organisation),
    )


def _refuse_unless_shown(current: Lead | None, opened_on: int | None) -> None:
    if opened_on is not None and current is not None and current.pk != opened_on:
        words = {"organisation": current.organisation}
        raise ChangedMeanwhile(_("%(organisation)s was appointed as lead in the meantime.") % words)


def _end(current: Lead | None, action: Action, organisation: Organisation, from_day: datetime.date) -> None:
    """End the present lead on the day. Raises Refused where the new lead leads already, or would overlap an earlier one."""
    if current is not None:
        if current.organisation_id == organisation.pk:
            raise Refused(_("This organisation is the lead already."))
        if current.in_force_from is not None and from_day <= current.in_force_from:
            raise Refused(_("The present lead began on that day or later."))
        current.in_force_until = from_day
        current.save(update_fields=["in_force_until"])
    if Lead.objects.of(action).filter(in_force_until__gt=from_day).exists():
        raise Refused(_("Another organisation was the lead on that day or later."))
