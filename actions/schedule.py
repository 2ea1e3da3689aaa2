"""The phases and milestones of an action."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import days_in_order, one_open
from actionplan.base.formatting import Twin
from actionplan.base.vague import dated_as_precise, precision_field
from actionplan.organisations.models import valid_key

from .amending import Amendable
from .querysets import MilestoneQuerySet, MilestoneTermsQuerySet, PhaseQuerySet
from .states import MilestoneOrigin, Recurrence


class Phase(Amendable):
    """A part of the action's timing, both days inclusive. Continuous: neither is printed."""

    action = models.ForeignKey(
        "actions.Action", models.PROTECT, related_name="phases", verbose_name=_("action")
    )
    place = models.PositiveSmallIntegerField(_("place"), help_text=_("Counted from 1."))
    label = models.CharField(_("label"), max_length=200, blank=True)
    label_nl = models.CharField(_("label in Dutch"), max_length=200, blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    start_precision = precision_field(_("precision of the start"))
    end = models.DateField(_("end"), null=True, blank=True)
    end_precision = precision_field(_("precision of the end"))
    continuous = models.BooleanField(_("continuous"), default=False)
    printed_as = models.CharField(_("printed as"), max_length=300, blank=True)

    objects = PhaseQuerySet.as_manager()
    local_label = Twin("label")

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["action", "place", "pk"]
        constraints = [
            days_in_order("phase"),
            one_open("phase", "action", "place"),
            dated_as_precise("phase", "start", "start_precision"),
            dated_as_precise("phase", "end", "end_precision"),
            models.CheckConstraint(
                name="phase_ends_after_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The end must not come before the start."),
            ),
            models.CheckConstraint(
                name="phase_continuous_has_no_days",
                condition=Q(continuous=False) | Q(start__isnull=True, end__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} ({self.place})"

    def natural_key(self) -> tuple[str, str, int, object]:
        return (*self.action.natural_key(), self.place, self.in_force_from)

    natural_key.dependencies = ["actions.action"]  # type: ignore[attr-defined]


class Milestone(models.Model):
    """A verifiable commitment. Its contents are in its terms, which can be amended."""

    action = models.ForeignKey(
        "actions.Action", models.PROTECT, related_name="milestones", verbose_name=_("action")
    )
    key = models.SlugField(_("key"), max_length=60, validators=[valid_key])
    order = models.PositiveSmallIntegerField(_("order"))
    origin = models.CharField(
        _("origin"), max_length=8, choices=MilestoneOrigin.choices, default=MilestoneOrigin.PLAN
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["action", "order"]
        constraints = [
            models.UniqueConstraint(fields=["action", "key"], name="milestone_key_once"),
            models.UniqueConstraint(fields=["action", "order"], name="milestone_order_once"),
            models.CheckConstraint(
                name="milestone_origin_known", condition=Q(origin__in=MilestoneOrigin.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.key}"

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.action.natural_key(), self.key)

    natural_key.dependencies = ["actions.action"]  # type: ignore[attr-defined]


class MilestoneWords(models.Model):
    """The contents of a milestone, printed or proposed: due when or how often, how much per period, and
    how it will be proved."""

    title = models.CharField(_("title"), max_length=300)
    title_nl = models.CharField(_("title in Dutch"), max_length=300, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    due_precision = precision_field(_("precision of the due date"))
    recurrence = models.CharField(
        _("recurrence"), max_length=15, choices=Recurrence.choices, blank=True, default=""
    )
    target_from = models.DecimalField(
        _("target from"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    target_to = models.DecimalField(_("target to"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    proof = models.CharField(_("how it is proved"), max_length=300, blank=True)
    proof_nl = models.CharField(_("how it is proved, in Dutch"), max_length=300, blank=True)

    local_title = Twin("title")
    local_proof = Twin("proof")

    class Meta:
        abstract = True


def milestone_constraints(model: str) -> list[models.CheckConstraint]:
    """The constraints on the contents of a milestone; `model` is the prefix of their names."""
    in_order = Q(target_to__gte=F("target_from"))
    return [
        dated_as_precise(model, "due", "due_precision"),
        models.CheckConstraint(
            name=f"{model}_recurrence_known", condition=Q(recurrence__in=["", *Recurrence.values])
        ),
        models.CheckConstraint(
            name=f"{model}_due_or_recurring", condition=Q(due__isnull=True) | Q(recurrence="")
        ),
        models.CheckConstraint(
            name=f"{model}_target_in_order",
            condition=Q(target_from__isnull=True) | Q(target_to__isnull=True) | in_order,
        ),
    ]


class MilestoneTerms(MilestoneWords, Amendable):
    """The contents of a milestone of the plan, from a day on."""

    milestone = models.ForeignKey(
        Milestone, models.PROTECT, related_name="terms", verbose_name=_("milestone")
    )
    printed_as = models.TextField(_("printed as"), blank=True)

    objects = MilestoneTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of a milestone")
        verbose_name_plural = _("terms of milestones")
        ordering = ["milestone", "pk"]
        constraints = [
            days_in_order("milestone_terms"),
            one_open("milestone_terms", "milestone"),
            *milestone_constraints("milestone_terms"),
        ]

    def __str__(self) -> str:
        return self.local_title

    def natural_key(self) -> tuple[str, str, str, object]:
        return (*self.milestone.natural_key(), self.in_force_from)

    natural_key.dependencies = ["actions.milestone"]  # type: ignore[attr-defined]
