"""The round that a page is about, fetched through what the person may see, and the way up from the pages of rounds."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.getters import plan_or_404
from actionplan.reporting.models import Round
from objectives.models import Plan


def round_or_404(request: PortalRequest, plan_code: str, round_code: str) -> Round:
    """A round of that plan; one in preparation is the coordinators' alone."""
    plan = plan_or_404(request, plan_code)
    rows = Round.objects.filter(plan=plan)
    if not request.user.has_perm("reporting.keep_rounds", plan):
        rows = rows.shown_to_everybody()
    round = get_object_or_404(rows, code=round_code)
    round.plan = plan
    return round


def round_to_keep(request: PortalRequest, plan_code: str, round_code: str) -> Round:
    """The round, for somebody who prepares, opens and closes rounds."""
    round = round_or_404(request, plan_code, round_code)
    if not request.user.has_perm("reporting.keep_rounds", round):
        raise PermissionDenied
    return round


def as_it_is_now(round: Round) -> Round:
    """The round read again, after an act on it was refused because somebody else was first."""
    plan = round.plan
    round.refresh_from_db()
    round.plan = plan
    return round


Trail = list[tuple[str, str]]


def trail_of_rounds(plan: Plan) -> Trail:
    return [(_("Rounds"), reverse("round-list", args=[plan.code]))]


def trail_of_round(round: Round) -> Trail:
    address = reverse("round", args=[round.plan.code, round.code])
    return [*trail_of_rounds(round.plan), (round.local_name, address)]
