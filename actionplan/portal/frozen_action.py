"""One action as a closing froze it: printed, reported, computed and assessed, and what was exchanged; no live facts.

The rows that the plan's functions take are made from the documents and belong to no table. Live are only the rights of who
looks, and whether the action is limited today.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.money import ZERO
from actionplan.reporting.models import SnapshotAction, SnapshotItem, SnapshotText
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import confidence_word
from actionplan.reporting.words import (
    attention_reasons,
    disagreements,
    schedule_words,
    status_note,
    status_word,
)
from actionplan.rounds.reading import Documents, Reader, documents_of
from actions.codes import code_of
from actions.models import Action
from budgets.states import BudgetKind

from . import action_facts
from .action_page import chart_of
from .action_record import milestone_lines
from .frozen import Frozen
from .frozen_facts import FrozenFacts
from .frozen_list import lead_of, minister_of
from .frozen_said import FrozenReport, exchanged_on, money_on, reports_on
from .planned_words import planned_words_of_action
from .round_trail import trail_of_round

NAMES = ["round", "plan", "objectives", "themes", "ministers", "organisations", "people"]
"""Documents of the plan as a whole that an action's page names things by."""


def row_or_404(frozen: Frozen, action: Action) -> SnapshotAction:
    """The action's row, whatever it is called today; 404 when it was not in the plan at the closing."""
    row = frozen.rows.of_action(action.pk).first()
    if row is None:
        raise Http404
    return row


def documents_for(frozen: Frozen, action: Action, user: User) -> Documents:
    """Everything that was frozen of the action, as far as this person may read it: two queries, and the person's rights."""
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot)
    known = list(items.filter(Q(action=action.pk) | Q(table__in=NAMES, action=None)))
    texts = SnapshotText.objects.filter(
        item__in=[item for item in known if item.action or item.table == "people"]
    )
    return documents_of(known, texts, Reader(user, frozen.round, {action.pk: action}))


def frozen_action_page(request: HttpRequest, frozen: Frozen, action: Action) -> dict[str, Any]:
    """The context of the page; everything but `today` and the person's rights is what was frozen."""
    user, row = request.user, row_or_404(frozen, action)
    facts = FrozenFacts(documents_for(frozen, action, user), row.code)
    reports, budget = reports_on(facts, frozen.basis), facts.budget()
    return {
        "plan": frozen.round.plan,
        "round": frozen.round,
        "frozen": frozen,
        "asked": frozen,
        "tracked": row,
        "today": action,
        "is_renamed": (action.title, action.title_nl) != (row.title, row.title_nl),
        "may_read": bool(sees_words(user, action)),
        "budget": budget,
        "planned_words": planned_words_of_action(budget),
        "reports": reports,
        "word": _word(row, reports),
        "money": money_on(budget, reports),
        **_printed(frozen, row, facts, _word(row, reports)),
        **exchanged_on(facts),
        **_where_it_stood(row, budget, reports, facts),
        **_ways(frozen, row),
    }


def _word(row: SnapshotAction, reports: list[FrozenReport]) -> FrozenReport | None:
    """The report that spoke for the action."""
    return next((report for report in reports if report.key == row.word_report), None)


def _printed(
    frozen: Frozen, row: SnapshotAction, facts: FrozenFacts, word: FrozenReport | None
) -> dict[str, Any]:
    """What the plan said, and what became of its milestones."""
    action, phases = facts.action(), facts.phases(frozen.moment.plan_day)
    terms, plan = facts.milestone_terms(), action.plan
    told = word.milestones.all() if word else []
    milestones = milestone_lines(terms, told, row.reckoned_on, plan=plan, phases=phases.in_force)
    return {
        "action": action,
        "lead": lead_of(row),
        "minister": minister_of(row),
        "phases": [(phase, action_facts.phase_words(phase)) for phase in phases.in_force],
        "all_phases": phases,
        "ministers": facts.ministers(),
        "organisations": facts.organisations(),
        "references": facts["references"],
        "milestones": milestones,
        "milestones_due": (row.milestones_due, row.milestones_achieved),
        "chart": chart_of(action, row, phases, milestones, frozen.moment),
    }


def _where_it_stood(
    row: SnapshotAction,
    budget: list[action_facts.LineOfBudget],
    reports: list[FrozenReport],
    facts: FrozenFacts,
) -> dict[str, Any]:
    continuous = row.is_continuous
    return {
        "status": status_word(row),
        "status_note": status_note(row),
        "confidence": confidence_word(row.confidence, continuous=continuous),
        "verdict": confidence_word(row.verdict, continuous=continuous),
        "schedule": schedule_words(row),
        "slip": facts.slip(row.basis),
        "reasons": attention_reasons(row, _overspent(row, budget, reports)),
        "disagreements": disagreements(row),
    }


def _overspent(
    row: SnapshotAction, budget: list[action_facts.LineOfBudget], reports: list[FrozenReport]
) -> list[Overspent]:
    found = []
    for line in budget:
        amounts = [one.paid for report in reports for one in report.expenditures if one.place == line.line]
        planned = sum(line.planned.values(), ZERO)
        paid = sum((amount for amount in amounts if amount is not None), Decimal(0))
        if line.terms.kind == BudgetKind.AMOUNT and paid > planned:
            found.append(Overspent(line.line, row.action, planned, paid))
    return found


def _ways(frozen: Frozen, row: SnapshotAction) -> dict[str, Any]:
    """The way up, and to the actions before and after this one in the frozen plan."""
    orders = frozen.rows.aggregate(
        before=Max("order", filter=Q(order__lt=row.order)), after=Min("order", filter=Q(order__gt=row.order))
    )
    before, after = orders["before"], orders["after"]
    *above, (label, address) = trail_of_round(frozen.round)
    return {
        "before": code_of(before) if before else "",
        "after": code_of(after) if after else "",
        "trail": [
            *above,
            (label, address + frozen.query_string),
            (_("Actions"), frozen.list_url + frozen.query_string),
        ],
        "live_url": reverse("action", args=[frozen.round.plan.code, row.code]),
    }
