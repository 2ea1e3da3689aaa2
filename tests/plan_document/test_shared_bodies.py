"""Ministers, policy areas and organisations belong to all plans: a document of one changes them only where it is ticked."""

from typing import Any

import pytest

from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Affiliation, Minister, Organisation
from actionplan.plan_document.exporting import as_text, plan_document
from actions.models import Action
from objectives.models import Plan
from tests.plan_document.documents import action
from tests.plan_document.imports import ON, imported, previewed

Document = dict[str, Any]


@pytest.fixture
def successor(document: Document) -> Document:
    """One action of Education and Training, whose bodies are named in the barest form that the schema allows."""
    document["plan"] = {"code": "2025-2029", "title": "Next plan", "start": "2020-01-01", "end": "2029-12-31"}
    first_action = action(document, "2.1")
    first_action |= {"code": "1.1", "objective": 1, "cross_references": [], "theme": None, "lead": None}
    first_action["ministers"] = [{"minister": "home_affairs", "role": "coordinating", "printed_as": ""}]
    first_action["promoters"] = [{"organisation": "ov", "role": "promoter", "printed_as": ""}]
    del first_action["budget"]["lines"][1:]
    first_action["budget"]["lines"][0]["funding"] = []
    document["objectives"], document["actions"] = document["objectives"][:1], [first_action]
    document["ministers"] = [{"key": "home_affairs", "title": "Minister of the Interior"}]
    document["policy_areas"] = []
    document["organisations"] = [{"key": "ov", "name": "Education and Training", "policy_area": None}]
    return document


def test_what_a_document_does_not_say_stays(printed_plan: Plan, successor: Document) -> None:
    before = as_text(plan_document(printed_plan, ON))
    imported(successor)
    assert as_text(plan_document(printed_plan, ON)) == before
    ov = Organisation.objects.get(key="ov")
    assert ov.name_nl
    assert ov.abbreviation
    assert Affiliation.objects.in_force(ON).filter(organisation=ov).get().policy_area.code == "OV"
    assert Minister.objects.get(key="home_affairs").title != "Minister of the Interior"
    assert Action.objects.filter(plan__code="2025-2029").count() == 1


def test_what_it_says_differently_of_a_known_body_is_said_and_never_taken_over(
    printed_plan: Plan, successor: Document
) -> None:
    """An import would rename the body for ever in the past: `?on=` would show a title that did not exist."""
    successor["organisations"][0]["policy_area"] = "WVG"
    successor["policy_areas"] = [{"code": "WVG", "name": "Welfare and more"}]
    said = [str(change) for change in previewed(successor).said_differently]
    assert [words.partition(":")[2].partition(",")[0].strip() for words in said] == [
        "policy area WVG",
        "minister home_affairs",
        "organisation ov",
    ]
    bodies = [*Minister.objects.values(), *Organisation.objects.values(), *Affiliation.objects.values()]
    imported(successor)
    assert [
        *Minister.objects.values(),
        *Organisation.objects.values(),
        *Affiliation.objects.values(),
    ] == bodies
    assert set(Event.objects.values_list("verb", flat=True)) == {"imported"}


@pytest.mark.parametrize(
    "name", ["Agency for Home Afairs", "AGENCY FOR HOME AFFAIRS", "Agentschap Binnenlands Bestuur"]
)
def test_a_new_body_with_nearly_a_known_name_is_a_question(
    printed_plan: Plan, successor: Document, name: str
) -> None:
    successor["organisations"].append({"key": "another", "name": name, "policy_area": None})
    [question] = previewed(successor).questions
    assert (question.word, question.known_key) == ("organisations:another", "kbbj_abb")
    with pytest.raises(Refused, match="Say first of each new body"):
        imported(successor)
    assert not Organisation.objects.filter(key="another").exists()
    imported(successor, others=[question.word])
    assert Organisation.objects.filter(key="another").exists()


def test_a_new_body_with_a_name_of_its_own_is_added(printed_plan: Plan, successor: Document) -> None:
    successor["policy_areas"].append({"code": "MOW", "name": "Public Works"})
    successor["organisations"].append({"key": "roads", "name": "Roads and Traffic", "policy_area": "MOW"})
    imported(successor)
    roads = Organisation.objects.get(key="roads")
    assert roads.affiliations.get().policy_area.code == "MOW"
    assert roads.affiliations.get().in_force_from is None


def test_a_new_body_beside_a_plan_in_force_leaves_an_event(printed_plan: Plan, document: Document) -> None:
    document["organisations"].append({"key": "roads", "name": "Roads and Traffic", "policy_area": None})
    imported(document)
    assert Organisation.objects.filter(key="roads").exists()
    event = Event.objects.get(verb="imported")
    assert event.names["added"] == 1
    imported(document)
    assert Event.objects.filter(verb="imported").count() == 1


def test_what_the_document_leaves_out_of_the_plan_stays_and_is_named(
    printed_plan: Plan, document: Document
) -> None:
    Plan.objects.update(state="in_preparation")
    document["plan"]["state"] = "in_preparation"
    document["actions"] = [row for row in document["actions"] if row["code"] != "8.6"]
    actual = previewed(document)
    [(word, place)] = [(item.word, item.place) for item in actual.missing]
    assert word == "actions:8.6"
    assert place.startswith("action 8.6 Continuing to focus on")
    assert actual.changes == []
    imported(document, taken_away=["actions:8.6"])
    assert not Action.objects.filter(code="8.6").exists()
