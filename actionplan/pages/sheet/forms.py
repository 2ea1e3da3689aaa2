"""The forms of a sheet's row: the three main fields, those that they require, and "nothing changed".

A row only changes what it shows: its contents are those of the report it continues, with what was typed.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.fields import DayField, WordsField
from actionplan.pages.report.forms import opened_on
from actionplan.picture.sentences import confidence_choices
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Outcome, Status
from actionplan.reports.checks import Finding
from actionplan.reports.contents import Contents
from actionplan.reports.workflow import Agreement

NO_CHOICE = ("", "–")


class RowForm(forms.Form):
    """Common to all rows: "nothing changed", as a checkbox and a sentence to the Platform."""

    unchanged = forms.BooleanField(label=_("Nothing changed"), required=False)
    note = WordsField(label=_("How do you know, in one sentence?"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("unchanged") and not cleaned.get("note"):
            self.add_error("note", _("Say in one sentence how you know that nothing changed."))
        return cleaned

    @property
    def report_fields(self) -> list[str]:
        """The names of the report fields in this row."""
        return [name for name in self.fields if name not in ("unchanged", "note")]


class PartnerRowForm(RowForm):
    done = WordsField(label=_("What did your organisation do?"), rows=2, required=False)

    field_order = ["done"]


class LeadRowForm(RowForm):
    """The other fields are shown if status, confidence or the planned end require them."""

    status = forms.ChoiceField(label=_("Status"), choices=[NO_CHOICE, *Status.choices], required=False)
    confidence = forms.ChoiceField(label=_("How is it going?"), required=False)
    done = WordsField(label=_("What was done?"), rows=2, required=False)
    actual_end = DayField(label=_("Completed or stopped on"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[NO_CHOICE, *Outcome.choices], required=False)
    stop_reason = WordsField(label=_("Why was it stopped?"), rows=2, required=False)
    obstacles = WordsField(label=_("What stands in the way?"), rows=2, required=False)
    forecast_end = DayField(label=_("Forecast end"), required=False)

    field_order = [
        "status",
        "confidence",
        "done",
        "actual_end",
        "outcome",
        "stop_reason",
        "obstacles",
        "forecast_end",
    ]


class OpenedRowForm(forms.Form):
    """Hidden fields: the draft and revision that the row was opened on, and a digest of what it showed."""

    report = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class RowForms:
    """The forms of one row. Unbound it shows `base`, from which the next report starts."""

    def __init__(
        self,
        prefix: str,
        base: Contents,
        data: Mapping[str, Any] | None = None,
        *,
        kind: type[RowForm],
        continuous: bool,
        end_passed: bool,
        unchanged_of: Contents | None,
        last_report: datetime.datetime | None,
        is_unchanged: bool,
        draft: ProgressReport | None,
        findings: Iterable[Finding],
    ) -> None:
        """`unchanged_of` has the last report's contents; None if they cannot simply be repeated.

        `is_unchanged`: the draft already repeats them, with its one sentence.
        """
        self.prefix, self.base, self.data = prefix, base, data
        self.unchanged_of, self.is_unchanged = unchanged_of, is_unchanged
        self.main = kind(data, prefix=prefix, initial=self._initial())
        fields = self.main.fields
        if "confidence" in fields:
            fields["confidence"].choices = [NO_CHOICE, *confidence_choices(continuous=continuous)]
        if not end_passed:
            fields.pop("forecast_end", None)
        if unchanged_of is None:
            del fields["unchanged"], fields["note"]
        elif last_report is not None:
            day = {"day": formatting.short_day(day_of(last_report))}
            fields["unchanged"].label = gettext("nothing changed since %(day)s") % day
        self.opened = OpenedRowForm(data, prefix=prefix)
        if data is None:
            self.open_on(draft)
        self.apart = self._explain(findings)
        """Findings about fields that the row lacks."""

    def _initial(self) -> dict[str, Any]:
        unchanged = self.is_unchanged
        note = self.base["note_to_platform"] if unchanged else ""
        return {**self.base.fields, "unchanged": unchanged, "note": note}

    def _explain(self, findings: Iterable[Finding]) -> list[Finding]:
        """Put findings about a field at the field; returns the others."""
        others, fields = [], self.main.fields
        for field in fields.values():
            field.is_blocking = False
        for finding in findings:
            if finding.field not in fields:
                others.append(finding)
                continue
            field = fields[finding.field]
            field.help_text = f"{field.help_text} {finding.sentence}".strip()
            field.is_blocking |= finding.is_blocking
        return others

    def open_on(self, draft: ProgressReport | None) -> None:
        """Open the row on this draft."""
        shown = _digest_of(self.main, self._initial())
        self.opened = OpenedRowForm(prefix=self.prefix, initial={**opened_on(draft), "shown": shown})

    def is_readable(self) -> bool:
        """Whether everything is valid, and nothing was typed in a row that is marked as unchanged."""
        answers = [self.opened.is_valid(), self.main.is_valid()]
        if all(answers) and self.main.cleaned_data.get("unchanged") and self._differs_from_last():
            sentence = _("You changed this row as well. Take this tick away, or put the row back as it was.")
            self.main.add_error("unchanged", sentence)
            return False
        return all(answers)

    def _differs_from_last(self) -> bool:
        """Whether a field of the row differs from the last report."""
        last = self.unchanged_of or self.base
        return any((value or "") != (last[name] or "") for name, value in self._sent().items())

    def _sent(self) -> dict[str, Any]:
        typed, data = self.main.cleaned_data, self.data or {}
        return {name: typed[name] for name in self.main.report_fields if self.main.add_prefix(name) in data}

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed since the row was shown; invalid input counts."""
        if not self.is_readable():
            return True
        return _digest_of(self.main, self.main.cleaned_data) != self.opened.cleaned_data["shown"]

    @property
    def is_stored(self) -> bool:
        """Whether the report that the row continues has what was typed. Only after `is_readable`."""
        typed = self.main.cleaned_data
        if bool(typed.get("unchanged")) != self.is_unchanged:
            return False
        if typed.get("unchanged"):
            return bool(typed["note"] == self.base["note_to_platform"])
        return all((value or "") == (self.base[name] or "") for name, value in self._sent().items())

    def opened_on(self) -> dict[str, int | None]:
        """As sent. Only after `is_readable`."""
        return {name: self.opened.cleaned_data[name] for name in opened_on(None)}

    def contents(self) -> Contents:
        """The row as contents of a report. Only after `is_readable`."""
        typed = self.main.cleaned_data
        if typed.get("unchanged") and self.unchanged_of is not None:
            fields = {**self.unchanged_of.fields, "note_to_platform": typed["note"]}
            return replace(self.unchanged_of, fields=fields)
        fields = {**self.base.fields, **self._sent()}
        if self.is_unchanged:
            fields["note_to_platform"] = ""
        return replace(self.base, fields=fields)


def _digest_of(form: RowForm, values: Mapping[str, Any]) -> str:
    """A digest of the values of the row's fields, the same whether they come from a report or from a form."""
    values_read = []
    for name in form.fields:
        value = values.get(name)
        if isinstance(value, datetime.date):
            value = value.isoformat()
        values_read.append(str(value or "").strip().replace("\r\n", "\n"))
    return hashlib.sha256("\x1f".join(values_read).encode()).hexdigest()


class AgreedForm(forms.Form):
    """Who agreed with the reports of a sheet, once for all of them: a function and a day, or neither."""

    agreed_by = forms.CharField(
        label=_("Agreed by"),
        help_text=_("The function of who agreed, not a name."),
        max_length=120,
        required=False,
    )
    agreed_on = DayField(label=_("Agreed on"), required=False)

    def __init__(self, data: Any = None, *, today: datetime.date | None = None) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        function, day = cleaned.get("agreed_by"), cleaned.get("agreed_on")
        if day and self.today and day > self.today:
            self.add_error("agreed_on", _("It cannot be agreed on a day after today."))
        if not self.errors and bool(function) != (day is not None):
            sentence = _("Give both the function of who agreed and the day, or neither.")
            self.add_error("agreed_on" if function else "agreed_by", sentence)
        return cleaned

    def agreement(self) -> Agreement | None:
        """Only if it is valid."""
        if not self.cleaned_data["agreed_by"]:
            return None
        return Agreement(self.cleaned_data["agreed_by"], self.cleaned_data["agreed_on"])
