"""The filter of the list of actions. It stands in the address; the export and every count follow it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplan.pages.choices import UNDER_PARAMETERS, Choices
from actionplan.pages.figures import NO_VALUE
from actionplan.pages.getters import unknown_words
from actionplan.picture.actions import Actions
from actionplan.picture.indicators import IndicatorState
from actionplan.picture.measures import measure_named
from actionplan.picture.unknown_figures import unknown_figures
from actionplan.reporting.states import (
    DATE_PASSED,
    FORMER_REASONS,
    NEVER_ASSESSED,
    NEVER_REPORTED,
    NEVER_REPORTED_WORDS,
    NOT_GIVEN,
    Attention,
    Confidence,
    Freshness,
    Schedule,
    Status,
)
from budgets.states import BudgetKind

ANY, GRAVEST = "any", "1"
WAITING, WITHIN, TAKEN_OVER = "waiting", "within", "taken_over"
YES, NO = "yes", "no"
DIFFER, STRICTER = "differ", "stricter"
UNFINISHED, ON_HOLD = "unfinished", "on_hold"
LATE, WITHIN_TERM = "late", "within"
SCHEDULES = {
    LATE: (_("start or end date passed"), DATE_PASSED),
    WITHIN_TERM: (
        _("within its term"),
        [Schedule.RUNNING, Schedule.CONTINUOUS, Schedule.NO_END_DATE, Schedule.NOT_TO_START_YET],
    ),
}
"""Several schedules under one word."""
FILTERED_ELSEWHERE: dict[str, tuple[str, str]] = {
    Attention.OVERDUE: ("schedule", Schedule.OVERDUE),
    Attention.LATE_START: ("schedule", Schedule.SHOULD_HAVE_STARTED),
    Attention.STALE: ("freshness", Freshness.STALE),
}
"""Reasons that a schedule or the freshness says alike, with the filter and its value."""


def filter_of_reason(code: str) -> tuple[str, str]:
    """The filter that keeps the actions with this reason, and its value."""
    return FILTERED_ELSEWHERE.get(code, ("attention", code))


def schedules_in(value: str) -> list[Schedule]:
    """The schedules that a value of the filter keeps."""
    return SCHEDULES[value][1] if value in SCHEDULES else [Schedule(value)]


class ActionFilter(django_filters.FilterSet):
    """Filters the actions of a picture; every filter has a method, since they are not database rows."""

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
        method="no_filter",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            *Status.choices,
            (NEVER_REPORTED, NEVER_REPORTED_WORDS),
            (ON_HOLD, pgettext_lazy("status", "on hold")),
            (UNFINISHED, _("unfinished")),
        ],
        method="by_status",
    )
    under_policy_area = django_filters.ChoiceFilter(
        label=_("Counts under policy area"), method="by_counted_part"
    )
    under_organisation = django_filters.ChoiceFilter(
        label=_("Counts under organisation"), method="by_counted_part"
    )
    under_minister = django_filters.ChoiceFilter(label=_("Counts under minister"), method="by_counted_part")
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=[*Confidence.choices, (NO_VALUE, NOT_GIVEN)], method="by_code"
    )
    verdict = django_filters.ChoiceFilter(
        label=_("Verdict"), choices=[*Confidence.choices, (NO_VALUE, NEVER_ASSESSED)], method="by_code"
    )
    schedule = django_filters.ChoiceFilter(
        label=_("Schedule"),
        choices=[*((code, word) for code, (word, _codes) in SCHEDULES.items()), *Schedule.choices],
        method="by_schedule",
    )
    freshness = django_filters.ChoiceFilter(
        label=_("Freshness"), choices=Freshness.choices, method="by_freshness"
    )
    continuous = django_filters.ChoiceFilter(
        label=_("Continuous"),
        choices=[(YES, _("continuous actions only")), (NO, _("without continuous actions"))],
        method="by_continuous",
    )
    review = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[
            (WAITING, _("reports to review")),
            (WITHIN, _("reviewed within the submitting agency")),
            (TAKEN_OVER, _("verdict taken over from the lead")),
        ],
        method="by_review",
    )
    indicator = django_filters.ChoiceFilter(
        label=_("Indicator"), choices=IndicatorState.choices, method="by_indicator"
    )
    evidence = django_filters.ChoiceFilter(
        label=_("Evidence"), choices=[(ANY, _("with evidence"))], method="by_evidence"
    )
    figures = django_filters.ChoiceFilter(
        label=_("Figures"), choices=[(ANY, _("withdrawn, or missing from who funds"))], method="by_figures"
    )
    budget = django_filters.ChoiceFilter(
        label=_("Kind of budget"), choices=BudgetKind.choices, method="by_budget"
    )
    attention = django_filters.ChoiceFilter(
        label=_("Points of attention"), choices=[(ANY, _("any reason"))], method="by_attention"
    )
    gravest = django_filters.ChoiceFilter(
        label=_("Only where it is the gravest reason"), choices=[(GRAVEST, _("yes"))], method="by_gravest"
    )
    voices = django_filters.ChoiceFilter(
        label=_("Voices"),
        choices=[(DIFFER, _("lead and Platform differ")), (STRICTER, _("the Platform judges more strictly"))],
        method="by_voices",
    )
    asked = django_filters.ChoiceFilter(
        label=_("Asked by the Platform"),
        choices=[(ANY, _("something is asked")), (LATE, _("asked, and its last day has passed"))],
        method="by_asked",
    )

    def __init__(self, data: Any, choices: Choices) -> None:
        super().__init__(data, choices.picture.actions)
        self.scope = choices.scope
        for name, filter in self.filters.items():
            if isinstance(filter, django_filters.ChoiceFilter):
                filter.extra["empty_label"] = _("all")
                offered = PART_OF_PARAMETER.get(name, name)
                if offered in choices.scope.parts:
                    filter.extra["choices"] = [(row.value, row.name) for row in choices.scope.parts[offered]]
        self.filters["theme"].extra["choices"] = [
            (f"{objective.number}-{theme.order}", theme.local_title)
            for objective in choices.picture.objectives.values()
            for theme in objective.themes.values()
        ]
        former = {code for action in choices.picture.actions for code in action.attention}
        self.reasons = Attention.choices + [pair for pair in FORMER_REASONS.items() if pair[0] in former]
        self.filters["attention"].extra["choices"] += [
            pair for pair in self.reasons if pair[0] not in FILTERED_ELSEWHERE
        ]
        for name in (*PART_OF_PARAMETER, "gravest"):  # offered only if the address has it
            if name not in self.data:
                del self.filters[name]

    def filter_queryset(self, queryset: Actions) -> Actions:
        self.form.is_valid()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def actions(self) -> Actions:
        """The actions that meet every filter; none if a parameter is unknown."""
        return self.filter_queryset(self.queryset).where(lambda action: not self.complaint)

    @cached_property
    def complaint(self) -> str:
        """What is wrong with the address, as a sentence: what is unknown, or a gravest reason without a reason."""
        wrong = [(str(self.filters[name].label), self.data.get(name, "")) for name in self.form.errors]
        lacks_reason = "gravest" in self.in_force and not self.reasons_asked
        lacking = _("No reason is chosen that can be the gravest. That is why nothing is shown.")
        return self.scope.complaint or unknown_words(wrong) or (str(lacking) if lacks_reason else "")

    @property
    def reasons_asked(self) -> set[str]:
        """The reasons for attention that the address asks for, each or several at once."""
        chosen = self.in_force
        if chosen.get("attention") == ANY:
            return {code for code, _word in self.reasons}
        asked = {*chosen.items()}
        if "schedule" in chosen:
            asked |= {("schedule", code) for code in schedules_in(chosen["schedule"])}
        return {code for code, _word in self.reasons if filter_of_reason(code) in asked}

    @cached_property
    def in_force(self) -> dict[str, str]:
        """The filters that the address sets, with its values; without those that cannot be read."""
        self.form.is_valid()
        return {name: self.data.get(name) for name, value in self.form.cleaned_data.items() if value}

    def value_in_words(self, name: str) -> str:
        """The value of a filter in force."""
        value = self.in_force[name]
        return str(dict(getattr(self.form.fields[name], "choices", ())).get(value, value))

    def in_words(self, but: Collection[str] = ()) -> list[tuple[str, str]]:
        """Label and value of each filter in force, except `but`."""
        return [
            (str(self.filters[name].label), self.value_in_words(name))
            for name in self.in_force
            if name not in but
        ]

    def counted(self, name: str, value: str) -> int:
        """How many of all actions meet this filter."""
        return len(self.filters[name].filter(self.queryset, value))

    def by_words(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.search(value)

    def by_part(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.under(name, value, also=bool(self.form.cleaned_data.get("also")))

    def by_counted_part(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.under(PART_OF_PARAMETER[name], value)

    def by_theme(self, actions: Actions, name: str, value: str) -> Actions:
        number, order = map(int, value.split("-"))
        return actions.of_objective(number, order)

    def no_filter(self, actions: Actions, name: str, value: Any) -> Actions:
        """The switch changes the meaning of other filters; by itself it filters nothing."""
        return actions

    def by_code(self, actions: Actions, name: str, value: str) -> Actions:
        measure, code = measure_named(name), "" if value == NO_VALUE else value
        return actions.where(lambda action: measure.code_of(action) == code)

    def by_status(self, actions: Actions, name: str, value: str) -> Actions:
        if value == UNFINISHED:
            return actions.done(False)
        return actions.on_hold() if value == ON_HOLD else self.by_code(actions, name, value)

    def by_freshness(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: action.freshness == value)

    def by_schedule(self, actions: Actions, name: str, value: str) -> Actions:
        codes = schedules_in(value)
        return actions.where(lambda action: action.schedule in codes)

    def by_indicator(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: any(one.state == value for one in action.indicators))

    def by_evidence(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: any(report.evidence for report in action.reports))

    def by_figures(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: any(unknown_figures([action])))

    def by_continuous(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.continuous(value == YES)

    def by_review(self, actions: Actions, name: str, value: str) -> Actions:
        if value == WAITING:
            return actions.awaiting_review()
        return actions.with_verdict_taken_over() if value == TAKEN_OVER else actions.reviewed_within()

    def by_budget(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.where(lambda action: any(line.kind == value for line in action.lines))

    def by_attention(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.needing_attention("" if value == ANY else value)

    def by_gravest(self, actions: Actions, name: str, value: str) -> Actions:
        """Of which the gravest reason is one that the address asks for."""
        asked = self.reasons_asked
        return actions.needing_attention().where(lambda action: action.attention[0] in asked)

    def by_asked(self, actions: Actions, name: str, value: str) -> Actions:
        if value == LATE:
            return actions.where(lambda action: any(ask.days_late(action.reckoned_on) for ask in action.asks))
        return actions.where(lambda action: bool(action.asks))

    def by_voices(self, actions: Actions, name: str, value: str) -> Actions:
        return actions.judged_more_strictly() if value == STRICTER else actions.on_which_voices_differ()


EXCEPTIONS = {
    ("attention", ANY): _("points of attention"),
    ("schedule", Schedule.OVERDUE): Schedule.OVERDUE.label,
    ("attention", Attention.OFF_TRACK): Attention.OFF_TRACK.label,
    ("attention", Attention.NEEDS_ATTENTION): Attention.NEEDS_ATTENTION.label,
    ("attention", Attention.NEVER_REPORTED): Attention.NEVER_REPORTED.label,
    ("freshness", Freshness.STALE): Freshness.STALE.label,
    ("review", WAITING): _("reports to review"),
    ("voices", DIFFER): _("lead and Platform differ"),
    ("review", WITHIN): _("reviewed within the submitting agency"),
    ("schedule", Schedule.ENDS_SOON): Schedule.ENDS_SOON.label,
}
"""What the list counts above its rows: filters by parameter and value, in words."""
PART_OF_PARAMETER = {under: name for name, under in UNDER_PARAMETERS.items()}
LIST_PARAMETERS = (*ActionFilter.base_filters, "sort")
"""The parameters of the list of actions."""
