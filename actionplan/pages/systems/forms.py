"""The form that makes a key for another system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from actionplan.pages.tokens import TokenForm
from objectives.models import Plan


class SystemKeyForm(TokenForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the system"),
        max_length=120,
        help_text=gettext_lazy("As colleagues know it. Each system has a key of its own."),
    )
    plans = forms.ModelMultipleChoiceField(
        Plan.objects.begun(),
        label=gettext_lazy("Which plans may it read?"),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_plans(self) -> list[Plan]:
        chosen: Any = self.cleaned_data["plans"]
        return list(chosen)
