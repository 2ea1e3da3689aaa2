"""Inviting somebody, sending the link again, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.invitations import invite, invite_again, withdraw_invitation
from actionplan.accounts.models import Invitation
from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once

from .forms import InviteForm
from .getters import invitation_to_keep, refuse_unless_keeps_people
from .mail import mail_invitation
from .page import people_context, trail


@require_safe
def invite_form(request: PortalRequest) -> HttpResponse:
    """`?for=organisation:ov` and `?as=contact_point` are filled in."""
    refuse_unless_keeps_people(request)
    asked = {"body": request.GET.get("for", ""), "part": request.GET.get("as", "")}
    form = _form(request, initial={**asked, "language": "nl", "token": new_token()})
    return _shown(request, form)


def _form(request: PortalRequest, data: object = None, **options: object) -> InviteForm:
    return InviteForm(data, by=request.user, on=day_of(request.now), **options)


def _shown(request: PortalRequest, form: InviteForm, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "people/invite.html", {"form": form, "trail": trail(), **more}, status=status)


@require_POST
def invite_send(request: PortalRequest) -> HttpResponse:
    refuse_unless_keeps_people(request)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _shown(request, form, status=400)
    invitation, keys = form.invitation(), []

    def act() -> str:
        keys.append(invite(invitation=invitation, by=request.user, at=request.now))
        return reverse("people")

    try:
        result = carried_out_once(request, act)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _shown(request, form, status=400)
    except Refused as refusal:
        return _shown(request, form, status=409, errors=[refusal.sentence])
    _mail(request, invitation, keys)
    return redirect(result)


@require_POST
def invitation_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """A new link; the one before it is dead."""
    invitation, keys = invitation_to_keep(request, pk), []

    def act() -> str:
        keys.append(invite_again(invitation=invitation, by=request.user, at=request.now))
        return reverse("people")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, refusal)
    if keys:
        invitation.refresh_from_db()
    _mail(request, invitation, keys)
    return redirect(result)


@require_POST
def invitation_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    invitation = invitation_to_keep(request, pk)

    def act() -> str:
        withdraw_invitation(invitation=invitation, by=request.user, at=request.now)
        return reverse("people")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect(result)


def _mail(request: PortalRequest, invitation: Invitation, keys: list[str]) -> None:
    """Send the mail, once what it speaks of is committed; a form sent twice made no key the second time."""
    if not keys:
        return
    if mail_invitation(invitation, keys[-1], request.now):
        messages.success(request, _("%(name)s is invited by mail.") % {"name": invitation.name})
    else:
        messages.error(
            request,
            _(
                "The mail to %(email)s was refused, so nobody has the link. Check the address, or send it again."
            )
            % {"email": invitation.email},
        )


def _refused(request: PortalRequest, refusal: Refused) -> HttpResponse:
    return render(request, "people/people.html", people_context(request, [refusal.sentence]), status=409)
