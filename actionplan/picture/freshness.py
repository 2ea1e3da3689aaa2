"""Whether the reports on an action are up to date on the day of the picture."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from actionplan.base.days import HALF_YEAR, ONE_YEAR, start_of
from actionplan.reporting.states import DONE, Freshness

from .bodies import RoundPicture
from .moment import Moment
from .picture import ActionPicture, RequestPicture
from .results import FreshLimit


def fresh_limit(
    requests: Iterable[RequestPicture], rounds: Sequence[RoundPicture], moment: Moment
) -> FreshLimit | None:
    """Since when the action must have been reported on, and why; None if no report was needed yet.

    In the picture of a closing whose round asked about the action, it is the opening of that round. Otherwise it
    is the latest of these days:

    - the opening of the last closed round that asked about the action;
    - the opening of an open round that asks about it, once the lead's own due day has passed;
    - one year ago, or half a year ago if no round was ever opened. While an open round still has time, this one
      does not count.

    `rounds` are those that had been opened, sorted by the day they are about.
    """
    due = {request.round: request.due for request in requests}
    asking = [round for round in rounds if round.code in due]
    if moment.about in due:
        return next(_opening(round) for round in asking if round.code == moment.about)
    closed = [round for round in asking if round.closed_at is not None]
    under_way = [round for round in asking if round.closed_at is None]
    late = [round for round in under_way if due[round.code] < moment.reckoned_on]
    limits = [_opening(round) for round in (*closed[-1:], *late)]
    if len(late) == len(under_way):
        age = max_age(rounds)
        limits.append(FreshLimit(start_of(moment.reckoned_on - age), days=age.days))
    return max(limits, key=lambda limit: limit.since, default=None)


def limits(
    requests: Sequence[RequestPicture], rounds: Sequence[RoundPicture], moment: Moment, begins: datetime.date
) -> dict[str, Any]:
    """The fields of an action that say since when a report is needed; `begins` as in `missing_since`."""
    limit = fresh_limit(requests, rounds, moment)
    return {
        "fresh_limit": limit,
        "fresh_since": limit.since if limit else None,
        "missing_since": missing_since(requests, rounds, moment, begins),
    }


def _opening(round: RoundPicture) -> FreshLimit:
    return FreshLimit(round.opened_at, round.code)


def max_age(rounds: Sequence[RoundPicture]) -> datetime.timedelta:
    """How old a report may be before it is stale; less in a plan that never had a round."""
    return ONE_YEAR if rounds else HALF_YEAR


def missing_since(
    requests: Sequence[RequestPicture], rounds: Iterable[RoundPicture], moment: Moment, begins: datetime.date
) -> datetime.date | None:
    """The day by which a first report was due, if it has passed.

    That is the lead's own due day in the first round that asked and is past due or closed; if no round asked,
    half a year after the action came into the plan.
    """
    if not requests:
        day = begins + HALF_YEAR
        return day if day <= moment.reckoned_on else None
    closed = {round.code for round in rounds if round.closed_at is not None} | {moment.about}
    return min(
        (request.due for request in requests if request.due < moment.reckoned_on or request.round in closed),
        default=None,
    )


def freshness_of(action: ActionPicture) -> Freshness:
    """Stale if the lead report is older than `fresh_since`; an action that is done is never stale.

    If a report that the Platform has not yet reviewed would make it fresh, it is waiting for the Platform.
    """
    waits, since = action.waits_since, action.fresh_since
    if action.lead_report is None:
        return Freshness.WAITING if waits else Freshness.NEVER
    if action.status in DONE or since is None or action.lead_report.submitted_at >= since:
        return Freshness.FRESH
    return Freshness.WAITING if waits and waits >= since else Freshness.STALE
