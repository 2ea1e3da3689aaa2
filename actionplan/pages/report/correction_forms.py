"""The fields of a correction: beside each fact that a closing kept of the organisation, what it should have been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.fields import AmountField, DayField, NumberField
from actionplan.reporting.states import CorrectedFactKind, Outcome, Status
from actionplan.reports.contents import Contents, CorrectedRow

from .contents_in_words import CORRECTED_DAYS, KeptFact

K = CorrectedFactKind
CHOICES: dict[str, Any] = {K.STATUS: Status.choices, K.OUTCOME: Outcome.choices}


class CorrectedFactForm(forms.Form):
    """What one fact should have been; empty where it was kept as it was."""

    unknown = forms.BooleanField(required=False)

    def __init__(self, data: Any, fact: KeptFact, known: CorrectedRow | None) -> None:
        prefix = f"corrected-{fact.name}"
        is_sent = data is not None and f"{prefix}-value" in data
        value = _value_of(known) if known else None
        initial = {"value": value, "unknown": known is not None and value is None}
        super().__init__(data if is_sent else None, prefix=prefix, initial=initial)
        self.fact, self.known, self.about = fact, known, fact.label
        self.fields = {"value": _field_of(fact.kept.kind), **self.fields}
        self.fields["unknown"].label = UNKNOWN.get(fact.kept.kind, gettext_lazy("It was unknown"))
        if fact.kept.kind in CHOICES or _value_of(fact.kept) is None:
            del self.fields["unknown"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        value, is_unknown = cleaned.get("value"), cleaned.get("unknown")
        if is_unknown and value not in (None, ""):
            self.add_error("value", _("Empty this field, or take the tick off."))
        elif value not in (None, "") and value == _value_of(self.fact.kept):
            self.add_error(
                "value", _("This is what was kept. Leave the field empty where nothing was wrong.")
            )
        return cleaned

    def row(self) -> CorrectedRow | None:
        """As before, if the fields were not sent."""
        if not self.is_bound:
            return self.known
        kept, value = self.fact.kept, self.cleaned_data.get("value")
        if value in (None, ""):
            is_unknown = self.cleaned_data.get("unknown")
            return _with_value(kept, None) if is_unknown else None
        return _with_value(kept, value)


UNKNOWN: dict[str, Any] = {
    K.MILESTONE: gettext_lazy("It was not achieved"),
    K.ACTUAL_START: gettext_lazy("It had not started"),
    K.ACTUAL_END: gettext_lazy("It had not ended"),
}


def _field_of(kind: str) -> forms.Field:
    label = gettext_lazy("Should have been")
    if kind in CHOICES:
        return forms.ChoiceField(label=label, choices=[("", "–"), *CHOICES[kind]], required=False)
    if kind in CORRECTED_DAYS:
        return DayField(label=label, required=False)
    field = NumberField if kind == K.MEASUREMENT else AmountField
    return field(label=label, required=False, whole_digits=10)


def _value_of(row: CorrectedRow) -> Any:
    if row.kind in CHOICES:
        return row.choice
    return row.day if row.kind in CORRECTED_DAYS else row.amount


def _with_value(row: CorrectedRow, value: Any) -> CorrectedRow:
    if row.kind in CHOICES:
        return replace(row, choice=value)
    return replace(row, day=value) if row.kind in CORRECTED_DAYS else replace(row, amount=value)


def correction_forms(facts: Iterable[KeptFact], base: Contents, data: Any) -> list[CorrectedFactForm]:
    known = {row.key: row for row in base.corrected}
    return [CorrectedFactForm(data, fact, known.get(fact.kept.key)) for fact in facts]
