"""From an action's item to the values of its rows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actions.models import Action, ActionTerms

Item = dict[str, Any]
Values = dict[str, Any]


def save(row: models.Model, values: Values) -> None:
    """Give the row these values, and write it where that makes a difference.

    Raises Refused where one does not fit, and where the database refuses the row.
    """
    changed = [name for name, value in values.items() if getattr(row, name, None) != value]
    if row.pk and not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    references = [field.name for field in row._meta.concrete_fields if field.is_relation]
    try:
        row.clean_fields(exclude=references)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{row._meta.verbose_name} {row}, {name}: {' '.join(messages)}") from None
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError as error:
        raise Refused(f"{row._meta.verbose_name} {row}: {_why_refused(row, error)}") from None


def _why_refused(row: models.Model, error: DatabaseError) -> str:
    """What the row's constraints say of it, else what the database says."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as refused:
        return " ".join(refused.messages)
    return str(error)


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def terms_values(action: Action, item: Item) -> Values:
    words = {name: item.get(name, "") for name in ["title", "title_nl", "summary", "summary_nl"]}
    folded = ActionTerms(action=action, **words).folded_words()
    return words | {"kind": item["kind"], "folded": folded}


def role_values(item: Item, order: int) -> Values:
    return {
        "role": item["role"],
        "inferred": item.get("inferred", False),
        "order": order,
        "printed_as": item["printed_as"],
    }


def phase_values(item: Item) -> Values:
    return {
        "label": item["label"],
        "label_nl": item.get("label_nl", ""),
        "start": day(item["start"]),
        "start_precision": item["start_precision"] or "",
        "end": day(item["end"]),
        "end_precision": item["end_precision"] or "",
        "continuous": item["continuous"],
        "printed_as": item.get("printed_as", ""),
    }


def milestone_values(item: Item) -> Values:
    values = {name: item.get(name, "") for name in ["title", "title_nl", "recurrence", "unit", "printed_as"]}
    values |= {"due": day(item["due"]), "due_precision": item["due_precision"] or ""}
    targets = {name: item.get(name) for name in ["target_from", "target_to"]}
    return values | {name: Decimal(value) if value else None for name, value in targets.items()}


def line_values(item: Item) -> Values:
    return {
        "label": item["label"],
        "label_nl": item.get("label_nl", ""),
        "kind": item["kind"],
        "amount": Decimal(item["amount"]) if item["amount"] else None,
        "per_year": item["per_year"],
        "phase_place": item.get("phase"),
        "start": day(item["start"]),
        "end": day(item["end"]),
        "printed_as": item.get("printed_as", ""),
        "article": item.get("article", ""),
    }


def share_values(item: Item, organisations: Mapping[str, Organisation]) -> Values:
    """`organisations` by key; a source that is none of them is known by name."""
    organisation = organisations.get(item["source"])
    return {
        "organisation": organisation,
        "source": "" if organisation else item["source"],
        "percent": Decimal(item["percent"]),
    }
