"""The main part of a report's form: the lead's whole position, or the partner's one text.

A draft may be incomplete, and may hold what the checks will stop: the form refuses only what cannot be read
or stored.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.reporting.states import Confidence, Outcome, Status, confidence_word
from actionplan.reports.position import empty_fields

WARNING = _("No names of persons, nothing classified, no small numbers.")


def _warned(hint: Any) -> Any:
    """A hint with the warning behind it, for a text that stands apart from those that a warning stands above."""
    return format_lazy("{} {}", hint, WARNING)


def _text(label: Any, hint: Any = "", rows: int = 4) -> WordsField:
    return WordsField(label=label, help_text=hint, required=False, rows=rows)


def _line(label: Any, hint: Any = "", longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest)


def _day(label: Any, hint: Any = "") -> DayField:
    return DayField(label=label, help_text=hint, required=False)


class OpenedOnForm(forms.Form):
    """What a form carries unseen: its token, and the draft and revision it was opened on."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    report = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PartnerForm(forms.Form):
    """A partner's contribution: one text, its source, and its own expenditure beside."""

    done = _text(_("What did your organisation do?"), rows=6)
    source = _line(_("Source"), _warned(_("Where can this be checked: a report, a decision, a register.")))
    note_to_platform = _text(
        _("Note to the Platform"),
        _warned(_("Read by your organisation, the Platform and auditors; never exported.")),
        rows=3,
    )
    agreed_by = _line(_("Agreed by"), _("The function of who agreed, not a name."), longest=120)
    agreed_on = _day(_("Agreed on"))

    def position_fields(self) -> dict[str, Any]:
        """The fields of a position; those that this form does not ask for are empty."""
        return {**empty_fields(), **self.cleaned_data}


class MoneyOnlyForm(PartnerForm):
    """Of an action that is asked about for its money: who says so. Everything else stays as it was reported."""

    done = None  # type: ignore[assignment]


class LeadForm(PartnerForm):
    """The lead's report."""

    status = forms.ChoiceField(
        label=_("What is the status?"), choices=Status.choices, required=False, widget=forms.RadioSelect
    )
    on_hold_since = _day(_("On hold since"), _("Only if the action is ongoing and on hold."))
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        help_text=_("Only if the action is completed."),
        choices=[("", "–"), *Outcome.choices],
        required=False,
    )
    stop_reason = _text(_("Why was it stopped?"), _warned(_("Only if the action is stopped.")), rows=3)
    stop_decision = _line(_("By which decision?"), _("Only if the action is stopped."))
    confidence = forms.ChoiceField(label=_("How is it going?"), required=False, widget=forms.RadioSelect)
    actual_start = _day(_("Actual start"))
    actual_end = _day(_("Actual end"))
    forecast_end = _day(_("Forecast end"))
    forecast_reason = _text(_("Why this forecast?"), WARNING, rows=2)
    done = _text(_("What was done?"))
    next_steps = _text(_("What comes next?"))
    obstacles = _text(_("What stands in the way?"))

    def __init__(self, *args: Any, continuous: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["confidence"].choices = [  # type: ignore[attr-defined]
            (code.value, confidence_word(code, continuous=continuous)) for code in Confidence
        ]
