"""Where the answers to a round stand, told as finely as the person may know it.

That a draft exists is for the Platform to see, that a report was returned for coordinators and auditors; everybody sees
who has answered and who has not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.reporting.states import UNANSWERED, RequestState

UNANSWERED_CODE = "unanswered"


@dataclass(frozen=True)
class AnswerGroup:
    """States of requests that are told as one: the code in addresses, the word, the states."""

    code: str
    label: str
    states: tuple[str, ...]


def answer_groups(user: User, round: Round) -> list[AnswerGroup]:
    """The states as this person may tell them apart, in the order in which bars show them."""
    done = [_of(RequestState.ACCEPTED), _of(RequestState.SUBMITTED)]
    if not user.has_perm("reporting.follow_rounds", round):
        return [*done, AnswerGroup(UNANSWERED_CODE, _("not answered yet"), tuple(UNANSWERED))]
    returned, nobody = _of(RequestState.RETURNED), _of(RequestState.NOBODY)
    if user.has_perm("reporting.keep_rounds", round):
        return [*done, returned, _of(RequestState.DRAFT), _of(RequestState.NOT_STARTED), nobody]
    silent = (RequestState.DRAFT, RequestState.NOT_STARTED)
    return [*done, returned, AnswerGroup(RequestState.NOT_STARTED, _("nothing handed in"), silent), nobody]


def _of(state: RequestState) -> AnswerGroup:
    return AnswerGroup(state, str(state.label), (state,))
