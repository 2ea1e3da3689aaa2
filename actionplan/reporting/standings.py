"""Which report of an organisation counts, and how submitting, returning and accepting change that."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused

from .models import ProgressReport, Standing
from .states import Basis, ReportState

STILL_HOLDS = [ReportState.SUBMITTED, ReportState.ACCEPTED]


def current_standing(action: int, organisation: int, basis: str) -> Standing | None:
    """The open standing of an organisation on an action, with its report."""
    rows = Standing.objects.open().of(action, organisation).on_basis(basis)
    return rows.select_related("report").first()


def counts(report: ProgressReport, basis: str) -> bool:
    """Whether the report is the one of its organisation that counts now."""
    return Standing.objects.open().on_basis(basis).filter(report=report).exists()


def refuse_before_latest(action: int, at: datetime.datetime) -> None:
    """Raises Refused if `at` is earlier than the latest standing of the action."""
    refuse_before_latest_of([action], at)


def refuse_before_latest_of(actions: Collection[int], at: datetime.datetime) -> None:
    """`refuse_before_latest` for several actions."""
    latest = Standing.objects.filter(action__in=actions).aggregate(since=Max("since"), until=Max("until"))
    known = [instant for instant in latest.values() if instant is not None]
    if known and at < max(known):
        raise Refused(_("Something later than this moment was recorded for this action already."))


def _end(standing: Standing | None, at: datetime.datetime) -> None:
    if standing is not None:
        standing.until = at
        standing.save(update_fields=["until"])


def _begin(report: ProgressReport, basis: str, at: datetime.datetime) -> None:
    Standing.objects.create(
        action_id=report.action_id,
        organisation_id=report.organisation_id,
        basis=basis,
        report=report,
        as_lead=report.is_lead,
        since=at,
    )


def begin_reported(report: ProgressReport, at: datetime.datetime) -> None:
    """A submitted report counts on the reported basis from now on."""
    _replace(report, Basis.REPORTED, at)


def _replace(report: ProgressReport, basis: str, at: datetime.datetime) -> None:
    """The report replaces the organisation's previous one.

    A contribution of a former lead waits as long as its lead report is the one that counts for the action.
    """
    current = current_standing(report.action_id, report.organisation_id, basis)
    if (
        current is not None
        and current.as_lead
        and not report.is_lead
        and not _another_lead_is_accepted(report, basis)
    ):
        return
    _end(current, at)
    _begin(report, basis, at)


def _another_lead_is_accepted(report: ProgressReport, basis: str) -> bool:
    """Whether another organisation has an accepted lead report, which can no longer be undone."""
    as_lead = Standing.objects.open().on_basis(basis).filter(action=report.action_id, as_lead=True)
    others = as_lead.exclude(organisation=report.organisation_id)
    return others.filter(report__state=ReportState.ACCEPTED).exists()


def _switch_former_leads_to_contributions(report: ProgressReport, at: datetime.datetime) -> None:
    """Once another lead's report is accepted, later contributions of former leads count instead."""
    for basis, states in [(Basis.REPORTED, STILL_HOLDS), (Basis.ACCEPTED, [ReportState.ACCEPTED])]:
        others = Standing.objects.open().on_basis(basis).filter(action=report.action_id, as_lead=True)
        for former in others.exclude(organisation=report.organisation_id).select_related("report"):
            of_pair = ProgressReport.objects.of(former.action_id, former.organisation_id)
            later = of_pair.filter(state__in=states, submitted_at__gt=former.report.submitted_at)
            newest = later.order_by("-submitted_at", "-pk").first()
            if newest is not None and not newest.is_lead:
                _replace(newest, basis, at)


def end_reported(report: ProgressReport, at: datetime.datetime) -> None:
    """A report that was returned or taken back no longer counts; the previous one counts again."""
    current = current_standing(report.action_id, report.organisation_id, Basis.REPORTED)
    if current is None or current.report_id != report.pk:
        return
    _end(current, at)
    before = (
        Standing.objects.of(report.action_id, report.organisation_id)
        .on_basis(Basis.REPORTED)
        .filter(report__state__in=STILL_HOLDS)
        .exclude(report=report)
        .select_related("report")
        .order_by("-report__submitted_at", "-report_id")
        .first()
    )
    if before is not None:
        _begin(before.report, Basis.REPORTED, at)


def begin_accepted(report: ProgressReport, at: datetime.datetime) -> None:
    """An accepted report counts on the accepted basis, unless a newer one was accepted before it."""
    current = current_standing(report.action_id, report.organisation_id, Basis.ACCEPTED)
    if current is not None and _is_newer(current.report, report):
        return
    _replace(report, Basis.ACCEPTED, at)
    if report.is_lead:
        _switch_former_leads_to_contributions(report, at)


def _is_newer(report: ProgressReport, other: ProgressReport) -> bool:
    if report.submitted_at is None or other.submitted_at is None:
        raise ValueError("only submitted reports are compared")
    return (report.submitted_at, report.pk) > (other.submitted_at, other.pk)
