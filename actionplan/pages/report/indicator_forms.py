"""What is measured of the indicators asked in a report: a row for each day reported before, and a further one."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base import formatting
from actionplan.base.fields import DayField, NumberField
from actionplan.picture.indicators import IndicatorPicture
from actionplan.reports.contents import Contents, MeasurementRow

from .row_forms import NEW_ROW, NewRow

FACTS = ["value", "provisional", "source", "withdrawn"]
_SENT = re.compile(r"^measurement-(\d+)-(\d{4}-\d{2}-\d{2})-value$")


class MeasurementForm(forms.Form):
    """The value of an indicator on a day. A row whose value is emptied is left out, unless it is withdrawn."""

    value = NumberField(label=_("Value"), required=False, whole_digits=10)
    provisional = forms.BooleanField(label=_("Provisional"), required=False)
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    withdrawn = forms.BooleanField(label=_("Withdrawn: reported by mistake"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        indicator: int,
        about: str,
        day: datetime.date | None = None,
        known: MeasurementRow | None = None,
        in_last: bool = False,
    ) -> None:
        """`about` names the row in the error summary, `known` is what the form shows; `in_last`: whether the last report
        gave a value of that day, which can be withdrawn.
        """
        values = {name: getattr(known, name) for name in FACTS} if known else None
        prefix = f"measurement-{indicator}-{day or NEW_ROW}"
        was_sent = data is not None and f"{prefix}-value" in data
        super().__init__(data if was_sent else None, prefix=prefix, initial=values)
        self.indicator, self.about, self.day, self.known = indicator, about, day, known
        if not (in_last or (known and known.withdrawn)):
            self.fields.pop("withdrawn", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        says_more = any(cleaned.get(name) for name in ["measured_on", "source", "provisional"])
        if says_more and cleaned.get("value") is None and not self.known and "value" not in self.errors:
            self.add_error("value", _("Say what was measured, or leave the row empty."))
        return cleaned

    def row(self) -> MeasurementRow | None:
        """What is reported now: as before, if the row was not sent."""
        if not self.is_bound:
            return self.known
        day = self.day or self.cleaned_data.get("measured_on")
        facts = {name: getattr(self.known, name) for name in FACTS} if self.known else {}
        facts |= {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}
        if facts.get("value") is None and facts.get("withdrawn") and self.known:
            facts["value"] = self.known.value
        if day is None or facts.get("value") is None:
            return None
        return MeasurementRow(self.indicator, day, **facts)


class NewMeasurementForm(NewRow, MeasurementForm):
    """A further measurement, with its day."""

    measured_on = DayField(label=_("Measured on"), required=False)
    withdrawn = None  # type: ignore[assignment]
    field_order = ["measured_on", "value"]
    key_field = "measured_on"

    def __init__(self, data: Any, *, indicator: int, about: str, taken: set[datetime.date]) -> None:
        super().__init__(data, indicator=indicator, about=about)
        self.taken = taken

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, value = cleaned.get("measured_on"), cleaned.get("value")
        if value is not None and day is None and "measured_on" not in self.errors:
            self.add_error("measured_on", _("Say on which day this was measured."))
        if day in self.taken:
            self.add_error("measured_on", _("This day has a row already."))
        return cleaned


class IndicatorForms:
    """An indicator: a row for each day that was reported or sent, the earliest first, and one with a free day."""

    def __init__(
        self, pk: int, indicator: IndicatorPicture, base: Contents, data: Any, last: Contents
    ) -> None:
        known = {row.day: row for row in base.measurements if row.indicator == pk}
        before = {row.day for row in last.measurements if row.indicator == pk}
        days = sorted({*known, *(day for of, day in _days_in(data or {}) if of == pk)})
        name = indicator.local_name
        self.indicator = indicator
        self.rows = [
            MeasurementForm(
                data,
                indicator=pk,
                about=f"{name}, {formatting.day(day)}",
                day=day,
                known=known.get(day),
                in_last=day in before,
            )
            for day in days
        ]
        self.new = NewMeasurementForm(data, indicator=pk, about=name, taken=set(days))
        self.all = [*self.rows, self.new]


def indicator_forms(
    indicators: Mapping[int, IndicatorPicture], organisation: str, base: Contents, data: Any, last: Contents
) -> dict[int, IndicatorForms]:
    """Of those that are asked of the organisation with this key."""
    return {
        pk: IndicatorForms(pk, indicator, base, data, last)
        for pk, indicator in indicators.items()
        if indicator.asked_in == organisation
    }


def _days_in(data: Mapping[str, Any]) -> set[tuple[int, datetime.date]]:
    """Indicator and day of the rows that were sent, so that no row is lost if others saved in between."""
    days = set()
    for name in data:
        if row := _SENT.match(name):
            with contextlib.suppress(ValueError):
                days.add((int(row[1]), datetime.date.fromisoformat(row[2])))
    return days
