"""The sheet of an organisation: what the round under way asks of it or, between rounds, all that it leads and joins.

`sheets_of` reads it lightly, thousands of rows in a fixed number of queries, to count, to order and to say which rows
ask something; `sheet_rows` reads what a page of it shows.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Value

from actionplan.base.brussels import day_of
from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Question, Round
from actionplan.reporting.states import RequestState
from actions.models import Lead, Promotion
from objectives.models import Plan

from .asked import entries_between_rounds, entries_in
from .entry import Entry, Own, Pair

Questions = dict[Pair, list[Question]]


@dataclass
class Sheet:
    """What one organisation is asked, or keeps up: what it leads by due date, behind it what it is invited to."""

    plan: Plan
    organisation: Organisation
    today: datetime.date
    round: Round | None = None
    """The round under way."""
    since: datetime.date | None = None
    """The day that the last closed round was about."""
    bodies: dict[int, Organisation] = field(default_factory=dict)
    """All organisations, to name who leads."""
    entries: list[Entry] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    """The other actions of the organisation, of which nothing is asked, in the plan's order."""
    questions: dict[int, list[Question]] = field(default_factory=dict)
    """Those that wait for the organisation, by action."""

    @property
    def led(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_lead]

    @property
    def asking(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.asks]

    @property
    def to_hand_in(self) -> list[Entry]:
        """What the organisation leads and has not handed in, or has to answer."""
        return [entry for entry in self.led if entry.is_to_do]

    def in_state(self, *states: RequestState) -> list[Entry]:
        return [entry for entry in self.asking if entry.state in states and entry.is_to_do]


def sheets_of(plan: Plan, organisations: Collection[int], now: datetime.datetime) -> list[Sheet]:
    """A sheet for each of these organisations that has a part in the plan today: a fixed number of queries."""
    today = day_of(now)
    rounds = list(Round.objects.of_plan(plan))
    under_way = next((row for row in rounds if row.is_under_way), None)
    since = max((row.about for row in rounds if row.is_closed), default=None)
    own = _own_actions(plan, organisations, today)
    questions = _questions(plan, organisations)
    if under_way is None:
        entries = entries_between_rounds(plan, own, questions, now)
    else:
        entries = entries_in(under_way, own, questions)
    bodies = Organisation.objects.in_bulk()
    mine = sorted(
        {organisation for _action, organisation in own}, key=lambda pk: (bodies[pk].order, bodies[pk].key)
    )
    sheets = [Sheet(plan, bodies[pk], today, under_way, since, bodies=bodies) for pk in mine]
    for sheet in sheets:
        _fill(sheet, own, entries.get(sheet.organisation.pk, []), questions)
    return sheets


def _fill(sheet: Sheet, own: dict[Pair, Own], entries: list[Entry], questions: Questions) -> None:
    sheet.entries = _in_order(entries)
    on_it = {entry.action for entry in entries}
    for (action, organisation), one in own.items():
        if organisation != sheet.organisation.pk:
            continue
        if action not in on_it:
            sheet.others.append(Entry(action, one.code, one.is_lead, ""))
        if (action, organisation) in questions:
            sheet.questions[action] = questions[action, organisation]


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """What is led, and behind it invitations: what was returned, then by due date, and then in the plan's order, in which it comes."""
    return sorted(
        entries,
        key=lambda entry: (
            not entry.is_lead,
            entry.state != RequestState.RETURNED,
            entry.due or datetime.date.max,
        ),
    )


def _own_actions(plan: Plan, organisations: Collection[int], today: datetime.date) -> dict[Pair, Own]:
    """By action and organisation, in the plan's order: the parts that the organisations have today."""
    names = ["action__order", "action", "organisation", "action__code", "leads"]
    parts = [
        model.objects.in_force(today)
        .filter(in_force_q(today, "action__"), action__plan=plan, organisation__in=organisations)
        .annotate(leads=Value(leads, output_field=BooleanField()))
        .order_by()
        .values_list(*names)
        for model, leads in [(Lead, True), (Promotion, False)]
    ]
    rows = sorted(parts[0].union(parts[1]), key=lambda row: (row[0], not row[4]))
    found: dict[Pair, Own] = {}
    for _order, action, organisation, code, is_lead in rows:
        found.setdefault((action, organisation), Own(code, bool(is_lead)))
    return found


def _questions(plan: Plan, organisations: Collection[int]) -> Questions:
    """Those that wait for the organisations, the earliest term first."""
    found: dict[Pair, list[Question]] = defaultdict(list)
    rows = Question.objects.of_plan(plan).of_organisations(organisations).with_answers().waiting()
    for question in rows.by_term():
        found[question.action_id, question.organisation_id].append(question)
    return dict(found)
