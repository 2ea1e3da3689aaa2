"""Whether a plan was amended since it was adopted: whether a row of it was ended, or began later."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from actions.models import Action, ActionTerms, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms
from objectives.models import Plan

ROWS: dict[Any, str] = {
    Action: "plan",
    ActionTerms: "action__plan",
    MinisterInvolvement: "action__plan",
    Promotion: "action__plan",
    Lead: "action__plan",
    Phase: "action__plan",
    MilestoneTerms: "milestone__action__plan",
    BudgetTerms: "line__action__plan",
}


def is_amended(plan: Plan) -> bool:
    not_as_adopted = Q(in_force_from__isnull=False) | Q(in_force_until__isnull=False)
    return any(model.objects.filter(not_as_adopted, **{path: plan}).exists() for model, path in ROWS.items())
