"""From an action's item to the values of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actions.codes import order_of
from actions.models import Action, ActionTerms, Promotion
from objectives.models import Objective, Theme

from .members import Values, values_of
from .shape import PROMOTER, Item


def save(row: models.Model, values: Values) -> None:
    """Give the row these values, and write it where that makes a difference.

    Raises Refused where one does not fit, and where the database refuses the row.
    """
    if not given(row, values) and row.pk:
        return
    refuse_what_does_not_fit(row)
    try:
        with transaction.atomic():
            row.save()
    except (DataError, IntegrityError) as error:
        raise Refused(why_refused(row) or f"{row._meta.verbose_name} {row}: {error}") from None


def given(row: models.Model, values: Values) -> list[str]:
    """Give the row these values; the names of those that make a difference. References are compared by key."""
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    keys = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    changed = [name for name, key in keys.items() if getattr(row, columns[name]) != key]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def refuse_what_does_not_fit(row: models.Model) -> None:
    """Raises Refused where a value of the row, references apart, does not fit its column."""
    references = [field.name for field in row._meta.concrete_fields if field.is_relation]
    try:
        row.clean_fields(exclude=references)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{row._meta.verbose_name} {row}, {name}: {' '.join(messages)}") from None


def refuse_where_one_does_not_fit(rows: Sequence[models.Model]) -> None:
    """The same of rows of one kind, whose values can be hashed: one that stands in many of them is looked at once."""
    columns = [column for column in rows[0]._meta.concrete_fields if not column.is_relation]
    for column in columns:
        for value, row in {getattr(row, column.name): row for row in reversed(rows)}.items():
            try:
                column.clean(value, row)
            except ValidationError:
                refuse_what_does_not_fit(row)


def why_refused(row: models.Model) -> str:
    """What the row's constraints say of it; empty where they have nothing against it."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as refused:
        return f"{row._meta.verbose_name} {row}: {' '.join(refused.messages)}"
    return ""


def action_values(item: Item, objective: Objective, themes: Mapping[tuple[int, str], Theme]) -> Values:
    """`themes` by the key of the objective and the title."""
    return {
        "objective": objective,
        "theme": themes[objective.pk, item["theme"]] if item["theme"] else None,
        "order": order_of(item["code"]),
        "timing_printed": item["timing"]["printed_as"],
        "budget_printed": item["budget"]["printed_as"],
        "limited": item.get("limited", False),
    }


def reference_values(code: str, actions: Mapping[str, Action], objectives: Mapping[int, Objective]) -> Values:
    """Of a cross-reference, to an action by its code or to an objective by its number."""
    return {
        "to_action": actions.get(code),
        "to_objective": None if "." in code else objectives[int(code)],
    }


def terms_values(action: Action, item: Item) -> Values:
    words = {name: item.get(name, "") for name in ["title", "title_nl", "summary", "summary_nl"]}
    folded = ActionTerms(action=action, **words).folded_words()
    return words | {"kind": item["kind"], "folded": folded}


def role_values(item: Item, order: int) -> Values:
    """Of an organisation or a minister: both have the same columns."""
    return values_of(Promotion, item, PROMOTER) | {"order": order}


def share_values(item: Item, organisations: Mapping[str, Organisation]) -> Values:
    """`organisations` by key; a source that is none of them is known by name."""
    organisation = organisations.get(item["source"])
    return {
        "organisation": organisation,
        "source": "" if organisation else item["source"],
        "percent": Decimal(item["percent"]),
    }
