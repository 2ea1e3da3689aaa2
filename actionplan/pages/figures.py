"""Counts and sums on pages: distributions of actions and amounts of money, each linked to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.pages.choices import Choices
from actionplan.picture.actions import Actions
from actionplan.picture.measures import Measure
from actionplan.picture.money import UNNAMED, Sums, payers_of
from actionplan.picture.picture import LinePicture, Picture
from actionplan.reporting.states import DONE
from budgets.states import BudgetKind

from .choices import PART_LABELS, UNDER_PARAMETERS

NO_VALUE = "none"
"""The parameter value for no confidence or no verdict."""


Segment = dict[str, Any]
"""A part of a bar: `code`, `label`, `count`, and the `url` of the list of exactly those actions."""


def segments(measure: Measure, actions: Iterable[Any], list_url: Callable[..., str]) -> list[Segment]:
    """The distribution of these actions; `list_url` gives the address of their list with one more filter."""
    counts = measure.counts(actions)
    return [
        {
            "code": code or "none",
            "label": label,
            "count": counts[code],
            "url": list_url(**{"status" if code in DONE else measure.name: code or NO_VALUE}),
        }
        for code, label in measure.codes
    ]


@dataclass(frozen=True)
class LinkedCount:
    """How many actions, and the address of their list."""

    count: int
    url: str


# Money


MEASURE_HEADS = {
    "planned": gettext_lazy("Planned"),
    "committed": gettext_lazy("Committed"),
    "paid": gettext_lazy("Paid"),
    "forecast": pgettext_lazy("money", "Forecast"),
}
"""The column head of each measure."""
SUMMED_MEASURES = list(MEASURE_HEADS)[:-1]
"""Added up over the years; a forecast is for one year only."""
ENDED_LINES = "ended"
"""The parameter value, in place of a kind, for lines that were spent on and are no longer in the plan."""

LINE_KINDS = [*BudgetKind.values, ENDED_LINES]

MONEY_PARAMETERS = (*UNDER_PARAMETERS.values(), "kind", "source", "action", "line")
"""The parameters that narrow money."""


@dataclass(frozen=True)
class MoneyFilter:
    """What an address narrows the money in the scope to; everything if it asks nothing."""

    under: Mapping[str, str] = field(default_factory=dict)
    """By parameter of the scope, what actions count under once."""
    kind: str = ""
    source: str = ""
    action: str = ""
    """The code of an action."""
    place: int | None = None
    """The place of a line in its action."""

    @classmethod
    def from_query(cls, address: QueryDict) -> MoneyFilter:
        """The known parameters; `unknown_money` has the others."""
        kind = address.get("kind", "")
        return cls(
            {name: value for name, key in UNDER_PARAMETERS.items() if (value := address.get(key, ""))},
            kind if kind in LINE_KINDS else "",
            address.get("source", ""),
            address.get("action", ""),
            number_parameter(address, "line"),
        )

    @property
    def query(self) -> dict[str, Any]:
        """The parameters that keep it."""
        under = {UNDER_PARAMETERS[name]: value for name, value in self.under.items()}
        rest = {"kind": self.kind, "source": self.source, "action": self.action, "line": self.place}
        return {**under, **{name: value for name, value in rest.items() if value}}

    def actions_among(self, actions: Actions) -> Actions:
        chosen = actions.in_scope(self.under)
        return chosen.where(lambda action: action.code == self.action) if self.action else chosen

    def has(self, place: int, line: LinePicture | None) -> bool:
        """Whether the filter includes a line of those actions; None is a line no longer in the plan."""
        return (
            self.kind in ("", kind_of(line))
            and self.place in (None, place)
            and (not self.source or self.source in dict(payers_of(line)))
        )

    def in_words(self, choices: Choices) -> list[tuple[str, str]]:
        """Label and name of every filter, except the action."""
        words = []
        for name, value in self.under.items():
            names = (part.name for part in choices.parts_of(name) if part.value == value)
            words.append((str(PART_LABELS[name]), next(names, value)))
        if self.kind:
            words.append((_("Kind of budget line"), kind_label(self.kind)))
        if self.source:
            words.append((_("Source of funding"), source_label(choices.picture, self.source)))
        return [*words, (_("Budget line"), str(self.place))] if self.place else words


def number_parameter(address: QueryDict, name: str) -> int | None:
    """A year or a place; None if the parameter is missing or not a number."""
    text = address.get(name, "")
    return int(text[:9]) if text.isascii() and text.isdigit() else None


def unknown_money(address: QueryDict, *numbers: str) -> list[tuple[str, str]]:
    """Label and value of an unknown kind of line, and of parameters that should be numbers."""
    given = [(name, address.get(name, "")) for name in ["line", *numbers]]
    unknown = [("", value) for name, value in given if value and number_parameter(address, name) is None]
    if (kind := address.get("kind", "")) and kind not in LINE_KINDS:
        unknown.append((_("Kind of budget line"), kind))
    return unknown


def kind_of(line: LinePicture | None) -> str:
    return line.kind if line else ENDED_LINES


def kind_label(kind: str) -> str:
    return _("no longer in the plan") if kind == ENDED_LINES else str(BudgetKind(kind).label)


def source_label(picture: Picture, source: str) -> str:
    """What an organisation or a named source is called; `source` is its parameter value."""
    if source == UNNAMED:
        return _("no named source")
    organisation = picture.organisations.get(source.removeprefix("organisation."))
    return organisation.local_name if organisation else source.removeprefix("named.")


def in_scope(choices: Choices, where: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters that narrow a link further; in the wider scope each action counts under one part only."""
    names = UNDER_PARAMETERS if choices.scope.also else {}
    return {names.get(name, name): value for name, value in where.items() if value is not None}


def receipt_url(choices: Choices, measure: str, **where: Any) -> str:
    """The receipt of a sum; `where` has its other parameters, such as year, until, kind or line."""
    return choices.url("money-receipt", measure=measure, **in_scope(choices, where))


@dataclass(frozen=True)
class MoneyCell:
    """A sum in euro that links to its receipt; None is unknown, without a link."""

    head: Any
    """The head of its column."""
    amount: Decimal | None
    url: str
    is_planned: bool = False

    @property
    def is_reduction(self) -> bool:
        """Whether less than nothing is planned, since an amendment took back what earlier years have."""
        return self.is_planned and (self.amount or 0) < 0


def cells_of(choices: Choices, sums: Sums, **where: Any) -> list[MoneyCell]:
    """`where` is what the sums are of, as for `receipt_url`."""
    return [
        MoneyCell(head, sums[measure], receipt_url(choices, measure, **where), measure == "planned")
        if measure in sums
        else MoneyCell(head, None, "")
        for measure, head in MEASURE_HEADS.items()
    ]


def longest_of(*rows: Iterable[MoneyCell]) -> Decimal:
    """The amount that fills a column of bars; zero where there is nothing to draw."""
    amounts = (cell.amount for cells in rows for cell in list(cells)[: len(SUMMED_MEASURES)])
    return max((amount for amount in amounts if amount), default=Decimal(0))
