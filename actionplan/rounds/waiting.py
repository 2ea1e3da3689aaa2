"""What a round waits for: the requests that keep it from closing."""

from __future__ import annotations

from django.db.models import Q

from actionplan.reporting.models import Round
from actionplan.reporting.request_querysets import RequestQuerySet
from actionplan.reporting.states import ReportState, RequestRole

HANGING = [ReportState.SUBMITTED, ReportState.RETURNED]


def requests_not_accepted(round: Round) -> RequestQuerySet:
    """A lead's that is not accepted, and a partner's that was handed in and not accepted: partners are invited only."""
    rows = round.requests.with_state().not_accepted()
    return rows.filter(Q(role=RequestRole.LEAD) | Q(last_state__in=HANGING))


def requests_that_need_a_reason(round: Round) -> RequestQuerySet:
    """Of those, the ones for which no coordinator said why the round may close without them."""
    return requests_not_accepted(round).filter(excuse="")
