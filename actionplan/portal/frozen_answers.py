"""Who had answered a round when it closed, and who had not: late by how many days, excused with which reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.folding import fold
from actionplan.base.twins import local
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import SnapshotRequest
from actionplan.reporting.states import UNANSWERED, RequestRole, RequestState


@dataclass(frozen=True)
class Answered:
    """How the leads' requests of one organisation were answered, and how many of its invitations."""

    organisation: Organisation | None
    asked: int
    in_time: int
    late: int
    not_accepted: int
    invited: int
    contributed: int


def answered(requests: Iterable[SnapshotRequest]) -> list[Answered]:
    """One row an organisation, by the name that is shown; what was asked of nobody comes last."""
    under: dict[str, list[SnapshotRequest]] = defaultdict(list)
    for row in requests:
        under[row.organisation_key].append(row)
    nobody = under.pop("", [])
    by_name = sorted(under.values(), key=lambda rows: _by_name(rows[0]))
    return [_answered(rows) for rows in [*by_name, *([nobody] if nobody else [])]]


def _by_name(row: SnapshotRequest) -> tuple[str, str]:
    return fold(local(row, "organisation_name")), row.organisation_key


def _answered(rows: list[SnapshotRequest]) -> Answered:
    leads = [row for row in rows if row.role == RequestRole.LEAD]
    partners = [row for row in rows if row.role == RequestRole.PARTNER]
    accepted = [row for row in leads if row.state == RequestState.ACCEPTED]
    return Answered(
        organisation=organisation_of(rows[0]),
        asked=len(leads),
        in_time=sum(not row.days_late for row in accepted),
        late=sum(bool(row.days_late) for row in accepted),
        not_accepted=len(leads) - len(accepted),
        invited=len(partners),
        contributed=sum(row.state == RequestState.ACCEPTED for row in partners),
    )


def organisation_of(row: SnapshotRequest) -> Organisation | None:
    """As it was called then; a row of no table."""
    if not row.organisation_key:
        return None
    return Organisation(
        key=row.organisation_key, name=row.organisation_name, name_nl=row.organisation_name_nl
    )


def answer_words(row: SnapshotRequest, *, follows: bool) -> str:
    """Where the answer stood at the closing, and how late it was; that it was returned is for who follows the round."""
    words = _state_words(row, follows)
    if not row.days_late or row.state in UNANSWERED:
        return words
    late = ngettext("%(days)s day late", "%(days)s days late", row.days_late) % {
        "days": formatting.number(row.days_late)
    }
    return f"{words}, {late}"


def _state_words(row: SnapshotRequest, follows: bool) -> str:
    if row.state == RequestState.NOBODY:
        return _("asked of nobody: no organisation led the action")
    if row.state == RequestState.ACCEPTED:
        return _("accepted")
    if row.state == RequestState.SUBMITTED:
        return _("handed in, not reviewed")
    if row.state == RequestState.RETURNED and follows:
        return _("returned, not answered again")
    return _("not answered")
