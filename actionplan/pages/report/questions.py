"""The open questions to an organisation, first in the form of its report, each with a field for the answer.

An answer is sent when the form is saved, also while the report stays a draft: nothing of it is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from actionplan.pages.questions.forms import AnswerInReportForm, answers_in
from actionplan.pages.questions.threads import Thread, open_threads, threads_of
from actionplan.reporting.models import Question
from actionplan.reporting.rules import is_asked
from actionplan.reports.questions import answer_question

from .scene import Scene


@dataclass(frozen=True)
class QuestionInForm:
    """A thread with the field for the answer; without one for who writes and does not speak for the organisation."""

    thread: Thread
    form: AnswerInReportForm | None

    @property
    def stands_open(self) -> bool:
        return self.thread.awaits_answer or (self.form is not None and bool(self.form["text"].value()))


@dataclass
class AnswersInForm:
    questions: list[QuestionInForm] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """What was typed for questions that were closed in the meantime."""

    @property
    def forms(self) -> list[AnswerInReportForm]:
        return [one.form for one in self.questions if one.form is not None]

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms if form.is_bound]
        return all(answers)

    def typed(self) -> Iterator[tuple[Question, str]]:
        """Only after `is_valid`."""
        for one in self.questions:
            if one.form is not None and one.form.is_bound and one.form.cleaned_data["text"].strip():
                yield one.thread.question, one.form.cleaned_data["text"]

    @property
    def typed_texts(self) -> list[str]:
        """All that was typed, to be copied."""
        return [*(text for form in self.forms if (text := form["text"].value())), *self.lost]


def answers_in_form(scene: Scene) -> AnswersInForm:
    """The questions as they are now, with what was typed where the form was sent: one query."""
    request, action = scene.request, scene.action
    data = request.POST if request.method == "POST" else scene.typed
    questions = Question.objects.of_action(action).of_organisations([scene.organisation.pk])
    threads = open_threads(threads_of(questions.open(), request.now))  # type: ignore[attr-defined]
    found = AnswersInForm()
    for thread in threads:
        thread.question.action = action
        speaks = is_asked(request.user, thread.question)
        form = AnswerInReportForm(data, question=thread.question.pk) if speaks else None
        found.questions.append(QuestionInForm(thread, form))
    found.lost = _without_a_field(found, data or {})
    return found


def questions_waiting(action: int, organisation: int) -> int:
    """How many questions to the organisation wait for its answer."""
    questions = Question.objects.of_action(action).of_organisations([organisation])
    return questions.with_answers().waiting().count()


def _without_a_field(found: AnswersInForm, data: Mapping[str, Any]) -> list[str]:
    shown = {one.thread.question.pk for one in found.questions if one.form is not None}
    return [text for question, text in answers_in(data).items() if question not in shown and text.strip()]


def send_answers(scene: Scene, answers: AnswersInForm) -> None:
    """Inside the transaction that saves the draft."""
    for question, text in answers.typed():
        answer_question(question=question, text=text, by=scene.request.user, at=scene.request.now)  # type: ignore[arg-type,attr-defined]
