"""What stands on the sheets: what the round under way asks of organisations or, between rounds, what they keep up."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from actionplan.reporting.models import Extension, ProgressReport, Request, Round, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import (
    DONE,
    Basis,
    ExtensionState,
    Freshness,
    ReportState,
    RequestRole,
    RequestState,
)
from objectives.models import Plan

from .entry import Entry, Own, Pair

Entries = dict[int, list[Entry]]
"""By organisation, in the plan's order."""

ASKED = [
    "action",
    "organisation",
    "role",
    "money_only",
    "extended_to",
    "due",
    "answer_state",
    "extension_asked",
]


def entries_in(round: Round, own: dict[Pair, Own], questions: Collection[Pair]) -> Entries:
    """What the round asks, as far as the organisation still has a part in the action: one query."""
    waiting = Extension.objects.filter(request=OuterRef("pk"), state=ExtensionState.ASKED)
    rows = Request.objects.filter(round=round).of_organisations({pair[1] for pair in own}).with_state()
    rows = rows.annotate(extension_asked=Exists(waiting)).order_by().values(*ASKED)
    asked = {(row["action"], row["organisation"]): row for row in rows}
    found: Entries = defaultdict(list)
    for pair, one in own.items():
        if row := asked.get(pair):
            entry = Entry(
                action=pair[0],
                code=one.code,
                is_lead=one.is_lead,
                state=row["answer_state"],
                due=row["due"] if row["role"] == RequestRole.LEAD else None,
                extended=row["extended_to"] is not None,
                extension_asked=row["extension_asked"],
                money_only=row["money_only"],
                has_question=pair in questions,
            )
            found[pair[1]].append(entry)
    return found


def entries_between_rounds(
    plan: Plan, own: dict[Pair, Own], questions: Collection[Pair], now: datetime.datetime
) -> Entries:
    """All that an organisation leads and has not completed or stopped, and all that it joins: two queries."""
    pending = _pending(plan, {pair[1] for pair in own})
    led = {action for (action, _organisation), one in own.items() if one.is_lead}
    said = _said(plan, led, Moment.now(now, plan, Basis.REPORTED))
    found: Entries = defaultdict(list)
    for pair, one in own.items():
        status, freshness = said.get(pair[0], ("", Freshness.FRESH))
        if one.is_lead and status in DONE and pair not in pending and pair not in questions:
            continue
        silent = one.is_lead and freshness != Freshness.FRESH
        state = pending.get(pair) or (RequestState.NOT_STARTED if silent else "")
        entry = Entry(pair[0], one.code, one.is_lead, state, has_question=pair in questions)
        found[pair[1]].append(entry)
    return found


def _said(plan: Plan, actions: set[int], moment: Moment) -> dict[int, tuple[str, str]]:
    """Status and freshness of these actions."""
    rows = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).with_word(moment)
    known = rows.with_freshness(moment).order_by().values_list("pk", "status", "freshness")
    return {pk: (status, freshness) for pk, status, freshness in known if pk in actions}


def _pending(plan: Plan, organisations: set[int]) -> dict[Pair, str]:
    """Where the organisations' reports hang: submitted between rounds, else returned and not answered, else in draft."""
    rows = ProgressReport.objects.filter(action__plan=plan, organisation__in=organisations)
    later = rows.filter(
        action=OuterRef("action"),
        organisation=OuterRef("organisation"),
        submitted_at__gt=OuterRef("submitted_at"),
    )
    hangs = rows.filter(
        Q(state=ReportState.DRAFT)
        | Q(state=ReportState.SUBMITTED, round__isnull=True)
        | (Q(state=ReportState.RETURNED) & ~Exists(later))
    )
    weights = [RequestState.DRAFT, RequestState.RETURNED, RequestState.SUBMITTED]
    found: dict[Pair, str] = {}
    for action, organisation, state in hangs.order_by().values_list("action", "organisation", "state"):
        known = found.get((action, organisation), RequestState.DRAFT)
        found[action, organisation] = max(known, state, key=weights.index)
    return found
