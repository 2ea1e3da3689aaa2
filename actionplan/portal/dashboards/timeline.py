"""The timeline: what runs when, as adopted, in force and reported, and what slips; drawn, as a table, as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.schedule_chart import Span
from actionplan.base.timeline_chart import TimelineRow, timeline_axis

from .shown import Shown
from .timeline_asked import GROUPS, NO_END, SLIPS, SORTS, VIEWS, TimelineAsked, ends_in, meets
from .timeline_facts import Timeline, TimelineFact, timeline_of
from .timeline_rows import COLUMNS, Row

PAGE_SIZE = 100


@dataclass(frozen=True)
class Slipped:
    """How many actions slipped, and the one that did most, in days."""

    count: int
    url: str
    days: int = 0
    worst: TimelineFact | None = None
    worst_url: str = ""

    @property
    def at_most(self) -> str:
        return ngettext("by %(days)s day at most", "by %(days)s days at most", self.days) % {
            "days": formatting.number(self.days)
        }

    def says_as_much_as(self, other: Slipped) -> bool:
        """Then an amendment made no difference."""
        return (self.count, self.days, self.worst) == (other.count, other.days, other.worst)


@dataclass(frozen=True)
class Group:
    """Actions under one heading; `count` is of all of them, on whatever page."""

    value: str
    count: int
    url: str
    part: Any = None
    """The objective, where actions are grouped so."""
    drawn: list[tuple[Row, TimelineRow]] = field(default_factory=list)

    @property
    def has_no_end(self) -> bool:
        return self.value == NO_END


def timeline_page(shown: Shown, address: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page."""
    asked, timeline, on = TimelineAsked.of(address), timeline_of(shown), shown.moment.reckoned_on
    wanted = asked.in_order(asked.narrowed(timeline.facts, on))
    page = Paginator(wanted, PAGE_SIZE).get_page(address.get("page"))
    rows = _rows(shown, timeline, page.object_list)
    axis = timeline_axis(plan=Span(timeline.period.start, timeline.period.end), on=on)
    groups = _groups(shown, asked, wanted, [(row, row.drawn_on(axis)) for row in rows])
    return {
        "plan": shown.plan,
        "shown": shown,
        "on": on,
        "asked_timeline": asked,
        "narrowed_to": SLIPS.get(asked.slip, ""),
        "total": len(timeline.facts),
        "page_obj": page,
        "groups": groups,
        "axis": axis,
        "period": timeline.period,
        "kinds": set().union(*(drawn.kinds for group in groups for _row, drawn in group.drawn)),
        "choices": _choices(shown, asked),
        "csv_url": shown.url("timeline-csv", **asked.query),
        "everything_url": _url(shown, asked, slip="", ends=""),
        **_message(shown, asked, timeline.facts),
    }


def timeline_table(shown: Shown, asked: TimelineAsked) -> Iterator[list[Any]]:
    """The rows of the page, and of all its pages, for a file."""
    timeline = timeline_of(shown)
    wanted = asked.in_order(asked.narrowed(timeline.facts, shown.moment.reckoned_on))
    yield [str(column.label) for column in COLUMNS]
    for row in _rows(shown, timeline, wanted):
        yield [column.value(row) for column in COLUMNS]


def _rows(shown: Shown, timeline: Timeline, facts: Sequence[TimelineFact]) -> list[Row]:
    on = shown.moment.reckoned_on
    actions = timeline.actions([fact.key for fact in facts])
    courses = timeline.courses(actions)
    return [
        Row(fact, actions[fact.key], courses[fact.key], on, shown.action_url(fact.code)) for fact in facts
    ]


def _url(shown: Shown, asked: TimelineAsked, **more: str) -> str:
    """The same page with something else; what is empty falls away."""
    query = {**asked.query, **more}
    return shown.url("timeline", **{name: value for name, value in query.items() if value})


def _groups(
    shown: Shown,
    asked: TimelineAsked,
    wanted: Iterable[TimelineFact],
    drawn: Iterable[tuple[Row, TimelineRow]],
) -> list[Group]:
    counts = Counter(asked.group_of(fact) for fact in wanted)
    objectives = {part.value: part for part in shown.parts_of("objective")} if asked.by == "objective" else {}
    name = {"objective": "objective", "year": "ends", "none": ""}[asked.by]
    groups: dict[str, Group] = {}
    for row, chart in drawn:
        value = asked.group_of(row.fact)
        if value not in groups:
            url = _url(shown, asked, **{name: value} if name else {})
            groups[value] = Group(value, counts[value], url, objectives.get(value))
        groups[value].drawn.append((row, chart))
    return list(groups.values())


def _message(shown: Shown, asked: TimelineAsked, facts: Sequence[TimelineFact]) -> dict[str, Any]:
    """The page in a few sentences; what they count is the whole scope, whatever the filter."""
    on = shown.moment.reckoned_on
    year = str(on.year)

    def slipped(slip: str, name: str) -> Slipped:
        counts = meets(slip, on)
        found = [fact for fact in facts if counts(fact)]
        worst = max(found, key=lambda fact: (getattr(fact, name) or 0, -fact.order), default=None)
        url = _url(shown, asked, slip=slip, ends="")
        if worst is None:
            return Slipped(0, url)
        return Slipped(len(found), url, getattr(worst, name) or 0, worst, shown.action_url(worst.code))

    ends = Counter(ends_in(fact) for fact in facts)
    after_adopted, after_in_force = (
        slipped("adopted", "against_adopted"),
        slipped("in_force", "against_in_force"),
    )
    return {
        "slipped": slipped("any", "slip"),
        "after_adopted": after_adopted,
        "after_in_force": after_in_force,
        "is_amended": not after_adopted.says_as_much_as(after_in_force),
        "unforeseen": slipped("unforeseen", "slip"),
        "year": year,
        "ending": ends[year],
        "ending_url": _url(shown, asked, ends=year, slip=""),
        "endless": ends[NO_END],
        "endless_url": _url(shown, asked, ends=NO_END, slip=""),
        "continuous": sum(fact.is_continuous for fact in facts if fact.end is None),
    }


def _choices(shown: Shown, asked: TimelineAsked) -> list[tuple[str, list[dict[str, Any]]]]:
    """How the page may be grouped, sorted and shown: for each the name in the address, and the ways with their links."""
    current = {"by": asked.by, "sort": asked.sort, "as": asked.view}
    ways = {"as": VIEWS, "by": GROUPS, "sort": SORTS}
    return [
        (
            name,
            [
                {
                    "label": label,
                    "url": _url(shown, asked, **{name: value}),
                    "current": current[name] == value,
                }
                for value, label in known.items()
            ],
        )
        for name, known in ways.items()
    ]
