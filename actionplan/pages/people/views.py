"""The page People, and the acts on it: inviting, sending again, withdrawing, ending a role, confirming a list."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.confirmations import confirm_list
from actionplan.accounts.invitation_mail import mail_invitation
from actionplan.accounts.invitations import WORKS_FOR, invite, invite_again, withdraw_invitation
from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.workflow import end_membership
from actionplan.base.days import day_of
from actionplan.base.formatting import span_words
from actionplan.base.refusals import Refused
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import carried_out, carried_out_once

from .forms import EndRoleForm, InviteForm
from .read import address_of_list, body_or_404, breadcrumbs_of_people, leaving, people_context
from .seen import roles_seen_by


def membership_to_end(request: PortalRequest, pk: int) -> Membership:
    """A role that this person sees and may end; nobody ends their own."""
    refuse_unless(request, "accounts.see_people")
    rows = Membership.objects.filter(roles_seen_by(request.user, day_of(request.now)))
    rows = rows.select_related("user", "organisation", "policy_area", "minister", "plan")
    membership = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("accounts.keep_membership", membership):
        raise PermissionDenied
    return membership


def invitation_to_keep(request: PortalRequest, pk: int) -> Invitation:
    """An invitation that this person sees and may send again or withdraw."""
    refuse_unless(request, "accounts.see_people")
    rows = Invitation.objects.filter(roles_seen_by(request.user, day_of(request.now)))
    rows = rows.select_related("organisation", "policy_area", "minister", "invited_by")
    invitation = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("accounts.invite", invitation):
        raise PermissionDenied
    return invitation


@require_safe
def people(request: PortalRequest) -> HttpResponse:
    """Who reports and who reads, by organisation, policy area and minister, and for whom nobody can submit."""
    refuse_unless(request, "accounts.see_people")
    return render(request, "people/people.html", people_context(request))


@require_safe
def invite_form(request: PortalRequest) -> HttpResponse:
    """`?for=organisation:ov` and `?as=contact_point` are filled in."""
    refuse_unless(request, "accounts.see_people")
    asked = {"body": request.GET.get("for", ""), "part": request.GET.get("as", "")}
    form = _invite_form(request, initial={**asked, "language": "nl"})
    return _invite_page(request, form)


def _invite_form(request: PortalRequest, data: object = None, **options: object) -> InviteForm:
    return InviteForm(data, by=request.user, on=day_of(request.now), **options)


def _invite_page(request: PortalRequest, form: InviteForm, status: int = 200, **more: object) -> HttpResponse:
    return render(
        request,
        "people/invite.html",
        {"form": form, "works_for": span_words(WORKS_FOR), "breadcrumbs": breadcrumbs_of_people(), **more},
        status=status,
    )


@require_POST
def invite_send(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "accounts.see_people")
    form = _invite_form(request, request.POST)
    if not form.is_valid():
        return _invite_page(request, form, status=400)
    invitation, keys = form.invitation(), []

    def act() -> str:
        keys.append(invite(invitation=invitation, by=request.user, at=request.now))
        return reverse("people")

    try:
        result = carried_out_once(request, act)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _invite_page(request, form, status=400)
    except Refused as refusal:
        return _invite_page(request, form, status=409, errors=[refusal.sentence])
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
        context = people_context(request, [refusal.sentence])
        return render(request, "people/people.html", context, status=409)
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

    done = _("The invitation is withdrawn; its link no longer works.")
    return carried_out(request, act, done, "people/people.html", lambda: people_context(request))


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


@require_safe
def role_end_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """From which day, and what follows."""
    membership = membership_to_end(request, pk)
    form = EndRoleForm(initial={"on": day_of(request.now)})
    return render(request, "people/end_role.html", leaving(request, membership) | {"form": form})


@require_POST
def role_end(request: PortalRequest, pk: int) -> HttpResponse:
    membership = membership_to_end(request, pk)
    form = EndRoleForm(request.POST)
    context = leaving(request, membership) | {"form": form}
    if not form.is_valid():
        return render(request, "people/end_role.html", context, status=400)

    def act() -> str:
        on = form.cleaned_data["on"]
        end_membership(membership=membership, on=on, by=request.user, at=request.now)
        return reverse("people")

    done = _("The role of %(name)s is ended.") % {"name": membership.user}
    return carried_out(request, act, done, "people/end_role.html", lambda: context)


@require_POST
def list_confirm(request: PortalRequest, kind: str, key: str) -> HttpResponse:
    refuse_unless(request, "accounts.see_people")
    body = body_or_404(kind, key)

    def act() -> str:
        confirm_list(body=body, seen=request.POST.get("seen", ""), by=request.user, at=request.now)
        return address_of_list(kind, key)

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = people_context(request, [f"{body}: {refusal.sentence}"])
        return render(request, "people/people.html", context, status=409)
    messages.success(request, _("You confirmed the list of %(body)s.") % {"body": body})
    return redirect(result)
