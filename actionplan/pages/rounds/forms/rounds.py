"""What a coordinator fills in about a round, and the acts on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField, WordsField
from actionplan.pages.report.forms.position import WARNING
from actionplan.reporting.models import Round
from actionplan.reporting.models.rounds import valid_round_code
from actionplan.rounds.life import RoundFacts
from objectives.models import Plan

FACTS = ["code", "name", "name_nl", "about", "opens", "due", "closes", "instruction", "instruction_nl"]
ONCE_OPENED = ["code", "about"]
"""What stays as it is once the round was opened."""


class TokenForm(forms.Form):
    """An act without anything to fill in."""

    token = forms.UUIDField(widget=forms.HiddenInput)


class RoundForm(TokenForm):
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Year and month of the day reported about, such as 2022-12."),
        max_length=7,
        validators=[valid_round_code],
    )
    name = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    name_nl = forms.CharField(label=gettext_lazy("Name in Dutch"), max_length=120)
    about = DayField(
        label=gettext_lazy("Which day is reported about?"),
        help_text=gettext_lazy("Reports say where the action stood on this day."),
    )
    opens = DayField(
        label=gettext_lazy("When does it open?"),
        help_text=gettext_lazy("As announced. It opens when a coordinator opens it."),
    )
    due = DayField(
        label=gettext_lazy("When is it due?"),
        help_text=gettext_lazy("The last day to hand in. Reminders and lateness follow it."),
    )
    closes = DayField(
        label=gettext_lazy("When does it close?"),
        help_text=gettext_lazy("As announced. It closes when a coordinator closes it."),
    )
    instruction = WordsField(
        label=gettext_lazy("Instruction in English"),
        help_text=format_lazy("{} {}", gettext_lazy("Everybody reads it on the page of the round."), WARNING),
        required=False,
    )
    instruction_nl = WordsField(
        label=gettext_lazy("Instruction in Dutch"), help_text=instruction.help_text, required=False
    )

    def __init__(self, data: Any, *, plan: Plan, round: Round | None = None, **options: Any) -> None:
        if round is not None:
            known = {name: getattr(round, name) for name in [*FACTS, "revision"]}
            options["initial"] = known | options.get("initial", {})
        super().__init__(data, **options)
        self.plan, self.round = plan, round
        if round is not None and not round.is_draft:
            for name in ONCE_OPENED:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        opens, due, closes = (said.get(name) for name in ["opens", "due", "closes"])
        if opens and due and due < opens:
            self.add_error("due", _("A round opens before it is due."))
        if due and closes and closes < due:
            self.add_error("closes", _("A round is due before it closes."))
        return said

    def facts(self) -> RoundFacts:
        return RoundFacts(**{name: self.cleaned_data[name] for name in FACTS})

    def opened_again(self, revision: int) -> None:
        """Put the form, with what was typed, on the round as it is now."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["revision"] = revision  # type: ignore[index]
