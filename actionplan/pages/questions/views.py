"""The questions about an action: the thread to read, and the three things that can be done in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.getters import action_with_reported_facts_or_404, question_or_404
from actionplan.pages.tokens import carried_out
from actionplan.reports.pending import round_under_way
from actionplan.reports.questions import answer_question, ask_question, close_question
from actions.models import Action

from .read import answer_form, ask_form, questions_page

TEMPLATE = "questions/page.html"


@require_safe
def questions(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_with_reported_facts_or_404(request, plan_code, code)
    return _page(request, action)


@require_POST
def question_ask(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_with_reported_facts_or_404(request, plan_code, code)
    if not request.user.has_perm("reporting.ask_question", action):
        raise PermissionDenied
    form = ask_form(action, day_of(request.now), request.POST)
    if not form.is_valid():
        return _page(request, action, status=400, asked=form)
    cleaned = form.cleaned_data

    def act() -> int:
        asked = ask_question(
            action=action,
            organisation=cleaned["organisation"],
            text=cleaned["text"],
            answer_by=cleaned["answer_by"],
            round=round_under_way(action.plan),
            by=request.user,
            at=request.now,
        )
        return asked.pk

    return _acted(request, action, act, _("The question is asked."), asked=form)


@require_POST
def question_answer(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    question = question_or_404(request, plan_code, code, pk)
    if not request.user.has_perm("reporting.answer_question", question):
        raise PermissionDenied
    form = answer_form(question, request.user, request.POST)
    if not form.is_valid():
        return _page(request, question.action, status=400, answered=(pk, form))

    def act() -> int:
        answer_question(question=question, text=form.cleaned_data["text"], by=request.user, at=request.now)
        return pk

    return _acted(request, question.action, act, _("Your answer is sent."), answered=(pk, form))


@require_POST
def question_close(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    question = question_or_404(request, plan_code, code, pk)
    if not request.user.has_perm("reporting.close_question", question):
        raise PermissionDenied

    def act() -> int:
        close_question(question=question, by=request.user, at=request.now)
        return pk

    return _acted(request, question.action, act, _("The question is closed."))


def _acted(
    request: PortalRequest, action: Action, act: Callable[[], int], done: str, **forms: Any
) -> HttpResponse:
    """Carry the act out once, and show its thread; what cannot be done comes back with its sentence and what was typed."""
    page = reverse("questions", args=[action.plan.code, action.code])

    def acted() -> str:
        return f"{page}#question-{act()}"

    def again() -> dict[str, Any]:
        return questions_page(request, action, **forms)

    return carried_out(request, acted, done, TEMPLATE, again, tell=action.plan)


def _page(request: PortalRequest, action: Action, *, status: int = 200, **forms: Any) -> HttpResponse:
    return render(request, TEMPLATE, questions_page(request, action, **forms), status=status)
