"""A plan is imported in the browser: a file, what it would change, and doing it; all or nothing, once."""

import copy
import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.organisations.models import Organisation
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.plan_document.writing import plan_document
from actions.models import Action
from objectives.models import Plan
from tests.factories import MinisterFactory, OrganisationFactory, PlanFactory
from tests.plan_document.workbooks import changed

Browser = Callable[[User], Client]
Document = dict[str, Any]


@pytest.fixture
def document(printed_document: Document) -> Document:
    """The plan as printed, as the document of another plan, in preparation."""
    document = copy.deepcopy(printed_document)
    document["plan"] |= {"code": "next", "title": "Next plan", "state": "in_preparation"}
    return document


@pytest.fixture
def admin(client_of: Browser, administrator: User) -> Client:
    PlanFactory()
    return client_of(administrator)


def upload(client: Client, content: Any) -> Any:
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    token = client.get(reverse("plan-import")).context["form"]["token"].value()
    file = SimpleUploadedFile("next plan.json", content)
    return client.post(reverse("plan-upload"), {"token": token, "file": file})


def commit(client: Client, file: PlanFile, **more: Any) -> Any:
    page = client.get(reverse("plan-file", args=[file.pk])).context
    sent = {"token": page["token"], "mark": page["mark"]} | more
    return client.post(reverse("plan-file-commit", args=[file.pk]), sent)


def test_a_file_is_looked_at_and_then_imported_with_one_event(admin: Client, document: Document) -> None:
    answer = upload(admin, document)
    file = PlanFile.objects.get()
    assert answer["Location"] == reverse("plan-file", args=[file.pk])
    page = admin.get(answer["Location"]).content.decode()
    for words in ["Next plan next", "93 added", "added: action 3.12", "1. "]:
        assert words in page
    assert not Plan.objects.filter(code="next").exists()
    assert commit(admin, file)["Location"] == reverse("plan-list")
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
    assert "this is empty." in page
    assert "its code says another" in page
    assert upload(admin, b"\xff\xfe{").status_code == 400
    assert not PlanFile.objects.exists()


def test_a_form_without_a_file_says_so(admin: Client) -> None:
    token = admin.get(reverse("plan-import")).context["form"]["token"].value()
    assert admin.post(reverse("plan-upload"), {"token": token}).status_code == 400


def test_a_file_is_refused_where_the_plan_changed_since_it_was_looked_at(
    admin: Client, document: Document
) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    page = admin.get(reverse("plan-file", args=[file.pk])).context
    MinisterFactory(key="education", title="Minister of Schools")
    sent = {"token": page["token"], "mark": page["mark"]}
    answer = admin.post(reverse("plan-file-commit", args=[file.pk]), sent)
    assert answer.status_code == 409
    assert "was changed since you looked at this page" in answer.content.decode()
    assert not Plan.objects.filter(code="next").exists()


def test_it_is_imported_once(admin: Client, document: Document) -> None:
    upload(admin, document)
    file = PlanFile.objects.get()
    assert commit(admin, file).status_code == 302
    assert commit(admin, file).status_code == 409
    assert Event.objects.filter(verb="imported").count() == 1


def test_nothing_is_written_before_a_question_is_answered(admin: Client, document: Document) -> None:
    OrganisationFactory(key="abb", name="Agency for Home Affairs", policy_area="KBBJ")
    upload(admin, document)
    file = PlanFile.objects.get()
    assert (
        "Is “Agency for Home Affairs” the same as"
        in admin.get(reverse("plan-file", args=[file.pk])).content.decode()
    )
    answer = commit(admin, file)
    assert answer.status_code == 409
    assert "Say first of each new body" in answer.content.decode()
    questions = admin.get(reverse("plan-file", args=[file.pk])).context["preview"].alike
    answers = {f"alike-{one.word}": "same" for one in questions}
    assert commit(admin, file, **answers).status_code == 302
    assert not Organisation.objects.filter(key="kbbj_abb").exists()
    assert Action.objects.filter(plan__code="next", leads__organisation__key="abb").exists()


def test_the_file_is_handed_over_as_it_came(admin: Client, document: Document) -> None:
    content = json.dumps(document, indent=3).encode()
    upload(admin, content)
    answer = admin.get(reverse("plan-file-download", args=[PlanFile.objects.get().pk]))
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")


def test_nobody_but_an_administrator_imports(
    admin: Client, client_of: Browser, document: Document, coordinator: User
) -> None:
    upload(admin, document)
    file, client = PlanFile.objects.get(), client_of(coordinator)
    for name in ["plan-file", "plan-file-download"]:
        assert client.get(reverse(name, args=[file.pk])).status_code == 403
    assert client.get(reverse("plan-import")).status_code == 403
    assert client.post(reverse("plan-upload")).status_code == 403
    assert client.post(reverse("plan-file-commit", args=[file.pk])).status_code == 403


def test_a_workbook_is_looked_at_and_imported_like_a_document(admin: Client, document: Document) -> None:
    assert upload(admin, plan_workbook(document)).status_code == 302
    file = PlanFile.objects.get()
    answer = admin.get(reverse("plan-file-download", args=[file.pk]))
    assert f'plan-file-{file.pk}.xlsx"' in answer["Content-Disposition"]
    assert commit(admin, file).status_code == 302
    assert Action.objects.filter(plan__code="next").count() == 50
    plan = Plan.objects.get(code="next")
    assert plan_document(plan, datetime.date(2022, 1, 1)) == document


def test_what_is_wrong_with_a_workbook_is_said_with_sheet_row_and_column(
    admin: Client, document: Document
) -> None:
    document["actions"][0]["title"] = ""
    page = upload(admin, plan_workbook(document)).content.decode()
    assert "sheet Actions, row 2, column Title" in page


def test_what_was_not_read_of_a_workbook_is_said_in_the_preview(admin: Client, document: Document) -> None:
    content = changed(plan_workbook(document), lambda book: book.create_sheet("Progress of actions"))
    page = admin.get(upload(admin, content)["Location"]).content.decode()
    assert "The sheet “Progress of actions” says what was reported" in page
