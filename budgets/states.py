"""Kinds of budget line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetKind(models.TextChoices):
    """Only `AMOUNT` has a number; the others stay out of every percentage and are counted beside the totals."""

    AMOUNT = "amount", _("amount")
    REGULAR_RESOURCES = "regular_resources", _("within the regular resources")
    EXISTING_SUBSIDY = "existing_subsidy", _("existing subsidy")
    EXTERNAL_FUND = "external_fund", _("external fund")
    NO_COST = "no_cost", _("no cost")
    TO_BE_DECIDED = "to_be_decided", _("to be decided")


UNKNOWN = [kind for kind in BudgetKind if kind not in (BudgetKind.AMOUNT, BudgetKind.NO_COST)]
"""What they cost is not zero: nobody knows it."""
