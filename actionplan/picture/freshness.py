"""Whether what holds of an action is up to date, on the day reckoned on (design: "Freshness")."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from actionplan.base.brussels import start_of
from actionplan.reporting.states import DONE, Freshness

from .bodies import RoundPicture
from .moment import Moment
from .picture import ActionPicture

STALE_AFTER = datetime.timedelta(days=184)


def fresh_since(rounds: Sequence[RoundPicture], moment: Moment) -> datetime.datetime:
    """The instant since when something must have been said.

    The opening of the round that is under way, once its due day has passed; else that of the last closed round; without
    rounds, half a year ago. `rounds` are those that had been opened, by the day they are about.
    """
    closed = [round for round in rounds if round.closed_at is not None]
    past_due = [round for round in rounds if round.closed_at is None and round.due < moment.reckoned_on]
    known = past_due or closed
    return known[-1].opened_at if known else start_of(moment.reckoned_on - STALE_AFTER)


def freshness_of(action: ActionPicture) -> Freshness:
    """Stale when the lead's last report is older than `fresh_since`; what is done is never stale."""
    if action.word is None:
        return Freshness.NEVER
    if action.status in DONE or action.fresh_since is None:
        return Freshness.FRESH
    return Freshness.STALE if action.word.submitted_at < action.fresh_since else Freshness.FRESH
