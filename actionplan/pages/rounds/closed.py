"""What the page of a closed round shows: the plan as it was at the closing, and who had answered."""

from __future__ import annotations

from dataclasses import dataclass

from actionplan.accounts.models import User
from actionplan.pages.actions.forms import WITHIN
from actionplan.pages.actions.read import ActionRow, rows_of
from actionplan.pages.choices import Choices
from actionplan.pages.measures import LinkedCount
from actionplan.pages.overview.read import Figures, figures_of
from actionplan.picture.frozen import withdrawn
from actionplan.picture.words import PersonReading
from actionplan.reporting.models import Snapshot
from actionplan.rounds.requests import (
    AnswersOfOrganisation,
    RequestInRound,
    answers_by_organisation,
    requests_at_closing,
)

SHOWN = 50
"""Rows of actions; all of them are behind a link."""


@dataclass(frozen=True)
class ClosedRound:
    figures: Figures
    within: LinkedCount
    """Reviewed within the agency that submitted."""
    answers: list[AnswersOfOrganisation]
    late: list[RequestInRound]
    """Those that were answered late or are missing."""
    rows: list[ActionRow]
    has_more: bool


def closed_round(choices: Choices, snapshot: Snapshot, show: str, user: User) -> ClosedRound:
    """`show` is the name of the measure that the parts are counted by."""
    picture = choices.picture
    gone = withdrawn(snapshot, choices.basis)
    rows = [*rows_of(choices, picture.actions), *rows_of(choices, gone, gone=True)]
    rows.sort(key=lambda row: row.action.order)
    follows = user.has_perm("reporting.follow_rounds", snapshot.closing.round)
    requests = requests_at_closing(snapshot, picture, PersonReading(user), follows=follows)
    within = sum(action.reviewed_within for action in picture.actions)
    return ClosedRound(
        figures=figures_of(choices, show),
        within=LinkedCount(within, choices.list_url(review=WITHIN)),
        answers=answers_by_organisation(requests),
        late=[request for request in requests if request.is_late_or_missing],
        rows=rows[:SHOWN],
        has_more=len(rows) > SHOWN,
    )
