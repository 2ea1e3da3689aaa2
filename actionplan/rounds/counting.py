"""How many requests a round makes and how they were answered; pages, files, documents and mails all count
here.

Leads and partners are counted separately: partners are invited and need not answer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.picture.frozen import WITHDRAWN_TABLES
from actionplan.reporting.models import Request, Round, Snapshot, SnapshotItem
from actionplan.reporting.states import (
    ANSWERED,
    NO_DRAFT,
    NOT_SUBMITTED,
    UNANSWERED,
    Basis,
    RequestRole,
    RequestState,
)

SUBMITTED_CODE = "answered"
"""The parameter value for what is accepted or to review; that of the state `SUBMITTED` is for what is to review."""


@dataclass(frozen=True)
class AnswerGroup:
    """States of requests that are shown as one: the parameter value, the word, the states."""

    code: str
    label: str
    states: Sequence[str]


def answer_groups(*, follows: bool, drafts: bool = False) -> list[AnswerGroup]:
    """The states that a reader may tell apart, in the order of the bars; together all that is asked.

    `follows`: whether the reader may know that a report was returned; `drafts`: that there is a draft.
    """
    submitted = [group_of(RequestState.ACCEPTED), group_of(RequestState.SUBMITTED)]
    if not follows:
        return [*submitted, AnswerGroup("unanswered", _("not answered yet"), UNANSWERED)]
    returned, silent = group_of(RequestState.RETURNED), RequestState.NOT_STARTED
    if not drafts:
        return [*submitted, returned, _not_submitted()]
    draft = group_of(RequestState.DRAFT)
    return [*submitted, returned, draft, AnswerGroup(silent, str(silent.label), NO_DRAFT)]


def sums_of_groups(*, follows: bool, drafts: bool = False) -> list[AnswerGroup]:
    """What sentences count as one and `answer_groups` tells apart."""
    submitted = AnswerGroup(SUBMITTED_CODE, pgettext("request", "submitted"), ANSWERED)
    return [submitted, *([_not_submitted()] if follows and drafts else [])]


def _not_submitted() -> AnswerGroup:
    return AnswerGroup("not_submitted", _("not submitted"), NOT_SUBMITTED)


def group_of(state: RequestState) -> AnswerGroup:
    return AnswerGroup(state, str(state.label), [state])


@dataclass(frozen=True)
class Answers:
    """How a number of requests, to leads or to partners, were answered.

    asked = submitted + returned + not submitted; submitted = accepted + to review. A closing does not know of
    drafts. Requests that are no longer asked, since the action left the plan, do not count in `asked`.
    """

    by_state: Counter[str]

    def count(self, *states: str) -> int:
        return sum(self.by_state[state] for state in states)

    @property
    def asked(self) -> int:
        return self.submitted + self.unanswered

    @property
    def submitted(self) -> int:
        return self.count(*ANSWERED)

    @property
    def accepted(self) -> int:
        return self.count(RequestState.ACCEPTED)

    @property
    def to_review(self) -> int:
        return self.count(RequestState.SUBMITTED)

    @property
    def unanswered(self) -> int:
        return self.count(*UNANSWERED)

    @property
    def no_longer_asked(self) -> int:
        return self.count(RequestState.NO_LONGER_ASKED)

    @property
    def submitted_of_asked(self) -> str:
        """ "16 of 42"."""
        return self._of_asked(_("%(count)s of %(asked)s"), self.submitted)

    @property
    def submitted_in_words(self) -> str:
        return self._of_asked(_("%(count)s of %(asked)s requested reports are submitted"), self.submitted)

    @property
    def accepted_in_words(self) -> str:
        return self._of_asked(_("%(count)s of %(asked)s requested reports are accepted"), self.accepted)

    def _of_asked(self, words: str, count: int) -> str:
        return words % {"count": formatting.number(count), "asked": formatting.number(self.asked)}

    def in_words(self, *, follows: bool, drafts: bool = False) -> str:
        """How many are submitted, and the state of the others, as far as `answer_groups` tells them apart."""
        of_submitted = _counted(
            [(self.accepted, _("%(count)s accepted")), (self.to_review, _("%(count)s to review"))]
        )
        submitted = (self.submitted, f"{_('%(count)s submitted')} ({of_submitted})")
        if not follows:
            return _counted([submitted, (self.unanswered, _("%(count)s not answered yet"))])
        draft, not_submitted = self.count(RequestState.DRAFT), _("%(count)s not submitted")
        if drafts and draft:
            drawn_up = ngettext("%(count)s draft", "%(count)s drafts", draft)
            of_them = _counted([(draft, drawn_up), (self.count(*NO_DRAFT), _("%(count)s without one"))])
            not_submitted = f"{not_submitted} ({of_them})"
        returned = (self.count(RequestState.RETURNED), _("%(count)s returned"))
        return _counted([submitted, returned, (self.count(*NOT_SUBMITTED), not_submitted)])


def _counted(parts: Iterable[tuple[int, str]]) -> str:
    """ "8 accepted, 8 to review", without what is zero."""
    return ", ".join(words % {"count": formatting.number(count)} for count, words in parts if count)


@dataclass(frozen=True)
class RoundAnswers:
    leads: Answers
    partners: Answers

    def sentences(self, *, follows: bool, drafts: bool = False) -> list[str]:
        """How the requests to leads and the invitations of partners were answered; none of what was not asked."""
        left = _("%(count)s no longer asked, since the action left the plan")
        found = []
        for answers, words, asked in [
            (self.leads, _("Reports of leads: %(answers)s."), _("of %(count)s asked, %(answers)s")),
            (
                self.partners,
                _("Contributions of partners: %(answers)s."),
                _("of %(count)s invited, %(answers)s"),
            ),
        ]:
            said = answers.in_words(follows=follows, drafts=drafts)
            numbers = {"count": formatting.number(answers.asked), "answers": said}
            parts = [asked % numbers if said else "", _counted([(answers.no_longer_asked, left)])]
            if any(parts):
                found.append(words % {"answers": "; ".join(filter(None, parts))})
        return found


def answers_in(states: Iterable[tuple[str, int]]) -> Answers:
    """Counts from pairs of a RequestState and a number of requests."""
    counted: Counter[str] = Counter()
    for state, count in states:
        counted[state] += count
    return Answers(counted)


def answers_by_role(states: Iterable[tuple[str, str, int]]) -> RoundAnswers:
    """Counts by role, from triples of role, RequestState and a number of requests."""
    of_role: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for role, state, count in states:
        of_role[role].append((state, count))
    return RoundAnswers(*(answers_in(of_role[role]) for role in [RequestRole.LEAD, RequestRole.PARTNER]))


def answers_of_requests(requests: Any) -> RoundAnswers:
    """Counts of a queryset of requests `with_answer_state`, in one query."""
    rows = requests.order_by().values_list("role", "answer_state")
    return answers_by_role((role, state, 1) for role, state in rows)


def answers_of(rounds: Iterable[Round]) -> dict[int, RoundAnswers]:
    """By round key: the counts now or, if closed, as frozen, in at most two queries."""
    by_key = {round.pk: round for round in rounds}
    states: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    states |= _frozen([key for key, round in by_key.items() if round.is_closed])
    rows: Any = Request.objects.filter(round__in=by_key.keys() - states.keys()).with_answer_state().order_by()
    for key, role, state in rows.values_list("round", "role", "answer_state"):
        states[key].append((role, state, 1))
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
