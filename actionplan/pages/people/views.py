"""The page People, and what can be done on it: invite, send again, withdraw, end a role, confirm a list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.confirmations import confirm_list
from actionplan.accounts.invitation_mail import mail_invitation
from actionplan.accounts.invitations import INVITATION_VALID_FOR, invite, invite_again, withdraw_invitation
from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.workflow import end_membership
from actionplan.base.days import day_of
from actionplan.base.formatting import span_words
from actionplan.base.refusals import Refused
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page, sent_to

from .forms import EndRoleForm, InviteForm
from .read import address_of_list, body_or_404, breadcrumbs_of_people, leaving, people_context
from .seen import roles_seen_by

PEOPLE_TEMPLATE = "people/people.html"


def membership_to_end(request: PortalRequest, pk: int) -> Membership:
    """A role that this person sees and may end; nobody ends their own."""
    refuse_unless(request, "accounts.see_people")
    rows = Membership.objects.filter(roles_seen_by(request.user, day_of(request.now)))
    rows = rows.select_related("user", "organisation", "policy_area", "minister", "plan")
    membership = get_object_or_404(rows, pk=pk)
    refuse_unless(request, "accounts.manage_membership", membership)
    return membership


def managed_invitation(request: PortalRequest, pk: int) -> Invitation:
    """An invitation that this person sees and may send again or withdraw."""
    refuse_unless(request, "accounts.see_people")
    rows = Invitation.objects.filter(roles_seen_by(request.user, day_of(request.now)))
    rows = rows.select_related("organisation", "policy_area", "minister", "invited_by")
    invitation = get_object_or_404(rows, pk=pk)
    refuse_unless(request, "accounts.invite", invitation)
    return invitation


@require_safe
def people(request: PortalRequest) -> HttpResponse:
    """Who reports and reads, by organisation, policy area and minister, and for which nobody can submit."""
    refuse_unless(request, "accounts.see_people")
    return render(request, PEOPLE_TEMPLATE, people_context(request))


@form_page
def people_invite(request: PortalRequest) -> HttpResponse:
    """`?for=organisation:ov` and `?as=contact_point` fill in the form."""
    refuse_unless(request, "accounts.see_people")
    initial_values = {"body": request.GET.get("for", ""), "part": request.GET.get("as", ""), "language": "nl"}
    form = InviteForm(sent_to(request), by=request.user, on=day_of(request.now), initial=initial_values)
    invited: list[tuple[Invitation, str]] = []

    def act() -> None:
        invitation = form.invitation()
        invited.append((invitation, invite(invitation=invitation, by=request.user, at=request.now)))

    return acted(
        request,
        "people/invite.html",
        lambda: {
            "form": form,
            "works_for": span_words(INVITATION_VALID_FOR),
            "breadcrumbs": breadcrumbs_of_people(),
        },
        act,
        to=reverse("people"),
        form=form,
        done=lambda: _mailed(request, invited),
    )


@form_page
def invitation_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """A new link; the old one stops working."""
    invitation, invited = managed_invitation(request, pk), list[tuple[Invitation, str]]()

    def act() -> None:
        invited.append((invitation, invite_again(invitation=invitation, by=request.user, at=request.now)))

    return acted(
        request,
        "ui/ask_first.html",
        lambda: {"ask": _ask_about_sending(invitation), "breadcrumbs": breadcrumbs_of_people()},
        act,
        to=reverse("people"),
        done=lambda: _mailed(request, invited),
        again=invitation.refresh_from_db,
    )


def _ask_about_sending(invitation: Invitation) -> AskFirst:
    names = {"name": invitation.name, "email": invitation.email, "span": span_words(INVITATION_VALID_FOR)}
    waits = invitation.is_waiting
    sent = [
        _("%(name)s gets a mail at once, at %(email)s, with a new link that works for %(span)s.") % names,
        _("The link that was sent before no longer works."),
    ]
    return AskFirst(
        question=_("Send the invitation of %(name)s again?") % names,
        act=_("Send the mail") if waits else "",
        act_url=reverse("invitation-send-again", args=[invitation.pk]),
        back=_("Leave it as it is") if waits else _("Back to the people"),
        back_url=reverse("people"),
        happens=sent if waits else [_("It was taken up or withdrawn: there is nothing to send.")],
        undo=_("A mail that has left cannot be taken back. You can withdraw the invitation.")
        if waits
        else "",
    )


@require_POST
def invitation_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    invitation = managed_invitation(request, pk)
    return acted(
        request,
        PEOPLE_TEMPLATE,
        lambda: people_context(request),
        lambda: withdraw_invitation(invitation=invitation, by=request.user, at=request.now),
        to=reverse("people"),
        done=_("The invitation is withdrawn; its link no longer works."),
    )


def _mailed(request: PortalRequest, invited: list[tuple[Invitation, str]]) -> str:
    """Send the mail once the invitation is committed; a form sent twice made no key the second time."""
    for invitation, key in invited:
        invitation.refresh_from_db()
        if mail_invitation(invitation, key, request.now):
            return _("%(name)s is invited by mail.") % {"name": invitation.name}
        words = _(
            "The mail to %(email)s was refused, so nobody has the link. Check the address, or send it again."
        )
        messages.error(request, words % {"email": invitation.email})
    return ""


@form_page
def role_end(request: PortalRequest, pk: int) -> HttpResponse:
    """From which day, and what follows."""
    membership = membership_to_end(request, pk)
    form = EndRoleForm(sent_to(request), initial={"on": day_of(request.now)})

    def act() -> None:
        on = form.cleaned_data["on"]
        end_membership(membership=membership, on=on, by=request.user, at=request.now)

    return acted(
        request,
        "people/end_role.html",
        lambda: leaving(request, membership) | {"form": form},
        act,
        to=reverse("people"),
        form=form,
        done=lambda: render_to_string("people/role_ended.html", leaving(request, membership)),
    )


@require_POST
def list_confirm(request: PortalRequest, kind: str, key: str) -> HttpResponse:
    refuse_unless(request, "accounts.see_people")
    body = body_or_404(kind, key)

    def act() -> None:
        try:
            opened_on = request.POST.get("opened_on", "")
            confirm_list(body=body, opened_on=opened_on, by=request.user, at=request.now)
        except Refused as refusal:
            raise Refused(f"{body}: {refusal.sentence}") from refusal

    return acted(
        request,
        PEOPLE_TEMPLATE,
        lambda: people_context(request),
        act,
        to=address_of_list(kind, key),
        done=_("You confirmed the list of %(body)s.") % {"body": body},
    )
