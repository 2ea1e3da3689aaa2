"""What was due since the round before, and what has passed and is still open, on the page of the milestones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.days import days_past
from actionplan.pages.choices import Choices
from actionplan.picture.actions import Actions
from actionplan.picture.deliveries import FELL_DUE, NOT_YET, PASSED, Delivery
from actionplan.picture.due_in_words import (
    HEADING,
    HOW_COUNTED,
    ItemDue,
    counts,
    counts_by,
    due_sentences,
    is_known,
    items_due,
)
from actionplan.picture.words import ReportWords

DUE_SHOWN = 50
"""The longest due of a list; the report to the Government has all of what is not achieved."""


@dataclass(frozen=True)
class DueOfBody:
    """The counts of a minister or of an organisation that leads, with its page; both empty for none, or all."""

    body: Any
    name: str
    url: str
    counts: list[tuple[str, int]]
    """Each with the head of its column."""


@dataclass(frozen=True)
class DueRow:
    """A milestone or an end that was due, with the address of its action and for how many days it was or is late."""

    item: ItemDue
    url: str
    days: int

    @property
    def code(self) -> str:
        return self.item.action.code

    @property
    def sign(self) -> str:
        return Delivery(self.delivery).sign

    @property
    def delivery(self) -> str:
        return self.item.item.delivery

    @property
    def is_missed(self) -> bool:
        return self.sign == "missed"

    @property
    def is_not_yet(self) -> bool:
        return self.delivery in NOT_YET

    @property
    def word(self) -> str:
        if self.delivery in (Delivery.LATE, Delivery.STILL_DUE) and self.days:
            after = ngettext("%(days)s day after its date", "%(days)s days after its date", self.days)
            return after % {"days": formatting.number(self.days)}
        return self.item.delivery

    @property
    def note(self) -> str:
        """The day on which it was delivered; of what was not, what it is."""
        if delivered_on := self.item.item.delivered_on:
            return formatting.short_day(delivered_on)
        return _("milestone") if self.item.milestone else _("end of the action")


def due_of(
    choices: Choices, actions: Actions, words: Mapping[int | str, ReportWords], *bodies: str
) -> dict[str, Any]:
    """The context of `milestones/due.html`; `bodies` are the kinds by which it is counted: minister, lead.

    `words` are of the lead reports of `with_items_due`, by key.
    """
    heads = {"minister": _("Coordinating minister"), "lead": _("Lead")}
    counted = counts(actions)

    def rows(*deliveries: Delivery) -> list[DueRow]:
        found = items_due(actions, words, deliveries)
        return [_row(choices, one) for one in found]

    in_period = [*FELL_DUE, *([Delivery.OPEN] if counted[Delivery.OPEN] else [])]
    return {
        "is_known": is_known(actions),
        "sentences": due_sentences(actions, choices.moment.reckoned_on),
        "parts": [{"code": code.value, "label": code.label, "count": counted[code]} for code in in_period],
        "heading": HEADING,
        "labels": Delivery.labels,
        "tables": [(heads[name], name, _of_bodies(choices, actions, name)) for name in bodies],
        "has_any": any(counted[code] for code in in_period),
        "rows": [row for delivery in in_period if delivery not in PASSED for row in rows(delivery)],
        "passed": rows(*PASSED),
        "shown": DUE_SHOWN,
        "how_counted": HOW_COUNTED,
    }


def _row(choices: Choices, one: ItemDue) -> DueRow:
    until = one.item.delivered_on or choices.moment.reckoned_on
    return DueRow(one, choices.action_url(one.action.code), days_past(one.item.due, until))


def _of_bodies(choices: Choices, actions: Actions, name: str) -> list[DueOfBody]:
    """In the order of the bodies, those without one last, then all of them."""
    picture = choices.picture
    known = {"minister": picture.ministers, "lead": picture.organisations}[name]
    page, text = {"minister": ("minister", "title"), "lead": ("organisation", "name")}[name]
    by_body = counts_by(actions, name)
    rows = [
        DueOfBody(
            body,
            text,
            reverse(page, args=[choices.plan.code, key]) + choices.query_string,
            _in_order(by_body[key]),
        )
        for key, body in known.items()
        if key in by_body
    ]
    if None in by_body:
        rows.append(DueOfBody(None, _("none"), "", _in_order(by_body[None])))
    return [*rows, DueOfBody(None, _("all together"), "", _in_order(counts(actions)))] if rows else []


def _in_order(counted: Counter[str]) -> list[tuple[str, int]]:
    return [(str(delivery.label), counted[delivery]) for delivery in Delivery]
