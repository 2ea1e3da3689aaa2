"""The indicators by which an action, its objective or the plan is followed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import days_in_order, one_open
from actionplan.base.formatting import Twin
from actionplan.organisations.models import Organisation, valid_key

from .amending import Amendable
from .querysets import IndicatorQuerySet, IndicatorTermsQuerySet
from .states import Direction, IndicatorScope


class Indicator(models.Model):
    """Something that is measured, asked in reports on its action. Its contents are in its terms, which can be amended.

    An indicator of an objective or of the plan belongs to the action in whose reports it is asked too, so that it is amended
    with that action.
    """

    action = models.ForeignKey(
        "actions.Action", models.PROTECT, related_name="indicators", verbose_name=_("action")
    )
    key = models.SlugField(_("key"), max_length=60, validators=[valid_key])
    order = models.PositiveSmallIntegerField(_("order"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["action", "order"]
        constraints = [
            models.UniqueConstraint(fields=["action", "key"], name="indicator_key_once"),
            models.UniqueConstraint(fields=["action", "order"], name="indicator_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.key}"

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.action.natural_key(), self.key)

    natural_key.dependencies = ["actions.action"]  # type: ignore[attr-defined]


class IndicatorTerms(Amendable):
    """What an indicator measures and which values are aimed at, from a day on."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="terms", verbose_name=_("indicator")
    )
    name = models.CharField(_("name"), max_length=300)
    name_nl = models.CharField(_("name in Dutch"), max_length=300, blank=True)
    scope = models.CharField(
        _("about"), max_length=9, choices=IndicatorScope.choices, default=IndicatorScope.ACTION
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    unit_nl = models.CharField(_("unit in Dutch"), max_length=60, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices)
    baseline = models.DecimalField(_("baseline"), max_digits=12, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(_("day of the baseline"), null=True, blank=True)
    targets = models.JSONField(
        _("targets"),
        default=list,
        help_text=_("A year and the value by its last day, as in the plan document."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    measured_by = models.CharField(_("measured by"), max_length=200, blank=True)
    asked_of = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators_asked",
        verbose_name=_("asked of"),
        help_text=_(
            "The organisation in whose report it is asked; the lead, if it takes no part or, for an indicator of the action, is empty."
        ),
    )
    printed_as = models.TextField(_("printed as"), blank=True)

    objects = IndicatorTermsQuerySet.as_manager()
    local_name = Twin("name")

    class Meta:
        verbose_name = _("terms of an indicator")
        verbose_name_plural = _("terms of indicators")
        ordering = ["indicator", "pk"]
        constraints = [
            days_in_order("indicator_terms"),
            one_open("indicator_terms", "indicator"),
            models.CheckConstraint(
                name="indicator_terms_scope_known", condition=Q(scope__in=IndicatorScope.values)
            ),
            models.CheckConstraint(
                name="indicator_terms_of_more_than_its_action_name_who_is_asked",
                condition=Q(scope=IndicatorScope.ACTION) | Q(asked_of__isnull=False),
            ),
            models.CheckConstraint(
                name="indicator_terms_direction_known", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(
                name="indicator_terms_baseline_has_day",
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    def natural_key(self) -> tuple[str, str, str, object]:
        return (*self.indicator.natural_key(), self.in_force_from)

    natural_key.dependencies = ["actions.indicator"]  # type: ignore[attr-defined]
