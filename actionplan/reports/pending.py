"""Where a report belongs: in the round under way that asks for it, or between rounds.

While a round is open, every request can be answered. In review, what was submitted before can be answered
again (returned, or taken back), and so can a request with a running extension; in validation only a request
that was reopened.
"""

from __future__ import annotations

import datetime
from copy import copy
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Request, Round
from actionplan.reporting.states import ReportState, RequestState, RoundState
from actions.models import Action
from objectives.models import Plan


def round_under_way(plan: Plan) -> Round | None:
    return Round.objects.under_way().filter(plan=plan).first()


def locked_round_under_way(plan: int) -> Round | None:
    """The same, locked until this transaction ends. The caller has locked its action first."""
    return Round.objects.select_for_update(no_key=True).filter(plan=plan).under_way().first()


def request_to_answer(action: Action, organisation: Organisation) -> Request | None:
    """The request of the round under way that the organisation's next report answers, read with its state.

    None between rounds, and once the request is accepted and the round is in review, unless it was reopened: a
    report then is one outside the round. In validation nothing is submitted but the answer to a request that
    was reopened, so that what is accepted stays what offices read.
    """
    rows = Request.objects.under_way().of(action, organisation).with_state()
    request: Request | None = rows.select_related("round").order_by("pk").first()
    if request is None:
        return None
    settled = request.answer_state == RequestState.ACCEPTED and not request.is_reopened  # type: ignore[attr-defined]
    if settled and request.round.is_in_review:
        return None
    return request


def takes_an_answer(request: Request, on: datetime.date) -> bool:
    """Whether the round still takes a report for this request (read with its state) on the day."""
    if request.round.is_open:
        return True
    if request.round.is_in_validation:
        return bool(request.is_reopened)  # type: ignore[attr-defined]
    extended = request.extended_to is not None and request.extended_to >= on
    returned = request.answer_state == RequestState.RETURNED  # type: ignore[attr-defined]  # perhaps before it opened
    return request.round.is_in_review and (request.was_handed_in or returned or extended)  # type: ignore[attr-defined]


def requests_to_hand_in(plan: Plan, on: datetime.date) -> QuerySet:
    """What a round under way asks of leads, nobody has submitted, and the round still takes."""
    in_review = Q(answer_state=RequestState.RETURNED) | Q(extended_to__gte=on)
    takes = Q(round__state=RoundState.OPEN) | Q(round__state=RoundState.REVIEW) & in_review
    rows = Request.objects.under_way().of_leads().filter(round__plan=plan, excuse="")
    return rows.with_answer_state().unanswered().filter(takes)


def is_cut_off(request: Any, on: datetime.date) -> bool:
    """Whether a report can no longer be submitted because the round is in review before its last day.

    Of a lead that handed nothing in, or of a partner that began a draft; the request is read with its state.
    """
    is_begun = request.answer_state == RequestState.DRAFT
    is_silent = is_begun or (request.is_lead and request.answer_state == RequestState.NOT_STARTED)
    is_early = request.round.is_in_review and request.round.due >= on
    return is_early and is_silent and not request.excuse and not takes_an_answer(request, on)


def cut_off(round: Round, on: datetime.date) -> list[Any]:
    """The requests that are cut off; of an open round, those that would be if it were taken into review now."""
    rows: Any = round.requests.exclude(organisation=None).with_state()
    in_review, found = copy(round), []
    in_review.state = RoundState.REVIEW
    for request in rows.select_related("organisation", "action__plan").order_by("action__order", "pk"):
        request.round = in_review
        if is_cut_off(request, on):
            found.append(request)
    return found


def why_not_taken(request: Request, on: datetime.date) -> str:
    """Why the round takes no answer to the request; empty if it does."""
    if takes_an_answer(request, on):
        return ""
    if request.round.is_in_review:
        return _("The round is in review. Ask the Platform for an extension, or submit after it has closed.")
    return _("The round is in validation. Your draft is kept; submit it after the round has closed.")


def refuse_unless_taken(request: Request | None, on: datetime.date) -> None:
    if request is not None and (sentence := why_not_taken(request, on)):
        raise Refused(sentence)


def pending_report(
    action: Action, organisation: Organisation, request: Request | None
) -> ProgressReport | None:
    """The organisation's report on the action that is a draft or waits for review, and to which its next save
    belongs.

    `request` is what the report answers, by `request_to_answer`. A draft begun elsewhere (between rounds, or
    in a round that has closed) is continued: it moves here when it is saved or submitted.
    """
    here = Q(round=request.round_id) if request else Q(round__isnull=True)
    rows = ProgressReport.objects.of(action, organisation).pending()
    rows = rows.filter(here | Q(state=ReportState.DRAFT)).order_by(Case(When(here, then=0), default=1), "-pk")
    return rows.select_related("saved_by", "submitted_by", "organisation", "action__plan", "round").first()


def refuse_a_second_pending(draft: ProgressReport) -> None:
    """Refuse to submit a draft while another report of the organisation on the action waits for review."""
    others = ProgressReport.objects.of(draft.action_id, draft.organisation_id).pending()
    if others.filter(round=draft.round_id).exclude(pk=draft.pk).exists():
        raise Refused(_("Another report of this organisation on this action waits for review already."))


def refuse_in_validation(report: ProgressReport) -> None:
    """Refuse to return or take back a report in validation: unless reopened, it could not be answered then."""
    if report.round is None or not report.round.is_in_validation:
        return
    requests = Request.objects.of(report.action_id, report.organisation_id).with_state()
    if not requests.filter(round=report.round_id, is_reopened=True).exists():  # type: ignore[misc]
        raise Refused(
            _("The round %(round)s is in validation. Take it back to review first.") % {"round": report.round}
        )
