"""Querysets of requests: the state of the answer, lateness, organisations."""

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

from .states import ANSWERED, UNANSWERED, UNDER_WAY, ReportState, RequestRole, RequestState

DUE_SOON_WITHIN = datetime.timedelta(days=14)
NOT_SUBMITTED = [ReportState.DRAFT, ReportState.TAKEN_BACK]
CAN_BE_LATE = Q(role=RequestRole.LEAD, organisation__isnull=False)
"""Partners are invited, never late; a request without a lead is asked of nobody."""


def overdue_q(on: datetime.date) -> Q:
    """Unanswered requests that were due before the day. Needs `with_state`."""
    return CAN_BE_LATE & Q(answer_state__in=UNANSWERED, due__lt=on)


class RequestQuerySet(models.QuerySet):
    def of_leads(self) -> Self:
        """Requests to leads, which can be late; invited partners never are."""
        return self.filter(role=RequestRole.LEAD)

    def in_plan(self) -> Self:
        """Requests about actions that are still in the plan."""
        return self.filter(action__in_force_until__isnull=True)

    def under_way(self) -> Self:
        """Requests of rounds that are open, in review or in validation."""
        return self.filter(round__state__in=UNDER_WAY)

    def of(self, action: Any, organisation: Any) -> Self:
        return self.filter(action=action, organisation=organisation)

    def of_organisations(self, organisations: Collection[int]) -> Self:
        return self.filter(organisation__in=organisations)

    def with_state(self) -> Self:
        """Annotate the state of each answer.

        `answer_state` (a RequestState), `has_draft`, `was_handed_in` (ever, whatever its state now),
        `was_accepted` (some version in this round), `is_reopened` (in validation, no newer version accepted, and
        the action is in the plan) and `due` (the extension's day, else the round's; inclusive).

        A report submitted before the round opened, then returned and not resubmitted, still has to be
        answered, while `was_handed_in` is about the round alone. An unanswered request about an action that left the plan is no longer asked; a report submitted
        by then may still be reviewed, and keeps its state.
        """
        reports = _reports_of_request()
        rows = self.with_answer_state().with_reopened()
        return rows.annotate(
            was_handed_in=Exists(reports.exclude(state=ReportState.DRAFT)),
            was_accepted=Exists(reports.filter(state=ReportState.ACCEPTED)),
        )

    def with_reopened(self) -> Self:
        """Of `with_state` only `is_reopened`."""
        return self.annotate(is_reopened=Exists(_reopenings()))

    def with_answer_state(self) -> Self:
        """Of `with_state` only `answer_state`, `has_draft` and `due`, for pages that count."""
        reports = _reports_of_request()
        newest = reports.exclude(state__in=NOT_SUBMITTED).order_by("-submitted_at", "-pk")
        before = _reports_before().order_by("-submitted_at", "-pk")
        return self.annotate(
            due=Coalesce("extended_to", "round__due", output_field=DateField()),
            has_draft=Exists(reports.filter(state=ReportState.DRAFT)),
            last_state=Subquery(newest.values("state")[:1]),
            state_before=Subquery(before.values("state")[:1]),
        ).annotate(answer_state=_answer_state())

    def with_reports(self) -> Self:
        """Annotate which reports answer. Needs `with_state`.

        `last_report` (key of the newest report submitted and not taken back, if need be before the round opened),
        `last_on_behalf` and `first_handed_in` (the instant used for lateness, in the round alone).
        """
        handed_in = _reports_of_request().exclude(state__in=NOT_SUBMITTED)
        newest = handed_in.order_by("-submitted_at", "-pk")
        before = _reports_before().order_by("-submitted_at", "-pk")
        return self.annotate(
            last_on_behalf=Subquery(newest.values("on_behalf")[:1]),
            first_handed_in=Subquery(handed_in.order_by("submitted_at", "pk").values("submitted_at")[:1]),
            last_report=Case(
                When(
                    Q(last_state=None, state_before=ReportState.RETURNED),
                    then=Subquery(before.values("pk")[:1]),
                ),
                default=Subquery(newest.values("pk")[:1]),
            ),
        )

    def unanswered(self) -> Self:
        """Nothing submitted, or returned and not resubmitted. Needs `with_state`."""
        return self.filter(answer_state__in=UNANSWERED)

    def unanswered_or_reopened(self) -> Self:
        """Also accepted ones that were reopened in validation. Needs `with_state`."""
        reopened = Q(answer_state=RequestState.ACCEPTED, is_reopened=True)
        return self.filter(Q(answer_state__in=UNANSWERED) | reopened)

    def not_accepted(self) -> Self:
        """Requests that need a reason before the round can close. Needs `with_state`."""
        accepted = Q(answer_state=RequestState.ACCEPTED, is_reopened=False)
        return self.exclude(accepted | Q(answer_state=RequestState.NO_LONGER_ASKED))

    def overdue(self, on: datetime.date) -> Self:
        return self.filter(overdue_q(on))

    def due_soon(self, on: datetime.date) -> Self:
        """Unanswered requests to leads due within 14 days from the day, inclusive. Needs `with_state`."""
        return self.unanswered().filter(CAN_BE_LATE, due__gte=on, due__lte=on + DUE_SOON_WITHIN)

    def with_lateness(self, on: datetime.date) -> Self:
        """Annotate `late_by`: how long after its due day a lead's report was submitted, or is still missing.

        A duration of whole days, negative while there is time left; None for invited partners and for
        requests that are addressed to nobody or no longer asked. Needs `with_state` and `with_reports`.
        """
        handed_in = TruncDate("first_handed_in", tzinfo=BRUSSELS)
        until = Case(
            When(answer_state__in=UNANSWERED, then=Value(on)), default=handed_in, output_field=DateField()
        )
        late_by = ExpressionWrapper(until - F("due"), output_field=DurationField())
        is_asked = ~Q(answer_state=RequestState.NO_LONGER_ASKED)
        return self.annotate(late_by=Case(When(CAN_BE_LATE & is_asked, then=late_by)))

    def submitted_late(self) -> Self:
        """Submitted after the due day. Needs `with_lateness`."""
        return self.exclude(answer_state__in=UNANSWERED).filter(late_by__gt=datetime.timedelta())

    def in_order_of_due_date(self) -> Self:
        """Earliest due day first, then in plan order, leads before partners. Needs `with_state`."""
        return self.order_by("due", "action__order", "role", "pk")


def _reports_of_request() -> QuerySet:
    report = apps.get_model("reporting", "ProgressReport")
    return report.objects.filter(
        round=OuterRef("round"), action=OuterRef("action"), organisation=OuterRef("organisation")
    )


def _reports_before() -> QuerySet:
    """The organisation's reports on the action that were submitted before the round opened."""
    report = apps.get_model("reporting", "ProgressReport")
    return report.objects.filter(
        action=OuterRef("action"),
        organisation=OuterRef("organisation"),
        submitted_at__lt=OuterRef("round__opened_at"),
    ).exclude(state__in=NOT_SUBMITTED)


def _reopenings() -> QuerySet:
    """Reopenings of the request after which no version was accepted, while the action is in the plan."""
    newer = apps.get_model("reporting", "ProgressReport").objects.filter(
        round=OuterRef("request__round"),
        action=OuterRef("request__action"),
        organisation=OuterRef("request__organisation"),
        state=ReportState.ACCEPTED,
        reviewed_at__gt=OuterRef("at"),
    )
    reopenings = apps.get_model("reporting", "Reopening").objects
    in_plan = reopenings.filter(request__action__in_force_until__isnull=True)
    return in_plan.filter(~Exists(newer), request=OuterRef("pk"))


def _answer_state() -> Case:
    """What was submitted has the state of its newest report. A subquery is reckoned as often as it is written."""
    not_submitted = Case(
        When(state_before=ReportState.RETURNED, then=Value(RequestState.RETURNED)),
        When(has_draft=True, then=Value(RequestState.DRAFT)),
        default=Value(RequestState.NOT_STARTED),
    )
    has_left = Case(
        When(last_state__in=ANSWERED, then=F("last_state")), default=Value(RequestState.NO_LONGER_ASKED)
    )
    return Case(
        When(action__in_force_until__isnull=False, then=has_left),
        When(organisation=None, then=Value(RequestState.NOBODY)),
        default=Coalesce("last_state", not_submitted),
        output_field=CharField(),
    )
