"""The row of an indicator in an action's form."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from actionplan.base.fields import DayField, NumberField, WordsField
from actionplan.organisations.models import valid_key
from actionplan.planned.document import PlannedIndicator, YearTarget
from actionplan.planned.targets import read_targets, targets_as_text
from actionplan.planned.words import BodyNames, indicator_in_words, local_words
from actions.models import IndicatorTerms
from actions.states import Direction, IndicatorScope

from .item_rows import ItemRowForm, column_field


class IndicatorRowForm(ItemRowForm):
    """An indicator is identified by its key, which a new one gets from its name. Its targets are typed one per line."""

    member, type = "indicators", PlannedIndicator
    heading = gettext_lazy("Which indicators?")
    another, one = gettext_lazy("Another indicator"), gettext_lazy("Indicator %(place)s")
    hint = gettext_lazy(
        "Also those of the objective or of the plan that are asked in the reports on this action."
    )
    rarely = ("scope", "unit", "unit_nl", "direction", "source", "measured_by", "asked_of", "printed_as")
    key = forms.CharField(widget=forms.HiddenInput, validators=[valid_key], required=False)
    name = column_field(IndicatorTerms, "name", gettext_lazy("What is measured, in English?"), required=True)
    name_nl = column_field(IndicatorTerms, "name_nl", gettext_lazy("What is measured, in Dutch?"))
    scope = forms.ChoiceField(
        label=gettext_lazy("About what?"),
        choices=IndicatorScope.choices,
        initial=IndicatorScope.ACTION.value,
    )
    unit = column_field(IndicatorTerms, "unit", gettext_lazy("Unit"))
    unit_nl = column_field(IndicatorTerms, "unit_nl", gettext_lazy("Unit in Dutch"))
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way is better?"), choices=Direction.choices, initial=Direction.UP.value
    )
    baseline = NumberField(label=gettext_lazy("Baseline"), required=False, whole_digits=10)
    baseline_on = DayField(label=gettext_lazy("Day of the baseline"), required=False)
    targets = WordsField(
        label=gettext_lazy("Which targets?"),
        help_text=gettext_lazy("One a line: the year and the value by its end, such as “2022: 40”."),
        rows=2,
    )
    source = column_field(IndicatorTerms, "source", gettext_lazy("Source"))
    measured_by = column_field(IndicatorTerms, "measured_by", gettext_lazy("Who measures?"))
    asked_of = forms.ChoiceField(
        label=gettext_lazy("In whose report is it asked?"),
        help_text=gettext_lazy("Of an objective or the plan, choose an organisation."),
        required=False,
    )
    printed_as = WordsField(label=gettext_lazy("As printed"), required=False, rows=2)

    @staticmethod
    def in_words(part: Any, names: BodyNames) -> str:
        return indicator_in_words(part, names)

    @classmethod
    def short_words(cls, part: Any, names: BodyNames) -> str:
        return local_words(part, "name")

    @classmethod
    def initial_of(cls, part: PlannedIndicator, names: BodyNames) -> dict[str, Any]:
        return {**super().initial_of(part, names), "targets": targets_as_text(part.targets, "\n")}

    def choose(self, on: datetime.date) -> None:
        """Organisations in force on the day, and the one in the row."""
        here, rows = self.initial.get("asked_of"), self.names.organisations
        known = [(key, str(row)) for key, row in rows.items() if row.is_in_force(on) or key == here]
        self.fields["asked_of"].choices = [("", gettext_lazy("the lead’s")), *known]  # type: ignore[attr-defined]

    def clean_scope(self) -> IndicatorScope:
        return IndicatorScope(self.cleaned_data["scope"])

    def clean_direction(self) -> Direction:
        return Direction(self.cleaned_data["direction"])

    def clean_targets(self) -> tuple[YearTarget, ...]:
        try:
            return read_targets(self.cleaned_data["targets"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def clean_asked_of(self) -> str | None:
        return self.cleaned_data["asked_of"] or None
