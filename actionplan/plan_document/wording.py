"""What a document says, in words: its members as the columns that they stand for are called, and their values as people write them."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

MODELS: dict[str, list[Any]] = {
    "plan": [Plan],
    "objectives": [Objective],
    "actions": [ActionTerms, Action],
    "action ministers": [MinisterInvolvement],
    "promoters": [Promotion],
    "phases": [Phase],
    "milestones": [MilestoneTerms, Milestone],
    "lines": [BudgetTerms],
    "ministers": [Minister],
    "policy_areas": [PolicyArea],
    "organisations": [Organisation, Affiliation],
}
"""By the kind of item: where its columns stand."""
COLUMNS = {
    "phase": "phase_place",
    "from": "in_force_from",
    "until": "in_force_until",
    "timing": "timing_printed",
    "budget": "budget_printed",
}
"""Of members that are called otherwise."""
LISTS: dict[str, Any] = {
    "themes": Theme,
    "cross_references": CrossReference,
    "funding": Funding,
    "phases": Phase,
    "lines": BudgetLine,
    "milestones": Milestone,
    "ministers": Minister,
    "promoters": Promotion,
    "objectives": Objective,
    "actions": Action,
}


def column_of(kind: str, member: str) -> models.Field | None:
    """The column that a member of such an item stands for; None for a list and for what has no column of its own."""
    for model in MODELS[kind]:
        try:
            return model._meta.get_field(COLUMNS.get(member, member))
        except FieldDoesNotExist:
            continue
    return None


def label_of(kind: str, member: str) -> str:
    column = column_of(kind, member)
    if member in LISTS:
        return str(LISTS[member]._meta.verbose_name_plural)
    if member == "themes_nl":
        return _("themes in Dutch")
    if member == "lead":
        return str(Lead._meta.verbose_name)
    return member if column is None else str(column.verbose_name)


def language_of(kind: str, member: str) -> str:
    """In which a member with a twin in the other language is written, as `lang` has it; empty for any other."""
    if member.endswith("_nl"):
        return "nl"
    return "en" if member == "themes" or column_of(kind, f"{member}_nl") is not None else ""


def words_of_value(kind: str, member: str, value: Any) -> str:
    """Empty for nothing."""
    column = column_of(kind, member)
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "; ".join(_words_of_item(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column is not None and column.choices:
        return str(dict(column.choices).get(value, value))
    if isinstance(column, models.DateField):
        return formatting.day(datetime.date.fromisoformat(value))
    if member == "amount":
        return formatting.euro(column.to_python(value)) if column is not None else value
    return str(value)


def _words_of_item(item: Any) -> str:
    return f"{item['source']} {item['percent']} %" if isinstance(item, dict) else str(item)
