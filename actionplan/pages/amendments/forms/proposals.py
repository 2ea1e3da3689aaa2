"""Proposing a milestone, and answering a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplan.base.fields import AmountField, DayField, WordsField
from actionplan.base.vague import Precision
from actionplan.pages.report.forms.position import WARNING
from actionplan.reports.proposals import Terms
from actions.states import Recurrence

PRECISIONS = [Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR]


class ProposalForm(forms.Form):
    """What the milestone says. One of the two titles is enough; one of due day and recurrence is asked."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title_nl = forms.CharField(label=_("What is reached, in Dutch?"), max_length=300, required=False)
    title = forms.CharField(label=_("What is reached, in English?"), max_length=300, required=False)
    due = DayField(label=_("By which day?"), required=False)
    due_precision = forms.ChoiceField(
        label=_("How exact is that day?"),
        help_text=_("Of a month, a quarter or a year the last day counts."),
        choices=[(one.value, one.label) for one in PRECISIONS],
        initial=Precision.DAY,
        required=False,
    )
    recurrence = forms.ChoiceField(
        label=_("How often?"), choices=[("", _("once")), *Recurrence.choices], required=False
    )
    target_from = AmountField(label=_("At least"), required=False, whole_digits=10)
    target_to = AmountField(label=_("At most"), required=False, whole_digits=10)
    unit = forms.CharField(
        label=_("Of what?"),
        help_text=_("Such as “schools” or “training days”."),
        max_length=60,
        required=False,
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["title"].help_text = self.fields["title_nl"].help_text = WARNING

    def clean(self) -> dict[str, Any]:
        """Each field's own share of what `propose_milestone` asks, so that the page leads to the field."""
        said = super().clean() or {}
        if not self.errors:
            self._ask(
                "title", not (said["title"] or said["title_nl"]), _("Say what is reached, in one language.")
            )
            once, again = said["due"] is not None, bool(said["recurrence"])
            self._ask("due", not (once or again), _("Choose a day, or how often it comes back."))
            self._ask("recurrence", once and again, _("It comes back, so leave the day empty."))
            upper, lower = said["target_to"], said["target_from"]
            self._ask("target_from", upper is not None and lower is None, _("Give this number too."))
            turned = upper is not None and lower is not None and upper < lower
            self._ask("target_to", turned, _("This is less than “at least”."))
            self._ask("unit", lower is not None and not said["unit"], _("Say what is counted."))
        return said

    def _ask(self, name: str, is_wrong: bool, sentence: Any) -> None:
        if is_wrong:
            self.add_error(name, sentence)

    def terms(self) -> Terms:
        """Only after `is_valid`. The title in one language stands for both."""
        said = {name: self.cleaned_data[name] for name in Terms.__dataclass_fields__}
        said["title"] = said["title"] or said["title_nl"]
        said["due_precision"] = (said["due_precision"] or Precision.DAY) if said["due"] else ""
        return Terms(**said)


class AgreeForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    answer = WordsField(label=_("Remark"), required=False, rows=3)

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, auto_id="agree_%s", **options)


class DeclineForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    answer = WordsField(
        label=_("Why does the Platform decline?"),
        help_text=WARNING,
        rows=3,
        error_messages={"required": _("Say why the Platform declines.")},
    )

    def __init__(self, data: Any, **options: Any) -> None:
        super().__init__(data, auto_id="decline_%s", **options)
