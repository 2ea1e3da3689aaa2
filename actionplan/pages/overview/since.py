"""What changed since the last closed round, and what was due in that time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from actionplan.base.formatting import number
from actionplan.pages.changes.sides import last_closed_before
from actionplan.pages.choices import Choices
from actionplan.picture.deliveries import PASSED, Delivery
from actionplan.picture.difference import ActionDifference, differences_between
from actionplan.picture.due_in_words import HEADING, by_delivery, count_words, is_known
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS, expected_end

NAMED = 8
"""How many codes a line names at most."""
KINDS_SHOWN = {
    "completed": "completed",
    "stopped": "stopped",
    "assessed_better": "up",
    "assessed_worse": "down",
    "slipped": "clock",
    "added": "plus",
    "withdrawn": "dropped",
}
"""The kinds of change that the overview names, each with its sign."""


@dataclass(frozen=True)
class TallyRow:
    """A count with its sign, its word and perhaps its page, and the first actions by code."""

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
    for kind, sign in KINDS_SHOWN.items():
        if found := [pair for pair in pairs if CHANGE_KINDS[kind](pair)]:
            url = choices.url("changes", **{"from": before.value, "what": kind})
            named = [
                (pair.last.code, choices.action_url(pair.last.code), _later(kind, pair)) for pair in found
            ]
            rows.append(_tally(sign, CHANGE_WORDS[kind][0], url, named))
    return Since(before.round, rows)


def _later(kind: str, pair: ActionDifference) -> str:
    """By how many days it is expected later."""
    if kind != "slipped" or pair.both is None:
        return ""
    was, now = map(expected_end, pair.both)
    if not (was and now):
        return ""
    days = (now - was).days
    return ngettext("(+%(days)s day)", "(+%(days)s days)", days) % {"days": number(days)}


def what_was_due(choices: Choices) -> dict[str, Any] | None:
    """Milestones and ends of actions, by what came of them; None where all have only passed, as coming/first.html says, and in a
    closing from before this was computed.
    """
    if not is_known(choices.actions):
        return None
    rows = []
    found = by_delivery(choices.actions)
    if not found.keys() - set(PASSED):
        return None
    for delivery, items in found.items():
        if delivery == Delivery.STILL_DUE:  # from before
            continue
        named = [(action.code, choices.action_url(action.code), "") for action, _item in items]
        rows.append(_tally(delivery.sign, delivery.label, "", named))
    words = count_words(choices.actions, choices.moment.reckoned_on)
    return {"heading": HEADING, "words": words, "rows": rows}
