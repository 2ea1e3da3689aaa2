"""Rows that may never change are guarded by the database itself: tried by SQL, past every model."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.checks import triggers_are_installed
from actionplan.base.triggers import (
    Guard,
    all_guards,
    all_triggers,
    drop_triggers,
    install_triggers,
    missing_triggers,
    same,
    same_or_emptied,
)
from tests.factories import MinisterFactory

pytestmark = pytest.mark.engine

OTHER_VALUES = {
    "verb": Verb.AMENDED,
    "at": "2001-01-01 00:00:00+00:00",
    "actor_key": 4711,
    "plan": 4711,
    "action": 4711,
    "organisation": 4711,
    "policy_area": 4711,
    "id": 4711,
}
TEXTS = {"actor", "subject", "names_json", "before_json", "after_json"}
COLUMNS = [field.column for field in Event._meta.concrete_fields if field.column != "redacted_at"]


def run(sql: str, *values: Any) -> None:
    """The statement, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def an_event() -> Event:
    return record(
        Verb.ORGANISATION_CHANGED,
        by=None,
        at=timezone.now(),
        subject=MinisterFactory(),
        before={"title": "old"},
        after={"title": "new"},
    )


@pytest.fixture
def event(db: None) -> Event:
    return an_event()


def test_no_fact_of_the_trail_can_be_changed_not_even_while_it_is_redacted(event: Event) -> None:
    for column in COLUMNS:
        other, now = OTHER_VALUES.get(column, "other"), timezone.now()
        with pytest.raises(IntegrityError, match="audit_event_no_update"):
            run(f'UPDATE audit_event SET "{column}" = %s', other)
        with pytest.raises(IntegrityError, match="audit_event_no_update"):
            run(f'UPDATE audit_event SET "{column}" = %s, redacted_at = %s', other, now)


def test_a_text_is_emptied_only_while_it_is_said_when(db: None) -> None:
    for column in sorted(TEXTS):
        one = an_event().pk
        with pytest.raises(IntegrityError, match="audit_event_no_update"):
            run(f"UPDATE audit_event SET {column} = '' WHERE id = %s", one)
        run(f"UPDATE audit_event SET {column} = '', redacted_at = %s WHERE id = %s", timezone.now(), one)
        event = Event.objects.get(pk=one)
        assert getattr(event, column) == ""
        assert event.redacted_at


def test_what_was_redacted_stays_as_it_is(event: Event) -> None:
    run("UPDATE audit_event SET subject = '', redacted_at = %s", timezone.now())
    for change in ["redacted_at = NULL", "redacted_at = '2001-01-01 00:00:00+00:00'", "actor = ''"]:
        with pytest.raises(IntegrityError, match="audit_event_no_update"):
            run(f"UPDATE audit_event SET {change}")


def test_no_event_can_be_deleted(event: Event) -> None:
    with pytest.raises(IntegrityError, match="audit_event_no_delete"):
        run("DELETE FROM audit_event")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()
    assert json.loads(event.after_json) == {"title": "new"}


@pytest.mark.django_db
def test_every_guard_stands_in_the_database() -> None:
    assert len(all_guards()) >= 2
    assert missing_triggers(connection) == []
    assert triggers_are_installed(databases=["default"]) == []


@pytest.mark.postgresql
def test_no_guarded_table_can_be_emptied_at_once(event: Event) -> None:
    tables = {guard.table for guard in all_guards()}
    assert {"audit_event", "reporting_progressreport", "reporting_snapshot"} <= tables
    for table in sorted(tables):
        with pytest.raises(IntegrityError, match="may not be emptied"):
            run(f'TRUNCATE "{table}" CASCADE')
    with pytest.raises(IntegrityError, match="reporting_progressreport_no_truncate"):
        run("TRUNCATE actions_action CASCADE")
    assert Event.objects.filter(pk=event.pk).exists()


@pytest.fixture
def without_triggers(db: None) -> Iterator[None]:
    drop_triggers(connection)
    yield
    install_triggers(connection)


def test_a_missing_trigger_is_reported_and_migrate_brings_it_back(
    without_triggers: None, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path  # so that the checks that a command line runs first find nothing else
    names = {trigger.name for trigger in all_triggers(connection.vendor)}
    assert set(missing_triggers(connection)) == names
    assert {error.id for error in triggers_are_installed(databases=["default"])} == {"base.E001"}
    call_command("migrate", verbosity=0, skip_checks=False)
    assert missing_triggers(connection) == []


def test_without_its_trigger_a_row_can_be_changed(event: Event, without_triggers: None) -> None:
    run("UPDATE audit_event SET subject = 'forged'")
    event.refresh_from_db()
    assert event.subject == "forged"


@pytest.mark.sqlite
def test_a_rebuilt_table_loses_its_triggers_until_they_are_installed_again(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rebuilt AS SELECT * FROM audit_event")
        cursor.execute("DROP TABLE audit_event")
        cursor.execute("ALTER TABLE rebuilt RENAME TO audit_event")
    assert "audit_event_no_update" in missing_triggers(connection)
    install_triggers(connection)
    with pytest.raises(IntegrityError):
        run("UPDATE audit_event SET subject = 'forged'")


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    """A table whose `word` may only be emptied and whose `number` must stay."""
    guard = Guard(
        name="guarded_no_update",
        table="guarded",
        event="UPDATE",
        unless=f"{same('number')} AND {same_or_emptied('word')}",
        says="it's guarded",
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE guarded (number integer, word text)")
        for statement in guard.create(connection.vendor):
            cursor.execute(statement)
        cursor.execute("INSERT INTO guarded VALUES (NULL, 'said')")
    yield
    with connection.cursor() as cursor:
        cursor.execute(guard.drop(connection.vendor))
        cursor.execute("DROP TABLE guarded")


def test_empty_stays_empty_and_counts_as_unchanged_and_what_is_unknown_does_not_pass(guarded: None) -> None:
    for change in ["number = 0", "word = 'other'", "word = NULL"]:
        with pytest.raises(IntegrityError, match="it's guarded"):
            run(f"UPDATE guarded SET {change}")
    run("UPDATE guarded SET number = NULL, word = ''")
