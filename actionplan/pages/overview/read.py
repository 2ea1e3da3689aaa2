"""The overview: how far and how well the actions are going, part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import formatting
from actionplan.pages.actions.forms import (
    ANY,
    LATE,
    ON_HOLD,
    SCHEDULES,
    STRICTER,
    TAKEN_OVER,
    UNFINISHED,
    WAITING,
    WITHIN_TERM,
)
from actionplan.pages.choices import PART_LABELS, Choices, Part, with_query
from actionplan.pages.figures import NO_VALUE, LinkedCount, Segment, segments
from actionplan.pages.timeline.forms import NO_END
from actionplan.picture.actions import Actions
from actionplan.picture.cache import picture_at
from actionplan.picture.measures import Measure, measure_named
from actionplan.picture.moment import Moment
from actionplan.picture.money import paid_of_planned
from actionplan.picture.picture import ActionPicture
from actionplan.picture.sentences import at_least
from actionplan.reporting.states import (
    DATE_PASSED,
    DONE,
    Basis,
    Confidence,
    Schedule,
    Status,
    schedule_label,
)

from .since import NAMED


@dataclass(frozen=True)
class NamedActions:
    """How many actions, the address of their list, and the first of them by code."""

    count: int
    url: str
    first: list[tuple[str, str]]
    """Code and address."""

    @property
    def has_more(self) -> bool:
        return self.count > len(self.first)


def named(choices: Choices, actions: Actions, url: str) -> NamedActions:
    return NamedActions(
        len(actions), url, [(action.code, choices.action_url(action.code)) for action in actions[:NAMED]]
    )


# What an auditor does next


def trail_url(choices: Choices) -> str:
    """The trail at the foot of the first action; empty where the plan has none."""
    first = next(iter(choices.actions), None)
    return f"{choices.action_url(first.code)}#trail" if first else ""


def to_audit(choices: Choices, request: PortalRequest) -> LinkedCount | None:
    """How many actions have a report that is submitted and not yet reviewed, for an auditor who has no work of another
    role; None for anybody else, and where a moment or a part of the plan is chosen.
    """
    rights, plan = rights_today(request.user, choices.plan), choices.plan
    if not rights.is_auditor or rights.is_contributor or rights.is_coordinator:
        return None
    if not (choices.is_now or choices.is_last_state) or not choices.scope.is_everything:
        return None
    waiting = picture_at(plan, Moment.now(request.now, Basis.REPORTED)).actions.awaiting_review()
    query = {**choices.today_query, "basis": Basis.REPORTED.value, "review": WAITING}
    return LinkedCount(len(waiting), with_query(reverse("action-list", args=[plan.code]), query))


# How far, how well, on time


@dataclass(frozen=True)
class JudgedRow:
    """A word for how it goes: of how many actions the Platform says it, and of how many their leads do."""

    code: str
    label: str
    platform: LinkedCount
    leads: LinkedCount


@dataclass(frozen=True)
class Stand:
    """All counts of the actions in the scope; those that are done are not counted in how well it goes."""

    status: list[Segment]
    going: LinkedCount
    """Those that are not done."""
    verdicts: list[Segment]
    judged: list[JudgedRow]
    stricter: NamedActions
    """Of which the Platform judges more strictly than their leads."""
    taken_over: LinkedCount
    """Of those with a verdict that was taken over from the lead."""
    schedule: list[Segment]
    endless: LinkedCount
    """Without an end."""
    receipt_url: str

    @property
    def judged_and_done(self) -> tuple[list[Segment], list[Segment]]:
        """All actions, without zeros: by the Platform's verdict those that go on, and those that are done."""
        return (
            [part for part in self.verdicts if part["count"]],
            [part for part in self.status if part["code"] in DONE],
        )


def stand_of(choices: Choices) -> Stand:
    actions = choices.actions
    going = actions.done(False)
    verdicts, confidences = (
        segments(measure_named(name), going, choices.list_url) for name in ("verdict", "confidence")
    )
    return Stand(
        status=_statuses(choices),
        going=LinkedCount(len(going), choices.list_url(status=UNFINISHED)),
        verdicts=verdicts,
        judged=[
            JudgedRow(
                verdict["code"],
                _("not given, or never assessed") if verdict["code"] == NO_VALUE else verdict["label"],
                LinkedCount(verdict["count"], verdict["url"]),
                LinkedCount(confidence["count"], confidence["url"]),
            )
            for verdict, confidence in zip(verdicts, confidences, strict=True)
            if verdict["code"] in Confidence or verdict["count"] or confidence["count"]
        ],
        stricter=named(choices, actions.judged_more_strictly(), choices.list_url(voices=STRICTER)),
        taken_over=LinkedCount(len(actions.with_verdict_taken_over()), choices.list_url(review=TAKEN_OVER)),
        schedule=_schedules(choices),
        endless=LinkedCount(len(actions.without_end()), choices.url("timeline", ends=NO_END)),
        receipt_url=choices.url("status-receipt"),
    )


def _statuses(choices: Choices) -> list[Segment]:
    held = len(choices.actions.on_hold())
    note = {"note": _("%(count)s on hold") % {"count": held}, "note_url": choices.list_url(status=ON_HOLD)}
    parts = segments(measure_named("status"), choices.actions, choices.list_url)
    return [
        part | (note if held and part["code"] == Status.ONGOING else {}) for part in parts if part["count"]
    ]


def _schedules(choices: Choices) -> list[Segment]:
    """What is past a date first; what goes on within its term, or has none, is one part."""
    counts = measure_named("schedule").counts(choices.actions)
    late, ending = sum(counts[code] for code in DATE_PASSED), counts[Schedule.ENDS_SOON]
    late_label = ngettext("start or end date passed", "start or end dates passed", late)
    ending_label = schedule_label(Schedule.ENDS_SOON, ending)
    parts: list[tuple[str, str, Any, list[Schedule]]] = [
        (Schedule.OVERDUE, LATE, late_label, DATE_PASSED),
        (Schedule.ENDS_SOON, Schedule.ENDS_SOON, ending_label, [Schedule.ENDS_SOON]),
        (Schedule.RUNNING, WITHIN_TERM, *SCHEDULES[WITHIN_TERM]),
        (Schedule.DONE, Schedule.DONE, Schedule.DONE.label, [Schedule.DONE]),
    ]
    return [
        {
            "code": str(code),
            "label": label,
            "count": sum(counts[one] for one in codes),
            "url": choices.list_url(schedule=str(value)),
        }
        for code, value, label, codes in parts
    ]


# One breakdown: by objective, by policy area or by minister

BREAKDOWNS: dict[str, Any] = {
    "objective": gettext_lazy("How does each objective stand?"),
    "policy_area": gettext_lazy("How does each policy area stand?"),
    "minister": gettext_lazy("How do each minister’s actions stand?"),
}
MARKS_SHOWN = 25
"""A row with more actions has counts instead of a sign for each."""


@dataclass(frozen=True)
class Mark:
    """The sign of an action, or of several with their count: a verdict or, of what is done, how it ended."""

    sign: str
    word: str
    url: str
    action: ActionPicture | None = None
    count: int = 0


@dataclass(frozen=True)
class BreakdownRow:
    part: Part
    marks: list[Mark]
    attention: LinkedCount
    all: LinkedCount
    percent: str
    """Paid of planned in the years that are over; empty if nothing was planned in them."""
    planned: str


@dataclass(frozen=True)
class Breakdown:
    name: str
    heading: str
    label: str
    choices: list[tuple[str, str]]
    """The names and labels to choose from."""
    rows: list[BreakdownRow]
    key: list[tuple[str, str]]
    """The signs in the rows, with their words."""
    until: int
    """The last year that is over."""
    may_widen: bool
    is_wider: bool
    """Also as partner or involved: the rows then add up to more than all actions."""
    count: int
    """Of all actions, each once."""


def breakdown_of(choices: Choices, by: str) -> Breakdown:
    """The parts under which any action in the scope counts, with `also` those in which it is a partner or involved too; an
    unknown name is by objective."""
    name = by if by in BREAKDOWNS else "objective"
    may_widen = choices.scope.may_widen(name)
    wider = may_widen and choices.scope.also
    under = [(part, choices.actions.under(name, part.value, also=wider)) for part in choices.parts_of(name)]
    list_url = choices.wider_list_url if wider else choices.list_url
    verdict = measure_named("verdict")
    rows = [
        _breakdown_row(choices, verdict, partial(list_url, **{name: part.value}), part, actions)
        for part, actions in under
        if actions
    ]
    used = {mark.sign for row in rows for mark in row.marks}
    signs = [(code or NO_VALUE, word) for code, word in reversed(verdict.codes)]
    return Breakdown(
        name,
        str(BREAKDOWNS[name]),
        str(PART_LABELS[name]),
        [(key, str(PART_LABELS[key])) for key in BREAKDOWNS],
        rows,
        [(sign, word) for sign, word in signs if sign in used],
        paid_of_planned((), choices.moment.reckoned_on).until,
        may_widen,
        wider,
        len(choices.actions),
    )


def _breakdown_row(
    choices: Choices, verdict: Measure, list_url: Callable[..., str], part: Part, actions: Actions
) -> BreakdownRow:
    spending = paid_of_planned(actions, choices.moment.reckoned_on)
    return BreakdownRow(
        part,
        _marks(choices, verdict, actions, list_url),
        LinkedCount(len(actions.needing_attention()), list_url(attention=ANY)),
        LinkedCount(len(actions), list_url()),
        at_least(formatting.percent(spending.percent), spending) if spending.planned else "",
        formatting.euro_short(spending.planned),
    )


def _marks(choices: Choices, verdict: Measure, actions: Actions, list_url: Callable[..., str]) -> list[Mark]:
    if len(actions) > MARKS_SHOWN:
        parts = reversed(segments(verdict, actions, list_url))
        return [
            Mark(part["code"], part["label"], part["url"], count=part["count"])
            for part in parts
            if part["count"]
        ]
    return [
        Mark(code or NO_VALUE, word, choices.action_url(action.code), action)
        for code, word in reversed(verdict.codes)
        for action in actions
        if verdict.code_of(action) == code
    ]


def with_ended_bodies(choices: Choices, user: User) -> list[str]:
    """For coordinators, today: codes of actions that depend on a minister or organisation that ended."""
    if not choices.is_now or not user.has_perm("reporting.review", choices.plan):
        return []
    picture, day = choices.picture, choices.moment.plan_day
    organisations, ministers = (
        {key for key, body in bodies.items() if body.in_force_until and body.in_force_until <= day}
        for bodies in (picture.organisations, picture.ministers)
    )
    return [
        action.code
        for action in picture.actions
        if organisations.intersection(action.bodies) or ministers.intersection(action.ministers)
    ]
