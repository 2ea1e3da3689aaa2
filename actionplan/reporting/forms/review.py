"""The two answers to a submitted report: accept it, or return it with a remark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import WordsField
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence, confidence_word

from .position import WARNING


class AcceptForm(forms.Form):
    """A lead's report is accepted with a verdict, a contribution without."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What does the Platform think?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Give the Platform’s verdict.")},
    )
    remark = WordsField(
        label=_("Remark"), help_text=_("Seen with the accepted report."), required=False, rows=3
    )

    def __init__(
        self, data: Any, *, report: ProgressReport, continuous: bool = False, **options: Any
    ) -> None:
        super().__init__(data, auto_id="accept_%s", **options)
        if report.is_lead:
            self.fields["verdict"].choices = [  # type: ignore[attr-defined]
                (code.value, confidence_word(code, continuous=continuous)) for code in Confidence
            ]
        else:
            del self.fields["verdict"]


class ReturnForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    remark = WordsField(
        label=_("What do you ask for?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say what you ask for.")},
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, auto_id="return_%s", **options)
