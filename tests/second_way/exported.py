"""The rows of a plan as an export has them: JSON, a list for each table, with nothing computed."""

import json
from typing import Any

from django.apps import apps
from django.core import serializers

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
    "actions.indicator",
    "actions.indicatorterms",
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
    "reporting.correctedfact",
    "reporting.measurement",
    "reporting.question",
    "reporting.answer",
    "audit.event",
]
Row = dict[str, Any]
Exported = dict[str, list[Row]]


def exported() -> Exported:
    """Read back from the text, so that days are words and amounts are texts as in any file."""
    return {table: _rows(table) for table in TABLES}


def _rows(table: str) -> list[Row]:
    text = serializers.serialize("json", apps.get_model(table).objects.order_by("pk"))
    return [{"pk": row["pk"], **row["fields"]} for row in json.loads(text)]
