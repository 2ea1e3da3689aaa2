"""The lead's own spread of a budget line over the calendar years, which replaces the amounts of the plan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import InForce, InForceQuerySet, days_in_order, one_open
from actionplan.base.money import money_field
from budgets.models import BudgetLine


class Spread(InForce):
    """The amount of a line that the lead plans in a calendar year. The years of a line begin and end
    together.

    They add up to the line's total when entered; if they no longer do after an amendment, the amounts of the plan,
    stated or derived, are used again.
    """

    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="spreads", verbose_name=_("budget line")
    )
    year = models.PositiveSmallIntegerField(_("calendar year"))
    amount = money_field(_("amount in euro"))

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("spread of a budget line")
        verbose_name_plural = _("spreads of budget lines")
        ordering = ["line", "year", "pk"]
        constraints = [
            days_in_order("spread"),
            one_open("spread", "line", "year"),
            models.CheckConstraint(name="spread_begins_on_a_day", condition=Q(in_force_from__isnull=False)),
            models.CheckConstraint(name="spread_amount_from_zero", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="spread_year_known", condition=Q(year__gte=1900, year__lte=2200)),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"
