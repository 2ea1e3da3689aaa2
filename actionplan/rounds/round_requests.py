"""The requests of a round and their answers, now or as a closing froze them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.base.folding import fold
from actionplan.picture import frozen, live
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.words import ABSENT, HIDDEN, REMOVED, WordsReader, WrittenText
from actionplan.reporting.models import Request, Round, Snapshot, SnapshotText
from actionplan.reporting.states import ANSWERED, NOT_SUBMITTED, RequestRole, RequestState
from actions.models import Action

from .counting import Answers, RoundAnswers, answer_groups, answers_by_role, group_of, requests_frozen


@dataclass(frozen=True)
class RequestInRound:
    """A request of a round, with what one reader may know."""

    action: ActionPicture
    organisation: OrganisationPicture | None
    """None: nobody, since no organisation led the action."""
    role: str
    due: datetime.date
    """Extension included."""
    is_extended: bool
    state: str
    """Readers who do not follow rounds see a returned report as not answered."""
    days_late: int
    """Partners are never late."""
    excuse: WrittenText
    """Why the round could close without it."""
    is_reopened: bool = False
    """In validation, and no new version was accepted: the one before counts."""
    follows: bool = True
    """Whether the reader may know that a report was returned."""

    @property
    def is_lead(self) -> bool:
        return self.role == RequestRole.LEAD

    @property
    def is_accepted(self) -> bool:
        return self.state == RequestState.ACCEPTED

    @property
    def is_late_or_missing(self) -> bool:
        """For a lead, late or not accepted; for a partner, only submitted or returned."""
        if self.is_lead:
            return bool(self.days_late) or self.is_reopened or not self.is_accepted
        return self.state in (RequestState.SUBMITTED, RequestState.RETURNED)

    @property
    def is_not_submitted(self) -> bool:
        """Of a lead that was to answer."""
        return self.is_lead and self.organisation is not None and self.state in NOT_SUBMITTED

    @property
    def words(self) -> str:
        """The state of the answer, and how late it was."""
        return ", ".join(filter(None, [self.state_words, self.late_words]))

    @property
    def late_words(self) -> str:
        return submitted_late_words(self.days_late) if self.state in ANSWERED else ""

    @property
    def state_words(self) -> str:
        if self.is_reopened:
            return _("reopened in validation, no new version accepted: the version before counts")
        if self.state == RequestState.NOBODY:
            return _("asked of nobody: no organisation led the action")
        groups = [*answer_groups(follows=self.follows), group_of(RequestState.NO_LONGER_ASKED)]
        return next(group.label for group in groups if self.state in group.states)


def requests_at_closing(
    snapshot: Snapshot, picture: Picture, reader: WordsReader, *, follows: bool
) -> list[RequestInRound]:
    """In plan order, leads first. `follows`: the reader may know that a report was returned."""
    frozen_requests = requests_frozen([snapshot])[snapshot]
    excuses = _frozen_excuses(snapshot)
    gone = frozen.withdrawn(snapshot, picture.moment.basis)
    requests = []
    for action in _in_order(picture, gone):
        for place, row in enumerate(frozen_requests.get(action.code, ())):
            request = RequestInRound(
                action=action,
                organisation=picture.organisations.get(row["organisation"] or ""),
                role=row["role"],
                due=datetime.date.fromisoformat(row["due"]),
                is_extended=row["extended_to"] is not None,
                state=row["state"],
                days_late=row["days_late"],
                excuse=excuses.get((action.code, f"/{place}/excuse"), ABSENT),
                is_reopened=row.get("reopened", False),
            )
            requests.append(request)
    return _all_for_reader(requests, reader, follows)


def state_at_closing(round: Round) -> Case:
    """The state that the last closing froze, to annotate the round's requests `with_state`."""
    states: dict[str, list[int]] = defaultdict(list)
    snapshot = Snapshot.objects.filter(closing__round=round, closing__reopened_at=None).first()
    if snapshot is not None:
        frozen_requests = requests_frozen([snapshot])[snapshot]
        frozen = {
            (code, row["organisation"]): row["state"]
            for code, rows in frozen_requests.items()
            for row in rows
        }
        rows = round.requests.values_list("pk", "action__code", "organisation__key")
        for pk, code, organisation in rows:
            if state := frozen.get((code, organisation)):
                states[state].append(pk)
    whens = (When(pk__in=keys, then=Value(state)) for state, keys in states.items())
    return Case(*whens, default=F("answer_state"), output_field=CharField())


def _frozen_excuses(snapshot: Snapshot) -> dict[tuple[str, str], WrittenText]:
    """By action code and place in the document."""
    rows = SnapshotText.objects.filter(snapshot=snapshot, item__table="requests")
    return {
        (code, name): REMOVED if removed_at else WrittenText(text)
        for code, name, text, removed_at in rows.values_list("item__key", "name", "text", "redacted_at")
    }


def requests_now(
    round: Round, picture: Picture, reader: WordsReader, *, follows: bool
) -> list[RequestInRound]:
    """The requests as a closing at the picture's instant would freeze them."""
    rows: dict[int, list[Any]] = defaultdict(list)
    asked = Request.objects.filter(round=round).with_state().with_reports()
    asked = asked.with_lateness(day_of(picture.moment.known_at))
    for row in asked.select_related("organisation").order_by("role", "pk"):
        rows[row.action_id].append(row)
    gone = [pk for pk in rows if picture.actions.by_pk(pk) is None]
    withdrawn = live.read(round.plan, picture.moment, gone).actions if gone else ()
    requests = [
        RequestInRound(
            action=action,
            organisation=picture.organisations[row.organisation.key] if row.organisation else None,
            role=row.role,
            due=row.due,
            is_extended=row.extended_to is not None,
            state=RequestState.ACCEPTED if row.is_reopened else state_without_drafts(row),
            is_reopened=row.is_reopened,
            days_late=days_late(row),
            excuse=WrittenText(row.excuse),
        )
        for action in _in_order(picture, withdrawn)
        for row in rows[action.pk]
    ]
    return _all_for_reader(requests, reader, follows)


def _in_order(picture: Picture, withdrawn: Iterable[ActionPicture]) -> list[ActionPicture]:
    """In plan order, including actions that were asked about and withdrawn since."""
    return sorted([*picture.actions, *withdrawn], key=lambda action: action.order)


def _all_for_reader(
    requests: list[RequestInRound], reader: WordsReader, follows: bool
) -> list[RequestInRound]:
    today = Action.objects.in_bulk([request.action.pk for request in requests])
    seen = [
        _for_reader(request, follows, may_read=reader.reads(today[request.action.pk])) for request in requests
    ]
    for request in seen:
        if reader.shows:
            note_words(today[request.action.pk], request.excuse.text)
    return seen


def _for_reader(request: RequestInRound, follows: bool, *, may_read: bool) -> RequestInRound:
    is_returned, excuse = request.state == RequestState.RETURNED, request.excuse
    if (request.is_accepted and not request.is_reopened) or not excuse:
        excuse = ABSENT  # the report came after all
    elif not may_read:
        excuse = HIDDEN
    state = RequestState.NOT_STARTED if is_returned and not follows else request.state
    return replace(request, state=state, excuse=excuse, follows=follows)


def state_without_drafts(row: Any) -> str:
    """The state of the answer, with a draft as not started: only its organisation may know of a draft."""
    return RequestState.NOT_STARTED if row.answer_state == RequestState.DRAFT else row.answer_state


def days_late(row: Any) -> int:
    """Whole days of a request with lateness; 0 up to the due day, and for who is never late."""
    return max(row.late_by.days, 0) if row.late_by else 0


def submitted_late_words(days: int) -> str:
    """Empty unless it was late."""
    words = ngettext("submitted %(days)s day late", "submitted %(days)s days late", days)
    return words % {"days": formatting.number(days)} if days else ""


@dataclass(frozen=True)
class AnswersOfOrganisation:
    """How an organisation answered its requests as lead, and its invitations as partner."""

    organisation: OrganisationPicture | None
    leads: Answers
    partners: Answers
    late: int
    """How many of the accepted lead reports were submitted late."""
    others: dict[str, int]
    """How many lead reports are in each other state that the reader may tell apart, by its word."""

    @property
    def in_time(self) -> int:
        return self.leads.accepted - self.late


def answers_by_organisation(requests: Iterable[RequestInRound]) -> list[AnswersOfOrganisation]:
    """Sorted by displayed name; requests to nobody come last."""
    under: dict[str, list[RequestInRound]] = defaultdict(list)
    for request in requests:
        under[request.organisation.key if request.organisation else ""].append(request)
    nobody = under.pop("", [])
    answers = sorted((_answers_of(rows) for rows in under.values()), key=_by_name)
    return [*answers, *([_answers_of(nobody)] if nobody else [])]


def answers_of_all(requests: list[RequestInRound]) -> AnswersOfOrganisation | None:
    """The sums of the rows; None where nobody was asked."""
    return replace(_answers_of(requests), organisation=None) if requests else None


def _by_name(answers: AnswersOfOrganisation) -> tuple[str, str]:
    organisation = answers.organisation
    return (fold(organisation.local_name), organisation.key) if organisation else ("", "")


def _answers_of(requests: list[RequestInRound]) -> AnswersOfOrganisation:
    answers = answers_to(requests)
    late = [request for request in requests if request.is_lead and request.is_accepted and request.days_late]
    others = {
        group.label: answers.leads.count(*group.states)
        for group in answer_groups(follows=requests[0].follows)
        if RequestState.ACCEPTED not in group.states
    }
    return AnswersOfOrganisation(requests[0].organisation, answers.leads, answers.partners, len(late), others)


def answers_to(requests: Iterable[RequestInRound]) -> RoundAnswers:
    return answers_by_role((request.role, request.state, 1) for request in requests)
