"""The form of a recommendation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.base import formatting
from actionplan.base.fields import DayField, WordsField
from actionplan.base.formatting import local
from actionplan.organisations.models import Organisation
from actionplan.pages.differences import FieldDifference
from actionplan.pages.report.forms import WARNING
from actionplan.pages.tokens import TokenForm
from actionplan.reporting.states import RecommendationSource, RecommendationState
from actionplan.reports.recommendations import FACT_NAMES, SUBJECTS, RecommendationFacts
from actions.models import Action
from objectives.models import Objective, Plan


class ObjectivesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class OrganisationField(forms.ModelChoiceField):
    """Organisations by their keys, with their names in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, to_field_name="key", **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(local(obj, "name"))


class RecommendationForm(TokenForm):
    opened_on = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    source = forms.ChoiceField(
        label=_("Who made it?"), choices=RecommendationSource.choices, widget=forms.RadioSelect
    )
    document = forms.CharField(
        label=_("In which document?"), help_text=_("Its title or number."), max_length=200
    )
    published_on = DayField(label=_("When was it published?"))
    text_nl = WordsField(
        label=_("What is recommended, in Dutch"),
        help_text=_("In at least one of the two languages."),
        required=False,
        rows=4,
    )
    text = WordsField(
        label=_("What is recommended, in English"),
        help_text=WARNING,
        required=False,
        rows=4,
    )
    objectives = ObjectivesField(
        queryset=Objective.objects.none(),
        label=_("About which objectives?"),
        help_text=_("None, and no action, where it is about the plan as a whole."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    actions = forms.CharField(
        label=_("About which actions?"),
        help_text=_("Their codes, such as 1.1, 3.12."),
        max_length=4000,
        required=False,
    )
    answer_nl = WordsField(label=_("What does the Government answer, in Dutch?"), required=False, rows=3)
    answer = WordsField(label=_("What does the Government answer, in English?"), required=False, rows=3)
    followed_up_by = OrganisationField(
        label=_("Who follows it up?"), empty_label=pgettext_lazy("organisation", "nobody yet"), required=False
    )
    due = DayField(label=_("By when?"), help_text=_("The last day."), required=False)
    state = forms.ChoiceField(
        label=_("What became of it?"), choices=RecommendationState.choices, widget=forms.RadioSelect
    )
    why_nl = WordsField(label=_("Why is it not followed, in Dutch?"), required=False, rows=2)
    why = WordsField(label=_("Why is it not followed, in English?"), required=False, rows=2)

    def __init__(
        self, data: Any, *, plan: Plan, facts: RecommendationFacts | None = None, opened_on: int = 0
    ) -> None:
        shown: dict[str, Any] = {"state": RecommendationState.OPEN}
        if facts is not None:
            shown = {name: getattr(facts, name) for name in FACT_NAMES} | {"opened_on": opened_on}
            shown["objectives"] = [objective.pk for objective in facts.objectives]
            shown["actions"] = _codes(facts.actions)
            shown["followed_up_by"] = facts.followed_up_by.key if facts.followed_up_by else ""
        super().__init__(data, initial=shown)
        self.plan = plan
        self.fields["objectives"].queryset = Objective.objects.of_plan(plan)
        self.fields["followed_up_by"].queryset = Organisation.objects.all()

    def clean_actions(self) -> list[Action]:
        codes = set(self.cleaned_data["actions"].replace(",", " ").replace(";", " ").split())
        known = list(Action.objects.filter(plan=self.plan, code__in=codes))
        if unknown := codes - {action.code for action in known}:
            words = {"codes": ", ".join(sorted(unknown))}
            raise ValidationError(_("This plan has no action %(codes)s.") % words)
        return known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("text") or cleaned.get("text_nl")):
            self.add_error("text_nl", _("Say what is recommended, in one of the two languages."))
        is_not_followed = cleaned.get("state") == RecommendationState.NOT_FOLLOWED
        if is_not_followed and not (cleaned.get("why") or cleaned.get("why_nl")):
            self.add_error("why_nl", _("Say why it is not followed."))
        return cleaned

    def facts(self) -> RecommendationFacts:
        typed = {name: self.cleaned_data[name] for name in FACT_NAMES}
        return RecommendationFacts(**typed | {name: frozenset(typed[name]) for name in SUBJECTS})

    def differences(self, saved: RecommendationFacts) -> list[FieldDifference]:
        """Field by field, what was typed beside what is saved now, where they differ."""
        typed = self.facts()
        return [
            FieldDifference(str(self.fields[name].label), self._words(name, typed), self._words(name, saved))
            for name in FACT_NAMES
            if getattr(typed, name) != getattr(saved, name)
        ]

    def _words(self, name: str, facts: RecommendationFacts) -> str:
        value, field = getattr(facts, name), self.fields[name]
        if name == "actions":
            return _codes(value)
        if name == "objectives":
            return ", ".join(str(objective.number) for objective in sorted(value, key=lambda row: row.number))
        if name == "followed_up_by":
            return local(value, "name") if value else ""
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])
        return formatting.day(value) if isinstance(field, DayField) and value else str(value or "")


def _codes(actions: Iterable[Action]) -> str:
    return ", ".join(action.code for action in sorted(actions, key=lambda action: action.order))
