"""A plan is imported in the browser: a file, what it would change, and doing it; all or nothing, once."""

import datetime
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import Decision, carry_out
from actionplan.amendments.preparing import amend_action, prepare_amendment
from actionplan.audit.models import Event
from actionplan.base.workbooks import Workbook, read_workbook
from actionplan.organisations.models import Organisation
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.workbook import reading
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.from_rows import action_in_force, version_of
from actionplan.planned.json_form import read_document
from actions.models import Action, Amendment
from budgets.models import BudgetLine
from objectives.models import Plan
from tests.factories import MinisterFactory, OrganisationFactory
from tests.personas import ClientOf
from tests.plan_document.documents import action, document_of
from tests.plan_document.imports import report_money
from tests.plan_document.printed_plan import WARNINGS
from tests.plan_document.workbooks import changed, small
from tests.reading import read
from tests.sent_forms import new_token

Document = dict[str, Any]


@pytest.fixture
def document(whole: Document) -> Document:
    """The same with 1.1 and 1.3 alone."""
    return small(whole)


def upload(client: Client, content: Any) -> Any:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    token = client.get(reverse("plan-import")).context["form"]["token"].value()
    file = SimpleUploadedFile("next plan.json", content)
    return client.post(reverse("plan-upload"), {"token": token, "file": file})


def form_of(client: Client, file: PlanFile) -> dict[str, Any]:
    """What is sent of the page as it is shown, with every warning accepted."""
    preview = client.get(reverse("plan-file", args=[file.pk])).context["preview"]
    return {"token": new_token(), "mark": preview.mark, "accept": list(WARNINGS)}


def commit(client: Client, file: PlanFile, **more: Any) -> Any:
    answer = client.post(reverse("plan-file-commit", args=[file.pk]), form_of(client, file) | more)
    answer.said = answer.getvalue().decode()  # a page that is sent piece by piece is written as it is read
    return answer


@pytest.mark.full
def test_a_file_is_looked_at_and_then_imported_with_one_event(admin: Client, whole: Document) -> None:
    answer = upload(admin, whole)
    file = PlanFile.objects.get()
    assert answer["Location"] == reverse("plan-file", args=[file.pk])
    page = " ".join(admin.get(answer["Location"]).content.decode().split())
    assert "Next plan next · a new plan" in page
    assert not Plan.objects.filter(code="next").exists()
    steps = commit(admin, file).said
    assert steps.index("Objective 1 is written.") < steps.index("Objective 8 is written.")
    assert "93 changes are made." in steps
    assert Action.objects.filter(plan__code="next").count() == 50
    event = Event.objects.get(verb="imported")
    assert (event.names["file"], event.names["sha256"]) == ("next plan.json", file.sha256)
    assert event.names["actions"] == 50
    again = admin.get(reverse("plan-file", args=[file.pk])).content.decode()
    assert "there is nothing to change in it" in again
    assert "Import it so" not in again


def test_what_is_wrong_with_a_file_is_said_all_at_once_and_nothing_is_kept(
    admin: Client, document: Document
) -> None:
    document["plan"]["title"], document["actions"][0]["code"] = "", "6.99"
    answer = upload(admin, document)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "2 things are wrong in the file" in page
    assert "plan, title</th>" in page
    assert "this is empty." in page
    assert "its code says another" in page
    assert page.index("data-error-summary") < page.index('type="file"'), "above the form, with the focus"
    assert upload(admin, b"\xff\xfe{").status_code == 400
    assert not PlanFile.objects.exists()


@pytest.mark.full
def test_a_dutch_page_shows_the_dutch_of_the_file_and_marks_what_is_english(
    admin: Client, whole: Document
) -> None:
    whole["plan"]["title_nl"] = "Volgend plan"
    whole["objectives"][0] |= {"title": "First", "title_nl": "Eerste"}
    whole["objectives"][1] |= {"title": "Second", "title_nl": ""}
    upload(admin, whole)
    commit(admin, PlanFile.objects.get())
    whole["actions"][0]["title"] = "Another title"
    whole["actions"][-1]["title_nl"] = "Een titel"
    page = admin.get(upload(admin, whole)["Location"], headers={"accept-language": "nl"}).content.decode()
    assert " · Volgend plan next ·" in page
    for words, language in [("Another title", "en"), ("Een titel", "nl")]:
        assert re.search(rf'<td [^>]*lang="{language}">\s*<div>\s*{words}\s*</div>', page)


def test_who_goes_back_and_chooses_another_file_sees_that_one(admin: Client, document: Document) -> None:
    token = admin.get(reverse("plan-import")).context["form"]["token"].value()
    contents = [
        json.dumps(document | {"plan": document["plan"] | {"title": title}}) for title in ("One", "Two")
    ]
    files = [SimpleUploadedFile("plan.json", content.encode()) for content in (*contents, contents[0])]
    first, other, again = (
        admin.post(reverse("plan-upload"), {"token": token, "file": file})["Location"] for file in files
    )
    assert "Two" in admin.get(other).content.decode()
    assert again == first != other


def test_a_form_without_a_file_says_so(admin: Client) -> None:
    token = admin.get(reverse("plan-import")).context["form"]["token"].value()
    answer = admin.post(reverse("plan-upload"), {"token": token})
    assert answer.status_code == 400
    assert "Choose a file." in answer.content.decode()


def test_a_file_is_refused_where_the_plan_changed_since_it_was_looked_at(
    admin: Client, document: Document
) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    opened = form_of(admin, file)
    MinisterFactory(key="education", title="Minister of Schools")
    answer = commit(admin, file, **opened)
    assert answer.status_code == 409
    assert "was changed since you looked at this page" in answer.said
    assert not Plan.objects.filter(code="next").exists()


@pytest.mark.django_db(transaction=True)
def test_who_goes_away_before_the_end_takes_everything_back(admin: Client, document: Document) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    sent = form_of(admin, file)
    address = reverse("plan-file-commit", args=[file.pk])
    answer = admin.post(address, sent)
    pieces = iter(answer.streaming_content)
    assert b"Objective 1 is written." in next(pieces)
    assert b"Objective 2 is written." in next(pieces)
    answer.close()  # its connection to the database too
    assert not Plan.objects.filter(code="next").exists()
    assert not Event.objects.filter(verb="imported").exists()
    assert "changes are made." in admin.post(address, sent).getvalue().decode()
    assert admin.post(address, sent)["Location"] == reverse("plan-list")
    assert Event.objects.filter(verb="imported").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_after_the_page_has_begun_is_said_on_it_and_nothing_is_kept(
    admin: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_values: Any, **_facts: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("actionplan.plan_document.importing.record", fails)
    upload(admin, document)
    page = commit(admin, PlanFile.objects.get()).said
    assert "Objective 8 is written." in page
    assert "The portal made a mistake; you did not." in page
    assert "Nothing was changed." in page
    assert page.rstrip().endswith("</html>")
    assert not Plan.objects.filter(code="next").exists()
    assert PlanFile.objects.get().committed_at is None


def test_what_is_refused_on_the_way_is_said_at_the_end(admin: Client, whole: Document) -> None:
    whole["actions"][-1]["title"] = "long " * 200
    upload(admin, whole)
    answer = commit(admin, PlanFile.objects.get())
    assert "Objective 7 is written." in answer.said
    assert "at most 500 characters" in answer.said
    assert not Plan.objects.filter(code="next").exists()


def test_it_is_imported_once(admin: Client, document: Document) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    assert commit(admin, file).status_code == 200
    assert commit(admin, file).status_code == 409
    assert Event.objects.filter(verb="imported").count() == 1


def test_nothing_is_written_before_a_question_is_answered(admin: Client, document: Document) -> None:
    dutch = "Agentschap Binnenlands Bestuur"
    OrganisationFactory(key="abb", name="Agency for Home Affairs", name_nl=dutch, policy_area="KBBJ")
    upload(admin, document)
    file = PlanFile.objects.get()
    page = reverse("plan-file", args=[file.pk])
    assert "Is “Agency for Home Affairs” the same as" in admin.get(page).content.decode()
    in_dutch = admin.get(page, headers={"accept-language": "nl"}).content.decode()
    assert f"Is “{dutch}” hetzelfde als “{dutch}”?" in in_dutch
    answer = commit(admin, file)
    assert answer.status_code == 409
    assert "Say first of each new body" in answer.content.decode()
    questions = admin.get(reverse("plan-file", args=[file.pk])).context["preview"].alike
    answers = {f"alike-{question.word}": "same" for question in questions}
    assert commit(admin, file, **answers).status_code == 200
    assert not Organisation.objects.filter(key="kbbj_abb").exists()
    assert Action.objects.filter(plan__code="next", leads__organisation__key="abb").exists()


@pytest.mark.full
def test_what_is_doubtful_is_accepted_one_by_one(admin: Client, whole: Document) -> None:
    upload(admin, whole)
    file = PlanFile.objects.get()
    page = admin.get(reverse("plan-file", args=[file.pk])).content.decode()
    assert "action 4.7, phase 1: 1 January 2019 lies outside the plan" in page
    warning = min(WARNINGS)
    answer = commit(admin, file, accept=[warning])
    assert answer.status_code == 409
    assert "Accept each warning first" in answer.content.decode()
    shown = read(answer, 409)
    assert shown.links["#warnings"] == "Accept each warning first, or fix the file."
    [fieldset] = shown.all("fieldset", id="warnings")
    assert "required" in fieldset.text
    assert "Accept each warning first" in fieldset.text
    assert answer.content.decode().count(" checked") == 1
    assert f'value="{warning}" checked' in answer.content.decode()
    assert commit(admin, file).status_code == 200


@pytest.mark.full
def test_old_stands_beside_new_and_the_rest_is_counted_by_objective(
    client_of: ClientOf, administrator: User, whole: Document, printed_plan: Plan
) -> None:
    admin = client_of(administrator)
    Plan.objects.filter(pk=printed_plan.pk).update(state="in_preparation")
    line = BudgetLine.objects.get(action__code="4.3", place=2)
    report_money(line)
    whole["plan"] |= {"code": printed_plan.code, "title": printed_plan.title, "state": "in_force"}
    changed = action(whole, "4.3")
    changed |= {"kind": "new", "limited": True, "summary_nl": ""}
    changed["budget"]["lines"][1] |= {"label": "Evaluation", "label_nl": "", "amount": "1000.00"}
    changed["timing"]["phases"][1] |= {"end": "2023-12-31"}
    upload(admin, whole)
    file = PlanFile.objects.get()
    answer = admin.get(reverse("plan-file", args=[file.pk]))
    [changed_actions] = answer.context["changed"].parts
    [one] = changed_actions.actions
    rows = {(row.label, row.before, row.after) for row in one.rows}
    assert [heading.text for heading in read(answer).all("h2")] == ["Which actions change?"]
    assert {
        ("Kind", "unknown", "new"),
        ("Limited", "", "yes"),
        (
            "Budget line 2",
            "Pool of experts: €500,000.00 per year; phase 2",
            "Evaluation: €1,000.00 per year; phase 2",
        ),
    } <= rows
    page = " ".join(answer.content.decode().split())
    for words in [
        "The file says that the plan is in force. An import does not decide that",
        "Summary in Dutch",
        "0 added, 1 changed, 0 removed",
        "49 actions are as they were.",
        "It is “Evaluation” of the file",
        "Budget line 2",
    ]:
        assert words in page
    assert "What was read?" not in page
    assert commit(admin, file).status_code == 409
    assert commit(admin, file, **{"row-lines:4.3:2": "2"}).status_code == 200
    assert line.terms.get().label == "Evaluation"


def test_the_file_is_handed_over_as_it_came(admin: Client, document: Document) -> None:
    content = json.dumps(document, indent=3).encode()
    upload(admin, content)
    answer = admin.get(reverse("plan-file-download", args=[PlanFile.objects.get().pk]))
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_that_was_kept_and_would_be_refused_today_says_why(admin: Client, document: Document) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    document["actions"][0]["code"] = "6.99"
    PlanFile.objects.update(content=json.dumps(document).encode())
    page = admin.get(reverse("plan-file", args=[file.pk]))
    sent = {"token": new_token(), "mark": "any"}
    answer = admin.post(reverse("plan-file-commit", args=[file.pk]), sent)
    for response in (page, answer):
        assert response.status_code == 409
        assert "its code says another" in response.content.decode()
    assert not Plan.objects.filter(code="next").exists()


@pytest.mark.full
def test_a_workbook_is_looked_at_and_imported_like_a_document(admin: Client, document: Document) -> None:
    assert upload(admin, plan_workbook(read_document(document))).status_code == 302
    file = PlanFile.objects.get()
    answer = admin.get(reverse("plan-file-download", args=[file.pk]))
    assert f'plan-file-{file.pk}.xlsx"' in answer["Content-Disposition"]
    assert commit(admin, file).status_code == 200
    assert Action.objects.filter(plan__code="next").count() == 2
    plan = Plan.objects.get(code="next")
    assert document_of(plan, datetime.date(2022, 1, 1)) == document


@pytest.mark.full
def test_while_a_file_is_read_no_lock_is_held(
    admin: Client, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a workbook may take longer than others wait for a lock."""
    upload(admin, plan_workbook(read_document(document)))
    outside, inside = len(connection.savepoint_ids), list[int]()

    def read(content: bytes) -> Workbook:
        inside.append(len(connection.savepoint_ids) - outside)
        return read_workbook(content)

    monkeypatch.setattr(reading, "read_workbook", read)
    assert commit(admin, PlanFile.objects.get()).status_code == 200
    assert inside == [0, 0], "for the preview, and for the import"


@pytest.mark.full
def test_what_was_not_read_of_a_workbook_is_said_in_the_preview(admin: Client, document: Document) -> None:
    content = changed(
        plan_workbook(read_document(document)), lambda book: book.create_sheet("Progress of actions")
    )
    page = admin.get(upload(admin, content)["Location"]).content.decode()
    assert "The sheet “Progress of actions” says what was reported" in page


def test_a_file_of_a_plan_in_force_prepares_an_amendment_unless_one_came_in_between(
    admin: Client, document: Document, coordinator: User
) -> None:
    upload(admin, document)
    commit(admin, PlanFile.objects.get())
    Plan.objects.filter(code="next").update(state="in_force")
    plan = Plan.objects.get(code="next")
    action(document, "1.1")["title"] = "An umbrella network"
    upload(admin, document)
    file = PlanFile.objects.order_by("-pk")[0]
    page = admin.get(reverse("plan-file", args=[file.pk])).content.decode()
    assert "prepares one amendment of it, which a coordinator" in page
    assert "Reason: “Import of the file next plan.json.” A coordinator can still change both" in page
    other = prepare_amendment(
        plan=plan, effective_from=plan.start, reason="Sample.", by=coordinator, at=timezone.now()
    )
    now = action_in_force("1.3", plan, plan.start)
    assert now is not None
    amend_action(
        amendment=other,
        after=replace(now, title="Another title"),
        opened_on=version_of(now),
        by=coordinator,
        at=timezone.now(),
    )
    mark = admin.get(reverse("plan-file", args=[file.pk])).context["preview"].mark
    decision = Decision("Sample government", plan.start, "Sample 1")
    carry_out(amendment=other, decision=decision, mark="", by=coordinator, at=timezone.now())
    refused = commit(admin, file, mark=mark)
    assert refused.status_code == 409
    assert "was changed since you looked" in refused.content.decode()
    done = commit(admin, file)
    amendment = Amendment.objects.get(number=2)
    assert [row.code for row in amendment.actions.all()] == ["1.1", "1.3"]
    assert (amendment.state, amendment.reason) == ("prepared", "Import of the file next plan.json.")
    said = admin.get(done["Location"]).content.decode()
    assert "Amendment 2 of the plan is prepared. You cannot open it" in said
    own_page = reverse("amendment", args=["next", 2])
    assert admin.get(own_page).status_code == 404, "an administrator does not amend"
    assert own_page not in said
    assert Action.objects.get(plan=plan, code="1.1").title != "An umbrella network"
