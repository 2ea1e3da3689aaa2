"""Where the three voices disagree: what each says of an action, in words, and since when. One query."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from actionplan.reporting.moments import Moment
from actionplan.reporting.states import confidence_word
from actionplan.reporting.words import differs_since, disagreements, schedule_words, status_word
from objectives.models import Plan

from .action_rows import tracked_actions


@dataclass(frozen=True)
class Disagreement:
    """One action on which what is reported, computed and assessed does not agree; no verdict yet is the empty text."""

    action: Any
    reported: str
    computed: str
    assessed: str
    sentences: list[str]
    since: datetime.date | None
    url: str = ""
    """Of the action, where it is not that of today."""


def disagreement_on(action: Any, url: str = "") -> Disagreement:
    """Of an action whose voices differ, tracked or frozen: no query."""
    continuous = action.is_continuous
    confidence = confidence_word(action.confidence, continuous=continuous)
    return Disagreement(
        action=action,
        reported=", ".join(word for word in (status_word(action), confidence) if word),
        computed=schedule_words(action),
        assessed=confidence_word(action.verdict, continuous=continuous),
        sentences=disagreements(action),
        since=differs_since(action),
        url=url,
    )


def disagreements_of(plan: Plan, moment: Moment) -> list[Disagreement]:
    """All of the plan at the moment, on its basis, in the plan's order: one query."""
    rows = tracked_actions(plan, moment).filter(voices_differ=True)
    return [disagreement_on(action) for action in rows]
