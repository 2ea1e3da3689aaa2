"""Where the action stands on its page: what is reported, computed and assessed, and why it needs attention."""

from __future__ import annotations

from typing import Any

from actionplan.pages.choices import Choices
from actionplan.picture import sentences
from actionplan.picture.asks_in_words import asks_in_words
from actionplan.picture.picture import ActionPicture
from actionplan.picture.reasons import REASON_SENTENCES, STATED_REASONS, waiting_words
from actionplan.picture.words import ReportWords, WrittenText

Words = dict[int | str, ReportWords]
"""By the key of their report."""
Names = dict[int, WrittenText]
"""Of people, by their keys."""


def where_it_stands(choices: Choices, action: ActionPicture, words: Words, names: Names) -> dict[str, Any]:
    lead_report, verdict = action.lead_report, action.last_verdict
    is_on_another = bool(lead_report and lead_report.verdict and verdict and verdict.report != lead_report.pk)
    return {
        "lead_report": lead_report,
        "lead_organisation": choices.picture.organisations[lead_report.organisation] if lead_report else None,
        "other_choices": sentences.other_choices(lead_report),
        "accepted_without_verdict": lead_report and lead_report.reviewed_at and not lead_report.verdict,
        "remark": words[lead_report.pk].show("remark") if lead_report and not is_on_another else None,
        "assessed_by": names.get(verdict.reviewed_by or 0) if verdict else None,
        "newer_report": sentences.newer_report_words(action),
        "schedule": sentences.schedule_and_end(action),
        "slip_sentences": sentences.slip_sentences(action.slip) if action.slip else [],
        "asks": asks_in_words(action, words, choices.picture),
        "why": _why(action),
        "waiting": waiting_words(action),
    }


def _why(action: ActionPicture) -> list[str]:
    """Every reason for attention and every difference between the voices, gravest first: a sentence each."""
    differences = sentences.disagreements(action)
    told = [code for code in action.attention if not (action.assessed_otherwise and code in STATED_REASONS)]
    reasons = [sentence for code in told for sentence in REASON_SENTENCES[code](action)]
    is_gravest = told[:1] == list(action.attention[:1])
    first = reasons[:1] if is_gravest else []
    return list(dict.fromkeys([*first, *differences, *reasons]))
