"""Kinds of budget line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetKind(models.TextChoices):
    """Only `AMOUNT` has an amount; the others are left out of percentages and counted beside the totals."""

    AMOUNT = "amount", _("amount")
    REGULAR_RESOURCES = "regular_resources", _("within the regular resources")
    EXISTING_SUBSIDY = "existing_subsidy", _("existing subsidy")
    EXTERNAL_FUND = "external_fund", _("external fund")
    NO_COST = "no_cost", _("no cost")
    TO_BE_DECIDED = "to_be_decided", _("to be decided")


KINDS_OF_UNKNOWN_COST = [kind for kind in BudgetKind if kind not in (BudgetKind.AMOUNT, BudgetKind.NO_COST)]
"""Their cost is unknown, not zero."""
