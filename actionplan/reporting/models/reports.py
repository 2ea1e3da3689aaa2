"""Progress reports: the full report of one organisation on one action at one moment."""

from __future__ import annotations

from itertools import combinations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.base.money import money_field
from actionplan.base.people import person
from actionplan.organisations.models import Organisation
from actionplan.reporting.querysets import ExpenditureQuerySet, ReportQuerySet
from actionplan.reporting.states import (
    DONE,
    Confidence,
    CorrectedFactKind,
    Finality,
    MilestoneState,
    Outcome,
    ReportKind,
    ReportState,
    Status,
)
from actions.models import Action, Indicator, Milestone
from budgets.models import BudgetLine

from .constraints import REPORT_CONSTRAINTS
from .rounds import Round


class ProgressReport(models.Model):
    """Once submitted it never changes: triggers allow one review, or taking it back once."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="reports", verbose_name=_("action"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="reports", verbose_name=_("organisation")
    )
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ReportKind.choices)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name=_("answers")
    )
    on_behalf = models.BooleanField(_("on behalf of the organisation"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT
    )
    revision = models.PositiveIntegerField(_("revision"), default=1, help_text=_("Counts saves of a draft."))
    saved_by = person(_("saved by"), "saved_reports")
    saved_at = models.DateTimeField(_("saved at"))

    status = models.CharField(_("status"), max_length=11, choices=Status.choices, blank=True)
    on_hold_since = models.DateField(_("on hold since"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    stop_reason = models.TextField(_("why it was stopped"), blank=True)
    stop_decision = models.CharField(_("stopped by decision"), max_length=300, blank=True)
    confidence = models.CharField(_("confidence"), max_length=15, choices=Confidence.choices, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_end = models.DateField(_("actual end"), null=True, blank=True)
    forecast_end = models.DateField(_("forecast end"), null=True, blank=True)
    forecast_reason = models.TextField(_("why the forecast"), blank=True)
    done = models.TextField(pgettext_lazy("report", "done"), blank=True)
    next_steps = models.TextField(_("next"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    note_to_platform = models.TextField(_("note to the Platform"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    unchanged_since = models.DateField(
        _("unchanged since"),
        null=True,
        blank=True,
        help_text=_("The day of the report in which its words were said first."),
    )
    corrects = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects the closed round"),
    )
    correction_reason = models.TextField(_("why the closed round is corrected"), blank=True)
    agreed_by = models.CharField(_("agreed by (function)"), max_length=120, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    ready_by = person(_("ready for agreement, says"), "reports_marked_ready")
    ready_at = models.DateTimeField(_("ready for agreement since"), null=True, blank=True)
    """Of a draft only: saving other contents takes it away, and so does submitting."""
    submitted_by = person(_("submitted by"), "submitted_reports")
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    taken_back_by = person(_("taken back by"), "taken_back_reports")
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    reviewed_by = person(_("reviewed by"), "reviewed_reports")
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=15, choices=Confidence.choices, blank=True)
    verdict_taken_over = models.BooleanField(
        _("verdict taken over from the lead"),
        default=False,
        help_text=_("The lead’s confidence became the verdict when several reports were accepted at once."),
    )
    remark = models.TextField(_("remark"), blank=True)
    reviewed_within = models.BooleanField(
        _("reviewed within the submitting agency"),
        default=False,
        help_text=_("The reviewer was employed by the organisation that reports."),
    )
    redacted_at = models.DateTimeField(_("redacted at"), null=True, blank=True)
    redacted_fields = models.JSONField(_("redacted fields"), default=list, blank=True)
    """The names of the texts that a law emptied; with sources of figures alone, none."""
    salt = models.CharField(
        _("salt"),
        max_length=64,
        blank=True,
        help_text=_("Goes into the hash of its texts in the trail. Empty for a draft."),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["action", "organisation", "pk"]
        constraints = REPORT_CONSTRAINTS
        indexes = [
            models.Index(fields=["action", "-submitted_at"], name="report_of_action"),
            models.Index(
                fields=["submitted_at"], condition=Q(state=ReportState.SUBMITTED), name="report_review_queue"
            ),
            models.Index(fields=["-submitted_at", "-id"], name="report_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code}, {self.organisation}, {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == ReportState.DRAFT

    @property
    def is_lead(self) -> bool:
        return self.kind == ReportKind.LEAD

    @property
    def takes_verdict(self) -> bool:
        """Whether it is accepted with a verdict: a lead's, unless it says completed or stopped."""
        return self.is_lead and self.status not in DONE


NUMBER_COLUMNS = ["committed", "paid", "forecast", "full_time_equivalents"]
"""The figures of a row of expenditure."""


def _withdrawn_and_empty() -> Q:
    """Each choice of figures as `withdrawn` names it, all of which are empty."""
    condition = Q(withdrawn="")
    for count in range(1, len(NUMBER_COLUMNS) + 1):
        for names in combinations(NUMBER_COLUMNS, count):
            condition |= Q(withdrawn=" ".join(names), **dict.fromkeys(names))
    return condition


class Expenditure(models.Model):
    """What an organisation has committed and paid on a budget line in a calendar year so far, in euro.

    A figure that is withdrawn was reported by mistake: it is empty, it is unknown, and the source says why.
    """

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="expenditures", verbose_name=_("report")
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="expenditures", verbose_name=_("budget line")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    committed = money_field(_("committed"), null=True, blank=True)
    paid = money_field(_("paid"), null=True, blank=True)
    forecast = money_field(_("forecast to year end"), null=True, blank=True)
    full_time_equivalents = models.DecimalField(
        _("full-time equivalents"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)
    finality = models.CharField(
        _("provisional or final"), max_length=11, choices=Finality.choices, blank=True
    )
    withdrawn = models.CharField(
        _("withdrawn"),
        max_length=60,
        blank=True,
        help_text=_("The names of the figures that were withdrawn, in their order, with a space between."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditure")
        ordering = ["report", "line", "year"]
        constraints = [
            models.UniqueConstraint(fields=["report", "line", "year"], name="expenditure_once"),
            models.CheckConstraint(
                name="expenditure_year_in_range", condition=Q(year__gte=1990, year__lte=2100)
            ),
            models.CheckConstraint(
                name="expenditure_withdrawn_figures_known_and_empty", condition=_withdrawn_and_empty()
            ),
            models.CheckConstraint(
                name="expenditure_finality_known", condition=Q(finality__in=["", *Finality.values])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.year}"


class ReportedMilestone(models.Model):
    """The state of a milestone in a report; a recurring one has a row per period (its first day)."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="milestones", verbose_name=_("report")
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="reported", verbose_name=_("milestone")
    )
    period_start = models.DateField(_("first day of the period"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=MilestoneState.choices, default=MilestoneState.OPEN
    )
    achieved_on = models.DateField(_("achieved on"), null=True, blank=True)
    number = models.DecimalField(_("number"), max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    undone_why = models.CharField(_("why it is undone"), max_length=300, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    expected_why = models.CharField(_("why it is not achieved"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("milestone as reported")
        verbose_name_plural = _("milestones as reported")
        ordering = ["report", "milestone__order", F("period_start").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "milestone"],
                condition=Q(period_start__isnull=True),
                name="reported_milestone_once",
            ),
            models.UniqueConstraint(
                fields=["report", "milestone", "period_start"],
                condition=Q(period_start__isnull=False),
                name="reported_milestone_once_a_period",
            ),
            models.CheckConstraint(
                name="reported_milestone_state_known", condition=Q(state__in=MilestoneState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone}"


class Measurement(models.Model):
    """The value of an indicator on a day, in its unit. A withdrawn one was reported by mistake; the source says why."""

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="measurements", verbose_name=_("report")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measurements", verbose_name=_("indicator")
    )
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    provisional = models.BooleanField(_("provisional"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["report", "indicator__order", "day"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator", "day"], name="measurement_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.day}"


_KIND, _MONEY = CorrectedFactKind, [CorrectedFactKind.COMMITTED, CorrectedFactKind.PAID]
_NOT_MONEY: dict[str, None] = {"line": None, "year": None}
_NOT_MILESTONE: dict[str, None] = {"milestone": None, "period_start": None}


class CorrectedFact(models.Model):
    """What the closed round that its report corrects should have said of one fact of the organisation.

    A figure of a budget line and year, in euro; a milestone, or one period of it; the value of an indicator on a day,
    in its unit; a choice or a day of the lead. Without a value the figure is unknown, the milestone is not achieved,
    there is no start or end. Where the organisation stands today is in the other rows of the report.
    """

    report = models.ForeignKey(
        ProgressReport, models.CASCADE, related_name="corrected_facts", verbose_name=_("report")
    )
    kind = models.CharField(_("what it is about"), max_length=12, choices=CorrectedFactKind.choices)
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, related_name="corrected_facts", verbose_name=_("budget line")
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, related_name="corrected_facts", verbose_name=_("milestone")
    )
    period_start = models.DateField(_("first day of the period"), null=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, related_name="corrected_facts", verbose_name=_("indicator")
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True)
    day = models.DateField(_("day"), null=True)
    """The actual start or end, the day a milestone was achieved, or the day of the measurement."""
    choice = models.CharField(_("choice"), max_length=11, blank=True)
    """The status, or the outcome."""

    class Meta:
        verbose_name = _("corrected fact")
        verbose_name_plural = _("corrected facts")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                name="corrected_fact_is_about_one_thing",
                condition=Q(
                    kind__in=_MONEY,
                    line__isnull=False,
                    year__isnull=False,
                    indicator=None,
                    day=None,
                    choice="",
                )
                & Q(**_NOT_MILESTONE)
                | Q(kind=_KIND.MILESTONE, milestone__isnull=False, indicator=None, amount=None, choice="")
                & Q(**_NOT_MONEY)
                | Q(kind=_KIND.MEASUREMENT, indicator__isnull=False, day__isnull=False, choice="")
                & Q(**_NOT_MONEY, **_NOT_MILESTONE)
                | (
                    Q(kind=_KIND.STATUS, choice__in=Status.values, day=None)
                    | Q(kind=_KIND.OUTCOME, choice__in=["", *Outcome.values], day=None)
                    | Q(kind__in=[_KIND.ACTUAL_START, _KIND.ACTUAL_END], choice="")
                )
                & Q(indicator=None, amount=None, **_NOT_MONEY, **_NOT_MILESTONE),
            ),
            models.UniqueConstraint(
                fields=["report", "kind", "line", "year"],
                condition=Q(line__isnull=False),
                name="corrected_fact_once_a_line_and_year",
            ),
            models.UniqueConstraint(
                fields=["report", "milestone"],
                condition=Q(milestone__isnull=False, period_start__isnull=True),
                name="corrected_fact_once_a_milestone",
            ),
            models.UniqueConstraint(
                fields=["report", "milestone", "period_start"],
                condition=Q(period_start__isnull=False),
                name="corrected_fact_once_a_period",
            ),
            models.UniqueConstraint(
                fields=["report", "indicator", "day"],
                condition=Q(indicator__isnull=False),
                name="corrected_fact_once_a_measurement",
            ),
            models.UniqueConstraint(
                fields=["report", "kind"],
                condition=Q(line=None, milestone=None, indicator=None),
                name="corrected_fact_once_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
