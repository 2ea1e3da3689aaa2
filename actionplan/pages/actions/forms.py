"""The filter of the list of actions. The filter is the address, and the export and every count follow it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplan.pages.choices import UNDER, Choices
from actionplan.pages.figures import NOT_SAID
from actionplan.pages.getters import not_known
from actionplan.picture.actions import Actions
from actionplan.reporting.states import (
    FORMER_REASONS,
    NEVER_REPORTED,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    Status,
)
from budgets.states import BudgetKind

ANY = "any"
WAITING, WITHIN = "waiting", "within"
YES, NO = "yes", "no"
DIFFER = "differ"


class ActionFilter(django_filters.FilterSet):
    """Filters a picture's actions; every filter is a method, since they are no rows of the database."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words")
    objective = django_filters.ChoiceFilter(label=_("Objective"), method="by_part")
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="by_theme")
    policy_area = django_filters.ChoiceFilter(label=_("Policy area"), method="by_part")
    minister = django_filters.ChoiceFilter(label=_("Minister"), method="by_part")
    organisation = django_filters.ChoiceFilter(label=_("Organisation"), method="by_part")
    also = django_filters.BooleanFilter(
        label=_("Also as partner or involved"),
        help_text=_(
            "With a policy area, organisation or minister: figures of several parts made this way overlap."
        ),
        widget=forms.CheckboxInput,
        method="as_it_is",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[*Status.choices, (NEVER_REPORTED, Freshness.NEVER.label)],
        method="by_code",
    )
    under_policy_area = django_filters.ChoiceFilter(
        label=_("Counts under policy area"), method="by_what_it_counts_under"
    )
    under_organisation = django_filters.ChoiceFilter(
        label=_("Counts under organisation"), method="by_what_it_counts_under"
    )
    under_minister = django_filters.ChoiceFilter(
        label=_("Counts under minister"), method="by_what_it_counts_under"
    )
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=[*Confidence.choices, (NOT_SAID, _("not said"))], method="by_code"
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Verdict"), choices=[*Confidence.choices, (NOT_SAID, _("not assessed"))], method="by_code"
    )
    schedule = django_filters.ChoiceFilter(label=_("Schedule"), choices=Schedule.choices, method="by_code")
    freshness = django_filters.ChoiceFilter(label=_("Freshness"), choices=Freshness.choices, method="by_code")
    continuous = django_filters.ChoiceFilter(
        label=_("Continuous"),
        choices=[(YES, _("continuous actions only")), (NO, _("without continuous actions"))],
        method="by_continuous",
    )
    review = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[(WAITING, _("not yet reviewed")), (WITHIN, _("reviewed within the agency"))],
        method="by_review",
    )
    budget = django_filters.ChoiceFilter(
        label=_("Kind of budget"), choices=BudgetKind.choices, method="by_budget"
    )
    attention = django_filters.ChoiceFilter(
        label=_("Points of attention"),
        choices=[(ANY, _("any reason")), *Attention.choices],
        method="by_attention",
    )
    gravest = django_filters.ChoiceFilter(
        label=_("Gravest reason for attention"), choices=Attention.choices, method="by_gravest"
    )
    voices = django_filters.ChoiceFilter(
        label=_("Voices"), choices=[(DIFFER, _("voices that differ"))], method="by_voices"
    )

    def __init__(self, data: Any, choices: Choices) -> None:
        super().__init__(data, choices.picture.actions)
        self.scope = choices.scope
        for name, one in self.filters.items():
            if isinstance(one, django_filters.ChoiceFilter):
                one.extra["empty_label"] = _("all")
                offered = UNDER_NAMES.get(name, name)
                if offered in choices.scope.parts:
                    one.extra["choices"] = [(part.value, part.name) for part in choices.scope.parts[offered]]
        self.filters["theme"].extra["choices"] = [
            (f"{objective.number}-{theme.order}", theme.local_title)
            for objective in choices.picture.objectives.values()
            for theme in objective.themes.values()
        ]
        former = {code for action in choices.picture.actions for code in action.attention}
        for name in ("attention", "gravest"):  # a closing of before may have reasons that are none any more
            self.filters[name].extra["choices"] += [one for one in FORMER_REASONS.items() if one[0] in former]
        for name in (*UNDER_NAMES, "gravest"):  # offered only where an address asks for it
            if name not in self.data:
                del self.filters[name]

    def filter_queryset(self, queryset: Actions) -> Actions:
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def actions(self) -> Actions:
        """Those that meet every filter; none where one is not known."""
        return self.filter_queryset(self.queryset).where(lambda action: not self.complaint)

    @cached_property
    def complaint(self) -> str:
        """What is not known of the filters that the address sets."""
        wrong = [(str(self.filters[name].label), self.data.get(name, "")) for name in self.form.errors]
        return self.scope.complaint or not_known(wrong)

    @cached_property
    def in_force(self) -> dict[str, str]:
        """The filters that the address sets, as it sets them; one that cannot be read is not in force."""
        self.form.is_valid()
        return {name: self.data.get(name) for name, value in self.form.cleaned_data.items() if value}

    def in_words(self, but: Collection[str] = ()) -> list[tuple[str, str]]:
        """Label and value of each filter in force, but for these."""
        found = []
        for name, value in self.in_force.items():
            if name not in but:
                words = dict(getattr(self.form.fields[name], "choices", ()))
                found.append((str(self.filters[name].label), str(words.get(value, value))))
        return found

    def by_words(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.search(value)

    def by_part(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.under(name, value, also=bool(self.form.cleaned_data.get("also")))

    def by_what_it_counts_under(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.under(UNDER_NAMES[name], value)

    def by_theme(self, actions: Actions, name: str, value: str) -> Actions:
        number, order = map(int, value.split("-"))
        return actions.of_objective(number, order)

    def as_it_is(self, actions: Actions, name: str, value: Any) -> Actions:
        """The switch changes what the other filters mean; by itself it filters nothing."""
        return actions

    def by_code(self, actions: Actions, name: str, value: str) -> Actions:
        code = "" if value == NOT_SAID else value
        return actions.where(lambda action: getattr(action, name) == code)

    def by_continuous(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.continuous(value == YES)

    def by_review(self, actions: Actions, name: str, value: str) -> Actions:
        if value == WAITING:
            return actions.awaiting_review()
        return actions.where(lambda action: action.reviewed_within)

    def by_budget(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: any(line.kind == value for line in action.lines))

    def by_attention(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.needing_attention("" if value == ANY else value)

    def by_gravest(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.counting_under_reason(value)

    def by_voices(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.whose_voices_differ()


UNDER_NAMES = {under: name for name, under in UNDER.items()}
LIST_NAMES = (*ActionFilter.base_filters, "sort")
"""By which an address asks something of the list of actions."""
