"""Forms of the rows of a report: money by line and year, milestones and their periods."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplan.base import formatting
from actionplan.base.fields import FIRST_YEAR, LAST_YEAR, AmountField, DayField, NumberField, WordsField
from actionplan.pages.templatetags.ui import found_at
from actionplan.picture.sentences import period_words
from actionplan.picture.unknown_figures import FIGURE_WORDS
from actionplan.reporting.states import Finality, MilestoneState
from actionplan.reports.contents import ExpenditureRow, MilestoneKey, MilestoneRow
from actions.periods import last_day_of_period, period_of

NEW_ROW = "new"
_MONEY_FIELD = re.compile(r"^money-(\d+)-(\d{4})-")
_PERIOD_FIELD = re.compile(r"^milestone-(\d+)-(\d{4}-\d{2}-\d{2})-")
NOTHING_REPORTED = MilestoneRow(milestone=0, state="")
MONEY_COLUMNS = ["committed", "paid", "as_of", "finality", "source"]
"""What the table asks of a line in a year, and the row of *My actions* alone."""
NEW_PERIOD_STATES = [choice for choice in MilestoneState.choices if choice[0] != MilestoneState.UNDONE]


def is_faulty(field: forms.BoundField) -> bool:
    """Whether it has an error, or the checks found something there."""
    return bool(field.errors or found_at(field))


class NewRow:
    """A row that is known by what is typed in one of its fields, from then on."""

    key_field: str

    def row_prefix(self: Any) -> str:
        """The prefix of the same row with its key; empty while the key is not given or cannot be read."""
        field = self[self.key_field]
        try:
            key = field.field.clean(field.data)
        except ValidationError:
            return ""
        return self.prefix.removesuffix(NEW_ROW) + str(self.key_of(key)) if key else ""

    def key_of(self, typed: Any) -> Any:
        return typed


class MoneyForm(forms.Form):
    """One budget line in one calendar year: the organisation's totals for that year to date, in euro."""

    committed = AmountField(label=_("Committed"), required=False)
    paid = AmountField(label=_("Paid"), required=False)
    forecast = AmountField(label=_("Forecast to year end"), required=False)
    full_time_equivalents = NumberField(label=_("Full-time equivalents"), required=False, whole_digits=5)
    source = WordsField(rows=2, label=_("Source"), required=False, max_length=300)
    as_of = DayField(label=_("As of"), required=False)
    finality = forms.ChoiceField(
        label=_("Provisional or final"), choices=[("", "–"), *Finality.choices], required=False
    )
    withdrawn = forms.MultipleChoiceField(
        label=_("Withdrawn: reported by mistake"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any,
        *,
        line: int,
        about: str,
        year: int | None = None,
        known: ExpenditureRow | None = None,
        planned: Decimal | None = None,
        last: ExpenditureRow | None = None,
        proposed: datetime.date | None = None,
    ) -> None:
        """`about` names the row in the error summary, `planned` is in euro; `known` is what the form shows, `last` what the
        last report said; `proposed` is as of which day new amounts are, if nothing else is said.

        What that gave can be withdrawn, and what is withdrawn stays to be seen.
        """
        values = {name: getattr(known, name) for name in self.base_fields} if known else {}
        values |= {"withdrawn": known.withdrawn_figures} if known else {}
        super().__init__(data, prefix=f"money-{line}-{year or NEW_ROW}", initial=values)
        self.line, self.year, self.about, self.known = line, year, about, known
        self.planned, self.last, self.proposed = planned, last, proposed
        self._say_what_is_proposed()
        figures = {*(last.reported_figures if last else []), *(known.withdrawn_figures if known else [])}
        if figures:
            words = [(name, label) for name, label in FIGURE_WORDS.items() if name in figures]
            self.fields["withdrawn"].choices = words
        else:
            self.fields.pop("withdrawn", None)

    def _say_what_is_proposed(self) -> None:
        """Beside the day and the kind, which a new amount gets where they are left alone."""
        day, kind = self.initial.get("as_of"), self.initial.get("finality")
        if self.proposed is None or day not in (None, getattr(self.last, "as_of", None), self.proposed):
            return
        words = _("proposed: %(what)s")
        self.fields["as_of"].help_text = words % {"what": formatting.short_day(self.proposed)}
        if kind in (None, "", Finality.PROVISIONAL):
            self.fields["finality"].help_text = words % {"what": Finality.PROVISIONAL.label}

    def clean_withdrawn(self) -> list[str]:
        """In the order of the figures, as they are kept."""
        return [name for name in FIGURE_WORDS if name in self.cleaned_data["withdrawn"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in cleaned.get("withdrawn") or []:
            if cleaned.get(name) is not None and name not in self.initial.get("withdrawn", []):
                self.add_error(name, _("Empty this figure, since it is withdrawn, or take the tick off."))
                cleaned.pop("withdrawn", None)
        self._propose_day(cleaned)
        facts = {name: cleaned.get(name, self.initial.get(name)) for name in MoneyForm.base_fields}
        when = next((name for name in ["as_of", "finality"] if facts[name]), None)
        if when and not self.errors and ExpenditureRow(self.line, 0, **facts).is_empty:
            self.add_error(when, _("Give the figure that this is about, or leave it out."))
        return cleaned

    def _propose_day(self, cleaned: dict[str, Any]) -> None:
        """New amounts are as of the proposed day and provisional, unless something else is said with them."""
        said = {name: getattr(self.last, name, None) for name in ("committed", "paid", "as_of")}
        is_new = any(cleaned.get(name) not in (None, said[name]) for name in ("committed", "paid"))
        if self.proposed is None or not is_new:
            return
        if cleaned.get("as_of") in (None, said["as_of"]) and "as_of" not in self.changed_data:
            cleaned["as_of"] = self.proposed
        if not cleaned.get("finality") and "finality" not in self.changed_data:
            cleaned["finality"] = Finality.PROVISIONAL

    @property
    def faulty(self) -> list[forms.BoundField]:
        """The cells of the table with an error or a finding, which stands under the row."""
        return self._faulty(MONEY_COLUMNS)

    @property
    def faulty_more(self) -> list[forms.BoundField]:
        """The same of the table with what is asked seldom."""
        return self._faulty(["forecast", "full_time_equivalents"])

    def _faulty(self, names: Iterable[str]) -> list[forms.BoundField]:
        cells = [self[name] for name in names if name in self.fields]
        return [cell for cell in cells if is_faulty(cell)]

    def row(self) -> ExpenditureRow | None:
        """What is reported now: as before, if the row was not sent. A figure that is given again is not withdrawn."""
        if not self.is_bound:
            return self.known
        known = self.known or ExpenditureRow(self.line, self.year or 0)
        row = replace(known, **self.cleaned_data | {"withdrawn": ""})
        ticked = self.cleaned_data.get("withdrawn", known.withdrawn_figures)
        return replace(row, withdrawn=" ".join(name for name in ticked if getattr(row, name) is None))


class NewYearForm(NewRow, MoneyForm):
    """The same with a free year, for spending outside the years that are shown."""

    year_typed = forms.IntegerField(
        label=_("Another year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    withdrawn = None
    field_order = ["year_typed"]
    key_field = "year_typed"

    def __init__(self, data: Any, *, line: int, about: str, taken: Iterable[int]) -> None:
        super().__init__(data, line=line, about=about)
        self.taken = set(taken)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        year = cleaned.get("year_typed")
        filled = any(value not in (None, "") for name, value in cleaned.items() if name != "year_typed")
        if filled and year is None and "year_typed" not in self.errors:
            self.add_error("year_typed", _("Say which year this is."))
        if year in self.taken:
            self.add_error("year_typed", _("This year has a row already."))
        return cleaned

    def row(self) -> ExpenditureRow | None:
        facts = dict(self.cleaned_data)
        year = facts.pop("year_typed", None)
        return ExpenditureRow(line=self.line, year=year, **facts) if year else None


class MilestoneForm(forms.Form):
    """The state of a milestone, or of one period of a recurring one."""

    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices)
    achieved_on = DayField(label=_("Achieved on"), required=False)
    number = NumberField(label=_("Number"), required=False, whole_digits=10)
    source = forms.CharField(label=_("Source or remark"), required=False, max_length=300)
    undone_why = forms.CharField(label=_("Why is it undone?"), required=False, max_length=300)
    expected_on = DayField(label=_("Expected on"), required=False)
    expected_why = forms.CharField(label=_("Why is it not achieved?"), required=False, max_length=300)

    def __init__(
        self,
        data: Any,
        *,
        milestone: int,
        suffix: str = "",
        known: MilestoneRow | None = None,
        last: MilestoneRow | None = None,
    ) -> None:
        """`known` is what the form shows, `last` what the report before this one said."""
        values = {name: getattr(known, name) for name in self.base_fields} if known else {"state": "open"}
        prefix = f"milestone-{milestone}{suffix}"
        was_sent = data is not None and (suffix == f"-{NEW_ROW}" or f"{prefix}-state" in data)
        super().__init__(data if was_sent else None, prefix=prefix, initial=values)
        self.milestone, self.known, self.last = milestone, known, last
        self.period: datetime.date | None = None

    @property
    def key(self) -> MilestoneKey:
        return self.milestone, self.period

    def row(self) -> MilestoneRow | None:
        """What is reported now: as before, if the row was not sent."""
        if not self.is_bound:
            return self.known or MilestoneRow(self.milestone)
        return self.said_now(self.known or MilestoneRow(self.milestone), self.cleaned_data)

    def said_now(self, known: MilestoneRow, facts: dict[str, Any]) -> MilestoneRow:
        """The remark of the last report goes when its state changes, and is back when the state is; what was typed since
        stays.
        """
        row, last = replace(known, **facts), self.last
        if last is None or row.state == known.state or row.source != known.source:
            return row
        if (known.state, known.source) == (last.state, last.source):
            return replace(row, source="")
        return replace(row, source=row.source or last.source) if row.state == last.state else row


class PeriodForm(MilestoneForm):
    """A period of a recurring milestone: its state, and the number reached beside the target.

    An empty row stays unreported unless it was reported before; a period entered by mistake can be left out.
    """

    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices, required=False)
    expected_on = None
    expected_why = None
    field_order = ["state", "number"]

    def __init__(
        self,
        data: Any,
        *,
        milestone: int,
        recurrence: str,
        period: datetime.date,
        known: MilestoneRow | None,
        last: MilestoneRow | None = None,
    ) -> None:
        super().__init__(
            data,
            milestone=milestone,
            suffix=f"-{period.isoformat()}",
            known=known or NOTHING_REPORTED,
            last=last,
        )
        self.known, self.period, self.first_day = known, period, period
        self.words = period_words(recurrence, period)
        self.last_day = last_day_of_period(recurrence, period)
        nothing = ("", _("leave this period out")) if known else ("", _("not said yet"))
        self.fields["state"].choices = [nothing, *MilestoneState.choices]

    def row(self) -> MilestoneRow | None:
        if not self.is_bound:
            return self.known
        facts = {"state": self.known.state if self.known else ""} | self.cleaned_data
        if not facts["state"] and self.known is None and any(facts.values()):
            facts["state"] = MilestoneState.OPEN
        known = self.known or MilestoneRow(self.milestone, self.period, state="")
        return self.said_now(known, facts) if facts["state"] else None

    def runs_on(self, day: datetime.date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def was_achieved(self) -> bool:
        return self.known is not None and self.known.state == MilestoneState.ACHIEVED

    @property
    def was_answered(self) -> bool:
        """Achieved or dropped, or open with a number or a remark."""
        row = self.known
        return row is not None and (
            row.state != MilestoneState.OPEN or row.number is not None or bool(row.source)
        )


class NewPeriodForm(NewRow, MilestoneForm):
    """A further period of a recurring milestone, identified by its first day."""

    period_start = DayField(label=_("First day of the period"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=NEW_PERIOD_STATES, required=False)
    undone_why = None
    expected_on = None
    expected_why = None
    field_order = ["period_start"]
    key_field = "period_start"

    def __init__(self, data: Any, *, milestone: int, recurrence: str, taken: Iterable[datetime.date]) -> None:
        super().__init__(data, milestone=milestone, suffix=f"-{NEW_ROW}")
        self.recurrence, self.taken = recurrence, set(taken)

    def clean_period_start(self) -> datetime.date | None:
        """The first day of the period that the day is in, so that each period is reported once."""
        day = self.cleaned_data["period_start"]
        return day and self.key_of(day)

    def key_of(self, typed: datetime.date) -> datetime.date:
        return period_of(self.recurrence, typed, min(self.taken, default=typed))

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
        period = facts.pop("period_start", None)
        facts["state"] = facts.get("state") or MilestoneState.OPEN
        return MilestoneRow(self.milestone, period, **facts) if period else None


def money_keys_in(data: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Line and year of the money rows that were sent, so that no row is lost if others saved in between."""
    keys = {(int(match[1]), int(match[2])) for name in data if (match := _MONEY_FIELD.match(name))}
    return {(line, year) for line, year in keys if FIRST_YEAR <= year <= LAST_YEAR}


def periods_in(data: Mapping[str, Any]) -> set[tuple[int, datetime.date]]:
    """Milestone and first day of the period rows that were sent."""
    periods = set()
    for name in data:
        if row := _PERIOD_FIELD.match(name):
            with contextlib.suppress(ValueError):
                periods.add((int(row[1]), datetime.date.fromisoformat(row[2])))
    return periods
