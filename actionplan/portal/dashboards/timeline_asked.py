"""What an address asks of the timeline: which actions, in which groups, in which order; a chart or a table."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .timeline_facts import TimelineFact

NO_END = "none"

GROUPS = {
    "objective": _("by objective"),
    "year": _("by year of the end in force"),
    "none": pgettext_lazy("groups", "not at all"),
}
SORTS = {
    "plan": _("in the plan’s order"),
    "slip": _("the greatest slip first"),
    "end": _("the earliest end first"),
}
VIEWS = {"chart": pgettext_lazy("view", "as a chart"), "table": pgettext_lazy("view", "as a table")}
SLIPS = {
    "any": _(
        "Only actions that slipped: their end or its forecast lies after the end as adopted or the end in force."
    ),
    "adopted": _("Only actions whose end or its forecast lies after the end as adopted."),
    "in_force": _("Only actions whose end or its forecast lies after the end in force."),
    "unforeseen": _("Only actions that are past the end in force, without a new forecast."),
}
"""What the address says, and how the page says it; the first is taken where an address says nothing or something else."""

FAR = datetime.date.max


@dataclass(frozen=True)
class TimelineAsked:
    by: str = "objective"
    sort: str = "plan"
    view: str = "chart"
    slip: str = ""
    ends: str = ""
    """A year, or `none` for no end; empty for all."""

    @classmethod
    def of(cls, address: Mapping[str, str]) -> TimelineAsked:
        """What is not known is passed over."""
        ends = address.get("ends", "").strip()
        slip = address.get("slip", "")
        return cls(
            by=_known(GROUPS, address.get("by", "")),
            sort=_known(SORTS, address.get("sort", "")),
            view=_known(VIEWS, address.get("as", "")),
            slip=slip if slip in SLIPS else "",
            ends=ends if ends == NO_END or (ends.isdecimal() and len(ends) == 4) else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """The part of a link that keeps all this."""
        said = {"by": self.by, "sort": self.sort, "as": self.view}
        usual = {"by": "objective", "sort": "plan", "as": "chart"}
        kept = {name: value for name, value in said.items() if value != usual[name]}
        return kept | {name: value for name, value in [("slip", self.slip), ("ends", self.ends)] if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.slip or self.ends)

    def narrowed(self, facts: Iterable[TimelineFact], on: datetime.date) -> list[TimelineFact]:
        """Of these actions the ones that are asked for; `on` is the day reckoned on."""
        wanted = meets(self.slip, on)
        return [fact for fact in facts if wanted(fact) and (not self.ends or ends_in(fact) == self.ends)]

    def in_order(self, facts: Iterable[TimelineFact]) -> list[TimelineFact]:
        """Group by group, each in the order that is asked for; equal ones in the plan's."""
        group, place = GROUP_ORDERS[self.by], SORT_ORDERS[self.sort]
        return sorted(facts, key=lambda fact: (group(fact), place(fact), fact.order))

    def group_of(self, fact: TimelineFact) -> str:
        """As an address names it; empty where actions are not grouped."""
        return {"objective": fact.objective, "year": ends_in(fact), "none": ""}[self.by]


def _known(values: Mapping[str, Any], value: str) -> str:
    return value if value in values else next(iter(values))


def ends_in(fact: TimelineFact) -> str:
    """The year of the end in force, as an address names it."""
    return str(fact.end.year) if fact.end else NO_END


def meets(slip: str, on: datetime.date) -> Callable[[TimelineFact], bool]:
    """The condition that `slip` names in an address."""
    conditions: dict[str, Callable[[TimelineFact], bool]] = {
        "": lambda fact: True,
        "any": lambda fact: fact.has_slipped,
        "adopted": lambda fact: (fact.against_adopted or 0) > 0,
        "in_force": lambda fact: (fact.against_in_force or 0) > 0,
        "unforeseen": lambda fact: fact.is_late_without_forecast(on),
    }
    return conditions[slip]


GROUP_ORDERS: dict[str, Callable[[TimelineFact], Any]] = {
    "objective": lambda fact: int(fact.objective),
    "year": lambda fact: fact.end.year if fact.end else FAR.year,
    "none": lambda fact: 0,
}
SORT_ORDERS: dict[str, Callable[[TimelineFact], Any]] = {
    "plan": lambda fact: 0,
    "slip": lambda fact: (fact.slip is None, -(fact.slip or 0)),
    "end": lambda fact: fact.end or FAR,
}
