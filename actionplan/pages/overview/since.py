"""What changed since the last closed round, and which milestones fell due in that time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.base.formatting import number
from actionplan.pages.changes.sides import last_closed_before
from actionplan.pages.choices import Choices
from actionplan.picture.actions import Actions
from actionplan.picture.deliveries import FELL_DUE, Delivery
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.due_in_words import is_known
from actionplan.picture.kinds_of_change import CHANGE_KINDS, expected_end

NAMED = 8
"""How many codes a line names at most."""
KINDS_SHOWN: dict[str, tuple[str, Any]] = {
    "completed": ("completed", pgettext_lazy("change", "completed")),
    "stopped": ("stopped", pgettext_lazy("change", "stopped")),
    "assessed_better": ("up", gettext_lazy("assessed better")),
    "assessed_worse": ("down", gettext_lazy("assessed worse")),
    "slipped": ("clock", gettext_lazy("expected later")),
    "added": ("plus", gettext_lazy("added to the plan")),
    "withdrawn": ("dropped", gettext_lazy("out of the plan")),
}
"""The kinds of change that the overview names, each with its sign and its word."""
DELIVERIES: dict[str, tuple[str, Any]] = {
    Delivery.ON_TIME: ("achieved", gettext_lazy("on time")),
    Delivery.LATE: ("open", gettext_lazy("late")),
    Delivery.NOT_DELIVERED: ("missed", gettext_lazy("not achieved")),
    Delivery.OPEN: ("open", gettext_lazy("due on the last day, still open")),
    Delivery.STILL_DUE: ("missed", gettext_lazy("of before, still not achieved")),
}


@dataclass(frozen=True)
class TallyRow:
    """A count with its sign, its word and its page, and the first actions by code."""

    sign: str
    count: int
    label: str
    url: str
    actions: list[tuple[str, str, str]]
    """Code, address, and what is to be added."""
    has_more: bool


def _tally(sign: str, label: Any, url: str, found: list[tuple[str, str, str]]) -> TallyRow:
    actions = list(dict.fromkeys(found))
    return TallyRow(sign, len(found), str(label), url, actions[:NAMED], len(actions) > NAMED)


@dataclass(frozen=True)
class Since:
    round: Any
    rows: list[TallyRow]


def since_last_round(choices: Choices) -> Since | None:
    """None where no round was closed before."""
    before = last_closed_before(choices)
    if before is None:
        return None
    in_scope = {
        action.pk
        for picture in (before.picture, choices.picture)
        for action in choices.scope.of(picture.actions)
    }
    pairs = [
        pair for pair in differences_between(before.picture, choices.picture) if pair.last.pk in in_scope
    ]
    rows = []
    for kind, (sign, label) in KINDS_SHOWN.items():
        if found := [pair for pair in pairs if CHANGE_KINDS[kind](pair)]:
            url = choices.url("changes", **{"from": before.value, "what": kind})
            named = [
                (pair.last.code, choices.action_url(pair.last.code), _later(kind, pair)) for pair in found
            ]
            rows.append(_tally(sign, label, url, named))
    return Since(before.round, rows)


def _later(kind: str, pair: ActionDifference) -> str:
    """By how many days it is expected later."""
    if kind != "slipped" or pair.both is None:
        return ""
    was, now = map(expected_end, pair.both)
    return f"(+{number((now - was).days)})" if was and now else ""


@dataclass(frozen=True)
class MilestonesDue:
    count: int
    """How many milestones fell due in the period."""
    after: datetime.date | None
    """The day that the round before reported about; None if there is none."""
    rows: list[TallyRow]


def milestones_due(choices: Choices) -> MilestonesDue | None:
    """Milestones alone, without the ends of actions; None in a closing from before this was computed."""
    actions: Actions = choices.actions
    if not is_known(actions):
        return None
    found: dict[str, list[tuple[str, str, str]]] = {code: [] for code in DELIVERIES}
    for action in actions:
        for item in action.due_items or ():
            if item.key:
                found[item.delivery].append((action.code, choices.action_url(action.code), ""))
    url = choices.url("milestones")
    return MilestonesDue(
        sum(len(found[code]) for code in FELL_DUE),
        next((action.due_after for action in actions), None),
        [_tally(sign, label, url, found[code]) for code, (sign, label) in DELIVERIES.items() if found[code]],
    )
