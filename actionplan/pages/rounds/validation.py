"""The validation of a round: which ministers' offices have answered, and the page of one of them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from actionplan.accounts.models import User
from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Minister
from actionplan.pages.action_rows import ActionRow, action_rows
from actionplan.pages.places import places_of
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Round, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import OfficeInRound, sees_words
from actionplan.reporting.states import Basis
from actionplan.rounds.validation import actions_of_minister
from actions.models import MinisterInvolvement

from .forms.validation import AnswerForm, ValidationForm
from .trail import trail_of_round

LONGEST = 300


@dataclass(frozen=True)
class Office:
    """A minister's office in a round: how many actions it is asked about, and what it answered."""

    minister: Minister
    asked: int
    answered: int = 0
    remarks: int = 0

    @property
    def to_answer(self) -> int:
        return self.asked - self.answered

    @property
    def is_done(self) -> bool:
        return self.answered >= self.asked


def offices_of(round: Round, on: datetime.date) -> list[Office]:
    """The ministers of the actions that the round asks about: three queries."""
    asked = round.requests.of_leads().values("action")
    involved = MinisterInvolvement.objects.in_force(on).filter(action__in=asked).order_by()
    asked_of = dict(
        involved.values_list("minister").annotate(count=Count("action", distinct=True)).order_by("minister")
    )
    answers = round.minister_answers.filter(action__in=asked).order_by().values_list("minister")
    counted = answers.annotate(all=Count("pk"), remarks=Count("pk", filter=Q(objects_to_it=True)))
    said = {minister: (count, remarks) for minister, count, remarks in counted}
    return [
        Office(minister, asked_of[minister.pk], *said.get(minister.pk, ()))
        for minister in Minister.objects.filter(pk__in=asked_of)
    ]


def offices_shown(round: Round, on: datetime.date) -> list[Office]:
    """The offices once the round is in validation, or one of them has answered: validation is optional."""
    offices = offices_of(round, on)
    return offices if round.is_in_validation or any(office.answered for office in offices) else []


@dataclass(frozen=True)
class OfficeToMail:
    """A minister's office that has still something to answer, and its people who get a mail."""

    office: Office
    people: list[User]


def offices_to_mail(round: Round, on: datetime.date) -> list[OfficeToMail]:
    """Whom taking the round into validation would mail. A fixed number of queries, and nothing is written."""
    everybody = everybody_to_mail(on)
    in_plan = everybody.of(round.plan)
    return [
        OfficeToMail(office, [everybody.users[key] for key in sorted(in_plan.readers_of(office.minister.pk))])
        for office in offices_of(round, on)
        if not office.is_done
    ]


def remarks_of(round: Round) -> list[MinisterAnswer]:
    rows = round.minister_answers.filter(objects_to_it=True).select_related("action", "minister", "by")
    rows = rows.prefetch_related("action__terms")
    return list(rows.order_by("action__order", "minister__order", "pk"))


@dataclass(frozen=True)
class ValidationRow:
    row: ActionRow
    form: AnswerForm
    report: ProgressReport | None
    """The accepted report that is shown."""
    is_of_this_round: bool
    sentence: str
    may_read: bool
    answer: MinisterAnswer | None


class ValidationScene:
    """What a minister's office answers on: its actions in the round, with what was reported and accepted."""

    def __init__(self, request: PortalRequest, round: Round, minister: Minister) -> None:
        self.user, self.round, self.minister = request.user, round, minister
        keys = actions_of_minister(round, minister, day_of(request.now))
        moment = Moment.now(request.now, round.plan, Basis.ACCEPTED)
        rows = TrackedAction.objects.filter(pk__in=keys).where_they_stand(moment).counting_once(moment)
        self.rows = action_rows(rows.in_plan_order(), places_of(round.plan))
        self.answers = {
            answer.action_id: answer
            for answer in round.minister_answers.filter(minister=minister).select_related("by")
        }
        reports = [row.action.word_report for row in self.rows if row.action.word_report]
        self.reports = ProgressReport.objects.in_bulk(reports)

    @property
    def office(self) -> OfficeInRound:
        return OfficeInRound(self.round, self.minister)

    def form(self, data: Any = None) -> ValidationForm:
        return ValidationForm(
            data,
            codes={row.action.pk: row.action.code for row in self.rows},
            answers={action: answer.remark for action, answer in self.answers.items()},
            initial={"token": new_token()},
        )

    def context(self, form: ValidationForm) -> dict[str, Any]:
        may_answer = self.user.has_perm("reporting.answer_for_minister", self.office)
        return {
            "plan": self.round.plan,
            "round": self.round,
            "minister": self.minister,
            "form": form,
            "forms": form.forms if form.is_bound else [],
            "rows": [self._row(row, form) for row in self.rows],
            "answered": len([row for row in self.rows if row.action.pk in self.answers]),
            "may_answer": may_answer and self.round.is_in_validation,
            "trail": trail_of_round(self.round),
        }

    def _row(self, row: ActionRow, form: ValidationForm) -> ValidationRow:
        action, report = row.action, self.reports.get(row.action.word_report)
        may_read = bool(sees_words(self.user, action))
        return ValidationRow(
            row=row,
            form=form.rows[action.pk],
            report=report,
            is_of_this_round=report is not None and report.round_id == self.round.pk,
            sentence=first_sentence(report.done) if report and may_read else "",
            may_read=may_read,
            answer=self.answers.get(action.pk),
        )


def first_sentence(text: str) -> str:
    """Up to the first full stop before a space, or the first line."""
    line = text.strip().split("\n", 1)[0]
    sentence = re.split(r"(?<=[.!?])\s", line, maxsplit=1)[0]
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST].rstrip()}…"
