"""The page on which the lead of an action is handed over: who led when, what waits, and what follows."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.requests import PortalRequest
from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.reporting.models import ProgressReport, Request
from actionplan.reporting.states import ReportKind, ReportState, RequestState
from actions.models import Action, Lead

from .forms.leads import LeadForm
from .parts import page_about


def lead_form(request: PortalRequest, action: Action, data: Any = None) -> LeadForm:
    """The form on the lead as it is now; what was sent, when there is `data`."""
    today, current = day_of(request.now), open_lead(action)  # type: ignore[attr-defined]
    opened = {"token": new_token(), "opened_on": key_of(current), "from_day": today}
    return LeadForm(data, action=action, current=current, today=today, initial=opened)


def open_lead(action: Action) -> Lead | None:
    """The lead that goes on; it may begin on a day to come."""
    return Lead.objects.open().of(action).select_related("organisation").first()


def key_of(lead: Lead | None) -> int:
    """What a form is opened on: 0 where nobody leads."""
    return lead.pk if lead else 0


def lead_page(action: Action, form: LeadForm) -> dict[str, Any]:
    leads = list(Lead.objects.of(action).select_related("organisation"))
    leads.sort(key=lambda row: row.in_force_from or datetime.date.min)
    current = next((row for row in leads if row.in_force_until is None), None)
    return {
        **page_about(action),
        "form": form,
        "leads": leads,
        "current": current,
        "waiting": waiting_words(action, current) if current else [],
        "following": following_words(action, current),
    }


def waiting_words(action: Action, current: Lead) -> list[str]:
    """What is under way in the present lead's name, and what becomes of it."""
    found = []
    reports = ProgressReport.objects.of(action.pk, current.organisation_id).pending()
    for report in reports.filter(kind=ReportKind.LEAD).order_by("pk"):
        if report.state == ReportState.DRAFT:
            found.append(
                _("A draft, saved %(when)s: it can no longer be submitted as the lead’s report.")
                % {"when": formatting.instant(report.saved_at)}
            )
        else:
            found.append(
                _("A report, submitted %(when)s, waits for review: it stays, and can still be accepted.")
                % {"when": formatting.instant(report.submitted_at)}
            )
    found += _asked_words(action, current)
    proposals = action.milestone_proposals.waiting().count()
    if proposals:
        found.append(
            ngettext(
                "%(count)s proposed milestone waits for an answer: it can still be agreed to.",
                "%(count)s proposed milestones wait for an answer: they can still be agreed to.",
                proposals,
            )
            % {"count": proposals}
        )
    return found


def _asked_words(action: Action, current: Lead) -> list[str]:
    rows = Request.objects.under_way().of(action, current.organisation_id).of_leads().with_state()
    request = rows.select_related("round").first()
    if request is None:
        return []
    words = {"round": request.round.local_name}
    if request.answer_state in (RequestState.SUBMITTED, RequestState.ACCEPTED):  # type: ignore[attr-defined]
        return [_("%(round)s has its answer: nothing is asked of the new lead.") % words]
    return [_("%(round)s has no answer yet: from the day of the hand-over it asks the new lead.") % words]


def following_words(action: Action, current: Lead | None) -> list[str]:
    """What changes with the hand-over, and what does not."""
    found = [
        _("The new lead is asked to report, and says what the status, the dates and the milestones are.")
    ]
    if current is None:
        return found
    words = {"organisation": current.organisation.local_name}
    found.append(_("Reports and money of %(organisation)s stay, and go on counting.") % words)
    part = action.promotions.open().filter(organisation=current.organisation_id).exists()
    if part:
        found.append(_("%(organisation)s keeps its part, and is invited to add to the reports.") % words)
    else:
        found.append(
            _("%(organisation)s is neither promoter nor partner: it has no part in the action then.") % words
        )
    return found
