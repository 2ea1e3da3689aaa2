"""The page of an action's questions: the threads, and what this person may do in each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base import clock, formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of, days_past
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import typed_to
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Answer, Question
from actionplan.reporting.rules import is_asked
from actionplan.reporting.states import Basis, QuestionState
from actionplan.reporting.who_is_asked import read_who_is_asked
from actionplan.reports.pending import round_under_way
from actionplan.reports.questions import bodies_to_ask
from actions.models import Action

from .forms import AnswerForm, AskForm


@dataclass(frozen=True)
class ThreadToAnswer:
    """A thread with the form to reply, if this person may, and whether they may settle it."""

    thread: Thread
    form: AnswerForm | None
    speaks_for_platform: bool
    may_settle: bool

    @property
    def is_expected(self) -> bool:
        """Whether the form is unfolded: this person owes an answer, or something was typed."""
        if self.form is None:
            return False
        is_to_answer = self.thread.state == QuestionState.TO_ANSWER
        return self.form.is_bound or (is_to_answer and not self.speaks_for_platform)


def to_answer(
    threads: Iterable[Thread], request: PortalRequest, sent: tuple[int, AnswerForm] | None = None
) -> list[ThreadToAnswer]:
    """The threads with their forms, and what was typed in them; `sent` is the form that came back for one of them."""
    shown = list(threads)
    rights = rights_today(request.user, shown[0].question.action.plan_id) if shown else None
    if rights and (rights.submits_for or rights.ministers):
        read_who_is_asked([thread.question for thread in shown], day_of(clock.now()))
    return [_to_answer(thread, request, sent) for thread in shown]


def _to_answer(thread: Thread, request: PortalRequest, sent: tuple[int, AnswerForm] | None) -> ThreadToAnswer:
    user, question, is_settled = request.user, thread.question, thread.state == QuestionState.SETTLED
    names = [question.action.plan.code, question.action.code, question.pk]
    if sent is not None and sent[0] == question.pk:
        form: AnswerForm | None = sent[1]
    elif typed := typed_to(request, "question-answer", *names):
        form = answer_form(question, user, typed)
    elif is_settled or not user.has_perm("reporting.answer_question", question):
        form = None
    else:
        form = answer_form(question, user)
    may_settle = not is_settled and user.has_perm("reporting.settle_question", question)
    return ThreadToAnswer(thread, form, not is_asked(user, question), may_settle)


def threads_about_action(action: Action, user: User, moment: Moment) -> list[Thread]:
    """As known at the moment, as far as the person may read them; on the accepted basis, but for a closed round, those that
    everybody reads.
    """
    everything = moment.basis == Basis.REPORTED or bool(moment.round)
    threads = threads_of(action, moment.known_at, user)
    return [thread for thread in threads if everything or thread.question.for_everybody]


def answer_form(question: Question, user: User, data: Any = None) -> AnswerForm:
    return AnswerForm(data, question=question.pk, of_platform=not is_asked(user, question))


def ask_form(action: Action, on: datetime.date, data: Any = None) -> AskForm:
    """The lead and the due day of the round are proposed."""
    return AskForm(data, bodies=bodies_to_ask(action, on), due=proposed_due(action, on))


def proposed_due(action: Action, on: datetime.date) -> datetime.date | None:
    """The due day of the round under way or, once that has passed, the day on which it is to close, if that is ahead."""
    round = round_under_way(action.plan)
    days = [round.due, round.closes] if round else []
    return next((day for day in days if day >= on), None)


def questions_page(
    request: PortalRequest,
    action: Action,
    *,
    asked: AskForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> dict[str, Any]:
    """The context of the page; `asked` and `answered` are forms that came back."""
    now, user, names = request.now, request.user, [action.plan.code, action.code]
    threads = threads_of(action, now, user)
    may_ask = user.has_perm("reporting.ask_question", action) and action.is_in_force(day_of(now))
    typed = typed_to(request, "question-ask", *names)
    form = (asked or ask_form(action, day_of(now), typed)) if may_ask else None
    shown = to_answer([*open_threads(threads), *settled_threads(threads)], request, answered)
    return {
        **about_action(action),
        "open_threads": [one for one in shown if one.thread.state != QuestionState.SETTLED],
        "settled_threads": [one for one in shown if one.thread.state == QuestionState.SETTLED],
        "ask_form": form if form and form.bodies else None,
        "errors": [],
        "form": asked or (answered[1] if answered else None),
    }


# Threads: who asked whom what, the answers, until when, whether it is settled; two queries


@dataclass
class Thread:
    """A question as known at an instant, with its messages, the oldest first."""

    question: Question
    known_at: datetime.datetime
    messages: list[Answer] = field(default_factory=list)

    @property
    def state(self) -> QuestionState:
        question = self.question
        if question.settled_at is not None and question.settled_at <= self.known_at:
            return QuestionState.SETTLED
        if self.messages and self.messages[-1].of_whom:
            return QuestionState.ANSWERED
        return QuestionState.TO_ANSWER

    @property
    def of_whom(self) -> str:
        """With who is to answer since, where that was read."""
        asked, now = self.question.of_whom, self.question.answers_now
        return str(asked) if now in (None, asked) else _("%(who)s (now %(now)s)") % {"who": asked, "now": now}

    @property
    def was_answered(self) -> bool:
        """Whether who was asked answered at all."""
        return any(message.of_whom for message in self.messages)

    @property
    def days_late(self) -> int:
        """Days since the last day to answer; 0 if nothing is to be answered, or without such a day."""
        due = self.question.due
        if due is None or self.state != QuestionState.TO_ANSWER:
            return 0
        return days_past(due, day_of(self.known_at))

    @property
    def state_words(self) -> str:
        """Where the thread stands, in a few words."""
        return formatting.late_words(self.days_late) if self.days_late else str(self.state.label)

    @property
    def term_words(self) -> str:
        if self.question.due is None:
            return _("to be answered with the next report")
        return _("to be answered by %(day)s") % {"day": date_format(self.question.due)}

    @property
    def readers(self) -> str:
        """Who reads the question and its answers."""
        question = self.question
        if question.for_everybody and question.action.limited:
            return _("Everybody who may read about this limited action reads the question and its answers.")
        if question.for_everybody:
            return _("Everybody reads the question and its answers.")
        if question.minister:
            sentence = _(
                "The office of %(minister)s, the action’s organisations, the Platform and auditors read the question and its answers."
            )
            return sentence % {"minister": question.minister}
        return _("The action’s organisations, the Platform and auditors read the question and its answers.")


def threads_of(action: Action, known_at: datetime.datetime, user: User) -> list[Thread]:
    """The threads about the action that the person may read, as known at the instant, in order."""
    rows = Question.objects.of_action(action).known_at(known_at).with_thread(known_at)
    threads = []
    for row in rows:
        row.action = action
        if user.has_perm("reporting.read_question", row):
            threads.append(Thread(row, known_at, list(row.answers.all())))
    note_words(action, threads)
    return threads


def open_threads(threads: Iterable[Thread]) -> list[Thread]:
    """Threads that are not settled: late ones first, then others to answer, then answered ones."""
    rows = [thread for thread in threads if thread.state != QuestionState.SETTLED]
    return sorted(rows, key=lambda thread: (not thread.days_late, thread.state != QuestionState.TO_ANSWER))


def settled_threads(threads: Iterable[Thread]) -> list[Thread]:
    """The newest first."""
    return [thread for thread in reversed(list(threads)) if thread.state == QuestionState.SETTLED]
