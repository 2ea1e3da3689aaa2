"""What the pages of the people are about: somebody without a role finds nothing, others are refused."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from actionplan.accounts.models import Invitation, Membership
from actionplan.accounts.rights import has_a_role


def refuse_unless_keeps_people(request: HttpRequest) -> None:
    if not has_a_role(request.user):
        raise Http404
    if not request.user.has_perm("accounts.see_people"):
        raise PermissionDenied


def membership_to_end(request: HttpRequest, pk: int) -> Membership:
    """A role that this person may end; nobody ends their own."""
    refuse_unless_keeps_people(request)
    rows = Membership.objects.select_related("user", "organisation", "policy_area", "minister", "plan")
    membership = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("accounts.keep_membership", membership):
        raise PermissionDenied
    return membership


def invitation_to_keep(request: HttpRequest, pk: int) -> Invitation:
    """An invitation that this person may send again or withdraw."""
    refuse_unless_keeps_people(request)
    rows = Invitation.objects.select_related("organisation", "policy_area", "minister", "invited_by")
    invitation = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("accounts.invite", invitation):
        raise PermissionDenied
    return invitation
