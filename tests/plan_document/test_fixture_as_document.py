"""A Django fixture of a plan is read as its document is, and none of its rows is ever saved as it comes."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from objectives.models import Plan
from tests.plan_document.documents import read_as_json, refusal
from tests.plan_document.printed_plan import fixture_rows

Rows = list[dict[str, Any]]


@pytest.fixture
def rows() -> Rows:
    return copy.deepcopy(fixture_rows())


def test_the_fixture_says_what_the_document_says(rows: Rows, printed_document: dict[str, Any]) -> None:
    assert read_as_json(json.dumps(rows)) == printed_document
    assert read_as_json(json.dumps(rows[::-1])) == printed_document


def test_bodies_need_no_order(rows: Rows, printed_document: dict[str, Any]) -> None:
    for entry in rows:
        if entry["model"].startswith("organisations."):
            entry["fields"].pop("order", None)
    assert read_as_json(json.dumps(rows)) == printed_document


def test_rows_may_be_named_by_their_number(
    printed_plan: Plan, printed_document: dict[str, Any], tmp_path: Path
) -> None:
    """As `dumpdata` writes them when it is asked for nothing else."""
    file = tmp_path / "plan.json"
    call_command("dumpdata", "organisations", "objectives", "actions", "budgets", output=str(file))
    assert read_as_json(file.read_bytes()) == printed_document


def row(rows: Rows, model: str, **holds: Any) -> dict[str, Any]:
    matching = [entry for entry in rows if entry["model"] == model]
    return next(candidate for candidate in matching if holds.items() <= candidate["fields"].items())


def fields(rows: Rows, model: str, **holds: Any) -> dict[str, Any]:
    return row(rows, model, **holds)["fields"]


def second_plan(rows: Rows) -> dict[str, Any]:
    plan = row(rows, "objectives.plan")
    return plan | {"fields": plan["fields"] | {"code": "b"}, "pk": None}


OF_1_1 = {"action": ["2020-2024", "1.1"]}

WRONG: list[tuple[str, Callable[[Rows], Any], str]] = [
    ("empty", lambda rows: rows.clear(), "A fixture holds one plan, with all that it names"),
    ("a user", lambda rows: rows.append({"model": "accounts.user", "fields": {}}), "“accounts.user” is no model"),
    ("a role", lambda rows: rows.append({"model": "accounts.membership", "fields": {}}), "take it out of the file"),
    ("no row", lambda rows: rows.append("plan"), "a row of a fixture has a model and fields."),
    ("no fields", lambda rows: rows.append({"model": "actions.action"}), "has a model and fields."),
    ("a model of no app", lambda rows: rows.append({"model": "x" * 99, "fields": {}}), "is no model of a plan"),
    ("two plans", lambda rows: rows.append(second_plan(rows)), "one plan"),
    ("an action twice", lambda rows: rows.append(row(rows, "actions.action", code="1.1")), "in the file twice"),
    ("without organisations", lambda rows: rows.remove(row(rows, "organisations.organisation", key="ov")), "ov"),
    ("unknown minister", lambda rows: fields(rows, "actions.ministerinvolvement").update(minister=["x"]), "x"),
    ("a list in a list", lambda rows: fields(rows, "actions.lead").update(organisation=[[["ov"]]]), "names [[["),
    ("an object as a key", lambda rows: fields(rows, "actions.lead").update(organisation={}), "not in the file"),
    ("no action", lambda rows: fields(rows, "actions.phase").update(action=None), "not in the file"),
    ("unknown column", lambda rows: fields(rows, "actions.action").update(colour="red"), "“colour” is not known"),
    ("order", lambda rows: fields(rows, "actions.promotion").update(order="first"), "order: “first” value must be an integer"),
    ("amended", lambda rows: fields(rows, "actions.phase").update(in_force_until="2022-01-01"), "amended"),
    ("merged", lambda rows: fields(rows, "actions.action").update(merged_into=["2020-2024", "1.2"]), "amended"),
    ("no terms", lambda rows: rows.remove(row(rows, "actions.actionterms", **OF_1_1)), "one row of actions.actionterms is needed"),
    ("terms twice", lambda rows: rows.append(row(rows, "actions.actionterms", **OF_1_1)), "one row of actions.actionterms is needed"),
    ("a null as title", lambda rows: fields(rows, "actions.actionterms").update(title=None), "title: This field"),
    ("no precision", lambda rows: fields(rows, "actions.phase").update(end_precision=False), "end_precision: Value 'False' is not a valid choice"),
    ("no such day", lambda rows: fields(rows, "actions.phase").update(end="2021-02-30"), "end: “2021-02-30” value has the correct format"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_what_is_no_fixture_of_a_plan_is_refused_with_its_place(
    rows: Rows, change: Callable[[Rows], Any], sentence: str
) -> None:
    change(rows)
    refusals = refusal(json.dumps(rows))
    assert any(sentence in refused for refused in refusals), refusals
