"""How many requests a round makes and how they were answered; pages, files, documents and mails all count
here.

Leads and partners are counted separately: partners are invited and need not answer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.picture.frozen import WITHDRAWN_TABLES
from actionplan.reporting.models import Request, Round, Snapshot, SnapshotItem
from actionplan.reporting.states import UNANSWERED, Basis, RequestRole, RequestState


@dataclass(frozen=True)
class Answers:
    """How a number of requests, to leads or to partners, were answered."""

    accepted: int = 0
    handed_in: int = 0
    """Submitted and not yet reviewed."""
    returned: int = 0
    not_heard_of: int = 0
    """Nothing was submitted; includes drafts and requests to nobody."""
    no_longer_asked: int = 0
    """The action left the plan before an answer came; not counted in `asked`."""

    @property
    def asked(self) -> int:
        return self.answered + self.unanswered

    @property
    def answered(self) -> int:
        return self.accepted + self.handed_in

    @property
    def unanswered(self) -> int:
        return self.returned + self.not_heard_of

    def in_words(self, *, follows: bool) -> str:
        """How many were accepted, and the state of the others; empty if nothing was asked.

        `follows`: whether the reader may know that a report was returned.
        """
        accepted = {"count": formatting.number(self.accepted), "asked": formatting.number(self.asked)}
        parts = [
            (self.handed_in, _("%(count)s handed in and not reviewed")),
            (self.returned if follows else 0, _("%(count)s returned")),
            (self.not_heard_of if follows else 0, _("%(count)s not submitted")),
            (0 if follows else self.unanswered, _("%(count)s not answered yet")),
        ]
        asked = [
            _("%(count)s of %(asked)s accepted") % accepted,
            *(words % {"count": formatting.number(count)} for count, words in parts if count),
        ]
        left = _("%(count)s no longer asked, since the action left the plan")
        return "; ".join(
            [
                *([", ".join(asked)] if self.asked else []),
                *(
                    [left % {"count": formatting.number(self.no_longer_asked)}]
                    if self.no_longer_asked
                    else []
                ),
            ]
        )


@dataclass(frozen=True)
class RoundAnswers:
    leads: Answers
    partners: Answers

    def sentences(self, *, follows: bool) -> list[str]:
        """How many lead reports and how many partners' contributions were accepted, in a sentence each."""
        of_leads, of_partners = (answers.in_words(follows=follows) for answers in [self.leads, self.partners])
        return [
            *([_("Reports asked of leads: %(answers)s.") % {"answers": of_leads}] if of_leads else []),
            *(
                [_("Contributions that partners are invited to: %(answers)s.") % {"answers": of_partners}]
                if of_partners
                else []
            ),
        ]


def answers_in(states: Iterable[tuple[str, int]]) -> Answers:
    """Counts from pairs of a RequestState and a number of requests."""
    counted: Counter[str] = Counter()
    for state, count in states:
        counted[state] += count
    return Answers(
        accepted=counted[RequestState.ACCEPTED],
        handed_in=counted[RequestState.SUBMITTED],
        returned=counted[RequestState.RETURNED],
        not_heard_of=sum(counted[state] for state in UNANSWERED if state != RequestState.RETURNED),
        no_longer_asked=counted[RequestState.NO_LONGER_ASKED],
    )


def answers_by_role(states: Iterable[tuple[str, str, int]]) -> RoundAnswers:
    """Counts by role, from triples of role, RequestState and a number of requests."""
    of_role: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for role, state, count in states:
        of_role[role].append((state, count))
    return RoundAnswers(*(answers_in(of_role[role]) for role in [RequestRole.LEAD, RequestRole.PARTNER]))


def answers_of_requests(requests: Any) -> RoundAnswers:
    """Counts of a queryset of requests `with_state`, in one query."""
    counts = requests.order_by().values_list("role", "answer_state").annotate(count=Count("pk"))
    return answers_by_role(counts)


def answers_of(rounds: Iterable[Round]) -> dict[int, RoundAnswers]:
    """By round key: the counts now or, if closed, as frozen, in at most two queries."""
    by_key = {round.pk: round for round in rounds}
    states: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    states |= _frozen([key for key, round in by_key.items() if round.is_closed])
    rows: Any = Request.objects.filter(round__in=by_key.keys() - states.keys()).with_state().order_by()
    counts = rows.values_list("round", "role", "answer_state").annotate(count=Count("pk"))
    for key, role, state, count in counts:
        states[key].append((role, state, count))
    return {key: answers_by_role(states[key]) for key in by_key}


def _frozen(rounds: list[int]) -> dict[int, list[tuple[str, str, int]]]:
    """By round key, for rounds with a closing in force."""
    snapshots = Snapshot.objects.filter(closing__round__in=rounds, closing__reopened_at=None)
    frozen = requests_frozen(snapshots.select_related("closing"))
    return {snapshot.closing.round_id: _states(requests) for snapshot, requests in frozen.items()}


def answers_frozen(snapshots: Iterable[Snapshot]) -> dict[int, RoundAnswers]:
    """By snapshot key, in one query."""
    return {
        snapshot.pk: answers_by_role(_states(requests))
        for snapshot, requests in requests_frozen(snapshots).items()
    }


def _states(by_action: Mapping[str, list[dict[str, Any]]]) -> list[tuple[str, str, int]]:
    return [(row["role"], row["state"], 1) for requests in by_action.values() for row in requests]


def requests_frozen(snapshots: Iterable[Snapshot]) -> dict[Snapshot, dict[str, list[dict[str, Any]]]]:
    """The requests by snapshot and action code, leads before partners, in one query.

    Each is as in the document `requests`, with `state`, a RequestState.
    """
    by_key = {snapshot.pk: snapshot for snapshot in snapshots}
    tables: dict[str, dict[int, dict[str, bytes]]] = {
        name: defaultdict(dict)
        for name in ("requests", "requests_followed", WITHDRAWN_TABLES[Basis.ACCEPTED])
    }
    rows = SnapshotItem.objects.filter(snapshot__in=by_key, table__in=tables).order_by("pk")
    for snapshot, table, code, content in rows.values_list("snapshot", "table", "key", "content"):
        tables[table][snapshot][code] = bytes(content)
    requests, followed_by, left = tables.values()
    return {
        snapshot: {
            code: [
                row | {"state": _state(followed["state"], has_left=code in left[key])}
                for row, followed in zip(json.loads(content), json.loads(followed_by[key][code]), strict=True)
            ]
            for code, content in requests[key].items()
        }
        for key, snapshot in by_key.items()
    }


def _state(frozen: str, *, has_left: bool) -> str:
    """As in a round under way: an unanswered request about an action that left is no longer asked."""
    return RequestState.NO_LONGER_ASKED if has_left and frozen in UNANSWERED else frozen
