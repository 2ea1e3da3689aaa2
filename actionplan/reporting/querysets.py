"""Reads of reports, expenditure, milestones as reported, and standings."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When

from .states import PENDING, UNDER_WAY, Basis, ReportState, RoundState


def stands_at(at: datetime.datetime) -> Q:
    """The condition that a standing holds at an instant: since inclusive, until exclusive."""
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


class ReportQuerySet(models.QuerySet):
    def drafts(self) -> Self:
        return self.filter(state=ReportState.DRAFT)

    def pending(self) -> Self:
        """Reports in draft or waiting for review."""
        return self.filter(state__in=PENDING)

    def handed_in(self) -> Self:
        """Reports that were submitted once, whatever became of them."""
        return self.exclude(state=ReportState.DRAFT)

    def waiting_for_review(self) -> Self:
        """Submitted and not yet reviewed, oldest first."""
        return self.filter(state=ReportState.SUBMITTED).order_by("submitted_at", "pk")

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)

    def known_at(self, at: datetime.datetime) -> Self:
        """Reports that had been submitted by the instant."""
        return self.handed_in().filter(submitted_at__lte=at)

    def held_by(self, at: datetime.datetime, basis: str) -> Self:
        """Reports that counted on the basis by the instant, whatever became of them since."""
        standings = apps.get_model("reporting", "Standing").objects.on_basis(basis)
        return self.known_at(at).filter(Exists(standings.filter(report=OuterRef("pk"), since__lte=at)))

    def newest_first(self) -> Self:
        """A draft comes before everything that was handed in."""
        return self.order_by(F("submitted_at").desc(nulls_first=True), "-pk")

    def with_previous(self) -> Self:
        """Add `previous_key`: the report that held, on the reported basis, when each was handed in.

        For a draft, the one that holds now; None where nothing came before.
        """
        standings = apps.get_model("reporting", "Standing").objects.on_basis(Basis.REPORTED)
        of_pair = standings.filter(action=OuterRef("action"), organisation=OuterRef("organisation"))
        own = standings.filter(report=OuterRef("pk")).order_by("pk")
        earlier = of_pair.filter(pk__lt=OuterRef("first_standing")).order_by("-pk")
        return self.annotate(first_standing=Subquery(own.values("pk")[:1])).annotate(
            previous_key=Case(
                When(state=ReportState.DRAFT, then=Subquery(of_pair.open().values("report")[:1])),
                default=Subquery(earlier.values("report")[:1]),
            )
        )


class ExpenditureQuerySet(models.QuerySet):
    def with_before(self, basis: str) -> Self:
        """Add what the same organisation's report that stood before on the basis said of the line and year.

        `report_before` is its key, None where nothing stood before; `committed_before`, `paid_before` and
        `forecast_before` are in euro.
        """
        standings = apps.get_model("reporting", "Standing").objects.on_basis(basis)
        own = standings.filter(report=OuterRef("report")).order_by("pk")
        earlier = standings.filter(
            action=OuterRef("report__action"),
            organisation=OuterRef("report__organisation"),
            pk__lt=OuterRef("first_standing"),
        ).order_by("-pk")
        said = apps.get_model("reporting", "Expenditure").objects.filter(
            report=OuterRef("report_before"), line=OuterRef("line"), year=OuterRef("year")
        )
        return self.annotate(
            first_standing=Subquery(own.values("pk")[:1]),
            report_before=Subquery(earlier.values("report")[:1]),
            **{
                f"{name}_before": Subquery(said.values(name)[:1])
                for name in ["committed", "paid", "forecast"]
            },
        )


class StandingQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(until__isnull=True)

    def at(self, instant: datetime.datetime) -> Self:
        return self.filter(stands_at(instant))

    def on_basis(self, basis: str) -> Self:
        return self.filter(basis=basis)

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)


class RoundQuerySet(models.QuerySet):
    def get_by_natural_key(self, plan: str, code: str) -> Any:
        return self.get(plan__code=plan, code=code)

    def of_plan(self, plan: Any) -> Self:
        return self.filter(plan=plan).order_by("about", "pk")

    def under_way(self) -> Self:
        """Open, in review or in validation; at most one of a plan."""
        return self.filter(state__in=UNDER_WAY)

    def closed(self) -> Self:
        return self.filter(state=RoundState.CLOSED)

    def shown_to_everybody(self) -> Self:
        """Rounds that were opened; one in preparation is the coordinators' alone."""
        return self.exclude(state=RoundState.DRAFT)
