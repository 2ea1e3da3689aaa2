"""What was due in words: the sentence with the counts, the counts of each body, and each item that is still due."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.base import formatting
from actionplan.planned.words import due_in_words

from .deliveries import FELL_DUE, NOT_YET, PASSED, Delivery
from .milestone_pictures import MilestonePicture
from .picture import ActionPicture
from .results import DueItem
from .sentences import overtaken_words, what_followed_words
from .words import ABSENT, ReportWords, WrittenText

HEADING = gettext_lazy("What was due since the round before?")
HOW_COUNTED = gettext_lazy(
    "Ends are the last days of actions. Each counts once, under the lead and the first coordinating minister of its action. What was due on the last day that the round before reported about, and was still open then, counts in this period. Recurring milestones are left out. What was dropped, and what a stopped action did not reach, is not due."
)


@dataclass(frozen=True)
class ItemDue:
    """A milestone, or the end of the action (`milestone` is None), that was due; if not delivered, with its reason."""

    action: ActionPicture
    item: DueItem
    milestone: MilestonePicture | None
    why: WrittenText

    @property
    def title(self) -> str:
        return self.milestone.local_title if self.milestone else _("End of the action")

    @property
    def due(self) -> str:
        """As vaguely as the plan says it."""
        return due_in_words(self.milestone) if self.milestone else formatting.day(self.item.due)

    @property
    def delivery(self) -> str:
        return str(Delivery(self.item.delivery).label)

    @property
    def overtaken(self) -> str:
        return overtaken_words(self.item)

    @property
    def followed(self) -> str:
        return what_followed_words(self.item)


def is_known(actions: Iterable[ActionPicture]) -> bool:
    """False for a closing from before this was computed."""
    return all(action.due_items is not None for action in actions)


def by_delivery(actions: Iterable[ActionPicture]) -> dict[Delivery, list[tuple[ActionPicture, DueItem]]]:
    """The items of each `Delivery` that has any."""
    pairs = [(action, item) for action in actions for item in action.due_items or ()]
    found = {one: [pair for pair in pairs if pair[1].delivery == one] for one in Delivery}
    return {one: of_it for one, of_it in found.items() if of_it}


def counts(actions: Iterable[ActionPicture]) -> Counter[str]:
    """How many items there are of each `Delivery`."""
    return Counter({str(one): len(of_it) for one, of_it in by_delivery(actions).items()})


def count_passed(actions: Iterable[ActionPicture]) -> int:
    """How many milestones and ends have passed and are still open."""
    found = counts(actions)
    return sum(found[delivery] for delivery in PASSED)


def counts_by(actions: Iterable[ActionPicture], name: str) -> dict[str | None, Counter[str]]:
    """By the `minister` or `lead` that actions count under; only those of which something was due."""
    by_body: dict[str | None, Counter[str]] = {}
    for action in actions:
        if of_action := counts([action]):
            by_body.setdefault(getattr(action, name), Counter()).update(of_action)
    return by_body


def with_items_due(actions: Iterable[ActionPicture]) -> list[ActionPicture]:
    """The actions of which `still_due` names anything."""
    return [action for action in actions if any(item.delivery in NOT_YET for item in action.due_items or ())]


def still_due(actions: Iterable[ActionPicture], words: Mapping[int | str, ReportWords]) -> list[ItemDue]:
    """What was not delivered, longest due first. `words` are of the lead reports of `with_items_due`, by key."""
    return items_due(actions, words, NOT_YET)


def items_due(
    actions: Iterable[ActionPicture], words: Mapping[int | str, ReportWords], deliveries: Collection[str]
) -> list[ItemDue]:
    """The items of these deliveries, longest due first."""
    rows = [row for action in actions for row in _items_due(action, words) if row.item.delivery in deliveries]
    return sorted(rows, key=lambda row: (row.item.due, row.action.order))


def _items_due(action: ActionPicture, words: Mapping[int | str, ReportWords]) -> Iterator[ItemDue]:
    milestones = {milestone.key: milestone for milestone in action.milestones}
    said = words.get(action.lead_report.pk) if action.lead_report else None
    for item in action.due_items or ():
        why = ABSENT
        if said and item.delivery in NOT_YET:
            why = (
                said.show_of_milestone("expected_why", item.key) if item.key else said.show("forecast_reason")
            )
        yield ItemDue(action, item, milestones.get(item.key), why)


def count_words(actions: Iterable[ActionPicture], on: datetime.date) -> str:
    """How many milestones and ends were due since the round before; no full stop."""
    rows = list(actions)
    found, after = counts(rows), next((action.due_after for action in rows), None)
    number = sum(found[code] for code in FELL_DUE)
    words = {"number": number, "on": formatting.day(on), "after": formatting.day(after)}
    if after is None:
        sentence = ngettext(
            "Up to and including %(on)s, %(number)s milestone or end of an action was due",
            "Up to and including %(on)s, %(number)s milestones and ends of actions were due",
            number,
        )
    else:
        sentence = ngettext(
            "Since the round before (as of %(after)s), up to and including %(on)s, %(number)s milestone or end of an action was due",
            "Since the round before (as of %(after)s), up to and including %(on)s, %(number)s milestones and ends of actions were due",
            number,
        )
    return sentence % words


def due_sentences(actions: Iterable[ActionPicture], on: datetime.date) -> str:
    """How many milestones and ends were due, and what became of them."""
    rows = list(actions)
    found = counts(rows)
    parts = [f"{found[code]} {code.label}" for code in FELL_DUE if found[code]]
    told = [f"{count_words(rows, on)}{': ' if parts else ''}{', '.join(parts)}."]
    if still_open := found[Delivery.OPEN]:
        sentence = ngettext(
            "%(number)s more is due on that last day itself and still open.",
            "%(number)s more are due on that last day itself and still open.",
            still_open,
        )
        told.append(sentence % {"number": still_open})
    if older := found[Delivery.STILL_DUE]:
        sentence = ngettext(
            "%(number)s that was due earlier is still due.",
            "%(number)s that were due earlier are still due.",
            older,
        )
        told.append(sentence % {"number": older})
    return " ".join(told)
