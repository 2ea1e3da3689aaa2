"""Amendments through the real operations, in few words."""

import datetime
from typing import Any

from django import forms

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import Decision, carry_out
from actionplan.amendments.preparing import amend_action, merge_action, prepare_amendment, withdraw_action
from actionplan.pages.amendments.item_forms import ItemForm
from actionplan.planned.from_rows import action_in_force
from actionplan.planned.from_rows import version_of as version_of_action
from actionplan.planned.json_form import as_json, read_action, read_kept
from actions.models import Amendment
from objectives.models import Plan
from tests.reporting_factories import noon
from tests.sent_forms import new_token

Item = dict[str, Any]
DAY = datetime.date
DECISION = Decision("Flemish Government", DAY(2022, 7, 15), "VR 2022 1507 DOC.0945")


def prepared(plan: Plan, by: User, day: datetime.date) -> Amendment:
    return prepare_amendment(
        plan=plan, effective_from=day, reason="Sample reason.", by=by, at=noon(2022, 7, 16)
    )


def item_of(amendment: Amendment, code: str) -> Item:
    """As in force on its day, as a document has it: to be changed."""
    item: Item = as_json(action_in_force(code, amendment.plan, amendment.effective_from))
    assert item is not None
    return item


def version_of(item: Item | None) -> str:
    return version_of_action(read_kept(item))


def amended(
    amendment: Amendment, code: str, by: User, lines_from: list[int | None] | None = None, **changes: Any
) -> None:
    """The action with other members; `start` and `end` are those of its first phase, `amount` that of its first line.

    A line is added where the action has none, which the document does not allow.
    """
    item = item_of(amendment, code)
    opened_on = version_of(item)
    for name in {"start", "end"} & changes.keys():
        item["timing"]["phases"][0] |= {name: changes.pop(name), f"{name}_precision": "day"}
    if "amount" in changes:
        item["budget"]["lines"][0]["amount"] = changes.pop("amount")
    item["budget"]["lines"] = item["budget"]["lines"] or [line("Resources", None)]
    item |= changes
    amend_action(
        amendment=amendment,
        after=read_action(item),
        opened_on=opened_on,
        lines_from=lines_from,
        by=by,
        at=noon(2022, 7, 17),
    )


def new_action(code: str, organisation: str, **changes: Any) -> Item:
    """An item of one phase, 2023, and one line of 5,000 euro, promoted by the organisation with this key."""
    return {
        "code": code,
        "objective": int(code.split(".")[0]),
        "theme": None,
        "title": f"New action {code}",
        "summary": "",
        "kind": "new",
        "ministers": [],
        "promoters": [{"organisation": organisation, "role": "promoter", "printed_as": ""}],
        "timing": {
            "printed_as": "2023",
            "phases": [
                {
                    "label": "",
                    "start": "2023-01-01",
                    "start_precision": "year",
                    "end": "2023-12-31",
                    "end_precision": "year",
                    "continuous": False,
                }
            ],
        },
        "budget": {"printed_as": "€ 5,000", "lines": [line("Setting up", "5000.00")]},
        "milestones": [],
        "cross_references": [],
    } | changes


def line(label: str, amount: str | None, **changes: Any) -> Item:
    return {
        "label": label,
        "kind": "amount" if amount else "regular_resources",
        "amount": amount,
        "per_year": False,
        "start": None,
        "end": None,
        "funding": [],
    } | changes


def milestone(key: str, due: str, **changes: Any) -> Item:
    return {"key": key, "title": key, "due": due, "due_precision": "day", "printed_as": ""} | changes


def added(amendment: Amendment, item: Item, by: User) -> None:
    amend_action(amendment=amendment, after=read_action(item), opened_on="", by=by, at=noon(2022, 7, 17))


def withdrawn(amendment: Amendment, code: str, by: User, into: str = "") -> None:
    common: Item = {"amendment": amendment, "code": code, "by": by, "at": noon(2022, 7, 17)}
    if into:
        merge_action(into=into, **common)
    else:
        withdraw_action(**common)


def put_in_force(
    amendment: Amendment, by: User, at: datetime.datetime, decision: Decision = DECISION, mark: str = ""
) -> Amendment:
    return carry_out(amendment=amendment, decision=decision, mark=mark, by=by, at=at)


def as_shown(form: ItemForm) -> dict[str, str]:
    """What a browser sends of the form when nothing is typed."""
    sent = {"token": str(new_token())}
    managers: list[forms.Form] = [row_set.rows.management_form for row_set in form.sets]
    for part in [*managers, *form.all_forms()]:
        for field in part:
            value = field.field.widget.format_value(field.value())
            if isinstance(field.field.widget, forms.CheckboxInput):
                value = "on" if field.value() else None
            if isinstance(field.field.widget, forms.Select) and not field.value():
                value = str(field.field.widget.choices[0][0])  # a browser sends the first
            if value := value[0] if isinstance(value, list) else value:
                sent[field.html_name] = str(value)
    return sent
