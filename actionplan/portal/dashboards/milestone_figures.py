"""Milestones counted: by what became of them, by the year of their due date; every count leads to as many rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from actionplan.reporting.milestone_states import MilestoneSchedule

from .milestone_outcomes import Outcome, Outcomes
from .shown import Shown

PAGE = "milestones"
ROWS = "#rows"
"""Where the rows stand on the page."""


class State(NamedTuple):
    """What an address may ask for: its code and word, what it means, and which milestones meet it."""

    code: str
    label: Any
    meaning: Any
    holds: Callable[[Outcome], bool]


def _is(schedule: MilestoneSchedule) -> Callable[[Outcome], bool]:
    return lambda one: one.schedule == schedule


DUE, SOON = "due", "soon"
STATES = [
    State(
        DUE,
        pgettext_lazy("milestones", "due"),
        gettext_lazy("their date is here or has passed, and they were not dropped"),
        lambda one: one.is_due,
    ),
    State(
        MilestoneSchedule.ON_TIME,
        MilestoneSchedule.ON_TIME.label,
        gettext_lazy("on or before the date they were due"),
        _is(MilestoneSchedule.ON_TIME),
    ),
    State(
        MilestoneSchedule.LATE,
        MilestoneSchedule.LATE.label,
        gettext_lazy("after the date they were due"),
        _is(MilestoneSchedule.LATE),
    ),
    State(
        MilestoneSchedule.MISSED,
        MilestoneSchedule.MISSED.label,
        gettext_lazy("their date has passed, and they are neither achieved nor dropped"),
        _is(MilestoneSchedule.MISSED),
    ),
    State(
        MilestoneSchedule.OPEN,
        MilestoneSchedule.OPEN.label,
        gettext_lazy("their date has not passed"),
        _is(MilestoneSchedule.OPEN),
    ),
    State(
        SOON,
        pgettext_lazy("milestones", "due in the next ninety days"),
        gettext_lazy("of those still open"),
        lambda one: one.is_soon,
    ),
    State(
        MilestoneSchedule.DROPPED,
        MilestoneSchedule.DROPPED.label,
        gettext_lazy("given up, as reported by the lead"),
        _is(MilestoneSchedule.DROPPED),
    ),
    State(
        MilestoneSchedule.UNDATED,
        MilestoneSchedule.UNDATED.label,
        gettext_lazy("whether they are late cannot be said"),
        _is(MilestoneSchedule.UNDATED),
    ),
    State(
        MilestoneSchedule.RECURRING,
        MilestoneSchedule.RECURRING.label,
        gettext_lazy("they come back every month, year or two years, and are counted by period"),
        _is(MilestoneSchedule.RECURRING),
    ),
]
KNOWN = {str(state.code): state for state in STATES}
BY_OBJECTIVE, BY_YEAR = "objective", "year"


@dataclass(frozen=True)
class Wanted:
    """Which milestones an address asks for, and how they are grouped."""

    state: str = ""
    year: int | None = None
    by: str = BY_OBJECTIVE
    complaint: str = ""

    @classmethod
    def asked(cls, address: QueryDict) -> Wanted:
        """What is not known: a sentence, and the address is read without it."""
        state, year, by = (address.get(name, "").strip() for name in ["state", "year", "by"])
        unknown = [word for word in [state] if word and word not in KNOWN]
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            unknown.append(year)
        complaint = _("Not known here, and left out: %(parts)s.") % {
            "parts": ", ".join(f"“{word[:40]}”" for word in unknown)
        }
        return cls(
            state if state in KNOWN else "",
            int(year) if year and year not in unknown else None,
            BY_YEAR if by == BY_YEAR else BY_OBJECTIVE,
            complaint if unknown else "",
        )

    @property
    def query(self) -> dict[str, Any]:
        known = {"state": self.state, "year": self.year, "by": self.by if self.by != BY_OBJECTIVE else ""}
        return {name: value for name, value in known.items() if value}

    @property
    def in_words(self) -> str:
        """ "missed, due in 2021"; empty where every milestone is asked for."""
        words = [str(KNOWN[self.state].label)] if self.state else []
        if self.year:
            words.append(_("dated in %(year)s") % {"year": self.year})
        return ", ".join(words)

    def of(self, outcomes: Outcomes) -> list[Outcome]:
        rows: Iterable[Outcome] = outcomes
        if self.state:
            holds = KNOWN[self.state].holds
            rows = [one for one in rows if holds(one)]
        if self.year is not None:
            rows = [one for one in rows if one.due and one.due.year == self.year]
        return sorted(rows, key=_by_year) if self.by == BY_YEAR else list(rows)


def _by_year(one: Outcome) -> tuple[Any, ...]:
    """By due day, then those without a date, then recurring ones; the plan's order within."""
    day = one.due.toordinal() if one.due else 0
    return bool(one.recurrence), one.due is None, day, one.order, one.place


def counts(outcomes: Outcomes, shown: Shown, wanted: Wanted) -> list[dict[str, Any]]:
    """How many there are of each state, each with the address of just those rows."""
    kept = {"by": wanted.by} if wanted.by != BY_OBJECTIVE else {}
    by_schedule = Counter(one.schedule for one in outcomes)
    found = {str(schedule): count for schedule, count in by_schedule.items()}
    found[DUE] = sum(one.is_due for one in outcomes)
    found[SOON] = sum(one.is_soon for one in outcomes)
    return [
        {
            "code": str(state.code),
            "label": state.label,
            "meaning": state.meaning,
            "count": found.get(str(state.code), 0),
            "url": shown.url(PAGE, **kept, state=state.code) + ROWS,
        }
        for state in STATES
    ]


IN_BARS = [
    MilestoneSchedule.ON_TIME,
    MilestoneSchedule.LATE,
    MilestoneSchedule.MISSED,
    MilestoneSchedule.OPEN,
    MilestoneSchedule.DROPPED,
]
"""The parts of a year, in the order of its bar."""


@dataclass(frozen=True)
class Year:
    """The milestones dated in a calendar year: how many, how many of them are due, and what became of all."""

    year: int
    total: int
    url: str
    due: int
    due_url: str
    parts: list[dict[str, Any]]


def years(outcomes: Outcomes, shown: Shown) -> list[Year]:
    """Every calendar year from the first due date to the last; a year without any is there with zeros."""
    by_year: dict[int, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if one.due:
            by_year[one.due.year].append(one)
    found = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    return [_year(year, by_year[year], shown) for year in found]


def _year(year: int, milestones: list[Outcome], shown: Shown) -> Year:
    counted = Counter(one.schedule for one in milestones)

    def url(**state: Any) -> str:
        return shown.url(PAGE, year=year, **state) + ROWS

    parts = [
        {"code": str(one), "label": one.label, "count": counted[one], "url": url(state=one)}
        for one in IN_BARS
    ]
    due = sum(one.is_due for one in milestones)
    return Year(year, len(milestones), url(), due, url(state=DUE), parts)


def message(counted: Iterable[Mapping[str, Any]]) -> str:
    """What the bars say, in a sentence; counted are those of `counts`."""
    by_code = {one["code"]: one["count"] for one in counted}
    told = [MilestoneSchedule.ON_TIME, MilestoneSchedule.LATE, MilestoneSchedule.MISSED]
    if not any(by_code[code] for code in [DUE, *told]):
        return _("No milestone is due yet.")
    words = {
        "due": by_code[DUE],
        "on_time": by_code[MilestoneSchedule.ON_TIME],
        "late": by_code[MilestoneSchedule.LATE],
        "missed": by_code[MilestoneSchedule.MISSED],
    }
    return (
        ngettext(
            "%(due)s milestone with a date is due. Of all milestones, also those achieved early: %(on_time)s achieved on time, %(late)s achieved late, %(missed)s missed.",
            "%(due)s milestones with a date are due. Of all milestones, also those achieved early: %(on_time)s achieved on time, %(late)s achieved late, %(missed)s missed.",
            words["due"],
        )
        % words
    )
