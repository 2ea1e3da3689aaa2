"""One action on the sheet of an organisation, read so lightly that a sheet may have thousands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actionplan.reporting.states import RequestState

TO_DO = [RequestState.NOT_STARTED, RequestState.DRAFT, RequestState.RETURNED]
BEGUN = [RequestState.DRAFT, RequestState.RETURNED]
HANDED_IN = [RequestState.SUBMITTED, RequestState.ACCEPTED]

Pair = tuple[int, int]
"""An action and an organisation, by key."""


@dataclass(frozen=True)
class Own:
    """An action in which an organisation has a part today."""

    code: str
    is_lead: bool


@dataclass(frozen=True)
class Entry:
    """`due` is inclusive, and None where nothing is due: between rounds, and for partners, who are invited."""

    action: int
    code: str
    is_lead: bool
    state: str
    """A RequestState. Between rounds, not started is what nothing was said of for too long, and empty the rest."""
    due: datetime.date | None = None
    extended: bool = False
    extension_asked: bool = False
    money_only: bool = False
    has_question: bool = False

    @property
    def asks(self) -> bool:
        """Whether the organisation still has to do something; of what it is invited to, only what it began."""
        return self.has_question or self.is_to_do

    @property
    def is_to_do(self) -> bool:
        return self.state in (TO_DO if self.is_lead else BEGUN)

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    def is_overdue(self, today: datetime.date) -> bool:
        return self.due is not None and self.due < today and self.is_to_do
