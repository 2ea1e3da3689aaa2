"""Milestones, budget lines and phases of a document are those of the plan that say the same, wherever they stand."""

import json
from typing import Any

import pytest

from actionplan.base.refusals import Refused
from actionplan.reporting.models import ReportedMilestone
from actions.models import Milestone
from budgets.models import BudgetLine
from objectives.models import Plan
from objectives.states import PlanState
from tests.plan_document.documents import action, document_of, read_as_json
from tests.plan_document.imports import ON, imported, previewed, report_money

Document = dict[str, Any]


@pytest.fixture
def document(document: Document) -> Document:
    """The plan with two of its actions."""
    document["actions"] = [action(document, code) for code in ("3.2", "4.3")]
    return document


@pytest.fixture
def prepared(document: Document, db: None) -> Plan:
    """The same in the database, in preparation."""
    imported(document)
    return Plan.objects.get()


def changes(document: Document, *rows: str) -> list[str]:
    return [str(change) for change in previewed(document, rows=rows).changes]


def lines_of(document: Document, code: str) -> list[Document]:
    return action(document, code)["budget"]["lines"]


def new_line(**values: Any) -> Document:
    line = {"label": "Evaluation", "kind": "amount", "amount": "1000.00", "per_year": False}
    return line | {"start": None, "end": None, "funding": [], "printed_as": "1,000"} | values


def test_a_milestone_is_known_by_its_title_where_its_key_is_another(
    document: Document, prepared: Plan
) -> None:
    milestone = action(document, "3.2")["milestones"][0]
    milestone |= {"key": "made_from_the_title", "title": milestone["title"].upper(), "unit": "meetings"}
    title = "action 3.2, milestone workshop, title: "
    assert next(change.partition(title)[1] for change in changes(document)) == title
    before = Milestone.objects.get(action__code="3.2")
    imported(document)
    after = Milestone.objects.get(action__code="3.2")
    assert (after.pk, after.key, after.terms.get().unit) == (before.pk, "workshop", "meetings")


def test_a_line_keeps_its_identity_where_another_comes_before_it(document: Document, prepared: Plan) -> None:
    first, second = BudgetLine.objects.filter(action__code="4.3")
    report_money(first)
    lines_of(document, "4.3").insert(0, new_line())
    lines_of(document, "4.3")[1]["amount"] = "70000.00"
    assert changes(document) == [
        "added: action 4.3, budget line 1",
        "changed: action 4.3, budget line 2, amount in euro: “€50,000.00” → “€70,000.00”",
    ]
    imported(document)
    places = dict(BudgetLine.objects.filter(action__code="4.3").values_list("pk", "place"))
    assert (places[first.pk], places[second.pk], len(places)) == (2, 3, 3)
    assert document_of(prepared, ON)["actions"] == read_as_json(json.dumps(document))["actions"]
    assert changes(document) == []


def test_lines_and_phases_change_places(document: Document, prepared: Plan) -> None:
    first, second = BudgetLine.objects.filter(action__code="4.3")
    lines_of(document, "4.3").reverse()
    action(document, "4.3")["timing"]["phases"].reverse()
    orders = [change for change in changes(document) if "order of" in change]
    assert orders == [
        "changed: action 4.3, order of phases: “1, 2” → “2, 1”",
        "changed: action 4.3, order of budget lines: “1, 2” → “2, 1”",
    ]
    imported(document)
    assert list(BudgetLine.objects.filter(action__code="4.3")) == [second, first]
    assert changes(document) == []


@pytest.mark.full
def test_a_line_that_was_reported_on_and_is_not_in_the_file_is_asked_about(
    document: Document, prepared: Plan
) -> None:
    line = BudgetLine.objects.get(action__code="4.3", place=2)
    report_money(line)
    lines_of(document, "4.3")[1] |= {"label": "Quite another thing", "label_nl": "", "amount": "1000.00"}
    [question] = previewed(document).row_questions
    assert (question.word, question.place) == ("lines:4.3:2", "action 4.3, budget line 2")
    assert (question.options, question.answer) == ((("2", "Quite another thing"),), "")
    for answers in [[], ["lines:4.3:2=1"], ["lines:4.3:2=9"], ["lines:4.3:2=no"]]:
        with pytest.raises(Refused, match="Say first which rows of the file"):
            imported(document, rows=answers)
    imported(document, rows=["lines:4.3:2=2"])
    line.refresh_from_db()
    assert (line.place, line.terms.get().label) == (2, "Quite another thing")
    assert changes(document) == []


def test_a_line_that_was_reported_on_may_stay(document: Document, prepared: Plan) -> None:
    line = BudgetLine.objects.get(action__code="4.3", place=1)
    report_money(line)
    label = line.terms.get().label
    lines_of(document, "4.3")[0] |= {"label": "Quite another thing", "label_nl": "", "amount": "1000.00"}
    imported(document, rows=["lines:4.3:1=stays"])
    line.refresh_from_db()
    assert (line.place, line.terms.get().label) == (3, label)
    assert BudgetLine.objects.filter(action__code="4.3").count() == 3


def test_a_milestone_that_was_reported_on_and_is_not_in_the_file_is_asked_about(
    document: Document, prepared: Plan
) -> None:
    milestone = Milestone.objects.get(action__code="3.2")
    report_money(BudgetLine.objects.get(action__code="3.2"))
    report = milestone.action.reports.get()
    ReportedMilestone.objects.create(report=report, milestone=milestone, state="open")
    other = action(document, "3.2")["milestones"][0]
    other |= {"key": "conference", "title": "Conference"}
    with pytest.raises(Refused, match="Say first which rows of the file"):
        imported(document)
    assert previewed(document).row_questions[0].options == (("1", "Conference"),)
    imported(document, rows=["milestones:3.2:workshop=1"])
    milestone.refresh_from_db()
    assert (milestone.key, milestone.terms.get().title) == ("workshop", "Conference")
    action(document, "3.2")["milestones"].clear()
    imported(document, rows=["milestones:3.2:workshop=stays"])
    assert Milestone.objects.filter(action__code="3.2").count() == 1


def test_of_a_plan_in_force_it_may_go_with_the_amendment(document: Document, prepared: Plan) -> None:
    """And nowhere else: in preparation the answer is none."""
    Plan.objects.update(state=PlanState.IN_FORCE)
    line = BudgetLine.objects.get(action__code="4.3", place=2)
    report_money(line)
    lines_of(document, "4.3").pop()
    [question] = previewed(document, rows=["lines:4.3:2=goes"]).row_questions
    assert (question.may_go, question.answer) == (True, "goes")
    assert changes(document, "lines:4.3:2=goes") == ["removed: action 4.3, budget line 2"]
    assert changes(document, "lines:4.3:2=stays") == []
    Plan.objects.update(state=PlanState.IN_PREPARATION)
    [question] = previewed(document, rows=["lines:4.3:2=goes"]).row_questions
    assert (question.may_go, question.answer) == (False, "")
