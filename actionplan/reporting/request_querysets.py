"""Reads of requests: where the answer to each stands, which are late, whose they are."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from actionplan.base.days import BRUSSELS

from .states import UNANSWERED, UNDER_WAY, ReportState, RequestRole, RequestState

SOON = datetime.timedelta(days=14)
NOT_HANDED_IN = [ReportState.DRAFT, ReportState.TAKEN_BACK]


class RequestQuerySet(models.QuerySet):
    def of_leads(self) -> Self:
        """The requests that can be late: partners are invited, never late."""
        return self.filter(role=RequestRole.LEAD)

    def in_plan(self) -> Self:
        """Those about actions that have not left the plan since they were asked."""
        return self.filter(action__in_force_until__isnull=True)

    def under_way(self) -> Self:
        """Requests of rounds that are open, in review or in validation."""
        return self.filter(round__state__in=UNDER_WAY)

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)

    def of_organisations(self, organisations: Collection[int]) -> Self:
        return self.filter(organisation__in=organisations)

    def with_state(self) -> Self:
        """Add where each answer stands.

        `answer_state` (a RequestState), `has_draft`, `was_handed_in` (once, whatever became of it), `last_report` (key
        of the newest that was handed in and not taken back), `last_on_behalf`, `first_handed_in` (the instant that
        lateness is measured by) and `due` (the extension's day, else the round's; inclusive). A report that was handed
        in before the round opened, returned and not answered since is still to be answered: `last_report` names it,
        `was_handed_in` and `first_handed_in` speak of the round alone. What is still to be answered about an action that
        has left the plan is no longer asked; what was handed in by then may still be reviewed, and keeps its state.
        """
        reports = _reports_of_request()
        handed_in = reports.exclude(state__in=NOT_HANDED_IN)
        newest = handed_in.order_by("-submitted_at", "-pk")
        before = _reports_before().order_by("-submitted_at", "-pk")
        return self.annotate(
            due=Coalesce("extended_to", "round__due", output_field=DateField()),
            has_draft=Exists(reports.filter(state=ReportState.DRAFT)),
            was_handed_in=Exists(reports.exclude(state=ReportState.DRAFT)),
            last_state=Subquery(newest.values("state")[:1]),
            state_before=Subquery(before.values("state")[:1]),
            last_on_behalf=Subquery(newest.values("on_behalf")[:1]),
            first_handed_in=Subquery(handed_in.order_by("submitted_at", "pk").values("submitted_at")[:1]),
            last_report=Case(
                When(
                    Q(last_state=None, state_before=ReportState.RETURNED),
                    then=Subquery(before.values("pk")[:1]),
                ),
                default=Subquery(newest.values("pk")[:1]),
            ),
        ).annotate(answer_state=_answer_state())

    def unanswered(self) -> Self:
        """Of requests with their state: nothing handed in, or returned and not answered again."""
        return self.filter(answer_state__in=UNANSWERED)

    def not_accepted(self) -> Self:
        """Of requests with their state: those that need a reason before the round closes."""
        return self.exclude(answer_state__in=[RequestState.ACCEPTED, RequestState.NO_LONGER_ASKED])

    def overdue(self, on: datetime.date) -> Self:
        """Of requests with their state: a lead's, still to hand in or to answer, due before the day."""
        return self.of_leads().unanswered().filter(due__lt=on, organisation__isnull=False)

    def due_soon(self, on: datetime.date) -> Self:
        """Of requests with their state: a lead's, still to hand in or to answer, due within 14 days from the day."""
        waiting = self.of_leads().unanswered().filter(organisation__isnull=False)
        return waiting.filter(due__gte=on, due__lte=on + SOON)

    def with_lateness(self, on: datetime.date) -> Self:
        """Of requests with their state: add `late_by`, how long after its due date a lead's was handed in, or still is not.

        A duration of whole days on the day; negative while there is time left, nothing for invited partners and for
        what is asked of nobody or no longer.
        """
        handed_in = TruncDate("first_handed_in", tzinfo=BRUSSELS)
        until = Case(
            When(answer_state__in=UNANSWERED, then=Value(on)), default=handed_in, output_field=DateField()
        )
        late_by = ExpressionWrapper(until - F("due"), output_field=DurationField())
        can_be_late = Q(role=RequestRole.LEAD, organisation__isnull=False)
        is_asked = ~Q(answer_state=RequestState.NO_LONGER_ASKED)
        return self.annotate(late_by=Case(When(can_be_late & is_asked, then=late_by)))

    def handed_in_late(self) -> Self:
        """Of requests with their lateness: handed in after the due date."""
        return self.exclude(answer_state__in=UNANSWERED).filter(late_by__gt=datetime.timedelta())

    def in_order_of_due_date(self) -> Self:
        """Of requests with their state: the earliest due first, then as the plan has them, leads before partners."""
        return self.order_by("due", "action__order", "role", "pk")


def _reports_of_request() -> QuerySet:
    report = apps.get_model("reporting", "ProgressReport")
    return report.objects.filter(
        round=OuterRef("round"), action=OuterRef("action"), organisation=OuterRef("organisation")
    )


def _reports_before() -> QuerySet:
    """What the organisation handed in on the action before the round opened, in another round or between two."""
    report = apps.get_model("reporting", "ProgressReport")
    return report.objects.filter(
        action=OuterRef("action"),
        organisation=OuterRef("organisation"),
        submitted_at__lt=OuterRef("round__opened_at"),
    ).exclude(state__in=NOT_HANDED_IN)


def _answer_state() -> Case:
    return Case(
        When(last_state=ReportState.ACCEPTED, then=Value(RequestState.ACCEPTED)),
        When(last_state=ReportState.SUBMITTED, then=Value(RequestState.SUBMITTED)),
        When(action__in_force_until__isnull=False, then=Value(RequestState.NO_LONGER_ASKED)),
        When(organisation=None, then=Value(RequestState.NOBODY)),
        When(last_state=ReportState.RETURNED, then=Value(RequestState.RETURNED)),
        When(last_state=None, state_before=ReportState.RETURNED, then=Value(RequestState.RETURNED)),
        When(has_draft=True, then=Value(RequestState.DRAFT)),
        default=Value(RequestState.NOT_STARTED),
        output_field=CharField(),
    )
