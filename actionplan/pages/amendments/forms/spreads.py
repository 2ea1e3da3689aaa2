"""Spreading a budget line over the calendar years: one amount a year, which must add up to the line's total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from actionplan.base.fields import AmountField
from actionplan.base.money import ZERO, add_up
from actionplan.reports.spreads import sums_that_differ, years_to_spread_over
from budgets.planned import PlannedLine, days_by_year, planned_by_year


def field_of(year: int) -> str:
    return f"year_{year}"


class SpreadForm(forms.Form):
    """`opened_on` is `spread_shown` of the page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    opened_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, line: PlannedLine, **options: Any) -> None:
        planned = planned_by_year(line)
        known = {field_of(year): amount for year, amount in planned.items()}
        options["initial"] = known | options.get("initial", {})
        super().__init__(data, **options)
        self.line, self.own_years = line, days_by_year(line.period)
        self.years = sorted({*years_to_spread_over(line), *planned})
        for year in self.years:
            self.fields[field_of(year)] = AmountField(label=str(year), required=False)

    def rows(self) -> Iterator[tuple[int, forms.BoundField]]:
        for year in self.years:
            yield year, self[field_of(year)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for year in self.years:
            if (said.get(field_of(year)) or ZERO) < ZERO:
                self.add_error(field_of(year), _("An amount cannot be negative."))
        if not self.errors and (sentence := sums_that_differ(self.line, self.amounts())):
            self.add_error(field_of(max(self.own_years)), sentence)
        return said

    def amounts(self) -> dict[int, Decimal]:
        """By year, in euro. Nothing in a year of the line's period is zero; outside of it, the year is left out."""
        typed = {year: self.cleaned_data.get(field_of(year)) for year in self.years}
        return {year: amount or ZERO for year, amount in typed.items() if amount or year in self.own_years}

    def typed_total(self) -> Decimal | None:
        """The sum of what was typed, as far as it can be read; None before anything was sent."""
        if not self.is_bound:
            return None
        readable = [self.cleaned_data.get(field_of(year)) for year in self.years] if self.is_valid() else []
        return add_up(readable or [_read(self, year) for year in self.years])


def _read(form: SpreadForm, year: int) -> Decimal | None:
    """What was typed for the year, where it is an amount."""
    field = form.fields[field_of(year)]
    try:
        return field.clean(form.data.get(field_of(year), ""))
    except forms.ValidationError:
        return None
