"""What must never be false of the Platform's texts and of documents sent is refused by the database itself."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from actionplan.reporting.models import PlatformText, SentDocument
from actionplan.reporting.triggers import SENT_LATER_COLUMNS, WITHDRAWN_COLUMNS
from tests.amendments.government_factories import (
    SHA256,
    PlatformTextFactory,
    SentDocumentFactory,
)
from tests.factories import MinisterFactory, ObjectiveFactory, UserFactory, removal_by_law

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
LATER = datetime.datetime(2023, 1, 1, 12, tzinfo=datetime.UTC)


def _twice(factory: Any, *shared: str, **facts: Any) -> None:
    """The same row again, with the shared relations of the first."""
    first = factory(**facts)
    factory(**facts, **{name: getattr(first, name) for name in shared})


VIOLATIONS: dict[str, Callable[[], Any]] = {
    "platform_text_version_once": lambda: _twice(PlatformTextFactory, "round"),
    "platform_text_version_of_objective_once": lambda: _twice(
        lambda **facts: PlatformTextFactory(**{"objective": ObjectiveFactory(), **facts}),
        "round",
        part="objective",
    ),
    "platform_text_part_known": lambda: PlatformTextFactory(part="appendix"),
    "platform_text_of_an_objective_or_of_none": lambda: PlatformTextFactory(part="objective"),
    "platform_text_version_from_one": lambda: PlatformTextFactory(version=0),
    "platform_text_redacted_is_empty": lambda: PlatformTextFactory(redacted_at=LATER, text=""),
    "sent_document_kind_known": lambda: SentDocumentFactory(kind="letter"),
    "sent_document_extract_of_a_minister": lambda: SentDocumentFactory(kind="extract"),
    "sent_document_has_a_reference": lambda: SentDocumentFactory(reference=""),
    "sent_document_hash_is_a_sha256": lambda: SentDocumentFactory(sha256=SHA256[:-1] + "g"),
    "sent_document_edition_known": lambda: SentDocumentFactory(edition="secret"),
    "sent_document_file_has_an_edition": lambda: SentDocumentFactory(content=b"Sample."),
    "sent_document_file_removed_is_gone": lambda: SentDocumentFactory(
        content=b"Sample.", edition="public", redacted_at=LATER
    ),
    "sent_document_withdrawn_by_at_and_why": lambda: SentDocumentFactory(
        withdrawn_by=UserFactory(), withdrawn_at=LATER
    ),
}


def test_the_database_refuses() -> None:
    for name, violate in VIOLATIONS.items():
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            violate()
        if connection.vendor == "sqlite" and str(refusal.value).startswith("UNIQUE"):
            continue  # SQLite names the columns of a unique constraint, not its name
        assert name in str(refusal.value)


def test_a_hash_is_64_small_hexadecimal_digits() -> None:
    for other in [SHA256.upper(), SHA256[:-1], f"{SHA256[:32]} {SHA256[33:]}", f"{SHA256[:-1]}\n", ""]:
        with pytest.raises(IntegrityError, match="sent_document_hash_is_a_sha256"), transaction.atomic():
            SentDocumentFactory(sha256=other)


def test_an_introduction_is_of_no_objective_and_a_report_of_no_minister() -> None:
    with pytest.raises(IntegrityError, match="platform_text_of_an_objective"), transaction.atomic():
        PlatformTextFactory(objective=ObjectiveFactory())
    with pytest.raises(IntegrityError, match="sent_document_extract"), transaction.atomic():
        SentDocumentFactory(minister=MinisterFactory())


def test_objectives_of_one_round_have_versions_of_their_own() -> None:
    first = PlatformTextFactory(part="objective", objective=ObjectiveFactory(number=1))
    PlatformTextFactory(round=first.round, part="objective", objective=ObjectiveFactory(number=2))
    PlatformTextFactory(round=first.round)
    PlatformTextFactory(round=first.round, part="conclusion")


def _run(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def _refused(guard: str, sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match=guard):
        _run(sql, *values)


def _columns(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.concrete_fields}


OTHER_VALUES: dict[str, Any] = {
    "part": "conclusion",
    "text": "Other words.",
    "text_nl": "Andere woorden.",
    "redacted_at": LATER,
    "written_at": LATER,
    "kind": "evaluation",
    "reference": "other",
    "sent_on": "2022-10-05",
    "sha256": "0" * 64,
    "file_name": "other.docx",
    "edition": "internal",
    "recorded_at": LATER,
}


def test_no_column_of_a_version_can_be_changed_not_even_while_it_is_removed_by_law() -> None:
    removal_by_law(PlatformTextFactory(part="objective", objective=ObjectiveFactory()).round.plan, LATER)
    emptied = f", text = '', text_nl = '', redacted_at = '{LATER:%Y-%m-%d %H:%M:%S}'"
    for column in sorted(_columns(PlatformText)):
        update, value = f'UPDATE reporting_platformtext SET "{column}" = %s', OTHER_VALUES.get(column, 4711)
        _refused("platformtext_no_update", update, value)
        if column not in ("text", "text_nl", "redacted_at"):
            _refused("platformtext_no_update", update + emptied, value)


def test_a_version_is_emptied_by_law_once_in_both_languages() -> None:
    text = PlatformTextFactory()
    update = "UPDATE reporting_platformtext SET {}".format
    for change in ["text = ''", "text = '', text_nl = ''", "text = 'other', text_nl = '', redacted_at = %s"]:
        values = [LATER] if "%s" in change else []
        _refused("platformtext_no_update", update(change), *values)
    emptied = update(f"text = '', text_nl = '', redacted_at = '{LATER:%Y-%m-%d %H:%M:%S}'")
    _refused("platformtext_no_update", emptied)  # the trail does not tell of it
    removal_by_law(text.round.plan, LATER)
    _run(emptied)
    _refused("platformtext_no_update", update("redacted_at = NULL"))
    _refused("platformtext_no_update", update("text = 'told again', redacted_at = NULL"))
    text.refresh_from_db()
    assert (text.text, text.text_nl, text.redacted_at) == ("", "", LATER)


def test_a_version_can_never_be_deleted() -> None:
    PlatformTextFactory()
    _refused("platformtext_no_delete", "DELETE FROM reporting_platformtext")


def test_of_the_record_of_a_document_nothing_changes_even_while_it_is_withdrawn() -> None:
    SentDocumentFactory(kind="extract", minister=MinisterFactory())
    withdrawn, by = (
        ", withdrawn_by_id = %s, withdrawn_at = %s, withdrawn_why = 'Sample reason.'",
        UserFactory(),
    )
    for column in sorted(
        _columns(SentDocument) - {*SENT_LATER_COLUMNS, *WITHDRAWN_COLUMNS, "content", "redacted_at"}
    ):
        update, value = f'UPDATE reporting_sentdocument SET "{column}" = %s', OTHER_VALUES.get(column, 4711)
        _refused("sentdocument_no_update", update, value)
        _refused("sentdocument_no_update", update + withdrawn, value, by.pk, LATER)


def test_what_became_of_a_document_is_set_once_and_nothing_beside_it() -> None:
    SentDocumentFactory()
    update = "UPDATE reporting_sentdocument SET {} = %s".format
    for column, first, second in [
        ("communication", "VR 1", "VR 2"),
        ("noted_on", "2022-10-05", "2022-10-06"),
        ("to_parliament_on", "2022-10-05", None),
    ]:
        _refused("sentdocument_no_update", update("reference = 'other', " + column), first)
        _run(update(column), first)
        _refused("sentdocument_no_update", update(column), second)


def test_a_file_goes_by_law_alone_once_the_trail_tells_of_it() -> None:
    document = SentDocumentFactory(content=b"Sample.", edition="public")
    removed = f"UPDATE reporting_sentdocument SET content = NULL, redacted_at = '{LATER:%Y-%m-%d %H:%M:%S}'"
    _refused("sentdocument_no_update", removed)
    _refused("sentdocument_no_update", "UPDATE reporting_sentdocument SET content = %s", b"Other.")
    removal_by_law(document.round.plan, LATER)
    _refused("sentdocument_no_update", "UPDATE reporting_sentdocument SET content = NULL")
    _refused("sentdocument_no_update", f"{removed}, sha256 = '{'0' * 64}'")
    _run(removed)
    _refused("sentdocument_no_update", "UPDATE reporting_sentdocument SET content = %s", b"Other.")


def test_a_record_is_withdrawn_once_and_never_deleted() -> None:
    SentDocumentFactory()
    who = UserFactory().pk
    update = "UPDATE reporting_sentdocument SET withdrawn_by_id = %s, withdrawn_at = %s, withdrawn_why = %s"
    _run(update, who, LATER, "Sample reason.")
    _refused("sentdocument_no_update", update, who, LATER, "Another reason.")
    _refused("sentdocument_no_update", update, None, None, "")
    _refused("sentdocument_no_delete", "DELETE FROM reporting_sentdocument")
