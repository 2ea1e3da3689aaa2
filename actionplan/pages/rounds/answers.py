"""Who has answered a round under way and who has not, by organisation; each count has its list.

Of a closed round, `rounds/round_requests.py` tells it as the closing kept it.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from actionplan.pages.choices import with_query
from actionplan.picture.actions import NONE
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Round
from actionplan.reporting.request_querysets import overdue_q
from actionplan.reporting.states import RequestRole, RequestState
from actionplan.rounds.counting import SUBMITTED_CODE, AnswerGroup, Answers, RoundAnswers, answers_by_role

from .request_list import ASKED_CODE, OVERDUE

MOST_CODES = 12
"""Codes that a cell shows; more are a count."""


@dataclass(frozen=True)
class RequestCount:
    """How many requests of one organisation, in one role, have one state."""

    organisation: int | None
    role: str
    state: str
    count: int
    overdue: int

    @property
    def is_lead(self) -> bool:
        return self.role == RequestRole.LEAD


def counted_requests(round: Round, on: datetime.date) -> list[RequestCount]:
    """All requests of the round, counted from one query.

    Nothing is late in a round in preparation, which asks nobody yet.
    """
    is_late = Q(pk__in=[]) if round.is_draft else overdue_q(on)
    rows: Any = round.requests.with_answer_state().order_by()
    rows = rows.annotate(late=ExpressionWrapper(is_late, BooleanField()))
    all_of, late_of = Counter[Any](), Counter[Any]()
    for organisation, role, state, late in rows.values_list("organisation", "role", "answer_state", "late"):
        all_of[organisation, role, state] += 1
        late_of[organisation, role, state] += late
    return [
        RequestCount(organisation, role, state, count, late_of[organisation, role, state])
        for (organisation, role, state), count in all_of.items()
    ]


StateCodes = Mapping[tuple[int | None, str], list[tuple[int, str]]]
"""Place in the plan and code of actions, by organisation and state of the lead's request."""


def codes_by_state(round: Round) -> StateCodes:
    """One query."""
    rows: Any = round.requests.of_leads().with_answer_state().order_by()
    codes: dict[tuple[int | None, str], list[tuple[int, str]]] = defaultdict(list)
    for organisation, state, *code in rows.values_list(
        "organisation", "answer_state", "action__order", "action__code"
    ):
        codes[organisation, state].append(tuple(code))
    return codes


@dataclass(frozen=True)
class AnswerRow:
    """The counts of one row: an organisation or the whole round."""

    label: str
    subject: Any
    segments: list[dict[str, Any]]
    leads: Answers
    partners: Answers
    asked_url: str
    submitted_url: str
    no_longer_asked_url: str
    overdue: int
    overdue_url: str
    invited_url: str
    contributed_url: str

    @property
    def is_about_something(self) -> bool:
        return bool(self.leads.asked or self.leads.no_longer_asked or self.partners.asked)


class AnswerTable:
    """Makes the rows, with the address of the list for every count."""

    def __init__(
        self, groups: list[AnswerGroup], list_url: str, codes: StateCodes = MappingProxyType({})
    ) -> None:
        self.groups, self.list_url, self.codes = groups, list_url, codes

    def without_empty_states(self, counted: list[RequestCount]) -> AnswerTable:
        """The same table with only the states that any request of a lead has."""
        states = {row.state for row in counted if row.is_lead}
        groups = [group for group in self.groups if states & set(group.states)]
        return AnswerTable(groups, self.list_url, self.codes)

    def row(self, rows: Iterable[RequestCount], filters: dict[str, Any], subject: Any = None) -> AnswerRow:
        counts = list(rows)
        answers = answers_in_round(counts)
        asked = {**filters, "role": RequestRole.LEAD}
        invited = {**filters, "role": RequestRole.PARTNER}
        return AnswerRow(
            label=subject.local_name if subject else _("none"),
            subject=subject,
            segments=[
                self._segment(group, answers.leads, asked, subject.pk if subject else None)
                for group in self.groups
            ],
            leads=answers.leads,
            partners=answers.partners,
            asked_url=with_query(self.list_url, {**asked, "state": ASKED_CODE}),
            submitted_url=with_query(self.list_url, {**asked, "state": SUBMITTED_CODE}),
            no_longer_asked_url=with_query(self.list_url, {**asked, "state": RequestState.NO_LONGER_ASKED}),
            overdue=sum(row.overdue for row in counts),
            overdue_url=with_query(self.list_url, {**asked, "when": OVERDUE}),
            invited_url=with_query(self.list_url, {**invited, "state": ASKED_CODE}),
            contributed_url=with_query(self.list_url, {**invited, "state": SUBMITTED_CODE}),
        )

    def _segment(
        self, group: AnswerGroup, leads: Answers, filters: dict[str, Any], organisation: int | None
    ) -> dict[str, Any]:
        places = sorted(
            place for state in group.states for place in self.codes.get((organisation, state), [])
        )
        return {
            "codes": [code for _order, code in places] if len(places) <= MOST_CODES else [],
            "code": str(group.code),
            "label": group.label,
            "count": leads.count(*group.states),
            "url": with_query(self.list_url, {**filters, "state": group.code}),
        }


def rows_by_organisation(
    table: AnswerTable, counted: list[RequestCount], picture: Picture
) -> list[AnswerRow]:
    """In the order of organisations; requests without an organisation come last."""
    by_organisation = defaultdict(list)
    for row in counted:
        by_organisation[row.organisation].append(row)
    rows = [
        table.row(by_organisation[organisation.pk], {"organisation": key}, organisation)
        for key, organisation in picture.organisations.items()
    ]
    rows.append(table.row(by_organisation[None], {"organisation": NONE}))
    return [row for row in rows if row.is_about_something]


def answers_in_round(counted: list[RequestCount]) -> RoundAnswers:
    return answers_by_role((row.role, row.state, row.count) for row in counted)
