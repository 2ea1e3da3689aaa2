"""The points of quality counted, for the whole and by objective, and what is left to do on single actions.

Organisations are never compared: there is no league table.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.accounts.models import User
from actionplan.accounts.rules import rights_today
from actionplan.pages.choices import Choices
from actionplan.pages.getters import unknown_words
from actionplan.picture.actions import Actions
from actionplan.picture.bodies import ObjectivePicture
from actionplan.picture.picture import ActionPicture
from actionplan.picture.quality import Point
from actionplan.picture.sentences import gap_words
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import writes_on
from actionplan.reporting.states import ReportKind

QUALITY_ROWS_ANCHOR = "#rows"
"""Where the rows stand on the page."""
UNMET, MET, APPLIES = "unmet", "met", "all"
RESULT_LABELS = {
    UNMET: pgettext_lazy("quality of reporting", "not met"),
    MET: pgettext_lazy("quality of reporting", "met"),
    APPLIES: pgettext_lazy("quality of reporting", "applies to"),
}
"""The values of `show`: which actions of a point; those that do not meet it by default."""
POINT_MEANINGS = {
    Point.DATED: gettext_lazy("Every milestone that is still to be achieved has a date, or recurs."),
    Point.TARGETS: gettext_lazy("Every milestone that is counted says how many are to be reached."),
    Point.ACHIEVEMENTS: gettext_lazy(
        "Once it is time, each target has the number that was reached beside it."
    ),
    Point.FORECAST: gettext_lazy("Where the end date passed, a day to come is forecast."),
    Point.MONEY: gettext_lazy("Something committed or paid is reported on every line with an amount."),
    Point.OBSTACLES: gettext_lazy("What needs attention or is off track says why."),
    Point.SOURCE: gettext_lazy("The lead’s report names a source, or each of its figures does."),
}


@dataclass(frozen=True)
class QualityFilter:
    """Which point an address asks for, and which of its actions."""

    point: Point | None = None
    result: str = UNMET
    unknown: tuple[str, ...] = ()
    """What the address asks for that is unknown; then there is no action."""

    @classmethod
    def from_query(cls, address: QueryDict) -> QualityFilter:
        code, result = address.get("point", "").strip(), address.get("show", "") or UNMET
        is_point, is_result = code in Point.values, result in RESULT_LABELS
        unknown = [
            word for word, is_known in [(code, is_point), (result, is_result)] if word and not is_known
        ]
        return cls(Point(code) if is_point else None, result if is_result else UNMET, tuple(unknown))

    @property
    def complaint(self) -> str:
        return unknown_words(("", word) for word in self.unknown)

    def of(self, actions: Actions) -> Actions:
        """The actions with this result on the point; without a point, those with anything left to do."""
        if self.unknown:
            return actions.where(lambda action: False)
        if self.point is None:
            return actions.where(lambda action: not all(point.is_met for point in action.quality))
        results = {UNMET: [False], MET: [True], APPLIES: [False, True]}[self.result]
        return actions.where(lambda action: _is_met(action, self.point) in results)


def _is_met(action: ActionPicture, code: str | None) -> bool | None:
    """None if the point does not apply."""
    return next((point.is_met for point in action.quality if point.code == code), None)


# Counts, each linked to as many rows


@dataclass(frozen=True)
class PointCount:
    """To how many actions a point applies, and how many of them meet it."""

    point: Point
    applies: int
    met: int
    applies_url: str
    met_url: str
    unmet_url: str

    @property
    def unmet(self) -> int:
        return self.applies - self.met

    @property
    def meaning(self) -> Any:
        return POINT_MEANINGS[self.point]

    @property
    def label(self) -> str:
        return str(self.point.label)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The parts of its bar."""
        return [
            {"code": "completed", "label": RESULT_LABELS[MET], "count": self.met},
            {"code": "not_started", "label": RESULT_LABELS[UNMET], "count": self.unmet},
        ]


def point_counts(choices: Choices, actions: Iterable[ActionPicture], **scope: str) -> list[PointCount]:
    """Each point over these actions; `scope` has the parameters of the part of the plan that they are."""
    results = Counter((str(point.code), point.is_met) for action in actions for point in action.quality)

    def url(point: Point, **show: str) -> str:
        return choices.url("quality", **scope, point=point.value, **show) + QUALITY_ROWS_ANCHOR

    return [
        PointCount(
            point,
            applies=results[point.value, True] + results[point.value, False],
            met=results[point.value, True],
            applies_url=url(point, show=APPLIES),
            met_url=url(point, show=MET),
            unmet_url=url(point),
        )
        for point in Point
    ]


def message(counts: Iterable[PointCount]) -> str:
    """Which point is met most often and which least often, as a share of the actions to which it applies."""
    known = [count for count in counts if count.applies]
    if not known:
        return _("None of the points applies to an action here.")
    best = max(known, key=lambda count: (count.met / count.applies, count.applies))
    worst = min(known, key=lambda count: (count.met / count.applies, -count.applies))
    if best.met * worst.applies == worst.met * best.applies:
        return _("Every point is met as often, in proportion to the actions to which it applies.")
    words = {
        "best": best.label,
        "met": best.met,
        "asked": best.applies,
        "worst": worst.label,
        "fewest": worst.met,
        "of": worst.applies,
    }
    return (
        _("Met most often: “%(best)s”, %(met)s of %(asked)s. Least often: “%(worst)s”, %(fewest)s of %(of)s.")
        % words
    )


def counts_by_objective(choices: Choices) -> list[tuple[ObjectivePicture, list[PointCount]]]:
    """The points for each objective that has actions here, in the plan's order."""
    actions_of = [
        (objective, choices.actions.of_objective(number))
        for number, objective in choices.picture.objectives.items()
    ]
    return [
        (objective, point_counts(choices, actions, objective=str(objective.number)))
        for objective, actions in actions_of
        if actions
    ]


# What is left to do


@dataclass(frozen=True)
class Reporter:
    """The reader, and what they may do about gaps: nothing on a past day or in a closed round."""

    user: User
    plan: int
    organisations: dict[str, int]
    """The organisations that the person reports for: the keys of their rows, by key."""
    waiting: dict[int, datetime.datetime]
    """By action, when a report of theirs that waits for review was submitted."""

    @classmethod
    def of(cls, user: User, choices: Choices) -> Reporter:
        keys = rights_today(user, choices.plan).organisations
        own = {
            key: organisation.pk
            for key, organisation in choices.picture.organisations.items()
            if organisation.pk in keys
        }
        if not own or not choices.is_now:
            return cls(user, choices.plan.pk, own, {})
        reports = ProgressReport.objects.waiting_for_review().filter(
            action__plan=choices.plan, organisation__in=keys, kind=ReportKind.LEAD
        )
        waiting = reports.values_list("action", "submitted_at")
        return cls(user, choices.plan.pk, own, {action: since for action, since in waiting if since})

    def may_report(self, action: ActionPicture) -> bool:
        organisation = self.organisations.get(action.lead or "")
        return organisation is not None and writes_on(self.user, self.plan, action.pk, organisation)


@dataclass(frozen=True)
class ActionToDo:
    """An action with the sentences of what is left to do on it."""

    action: ActionPicture
    url: str
    sentences: list[str]
    may_report: bool
    """Whether the person may write its report today; the note to the Platform is for what the plan lacks."""
    waits_since: datetime.datetime | None
    """Since when a report waits for review that may have closed the gap. For its organisation only."""


def rows_of(
    choices: Choices, actions: Iterable[ActionPicture], chosen: QualityFilter, reporter: Reporter
) -> list[ActionToDo]:
    """With everything left to do on each, or only on the chosen point."""
    return [_to_do(choices, action, chosen, reporter) for action in actions]


def _to_do(choices: Choices, action: ActionPicture, chosen: QualityFilter, reporter: Reporter) -> ActionToDo:
    points = [point for point in action.quality if chosen.point is None or point.code == chosen.point]
    gaps = [gap_words(gap, action) for point in points for gap in point.gaps]
    return ActionToDo(
        action=action,
        url=choices.action_url(action.code),
        sentences=gaps,
        may_report=bool(gaps) and choices.is_now and reporter.may_report(action),
        waits_since=reporter.waiting.get(action.pk) if action.lead in reporter.organisations else None,
    )
