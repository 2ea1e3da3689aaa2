"""A plan with its history goes out and comes in: into a portal where it is not, on another engine, out again the same."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from actionplan.accounts.models import User
from actionplan.amendments.correcting import correct_action
from actionplan.amendments.items import item_in_force, version_of
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.organisations.workflow import affiliate
from actionplan.plan_document.history import plan_history
from actionplan.plan_document.importing import import_plan_document, preview_import
from actionplan.plan_document.reading import Faulty, read_plan_document
from actionplan.plan_document.writing import as_text
from actionplan.reports.handover import appoint_lead
from actions.models import Amendment
from objectives.models import Plan
from tests.amendments.amending import DAY, added, amended, line, new_action, prepared, put_in_force, withdrawn
from tests.factories import ActionFactory, BudgetLineFactory, PlanFactory, PolicyAreaFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon

TODAY, AT = DAY(2023, 6, 1), noon(2023, 6, 1)
COPY = "copied-2020-2024"
LONG_AGO = "0001-01-01T00:00:00+14:00"


@pytest.fixture
def amended_plan(small_plan: SmallPlan, coordinator: User, other_coordinator: User) -> Plan:
    """Amended twice, once without a decision; an amendment waits and one was dropped; corrected; a lead and an area moved."""
    plan = small_plan.plan
    for action in plan.actions.filter(budget_lines=None):
        BudgetLineFactory(action=action)
    first = prepared(plan, coordinator, DAY(2022, 3, 1))
    amended(first, "1.1", coordinator, end="2023-03-31", amount="12000.00", title="Training for all")
    added(
        first,
        new_action("1.9", "kbbj_abb", budget={"printed_as": "", "lines": [_shared_line()]}),
        coordinator,
    )
    put_in_force(first, coordinator, AT)
    second = prepared(plan, coordinator, DAY(2022, 9, 1))
    withdrawn(second, "2.2", coordinator)
    withdrawn(second, "2.1", coordinator, into="1.9")
    put_in_force(second, coordinator, AT)
    amended(prepared(plan, coordinator, DAY(2023, 9, 1)), "1.1", coordinator, title="Waits")
    action = plan.actions.get(code="1.1")
    _correct(plan, coordinator)
    other = Organisation.objects.get(key="kbbj_abb")
    appoint_lead(action=action, organisation=other, from_day=DAY(2023, 1, 1), by=coordinator, at=AT)
    area = PolicyAreaFactory(code="NEW")
    affiliate(organisation=other, policy_area=area, from_day=DAY(2023, 2, 1), by=None, at=AT)
    return plan


def _shared_line() -> dict[str, Any]:
    shares = [{"source": "kbbj_abb", "percent": "60"}, {"source": "European Union", "percent": "40"}]
    return line("Shared", "1000.00", funding=shares)


def _correct(plan: Plan, by: User) -> None:
    action = plan.actions.get(code="1.1")
    item = item_in_force("1.1", plan, TODAY)
    assert item is not None
    opened_on, item = version_of(item), copy.deepcopy(item)
    item["title_nl"] = "Opleiding voor allen"
    correct_action(action=action, after=item, reason="Misread.", opened_on=opened_on, by=by, at=AT)


def withdrawn_in(history: dict[str, Any]) -> dict[str, Any]:
    return next(one for one in history["actions"] if one["code"] == "2.2")


def renamed(history: dict[str, Any]) -> str:
    """The text of the history under another plan's code."""
    return as_text(history | {"plan": history["plan"] | {"code": COPY}})


@pytest.mark.engine
def test_out_in_and_out_again_it_is_the_same(amended_plan: Plan) -> None:
    earlier = ActionFactory(code="5.1", plan=PlanFactory(code="earlier", start=DAY(2015, 1, 1)))
    amended_plan.actions.filter(code="1.1").update(continues=earlier)
    history = plan_history(amended_plan, TODAY)
    document = read_plan_document(renamed(history))
    import_plan_document(document=document, by=None, at=AT)
    copied = Plan.objects.get(code=COPY)
    assert as_text(plan_history(copied, TODAY)) == renamed(history)
    assert copied.actions.get(code="1.1").continues.code == "5.1"
    assert copied.amendments.count() == amended_plan.amendments.count() == 3
    assert Amendment.objects.get(plan=copied, number=2).put_in_force_by_name
    corrected = Event.objects.get(plan=copied.pk, verb="corrected")
    assert corrected.actor == "Coordinator"
    assert corrected.after == {"title_nl": "Opleiding voor allen"}
    preview = preview_import(document=document, on=TODAY)
    assert (preview.all_changes, preview.has_nothing_to_do) == ([], True)


def test_it_is_not_read_over_the_plan_that_it_is_of_nor_before_the_plan_that_it_continues(
    amended_plan: Plan,
) -> None:
    history = plan_history(amended_plan, TODAY)
    history["actions"][0]["terms"][0]["title"] = "Another title"
    for text, sentence in [
        (as_text(history), "with its history"),
        (continuing(history), "import that plan first"),
    ]:
        with pytest.raises(Refused, match=sentence):
            import_plan_document(document=read_plan_document(text), by=None, at=AT)


def continuing(history: dict[str, Any]) -> str:
    first, *others = history["actions"]
    first |= {"continues": {"plan": "nowhere", "action": "1.1"}}
    return renamed(history | {"actions": [first, *others]})


LEADING_NOWHERE: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda history: history["actions"][0].update(begun_by=77), "does not describe “77”"),
    (lambda history: history["actions"][0].update(merged_into="8.8"), "does not describe “8.8”"),
    (lambda history: history["actions"][0]["leads"][0].update(organisation="nobody"), "“nobody”"),
    (lambda history: history["actions"][0].update(terms=[]), "at least one is needed"),
    (lambda history: history["actions"][0]["terms"][-1].update(until="2024-01-01"), "on each day"),
    (lambda history: withdrawn_in(history).update(objective=77), "does not describe “77”"),
    (lambda history: withdrawn_in(history).update(theme="Nothing"), "does not describe “Nothing”"),
    (lambda history: withdrawn_in(history).update(cross_references=["77"]), "describe “77”"),
    (lambda history: history["corrections"][0]["after"].update(title=["\0"]), "cannot be kept"),
    (lambda history: history["corrections"][0]["after"].update(title=1.5), "this must be"),
    (lambda history: history["amendments"][0].update(prepared_at="yesterday"), "is no instant"),
    (lambda history: history["amendments"][0].update(prepared_at=LONG_AGO), "is no instant"),
    (lambda history: history["corrections"][0].update(action="9.9"), "“9.9”"),
    (lambda history: history.update(spreads=[]), "“spreads” is not known here"),
]


def test_what_leads_nowhere_is_said(amended_plan: Plan) -> None:
    text = as_text(plan_history(amended_plan, TODAY))
    for change, sentence in LEADING_NOWHERE:
        history = json.loads(text)
        change(history)
        with pytest.raises(Faulty, match=sentence):
            read_plan_document(as_text(history))


@pytest.mark.postgresql
@pytest.mark.again
def test_on_another_engine_it_is_the_same(amended_plan: Plan, tmp_path: Path) -> None:
    text = as_text(plan_history(amended_plan, TODAY))
    file = tmp_path / "history.json"
    file.write_text(text, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/other.sqlite3"

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        environment = {"DATABASE_URL": url, "SECRET_KEY": "x" * 60, "DEBUG": "true", "PATH": ""}
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    manage("migrate", "--verbosity", "0")
    manage("import_plan", str(file), "--commit")
    again = json.loads(manage("export_plan", "--history", "--plan", amended_plan.code))
    assert as_text(again) == text
