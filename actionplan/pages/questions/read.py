"""What the page of an action's questions shows: the threads, and what this person may do in each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.base.twins import local
from actionplan.organisations.models import Organisation
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Question
from actionplan.reporting.rules import is_asked
from actionplan.reporting.states import Basis
from actions.models import Action, Lead

from .forms import AnswerForm, AskForm
from .threads import Thread, closed_threads, open_threads, threads_of


@dataclass(frozen=True)
class ThreadToAnswer:
    """A thread with the form to go on in it, if this person may, and whether they may close it."""

    thread: Thread
    form: AnswerForm | None
    speaks_for_platform: bool
    may_close: bool

    @property
    def is_expected(self) -> bool:
        """Whether the form stands open: the organisation owes an answer, or something was typed."""
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
    """As known at the moment, where the person sees reported facts and looks at them: on the reported basis, or in a round."""
    if not (moment.basis == Basis.REPORTED or moment.round) or not user.has_perm(
        "reporting.see_reported", action
    ):
        return []
    threads = threads_of(Question.objects.of_action(action), moment.known_at)
    for thread in threads:
        thread.question.action = action
    return threads


def answer_form(question: Question, user: User, data: Any = None) -> AnswerForm:
    return AnswerForm(data, question=question.pk, of_platform=not is_asked(user, question))


def organisations_with_a_part(action: Action, on: datetime.date) -> QuerySet:
    """The organisations that lead the action, promote it or partner in it on the day."""
    leads = action.leads.in_force(on).values("organisation")
    partners = action.promotions.in_force(on).values("organisation")
    rows = Organisation.objects.filter(Q(pk__in=leads) | Q(pk__in=partners))
    return rows.order_by("order", "key")


def ask_form(action: Action, on: datetime.date, data: Any = None) -> AskForm:
    """The lead is proposed."""
    lead = Lead.objects.in_force(on).of(action).values_list("organisation__key", flat=True).first()
    return AskForm(data, organisations=organisations_with_a_part(action, on), lead=lead or "")


def _may_ask(user: User, action: Action, on: datetime.date) -> bool:
    """Whether the person may ask something, and there is an organisation to ask."""
    may = user.has_perm("reporting.ask_question", action) and action.is_in_force(on)
    return may and organisations_with_a_part(action, on).exists()


def questions_page(
    request: PortalRequest,
    action: Action,
    *,
    asked: AskForm | None = None,
    answered: tuple[int, AnswerForm] | None = None,
) -> dict[str, Any]:
    """The context of the page; `asked` and `answered` are forms that came back."""
    now, user, plan = request.now, request.user, action.plan
    threads = threads_of(Question.objects.of_action(action), now)
    for thread in threads:
        thread.question.action = action
    may_ask = _may_ask(user, action, day_of(now))
    form = (asked or ask_form(action, day_of(now))) if may_ask else None
    return {
        "plan": plan,
        "action": action,
        "open_threads": to_answer(open_threads(threads), user, answered),
        "closed_threads": to_answer(closed_threads(threads), user, answered),
        "ask_form": form,
        "form": asked or (answered[1] if answered else None),
        "token": new_token(),
        "trail": [
            (_("Actions"), reverse("action-list", args=[plan.code])),
            (f"{action.code} {local(action, 'title')}", reverse("action", args=[plan.code, action.code])),
        ],
    }
