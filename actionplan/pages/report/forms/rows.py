"""The rows of a report's form: money by line and year, milestones, and periods of recurring milestones."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import FIRST_YEAR, LAST_YEAR, AmountField, DayField
from actionplan.reporting.states import MilestoneState
from actionplan.reports.position import ExpenditureRow, MilestoneRow
from actions.periods import period_of

NEW = "new"
_MONEY = re.compile(r"^money-(\d+)-(\d{4})-")
_PERIOD = re.compile(r"^milestone-(\d+)-(\d{4}-\d{2}-\d{2})-")
UNSAID = MilestoneRow(milestone=0, state="")


class MoneyForm(forms.Form):
    """One budget line in one calendar year: the organisation's totals for that year to date, in euro."""

    committed = AmountField(label=_("Committed"), required=False)
    paid = AmountField(label=_("Paid"), required=False)
    forecast = AmountField(label=_("Forecast to year end"), required=False)
    full_time_equivalents = AmountField(label=_("Full-time equivalents"), required=False, whole_digits=5)
    source = forms.CharField(label=_("Source"), required=False, max_length=300)

    def __init__(
        self, data: Any, *, line: int, year: int | None, initial: ExpenditureRow | None = None
    ) -> None:
        values = {name: getattr(initial, name) for name in self.base_fields} if initial else None
        super().__init__(data, prefix=f"money-{line}-{year or NEW}", initial=values)
        self.line, self.year = line, year

    def row(self) -> ExpenditureRow | None:
        return ExpenditureRow(line=self.line, year=self.year or 0, **self.cleaned_data)


class NewYearForm(MoneyForm):
    """The same with a free year, for spending outside the years that are shown."""

    year_typed = forms.IntegerField(
        label=_("Another year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    field_order = ["year_typed"]

    def __init__(self, data: Any, *, line: int, taken: Iterable[int] = ()) -> None:
        super().__init__(data, line=line, year=None)
        self.taken = set(taken)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year = cleaned.get("year_typed")
        filled = any(cleaned.get(name) not in (None, "") for name in cleaned if name != "year_typed")
        if filled and year is None and "year_typed" not in self.errors:
            self.add_error("year_typed", _("Say which year this is."))
        if year in self.taken:
            self.add_error("year_typed", _("This year has a row already."))
        return cleaned

    def row(self) -> ExpenditureRow | None:
        facts = dict(self.cleaned_data)
        year = facts.pop("year_typed")
        return ExpenditureRow(line=self.line, year=year, **facts) if year else None


class MilestoneForm(forms.Form):
    """Where a milestone, or one period of a recurring one, stands."""

    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices)
    achieved_on = DayField(label=_("Achieved on"), required=False)
    number = AmountField(label=_("Number"), required=False, whole_digits=10)
    source = forms.CharField(label=_("Source or remark"), required=False, max_length=300)

    def __init__(
        self, data: Any, *, milestone: int, period: Any = None, initial: MilestoneRow | None = None
    ) -> None:
        values = {name: getattr(initial, name) for name in self.base_fields} if initial else {"state": "open"}
        suffix = f"-{period.isoformat()}" if period else ""
        super().__init__(data, prefix=f"milestone-{milestone}{suffix}", initial=values)
        self.milestone, self.period = milestone, period

    def row(self) -> MilestoneRow | None:
        return MilestoneRow(milestone=self.milestone, period_start=self.period, **self.cleaned_data)


class PeriodForm(MilestoneForm):
    """A period of a recurring milestone: its state, and the number reached beside the target.

    One of which nothing was said yet stays unsaid while it is empty; one that was entered by mistake can be left out.
    """

    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices, required=False)
    field_order = ["state", "number"]

    def __init__(
        self, data: Any, *, milestone: int, period: Any = None, initial: MilestoneRow | None = None
    ) -> None:
        super().__init__(data, milestone=milestone, period=period, initial=initial or UNSAID)
        self.is_known = initial is not None
        nothing = ("", _("leave this period out")) if initial else ("", _("not said yet"))
        self.fields["state"].choices = [nothing, *MilestoneState.choices]  # type: ignore[attr-defined]

    def row(self) -> MilestoneRow | None:
        facts = dict(self.cleaned_data)
        if not facts["state"] and not self.is_known and any(facts.values()):
            facts["state"] = MilestoneState.OPEN
        if not facts["state"]:
            return None
        return MilestoneRow(milestone=self.milestone, period_start=self.period, **facts)


class NewPeriodForm(MilestoneForm):
    """A further period of a recurring milestone, known by its first day."""

    period_start = DayField(label=_("First day of the period"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices, required=False)
    field_order = ["period_start"]

    def __init__(self, data: Any, *, milestone: int, recurrence: str = "", taken: Iterable[Any] = ()) -> None:
        super().__init__(data, milestone=milestone)
        self.prefix = f"milestone-{milestone}-{NEW}"
        self.recurrence, self.taken = recurrence, set(taken)

    def clean_period_start(self) -> datetime.date | None:
        """The first day of the period in which the day lies, so that a period is said once."""
        day = self.cleaned_data["period_start"]
        return day and period_of(self.recurrence, day, min(self.taken, default=day))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        filled = any(cleaned.get(name) not in (None, "") for name in ("achieved_on", "number", "source"))
        filled = filled or cleaned.get("state") not in ("", MilestoneState.OPEN, None)
        if filled and not cleaned.get("period_start") and "period_start" not in self.errors:
            self.add_error("period_start", _("Say on which day the period began."))
        if cleaned.get("period_start") in self.taken:
            self.add_error("period_start", _("This period has a row already."))
        return cleaned

    def row(self) -> MilestoneRow | None:
        facts = dict(self.cleaned_data)
        period = facts.pop("period_start")
        facts["state"] = facts["state"] or MilestoneState.OPEN
        return MilestoneRow(milestone=self.milestone, period_start=period, **facts) if period else None


def money_keys_in(data: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Line and year of the money rows that were sent, so that no row is lost when others saved in between."""
    keys = {(int(found[1]), int(found[2])) for name in data if (found := _MONEY.match(name))}
    return {(line, year) for line, year in keys if FIRST_YEAR <= year <= LAST_YEAR}


def periods_in(data: Mapping[str, Any]) -> set[tuple[int, datetime.date]]:
    """Milestone and first day of the period rows that were sent."""
    found = set()
    for name in data:
        if row := _PERIOD.match(name):
            with contextlib.suppress(ValueError):
                found.add((int(row[1]), datetime.date.fromisoformat(row[2])))
    return found
