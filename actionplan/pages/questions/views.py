"""The questions about an action: the threads to read, and asking, answering and settling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import shown_on
from actionplan.base.days import day_of
from actionplan.pages.getters import action_or_404, question_or_404, refuse_unless
from actionplan.pages.tokens import acted
from actionplan.reporting.models import Question
from actionplan.reports.pending import round_under_way
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actions.models import Action

from .read import answer_form, ask_form, questions_page

QUESTIONS_TEMPLATE = "questions/page.html"


@require_safe
def questions(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    return render(request, QUESTIONS_TEMPLATE, questions_page(request, action))


@require_POST
def question_ask(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    refuse_unless(request, "reporting.ask_question", action)
    form = ask_form(action, day_of(request.now), request.POST)

    def act() -> int:
        to_ask = form.to_ask()
        question = ask_question(
            action=action,
            **vars(to_ask),
            round=round_under_way(action.plan),
            by=request.user,
            at=request.now,
        )
        return question.pk

    return _acted(request, action, act, _("The question is asked."), form, asked=form)


@require_POST
def question_answer(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    question = question_or_404(request, plan_code, code, pk)
    refuse_unless(request, "reporting.answer_question", question)
    form = answer_form(question, request.user, request.POST)

    def act() -> int:
        answer_question(question=question, text=form.cleaned_data["text"], by=request.user, at=request.now)
        return pk

    return _acted(request, question.action, act, _("Your answer is sent."), form, answered=(pk, form))


@require_POST
def question_settle(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """From the page of the questions it leads back to the work, from another page to that."""
    question = question_or_404(request, plan_code, code, pk)
    refuse_unless(request, "reporting.settle_question", question)

    def act() -> int:
        settle_question(question=question, by=request.user, at=request.now)
        return pk

    done = _("The question about %(code)s is settled.") % {"code": code}
    is_here = urlsplit(_page(request, question.action)).path == _own_page(question.action)
    return _acted(request, question.action, act, done, back_to="my-work" if is_here else "")


@require_safe
def asked_end(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    """An address of before what was asked with a verdict was a question, by the key that it had."""
    action = action_or_404(request, plan_code, code)
    question = get_object_or_404(Question, action=action, former_key=pk)
    return redirect(f"{_own_page(action)}#question-{question.pk}")


def _own_page(action: Action) -> str:
    return reverse("questions", args=[action.plan.code, action.code])


def _page(request: PortalRequest, action: Action) -> str:
    """Where the form stood: on the page of the questions, of the action, of a report or of a minister."""
    return shown_on(request) or _own_page(action)


def _acted(
    request: PortalRequest,
    action: Action,
    act: Callable[[], int],
    done: str,
    form: Form | None = None,
    back_to: str = "",
    **shown: Any,
) -> HttpResponse:
    """Redirects to the question whose key `act` returns, on the page where one was, or to the page `back_to` of the plan; a
    refusal shows the page of the questions, with what was typed.
    """
    page = _page(request, action)
    return acted(
        request,
        QUESTIONS_TEMPLATE,
        lambda: questions_page(request, action, **shown),
        act,
        to=reverse(back_to, args=[action.plan.code]) if back_to else lambda key: f"{page}#question-{key}",
        form=form,
        done=done,
        tell=action.plan,
    )
