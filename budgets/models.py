"""Budget lines as printed in the plan: what the money is for, how much, in which period, from whom."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import days_in_order, one_open
from actionplan.base.formatting import Twin
from actionplan.base.money import money_field
from actionplan.organisations.models import Organisation
from actions.amending import Amendable
from actions.models import Action

from .querysets import BudgetLineQuerySet, BudgetTermsQuerySet, FundingQuerySet
from .states import BudgetKind


class BudgetLine(models.Model):
    """The identity that expenditure refers to. Its contents are in its terms, which can be amended."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="budget_lines", verbose_name=_("action"))
    place = models.PositiveSmallIntegerField(_("place"), help_text=_("Counted from 1."))

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["action", "place"]
        constraints = [models.UniqueConstraint(fields=["action", "place"], name="budget_line_place_once")]

    def __str__(self) -> str:
        return f"{self.action.code} ({self.place})"

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.action.natural_key(), self.place)

    natural_key.dependencies = ["actions.action"]  # type: ignore[attr-defined]


class BudgetTerms(Amendable):
    """The contents of a line. Its period, both days inclusive, is its own, its phase's or the action's."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="terms", verbose_name=_("budget line"))
    label = models.CharField(_("label"), max_length=200, blank=True)
    label_nl = models.CharField(_("label in Dutch"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=17, choices=BudgetKind.choices)
    amount = money_field(_("amount in euro"), null=True, blank=True)
    per_year = models.BooleanField(_("per year"), default=False)
    phase_place = models.PositiveSmallIntegerField(_("place of its phase"), null=True, blank=True)
    start = models.DateField(_("own start"), null=True, blank=True)
    end = models.DateField(_("own end"), null=True, blank=True)
    printed_as = models.CharField(_("printed as"), max_length=500, blank=True)
    article = models.CharField(_("budget article"), max_length=60, blank=True)
    years = models.JSONField(
        _("planned per year"),
        default=list,
        blank=True,
        help_text=_("Amounts by calendar year, where the plan states them. Empty: they are derived."),
    )
    spread = models.JSONField(
        _("as the lead spread it"),
        default=dict,
        blank=True,
        help_text=_(
            "The lead’s own amounts by calendar year, and from which day, from when leads could still set them."
        ),
    )
    """`{"from": "2022-08-01", "years": [{"year": 2022, "amount": "8000.00"}]}`; it holds as long as it adds up to the total."""

    objects = BudgetTermsQuerySet.as_manager()
    local_label = Twin("label")

    class Meta:
        verbose_name = _("terms of a budget line")
        verbose_name_plural = _("terms of budget lines")
        ordering = ["line", "pk"]
        constraints = [
            days_in_order("budget_terms"),
            one_open("budget_terms", "line"),
            models.CheckConstraint(name="budget_terms_kind_known", condition=Q(kind__in=BudgetKind.values)),
            models.CheckConstraint(
                name="budget_terms_amount_has_a_number",
                condition=Q(kind=BudgetKind.AMOUNT, amount__isnull=False, amount__gte=0)
                | (~Q(kind=BudgetKind.AMOUNT) & Q(amount__isnull=True, per_year=False)),
            ),
            models.CheckConstraint(
                name="budget_terms_ends_after_start",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
            ),
        ]

    def __str__(self) -> str:
        return self.local_label or str(self.line)

    def natural_key(self) -> tuple[str, str, int, object]:
        return (*self.line.natural_key(), self.in_force_from)

    natural_key.dependencies = ["budgets.budgetline"]  # type: ignore[attr-defined]

    @property
    def action_id(self) -> int:
        return self.line.action_id

    def spread_on(self, day: datetime.date) -> dict[int, Decimal]:
        """The amounts by year as the lead spread them, if they held by that day."""
        if not self.spread or datetime.date.fromisoformat(self.spread["from"]) > day:
            return {}
        return {each["year"]: Decimal(each["amount"]) for each in self.spread["years"]}


class Funding(models.Model):
    """The share of a line paid by an organisation of the portal, or by another source given by name."""

    terms = models.ForeignKey(
        BudgetTerms, models.PROTECT, related_name="funding", verbose_name=_("terms of a budget line")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding",
        verbose_name=_("organisation"),
    )
    source = models.CharField(_("source"), max_length=120, blank=True)
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["terms", "order"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "order"], name="funding_order_once"),
            models.CheckConstraint(
                name="funding_by_one_source",
                condition=Q(organisation__isnull=True) & ~Q(source="")
                | Q(organisation__isnull=False) & Q(source=""),
            ),
            models.CheckConstraint(
                name="funding_percent_in_range", condition=Q(percent__gt=0, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.source} {self.percent} %"

    def natural_key(self) -> tuple[str, str, int, object, int]:
        return (*self.terms.natural_key(), self.order)

    natural_key.dependencies = ["budgets.budgetterms", "organisations.organisation"]  # type: ignore[attr-defined]
