"""The rows of a plan as an export has them: JSON, a list for each table, with nothing computed."""

import functools
import json
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db.models import Max

TABLES = [
    "objectives.plan",
    "objectives.objective",
    "organisations.policyarea",
    "organisations.minister",
    "organisations.organisation",
    "organisations.affiliation",
    "actions.action",
    "actions.actionterms",
    "actions.phase",
    "actions.lead",
    "actions.ministerinvolvement",
    "actions.promotion",
    "actions.milestone",
    "actions.milestoneterms",
    "budgets.budgetline",
    "budgets.budgetterms",
    "budgets.funding",
    "reporting.round",
    "reporting.request",
    "reporting.extension",
    "reporting.progressreport",
    "reporting.standing",
    "reporting.expenditure",
    "reporting.reportedmilestone",
    "reporting.spread",
    "audit.event",
]
Row = dict[str, Any]
Exported = dict[str, list[Row]]


def exported() -> Exported:
    """Read back from the text, so that days are words and amounts are texts as in any file; once for each telling."""
    standings, events = (apps.get_model(table).objects for table in ("reporting.standing", "audit.event"))
    return _exported(standings.aggregate(last=Max("pk"))["last"], standings.count(), events.count())


@functools.lru_cache(maxsize=2)
def _exported(last: int, count: int, events: int) -> Exported:
    """Of the database in which the standings are these: the story's keys tell one telling from another."""
    return {table: _rows(table) for table in TABLES}


def _rows(table: str) -> list[Row]:
    text = serializers.serialize("json", apps.get_model(table).objects.order_by("pk"))
    return [{"pk": row["pk"], **row["fields"]} for row in json.loads(text)]
