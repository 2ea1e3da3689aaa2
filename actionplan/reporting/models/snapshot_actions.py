"""An action of a closed round as pages read it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.money import money_field
from actionplan.base.twins import Twin
from actionplan.reporting.snapshot_querysets import SnapshotActionQuerySet
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Basis,
    Confidence,
    Freshness,
    Outcome,
    RequestState,
    Schedule,
    Status,
)
from actions.states import Kind

from .of_snapshot import OfSnapshot, a_day, choice, known, words

COUNTED = ["status", "confidence", "verdict", "schedule"]


class SnapshotAction(OfSnapshot):
    """An action as a list and an overview need it. Named as `TrackedAction` names it, so that the same words fit."""

    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    in_plan = models.BooleanField(
        _("in the plan at the closing"),
        default=True,
        help_text=_("Not so: asked in the round, and withdrawn since."),
    )
    title = models.CharField(_("title"), max_length=500)
    title_nl = words(_("title in Dutch"), 500)
    folded = models.TextField(_("folded words for search"), blank=True)
    objective_number = models.PositiveSmallIntegerField(_("objective’s number"))
    objective_title = models.CharField(_("objective"), max_length=300)
    objective_title_nl = words(_("objective in Dutch"))
    theme_order = models.PositiveSmallIntegerField(_("theme’s order"), null=True, blank=True)
    theme_title = words(_("theme"))
    theme_title_nl = words(_("theme in Dutch"))
    lead_key = words(_("lead’s key"), 60)
    lead_name = words(_("lead"), 200)
    lead_name_nl = words(_("lead in Dutch"), 200)
    area_code = words(_("policy area’s code"), 20)
    area_name = words(_("policy area"), 200)
    area_name_nl = words(_("policy area in Dutch"), 200)
    area_order = models.PositiveSmallIntegerField(_("order of the policy area"), default=0)
    minister_key = words(_("minister’s key"), 60)
    minister_title = words(_("coordinating minister"), 200)
    minister_title_nl = words(_("coordinating minister in Dutch"), 200)
    minister_order = models.PositiveSmallIntegerField(_("order of the minister"), default=0)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    limited = models.BooleanField(_("limited"))

    word_report = models.BigIntegerField(_("report"), null=True, blank=True)
    word_organisation = words(_("key of the organisation that reported"), 60)
    reported_at = models.DateTimeField(_("reported at"), null=True, blank=True)
    on_behalf = models.BooleanField(_("on behalf of the organisation"), default=False)
    awaits_review = models.BooleanField(_("not yet reviewed"), default=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_within = models.BooleanField(_("reviewed within the submitting agency"), default=False)
    status = models.CharField(_("status"), max_length=11)
    on_hold_since = a_day(_("on hold since"))
    outcome = choice(_("outcome"), Outcome.choices, 10)
    confidence = choice(_("confidence"), Confidence.choices, 15)
    verdict = choice(_("verdict"), Confidence.choices, 15)
    actual_start = a_day(_("actual start"))
    actual_end = a_day(_("actual end"))
    forecast_end = a_day(_("forecast end"))

    reckoned_on = models.DateField(_("reckoned on"))
    runs_from = a_day(_("runs from"))
    runs_until = a_day(_("runs until"))
    is_continuous = models.BooleanField(_("continuous"))
    schedule = models.CharField(_("schedule"), max_length=19, choices=Schedule.choices)
    freshness = models.CharField(_("freshness"), max_length=5, choices=Freshness.choices)
    fresh_since = models.DateTimeField(
        _("fresh when reported since"),
        null=True,
        blank=True,
        help_text=_("What was reported before is stale."),
    )
    has_new_forecast = models.BooleanField(_("new forecast"), default=False)
    assessed_otherwise = models.BooleanField(_("assessed otherwise than reported"), default=False)
    computed_otherwise = models.BooleanField(_("computed otherwise than reported"), default=False)
    milestones_due = models.PositiveSmallIntegerField(_("milestones due"))
    milestones_achieved = models.PositiveSmallIntegerField(_("milestones achieved of those due"))
    planned = money_field(_("planned"), null=True, blank=True)
    committed = money_field(_("committed"), null=True, blank=True)
    paid = money_field(_("paid"), null=True, blank=True)
    answer = choice(_("answer of the lead in the round"), RequestState.choices, 11)
    excused = models.BooleanField(_("the round closed without its answer, for a reason"), default=False)

    objects = SnapshotActionQuerySet.as_manager()  # type: ignore[misc]
    local_title = Twin("title")

    class Meta:
        verbose_name = _("action in a snapshot")
        verbose_name_plural = _("actions in snapshots")
        ordering = ["snapshot", "basis", "order"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "basis", "action"], name="snapshot_action_once"),
            known("action", "basis", Basis.values),
            known("action", "kind", Kind.values),
            known("action", "status", [*Status.values, NEVER_REPORTED]),
            known("action", "outcome", ["", *Outcome.values]),
            known("action", "confidence", ["", *Confidence.values]),
            known("action", "verdict", ["", *Confidence.values]),
            known("action", "schedule", Schedule.values),
            known("action", "freshness", Freshness.values),
            known("action", "answer", ["", *RequestState.values]),
            models.CheckConstraint(
                name="snapshot_action_ends_after_it_starts",
                condition=Q(actual_start=None) | Q(actual_end=None) | Q(actual_end__gte=F("actual_start")),
            ),
            models.CheckConstraint(
                name="snapshot_action_runs_in_order",
                condition=Q(runs_from=None) | Q(runs_until=None) | Q(runs_until__gte=F("runs_from")),
            ),
            models.CheckConstraint(
                name="snapshot_action_reported_once_it_has_a_report",
                condition=Q(status=NEVER_REPORTED, word_report=None, reported_at=None)
                | (~Q(status=NEVER_REPORTED) & Q(word_report__isnull=False, reported_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="snapshot_action_milestones_in_order",
                condition=Q(milestones_achieved__lte=F("milestones_due")),
            ),
        ]
        indexes = [
            models.Index(fields=["snapshot", "basis", "order"], name="snapshot_action_list"),
            # Holds all that the trend counts, in the order in which it groups it.
            models.Index(
                fields=["snapshot", "basis", "objective_number", *COUNTED, "in_plan"],
                name="snapshot_action_counts",
            ),
        ]

    @property
    def voices_differ(self) -> bool:
        return self.assessed_otherwise or self.computed_otherwise
