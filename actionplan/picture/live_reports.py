"""Reading the reports that hold, with their rows, as the classes of a picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from actionplan.reporting.models import CorrectedFact, Expenditure, Measurement, ReportedMilestone, Standing
from actionplan.reporting.report_fields import FACT_FIELDS

from .by_name import DatedRows, GroupedRows, columns, grouped, read_as
from .evidence import evidence_by_report
from .indicators import MeasurementPicture
from .picture import CorrectedFactPicture, ReportedMilestonePicture, ReportPicture
from .spending import SpendingPicture


def _is_true(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def reports_of(standings: QuerySet[Standing]) -> DatedRows:
    """By action, each with the instants since and until which it counts: five queries, one where there is no report,
    one more where a closed round is corrected."""
    names = ["pk", "version", "on_behalf", *FACT_FIELDS, "submitted_by", "submitted_at", "answers"]
    names += ["reviewed_by", "reviewed_at", "reviewed_within", "verdict", "verdict_taken_over"]
    names += ["redacted_at", "redacted_fields"]
    facts = columns(
        *["since", "names_obstacle", "names_source"],
        is_lead="as_lead",
        organisation="report__organisation__key",
        round="report__round__code",
        **{name: f"report__{name}" for name in names},
    )

    rows = standings.annotate(
        names_obstacle=_is_true(~Q(report__obstacles="")), names_source=_is_true(~Q(report__source=""))
    )
    found = list(read_as(dict, rows.order_by("-as_lead", "-since", "-pk"), facts, "action", "until"))
    if not found:
        return {}
    corrects = any(report["corrects_id"] for _action, _until, report in found)
    lists: dict[str, Any] = {
        "spending": _spending(standings),
        "milestones": _reported_milestones(standings),
        "measurements": _measurements(standings),
        "corrected": _corrected_facts(standings) if corrects else {},
        "evidence": evidence_by_report(standings.values("report")),
    }

    def made(pk: int, redacted_fields: list[str], **facts: Any) -> ReportPicture:
        facts["names_obstacle"] |= "obstacles" in redacted_fields
        facts["names_source"] |= "source" in redacted_fields
        facts |= {name: tuple(of.get(pk, ())) for name, of in lists.items()}
        return ReportPicture(pk=pk, redacted_fields=tuple(redacted_fields), **facts)

    reports: dict[int, list[tuple[Any, Any, ReportPicture]]] = defaultdict(list)
    for action, until, report in found:
        reports[action].append((report["since"], until, made(**report)))
    return reports


def _spending(standings: QuerySet[Standing]) -> GroupedRows:
    """Expenditure, by report key."""
    rows = Expenditure.objects.filter(report__in=standings.values("report"))
    names = [field.name for field in fields(SpendingPicture) if field.name != "place"]
    rows = rows.annotate(names_source=_is_true(~Q(source=""))).order_by("line__place", "year")
    return grouped(rows, "report", columns(*names, place="line__place"), SpendingPicture)


def _reported_milestones(standings: QuerySet[Standing]) -> GroupedRows:
    """Reported milestones, by report key."""
    rows = ReportedMilestone.objects.filter(report__in=standings.values("report"))
    names = ["period_start", "state", "achieved_on", "number", "names_source", "expected_on"]
    rows = rows.annotate(names_source=_is_true(~Q(source="")))
    rows = rows.order_by("milestone__order", F("period_start").asc(nulls_first=True))
    return grouped(rows, "report", columns(*names, key="milestone__key"), ReportedMilestonePicture)


def _measurements(standings: QuerySet[Standing]) -> GroupedRows:
    """Measurements, by report key."""
    rows = Measurement.objects.filter(report__in=standings.values("report"))
    facts = columns("day", "value", "provisional", "withdrawn", key="indicator__key")
    return grouped(rows.order_by("indicator__order", "day"), "report", facts, MeasurementPicture)


def _corrected_facts(standings: QuerySet[Standing]) -> GroupedRows:
    """What reports say that a closed round should have said, by report key."""
    rows = CorrectedFact.objects.filter(report__in=standings.values("report")).order_by("pk")
    names = ["kind", "year", "period_start", "amount", "day", "choice"]
    keys = {"place": "line__place", "milestone": "milestone__key", "indicator": "indicator__key"}
    return grouped(rows, "report", columns(*names, **keys), CorrectedFactPicture)
