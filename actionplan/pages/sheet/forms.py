"""The forms of a sheet: a row with the three main fields and those that they require, and what goes with them.

A row only changes what it shows: its contents are those of the report it continues, with what was typed.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.pages.report.forms import WARNING, opened_on
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence, Outcome, Status
from actionplan.reports.contents import Contents
from actionplan.reports.findings import Finding
from actionplan.reports.workflow import Agreement

NO_CHOICE = ("", "–")


class RowForm(forms.Form):
    """A row without fields of the report: it is asked for its money only."""


class PartnerRowForm(RowForm):
    done = WordsField(label=_("What did your organisation do?"), rows=2, required=False)


class LeadRowForm(RowForm):
    """The other fields are shown if status, confidence or the planned end require them."""

    status = forms.ChoiceField(label=_("Status"), choices=[NO_CHOICE, *Status.choices], required=False)
    confidence = forms.ChoiceField(
        label=_("How is it going?"), choices=[NO_CHOICE, *Confidence.choices], required=False
    )
    done = WordsField(label=_("What was done?"), rows=2, required=False)
    actual_end = DayField(label=_("Completed or stopped on"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[NO_CHOICE, *Outcome.choices], required=False)
    stop_reason = WordsField(label=_("Why was it stopped?"), rows=2, required=False)
    obstacles = WordsField(label=_("What stands in the way?"), rows=2, required=False)
    forecast_end = DayField(label=_("Forecast end"), required=False)


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
        end_passed: bool,
        draft: ProgressReport | None,
        findings: Iterable[Finding],
    ) -> None:
        self.prefix, self.base, self.data = prefix, base, data
        self.main = kind(data, prefix=prefix, initial=base.fields)
        fields = self.main.fields
        if not end_passed:
            fields.pop("forecast_end", None)
        self.opened = OpenedRowForm(data, prefix=prefix)
        if data is None:
            self.open_on(draft)
        self.apart = self._explain(findings)
        """Findings about fields that the row lacks."""

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
        shown = _digest_of(self.main, self.base.fields)
        self.opened = OpenedRowForm(prefix=self.prefix, initial={**opened_on(draft), "shown": shown})

    def is_readable(self) -> bool:
        answers = [self.opened.is_valid(), self.main.is_valid()]
        return all(answers)

    def _sent(self) -> dict[str, Any]:
        typed, data = self.main.cleaned_data, self.data or {}
        return {name: typed[name] for name in self.main.fields if self.main.add_prefix(name) in data}

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed since the row was shown; invalid input counts."""
        if not self.is_readable():
            return True
        return _digest_of(self.main, self.main.cleaned_data) != self.opened.cleaned_data["shown"]

    @property
    def is_stored(self) -> bool:
        """Whether the report that the row continues has what was typed. Only after `is_readable`."""
        return all((value or "") == (self.base[name] or "") for name, value in self._sent().items())

    def opened_on(self) -> dict[str, int | None]:
        """As sent. Only after `is_readable`."""
        return {name: self.opened.cleaned_data[name] for name in opened_on(None)}

    def contents(self) -> Contents:
        """The row as contents of a report. Only after `is_readable`."""
        return self.base.with_fields(**self._sent())


def _digest_of(form: RowForm, values: Mapping[str, Any]) -> str:
    """A digest of the values of the row's fields, the same whether they come from a report or from a form."""
    values_read = []
    for name in form.fields:
        value = values.get(name)
        if isinstance(value, datetime.date):
            value = value.isoformat()
        values_read.append(str(value or "").strip().replace("\r\n", "\n"))
    return hashlib.sha256("\x1f".join(values_read).encode()).hexdigest()


class UnchangedForm(TokenForm):
    """How one knows that nothing changed; hidden, the last report that it was opened on."""

    source = forms.CharField(
        label=_("How do you know?"),
        help_text=format_lazy(
            "{} {}", _("Where can this be checked: a report, a decision, a register."), WARNING
        ),
        max_length=300,
    )
    opened_on = forms.IntegerField(widget=forms.HiddenInput)


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
