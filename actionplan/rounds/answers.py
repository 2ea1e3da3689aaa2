"""What a closing froze of the answers to its round: by organisations, late or not, excused or not; by ministers' offices."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.folding import fold
from actionplan.organisations.models import Minister
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.picture import ActionPicture
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.states import UNANSWERED, RequestRole, RequestState
from actions.models import Action

from .reading import Reader, Text, documents_of
from .rows import instant

TABLES = ["requests", "requests_followed"]


@dataclass(frozen=True)
class RequestAtClosing:
    """A request of a round as it stood when the round closed, as far as one person may know."""

    action: ActionPicture
    organisation: OrganisationPicture | None
    """None is nobody: no organisation led the action."""
    role: str
    due: datetime.date
    """With its extension."""
    is_extended: bool
    state: str
    """That a report was returned and not answered again is told to those who follow rounds; to others it is not answered."""
    days_late: int
    """Partners are never late."""
    excuse: Text
    """Why the round could close without it."""

    @property
    def is_lead(self) -> bool:
        return self.role == RequestRole.LEAD

    @property
    def is_accepted(self) -> bool:
        return self.state == RequestState.ACCEPTED

    @property
    def is_late_or_missing(self) -> bool:
        """Answered late or not accepted by a lead; of partners, who need not answer, only what hung."""
        if self.is_lead:
            return bool(self.days_late) or not self.is_accepted
        return self.state in (RequestState.SUBMITTED, RequestState.RETURNED)

    @property
    def words(self) -> str:
        """Where the answer stood at the closing, and how late it was."""
        if not self.days_late or self.state in UNANSWERED:
            return self._state_words
        late = ngettext("%(days)s day late", "%(days)s days late", self.days_late)
        return f"{self._state_words}, {late % {'days': formatting.number(self.days_late)}}"

    @property
    def _state_words(self) -> str:
        if self.state == RequestState.NOBODY:
            return _("asked of nobody: no organisation led the action")
        if self.state == RequestState.ACCEPTED:
            return _("accepted")
        if self.state == RequestState.SUBMITTED:
            return _("handed in, not reviewed")
        if self.state == RequestState.RETURNED:
            return _("returned, not answered again")
        return _("not answered")


def requests_at_closing(
    snapshot: Snapshot,
    actions: Iterable[ActionPicture],
    organisations: Mapping[str, OrganisationPicture],
    user: User,
) -> list[RequestAtClosing]:
    """What the round asked of these actions, in their order, leads before partners: three queries."""
    by_code = {action.code: action for action in actions}
    items = SnapshotItem.objects.filter(snapshot=snapshot, table__in=TABLES).order_by("pk")
    texts = SnapshotText.objects.filter(snapshot=snapshot, item__table="requests")
    today = Action.objects.in_bulk([action.pk for action in by_code.values()])
    documents = documents_of(items, texts, Reader(user, snapshot.closing.round, today))
    found = []
    for code, action in by_code.items():
        followed = {
            row["organisation"]: row["state"] for row in documents.get(("requests_followed", code), [])
        }
        for row in documents.get(("requests", code), []):
            organisation = organisations.get(row["organisation"] or "")
            state = followed.get(row["organisation"]) or _state_for_everybody(row)
            found.append(_request(action, organisation, row, state))
    return found


def _request(
    action: ActionPicture, organisation: OrganisationPicture | None, row: Any, state: str
) -> RequestAtClosing:
    accepted = state == RequestState.ACCEPTED  # after all: the round did not close without it
    return RequestAtClosing(
        action=action,
        organisation=organisation,
        role=row["role"],
        due=datetime.date.fromisoformat(row["due"]),
        is_extended=row["extended_to"] is not None,
        state=state,
        days_late=row["days_late"],
        excuse=Text() if accepted else row["excuse"] or Text(),
    )


def _state_for_everybody(row: Any) -> str:
    if row["organisation"] is None:
        return RequestState.NOBODY
    return row["answered"] or RequestState.NOT_STARTED


@dataclass(frozen=True)
class AnswersOfOrganisation:
    """How the leads' requests of one organisation were answered, and how many of its invitations."""

    organisation: OrganisationPicture | None
    asked: int
    in_time: int
    late: int
    not_accepted: int
    invited: int
    contributed: int


def answers_by_organisation(requests: Iterable[RequestAtClosing]) -> list[AnswersOfOrganisation]:
    """By the name that is shown; what was asked of nobody comes last."""
    under: dict[OrganisationPicture | None, list[RequestAtClosing]] = defaultdict(list)
    for request in requests:
        under[request.organisation].append(request)
    organisations = sorted(
        (one for one in under if one is not None), key=lambda one: (fold(one.local_name), one.key)
    )
    last = [None] if None in under else []
    return [_answers_of(one, under[one]) for one in [*organisations, *last]]


def _answers_of(
    organisation: OrganisationPicture | None, requests: list[RequestAtClosing]
) -> AnswersOfOrganisation:
    leads = [request for request in requests if request.is_lead]
    partners = [request for request in requests if not request.is_lead]
    accepted = [request for request in leads if request.is_accepted]
    return AnswersOfOrganisation(
        organisation=organisation,
        asked=len(leads),
        in_time=sum(not request.days_late for request in accepted),
        late=sum(bool(request.days_late) for request in accepted),
        not_accepted=len(leads) - len(accepted),
        invited=len(partners),
        contributed=sum(request.is_accepted for request in partners),
    )


@dataclass(frozen=True)
class OfficeAnswer:
    """No objection, or a remark, as far as this person may read it."""

    minister: Minister
    at: Any
    remark: Text
    objects: bool
    was_removed: bool
    """The remark was removed by law before the round closed."""


def office_answers(snapshot: Snapshot, action: Action, user: User) -> list[OfficeAnswer]:
    """Those that the person may see, in the ministers' order: three queries."""
    items = list(SnapshotItem.objects.filter(snapshot=snapshot, action=action.pk, table="minister_answers"))
    texts = SnapshotText.objects.filter(item__in=items)
    found = documents_of(items, texts, Reader(user, snapshot.closing.round, {action.pk: action}))
    rows = [row for content in found.values() for row in content]
    ministers = {row.key: row for row in Minister.objects.filter(key__in=[row["minister"] for row in rows])}
    return [
        OfficeAnswer(
            ministers[row["minister"]],
            instant(row["at"]),
            row["remark"] or Text(),
            row["objects_to_it"],
            row["objects_to_it"] and not row["remark"] and row["redacted_at"] is not None,
        )
        for row in rows
    ]
