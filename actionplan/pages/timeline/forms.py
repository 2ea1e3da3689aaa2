"""What an address asks of the timeline: which actions, grouped and sorted how, as chart or table."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.pages.choices import Choices
from actionplan.pages.getters import unknown_words
from actionplan.picture import schedule
from actionplan.picture.picture import ActionPicture

NO_END = "none"
TIMELINE_VIEWS = {"chart": pgettext_lazy("view", "as a chart"), "table": pgettext_lazy("view", "as a table")}
TIMELINE_GROUPS = {
    "objective": gettext_lazy("by objective"),
    "year": gettext_lazy("by year of the end in force"),
    "none": pgettext_lazy("groups", "not at all"),
}
TIMELINE_SORTS = {
    "plan": gettext_lazy("in the plan’s order"),
    "slip": gettext_lazy("most days later than planned first"),
    "overdue": gettext_lazy("end date passed longest ago first"),
    "end": gettext_lazy("the earliest end first"),
}
"""Parameter values with their labels; the first is the default, also for an unknown value."""
SLIPS = {
    "any": gettext_lazy(
        "Only actions later than planned: their end or its forecast lies after the end as adopted or the end in force."
    ),
    "adopted": gettext_lazy(
        "Only actions later than planned: their end or its forecast lies after the end as adopted."
    ),
    "in_force": gettext_lazy(
        "Only actions later than planned: their end or its forecast lies after the end in force."
    ),
    "overdue": gettext_lazy("Only actions whose end date passed."),
    "unforeseen": gettext_lazy("Only actions whose end date passed, without a new forecast."),
}
DEFAULTS = {"as": "chart", "by": "objective", "sort": "plan", "slip": "", "ends": ""}
"""The defaults, which an address leaves out."""
SLIP_ATTRIBUTES = {"any": "most", "adopted": "against_adopted", "in_force": "against_in_force"}
"""By parameter value, the attribute of a slip with the days."""
SORTED_DAYS = {"slip": "any", "overdue": "overdue"}
"""The days that a sort goes by, as values of `slip`."""


@dataclass(frozen=True)
class TimelineFilter:
    view: str = "chart"
    by: str = "objective"
    sort: str = "plan"
    slip: str = ""
    ends: str = ""
    """The year of the end in force, or `none` for no end; empty for all."""
    unknown: tuple[str, ...] = ()
    """Unknown filters of the address; with one there is no action."""

    @classmethod
    def from_query(cls, address: Mapping[str, str]) -> TimelineFilter:
        """An unknown view, grouping or sort falls back to the default."""
        slip, ends = address.get("slip", ""), address.get("ends", "").strip()
        is_slip = slip in SLIPS
        is_end = ends == NO_END or (ends.isascii() and ends.isdigit() and len(ends) == 4)
        unknown = [word for word, is_known in [(slip, is_slip), (ends, is_end)] if word and not is_known]
        return cls(
            view=_known(TIMELINE_VIEWS, address.get("as", "")),
            by=_known(TIMELINE_GROUPS, address.get("by", "")),
            sort=_known(TIMELINE_SORTS, address.get("sort", "")),
            slip=slip if is_slip else "",
            ends=ends if is_end else "",
            unknown=tuple(unknown),
        )

    @property
    def complaint(self) -> str:
        return unknown_words(("", word) for word in self.unknown)

    @property
    def query(self) -> dict[str, str]:
        """The parameters that keep all this."""
        known = {"as": self.view, "by": self.by, "sort": self.sort, "slip": self.slip, "ends": self.ends}
        return {name: value for name, value in known.items() if value != DEFAULTS[name]}

    @property
    def narrowed(self) -> dict[str, str]:
        """The parameters that name a file: those that keep only some actions."""
        return {"slip": self.slip, "ends": self.ends}

    def url(self, choices: Choices, **changes: str) -> str:
        return choices.url("timeline", **replace(self, **changes).query)

    @property
    def in_words(self) -> list[str]:
        """Which actions it keeps, a sentence each; empty if it keeps every action."""
        words = [str(SLIPS[self.slip])] if self.slip else []
        if self.ends == NO_END:
            words.append(_("Only actions without an end."))
        elif self.ends:
            words.append(_("Only actions whose end in force lies in %(year)s.") % {"year": self.ends})
        return words

    def of(self, actions: Iterable[ActionPicture]) -> list[ActionPicture]:
        """The actions that it keeps, group by group, each in the chosen order; equal ones in the plan's."""
        kept = [
            action
            for action in actions
            if meets(action, self.slip) and self.ends in ("", ends_in(action)) and not self.unknown
        ]
        return sorted(kept, key=lambda action: (self._group_order(action), self._order(action), action.order))

    def group_of(self, action: ActionPicture) -> str:
        """The parameter value of the action's group; empty if actions are not grouped."""
        return {"objective": str(action.objective), "year": ends_in(action), "none": ""}[self.by]

    def _group_order(self, action: ActionPicture) -> Any:
        if self.by == "year":
            return action.runs_until.year if action.runs_until else datetime.MAXYEAR
        return action.objective if self.by == "objective" else 0

    def _order(self, action: ActionPicture) -> Any:
        if self.sort in SORTED_DAYS:
            days = days_of(action, SORTED_DAYS[self.sort])
            return (days is None, -(days or 0))
        return (action.runs_until or datetime.date.max) if self.sort == "end" else 0

    def ways(self, choices: Choices) -> list[tuple[str, list[dict[str, Any]]]]:
        """How the page can be shown, grouped and sorted, each with its links."""
        return [
            (
                label,
                [
                    {
                        "label": words,
                        "url": self.url(choices, **{name: value}),
                        "current": value == getattr(self, name),
                    }
                    for value, words in known.items()
                ],
            )
            for label, name, known in [
                (_("Shown"), "view", TIMELINE_VIEWS),
                (_("Grouped"), "by", TIMELINE_GROUPS),
                (_("Sorted"), "sort", TIMELINE_SORTS),
            ]
        ]


def _known(values: Mapping[str, Any], value: str) -> str:
    return value if value in values else next(iter(values))


def ends_in(action: ActionPicture) -> str:
    """The year of the end in force, as a parameter value."""
    return str(action.runs_until.year) if action.runs_until else NO_END


def days_of(action: ActionPicture, slip: str) -> int | None:
    """Days between the planned and the reported end, or since its end date passed; None if neither applies."""
    if slip in ("overdue", "unforeseen"):
        return schedule.days_overdue(action)
    return getattr(action.slip, SLIP_ATTRIBUTES[slip]) if action.slip else None


def meets(action: ActionPicture, slip: str) -> bool:
    """Whether the action matches a value of `slip`; every action matches an empty one."""
    if slip == "unforeseen":
        return schedule.is_overdue_without_forecast(action)
    return not slip or (days_of(action, slip) or 0) > 0
