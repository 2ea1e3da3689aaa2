"""What was really sent of a round: recorded by coordinators with its hash, read by everybody, never erased."""

import hashlib
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister
from actionplan.reporting.models import SentDocument
from tests.documents.written_documents import FORMATS
from tests.factories import PlanFactory
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound
from tests.sent_forms import form_to, new_token

pytestmark = pytest.mark.django_db
NAMES = ["2020-2024", "2022-06"]
CONTENT = b"The report as it was sent."
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def record(client: Client, token: str = "", **sent: Any) -> HttpResponse:
    facts = {"token": token or new_token(), "kind": "report", "reference": "VR 2023", "sent_on": "2022-10-03"}
    return client.post(address("sent-document-record", *NAMES), facts | sent)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("report.docx", CONTENT)


@pytest.fixture
def coordinating(client_of: ClientOf, coordinator: User) -> Client:
    """Of a round that was closed."""
    RoundFactory(plan=PlanFactory(), code="2022-06", state="closed", closed_at=noon(2022, 9, 1))
    return client_of(coordinator)


def test_a_file_is_hashed_and_not_kept(coordinating: Client) -> None:
    assert record(coordinating, file=file()).status_code == 302
    row = SentDocument.objects.get()
    assert (row.sha256, row.file_name, row.kind) == (SHA256, "report.docx", "report")


def test_a_hash_may_be_typed_with_capitals_and_spaces(coordinating: Client) -> None:
    typed = " ".join([SHA256[:32].upper(), SHA256[32:]])
    assert record(coordinating, sha256=typed).status_code == 302
    assert SentDocument.objects.get().sha256 == SHA256


WRONG = [
    ({}, "id_file", "Choose the file, or write its SHA-256 below."),
    ({"sha256": "abc"}, "id_sha256", "A SHA-256 has 64 characters"),
    ({"sha256": SHA256, "kind": "extract"}, "id_minister", "Say for which minister the extract is."),
    ({"sha256": SHA256, "reference": ""}, "id_reference", "Say under which reference it was sent."),
    ({"sha256": SHA256, "sent_on": "soon"}, "id_sent_on", "Write a day such as 31/12/2022."),
    (
        {"sha256": SHA256, "sent_on": "2022-08-31"},
        "id_sent_on",
        "The round closed on 1 September 2022: before that day the document did not exist.",
    ),
]


def test_what_is_wrong_is_said_at_its_field_with_all_that_was_typed(coordinating: Client) -> None:
    for sent, field, sentence in WRONG:
        response = record(coordinating, **sent)
        page = response.content.decode()
        assert response.status_code == 400
        assert page.count(sentence) == 2, "in the summary and at the field"
        assert f'href="#{field}"' in page
    # a typed hash is compared with the file
    response = record(coordinating, file=file(), sha256="0" * 64)
    assert response.status_code == 400
    assert "This is not the SHA-256 of the file that you chose." in response.content.decode()
    response = record(coordinating, sha256=SHA256, sent_on="2099-01-01", reference="Typed reference")
    assert response.status_code == 409
    assert "This day lies ahead" in response.content.decode()
    assert "Typed reference" in response.content.decode()
    assert not SentDocument.objects.exists()


def test_only_an_extract_is_for_a_minister(coordinating: Client, minister: Minister) -> None:
    assert record(coordinating, sha256=SHA256, minister=minister.pk).status_code == 400
    assert record(coordinating, sha256=SHA256, minister=minister.pk, kind="extract").status_code == 302
    assert SentDocument.objects.get().minister == minister


KEPT = "That of report.docx, which you chose: you need not choose it again."


@pytest.mark.parametrize(("wrong", "status"), [({"reference": ""}, 400), ({"sent_on": "2099-01-01"}, 409)])
def test_of_a_form_that_is_not_accepted_the_hash_and_the_name_of_the_file_are_kept(
    coordinating: Client, wrong: dict[str, str], status: int
) -> None:
    refused = record(coordinating, file=file(), **wrong)
    assert refused.status_code == status
    assert KEPT in refused.content.decode()
    sent = form_to(refused, address("sent-document-record", *NAMES))
    assert sent["sha256"] == SHA256
    again = sent | {"reference": "", "sent_on": "2022-10-03"}
    assert KEPT in record(coordinating, **again).content.decode(), "however often"
    assert record(coordinating, **again | {"reference": "VR 2023"}).status_code == 302
    row = SentDocument.objects.get()
    assert (row.sha256, row.file_name) == (SHA256, "report.docx")


def test_what_was_kept_of_a_file_gives_way_to_another_file_or_hash(coordinating: Client) -> None:
    refused = record(coordinating, file=file(), reference="")
    kept = form_to(refused, address("sent-document-record", *NAMES)) | {"reference": "VR 2023"}
    assert record(coordinating, **kept | {"sha256": "c" * 64}).status_code == 302
    other = SimpleUploadedFile("other.docx", b"Another.")
    assert record(coordinating, **kept | {"file": other}).status_code == 302
    actual = SentDocument.objects.order_by("pk").values_list("sha256", "file_name")
    assert list(actual) == [("c" * 64, ""), (hashlib.sha256(b"Another.").hexdigest(), "other.docx")]


def test_the_same_form_sent_twice_records_once_and_another_file_is_another_form(coordinating: Client) -> None:
    token = new_token()
    for _time in range(2):
        assert record(coordinating, token, file=file()).status_code == 302
    assert SentDocument.objects.count() == 1
    assert record(coordinating, token, file=SimpleUploadedFile("report.docx", b"Another.")).status_code == 302
    assert SentDocument.objects.count() == 2


def test_everybody_reads_it_and_only_coordinators_have_forms(coordinating: Client, viewer: Client) -> None:
    record(coordinating, file=file())
    url = address("sent-documents", *NAMES)
    read = viewer.get(url).content.decode()
    assert SHA256 in read
    assert "VR 2023" in read
    assert "3 October 2022" in read
    assert '<form method="post" action="/2020-2024/rounds' not in read
    assert '<form method="post" action="/2020-2024/rounds' in coordinating.get(url).content.decode()


def test_the_page_of_the_round_says_what_was_sent_and_what_is_ready(
    frozen: FrozenRound, platform: Client
) -> None:
    record(platform, file=file())
    for language, words in {"en": "Workbook with the extracts", "nl": "Werkmap met de uittreksels"}.items():
        page = platform.get(address("round", *NAMES), headers={"accept-language": language}).content.decode()
        assert "VR 2023" in page
        for name in [*FORMATS, "sent-documents"]:
            assert f'href="{address(name, *NAMES)}"' in page
        # the words beside a link stand apart from it
        ready = BeautifulSoup(page, "html.parser").find(id="ready").parent
        assert words in ready.get_text()
        assert not re.search(r"[a-z](20|VR)", ready.get_text())
    withdraw(platform, "The wrong file.")
    assert "VR 2023" not in platform.get(address("round", *NAMES)).content.decode()


def withdraw(client: Client, reason: str) -> HttpResponse:
    row = SentDocument.objects.get()
    sent = {"token": new_token(), "reason": reason}
    return client.post(address("sent-document-withdraw", *NAMES, row.pk), sent)


def test_a_record_is_withdrawn_once_with_a_reason_and_stays_with_who_and_why(
    coordinating: Client, coordinator: User
) -> None:
    record(coordinating, file=file())
    page = withdraw(coordinating, " ")
    assert page.status_code == 400
    assert page.content.decode().count("Say why the record is withdrawn.") == 2
    assert withdraw(coordinating, "The wrong file.").status_code == 302
    assert withdraw(coordinating, "Again.").status_code == 409
    row = SentDocument.objects.get()
    assert (row.withdrawn_by, row.withdrawn_why) == (coordinator, "The wrong file.")
    shown = coordinating.get(address("sent-documents", *NAMES)).content.decode()
    assert "The wrong file." in shown
    assert SHA256 in shown
