"""Reopening one accepted request in a round's validation, because of the remark of a minister's office.

The version that was accepted stands until the organisation's new one is: that request alone can be submitted,
taken back and returned during validation.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import lock, locked_round
from actionplan.reporting.models import MinisterAnswer, Reopening, Request
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.states import RoundState
from actionplan.reporting.trail import of_organisation

from .life import record_round


def request_of(remark: MinisterAnswer) -> Request | None:
    """The request to the lead of the action that the remark is about, with its state."""
    rows = Request.objects.of_leads().filter(round=remark.round_id, action=remark.action_id).with_state()
    return rows.select_related("round", "organisation").first()


@operation()
def reopen_request(*, remark: MinisterAnswer, by: User, at: datetime.datetime) -> Reopening:
    """Ask the lead for a new version, because of this remark to the Platform.

    Raises PermissionDenied for anybody but coordinators; Refused outside validation, unless it is a remark on
    the version that stands, and if the request is not accepted or reopened already.
    """
    if not by.has_perm("reporting.manage_rounds", remark.round):
        raise PermissionDenied
    lock(remark.action_id)
    round = locked_round(remark.round, RoundState.VALIDATION)
    row = MinisterAnswer.objects.select_related("minister").get(pk=remark.pk)
    if not row.objects_to_it or row.superseded_at is not None:
        raise Refused(_("The office has no remark on the version that stands any more."))
    request = request_of(row)
    if request is None or not request.was_accepted:  # type: ignore[attr-defined]
        raise Refused(_("Only a request that is accepted can be reopened."))
    if request.is_reopened:  # type: ignore[attr-defined]
        raise Refused(_("The request was reopened in the meantime."))
    # an earlier reason was for a request without an accepted report
    request.excuse, request.excused_by, request.excused_at = "", None, None
    request.save(update_fields=["excuse", "excused_by", "excused_at"])
    reopening = Reopening.objects.create(request=request, remark=row, by=by, at=at)
    names = {"minister": row.minister.title, "minister_nl": row.minister.title_nl}
    facts = names | of_organisation(request.organisation)
    asked = asked_in(round.pk, row.action_id)
    record_round(Verb.REQUEST_REOPENED, round, by, at, asked=asked, action=row.action_id, **facts)
    return reopening
