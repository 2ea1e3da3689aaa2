"""What follows when a role ends: drafts and files that somebody else goes on with."""

from __future__ import annotations

from typing import Any

from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.models import Membership
from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import FileHolder, ProgressReport
from actionplan.reporting.states import ReportState

from .page import trail


def leaving(request: PortalRequest, membership: Membership) -> dict[str, Any]:
    """The drafts that the person saved last and the files they hold, for whom the role is; nothing for other roles."""
    on = day_of(request.now)  # type: ignore[attr-defined]
    nothing: dict[str, Any] = {"drafts": [], "files": [], "left_alone": []}
    context = {"membership": membership, "trail": trail(), **nothing}
    if membership.role != Role.CONTRIBUTOR:
        return context
    organisations = _organisations(membership, on)
    of_theirs: dict[str, Any] = {"organisation__in": organisations}
    if membership.plan is not None:
        of_theirs["action__plan"] = membership.plan
    drafts = ProgressReport.objects.filter(**of_theirs, saved_by=membership.user, state=ReportState.DRAFT)
    drafts = drafts.select_related("action__plan", "organisation").prefetch_related("action__terms")
    files = FileHolder.objects.filter(**of_theirs, user=membership.user)
    files = files.select_related("action__plan", "organisation").prefetch_related("action__terms")
    return context | {
        "drafts": drafts.order_by("action__order", "organisation__order"),
        "files": files.order_by("action__order", "deputy"),
        "left_alone": _left_alone(membership, organisations, on),
    }


def _organisations(membership: Membership, on: Any) -> list[Organisation]:
    if membership.organisation is not None:
        return [membership.organisation]
    return list(Organisation.objects.of_policy_area(membership.policy_area, on))


def _left_alone(membership: Membership, organisations: list[Organisation], on: Any) -> list[Organisation]:
    """Those for which nobody could submit without this role, in its plan; of one of every plan, in each."""
    if membership.writes_only:
        return []
    others = set(with_contact_point(membership.plan, on, Membership.objects.exclude(pk=membership.pk)))
    return [row for row in organisations if row not in others]
