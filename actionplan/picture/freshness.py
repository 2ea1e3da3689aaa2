"""Whether what holds of an action is up to date, on the day reckoned on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from actionplan.base.days import HALF_YEAR, ONE_YEAR, start_of
from actionplan.reporting.states import DONE, Freshness

from .bodies import RoundPicture
from .moment import Moment
from .picture import ActionPicture, AskedPicture


def fresh_since(
    asked: Iterable[AskedPicture], rounds: Sequence[RoundPicture], moment: Moment
) -> datetime.datetime | None:
    """The instant since when something must have been said of an action; None where nothing had to be yet.

    In the picture of a closing, of an action that its round asked for, the opening of that round. Else the latest of these: the
    opening of the last closed round that asked for the action; that of the round under way that asks for it, once its lead's
    own due day is past; the day a year ago, or half a year where no round had been opened, unless a round under way still has
    time. `rounds` are those that had been opened, by the day they are about.
    """
    due = {one.round: one.due for one in asked}
    asking = [round for round in rounds if round.code in due]
    if moment.about in due:
        return next(round.opened_at for round in asking if round.code == moment.about)
    closed = [round.opened_at for round in asking if round.closed_at is not None]
    under_way = [round for round in asking if round.closed_at is None]
    late = [round.opened_at for round in under_way if due[round.code] < moment.reckoned_on]
    since = [*closed[-1:], *late]
    if len(late) == len(under_way):
        since.append(start_of(moment.reckoned_on - fresh_for(rounds)))
    return max(since, default=None)


def fresh_for(rounds: Sequence[RoundPicture]) -> datetime.timedelta:
    """How old what holds of an action may be; in a plan without rounds that had been opened, less."""
    return ONE_YEAR if rounds else HALF_YEAR


def missing_since(
    asked: Sequence[AskedPicture], rounds: Iterable[RoundPicture], moment: Moment, begins: datetime.date
) -> datetime.date | None:
    """The day by which a first report was due, where that has come: the lead's own due day in the first round that asked and
    whose due day is past or that is closed; where none asked, half a year after the action came into the plan.
    """
    if not asked:
        day = begins + HALF_YEAR
        return day if day <= moment.reckoned_on else None
    closed = {round.code for round in rounds if round.closed_at is not None} | {moment.about}
    return min(
        (one.due for one in asked if one.due < moment.reckoned_on or one.round in closed), default=None
    )


def freshness_of(action: ActionPicture) -> Freshness:
    """Stale when the lead's last report is older than `fresh_since`; what is done is never stale.

    Where a report that the Platform has not reviewed would make it up to date, it waits for the Platform.
    """
    waits, since = action.waits_since, action.fresh_since
    if action.word is None:
        return Freshness.WAITING if waits else Freshness.NEVER
    if action.status in DONE or since is None or action.word.submitted_at >= since:
        return Freshness.FRESH
    return Freshness.WAITING if waits and waits >= since else Freshness.STALE
