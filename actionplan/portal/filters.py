"""The filter of the list of actions. The filter is the address, and the export and every count follow it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.base.inforce import in_force_q
from actionplan.base.twins import local
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import overspent_lines
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    Status,
)
from budgets.models import BudgetTerms
from budgets.states import BudgetKind
from objectives.models import Plan

from .places import NONE, Places

ANY = "any"
NOT_SAID = "none"
WAITING = "waiting"


class ActionFilter(django_filters.FilterSet):
    """Filters actions that carry where they stand at a moment (`TrackedAction.objects.at`)."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words")
    objective = django_filters.ChoiceFilter(label=_("Objective"), field_name="objective__number")
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="by_theme")
    policy_area = django_filters.ChoiceFilter(label=_("Policy area"), method="by_policy_area")
    minister = django_filters.ChoiceFilter(label=_("Minister"), method="by_minister")
    organisation = django_filters.ChoiceFilter(label=_("Organisation"), method="by_organisation")
    also = django_filters.BooleanFilter(
        label=_("Also as partner or involved"),
        help_text=_("An action then counts under several, so that the parts add up to more than the total."),
        widget=forms.CheckboxInput,
        method="as_it_is",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[*Status.choices, (NEVER_REPORTED, Freshness.NEVER.label)]
    )
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=[*Confidence.choices, (NOT_SAID, _("not said"))], method="by_word"
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Verdict"), choices=[*Confidence.choices, (NOT_SAID, _("not assessed"))], method="by_word"
    )
    schedule = django_filters.ChoiceFilter(label=_("Schedule"), choices=Schedule.choices)
    freshness = django_filters.ChoiceFilter(label=_("Freshness"), choices=Freshness.choices)
    review = django_filters.ChoiceFilter(
        label=_("Review"), choices=[(WAITING, _("not yet reviewed"))], method="by_review"
    )
    budget = django_filters.ChoiceFilter(
        label=_("Kind of budget"), choices=BudgetKind.choices, method="by_budget"
    )
    attention = django_filters.ChoiceFilter(
        label=_("Points of attention"),
        choices=[(ANY, _("any reason")), *Attention.choices],
        method="by_attention",
    )

    class Meta:
        model = TrackedAction
        fields: list[str] = []

    def __init__(self, data: Any, queryset: QuerySet, *, plan: Plan, moment: Moment, places: Places) -> None:
        super().__init__(data, queryset)
        self.plan, self.moment, self.places = plan, moment, places
        for name, one in self.filters.items():
            if isinstance(one, django_filters.ChoiceFilter):
                self.filters[name].extra["empty_label"] = _("all")
        self._offer("objective", [(row.number, str(row)) for row in places.objectives.values()])
        self._offer(
            "theme", [(f"{number}-{order}", title) for (number, order), title in places.themes.items()]
        )
        nobody = (NONE, _("none"))
        areas = places.policy_areas.values()
        self._offer("policy_area", [*((area.code, str(area)) for area in areas), nobody])
        ministers = places.ministers.values()
        self._offer("minister", [*((row.key, local(row, "title")) for row in ministers), nobody])
        self._offer("organisation", [(row.key, local(row, "name")) for row in places.organisations.values()])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def in_force(self) -> dict[str, str]:
        """The filters that the address sets, as it sets them; one that cannot be read is not in force."""
        self.form.is_valid()
        return {name: self.data.get(name) for name, value in self.form.cleaned_data.items() if value}

    @property
    def _with_partners(self) -> bool:
        return bool(self.form.cleaned_data.get("also"))

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.found_by(value)

    def by_theme(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        number, order = value.split("-")
        return rows.filter(theme__objective__number=number, theme__order=order)

    def by_policy_area(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE:
            return rows.filter(counting_area__isnull=True)
        area = next(pk for pk, row in self.places.policy_areas.items() if row.code == value)
        if not self._with_partners:
            return rows.filter(counting_area=area)
        day = self.moment.plan_day
        members = self.places.organisations_of_area(area, day)
        return rows.filter(
            Q(counting_area=area) | Q(pk__in=rows.model.objects.own_of(members, day).values("pk"))
        )

    def by_minister(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE:
            return rows.filter(counting_minister__isnull=True)
        minister = next(pk for pk, row in self.places.ministers.items() if row.key == value)
        if self._with_partners:
            return rows.of_minister(minister, self.moment.plan_day, involved=True)
        return rows.filter(counting_minister=minister)

    def by_organisation(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        organisation = next(pk for pk, row in self.places.organisations.items() if row.key == value)
        if self._with_partners:
            return rows.own_of([organisation], self.moment.plan_day)
        return rows.filter(lead_organisation=organisation)

    def as_it_is(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """The switch changes what the other filters mean; by itself it filters nothing."""
        return rows

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{name: "" if value == NOT_SAID else value})

    def by_review(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(awaits_review=True)

    def by_budget(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        terms = BudgetTerms.objects.filter(
            in_force_q(self.moment.plan_day), line__action=OuterRef("pk"), kind=value
        )
        return rows.filter(Exists(terms))

    def by_attention(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        money = value in (ANY, Attention.OVERSPENT)
        overspent = {line.action for line in overspent_lines(self.plan, self.moment)} if money else set()
        return rows.needing_attention("" if value == ANY else value, overspent)
