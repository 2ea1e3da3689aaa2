"""Who had answered a round when it closed, and who had not: late by how many days, excused with which reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.folding import fold
from actionplan.base.twins import local
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import SnapshotItem, SnapshotRequest, SnapshotText
from actionplan.reporting.snapshot_querysets import SnapshotRowQuerySet
from actionplan.reporting.states import UNANSWERED, RequestRole, RequestState
from actionplan.rounds.reading import Reader, Text, documents_of
from actions.models import Action

from .frozen import Frozen


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


def requests_of(frozen: Frozen) -> SnapshotRowQuerySet:
    return SnapshotRequest.objects.of_snapshot(frozen.snapshot)


def answers_by_organisation(frozen: Frozen) -> list[Answered]:
    """One query."""
    return answered(requests_of(frozen))


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


def late_or_missing(frozen: Frozen) -> SnapshotRowQuerySet:
    """Leads' requests that were answered late or not accepted, and partners' that hung, in the plan's order."""
    late = Q(days_late__gt=0)
    missing = Q(role=RequestRole.LEAD) & ~Q(state=RequestState.ACCEPTED)
    hung = Q(role=RequestRole.PARTNER, state__in=[RequestState.SUBMITTED, RequestState.RETURNED])
    return requests_of(frozen).filter(late | missing | hung).order_by("order", "role", "pk")


@dataclass(frozen=True)
class LateAnswer:
    """A request that was not answered in time, in words, with the reasons as far as the person may read them."""

    request: SnapshotRequest
    organisation: Organisation | None
    words: str
    excuse: Any
    """A text; nothing where no reason was given."""


def late_answers(frozen: Frozen, rows: Iterable[SnapshotRequest], user: User) -> list[LateAnswer]:
    """These rows with their reasons: three queries, whatever their number."""
    shown, follows = list(rows), user.has_perm("reporting.follow_rounds", frozen.round)
    reasons = _reasons(frozen, {row.action for row in shown}, user)
    found = []
    for row in shown:
        came = row.state == RequestState.ACCEPTED  # after all: the round did not close without it
        said = {} if came else reasons.get((row.code, row.organisation_key), {})
        found.append(
            LateAnswer(
                row,
                organisation_of(row),
                answer_words(row, follows=follows),
                said.get("excuse") or Text(),
            )
        )
    return found


def _reasons(frozen: Frozen, actions: set[int], user: User) -> dict[tuple[str, str], Any]:
    """What was said about requests, by the action's code and the organisation's key."""
    items = list(SnapshotItem.objects.filter(snapshot=frozen.snapshot, table="requests", action__in=actions))
    texts = SnapshotText.objects.filter(item__in=items)
    reader = Reader(user, frozen.round, Action.objects.in_bulk(actions))
    documents = documents_of(items, texts, reader)
    return {
        (code, row["organisation"] or ""): row for (_table, code), rows in documents.items() for row in rows
    }


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
