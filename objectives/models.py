"""The plan as adopted: its objectives, and the sub-headings under which some of them group their actions."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.formatting import Twin

from .querysets import ObjectiveQuerySet, PlanQuerySet, ThemeQuerySet
from .states import PlanState

valid_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Write small letters, digits and hyphens, such as 2020-2024 or climate-2024-2030."),
)
RESERVED_CODES = {
    "accounts",
    "administration",
    "api",
    "calendar",
    "healthz",
    "help",
    "invitation",
    "language",
    "mail",
    "people",
    "plans",
    "static",
    "styleguide",
    "systems",
}
"""The first parts of the portal's own addresses, which no plan may have as its code."""


def not_an_address_of_the_portal(code: str) -> None:
    if code in RESERVED_CODES:
        raise ValidationError(
            _("“%(code)s” is an address of the portal itself: choose another code."), params={"code": code}
        )


PLAN_NAME_FIELDS = ["addressee", "addressee_nl", "coordinating_body", "coordinating_body_nl"]
"""How a plan names its addressee and its coordinating body; these are not in the printed plan."""


class Plan(models.Model):
    """A plan with its period, both days inclusive. Its code is in every address, for good."""

    code = models.CharField(
        _("code"), max_length=40, unique=True, validators=[valid_slug, not_an_address_of_the_portal]
    )
    title = models.CharField(_("title"), max_length=300)
    title_nl = models.CharField(_("title in Dutch"), max_length=300, blank=True)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    state = models.CharField(
        _("state"), max_length=14, choices=PlanState.choices, default=PlanState.IN_PREPARATION
    )
    addressee = models.CharField(
        _("addressee of the report"),
        max_length=120,
        blank=True,
        help_text=_("To whom progress is reported, as it stands in a sentence: the Government of Flanders."),
    )
    addressee_nl = models.CharField(_("addressee of the report in Dutch"), max_length=120, blank=True)
    coordinating_body = models.CharField(
        _("coordinating body"),
        max_length=120,
        blank=True,
        help_text=_("What the coordinators are together, such as: Flemish Platform."),
    )
    coordinating_body_nl = models.CharField(_("coordinating body in Dutch"), max_length=120, blank=True)

    objects = PlanQuerySet.as_manager()
    local_title = Twin("title")
    local_addressee = Twin("addressee")
    local_coordinating_body = Twin("coordinating_body")

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-start", "code"]
        constraints = [
            models.CheckConstraint(
                name="plan_days_in_order",
                condition=Q(end__gte=F("start")),
                violation_error_message=_("The last day must come after the first."),
            ),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=PlanState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.local_title} {self.code}"

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def is_in_preparation(self) -> bool:
        return self.state == PlanState.IN_PREPARATION

    @property
    def is_in_force(self) -> bool:
        return self.state == PlanState.IN_FORCE

    def is_over(self, on: datetime.date) -> bool:
        """Whether it is still in force on the day, though its last day is past."""
        return self.is_in_force and self.end < on


class Objective(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="objectives", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    title_nl = models.CharField(_("title in Dutch"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_nl = models.TextField(_("summary in Dutch"), blank=True)

    objects = ObjectiveQuerySet.as_manager()
    local_title = Twin("title")
    local_summary = Twin("summary")

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="objective_number_once"),
            models.CheckConstraint(name="objective_number_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.local_title}"

    def natural_key(self) -> tuple[str, int]:
        return (self.plan.code, self.number)

    natural_key.dependencies = ["objectives.plan"]  # type: ignore[attr-defined]


class Theme(models.Model):
    """A sub-heading in an objective, in printed order, from 1."""

    objective = models.ForeignKey(
        Objective, models.PROTECT, related_name="themes", verbose_name=_("objective")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=300)
    title_nl = models.CharField(_("title in Dutch"), max_length=300, blank=True)

    objects = ThemeQuerySet.as_manager()
    local_title = Twin("title")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["objective", "order"]
        constraints = [models.UniqueConstraint(fields=["objective", "order"], name="theme_order_once")]

    def __str__(self) -> str:
        return self.local_title

    def natural_key(self) -> tuple[str, int, int]:
        return (self.objective.plan.code, self.objective.number, self.order)

    natural_key.dependencies = ["objectives.objective"]  # type: ignore[attr-defined]
