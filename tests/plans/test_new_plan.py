"""The preview of a plan that is not there yet shows what was read: how much, what is planned, and every action."""

from collections import Counter
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from actionplan.pages.plans.new_plan import NewPlan, new_plan
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.json_form import read_document
from objectives.models import Plan
from tests.plan_document.test_planned_budget import BY_YEAR, TOTAL, WITHOUT_AMOUNT, printed
from tests.reading import part, read

from .test_importing import Document, commit, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(whole: Document) -> NewPlan:
    return new_plan(read_document(whole))


def test_it_counts_what_was_read(found: NewPlan) -> None:
    assert dict(found.counts) == {
        "Objectives": 8,
        "Themes": 5,
        "Actions": 50,
        "Milestones": 17,
        "Budget lines": 51,
        "Ministers": 9,
        "Organisations": 20,
    }
    assert found.without_amount == WITHOUT_AMOUNT


def test_sums_by_objective_and_year_are_those_of_the_plan_once_it_is_there(
    found: NewPlan, printed_plan: Plan
) -> None:
    assert {year: str(amount) for year, amount in found.planned.items()} == BY_YEAR
    assert found.total == TOTAL
    objectives: Counter[int] = Counter()
    for row in printed(by="objective", plan=printed_plan.code):
        objectives[int(row["key"])] += Decimal(row["planned"])
    assert {objective.number: objective.total or 0 for objective in found.objectives} == objectives
    assert found.objectives[2].total is None, "unknown, not zero"


def test_an_action_says_when_what_it_costs_who_does_it_and_what_it_promises(found: NewPlan) -> None:
    [first] = [action for action in found.objectives[0].actions if action.code == "1.1"]
    facts = [(fact.label, fact.words) for fact in first.facts]
    assert first.timing == "Implementation: 1 April 2021 to 31 March 2023"
    for label, words in [
        ("Phase 1", "Implementation / Uitvoering: 1 April 2021 to 31 March 2023"),
        ("Lead", "Agency for Home Affairs"),
        ("Agency for Home Affairs", "promoter (inferred)"),
    ]:
        assert (label, words) in facts
    [second] = [action for action in found.objectives[1].actions if action.code == "2.2"]
    [milestone] = [fact.words for fact in second.facts if fact.label == "Milestone"]
    assert milestone.endswith("due autumn 2021")


def test_bodies_and_phases_are_named_in_the_language_of_the_page(whole: Document) -> None:
    with translation.override("nl"):
        actual = new_plan(read_document(whole))
    assert actual.objectives[0].actions[0].timing.startswith("Uitvoering: ")
    labels = {
        fact.label for objective in actual.objectives for action in objective.actions for fact in action.facts
    }
    assert "Agentschap Binnenlands Bestuur" in labels
    assert "Agency for Home Affairs" not in labels


@pytest.mark.full
def test_questions_come_first_then_what_was_read_with_each_action_folded(
    admin: Client, whole: Document
) -> None:
    for content in [whole, plan_workbook(read_document(whole))]:
        page = admin.get(upload(admin, content)["Location"])
        text = page.content.decode()
        assert text.index("What may be a mistake") < text.index("What was read?") < text.index("Import it so")
        assert len(read(page).all("details")) >= 50
        assert "added: action" not in text
        assert "€11,946,078.93" in part(read(page), "planned")
        assert "Agency for Home Affairs" in part(read(page), "read"), "new to the portal"


@pytest.mark.full
def test_an_ended_plan_is_not_said_to_be_in_force(admin: Client, whole: Document) -> None:
    upload(admin, whole)
    commit(admin, PlanFile.objects.get())
    Plan.objects.filter(code="next").update(state="ended")
    whole["actions"][0]["title"] = "Another title"
    page = admin.get(upload(admin, whole)["Location"]).content.decode()
    assert "The plan is ended: the file does not change it" in page
