"""`import_plan`: a document becomes a plan, or changes one that is in preparation."""

import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.base.row_writes import save
from actionplan.organisations.models import Minister, Organisation
from actionplan.plan_document.exporting import plan_document
from actionplan.plan_document.importing import Decisions, import_plan_document
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.json_form import read_document
from actions.models import Action, ActionTerms, Amendment, Lead, Milestone, Phase
from budgets.models import BudgetLine
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import UserFactory
from tests.plan_document.documents import action, document_of
from tests.plan_document.imports import AT, ON, imported, report_money
from tests.plan_document.printed_plan import WARNINGS

Document = dict[str, Any]


@pytest.fixture
def document(document: Document) -> Document:
    """In preparation."""
    document["plan"]["state"] = "in_preparation"
    return document


@pytest.fixture
def prepared(printed_plan: Plan) -> Plan:
    """The plan as printed, in the database, in preparation."""
    printed_plan.state = PlanState.IN_PREPARATION
    printed_plan.save()
    return printed_plan


def run(tmp_path: Path, document: Document, *arguments: str) -> str:
    file, stream = tmp_path / "plan.json", io.StringIO()
    file.write_text(json.dumps(document), encoding="utf-8")
    call_command("import_plan", str(file), *arguments, "--accept", *WARNINGS, stdout=stream)
    return stream.getvalue()


def test_without_commit_it_shows_and_writes_nothing(tmp_path: Path, document: Document, db: None) -> None:
    output = run(tmp_path, document)
    assert "added: plan 2020-2024" in output
    assert "added: action 3.12" in output
    assert "Nothing was written" in output
    assert not Plan.objects.exists()
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()


def test_with_commit_a_new_plan_is_there_as_a_whole(tmp_path: Path, document: Document, db: None) -> None:
    assert "Done: 93 changes." in run(tmp_path, document, "--commit")
    assert document_of(Plan.objects.get(), ON) == document


def test_an_import_leaves_one_event(document: Document, db: None) -> None:
    person = UserFactory()
    import_plan_document(
        document=read_document(document), by=person, at=AT, decisions=Decisions(accepted=WARNINGS)
    )
    event = Event.objects.get()
    assert (event.verb, event.plan, event.actor_key) == (Verb.IMPORTED, Plan.objects.get().pk, person.pk)
    counts = {"objectives": 8, "actions": 50, "added": 93, "changed": 0, "removed": 0}
    assert event.names.items() >= counts.items()


def test_the_same_document_again_is_nothing_to_change(
    tmp_path: Path, document: Document, prepared: Plan
) -> None:
    """Null and absent mean the same; bodies that the document does not name stay."""
    Organisation.objects.create(key="elsewhere", name="Elsewhere", order=50)
    assert run(tmp_path, document, "--commit") == "Nothing to change.\n"
    action(document, "3.12")["lead"] = None
    document["ministers"][0]["holder"] = ""
    document["ministers"][0]["until"] = None
    action(document, "1.1")["lead"] = "kbbj_abb"
    action(document, "1.7")["budget"]["lines"][0]["funding"][0]["percent"] = "90.00"
    assert imported(document) == []
    assert Organisation.objects.filter(key="elsewhere").exists()
    assert not Event.objects.exists()


def test_a_field_is_changed_in_place(document: Document, prepared: Plan) -> None:
    before = ActionTerms.objects.get(action__code="1.1")
    action(document, "1.1")["title"] = "An umbrella network"
    assert imported(document) == [f"changed: action 1.1, title: “{before.title}” → “An umbrella network”"]
    after = ActionTerms.objects.get(action__code="1.1")
    assert (after.pk, after.title) == (before.pk, "An umbrella network")
    assert after.folded == after.folded_words()


def test_what_hangs_on_an_action_is_added_changed_and_removed(document: Document, prepared: Plan) -> None:
    changed = action(document, "4.3")
    changed["timing"]["phases"][1]["end"] = "2023-12-31"
    changed["budget"]["lines"][0]["amount"] = "60000.00"
    changed["ministers"].append({"minister": "justice", "role": "involved", "printed_as": "added"})
    changed["promoters"].pop()
    pool = {"key": "pool", "title": "Pool", "printed_as": "", "unit": "experts"}
    changed["milestones"] = [pool | {"due": None, "due_precision": None}]
    assert sorted(imported(document)) == [
        "added: action 4.3, milestone pool",
        "added: action 4.3, minister justice",
        "changed: action 4.3, budget line 1, amount in euro: “€50,000.00” → “€60,000.00”",
        "changed: action 4.3, phase 2, end: “31 December 2024” → “31 December 2023”",
        "removed: action 4.3, milestone field_study",
        "removed: action 4.3, promoter kbbj_agii",
    ]
    assert plan_document(prepared, ON) == read_plan_document(json.dumps(document))


def test_an_action_is_added_and_another_removed(document: Document, prepared: Plan) -> None:
    removed = action(document, "8.6")
    document["actions"].remove(removed)
    document["actions"].append(removed | {"code": "8.7"})
    assert imported(document, taken_away=["actions:8.6"]) == ["removed: action 8.6", "added: action 8.7"]
    assert list(Action.objects.filter(objective__number=8).values_list("code", flat=True))[-1] == "8.7"
    assert not Phase.objects.filter(action__code="8.6").exists()


def test_milestones_change_places(document: Document, prepared: Plan) -> None:
    action(document, "2.1")["milestones"].reverse()
    assert imported(document) == [
        "changed: action 2.1, order of milestones: “helpline_continued, helpline_evaluated” → "
        "“helpline_evaluated, helpline_continued”"
    ]
    keys = Milestone.objects.filter(action__code="2.1").values_list("key", flat=True)
    assert list(keys) == ["helpline_evaluated", "helpline_continued"]


def test_the_lead_follows_the_document(document: Document, prepared: Plan) -> None:
    action(document, "3.12")["lead"] = "kbbj_abb"
    assert imported(document) == ["changed: action 3.12, lead: nothing → “kbbj_abb”"]
    lead = Lead.objects.get(action__code="3.12")
    assert (lead.organisation.key, lead.in_force_from) == ("kbbj_abb", None)


@pytest.mark.parametrize("state", [PlanState.IN_FORCE, PlanState.ENDED])
def test_of_a_plan_in_force_or_ended_one_amendment_is_prepared(
    document: Document, printed_plan: Plan, state: str
) -> None:
    Plan.objects.update(state=state)
    action(document, "1.1")["title"] = "An umbrella network"
    document["actions"].remove(action(document, "1.2"))
    document["ministers"].append({"key": "seas", "title": "Minister of Seas"})
    imported(document, taken_away=["actions:1.2"])
    assert Minister.objects.filter(key="seas").exists(), "bodies are of all plans"
    assert not ActionTerms.objects.filter(title="An umbrella network").exists()
    changed, gone = Amendment.objects.get().actions.all()
    assert (changed.code, changed.after["title"]) == ("1.1", "An umbrella network")
    assert (gone.code, gone.is_withdrawn) == ("1.2", True)
    names = Event.objects.get(verb="amendment_prepared").names
    assert (names["reason"], names["bodies"]) == ("Import of a file.", "seas")


def test_of_a_plan_in_force_the_actions_alone_are_amended(document: Document, printed_plan: Plan) -> None:
    document["objectives"][0]["title"] = "Another objective"
    with pytest.raises(Refused, match="says something else of the plan or its objectives"):
        imported(document)
    action(document, "1.1")["lead"] = "wse"
    document["objectives"][0]["title"] = printed_plan.objectives.get(number=1).title
    assert not Event.objects.exists()
    imported(document)
    assert Amendment.objects.get().actions.get().after["lead"] == "wse"


def test_the_command_shows_the_difference_before_the_refusal(
    tmp_path: Path, document: Document, printed_plan: Plan
) -> None:
    action(document, "1.1")["title"] = "An umbrella network"
    file, stream = tmp_path / "plan.json", io.StringIO()
    document["objectives"][0]["title"] = "Another objective"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(CommandError, match="an amendment of its actions alone"):
        call_command("import_plan", str(file), stdout=stream)
    assert "changed: action 1.1, title:" in stream.getvalue()
    assert "not taken over: that the plan is in preparation" in stream.getvalue()


def test_a_plan_in_force_takes_the_same_document(printed_document: Document, printed_plan: Plan) -> None:
    assert imported(printed_document) == []


def test_an_action_on_which_somebody_reported_is_not_removed(document: Document, prepared: Plan) -> None:
    report_money(BudgetLine.objects.get(action__code="4.3", place=2))
    document["actions"].remove(action(document, "4.3"))
    action(document, "1.1")["title"] = "An umbrella network"
    with pytest.raises(Refused, match=r"budget line “4\.3 \(2\)” cannot be removed"):
        imported(document, taken_away=["actions:4.3"])
    assert BudgetLine.objects.filter(action__code="4.3").count() == 2
    assert not ActionTerms.objects.filter(title="An umbrella network").exists()


def test_a_document_puts_no_plan_in_force(document: Document, db: None) -> None:
    document["plan"]["state"] = "in_force"
    imported(document)
    assert Plan.objects.get().state == PlanState.IN_PREPARATION


def test_a_second_plan_shares_ministers_and_organisations(document: Document, printed_plan: Plan) -> None:
    document["plan"]["code"] = "2025-2029"
    changes = imported(document)
    assert changes[0] == "added: plan 2025-2029"
    assert not [change for change in changes if "minister" in change]
    assert Organisation.objects.count() == 20
    assert Action.objects.count() == 100


def test_what_the_database_refuses_is_said_in_a_sentence(prepared: Plan) -> None:
    first, second = prepared.actions.all()[:2]
    with pytest.raises(Refused, match=r"^action 1\.2 .*: .*already exists"):
        save(Action(plan=prepared, objective=second.objective), {"code": "1.2", "order": first.order + 7})
    with pytest.raises(Refused, match=r"phase 1\.1 \(9\): .*phase_continuous_has_no_days"):
        save(
            Phase(action=first, place=9),
            {"continuous": True, "start": ON, "start_precision": "day"},
        )


def test_what_is_too_long_is_refused_in_a_sentence(document: Document, prepared: Plan) -> None:
    """The title of an action, and the name of a new body."""
    named = copy.deepcopy(document)
    action(document, "1.1")["title"] = "long " * 200
    with pytest.raises(Refused, match="500"):
        imported(document)
    named["organisations"].append({"key": "roads", "name": "long " * 200, "policy_area": None})
    with pytest.raises(Refused, match="200"):
        imported(named)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_plan", str(tmp_path / "none.json"))
