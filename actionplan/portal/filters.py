"""The filter of the list of actions. The filter is the address, and the export and every count follow it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared
from actionplan.base.selects import ShortSelect
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
WITHIN = "within"
"""Reviewed inside the agency that submitted."""
YES, NO = "yes", "no"


Rows = Callable[[], QuerySet]

OF_THE_PLAN = {
    "q",
    "objective",
    "theme",
    "policy_area",
    "minister",
    "organisation",
    "also",
    "under_policy_area",
    "under_minister",
    "under_organisation",
    "budget",
}
"""Filters that do not ask where an action stands."""


@prepared
def _total(plan: Plan, day: datetime.date) -> QuerySet:
    """How many actions of the plan are in force: one row, or none where none is."""
    rows = TrackedAction.objects.filter(plan=plan).in_force(day).order_by()
    return rows.values("plan").annotate(count=Count("*")).values_list("count")


class ActionFilter(django_filters.FilterSet):
    """Filters actions that carry their word, period, schedule and counting (`action_rows.listed_actions`)."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words")
    objective = django_filters.ChoiceFilter(label=_("Objective"), field_name="objective__number")
    theme = django_filters.ChoiceFilter(label=_("Theme"), method="by_theme")
    policy_area = django_filters.ChoiceFilter(label=_("Policy area"), method="by_policy_area")
    minister = django_filters.ChoiceFilter(label=_("Minister"), method="by_minister")
    organisation = django_filters.ChoiceFilter(label=_("Organisation"), method="by_organisation")
    also = django_filters.BooleanFilter(
        label=_("Also as partner or involved"),
        help_text=_(
            "With a policy area, organisation or minister: figures of several parts made this way overlap."
        ),
        widget=forms.CheckboxInput,
        method="as_it_is",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[*Status.choices, (NEVER_REPORTED, Freshness.NEVER.label)]
    )
    under_policy_area = django_filters.ChoiceFilter(
        label=_("Counts under policy area"), method="by_area_it_counts_under"
    )
    under_organisation = django_filters.ChoiceFilter(label=_("Counts under organisation"), method="by_lead")
    under_minister = django_filters.ChoiceFilter(
        label=_("Counts under minister"), method="by_minister_it_counts_under"
    )
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=[*Confidence.choices, (NOT_SAID, _("not said"))], method="by_word"
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Verdict"), choices=[*Confidence.choices, (NOT_SAID, _("not assessed"))], method="by_word"
    )
    schedule = django_filters.ChoiceFilter(label=_("Schedule"), choices=Schedule.choices)
    freshness = django_filters.ChoiceFilter(
        label=_("Freshness"), choices=Freshness.choices, method="by_freshness"
    )
    continuous = django_filters.ChoiceFilter(
        label=_("Continuous"),
        choices=[(YES, _("continuous actions only")), (NO, _("without continuous actions"))],
        method="by_continuous",
    )
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

    def __init__(self, data: Any, rows: Rows, *, plan: Plan, moment: Moment, places: Places) -> None:
        """`rows` makes the actions that are filtered, once they are asked for."""
        super().__init__(data, TrackedAction.objects.none())
        self.rows, self.plan, self.moment, self.places = rows, plan, moment, places
        for name, one in self.filters.items():
            if isinstance(one, django_filters.ChoiceFilter):
                self.filters[name].extra |= {"empty_label": _("all"), "widget": ShortSelect}
        self._offer("objective", [(row.number, str(row)) for row in places.objectives.values()])
        self._offer(
            "theme", [(f"{number}-{order}", title) for (number, order), title in places.themes.items()]
        )
        self._offer_places(places)

    def _offer_places(self, places: Places) -> None:
        """What actions can be under; under what they count apart from the rest only where the address asks for it."""
        found = {
            "policy_area": [(area.code, str(area)) for area in places.policy_areas.values()],
            "minister": [(row.key, local(row, "title")) for row in places.ministers.values()],
            "organisation": [(row.key, local(row, "name")) for row in places.organisations.values()],
        }
        for name, choices in found.items():
            under = f"under_{name}"
            self._offer(name, [*choices, (NONE, _("none"))])
            self._offer(under, [*choices, (NONE, _("none"))])
            if under not in self.data:
                del self.filters[under]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.filters[name].extra["choices"] = choices

    @property
    def in_force(self) -> dict[str, str]:
        """The filters that the address sets, as it sets them; one that cannot be read is not in force."""
        self.form.is_valid()
        return {name: self.data.get(name) for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def qs(self) -> QuerySet:
        self.form.is_valid()
        return self.filter_queryset(self.rows())

    @cached_property
    def count(self) -> int:
        """How many actions there are. Where each stands is asked only for a filter: in a large plan it takes longest."""
        if not self.in_force.keys() <= OF_THE_PLAN:
            return self.qs.count()
        day = self.moment.plan_day
        if not self.in_force:
            return (_total.first(self.plan, day) or (0,))[0]
        rows = TrackedAction.objects.filter(plan=self.plan).in_force(day)
        rows = rows.with_terms(day).with_counting(day)
        return self.filter_queryset(rows).count()

    def in_words(self, but: Collection[str] = ()) -> list[tuple[str, str]]:
        """Label and value of each filter in force, but for these."""
        found = []
        for name, value in self.in_force.items():
            if name not in but:
                words = dict(getattr(self.form.fields[name], "choices", ()))
                found.append((str(self.filters[name].label), str(words.get(value, value))))
        return found

    @property
    def _with_partners(self) -> bool:
        return bool(self.form.cleaned_data.get("also"))

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.found_by(value)

    def by_theme(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        number, order = value.split("-")
        return rows.filter(theme__objective__number=number, theme__order=order)

    def by_area_it_counts_under(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(counting_area=self.places.key_of("policy_area", value))

    def by_minister_it_counts_under(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(counting_minister=self.places.key_of("minister", value))

    def by_lead(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(lead_organisation=self.places.key_of("organisation", value))

    def by_policy_area(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE or not self._with_partners:
            return self.by_area_it_counts_under(rows, name, value)
        area, day = self.places.key_of("policy_area", value), self.moment.plan_day
        members = self.places.organisations_of_area(area, day)
        return rows.filter(
            Q(counting_area=area) | Q(pk__in=rows.model.objects.own_of(members, day).values("pk"))
        )

    def by_minister(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE or not self._with_partners:
            return self.by_minister_it_counts_under(rows, name, value)
        minister = self.places.key_of("minister", value)
        return rows.of_minister(minister, self.moment.plan_day, involved=True)

    def by_organisation(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == NONE or not self._with_partners:
            return self.by_lead(rows, name, value)
        return rows.own_of([self.places.key_of("organisation", value)], self.moment.plan_day)

    def as_it_is(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """The switch changes what the other filters mean; by itself it filters nothing."""
        return rows

    def by_word(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{name: "" if value == NOT_SAID else value})

    def by_continuous(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(is_continuous=value == YES)

    def by_freshness(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.with_freshness(self.moment, self.plan).filter(freshness=value)

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
        rows = rows.with_freshness(self.moment, self.plan).with_voices(self.moment)
        return rows.needing_attention("" if value == ANY else value, overspent)
