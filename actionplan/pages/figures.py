"""Counts and sums on pages: distributions of actions and amounts of money, each leading to what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.pages.choices import Choices
from actionplan.picture.actions import Actions
from actionplan.picture.money import UNNAMED, Sums, payers_of
from actionplan.picture.picture import LinePicture, Picture
from actionplan.picture.sentences import Measure
from budgets.states import BudgetKind

from .choices import LABELS, UNDER, Part

NOT_SAID = "none"
"""In an address: no confidence, no verdict."""


Segment = dict[str, Any]
"""A part of a bar: `code`, `label`, `count`, and the `url` of the list of just those actions."""


def segments(measure: Measure, actions: Iterable[Any], list_url: Callable[..., str]) -> list[Segment]:
    """The distribution of these actions; `list_url` gives the address of their list with one more filter."""
    counts = Counter(str(getattr(action, measure.name)) for action in actions)
    return [
        {
            "code": code or "none",
            "label": label,
            "count": counts[code],
            "url": list_url(**{measure.name: code or NOT_SAID}),
        }
        for code, label in measure.codes
    ]


@dataclass(frozen=True)
class LinkedCount:
    """How many actions, and the address of their list."""

    count: int
    url: str


@dataclass(frozen=True)
class CountedPart:
    """An objective, a policy area, an organisation or a minister with the actions that count under it; or what is under none."""

    part: Part
    count: int
    url: str
    segments: list[Segment]


def counted_parts(choices: Choices, name: str, measure: Measure) -> list[CountedPart]:
    """The parts of this name that any action in the scope counts under, each with its distribution."""
    found = []
    for part in choices.parts_of(name):
        if actions := choices.actions.under(name, part.value):
            list_url = partial(choices.list_url, **{name: part.value})
            found.append(CountedPart(part, len(actions), list_url(), segments(measure, actions, list_url)))
    return found


# Money


HEADS = {
    "planned": gettext_lazy("Planned"),
    "committed": gettext_lazy("Committed"),
    "paid": gettext_lazy("Paid"),
    "forecast": pgettext_lazy("money", "Forecast"),
}
"""Of the column of each measure."""
AMOUNTS = list(HEADS)[:-1]
"""What is added up over the years; a forecast is of one."""
ENDED = "ended"
"""In an address, instead of a kind: lines that were spent on and are no longer in the plan."""

LINE_KINDS = [*BudgetKind.values, ENDED]

MONEY_NAMES = (*UNDER.values(), "kind", "source", "action", "line")
"""By which an address narrows money."""


@dataclass(frozen=True)
class MoneyFilter:
    """What an address narrows the money in the scope to; nothing asked is all of it."""

    under: Mapping[str, str] = field(default_factory=dict)
    """What actions count once under, by the names of a scope."""
    kind: str = ""
    source: str = ""
    action: str = ""
    """The code of an action."""
    place: int | None = None
    """Of a line in its action."""

    @classmethod
    def asked(cls, address: QueryDict) -> MoneyFilter:
        """All that is known of it; `unknown_money` is the rest."""
        kind = address.get("kind", "")
        return cls(
            {name: value for name, key in UNDER.items() if (value := address.get(key, ""))},
            kind if kind in LINE_KINDS else "",
            address.get("source", ""),
            address.get("action", ""),
            number_asked(address, "line"),
        )

    @property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps it."""
        under = {UNDER[name]: value for name, value in self.under.items()}
        rest = {"kind": self.kind, "source": self.source, "action": self.action, "line": self.place}
        return {**under, **{name: value for name, value in rest.items() if value}}

    def actions_among(self, actions: Actions) -> Actions:
        found = actions.in_scope(self.under)
        return found.where(lambda action: action.code == self.action) if self.action else found

    def has(self, place: int, line: LinePicture | None) -> bool:
        """Whether a line of those actions is asked for; None is one that is no longer in the plan."""
        return (
            self.kind in ("", kind_of(line))
            and self.place in (None, place)
            and (not self.source or self.source in dict(payers_of(line)))
        )

    def in_words(self, choices: Choices) -> list[tuple[str, str]]:
        """Label and name of all that is asked, the action apart."""
        found = []
        for name, value in self.under.items():
            names = (part.name for part in choices.parts_of(name) if part.value == value)
            found.append((str(LABELS[name]), next(names, value)))
        if self.kind:
            found.append((_("Kind of budget line"), kind_label(self.kind)))
        if self.source:
            found.append((_("Source of funding"), source_label(choices.picture, self.source)))
        return [*found, (_("Budget line"), str(self.place))] if self.place else found


def number_asked(address: QueryDict, name: str) -> int | None:
    """A year or a place; None where none is asked, or what is no number."""
    text = address.get(name, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def unknown_money(address: QueryDict, *numbers: str) -> list[tuple[str, str]]:
    """Label and value of a kind of budget line that is not known, and of what is no number; `numbers` are those of the page."""
    asked = [(name, address.get(name, "")) for name in ["line", *numbers]]
    found = [("", value) for name, value in asked if value and number_asked(address, name) is None]
    if (kind := address.get("kind", "")) and kind not in LINE_KINDS:
        found.append((_("Kind of budget line"), kind))
    return found


def kind_of(line: LinePicture | None) -> str:
    return line.kind if line else ENDED


def kind_label(kind: str) -> str:
    return _("no longer in the plan") if kind == ENDED else str(BudgetKind(kind).label)


def source_label(picture: Picture, source: str) -> str:
    """What an organisation or a named source is called; `source` is as addresses say it."""
    if source == UNNAMED:
        return _("no named source")
    organisation = picture.organisations.get(source.removeprefix("organisation."))
    return organisation.local_name if organisation else source.removeprefix("named.")


def in_scope(choices: Choices, where: Mapping[str, Any]) -> dict[str, Any]:
    """What narrows a link further: within the wider scope, a part is that under which an action counts once."""
    names = UNDER if choices.scope.also else {}
    return {names.get(name, name): value for name, value in where.items() if value is not None}


def receipt_url(choices: Choices, measure: str, **where: Any) -> str:
    """What adds up to a sum; `where` is year, until, objective, policy_area, minister, kind, source, action, line."""
    return choices.url("money-receipt", measure=measure, **in_scope(choices, where))


@dataclass(frozen=True)
class MoneyCell:
    """A sum in euro that opens its receipt; None is unknown, and opens nothing."""

    head: Any
    """Of its column."""
    amount: Decimal | None
    url: str


def cells_of(choices: Choices, sums: Sums, **where: Any) -> list[MoneyCell]:
    """`where` is what the sums are of, as `receipt_url` takes it."""
    return [
        MoneyCell(head, sums[measure], receipt_url(choices, measure, **where))
        if measure in sums
        else MoneyCell(head, None, "")
        for measure, head in HEADS.items()
    ]
