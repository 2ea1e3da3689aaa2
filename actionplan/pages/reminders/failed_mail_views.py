"""Failed mail, for administrators: what was refused, what may not have arrived, and trying again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.digests import Result, send_to
from actionplan.reminders.failures import mark_seen, set_free, what_next, why_failed
from actionplan.reminders.models import Digest
from actionplan.reminders.people import without_address
from actionplan.reminders.states import DigestState

PAGE_SIZE = 25


def _refuse_unless_keeps_mail(request: PortalRequest) -> None:
    if not request.user.has_perm("portal.keep_mail"):
        raise PermissionDenied


def _context(request: PortalRequest) -> dict[str, Any]:
    """What was not seen yet, or with `?all=on` everything that failed."""
    shows_all = request.GET.get("all") == "on"
    failed = Digest.objects.failed(request.now).select_related("person", "seen_by")
    page = Paginator(failed if shows_all else failed.not_seen(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, why_failed(one), what_next(one, request.now), new_token()) for one in page.object_list]
    return {
        "page_obj": page,
        "rows": rows,
        "shows_all": shows_all,
        "without_address": without_address(day_of(request.now)),
    }


@require_safe
def failed_mail(request: PortalRequest) -> HttpResponse:
    _refuse_unless_keeps_mail(request)
    return render(request, "reminders/failed_mail.html", _context(request))


@require_POST
def failed_mail_try_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Free it, and send the person what is still to be said."""
    _refuse_unless_keeps_mail(request)
    digest = get_object_or_404(Digest.objects.select_related("person"), pk=pk)

    def act() -> str:
        set_free(digest=digest, by=request.user, at=request.now)
        return reverse("failed-mail")

    try:
        address = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, refusal)
    _say(request, digest, send_to(digest.person, request.now))
    return redirect(address)


def _say(request: PortalRequest, digest: Digest, result: Result | None) -> None:
    person = {"person": digest.person}
    if result is None:
        messages.info(request, _("There is nothing left to tell %(person)s: no mail was sent.") % person)
    elif result.outcome.state == DigestState.SENT:
        messages.success(request, _("The mail server took the mail to %(person)s.") % person)
    else:
        messages.warning(request, _("The mail to %(person)s failed again.") % person)


@require_POST
def failed_mail_seen(request: PortalRequest, pk: int) -> HttpResponse:
    _refuse_unless_keeps_mail(request)
    digest = get_object_or_404(Digest.objects.select_related("person"), pk=pk)

    def act() -> str:
        mark_seen(digest=digest, by=request.user, at=request.now)
        return reverse("failed-mail")

    try:
        address = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Seen: the mail to %(person)s.") % {"person": digest.person})
    return redirect(address)


def _refused(request: PortalRequest, refusal: Refused) -> HttpResponse:
    context = _context(request) | {"errors": [refusal.sentence]}
    return render(request, "reminders/failed_mail.html", context, status=409)
