"""Kinds of budget line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetKind(models.TextChoices):
    """Only `AMOUNT` has a number. The others are not zero: they are unknown, and are counted beside totals."""

    AMOUNT = "amount", _("amount")
    REGULAR_RESOURCES = "regular_resources", _("within the regular resources")
    EXISTING_SUBSIDY = "existing_subsidy", _("existing subsidy")
    EXTERNAL_FUND = "external_fund", _("external fund")
