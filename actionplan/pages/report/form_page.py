"""The page with a report's form: the round that asks, open questions, and the fields beside the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.pages.getters import way_to_report
from actionplan.pages.questions.forms import AnswerInReportForm, answers_in
from actionplan.pages.questions.read import Thread, open_threads
from actionplan.picture.asks import asked_and_to_do
from actionplan.reporting.models import Question, Reopening, Request
from actionplan.reporting.rules import is_asked
from actionplan.reporting.states import ANSWERED, ExtensionState, QuestionState
from actionplan.reports.contents import Start
from actionplan.reports.pending import why_not_taken
from actionplan.reports.questions import answer_question

from .autosave import autosave_context
from .contents_in_words import status_words
from .editor import WHOLE_PARAMETER, ReportEditor
from .forms import WARNING, ReportForm
from .kept_answers import KEPT_ANSWERS, forget_answer, kept_name


def form_context(editor: ReportEditor, form: ReportForm, answers: AnswersInForm) -> dict[str, Any]:
    action = editor.action
    note_words(action, editor.draft or editor.last or editor.answering)
    names = [action.plan.code, action.code, editor.organisation.key]
    whole = editor.whole_query
    way, (_title, action_url) = way_to_report(editor.request.user, action, editor.organisation)
    return {
        "plan": action.plan,
        "action": action,
        "organisation": editor.organisation,
        "editor": editor,
        "form": form,
        "main": form.main,
        "answers": answers,
        "last": Start(last=editor.last).fields().fields,
        "last_words": status_words(editor.last) if editor.last else "",
        "verdict": editor.plan.action.verdict,
        "verdict_on": editor.plan.action.verdict_on,
        "forms": form.parts,
        "may_save": True,
        **round_context(editor),
        **autosave_context(editor, form),
        "save_url": reverse("report-form", args=names) + whole,
        "check_url": reverse("report-save-and-check", args=names) + whole,
        "anyway_url": reverse("report-ready-anyway", args=names) + whole,
        "checks_url": reverse("report-checks", args=names) if editor.draft else "",
        "discard_url": reverse("report-discard", args=names) if editor.draft else "",
        "warning": WARNING,
        "breadcrumbs": [way, (action.code, action_url)],
    }


# The round that asks


def round_context(editor: ReportEditor) -> dict[str, Any]:
    """The request that the report answers: its due day, why it is not taken, and where to ask for more time.

    Partners are invited and never late. Between rounds there is no request.
    """
    request: Any = editor.round_request  # read with its state
    if request is None:
        return {"round_request": None}
    return {
        "round_request": request,
        "until": formatting.distance_words(request.due, editor.today) if request.is_lead else "",
        "not_taken": why_not_taken(request, editor.today),
        "reopening": _reopening(request) if request.is_reopened else None,
        "extension_url": _extension_url(editor, request),
        "extension_is_asked": request.extensions.filter(state=ExtensionState.ASKED).exists(),
        "whole_url": f"?{WHOLE_PARAMETER}=on" if editor.money_only else "",
    }


def _reopening(request: Request) -> Reopening | None:
    """The last time that the request was reopened in validation, with the office's remark."""
    return request.reopenings.select_related("remark__minister").order_by("at").last()


def _extension_url(editor: ReportEditor, request: Any) -> str:
    """For contact points, while the lead's report is not submitted and the round still allows extensions."""
    if not request.is_lead or request.answer_state in ANSWERED or request.round.is_in_validation:
        return ""
    if not editor.request.user.has_perm("reporting.ask_extension", request):
        return ""
    return reverse("extension", args=[editor.action.plan.code, request.round.code, request.pk])


# The open questions to the organisation, named on top of the form, each with a field for the answer in it. An answer is
# sent when the form is saved, even if the report stays a draft: it is stored nowhere else.


@dataclass(frozen=True)
class QuestionInForm:
    """A thread with the field for the answer, for those who speak for the organisation."""

    thread: Thread
    form: AnswerInReportForm | None

    @property
    def stands_open(self) -> bool:
        return self.thread.state == QuestionState.TO_ANSWER or (
            self.form is not None and bool(self.form["text"].value())
        )


@dataclass
class AnswersInForm:
    questions: list[QuestionInForm] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """What was typed for questions that were settled in the meantime."""

    @property
    def forms(self) -> list[AnswerInReportForm]:
        return [question.form for question in self.questions if question.form is not None]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms if form.is_bound]
        return all(answers)

    def typed(self) -> Iterator[tuple[Question, str]]:
        """Only after `is_valid`."""
        for question in self.questions:
            if (
                question.form is not None
                and question.form.is_bound
                and question.form.cleaned_data["text"].strip()
            ):
                yield question.thread.question, question.form.cleaned_data["text"]

    @property
    def typed_texts(self) -> list[str]:
        """Everything typed, so that it can be copied."""
        return [*(text for form in self.forms if (text := form["text"].value())), *self.lost]


def answers_in_form(editor: ReportEditor) -> AnswersInForm:
    """The present questions, with what was typed if the form was sent, or is kept of what was not: two queries."""
    request, answers = editor.request, AnswersInForm()
    data = request.POST if request.method == "POST" else editor.typed
    sent, kept = answers_in(data or {}), request.session.get(KEPT_ANSWERS, {})
    for thread in _threads_of(editor):
        form = None
        if is_asked(request.user, thread.question):
            text = kept.get(kept_name(editor, thread.question.pk), "")
            form = AnswerInReportForm(data, question=thread.question.pk, initial={"text": text})
            sent.pop(thread.question.pk, None)
        answers.questions.append(QuestionInForm(thread, form))
    answers.lost = [text for text in sent.values() if text.strip()]
    return answers


def _threads_of(editor: ReportEditor) -> list[Thread]:
    """Those that are open and that the organisation is to answer now."""
    organisation, pictured = editor.organisation, editor.plan.action
    rows = Question.objects.of_action(editor.action).open().filter(organisation__isnull=False)
    threads = []
    for question in rows.with_thread(editor.request.now).order_by("asked_at", "pk"):
        if asked_and_to_do(question, pictured, editor.picture)[1].key == organisation.key:
            question.action, question.answers_now = editor.action, organisation
            threads.append(Thread(question, editor.request.now, list(question.answers.all())))
    note_words(editor.action, threads)
    return open_threads(threads)


def send_answers(editor: ReportEditor, answers: AnswersInForm) -> None:
    """Inside the transaction that saves the draft."""
    for question, text in answers.typed():
        answer_question(question=question, text=text, by=editor.request.user, at=editor.request.now)


def forget_answers(editor: ReportEditor, answers: AnswersInForm) -> None:
    """What was kept of them in the session, once that transaction has sent them all."""
    for question, _text in answers.typed():
        forget_answer(editor, question.pk)
