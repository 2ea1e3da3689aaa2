"""Who reports for whom on what: the basis of all pages of a report that is being written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import action_or_404, organisation_or_404, own_row_url, picture_now
from actionplan.picture.milestones import periods_expected
from actionplan.picture.picture import LinePicture, Picture
from actionplan.picture.sentences import adopted_phase_words, amended_phase_words
from actionplan.reporting.locking import changed_by
from actionplan.reporting.models import ProgressReport, Request, Round
from actionplan.reporting.rules import reads_draft, succeeded_by_one_of, writes_for, writes_report
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import Basis, ReportKind, ReportState
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, Start, contents_of
from actionplan.reports.pending import pending_report, request_to_answer
from actionplan.reports.workflow import kind_for
from actions.models import Action
from budgets.planned import Period

from .contents_in_words import KeptFact, PlanOfAction, kept_facts, plans_of
from .forms import ReportForm

WHOLE_PARAMETER = "whole"
"""The parameter that shows everything in a form that only asks for money."""


@dataclass
class ReportEditor:
    """One organisation about to report on one action. Queries run only when their result is needed."""

    request: PortalRequest
    action: Action
    organisation: Organisation
    kind: str
    on_behalf: bool
    round_request: Request | None
    """The request of the round under way that the report answers, with its state."""
    pending: ProgressReport | None
    is_taken: bool = False
    """Whether the organisation has a draft that this coordinator may not see."""
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

    @property
    def money_only(self) -> bool:
        """Whether the form asks only for money, unless the address says that something else changed too."""
        return (
            self.round_request is not None
            and self.round_request.money_only
            and WHOLE_PARAMETER not in self.request.GET
        )

    @property
    def whole_query(self) -> str:
        """Of the addresses of a form that shows everything, where only money is asked."""
        return f"?{WHOLE_PARAMETER}=on" if WHOLE_PARAMETER in self.request.GET else ""

    @cached_property
    def answering(self) -> ProgressReport | None:
        """The returned report that the draft, or the next draft, answers."""
        if self.draft is not None:
            return self.draft.answers
        latest = ProgressReport.objects.of(self.action, self.organisation).handed_in().newest_first()
        report = latest.select_related("reviewed_by").first()
        return report if report is not None and report.state == ReportState.RETURNED else None

    @cached_property
    def last(self) -> ProgressReport | None:
        """The organisation's report that counts, on the reported basis."""
        standing = current_standing(self.action.pk, self.organisation.pk, Basis.REPORTED)
        if standing is None:
            return None
        prefetch_related_objects([standing.report], *ROWS_OF_REPORTS)
        return standing.report

    @cached_property
    def picture(self) -> Picture:
        return picture_now(self.request, self.action)

    @cached_property
    def plan(self) -> PlanOfAction:
        """What the plan says of the action now."""
        return plans_of(row for row in self.picture.actions if row.pk == self.action.pk)[self.action.pk]

    @property
    def today(self) -> datetime.date:
        return day_of(self.request.now)

    @property
    def list_url(self) -> str:
        """The row of *My actions* to which its own people go back; empty for others."""
        return own_row_url(self.request.user, self.action, self.organisation)

    @property
    def end_has_passed(self) -> bool:
        end = self.plan.action.runs_until
        return end is not None and end < self.today

    @property
    def asks_end(self) -> bool:
        """Whether the planned end, or the day that was expected, has passed."""
        expected = self.plan.action.forecast_end
        return self.end_has_passed or (expected is not None and expected < self.today)

    @property
    def adopted_timing(self) -> list[str]:
        return adopted_phase_words(self.plan.action)

    @property
    def amended_timing(self) -> list[str]:
        return amended_phase_words(self.plan.action)

    def who_saved(self, draft: ProgressReport) -> str:
        """A sentence about the draft that was saved in the meantime."""
        if draft.saved_by_id == self.request.user.pk:
            return _("You saved this draft in another window in the meantime.")
        return changed_by(draft)

    def read_again(self) -> None:
        """Reread the report in draft or waiting for review, as far as this person may see it."""
        pending = pending_report(self.action, self.organisation, self.round_request)
        if pending is not None:
            pending.action = self.action
        is_seen = pending is None or not pending.is_draft or writes_report(self.request.user, pending)
        self.pending = pending if is_seen else None

    def read_draft_again(self) -> None:
        """Raises DoesNotExist if there is no draft any more."""
        self.read_again()
        if self.draft is None:
            raise ProgressReport.DoesNotExist

    def base(self) -> Contents:
        """What the form shows: the draft, else the report to answer, else the last one, else nothing."""
        single = [pk for pk, milestone in self.plan.milestones.items() if not milestone.recurrence]
        start = Start(self.draft, self.answering, self.last)
        prefetch_related_objects([start.report] if start.report else [], *ROWS_OF_REPORTS)
        return start.contents(single if self.is_lead else None)

    def form(
        self, data: Any = None, answers: Iterable[Form] = (), *, short: bool = False, keeps: bool = False
    ) -> ReportForm:
        """`answers` are the forms of the questions in it; `short` is what the row of *My actions* asks; `keeps`: it saves
        itself, so that what cannot be read stays as it is saved, and what is proposed waits until the form is sent.
        """
        before = [report for report in (self.answering, self.last) if report is not None]
        prefetch_related_objects(before, *ROWS_OF_REPORTS)
        prefetch_related_objects([report for report in before if report.corrects_id], "corrected_facts")
        plan, base = self.action.plan, self.base()
        last = contents_of(self.last) if self.last else Contents()
        runs = Period(self.plan.action.runs_from, self.plan.action.runs_until).within(
            Period(plan.start, plan.end)
        )
        return ReportForm(
            self.plan,
            base,
            data,
            organisation=self.organisation.key,
            is_lead=self.is_lead,
            money_only=self.money_only,
            years={pk: self._years(line) for pk, line in self.plan.lines.items()},
            periods={
                pk: periods_expected(milestone, runs, self.today)
                for pk, milestone in self.plan.milestones.items()
            },
            today=self.today,
            last=last,
            before=last if self.answering is None else contents_of(self.answering),
            about=self.about,
            draft=self.draft,
            answers=answers,
            closed_rounds=[] if short else self.closed_rounds,
            kept=[] if short else self._kept_facts(base["corrects_id"]),
            short=short,
            proposed=None if keeps else min(self.about, self.today),
            keeps=keeps,
        )

    @cached_property
    def closed_rounds(self) -> list[Round]:
        return list(Round.objects.of_plan(self.action.plan).closed())

    def _kept_facts(self, round: int | None) -> list[KeptFact]:
        return kept_facts(self.plan, round, self.organisation.key, is_lead=self.is_lead)

    @property
    def about(self) -> datetime.date:
        """The day that the round asks about; today between rounds."""
        return self.round_request.round.about if self.round_request else self.today

    def _years(self, line: LinePicture) -> list[int]:
        """The planned years, this one and the next; for a line without an amount, the plan's years so far too."""
        plan, this = self.action.plan, self.today.year
        planned = line.planned or range(plan.start.year, min(plan.end.year, this) + 1)
        return sorted({*planned, this, this + 1})


def editor_of(
    request: PortalRequest,
    plan_code: str,
    code: str,
    key: str,
    *,
    to_read: bool = False,
    shows_taken: bool = False,
) -> ReportEditor:
    """The editor for the address. Somebody who may not report there gets a 403: the action may be seen.

    `to_read` admits everybody of the organisation: file holders read their colleagues' drafts. `shows_taken`
    admits a coordinator even if the organisation began a draft of its own, which they may not see: saving is
    refused, and what they typed is shown to be copied.
    """
    action = action_or_404(request, plan_code, code)
    organisation = organisation_or_404(key)
    rights = rights_today(request.user, action.plan_id)
    own = organisation.pk in (rights.organisations if to_read else writes_for(request.user, action))
    round_request = request_to_answer(action, organisation)
    pending = pending_report(action, organisation, round_request)
    kind = pending.kind if pending else kind_for(action, organisation, day_of(request.now))
    corrects = succeeded_by_one_of(rights.submits_for, organisation)
    if kind is None or not (own or corrects or rights.is_coordinator):
        raise PermissionDenied
    if pending is not None:
        pending.action = action
    is_theirs = reads_draft if to_read else writes_report
    is_taken = pending is not None and pending.is_draft and not is_theirs(request.user, pending)
    if is_taken and not shows_taken:
        raise PermissionDenied
    if is_taken:
        pending = None
    return ReportEditor(request, action, organisation, kind, not own, round_request, pending, is_taken)
