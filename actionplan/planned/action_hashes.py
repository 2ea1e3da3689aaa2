"""What actions of the plan say, as hashes in the events of the acts that write them: of each its document, as `export_plan` has
it, for every day from which it says something else.

The salt lies with the action. A hash names its form, so that another way to write it can be told from another action.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from actionplan.audit.contents import in_form
from actionplan.base.refusals import Refused
from actions.models import Action

from .from_rows import PartsOfActions
from .json_form import as_json

FORM = 1
ACTIONS = "actions"
"""Among the contents of an event: the hashes of the actions that were written, by their keys."""


def contents_of_actions(keys: Iterable[int]) -> dict[str, dict[str, str]]:
    """For the event of an act that wrote these actions, behind it."""
    return {ACTIONS: hashes_of_actions(Action.objects.filter(pk__in=list(keys)))}


def hashes_of_actions(rows: QuerySet[Action]) -> dict[str, str]:
    """By the key of the action, as a text; empty for one without a salt, or whose rows cannot be read any more."""
    actions = list(rows.select_related("objective", "theme").order_by("pk"))
    parts = PartsOfActions(actions)
    return {str(action.pk): _hash_of(action, parts) if action.salt else "" for action in actions}


def _hash_of(action: Action, parts: PartsOfActions) -> str:
    try:
        versions = [[day, _said(action, parts, day)] for day in parts.days_of(action)]
    except (ArithmeticError, LookupError, Refused, TypeError, ValueError):  # what no operation writes
        return ""
    also = {"continues": action.continues_id, "merged_into": action.merged_into_id}
    return in_form(FORM, {"salt": action.salt, "versions": versions, **also})


def _said(action: Action, parts: PartsOfActions, day: datetime.date | None) -> Any:
    """With its lead, whom a document names only where it is not the first promoter."""
    on = day or datetime.date.min
    version = parts.version(action, on)
    leads = [row.organisation.key for row in parts.leads[action.pk] if row.is_in_force(on)]
    return [as_json(version), leads] if version else None
