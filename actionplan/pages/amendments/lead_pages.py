"""Handing over the lead of an action: its history, what is under way, the effects, and the act."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actionplan.reporting.models import ProgressReport, Request
from actionplan.reporting.states import ReportKind, ReportState, RequestState
from actionplan.reports.leads import appoint_lead
from actions.models import Action, Lead

from .forms import AppointLeadForm
from .read import action_to_amend, address_today

MAY_APPOINT = "reporting.appoint_lead"


def lead_form(request: PortalRequest, action: Action, data: Any = None) -> AppointLeadForm:
    """The form on the lead as it is now, or on what was sent if there is `data`."""
    today, current = day_of(request.now), open_lead(action)
    opened = {"opened_on": key_of_lead(current), "from_day": today}
    return AppointLeadForm(data, action=action, current=current, today=today, initial=opened)


def open_lead(action: Action) -> Lead | None:
    """The lead without an end; it may begin in the future."""
    return Lead.objects.open().of(action).select_related("organisation").first()


def key_of_lead(lead: Lead | None) -> int:
    """The version of a form: the key of the organisation that leads, 0 for none."""
    return lead.organisation_id if lead else 0


def lead_context(action: Action, form: AppointLeadForm) -> dict[str, Any]:
    leads = list(Lead.objects.of(action).select_related("organisation"))
    leads.sort(key=lambda row: row.in_force_from or datetime.date.min)
    current = next((row for row in leads if row.in_force_until is None), None)
    return {
        **about_action(action),
        "form": form,
        "leads": leads,
        "current": current,
        "waiting": list(waiting_words(action, current)) if current else [],
        "following": list(following_words(action, current)),
    }


def waiting_words(action: Action, current: Lead) -> Iterator[str]:
    """What is under way in the current lead's name, and what happens to it."""
    reports = ProgressReport.objects.of(action.pk, current.organisation_id).pending()
    for report in reports.filter(kind=ReportKind.LEAD).order_by("pk"):
        if report.state == ReportState.DRAFT:
            saved = {"when": formatting.instant(report.saved_at)}
            yield _("A draft, saved %(when)s: it can no longer be submitted as the lead’s report.") % saved
        else:
            words = _("A report, submitted %(when)s, waits for review: it stays, and can still be accepted.")
            yield words % {"when": formatting.instant(report.submitted_at)}
    rows = Request.objects.under_way().of(action, current.organisation_id).of_leads().with_state()
    if request := rows.select_related("round").first():
        words = _("%(round)s has no answer yet: from the day of the hand-over it asks the new lead.")
        if request.answer_state in (RequestState.SUBMITTED, RequestState.ACCEPTED):  # type: ignore[attr-defined]
            words = _("%(round)s has its answer: nothing is asked of the new lead.")
        yield words % {"round": request.round.local_name}
    if proposals := action.milestone_proposals.waiting().count():
        words = ngettext(
            "%(count)s proposed milestone waits for an answer: it can still be agreed to.",
            "%(count)s proposed milestones wait for an answer: they can still be agreed to.",
            proposals,
        )
        yield words % {"count": proposals}


def following_words(action: Action, current: Lead | None) -> Iterator[str]:
    yield _("The new lead is asked to report, and says what the status, the dates and the milestones are.")
    if current is None:
        return
    name = {"organisation": current.organisation.local_name}
    yield _("Reports and money of %(organisation)s stay, and go on counting.") % name
    words = _("%(organisation)s is neither promoter nor partner: it has no part in the action then.")
    if action.promotions.open().filter(organisation=current.organisation_id).exists():
        words = _("%(organisation)s keeps its part, and is invited to add to the reports.")
    yield words % name


@form_page
def lead(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """The form, sent as the page's own address, asks first: with a lead and a day in the address it says what follows."""
    action = action_to_amend(request, plan_code, code, MAY_APPOINT)
    if request.method != "POST" and "organisation" in request.GET:
        return _ask_first(request, action)
    form = lead_form(request, action, sent_to(request))

    def act() -> None:
        appoint_lead(
            action=action,
            organisation=form.cleaned_data["organisation"],
            from_day=form.cleaned_data["from_day"],
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    def done() -> str:
        name = form.cleaned_data["organisation"].local_name
        return _("%(organisation)s is appointed as lead.") % {"organisation": name}

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        now = as_sent_on(request, key_of_lead(open_lead(action)))
        return {"form": lead_form(request, action, now)}

    return acted(
        request,
        "amendments/lead.html",
        lambda: lead_context(action, form),
        act,
        to=address_today(request, action),
        form=form,
        done=done,
        conflict=conflict,
    )


def _ask_first(request: PortalRequest, action: Action) -> HttpResponse:
    chosen = request.GET.copy()
    chosen.setdefault("token", str(uuid.uuid4()))
    form = lead_form(request, action, chosen)
    context = lead_context(action, form)
    if not form.is_valid():
        return render(request, "amendments/lead.html", context, status=400)
    current, words = context["current"], form.cleaned_data
    leads = {"organisation": words["organisation"].local_name, "day": formatting.day(words["from_day"])}
    question = _("Hand over the lead of %(code)s?") if current else _("Appoint a lead of %(code)s?")
    ask = AskFirst(
        question % {"code": action.code},
        _("Hand over the lead") if current else _("Appoint the lead"),
        reverse("lead", args=[action.plan.code, action.code]),
        _("Leave it as it is"),
        reverse("action", args=[action.plan.code, action.code]),
        happens=[
            _("%(organisation)s leads the action from %(day)s on.") % leads,
            *context["waiting"],
            *context["following"],
        ],
        undo=_("It cannot be undone: the lead can be handed over again."),
    )
    return render(request, "amendments/hand_over.html", context | {"ask": ask})
