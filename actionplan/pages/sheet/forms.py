"""Forms of *My actions*: how one knows that nothing changed, and who agreed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.days import day_of
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
    decided = forms.CharField(required=False, widget=forms.HiddenInput)
    """The day for which the page said what was changed since."""

    def __init__(
        self,
        data: Any = None,
        *,
        today: datetime.date,
        drafts: Iterable[ProgressReport],
        last_function: str = "",
    ) -> None:
        """Required where one of the `drafts` does not say itself who agreed; `last_function` is proposed."""
        self.unagreed = [draft for draft in drafts if not draft.agreed_by]
        super().__init__(data, initial={"agreed_by": last_function if self.unagreed else ""})
        self.today = today
        self.changed: list[ProgressReport] = []
        """What was saved after the day of the agreement, until the page has said so."""
        self.shown_for = ""
        """The day for which the page says so."""
        for name in ["agreed_by", "agreed_on"]:
            self.fields[name].required = bool(self.unagreed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        function, day = cleaned.get("agreed_by"), cleaned.get("agreed_on")
        if day and day > self.today:
            self.add_error("agreed_on", _("It cannot be agreed on a day after today."))
        if not self.errors and bool(function) != (day is not None):
            sentence = _("Give both the function of who agreed and the day, or neither.")
            self.add_error("agreed_on" if function else "agreed_by", sentence)
        if day and not self.errors and cleaned.get("decided") != day.isoformat():
            self.changed = [draft for draft in self.unagreed if day_of(draft.saved_at) > day]
        if self.changed:
            codes = ", ".join(draft.action.code for draft in self.changed)
            sentence = _(
                "Changed after that day, and no longer ticked: %(codes)s. Tick what was agreed to all the same."
            )
            self.add_error("agreed_on", sentence % {"codes": codes})
        self.shown_for = day.isoformat() if day else ""
        return cleaned

    def agreement(self) -> Agreement | None:
        """Only if it is valid."""
        if not self.cleaned_data["agreed_by"]:
            return None
        return Agreement(self.cleaned_data["agreed_by"], self.cleaned_data["agreed_on"])
