"""The figures of what is shown, each with the list that has as many rows: of today, of a day or of a closed round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.chart_words import ACTIONS, most_with
from actionplan.base.stacked_chart import StackedBars, stacked_bars
from actionplan.portal.filters import ANY, NO, WAITING, YES
from actionplan.portal.tallies import Measure, Tally, freshness, measures, measures_of_continuous, segments
from actionplan.reporting.states import Attention

from .attention import Reasons, facts_by_reasons
from .facts import ActionFact
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
    def actions(self) -> list[ActionFact]:
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
        count = sum(fact.awaits_review for fact in self.actions)
        return {"count": count, "url": self.shown.list_url(review=WAITING)}

    @cached_property
    def continuous(self) -> list[ActionFact]:
        return [fact for fact in self.actions if fact.is_continuous]

    @property
    def has_only_continuous(self) -> bool:
        return len(self.continuous) == len(self.actions)

    @property
    def continuous_url(self) -> str:
        return self.shown.list_url(continuous=YES)

    def distributions(self) -> list[tuple[Measure, list[dict[str, Any]]]]:
        """Each measure with its parts; confidence and verdict without the continuous actions."""
        others = [fact for fact in self.actions if not fact.is_continuous]
        return [
            (measure, self._segments(measure, others, continuous=NO))
            if measure.is_said
            else (measure, self._segments(measure, self.actions))
            for measure in measures()
        ]

    def of_continuous(self) -> list[tuple[Measure, list[dict[str, Any]]]]:
        """Confidence and verdict of the continuous actions, in their own words."""
        return [
            (measure, self._segments(measure, self.continuous, continuous=YES))
            for measure in measures_of_continuous()
        ]

    def freshness(self) -> list[dict[str, Any]]:
        return self._segments(freshness(), self.actions)

    def groupings(self, measure: Measure) -> list[Grouping]:
        """The distribution of a measure by objective, policy area and minister; "none" is a row where it counts."""
        return [Grouping(name, self._groups(name, measure)) for name in GROUPED_BY]

    def attention(self) -> list[dict[str, Any]]:
        """How many actions each reason for attention concerns, worst first; reasons without any left out."""
        counts: Counter[Attention] = Counter()
        for reasons, facts in self._by_reasons.items():
            counts.update(dict.fromkeys(reasons, len(facts)))
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
        count = sum(map(len, self._by_reasons.values()))
        return {"count": count, "url": self.shown.list_url(attention=ANY)}

    @cached_property
    def worst_first(self) -> list[int]:
        """Keys of the actions with any reason: the worst reason first, then those with most reasons."""
        ranks = {reason: rank for rank, reason in enumerate(Attention)}
        weighed: dict[tuple[int, int], list[ActionFact]] = defaultdict(list)
        for reasons, facts in self._by_reasons.items():
            weighed[ranks[reasons[0]], -len(reasons)] += facts
        in_order = attrgetter("order")
        return [fact.key for weight in sorted(weighed) for fact in sorted(weighed[weight], key=in_order)]

    @cached_property
    def differing(self) -> list[int]:
        """Keys of the actions on which the voices disagree, in the plan's order."""
        return [fact.key for fact in self.actions if fact.voices_differ]

    @property
    def differing_url(self) -> str:
        return self.shown.list_url(attention=str(Attention.VOICES_DIFFER))

    @cached_property
    def _by_reasons(self) -> dict[Reasons, list[ActionFact]]:
        return facts_by_reasons(self.actions, self.overspent)

    def _segments(
        self, measure: Measure, facts: Iterable[ActionFact], **filters: Any
    ) -> list[dict[str, Any]]:
        tally = Tally.of(map(attrgetter(measure.name), facts))
        return segments(measure, tally, self.shown.list_urls(**filters))

    def _groups(self, name: str, measure: Measure) -> list[Group]:
        under: dict[str, Counter[str]] = defaultdict(Counter)
        for (value, code), count in Counter(map(attrgetter(name, measure.name), self.actions)).items():
            under[value][code] = count
        groups = []
        for part in self.shown.parts_of(name):
            if part.value in under:
                filters, tally = {name: part.value}, Tally(under[part.value])
                found = segments(measure, tally, self.shown.list_urls(**filters))
                groups.append(Group(part, tally.total, self.shown.list_url(**filters), found))
        return groups
