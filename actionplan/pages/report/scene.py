"""Who reports for whom on what: everything that the pages of one report in the making stand on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import rights_today
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import action_or_404, organisation_or_404
from actionplan.reporting.models import ProgressReport, Request
from actionplan.reporting.rules import reads_draft, writes_for, writes_report
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import Basis, ReportKind, ReportState
from actionplan.reports.answering import pending_report, request_to_answer
from actionplan.reports.position import Position
from actionplan.reports.starting import Start
from actionplan.reports.workflow import kind_for
from actions.models import Action, MilestoneTerms
from budgets.planned import Period, period_of_action

from . import action_facts
from .forms.whole import ReportForm, Shape
from .milestone_periods import expected_periods

WHOLE = "whole"
"""In the address of a form that is asked for money only: show everything."""


@dataclass
class Scene:
    """One organisation about to report on one action. What costs a query is read when it is first asked for."""

    request: PortalRequest
    action: Action
    organisation: Organisation
    kind: str
    on_behalf: bool
    pending: ProgressReport | None
    is_taken: bool = False
    """Whether the organisation has a draft that this person, a coordinator, may not see."""
    typed: QueryDict | None = None
    """What this person typed before the session ended."""

    @property
    def is_lead(self) -> bool:
        return self.kind == ReportKind.LEAD

    @property
    def draft(self) -> ProgressReport | None:
        return self.pending if self.pending and self.pending.is_draft else None

    @property
    def submitted(self) -> ProgressReport | None:
        return self.pending if self.pending and not self.pending.is_draft else None

    @cached_property
    def asked(self) -> Request | None:
        """What the round under way asks, that the report answers, with its state."""
        return request_to_answer(self.action, self.organisation)

    @property
    def money_only(self) -> bool:
        """Whether the form asks for the money alone: unless something else changed too, which the address then says."""
        return self.asked is not None and self.asked.money_only and WHOLE not in self.request.GET

    @cached_property
    def answering(self) -> ProgressReport | None:
        """The returned report that the draft, or the draft to be, answers."""
        if self.draft is not None:
            return self.draft.answers
        latest = ProgressReport.objects.of(self.action, self.organisation).handed_in().newest_first()
        report = latest.select_related("reviewed_by").first()
        return report if report is not None and report.state == ReportState.RETURNED else None

    @cached_property
    def last(self) -> ProgressReport | None:
        """The report that holds for the organisation, on the reported basis."""
        standing = current_standing(self.action.pk, self.organisation.pk, Basis.REPORTED)
        return standing.report if standing else None

    @cached_property
    def phases(self) -> action_facts.Phases:
        return action_facts.phases_of(self.action, self.today)

    @cached_property
    def budget(self) -> list[action_facts.LineOfBudget]:
        return action_facts.budget_of(self.action, self.action.plan, self.phases, self.today)

    @cached_property
    def terms(self) -> list[MilestoneTerms]:
        return action_facts.milestone_terms_of(self.action, self.today)

    @property
    def today(self) -> Any:
        return day_of(self.request.now)  # type: ignore[attr-defined]

    @property
    def end(self) -> Any:
        """The last day of the action as in force; None when it has no end."""
        return period_of_action(Period(phase.start, phase.end) for phase in self.phases.in_force).end

    @property
    def end_has_passed(self) -> bool:
        return self.end is not None and self.end < self.today

    @property
    def is_continuous(self) -> bool:
        return any(phase.continuous for phase in self.phases.in_force)

    def base(self) -> Position:
        """What the form shows: the draft, else the report to answer, else where the organisation stands, else nothing."""
        once = [one.milestone_id for one in self.terms if not one.recurrence] if self.is_lead else None
        return Start(self.draft, self.answering, self.last).position(once)

    def shape(self) -> Shape:
        return Shape(
            is_lead=self.is_lead,
            continuous=self.is_continuous,
            money_only=self.money_only,
            years={line.line: self._years(line) for line in self.budget},
            recurrence={} if self.money_only else {one.milestone_id: one.recurrence for one in self.terms},
            periods={one.milestone_id: self._periods(one) for one in self.terms},
        )

    def _periods(self, terms: MilestoneTerms) -> tuple[datetime.date, ...]:
        return expected_periods(terms, self.action.plan, self.phases.in_force, self.today)

    def _years(self, line: action_facts.LineOfBudget) -> list[int]:
        """The planned years up to this one; for a line without an amount, the years of the plan up to this one."""
        plan = self.action.plan
        planned = list(line.planned) or list(range(plan.start.year, plan.end.year + 1))
        return [year for year in planned if year <= self.today.year] or planned[:1]

    def form(self, data: Any = None) -> ReportForm:
        draft = self.draft
        return ReportForm(
            self.shape(),
            self.base(),
            data,
            report=draft.pk if draft else None,
            revision=draft.revision if draft else 0,
        )


def scene_of(request: PortalRequest, plan_code: str, code: str, key: str) -> Scene:
    """The scene that the address names. Somebody who may not report there is refused (403): the action may be seen."""
    scene = scene_to_save_in(request, plan_code, code, key)
    if scene.is_taken:
        raise PermissionDenied
    return scene


def scene_to_read(request: PortalRequest, plan_code: str, code: str, key: str) -> Scene:
    """The same for everybody of the organisation: file holders read the drafts of their colleagues."""
    scene = _scene(request, plan_code, code, key, to_read=True)
    if scene.is_taken:
        raise PermissionDenied
    return scene


def scene_to_save_in(request: PortalRequest, plan_code: str, code: str, key: str) -> Scene:
    """The same where the organisation may have begun a draft of its own since a coordinator opened the form.

    That draft is not theirs to see; saving is refused, with what they typed shown to be copied.
    """
    return _scene(request, plan_code, code, key, to_read=False)


def _scene(request: PortalRequest, plan_code: str, code: str, key: str, *, to_read: bool) -> Scene:
    action = action_or_404(request, plan_code, code)
    organisation = organisation_or_404(key)
    rights = rights_today(request.user, action.plan_id)
    own = organisation.pk in (rights.organisations if to_read else writes_for(request.user, action))
    pending = pending_report(action, organisation)
    kind = pending.kind if pending else kind_for(action, organisation, day_of(request.now))  # type: ignore[attr-defined]
    if kind is None or not (own or rights.is_coordinator):
        raise PermissionDenied
    if pending is not None:
        pending.action = action
    is_theirs = reads_draft if to_read else writes_report
    is_taken = pending is not None and pending.is_draft and not is_theirs(request.user, pending)
    return Scene(request, action, organisation, kind, not own, None if is_taken else pending, is_taken)
