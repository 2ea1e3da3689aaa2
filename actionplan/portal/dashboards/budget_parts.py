"""A part of the money that a dashboard shows, as an address names it: what a receipt adds up, or the lines of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from actionplan.base.addresses import Narrowed, address_of, query_of
from budgets.states import BudgetKind

from .budget_actions import BudgetAction
from .budget_lines import ENDED, Line, LineKey, Lines, kind_label
from .budget_shares import sources_of
from .budget_sums import MEASURES, ONLY, OPEN
from .scope import LABELS, UNDER
from .shown import Shown


@dataclass(frozen=True)
class MoneyPart:
    """What must be so of a line to be in the part; nothing asked is everything in the dashboard's scope."""

    under: Mapping[str, str] = field(default_factory=dict)
    """What actions count once under, by the names of a scope."""
    kind: str = ""
    source: str = ""
    action: str = ""
    """The code of an action."""
    place: int | None = None
    """Of a line in its action."""

    @classmethod
    def asked(cls, address: QueryDict) -> MoneyPart:
        """Raises Http404 where a kind or a line's place cannot be."""
        under = {name: address.get(key, "") for name, key in UNDER.items() if address.get(key)}
        kind = address.get("kind", "")
        if kind and kind not in [*BudgetKind.values, ENDED]:
            raise Http404
        place = number_or_404(address.get("line", ""))
        return cls(under, kind, address.get("source", ""), address.get("action", ""), place)

    @property
    def is_everything(self) -> bool:
        return self == MoneyPart()

    @property
    def query(self) -> dict[str, Any]:
        """As an address says it."""
        under = {UNDER[name]: value for name, value in self.under.items()}
        rest = {"kind": self.kind, "source": self.source, "action": self.action, "line": self.place}
        return {**under, **{name: value for name, value in rest.items() if value}}

    def has(self, key: LineKey, action: BudgetAction, line: Line | None) -> bool:
        """Whether the line is in the part; None is one that is no longer in the plan."""
        return (
            all(getattr(action, name) == value for name, value in self.under.items())
            and self.kind in ("", line.kind if line else ENDED)
            and self.action in ("", action.code)
            and self.place in (None, key.place)
            and (not self.source or has_source(line, self.source))
        )

    def in_words(self, shown: Shown, source: str = "") -> list[tuple[str, str]]:
        """Label and name of all that is asked, the action apart; `source` is what the source is called."""
        found = [
            (str(LABELS[name]), shown.scope.choices[name].get(value, value))
            for name, value in self.under.items()
        ]
        if self.kind:
            found.append((_("Kind of budget line"), kind_label(self.kind)))
        if self.source:
            found.append((_("Source of funding"), source or self.source))
        return [*found, (_("Budget line"), str(self.place))] if self.place else found


def has_source(line: Line | None, source: str) -> bool:
    return any(share.source.value == source for share in sources_of(line.shares if line else ()))


def source_label(lines: Lines, source: str) -> str:
    """What a source is called, where a line names it."""
    if not source:
        return ""
    shares = (share for line in lines.values() for share in sources_of(line.shares))
    return next((share.source.label for share in shares if share.source.value == source), "")


def number_or_404(text: str) -> int | None:
    """A year or a place; None where nothing is asked."""
    if text and not (text.isascii() and text.isdigit()):
        raise Http404
    return int(text[:9]) if text else None


@dataclass(frozen=True)
class Addresses:
    """Where figures lead: to the receipt of a sum, or to the lines that are counted."""

    shown: Shown

    def receipt(self, measure: str, **where: Any) -> str:
        """`where`: year, until, objective, policy_area, minister, kind, source, action, line."""
        return self.receipts(**where)(measure)

    def receipts(self, **where: Any) -> Callable[[str], str]:
        """The same for any measure."""
        named = self._named(where)
        if named.keys() & self._kept.keys():
            return partial(Narrowed(self._receipts, self._kept, named), "measure")
        heads, tail = self._heads, query_of(named)
        return lambda measure: f"{heads[measure]}{tail}"

    def lines(self, **where: Any) -> str:
        """The same dashboard, at the table of these lines."""
        return f"{self.shown.url('budget', **self._named(where))}#lines"

    def _named(self, where: Mapping[str, Any]) -> dict[str, Any]:
        """Within a scope that also has partners and ministers involved, a part is that under which an action counts once."""
        names = UNDER if self.shown.scope.also else {}
        return {names.get(name, name): value for name, value in where.items() if value is not None}

    @cached_property
    def _heads(self) -> dict[str, str]:
        """What begins the address of each measure's receipts: a page has hundreds of them."""
        receipts = Narrowed(self._receipts, self._kept, {})
        return {measure: receipts("measure", measure) for measure in [*MEASURES, *ONLY, OPEN]}

    @cached_property
    def _receipts(self) -> str:
        return address_of("money-receipt", self.shown.plan.code)

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return self.shown.query
