"""The round and the request that a page is about, fetched through what the person may see."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from actionplan.pages.getters import plan_or_404
from actionplan.reporting.models import Request, Round

from .requests import day_of_lateness, requests_of


def round_or_404(request: HttpRequest, plan_code: str, round_code: str) -> Round:
    """A round of that plan; one in preparation is the coordinators' alone."""
    plan = plan_or_404(request, plan_code)
    rows = Round.objects.filter(plan=plan)
    if not request.user.has_perm("reporting.keep_rounds", plan):
        rows = rows.shown_to_everybody()
    round = get_object_or_404(rows, code=round_code)
    round.plan = plan
    return round


def round_to_keep(request: HttpRequest, plan_code: str, round_code: str) -> Round:
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


def request_or_404(request: HttpRequest, plan_code: str, round_code: str, pk: int) -> Request:
    """A request of that round, with where its answer stands and how late it is."""
    round = round_or_404(request, plan_code, round_code)
    row = get_object_or_404(requests_of(round, day_of_lateness(round, request.now)), pk=pk)
    row.round = round
    return row


def request_as_it_is_now(row: Request, now: datetime.datetime) -> Request:
    """The request read again, after an act on it was refused because somebody else was first."""
    round = as_it_is_now(row.round)
    again = requests_of(round, day_of_lateness(round, now)).filter(pk=row.pk).first() or row
    again.round = round
    return again
