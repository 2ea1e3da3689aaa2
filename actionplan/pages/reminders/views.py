"""Failed mail, for administrators; and the calendar of due dates, with its feed without sign-in."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import has_a_role
from actionplan.base.days import day_of
from actionplan.base.middleware import PRIVATE_NO_CACHE
from actionplan.pages.getters import page_of
from actionplan.pages.tokens import acted, typed_to
from actionplan.reminders.calendars import (
    address_for,
    due_dates_of,
    events_of,
    feed,
    full_address_of,
    make_address,
    make_plan_address,
    owner_of,
    plan_address_behind,
    plan_address_row,
    revoke_address,
    revoke_plan_address,
)
from actionplan.reminders.digests import mark_seen, retry_mail, send_to, what_next, why_failed
from actionplan.reminders.models import Digest
from actionplan.reminders.people import without_address
from actionplan.reminders.states import DigestState

from .forms import PlanCalendarForm

FAILED_MAILS_PER_PAGE = 25


def _refuse_unless_manages_mail(request: PortalRequest) -> None:
    if not request.user.has_perm("portal.manage_mail"):
        raise PermissionDenied


def _failed_mail_context(request: PortalRequest) -> dict[str, Any]:
    """What was not seen yet, or with `?all=on` everything that failed."""
    shows_all = request.GET.get("all") == "on"
    failed = Digest.objects.failed(request.now).select_related("person", "seen_by")
    page = page_of(request, failed if shows_all else failed.not_seen(), FAILED_MAILS_PER_PAGE)
    rows = [(digest, why_failed(digest), what_next(digest, request.now)) for digest in page.object_list]
    return {
        "page_obj": page,
        "here": reverse("failed-mail"),
        "rows": rows,
        "shows_all": shows_all,
        "without_address": without_address(day_of(request.now)),
    }


@require_safe
def failed_mail(request: PortalRequest) -> HttpResponse:
    _refuse_unless_manages_mail(request)
    return render(request, "reminders/failed_mail.html", _failed_mail_context(request))


@require_POST
def failed_mail_try_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Free it, and send the person what is still to be told."""
    _refuse_unless_manages_mail(request)
    digest = get_object_or_404(Digest.objects.select_related("person"), pk=pk)

    return acted(
        request,
        "reminders/failed_mail.html",
        lambda: _failed_mail_context(request),
        lambda: retry_mail(digest=digest, by=request.user, at=request.now),
        to=reverse("failed-mail"),
        done=lambda: _sent_again(request, digest),
    )


def _sent_again(request: PortalRequest, digest: Digest) -> str:
    result, person = send_to(digest.person, request.now), {"person": digest.person}
    if result is None:
        messages.info(request, _("There is nothing left to tell %(person)s: no mail was sent.") % person)
    elif result.outcome.state == DigestState.SENT:
        return _("The mail server took the mail to %(person)s.") % person
    else:
        messages.warning(request, _("The mail to %(person)s failed again.") % person)
    return ""


@require_POST
def failed_mail_seen(request: PortalRequest, pk: int) -> HttpResponse:
    _refuse_unless_manages_mail(request)
    digest = get_object_or_404(Digest.objects.select_related("person"), pk=pk)
    return acted(
        request,
        "reminders/failed_mail.html",
        lambda: _failed_mail_context(request),
        lambda: mark_seen(digest=digest, by=request.user, at=request.now),
        to=reverse("failed-mail"),
        done=_("Seen: the mail to %(person)s.") % {"person": digest.person},
    )


def _refuse_without_role(request: PortalRequest) -> None:
    if not has_a_role(request.user):
        raise PermissionDenied


def _calendar_context(request: PortalRequest, form: PlanCalendarForm | None = None) -> dict[str, Any]:
    dates, of_plan = due_dates_of(request.user, request.now), plan_address_row(request.user)
    return {
        "address": address_for(request.user),
        "of_plan": of_plan,
        "plan_address": full_address_of(of_plan),
        "form": form or PlanCalendarForm(request, typed_to(request, "calendar-plan-make")),
        "dates": dates,
        "today": day_of(request.now),
        "are_of_several_plans": len({due_date.plan for due_date in dates}) > 1,
    }


CALENDAR_TEMPLATE = "reminders/calendar.html"


@require_safe
def calendar(request: PortalRequest) -> HttpResponse:
    """The person's address, and what the calendar contains now."""
    _refuse_without_role(request)
    return render(request, CALENDAR_TEMPLATE, _calendar_context(request))


@require_POST
def calendar_make(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)
    made, replaced = (
        _("Your calendar has an address."),
        _("Your calendar has a new address. The earlier one opens nothing any more."),
    )
    return acted(
        request,
        CALENDAR_TEMPLATE,
        lambda: _calendar_context(request),
        lambda: make_address(by=request.user, at=request.now),
        to=reverse("calendar"),
        done=replaced if address_for(request.user) else made,
    )


@require_POST
def calendar_revoke(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)
    return acted(
        request,
        CALENDAR_TEMPLATE,
        lambda: _calendar_context(request),
        lambda: revoke_address(by=request.user),
        to=reverse("calendar"),
        done=_("The address of your calendar opens nothing any more."),
    )


@require_POST
def calendar_plan_make(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)
    form = PlanCalendarForm(request, request.POST)
    made, replaced = (
        _("The calendar of the plan has an address."),
        _("The calendar of the plan has a new address. The earlier one opens nothing any more."),
    )

    def act() -> None:
        make_plan_address(**form.cleaned_data["part"], by=request.user, at=request.now)

    return acted(
        request,
        CALENDAR_TEMPLATE,
        lambda: _calendar_context(request, form),
        act,
        to=f"{reverse('calendar')}#of-plan",
        form=form,
        done=replaced if plan_address_row(request.user) else made,
    )


@require_POST
def calendar_plan_revoke(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)
    return acted(
        request,
        CALENDAR_TEMPLATE,
        lambda: _calendar_context(request),
        lambda: revoke_plan_address(by=request.user),
        to=reverse("calendar"),
        done=_("The address of the calendar of the plan opens nothing any more."),
    )


@login_not_required
@require_safe
def calendar_feed(request: PortalRequest, token: str) -> HttpResponseBase:
    """The owner's due dates, or the events that they chose, with the rights of today. A token that opens nothing is a 404."""
    of_plan = None if (owner := owner_of(token)) else plan_address_behind(token)
    owner = of_plan.person if of_plan else owner
    if owner is None:
        raise Http404
    with override(owner.language):
        if of_plan:
            about = str(of_plan.body or _("the whole plan"))
            body = feed(events_of(of_plan, request.now), request.now, about)
        else:
            body = feed(due_dates_of(owner, request.now), request.now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    response["Cache-Control"] = PRIVATE_NO_CACHE
    response["Content-Language"] = owner.language
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
