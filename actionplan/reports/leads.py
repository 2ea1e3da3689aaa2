"""Handing the lead of an action to another organisation: it changes the plan, and reporting follows."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.replacing import replace
from actionplan.organisations.models import Organisation
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.reporting import standings
from actionplan.reporting.locking import lock
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.trail import of_organisation
from actionplan.reporting.who_is_asked import update_lead_requests
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

    Its draft stays too, but can no longer be submitted: `submit` of `workflow.py` asks for a new one.

    The request of the round under way moves to the new lead, unless the former one has submitted.

    `opened_on` is the key of the lead that the form showed, 0 for none; None: there was no form.

    Raises ChangedMeanwhile if another lead was appointed since the form was opened, Refused if the
    organisation already leads, if the present or an earlier lead would overlap, or if something later than
    `at` was recorded for the action.
    """
    if by is not None and not by.has_perm("reporting.appoint_lead", action):
        raise PermissionDenied
    action = lock(action.pk)
    standings.refuse_before_latest(action.pk, at)
    current = Lead.objects.open().of(action).select_related("organisation").first()
    _refuse_unless_shown(current, opened_on)
    _refuse_overlap(current, action, organisation, from_day)
    former = current.organisation.key if current else ""
    values = {"action": action, "organisation": organisation}
    [lead] = replace(Lead, [(current, values)], from_day)
    round, contents = locked_round_under_way(action.plan_id), contents_of_actions([action.pk])
    if round is not None and from_day <= day_of(at):
        update_lead_requests(round, day_of(at), [action.pk])
        contents |= asked_in(round.pk, action.pk)
    _record(lead, former, contents, by, at)
    return lead


def _record(
    lead: Lead, former: str, contents: dict[str, Any], by: User | None, at: datetime.datetime
) -> None:
    record(
        Verb.LEAD_APPOINTED,
        by=by,
        at=at,
        subject=lead.action,
        plan=lead.action.plan_id,
        action=lead.action_id,
        before={"lead": former},
        after={"lead": lead.organisation.key, "from": lead.in_force_from},
        contents=contents,
        **of_organisation(lead.organisation),
    )


def _refuse_unless_shown(current: Lead | None, opened_on: int | None) -> None:
    if opened_on is not None and current is not None and current.organisation_id != opened_on:
        words = {"organisation": current.organisation}
        raise ChangedMeanwhile(_("%(organisation)s was appointed as lead in the meantime.") % words)


def _refuse_overlap(
    current: Lead | None, action: Action, organisation: Organisation, from_day: datetime.date
) -> None:
    """Refuse the present lead, and a day before the present lead began or an earlier one ended."""
    if current is not None:
        if current.organisation_id == organisation.pk:
            raise Refused(_("This organisation is the lead already."))
        if current.in_force_from is not None and from_day < current.in_force_from:
            raise Refused(_("The present lead began on a later day."))
    if Lead.objects.of(action).filter(in_force_until__gt=from_day).exists():
        raise Refused(_("Another organisation was the lead on that day or later."))
