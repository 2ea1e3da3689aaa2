"""What fell due since the round before, on the page of the milestones and on that of a minister."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.pages.choices import Choices
from actionplan.picture.actions import Actions
from actionplan.picture.deliveries import Delivery
from actionplan.picture.due_in_words import (
    HOW_COUNTED,
    counts,
    counts_by,
    due_sentences,
    is_known,
    still_due,
)
from actionplan.picture.words import ReportWords

STILL_DUE_SHOWN = 50
"""The longest due; the report to the Government has all of them."""


@dataclass(frozen=True)
class DueOfBody:
    """The counts of a minister or of an organisation that leads, with its page; both empty for none, or all."""

    body: Any
    name: str
    url: str
    counts: list[int]


def due_of(
    choices: Choices, actions: Actions, words: Mapping[int, ReportWords], *bodies: str
) -> dict[str, Any]:
    """The context of `milestones/due.html`; `bodies` are the kinds by which it is counted: minister, lead.

    `words` are of the lead reports of `with_items_due`, by key.
    """
    rows = still_due(actions, words)
    heads = {"minister": _("Coordinating minister"), "lead": _("Lead")}
    return {
        "is_known": is_known(actions),
        "sentences": due_sentences(actions, choices.moment.reckoned_on),
        "labels": [delivery.label for delivery in Delivery],
        "tables": [(heads[name], name, _of_bodies(choices, actions, name)) for name in bodies],
        "rows": [(row, choices.action_url(row.action.code)) for row in rows[:STILL_DUE_SHOWN]],
        "shown": STILL_DUE_SHOWN,
        "count": len(rows),
        "how_counted": HOW_COUNTED,
    }


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


def _in_order(counted: Counter[str]) -> list[int]:
    return [counted[delivery] for delivery in Delivery]
