"""Read what reports are checked against: the picture of their actions, and earlier reports."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby, takewhile
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actionplan.base.days import day_of
from actionplan.base.money import ZERO
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.models import Evidence, ProgressReport, Question, Request
from actionplan.reporting.standings import STILL_HOLDS
from actionplan.reporting.states import Basis
from actions.models import Indicator, Milestone
from budgets.models import BudgetLine
from budgets.states import BudgetKind

from .contents import ROWS_OF_REPORTS, Contents, contents_of, fields_of
from .findings import AskedIndicator, CheckContext, DueMilestone, EvidenceKey
from .questions import waiting_for_organisations

LOOK_BACK = 12
"""How many earlier reports are compared to count for how long nothing changed."""
QUESTION_SHOWN = 120
"""Characters of a question in a finding."""
QuestionsByPair = Mapping[tuple[int, int], list[Question]]
"""By the keys of action and organisation."""


def comparison_of(
    report: ProgressReport, at: datetime.datetime, picture: Picture | None = None
) -> tuple[Contents, CheckContext]:
    """The report's contents and the context of its checks, with money and dates as known at the instant."""
    return comparisons_of([report], at, picture)[report.pk]


def comparisons_of(
    reports: Iterable[ProgressReport], at: datetime.datetime, picture: Picture | None = None
) -> dict[int, tuple[Contents, CheckContext]]:
    """The same for several reports of one plan, by their keys, in a fixed number of queries.

    `picture` shows their actions as reported at the instant; it is read if not given. For a submitted report,
    today is the day of its submission: it was not late on that day.
    """
    rows = list(reports)
    if not rows:
        return {}
    if picture is None:
        moment = Moment(at, day_of(at), Basis.REPORTED)
        picture = read(rows[0].action.plan, moment, {report.action_id for report in rows})
    plan = _Plan(rows, picture)
    earlier = _EarlierReports(rows)
    asks_money_only = _asked_for_money_only(rows)
    evidence = _evidence(rows)
    unanswered = _unanswered(rows, picture)
    comparisons = {}
    for report in rows:
        last, same = earlier.last(report), earlier.same_before(report)
        comparison = CheckContext(
            today=day_of(report.submitted_at or at),
            is_lead=report.is_lead,
            last=last,
            money_only=(report.round_id, report.action_id, report.organisation_id) in asks_money_only,
            evidence=frozenset(evidence[report.pk]),
            unanswered=_in_words(report, unanswered),
            unchanged_for=max(len(same) - 1, 0) if last else 0,
            unchanged_rounds=rounds_without_a_change([report, *same]),
            **plan.facts_for(report),
        )
        comparisons[report.pk] = (earlier.contents[report.pk], comparison)
    return comparisons


def _of_pairs(reports: list[ProgressReport]) -> Q:
    """Rows of these actions and these organisations; a few more than the pairs, which the caller ignores."""
    actions, organisations = {row.action_id for row in reports}, {row.organisation_id for row in reports}
    return Q(action__in=actions, organisation__in=organisations)


def _asked_for_money_only(reports: list[ProgressReport]) -> set[tuple[int | None, int, int]]:
    rounds = {report.round_id for report in reports if report.round_id}
    rows = Request.objects.filter(_of_pairs(reports), round__in=rounds, money_only=True)
    return set(rows.values_list("round", "action", "organisation"))


def _evidence(reports: list[ProgressReport]) -> dict[int, set[EvidenceKey]]:
    """By report key: the milestones, or periods of one, that its evidence is about; None for anything else."""
    about: dict[int, set[EvidenceKey]] = defaultdict(set)
    rows = Evidence.objects.not_redacted().filter(report__in=reports)
    for report, milestone, period in rows.values_list("report", "milestone", "period_start"):
        about[report].add((milestone, period) if milestone else None)
    return about


def _unanswered(reports: list[ProgressReport], picture: Picture) -> QuestionsByPair:
    """What organisations with a draft have to answer, by action and organisation; no query where there is no draft."""
    actions = {report.action_id for report in reports if report.is_draft}
    if not actions:
        return {}
    return waiting_for_organisations(Question.objects.filter(action__in=actions), picture)


def _in_words(report: ProgressReport, unanswered: QuestionsByPair) -> tuple[str, ...]:
    questions = unanswered.get((report.action_id, report.organisation_id), [])
    return tuple(
        Truncator(question.text or _("Removed by law.")).chars(QUESTION_SHOWN)
        for question in questions
        if report.is_draft and question.is_due_in(report.round)
    )


class _Plan:
    """The plan's facts about the reports' actions, and what is paid on their lines."""

    def __init__(self, reports: list[ProgressReport], picture: Picture) -> None:
        keys = {report.action_id for report in reports}
        day = picture.moment.plan_day
        self.actions = {
            action.pk: action
            for action in picture.actions
            if action.pk in keys and (action.in_force_until is None or action.in_force_until > day)
        }
        self.bodies = picture.organisations
        lines = BudgetLine.objects.filter(action__in=keys).values_list("action", "place", "pk")
        self.lines = {(action, place): pk for action, place, pk in lines}
        milestones = Milestone.objects.filter(action__in=keys).values_list("action", "key", "pk")
        self.milestones = {(action, key): pk for action, key, pk in milestones}
        indicators = Indicator.objects.filter(action__in=keys).values_list("action", "key", "pk")
        self.indicators = {(action, key): pk for action, key, pk in indicators}

    def facts_for(self, report: ProgressReport) -> dict[str, Any]:
        """Arguments of `CheckContext`, by the keys of rows; empty if the action is no longer in the plan."""
        action = self.actions.get(report.action_id)
        if action is None:
            return {}
        lines = {self.lines[action.pk, line.place]: line for line in action.lines}
        return {
            "end": action.runs_until,
            "milestones": {
                self.milestones[action.pk, milestone.key]: DueMilestone(
                    milestone.local_title, milestone.due, milestone.local_proof
                )
                for milestone in action.milestones
            },
            "indicators": {
                self.indicators[action.pk, indicator.key]: AskedIndicator(
                    indicator.local_name, tuple(target.day for target in indicator.targets)
                )
                for indicator in action.indicators
                if indicator.asked_in and self.bodies[indicator.asked_in].pk == report.organisation_id
            },
            "line_labels": {
                key: line.local_label or line.printed_as or str(BudgetKind(line.kind).label)
                for key, line in lines.items()
            },
            "planned_totals": {key: line.total for key, line in lines.items() if line.has_amount},
            "paid_by_others": self._paid_by_others(action, report.organisation_id),
        }

    def _paid_by_others(self, action: ActionPicture, organisation: int) -> dict[int, dict[str, Decimal]]:
        """By line and name of the organisation, in euro."""
        sums: dict[int, dict[str, Decimal]] = defaultdict(dict)
        for report in action.reports:
            other = self.bodies[report.organisation]
            for row in report.spending:
                if row.paid and other.pk != organisation:
                    by_name = sums[self.lines[action.pk, row.place]]
                    name = other.abbreviation or other.local_name
                    by_name[name] = by_name.get(name, ZERO) + row.paid
        return dict(sums)


class _EarlierReports:
    """The contents of the given reports and of those before them. The rows of a report are read only where its fields are
    the same as those of a later one: else it cannot have the same contents.
    """

    def __init__(self, reports: list[ProgressReport]) -> None:
        self.previous = _previous_keys(reports)
        keys = {*self.previous.values(), *(report.pk for report in reports)}
        holding = _of_pairs(reports) & Q(state__in=STILL_HOLDS)
        rows = list(ProgressReport.objects.filter(Q(pk__in=keys) | holding).newest_first())
        self.holding: dict[tuple[int, int], list[ProgressReport]] = {}
        for row in rows:
            if row.state in STILL_HOLDS:
                self.holding.setdefault((row.action_id, row.organisation_id), []).append(row)
        self.contents = {row.pk: fields_of(row) for row in rows}
        keys.update(other.pk for report in reports for other in self.same_before(report))
        compared = [row for row in rows if row.pk in keys]
        prefetch_related_objects(compared, *ROWS_OF_REPORTS)
        self.contents |= {row.pk: contents_of(row) for row in compared}

    def last(self, report: ProgressReport) -> Contents | None:
        return self.contents[self.previous[report.pk]] if report.pk in self.previous else None

    def same_before(self, report: ProgressReport) -> list[ProgressReport]:
        """The reports before this one with the same contents, newest first, up to the first that differs."""
        mine = self.contents[report.pk]
        before = self._before(report)[:LOOK_BACK]
        return list(takewhile(lambda other: mine.same_contents(self.contents[other.pk]), before))

    def _before(self, report: ProgressReport) -> list[ProgressReport]:
        rows = self.holding.get((report.action_id, report.organisation_id), [])
        rows = [row for row in rows if row.pk != report.pk]
        if report.submitted_at is None:
            return rows
        return [row for row in rows if row.submitted_at and row.submitted_at < report.submitted_at]


def previous_report(report: ProgressReport) -> ProgressReport | None:
    """The report that counted (as reported) when this one was submitted; for a draft, now."""
    previous = ProgressReport.objects.filter(pk=report.pk).with_previous().values("previous_key")  # type: ignore[misc]
    return ProgressReport.objects.filter(pk__in=previous).first()


def _previous_keys(reports: list[ProgressReport]) -> dict[int, int]:
    """The key of the previous report, by the key of each report; no query if read with the reports."""
    if all(hasattr(report, "previous_key") for report in reports):
        known = [(report.pk, report.previous_key) for report in reports]  # type: ignore[attr-defined]
    else:
        rows = ProgressReport.objects.filter(pk__in=[report.pk for report in reports]).with_previous()
        known = list(rows.values_list("pk", "previous_key"))  # type: ignore[misc]
    return {key: previous for key, previous in known if previous is not None}


def rounds_without_a_change(same: list[ProgressReport]) -> int:
    """For how many rounds nothing changed, given reports with the same contents, newest first; 0 if none is
    in a round.

    Counts rounds, not reports: an answer to a return is in the same round, and all reports between two rounds
    count as one.
    """
    rounds = [report.round_id for report in same]
    return len(list(groupby(rounds))) - 1 if any(rounds) else 0
