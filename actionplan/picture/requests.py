"""The rounds that ask the lead of an action to report, with the extensions granted by a moment."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from actionplan.reporting.states import ExtensionState

from .bodies import RoundPicture
from .moment import Moment
from .picture import RequestPicture


class AskingRound(NamedTuple):
    """A round with an extension; the last three fields are None if none was asked for."""

    round: str
    state: str | None
    until: datetime.date
    answered_at: datetime.datetime


def requests_at(
    requests: Iterable[AskingRound], rounds: Iterable[RoundPicture], moment: Moment
) -> tuple[RequestPicture, ...]:
    """The requests, with the extensions granted by the moment."""
    until: dict[str, list[datetime.date]] = {}
    for round, state, day, answered_at in requests:
        known = until.setdefault(round, [])
        if state == ExtensionState.GRANTED and (moment.is_now or answered_at <= moment.known_at):
            known.append(day)
    return tuple(
        RequestPicture(round.code, max([round.due, *until[round.code]]))
        for round in rounds
        if round.code in until
    )
