"""Asking for more time, and the answers to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import DayField, WordsField
from actionplan.pages.report.forms.position import WARNING
from actionplan.reporting.models import Extension

from .rounds import TokenForm


class AskExtensionForm(TokenForm):
    until = DayField(
        label=_("Until which day?"),
        help_text=_("The last day on which you would hand in."),
        error_messages={"required": _("Say until which day.")},
    )
    reason = WordsField(
        label=_("Why is more time needed?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say why more time is needed.")},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="ask_%s", **options)


class GiveExtensionForm(TokenForm):
    until = DayField(
        label=_("Until which day?"),
        help_text=_("The last day to hand in."),
        error_messages={"required": _("Say until which day.")},
    )
    reason = WordsField(
        label=_("Why is more time given?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say why more time is given.")},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="give_%s", **options)


class _AnswerForm(TokenForm):
    """An answer to an extension that was asked for; it says which, so that one answered meanwhile is not answered twice."""

    extension = forms.IntegerField(widget=forms.HiddenInput)


class GrantForm(_AnswerForm):
    until = DayField(
        label=_("Until which day?"),
        help_text=_("The day that was asked for, or another."),
        error_messages={"required": _("Say until which day.")},
    )
    answer = WordsField(label=_("Answer"), help_text=WARNING, required=False, rows=2)

    def __init__(self, data: Any = None, *, extension: Extension, **options: Any) -> None:
        super().__init__(data, auto_id=f"grant_{extension.pk}_%s", **options)


class DeclineForm(_AnswerForm):
    answer = WordsField(
        label=_("Why is no more time given?"),
        help_text=WARNING,
        rows=2,
        error_messages={"required": _("Say why no extension is given.")},
    )

    def __init__(self, data: Any = None, *, extension: Extension, **options: Any) -> None:
        super().__init__(data, auto_id=f"decline_{extension.pk}_%s", **options)
