"""The figures of what is shown, each with the list that has as many rows: of today, of a day or of a closed round."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import compress
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.chart_words import ACTIONS, most_with
from actionplan.base.stacked_chart import StackedBars, stacked_bars
from actionplan.portal.filters import ANY, NO, WAITING, YES
from actionplan.portal.tallies import Measure, Tally, freshness, measures, measures_of_continuous, segments
from actionplan.reporting.states import Attention

from .attention import Points
from .facts import Facts
from .parts import Part
from .scope import LABELS
from .shown import Shown

GROUPED_BY = {
    "objective": gettext_lazy("By objective"),
    "policy_area": gettext_lazy("By policy area"),
    "minister": gettext_lazy("By minister"),
}


@dataclass(frozen=True)
class Group:
    """One row of a table of distributions: an objective, a policy area, a minister, or what is under none."""

    part: Part
    total: int
    total_url: str
    segments: list[dict[str, Any]]


@dataclass(frozen=True)
class Grouping:
    """A table of distributions: what it is by, and its groups; that by objective is drawn in one chart."""

    name: str
    groups: list[Group]

    @property
    def heading(self) -> str:
        return str(GROUPED_BY[self.name])

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @cached_property
    def chart(self) -> StackedBars | None:
        if self.name != "objective":
            return None
        bars = ((group.part.value, group.segments) for group in self.groups)
        return stacked_bars(bars, _("From the first objective to the last: %(counts)s."), labels=8)

    @property
    def message(self) -> str:
        """Of a table whose rows each have a bar: under whom most actions are."""
        return most_with(((self._name(group.part), group.segments) for group in self.groups), ACTIONS)

    def _name(self, part: Part) -> str:
        """As sentences name it: a policy area by its code, what is under none not at all."""
        if part.subject is None:
            return ""
        return part.value if self.name == "policy_area" else part.name


@dataclass(frozen=True)
class Counted:
    """Where the actions of what is shown stand, counted in as many ways as a page needs; each count has its list."""

    shown: Shown
    overspent: frozenset[int] = frozenset()
    """Keys of the actions on which more was paid than is planned."""

    @property
    def actions(self) -> Facts:
        return self.shown.actions

    @property
    def total(self) -> int:
        return len(self.actions)

    @property
    def total_url(self) -> str:
        return self.shown.list_url()

    @property
    def receipt_url(self) -> str:
        return self.shown.url("status-receipt")

    @cached_property
    def unreviewed(self) -> dict[str, Any]:
        """Those that stand on a report which nobody reviewed yet."""
        count = sum(self.actions["awaits_review"])
        return {"count": count, "url": self.shown.list_url(review=WAITING)}

    @cached_property
    def continuous(self) -> int:
        """How many there are."""
        return sum(self.actions["is_continuous"])

    @property
    def has_only_continuous(self) -> bool:
        return self.continuous == len(self.actions)

    @property
    def continuous_url(self) -> str:
        return self.shown.list_url(continuous=YES)

    def distributions(self) -> list[tuple[Measure, list[dict[str, Any]]]]:
        """Each measure with its parts; confidence and verdict without the continuous actions."""
        return [
            (measure, self._segments(measure, continuous=False if measure.is_said else None))
            for measure in measures()
        ]

    def of_continuous(self) -> list[tuple[Measure, list[dict[str, Any]]]]:
        """Confidence and verdict of the continuous actions, in their own words."""
        return [(measure, self._segments(measure, continuous=True)) for measure in measures_of_continuous()]

    def freshness(self) -> list[dict[str, Any]]:
        return self._segments(freshness())

    def groupings(self, measure: Measure) -> list[Grouping]:
        """The distribution of a measure by objective, policy area and minister; "none" is a row where it counts."""
        return [Grouping(name, self._groups(name, measure)) for name in GROUPED_BY]

    def attention(self) -> list[dict[str, Any]]:
        """How many actions each reason for attention concerns, worst first; reasons without any left out."""
        counts = self._points.of_each()
        return [
            {
                "code": str(reason),
                "label": str(reason.label),
                "count": counts[reason],
                "url": self.shown.list_url(attention=str(reason)),
            }
            for reason in Attention
            if counts[reason]
        ]

    @property
    def needing(self) -> dict[str, Any]:
        """How many actions have any reason, with their list."""
        return {"count": self._points.total, "url": self.shown.list_url(attention=ANY)}

    def worst(self, most: int) -> list[int]:
        """Keys of so many of those: the worst reason first, then those with most reasons."""
        return self._points.worst(most)

    @cached_property
    def differing(self) -> list[int]:
        """Keys of the actions on which the voices disagree, in the plan's order."""
        return list(compress(self.actions["key"], self.actions["voices_differ"]))

    @property
    def differing_url(self) -> str:
        return self.shown.list_url(attention=str(Attention.VOICES_DIFFER))

    @cached_property
    def _points(self) -> Points:
        return Points(self.actions, self.overspent)

    def _segments(self, measure: Measure, *, continuous: bool | None = None) -> list[dict[str, Any]]:
        """Of all actions, or of those alone that are continuous, or are not."""
        if continuous is None:
            return segments(measure, Tally(self.actions.counted(measure.name)), self.shown.list_urls())
        of_both = self.actions.counted("is_continuous", measure.name).items()
        counts = {code: count for (is_so, code), count in of_both if bool(is_so) == continuous}
        return segments(measure, Tally(counts), self.shown.list_urls(continuous=YES if continuous else NO))

    def _groups(self, name: str, measure: Measure) -> list[Group]:
        under: dict[str, Counter[str]] = defaultdict(Counter)
        for (value, code), count in self.actions.counted(name, measure.name).items():
            under[value][code] = count
        groups = []
        for part in self.shown.parts_of(name):
            if part.value in under:
                filters, tally = {name: part.value}, Tally(under[part.value])
                found = segments(measure, tally, self.shown.list_urls(**filters))
                groups.append(Group(part, tally.total, self.shown.list_url(**filters), found))
        return groups
