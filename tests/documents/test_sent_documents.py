"""Recording the document that was really sent, and withdrawing a mistaken record."""

import datetime
import hashlib
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.documents.sent_documents import (
    note_sent_document,
    record_sent_document,
    withdraw_sent_document,
)
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Round, SentDocument
from tests.reporting_factories import RoundFactory, noon

AT, LATER = noon(2022, 10, 4), noon(2022, 10, 5)
SENT_ON = datetime.date(2022, 10, 3)
CONTENT = b"Sample."
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def round(db: None) -> Round:
    return RoundFactory(code="2022-06", state="closed", closed_at=noon(2022, 9, 1))


def sent(round: Round, by: User, **facts: Any) -> SentDocument:
    known = {"kind": "report", "reference": "VR 2022 0310 DOC.0001", "sent_on": SENT_ON, "sha256": SHA256}
    file = {"content": CONTENT, "edition": "public"}
    return record_sent_document(round=round, by=by, at=AT, **known | file | facts)


def test_a_coordinator_records_reference_day_and_hash(round: Round, coordinator: User) -> None:
    document = sent(round, coordinator, file_name="report.docx", sha256=f" {SHA256.upper()}\n")
    assert list(SentDocument.objects.of_round(round)) == [document]
    assert (document.sha256, document.sent_on, document.recorded_by) == (SHA256, SENT_ON, coordinator)
    event = Event.objects.get()
    assert event.sentence == (
        "Coordinator recorded which document of the round June 2022 was sent: "
        "report to the Government, VR 2022 0310 DOC.0001."
    )
    assert event.names["sha256"] == SHA256


def test_an_extract_is_for_a_minister(round: Round, coordinator: User, minister: Minister) -> None:
    assert sent(round, coordinator, kind="extract", minister=minister).minister == minister
    with pytest.raises(Refused, match="for which minister"):
        sent(round, coordinator, kind="extract")
    with pytest.raises(Refused, match="Only an extract"):
        sent(round, coordinator, minister=minister)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"sent_on": datetime.date(2022, 10, 5)}, "lies ahead"),
        ({"sent_on": datetime.date(2022, 8, 31)}, "The round closed on 1 September 2022"),
        ({"reference": " "}, "under which reference"),
    ],
)
def test_what_is_not_right_is_said(round: Round, coordinator: User, facts: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        sent(round, coordinator, **facts)


def test_the_day_of_sending_is_compared_with_the_day_of_closing_in_brussels(coordinator: User) -> None:
    midnight = datetime.datetime(2022, 8, 31, 22, 30, tzinfo=datetime.UTC)
    round = RoundFactory(code="2022-06", state="closed", closed_at=midnight)
    with pytest.raises(Refused, match="did not exist"):
        sent(round, coordinator, sent_on=datetime.date(2022, 8, 31))
    assert sent(round, coordinator, sent_on=datetime.date(2022, 9, 1)).pk


def test_a_hash_that_is_none_is_said(round: Round, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="64 characters"):
        sent(round, coordinator, sha256=SHA256[:-1])


def test_nothing_was_sent_of_a_round_that_never_closed(coordinator: User) -> None:
    with pytest.raises(Refused, match="that was closed"):
        sent(RoundFactory(state="validation"), coordinator)


def test_the_same_document_is_recorded_once_unless_the_record_was_withdrawn(
    round: Round, coordinator: User
) -> None:
    first = sent(round, coordinator)
    with pytest.raises(Refused, match="recorded already"):
        sent(round, coordinator)
    withdraw_sent_document(document=first, reason="Sample reason.", by=coordinator, at=LATER)
    assert sent(round, coordinator) != first


def test_a_mistaken_record_stays_with_why_it_was_withdrawn(
    round: Round, coordinator: User, other_coordinator: User
) -> None:
    document = sent(round, coordinator)
    withdraw_sent_document(document=document, reason=" Sample reason. ", by=other_coordinator, at=LATER)
    actual = SentDocument.objects.of_round(round)[0]
    assert (actual.withdrawn_by, actual.withdrawn_at) == (other_coordinator, LATER)
    assert actual.withdrawn_why == "Sample reason."
    assert Event.objects.latest("pk").sentence.endswith("DOC.0001. Sample reason.")
    with pytest.raises(ChangedMeanwhile, match="Other coordinator withdrew this record"):
        withdraw_sent_document(document=document, reason="Again.", by=coordinator, at=LATER)


def test_a_file_is_kept_under_its_own_hash_and_with_its_edition(round: Round, coordinator: User) -> None:
    for wrong, sentence in [
        ({"edition": ""}, "which edition"),
        ({"sha256": "0" * 64}, "not the SHA-256"),
        ({"content": None}, "Choose the file"),
    ]:
        with pytest.raises(Refused, match=sentence):
            sent(round, coordinator, **wrong)
    row = sent(round, coordinator, file_name="C:\\folder/report.docx")
    row.refresh_from_db()
    assert (bytes(row.content), row.file_name) == (CONTENT, "report.docx.txt"), "by its contents it is a text"


def test_nothing_follows_a_withdrawn_record(round: Round, coordinator: User, auditor: User) -> None:
    document = sent(round, coordinator)
    with pytest.raises(PermissionDenied):
        note_sent_document(document=document, communication="VR", by=auditor, at=LATER)
    withdraw_sent_document(document=document, reason="Sample reason.", by=coordinator, at=LATER)
    with pytest.raises(Refused, match="withdrawn"):
        note_sent_document(document=document, communication="VR", by=coordinator, at=LATER)


def test_a_record_is_not_withdrawn_without_a_reason(round: Round, coordinator: User) -> None:
    with pytest.raises(Refused, match="why"):
        withdraw_sent_document(document=sent(round, coordinator), reason=" ", by=coordinator, at=LATER)


def test_only_coordinators_record_and_withdraw(
    round: Round, coordinator: User, contributor: User, reader: User, auditor: User, administrator: User
) -> None:
    document = sent(round, coordinator)
    for somebody in [contributor, reader, auditor, administrator]:
        with pytest.raises(PermissionDenied):
            sent(round, somebody, reference="Another")
        with pytest.raises(PermissionDenied):
            withdraw_sent_document(document=document, reason="Mine.", by=somebody, at=LATER)
