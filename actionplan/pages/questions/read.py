"""The page of an action's questions: the threads, and what this person may do in each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import typed_to
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Question
from actionplan.reporting.rules import is_asked
from actionplan.reporting.states import Basis
from actions.models import Action, Lead

from .forms import AnswerForm, AskForm


@dataclass(frozen=True)
class ThreadToAnswer:
    """A thread with the form to reply, if this person may, and whether they may close it."""

    thread: Thread
    form: AnswerForm | None
    speaks_for_platform: bool
    may_close: bool

    @property
    def is_expected(self) -> bool:
        """Whether the form is unfolded: the organisation owes an answer, or something was typed."""
        if self.form is None:
            return False
        return self.form.is_bound or (self.thread.awaits_answer and not self.speaks_for_platform)


def to_answer(
    threads: Iterable[Thread], user: User, sent: tuple[int, AnswerForm] | None = None
) -> list[ThreadToAnswer]:
    """The threads with their forms; `sent` is the form that came back for one of them."""
    return [_to_answer(thread, user, sent) for thread in threads]


def _to_answer(thread: Thread, user: User, sent: tuple[int, AnswerForm] | None) -> ThreadToAnswer:
    question = thread.question
    if sent is not None and sent[0] == question.pk:
        form: AnswerForm | None = sent[1]
    elif thread.is_closed or not user.has_perm("reporting.answer_question", question):
        form = None
    else:
        form = answer_form(question, user)
    may_close = not thread.is_closed and user.has_perm("reporting.close_question", question)
    return ThreadToAnswer(thread, form, not is_asked(user, question), may_close)


def threads_about_action(action: Action, user: User, moment: Moment) -> list[Thread]:
    """As known at the moment, if the person may see them: as reported, or in a closed round."""
    if not (moment.basis == Basis.REPORTED or moment.round) or not user.has_perm(
        "reporting.see_reported", action
    ):
        return []
    return threads_of(action, moment.known_at)


def answer_form(question: Question, user: User, data: Any = None) -> AnswerForm:
    return AnswerForm(data, question=question.pk, of_platform=not is_asked(user, question))


def organisations_with_a_part(action: Action, on: datetime.date) -> QuerySet:
    """The organisations that lead the action, promote it or partner in it on the day."""
    leads = action.leads.in_force(on).values("organisation")
    partners = action.promotions.in_force(on).values("organisation")
    rows = Organisation.objects.filter(Q(pk__in=leads) | Q(pk__in=partners))
    return rows.order_by("order", "key")


def ask_form(action: Action, on: datetime.date, data: Any = None) -> AskForm:
    """The lead is preselected."""
    lead = Lead.objects.in_force(on).of(action).values_list("organisation__key", flat=True).first()
    return AskForm(data, organisations=organisations_with_a_part(action, on), lead=lead or "")


def _may_ask(user: User, action: Action, on: datetime.date) -> bool:
    """Whether the person may ask, and there is an organisation to ask."""
    may_ask = user.has_perm("reporting.ask_question", action) and action.is_in_force(on)
    return may_ask and organisations_with_a_part(action, on).exists()


def questions_page(
    request: PortalRequest,
    action: Action,
    *,
    asked: AskForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> dict[str, Any]:
    """The context of the page; `asked` and `answered` are forms that came back."""
    now, user, names = request.now, request.user, [action.plan.code, action.code]
    threads = threads_of(action, now)
    may_ask = _may_ask(user, action, day_of(now))
    typed = typed_to(request, "question-ask", *names)
    form = (asked or ask_form(action, day_of(now), typed)) if may_ask else None
    for question in [thread.question for thread in threads]:
        if typed := typed_to(request, "question-answer", *names, question.pk):
            answered = question.pk, answer_form(question, user, typed)
    return {
        **about_action(action),
        "open_threads": to_answer(open_threads(threads), user, answered),
        "closed_threads": to_answer(closed_threads(threads), user, answered),
        "ask_form": form,
        "errors": [],
        "form": asked or (answered[1] if answered else None),
    }


# Threads: who asked whom what, the answers, until when, whether it is closed; one query


@dataclass(frozen=True)
class Message:
    """A message in a thread after the question; `by` is a name. An empty text was removed by law."""

    key: int
    when: datetime.datetime
    by: str
    text: str
    is_platform: bool


@dataclass
class Thread:
    """A question as known at an instant, with its messages, the oldest first."""

    question: Question
    known_at: datetime.datetime
    messages: list[Message] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return self.question.closed_at is not None and self.question.closed_at <= self.known_at

    @property
    def was_answered(self) -> bool:
        """Whether the organisation answered at all."""
        return any(not message.is_platform for message in self.messages)

    @property
    def awaits_answer(self) -> bool:
        """Open, and the last message is the Platform's."""
        return not self.is_closed and (not self.messages or self.messages[-1].is_platform)

    @property
    def overdue_by(self) -> int:
        """Days since the last day to answer; 0 if answered, settled, or without such a day."""
        term = self.question.answer_by
        if term is None or self.is_closed or self.was_answered:
            return 0
        return max((day_of(self.known_at) - term).days, 0)

    @property
    def state_words(self) -> str:
        """Where the thread stands, in a few words."""
        if self.is_closed:
            return pgettext("question", "settled")
        if self.overdue_by:
            return formatting.late_words(self.overdue_by)
        if self.awaits_answer:
            return pgettext("question", "to answer")
        return pgettext("question", "answered")

    @property
    def term_words(self) -> str:
        if self.question.answer_by is None:
            return _("to be answered with the next report")
        return _("to be answered by %(day)s") % {"day": date_format(self.question.answer_by)}


def threads_of(action: Action, known_at: datetime.datetime, organisation: int | None = None) -> list[Thread]:
    """The threads about the action, all or one organisation's, as known at the instant, in order."""
    rows = Question.objects.of_action(action).known_at(known_at).with_messages(known_at)
    if organisation is not None:
        rows = rows.of_organisations([organisation])
    threads: dict[int, Thread] = {}
    row: Any  # with what `with_messages` adds
    for row in rows.select_related("organisation", "asked_by", "closed_by", "round"):
        row.action = action
        thread = threads.setdefault(row.pk, Thread(row, known_at))
        if row.message_key is not None:
            text, is_platform = row.message_text, row.message_of is None
            message = Message(row.message_key, row.message_at, row.message_by, text, is_platform)
            thread.messages.append(message)
    note_words(action, threads)
    return list(threads.values())


def open_threads(threads: Iterable[Thread]) -> list[Thread]:
    """Threads that are not settled: late ones first, then others to answer, then answered ones."""
    rows = [thread for thread in threads if not thread.is_closed]
    return sorted(rows, key=lambda thread: (not thread.overdue_by, not thread.awaits_answer))


def closed_threads(threads: Iterable[Thread]) -> list[Thread]:
    """The newest first."""
    return [thread for thread in reversed(list(threads)) if thread.is_closed]
