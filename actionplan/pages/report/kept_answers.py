"""Answers to questions while they are written: kept in the session of who writes, since an answer is sent and never a draft."""

from __future__ import annotations

from actionplan.pages.questions.forms import answers_in

from .editor import ReportEditor

KEPT_ANSWERS = "kept answers"
"""In the session: by question and organisation, the answer that was typed and not sent yet."""
LONGEST_KEPT = 20_000
"""Characters of one answer."""


def kept_name(editor: ReportEditor, question: int) -> str:
    return f"{question}-{editor.organisation.pk}"


def keep_answers(editor: ReportEditor) -> None:
    """Keep the answers that a page sends while they are written, until they are sent to the Platform or the session ends."""
    session = editor.request.session
    kept = dict(session.get(KEPT_ANSWERS, {}))
    for question, text in answers_in(editor.request.POST).items():
        kept[kept_name(editor, question)] = text[:LONGEST_KEPT]
    session[KEPT_ANSWERS] = {name: text for name, text in kept.items() if text.strip()}


def forget_answer(editor: ReportEditor, question: int) -> None:
    kept = editor.request.session.get(KEPT_ANSWERS, {})
    if kept.pop(kept_name(editor, question), None) is not None:
        editor.request.session[KEPT_ANSWERS] = kept
