"""Forms of *My actions*: how one knows that nothing changed, and who agreed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.models import ProgressReport
from actionplan.reports.workflow import Agreement


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
    """Who agreed with the reports of a sheet, once for all of them: a function and a day."""

    agreed_by = forms.CharField(
        label=_("Agreed by"),
        help_text=_("The function of who agreed, not a name."),
        max_length=120,
        error_messages={"required": _("Say who agreed.")},
    )
    agreed_on = DayField(
        label=_("Agreed on"), error_messages={"required": _("Say on which day it was agreed.")}
    )

    def __init__(
        self, data: Any = None, *, today: datetime.date | None = None, drafts: Iterable[ProgressReport] = ()
    ) -> None:
        """Required where one of the `drafts` does not say itself who agreed."""
        super().__init__(data)
        self.today = today
        is_asked = any(not draft.agreed_by for draft in drafts)
        for field in self.fields.values():
            field.required = is_asked

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
