"""What a question of the Platform and its answers say, as a hash in the events of the acts on it.

The salt of each row goes into the hash with its text. With a removal by law it gets another salt, so that nobody can find
what was removed by trying.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from actionplan.audit.contents import in_form, said

from .models import Answer, Question

FORM = 1
QUESTIONS = "questions"


def hashes_of_questions(questions: QuerySet[Question]) -> dict[int, str]:
    """By key, of each with its answers. Two queries."""
    rows: dict[int, list[Any]] = defaultdict(list)
    answers = Answer.objects.filter(question__in=questions.values("pk"))
    sources: list[tuple[QuerySet[Any], str]] = [(questions, "id"), (answers, "question_id")]
    for source, key in sources:
        for row in source.order_by("pk").values():
            rows[row[key]].append(said(row))
    return {key: in_form(FORM, said_rows) for key, said_rows in rows.items()}


def questions_said(*keys: int) -> dict[str, Any]:
    """Among the contents of the event of an act on these questions, behind it."""
    return {QUESTIONS: hashes_of_questions(Question.objects.filter(pk__in=keys))}
