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
from actionplan.audit.models import Event
from actionplan.organisations.models import Minister
from actionplan.reporting.models import SentDocument
from actionplan.rounds.redacting import redact, removal_of
from tests.documents.written_documents import FORMATS
from tests.evidence.evidence_files import DOCX, HTML, MACROS, archive
from tests.factories import PlanFactory
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound
from tests.sent_forms import form_to, new_token

pytestmark = pytest.mark.django_db
NAMES = ["2020-2024", "2022-06"]
CONTENT = DOCX
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def record(client: Client, token: str = "", **sent: Any) -> HttpResponse:
    facts = {"token": token or new_token(), "kind": "report", "reference": "VR 2023", "sent_on": "2022-10-03"}
    facts |= {"edition": "public"}
    return client.post(address("sent-document-record", *NAMES), facts | sent)


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("report.docx", CONTENT)


@pytest.fixture
def coordinating(client_of: ClientOf, coordinator: User) -> Client:
    """Of a round that was closed."""
    RoundFactory(plan=PlanFactory(), code="2022-06", state="closed", closed_at=noon(2022, 9, 1))
    return client_of(coordinator)


def test_a_file_is_kept_with_its_hash_and_downloaded_as_it_was(coordinating: Client, viewer: Client) -> None:
    assert record(coordinating, file=file()).status_code == 302
    row = SentDocument.objects.get()
    assert (row.sha256, row.file_name, row.kind) == (SHA256, "report.docx", "report")
    download = address("sent-document-file", *NAMES, row.pk)
    assert f'href="{download}"' in viewer.get(address("sent-documents", *NAMES)).content.decode()
    response = viewer.get(download)
    assert response.getvalue() == CONTENT
    assert response["Content-Disposition"] == 'attachment; filename="report.docx"'
    assert (
        response["Content-Type"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("content", [MACROS, HTML, archive("index.html")])
def test_what_could_run_is_no_document_that_was_sent(coordinating: Client, content: bytes) -> None:
    refused = record(coordinating, file=SimpleUploadedFile("report.docx", content))
    assert refused.status_code == 409
    assert "an office file without macros" in refused.content.decode()
    assert not SentDocument.objects.exists()


def test_a_table_that_was_sent_is_served_as_a_text(coordinating: Client) -> None:
    table = b'name;link\r\nOne;"=HYPERLINK(""http://host.example"")"\r\n'
    assert record(coordinating, file=SimpleUploadedFile("table.csv", table)).status_code == 302
    row = SentDocument.objects.get()
    response = coordinating.get(address("sent-document-file", *NAMES, row.pk))
    assert response.getvalue() == table
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/plain",
        'attachment; filename="table.csv.txt"',
    )


def test_an_internal_file_is_for_who_may_read_that_edition_and_of_a_withdrawn_record_for_nobody(
    coordinating: Client, viewer: Client, client_of: ClientOf, auditor: User
) -> None:
    record(coordinating, file=file(), edition="internal")
    download = address("sent-document-file", *NAMES, SentDocument.objects.get().pk)
    for client, status in [(viewer, 404), (client_of(auditor), 200), (coordinating, 200)]:
        assert client.get(download).status_code == status
        shown = client.get(address("sent-documents", *NAMES)).content.decode()
        assert (f'href="{download}"' in shown) == ("report.docx" in shown) == (status == 200)
    withdraw(coordinating, "The wrong file.")
    assert coordinating.get(download).status_code == 404


def test_a_file_needs_its_edition_and_may_not_be_too_large_and_its_name_is_cleaned(
    coordinating: Client, settings: Any
) -> None:
    refused = record(coordinating, file=file(), edition="")
    assert refused.content.decode().count("Say which edition the file is.") == 2
    settings.IMPORT_MOST_MEGABYTES = 0
    assert "The file is larger than 0 MB." in record(coordinating, file=file()).content.decode()
    settings.IMPORT_MOST_MEGABYTES = 1
    record(coordinating, file=SimpleUploadedFile("re\u202exslx.port.docx", CONTENT))
    assert SentDocument.objects.get().file_name == "rexslx.port.docx"


def test_what_became_of_it_is_set_once_by_a_coordinator_and_read_by_everybody(
    coordinating: Client, coordinator: User, viewer: Client
) -> None:
    record(coordinating, file=file())
    pk = SentDocument.objects.get().pk
    url = address("sent-document-follow-up", *NAMES, pk)

    def sent(**facts: str) -> HttpResponse:
        return coordinating.post(url, {"token": new_token(), **facts})

    assert sent(communication="VR 2022 0710 MED.0312", noted_on="2022-10-07").status_code == 302
    shown = viewer.get(address("sent-documents", *NAMES)).content.decode()
    assert "VR 2022 0710 MED.0312" in shown
    assert "the Government took note on 7 October 2022" in shown
    form = form_to(coordinating.get(address("sent-documents", *NAMES)), url)
    assert set(form) & {"communication", "noted_on", "to_parliament_on"} == {"to_parliament_on"}
    for facts, sentence in [
        ({"noted_on": "2022-10-08"}, "This was recorded already: the Government took note on."),
        ({"to_parliament_on": "2099-01-01"}, "Write days from the sending"),
        ({"to_parliament_on": "2022-10-02"}, "Write days from the sending"),
        ({}, "Fill in what is known by now."),
    ]:
        refused = sent(**facts)
        assert refused.status_code == 409
        assert sentence in refused.content.decode()
    assert sent(to_parliament_on="2022-10-12").status_code == 302
    assert url not in coordinating.get(address("sent-documents", *NAMES)).content.decode()
    event = Event.objects.latest("pk")
    assert event.sentence.startswith(f"{coordinator} recorded what became of report to the Government")
    assert event.names["to_parliament_on"] == "2022-10-12"


@pytest.mark.full
@pytest.mark.owner
def test_a_file_goes_when_a_text_of_its_round_is_removed_by_law_and_its_hash_stays(
    frozen: FrozenRound, platform: Client, administrator: User, viewer: Client
) -> None:
    record(platform, file=file())
    download = address("sent-document-file", *NAMES, SentDocument.objects.get().pk)
    report, at = frozen.reports["1.1"], noon(2023, 2, 1)
    assert [document.file_name for document in removal_of(report).files] == ["report.docx"]
    for part in ["note_to_platform", "remark", "minister_answers"]:
        unprinted = removal_of(report, [part])
        assert unprinted.snapshot_texts, part
        assert unprinted.files == [], part
    redact(report=report, reason="Sample decision.", by=administrator, at=at)
    row = SentDocument.objects.get()
    assert (row.content, row.redacted_at, row.sha256) == (None, at, SHA256)
    assert viewer.get(download).status_code == 404
    shown = viewer.get(address("sent-documents", *NAMES)).content.decode()
    assert "The file was removed by law on 1 February 2023; its hash stays." in shown
    # neither that file is kept again, nor another that was sent while the text was there; of each the hash is recorded
    earlier = SimpleUploadedFile("earlier.docx", b"An earlier version.")
    for kept in [{"file": file(), "sent_on": "2023-02-02"}, {"file": earlier}]:
        again = record(platform, reference="VR 2023 again", **kept)
        assert again.status_code == 409
        assert "Record its SHA-256 alone, without the file." in again.content.decode()
    assert record(platform, sha256=SHA256, reference="VR 2023 again").status_code == 302, "without the file"
    later = SimpleUploadedFile("later.docx", b"Without the text.")
    assert record(platform, file=later, sent_on="2023-02-02").status_code == 302


def test_a_hash_may_be_typed_with_capitals_and_spaces_but_not_instead_of_the_file(
    coordinating: Client,
) -> None:
    typed = " ".join([SHA256[:32].upper(), SHA256[32:]])
    alone = record(coordinating, sha256=typed)
    assert (alone.status_code, "Choose the file" in alone.content.decode()) == (409, True)
    assert record(coordinating, sha256=typed, file=file()).status_code == 302
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


@pytest.mark.full
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
    assert record(coordinating, file=file(), minister=minister.pk).status_code == 400
    assert record(coordinating, file=file(), minister=minister.pk, kind="extract").status_code == 302
    assert SentDocument.objects.get().minister == minister


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


@pytest.mark.full
def test_the_page_of_the_round_says_what_was_sent_and_what_is_ready(
    frozen: FrozenRound, platform: Client
) -> None:
    record(platform, file=file())
    for language, words, kept in [
        (
            "en",
            "Workbook with the extracts",
            "counts or words things differently. The file that was sent is kept",
        ),
        ("nl", "Werkmap met de uittreksels", "anders telt of verwoordt. Het verzonden bestand"),
    ]:
        page = platform.get(address("round", *NAMES), headers={"accept-language": language}).content.decode()
        assert "VR 2023" in page
        for name in [*FORMATS, "sent-documents"]:
            assert f'href="{address(name, *NAMES)}"' in page
        # the words beside a link stand apart from it
        ready = " ".join(BeautifulSoup(page, "html.parser").find(id="ready").parent.get_text().split())
        assert words in ready
        assert kept in ready
        assert not re.search(r"[a-z](20|VR)", ready)
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
