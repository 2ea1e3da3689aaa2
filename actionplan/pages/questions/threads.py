"""Questions as threads: who asked what of whom, what was answered, until when, whether it is closed; one query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.reporting.models import Question
from actionplan.reporting.question_querysets import QuestionQuerySet


@dataclass(frozen=True)
class Message:
    """What was said in a thread after the question; `by` is a name. An empty text was removed by law."""

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
        """Open, and the Platform spoke last."""
        return not self.is_closed and (not self.messages or self.messages[-1].is_platform)

    @property
    def overdue_by(self) -> int:
        """Days since the last day of the term; 0 for what was answered, closed, or has no term."""
        term = self.question.answer_by
        if term is None or self.is_closed or self.was_answered:
            return 0
        return max((day_of(self.known_at) - term).days, 0)

    @property
    def state_words(self) -> str:
        """Where the thread stands, in a few words."""
        if self.is_closed:
            return pgettext("question", "closed")
        if self.overdue_by:
            late = ngettext("overdue by %(days)s day", "overdue by %(days)s days", self.overdue_by)
            return late % {"days": formatting.number(self.overdue_by)}
        if self.awaits_answer:
            return pgettext("question", "waits for an answer")
        return pgettext("question", "answered")

    @property
    def term_words(self) -> str:
        if self.question.answer_by is None:
            return _("to be answered with the next report")
        return _("to be answered by %(day)s") % {"day": date_format(self.question.answer_by)}


def threads_of(questions: QuestionQuerySet, known_at: datetime.datetime) -> list[Thread]:
    """The threads of these questions as known at the instant, in the order in which they were asked."""
    rows = questions.known_at(known_at).with_messages(known_at)
    threads: dict[int, Thread] = {}
    for row in rows.select_related("organisation", "asked_by", "closed_by", "round"):
        thread = threads.setdefault(row.pk, Thread(row, known_at))
        if row.message_key is not None:
            thread.messages.append(_message(row))
    return list(threads.values())


def _message(row: Any) -> Message:
    return Message(row.message_key, row.message_at, row.message_by, row.message_text, row.message_of is None)


def open_threads(threads: Iterable[Thread]) -> list[Thread]:
    """Those that are not closed: the overdue ones first, then those that wait, then those that are answered."""
    rows = [thread for thread in threads if not thread.is_closed]
    return sorted(rows, key=lambda one: (not one.overdue_by, not one.awaits_answer))


def closed_threads(threads: Iterable[Thread]) -> list[Thread]:
    """The newest first."""
    return [thread for thread in reversed(list(threads)) if thread.is_closed]
