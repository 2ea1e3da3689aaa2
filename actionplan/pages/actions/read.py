"""The list of actions on screen: its rows and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from actionplan.accounts.models import User
from actionplan.pages.choices import PART_LABELS, Choices
from actionplan.pages.figures import Segment, segments
from actionplan.picture import sentences
from actionplan.picture.actions import Actions
from actionplan.picture.asks_in_words import AskInWords, asks_in_words
from actionplan.picture.bodies import MinisterPicture, OrganisationPicture
from actionplan.picture.frozen import withdrawn
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import measures
from actionplan.picture.words import PersonReading, words_of
from actionplan.reporting.states import Schedule

from .forms import ActionFilter


@dataclass(frozen=True)
class ActionRow:
    """An action in a list; days are dates, everything else is words in the language of the page."""

    action: ActionPicture
    url: str
    lead: OrganisationPicture | None
    lead_url: str
    minister: MinisterPicture | None
    minister_url: str
    is_withdrawn: bool = False
    """Asked for in the round that is shown, but no longer in the plan when it closed."""
    merged: str = ""
    """Which actions were merged into it, in words."""

    @property
    def schedule(self) -> str:
        return sentences.schedule_words(self.action)

    @property
    def is_late(self) -> bool:
        return self.action.schedule in (Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED)


LIST_COLUMNS = {
    "code": gettext_lazy("Code"),
    "title": gettext_lazy("Action"),
    "lead": gettext_lazy("Lead"),
    "minister": gettext_lazy("Coordinating minister"),
    "status": gettext_lazy("Status"),
    "confidence": gettext_lazy("Confidence"),
    "verdict": gettext_lazy("Verdict"),
    "schedule": gettext_lazy("Schedule"),
    "end": gettext_lazy("End"),
    "reported": gettext_lazy("Last report"),
}
"""On screen: the parameter value of a column, and its head. Every column can be sorted by."""


def rows_of(choices: Choices, actions: Iterable[ActionPicture], *, gone: bool = False) -> list[ActionRow]:
    """The actions as rows, in their order; `gone`: they left the plan before the round closed."""
    picture, kept = choices.picture, choices.query_string

    def link(page: str, name: str | None) -> str:
        return reverse(page, args=[choices.plan.code, name]) + kept if name else ""

    return [
        ActionRow(
            action=action,
            url=link("action", action.code),
            lead=picture.organisations.get(action.lead or ""),
            lead_url=link("organisation", action.lead),
            minister=picture.ministers.get(action.minister or ""),
            minister_url=link("minister", action.minister),
            is_withdrawn=gone,
            merged=sentences.merged_words(picture.merged_into(action.code)),
        )
        for action in actions
    ]


def asked_about(
    choices: Choices, actions: Iterable[ActionPicture], user: User
) -> list[tuple[ActionPicture, str, list[AskInWords]]]:
    """The actions about which the Platform asks something, each with its page and what is asked."""
    asking = [action for action in actions if action.asks]
    words = words_of(choices.picture, asking, PersonReading(user), sources=False) if asking else {}
    return [
        (action, choices.action_url(action.code), asks_in_words(action, words, choices.picture))
        for action in asking
    ]


def listed(choices: Choices, chosen: ActionFilter, sort: str) -> tuple[Actions, list[ActionPicture]]:
    """The actions that meet the filters, sorted; and, in a closed round, those withdrawn before it closed,
    unless a filter is set that cannot apply to them.
    """
    gone = []
    if choices.snapshot and not set(chosen.in_force) - {"q", "also"} and not chosen.complaint:
        withdrawn_actions = Actions(
            withdrawn(choices.snapshot, choices.basis),
            choices.picture.organisations,
            choices.picture.ministers,
        )
        gone = list(withdrawn_actions.search(chosen.in_force.get("q", "")))
    return chosen.actions.sorted_by(sort), gone


def left_of_list(choices: Choices, chosen: ActionFilter) -> Actions:
    """The actions no longer in the plan; none if any filter but words or parts of the plan is set."""
    if chosen.complaint or chosen.in_force.keys() - {"q", "also", *PART_LABELS}:
        return choices.picture.left.where(lambda action: False)
    return choices.scope.of(choices.picture.left).search(chosen.in_force.get("q", ""))


def status_of(choices: Choices, actions: Actions, **filters: Any) -> list[Segment]:
    """The actions by status; `filters` are what they have in common, as parameters of the list."""
    return segments(measures()[0], actions, lambda **code: choices.list_url(**filters, **code))


def by_theme(choices: Choices, actions: Actions) -> list[dict[str, Any]]:
    """Rows of one objective under the sub-headings of the printed plan, in the plan's order."""
    groups: list[dict[str, Any]] = []
    for row in rows_of(choices, actions):
        themes = choices.picture.objectives[row.action.objective].themes
        theme = themes.get(row.action.theme or 0)
        if not groups or groups[-1]["theme"] != theme:
            groups.append({"theme": theme, "rows": []})
        groups[-1]["rows"].append(row)
    return groups
