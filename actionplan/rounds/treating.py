"""What the Platform did with the remark of a minister's office, said once; the office sees it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import lock, locked_round
from actionplan.reporting.models import MinisterAnswer, RemarkTreatment

from .life import record_round


@operation()
def treat_remark(*, remark: MinisterAnswer, words: str, by: User, at: datetime.datetime) -> RemarkTreatment:
    """Say what was done with a remark, before or after the round is closed.

    Raises PermissionDenied for anybody but coordinators; Refused without words, and unless it is a remark that
    still waits for it.
    """
    if not by.has_perm("reporting.manage_rounds", remark.round):
        raise PermissionDenied
    lock(remark.action_id)
    round = locked_round(remark.round)  # whose hash goes into the event
    if not words.strip():
        raise Refused(_("Say what was done with the remark."))
    row = MinisterAnswer.objects.to_treat().filter(pk=remark.pk).select_related("minister").first()
    if row is None:
        raise Refused(_("This remark waits for nothing any more."))
    treatment = RemarkTreatment.objects.create(remark=row, words=words.strip(), by=by, at=at)
    names: dict[str, Any] = {"minister": row.minister.title, "minister_nl": row.minister.title_nl}
    record_round(Verb.REMARK_TREATED, round, by, at, action=row.action_id, **names)
    return treatment
