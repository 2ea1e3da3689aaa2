"""The forms of an amendment: its day and reason, choosing an action, merging, its decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.amendments.carrying_out import Decision
from actionplan.amendments.merging import CarriedOver
from actionplan.base.fields import DayField, WordsField
from actionplan.pages.tokens import TokenForm
from actions.models import Amendment

DECISION = ["decision_body", "decided_on", "decision_reference"]


class AmendmentForm(TokenForm):
    code = forms.CharField(widget=forms.HiddenInput, max_length=12, required=False)
    """The action whose page somebody came from, and continue to."""
    effective_from = DayField(
        label=gettext_lazy("From which day is it in force?"),
        help_text=gettext_lazy(
            "The day of effect, itself included. It may lie ahead: on that day a coordinator puts it in force."
        ),
    )
    reason = WordsField(
        label=gettext_lazy("Why is the plan amended?"),
        error_messages={"required": gettext_lazy("Say why the plan is amended.")},
    )


class ChangeAmendmentForm(AmendmentForm):
    """`opened_on` is the version of the day and reason that the page showed."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=100)


class OpenedForm(TokenForm):
    """A button for an action: `opened_on` is the version of the amended action that the page showed."""

    opened_on = forms.CharField(widget=forms.HiddenInput, max_length=100)


class ChooseActionForm(forms.Form):
    code = forms.ChoiceField(label=gettext_lazy("Which action?"))

    def __init__(self, data: Any, *, actions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        fields: dict[str, Any] = self.fields
        fields["code"].choices = [("", _("Choose")), *actions]


class MergeForm(OpenedForm):
    """The action to merge into, and what to carry over; nothing is offered if the amendment merges the action already."""

    into = forms.ChoiceField(label=gettext_lazy("Into which action?"))
    lines = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which budget lines go along?"),
        help_text=gettext_lazy(
            "The other action gets them from the day of the amendment on. What was reported on them stays with the action that is merged."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    milestones = forms.MultipleChoiceField(
        label=gettext_lazy("Which milestones go along?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Which indicators go along?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any,
        *,
        actions: list[tuple[str, str]],
        lines: list[tuple[int, str]],
        milestones: list[tuple[str, str]],
        indicators: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(data, auto_id="merge_%s", **options)
        fields: dict[str, Any] = self.fields
        fields["into"].choices = [("", _("Choose")), *actions]
        for name, offered in [("lines", lines), ("milestones", milestones), ("indicators", indicators)]:
            fields[name].choices = offered
            if not offered:
                del self.fields[name]

    def carried_over(self) -> CarriedOver:
        """Only after `is_valid`."""
        cleaned = self.cleaned_data
        chosen = (cleaned.get(name, ()) for name in ["lines", "milestones", "indicators"])
        return CarriedOver(*chosen)


class DecisionForm(TokenForm):
    """The decision, complete or left empty; `mark` is that of the effects that the page showed."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    decision_body = forms.CharField(
        label=gettext_lazy("Who decided?"),
        max_length=Amendment._meta.get_field("decision_body").max_length,
        required=False,
    )
    decided_on = DayField(label=gettext_lazy("On which day?"), required=False)
    decision_reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=Amendment._meta.get_field("decision_reference").max_length,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = [name for name in DECISION if not self.errors.get(name) and not cleaned.get(name)]
        if 0 < len(missing) < len(DECISION):
            for name in missing:
                self.add_error(name, _("A decision has all three: who, when and its reference."))
        return cleaned

    def decision(self) -> Decision:
        """Only after `is_valid`."""
        cleaned = self.cleaned_data
        return Decision(cleaned["decision_body"], cleaned["decided_on"], cleaned["decision_reference"])
