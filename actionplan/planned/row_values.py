"""From an action's item to the values of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from actionplan.base.row_writes import Values
from actionplan.organisations.models import Organisation
from actions.codes import order_of
from actions.models import Action, ActionTerms, Promotion
from objectives.models import Objective, Theme

from .json_form import PROMOTER, Item
from .members import values_of


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
