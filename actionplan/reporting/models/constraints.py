"""The database constraints of a progress report."""

from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from actionplan.reporting.report_fields import CHOICE_FIELDS, LEAD_FIELDS, empty_fields
from actionplan.reporting.states import (
    DONE,
    PENDING,
    REVIEWED,
    Confidence,
    ReportKind,
    ReportState,
    Status,
)

REPORT_CONSTRAINTS = [
    UniqueConstraint(
        fields=["action", "organisation", "round"],
        condition=Q(state__in=PENDING, round__isnull=False),
        name="report_one_pending_in_a_round",
    ),
    UniqueConstraint(
        fields=["action", "organisation"],
        condition=Q(state__in=PENDING, round__isnull=True),
        name="report_one_pending_outside_rounds",
    ),
    UniqueConstraint(
        fields=["answers"],
        condition=Q(answers__isnull=False) & ~Q(state=ReportState.TAKEN_BACK),
        name="report_answered_once",
    ),
    CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
    CheckConstraint(name="report_kind_known", condition=Q(kind__in=ReportKind.values)),
    *(
        CheckConstraint(name=f"report_{name}_known", condition=Q(**{f"{name}__in": ["", *choices.values]}))
        for name, choices in CHOICE_FIELDS.items()
    ),
    CheckConstraint(name="report_verdict_known", condition=Q(verdict__in=["", *Confidence.values])),
    CheckConstraint(name="report_version_from_one", condition=Q(version__gte=1)),
    CheckConstraint(
        name="report_submitted_by_and_at",
        condition=Q(state=ReportState.DRAFT, submitted_by=None, submitted_at=None)
        | (~Q(state=ReportState.DRAFT) & Q(submitted_by__isnull=False, submitted_at__isnull=False)),
    ),
    CheckConstraint(
        name="report_ready_by_and_at",
        condition=Q(ready_by=None, ready_at=None)
        | Q(state=ReportState.DRAFT, ready_by__isnull=False, ready_at__isnull=False),
    ),
    CheckConstraint(
        name="report_reviewed_by_and_at",
        condition=Q(state__in=REVIEWED, reviewed_by__isnull=False, reviewed_at__isnull=False)
        | (
            ~Q(state__in=REVIEWED)
            & Q(reviewed_by=None, reviewed_at=None, verdict="", remark="", reviewed_within=False)
        ),
    ),
    CheckConstraint(
        name="report_taken_back_by_and_at",
        condition=Q(state=ReportState.TAKEN_BACK, taken_back_by__isnull=False, taken_back_at__isnull=False)
        | (~Q(state=ReportState.TAKEN_BACK) & Q(taken_back_by=None, taken_back_at=None)),
    ),
    CheckConstraint(
        name="report_four_eyes",
        condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("submitted_by")),
        violation_error_message=_("Nobody reviews a report that they submitted."),
    ),
    CheckConstraint(
        name="report_reviewed_after_submitted",
        condition=Q(reviewed_at__isnull=True) | Q(reviewed_at__gte=F("submitted_at")),
    ),
    CheckConstraint(
        name="report_verdict_on_accepted_lead",
        condition=(
            Q(state=ReportState.ACCEPTED, kind=ReportKind.LEAD) & (~Q(verdict="") | Q(status__in=DONE))
        )
        | (~Q(state=ReportState.ACCEPTED, kind=ReportKind.LEAD) & Q(verdict="")),
    ),
    CheckConstraint(
        name="report_taken_over_is_the_confidence",
        condition=Q(verdict_taken_over=False) | (~Q(verdict="") & Q(verdict=F("confidence"))),
    ),
    CheckConstraint(
        name="report_returned_with_a_remark",
        condition=~Q(state=ReportState.RETURNED) | ~Q(remark="") | Q(redacted_at__isnull=False),
    ),
    CheckConstraint(
        name="report_contribution_without_lead_fields",
        condition=Q(kind=ReportKind.LEAD) | Q(**empty_fields(LEAD_FIELDS)),
    ),
    CheckConstraint(
        name="report_of_lead_has_a_status",
        condition=Q(state=ReportState.DRAFT) | Q(kind=ReportKind.CONTRIBUTION) | ~Q(status=""),
    ),
    CheckConstraint(
        name="report_outcome_of_completed",
        condition=Q(state=ReportState.DRAFT) | Q(status=Status.COMPLETED) | Q(outcome=""),
    ),
    CheckConstraint(
        name="report_on_hold_while_ongoing",
        condition=Q(state=ReportState.DRAFT) | Q(status=Status.ONGOING) | Q(on_hold_since=None),
    ),
    CheckConstraint(
        name="report_stopped_with_a_reason",
        condition=Q(state=ReportState.DRAFT)
        | (~Q(status=Status.STOPPED) & Q(stop_reason="", stop_decision=""))
        | (Q(status=Status.STOPPED) & (~Q(stop_reason="") | Q(redacted_at__isnull=False))),
    ),
    CheckConstraint(
        name="report_ends_after_it_starts",
        condition=Q(state=ReportState.DRAFT)
        | Q(actual_start=None)
        | Q(actual_end=None)
        | Q(actual_end__gte=F("actual_start")),
    ),
    CheckConstraint(
        name="report_agreed_by_and_on",
        condition=Q(state=ReportState.DRAFT)
        | Q(agreed_by="", agreed_on=None)
        | (Q(agreed_on__isnull=False) & (~Q(agreed_by="") | Q(redacted_at__isnull=False))),
    ),
]
