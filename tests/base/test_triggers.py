"""Rows that may never change are guarded by the database itself: tried by SQL, past every model."""

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actionplan.audit.models import Event, Seal
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.checks import triggers_are_installed
from actionplan.base.triggers import (
    RowTrigger,
    all_guards,
    all_triggers,
    drop_triggers,
    install_triggers,
    same,
    same_or_emptied,
    wrong_triggers,
)
from actionplan.reporting.models import Standing
from tests.database_state import undone
from tests.factories import MinisterFactory, PlanFactory, removal_by_law
from tests.reporting_factories import StandingFactory, noon

pytestmark = pytest.mark.owner

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


def an_event(at: datetime.datetime | None = None, plan: int | None = None) -> Event:
    return record(
        Verb.ORGANISATION_CHANGED,
        by=None,
        at=at or timezone.now(),
        subject=MinisterFactory(),
        plan=plan,
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


def test_a_text_is_emptied_only_beside_an_event_that_says_so_of_the_same_plan_and_instant(db: None) -> None:
    plan, at, earlier = PlanFactory(), noon(2023, 2, 1), noon(2023, 1, 1)
    told = removal_by_law(plan, at)
    for column in sorted(TEXTS):
        event, of_no_plan = an_event(earlier, plan.pk), an_event(earlier)
        for event_row, facts in [
            (event, {}),
            (event, {"redacted_at": noon(2023, 2, 2)}),
            (of_no_plan, {"redacted_at": at}),
            (told, {"redacted_at": at}),
        ]:
            _stays(event_row, **{column: ""}, **facts)
        Event.objects.filter(pk=event.pk).update(**{column: ""}, redacted_at=at)
        event.refresh_from_db()
        assert (getattr(event, column), event.redacted_at) == ("", at)


def test_emptying_all_events_is_not_one_statement(event: Event) -> None:
    with pytest.raises(IntegrityError, match="audit_event_no_update"):
        run("UPDATE audit_event SET actor = '', subject = '', redacted_at = %s", timezone.now())


def _stays(event: Event, **facts: Any) -> None:
    with pytest.raises(IntegrityError, match="audit_event_no_update"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**facts)


def test_what_was_redacted_stays_as_it_is(db: None) -> None:
    plan, at = PlanFactory(), noon(2023, 2, 1)
    an_event(noon(2023, 1, 1), plan.pk)
    removal_by_law(plan, at)
    Event.objects.exclude(verb=Verb.REDACTED).update(subject="", redacted_at=at)
    for change in ["redacted_at = NULL", "redacted_at = '2001-01-01 00:00:00+00:00'", "actor = ''"]:
        with pytest.raises(IntegrityError, match="audit_event_no_update"):
            run(f"UPDATE audit_event SET {change}")


def test_of_a_seal_only_the_salt_is_emptied_beside_its_emptied_event(db: None) -> None:
    plan, at = PlanFactory(), noon(2023, 2, 1)
    event = an_event(noon(2023, 1, 1), plan.pk)
    removal_by_law(plan, at)
    seal = Seal.objects.filter(event=event.pk)
    before = seal.values().get()

    def stays(**facts: Any) -> None:
        with pytest.raises(IntegrityError, match="audit_seal_no_update"), transaction.atomic():
            seal.update(**facts)

    stays(salt="")  # its event is not emptied
    Event.objects.filter(pk=event.pk).update(subject="", redacted_at=at)
    for column in before.keys() - {"salt"}:
        other = "0" * 64 if column.endswith("sha256") else 4711
        stays(**{column: other})
        stays(**{column: other}, salt="")
    stays(salt="0" * 32)
    seal.update(salt="")
    assert seal.values().get() == before | {"salt": ""}
    stays(salt=before["salt"])
    with pytest.raises(IntegrityError, match="audit_seal_no_delete"):
        run("DELETE FROM audit_seal")


def test_no_event_can_be_deleted(event: Event) -> None:
    with pytest.raises(IntegrityError, match="audit_event_no_delete"):
        run("DELETE FROM audit_event")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all().delete()
    assert json.loads(event.after_json) == {"title": "new"}


@pytest.mark.django_db
def test_every_guard_stands_in_the_database() -> None:
    assert len(all_guards()) >= 2
    assert wrong_triggers(connection) == {}
    assert triggers_are_installed(databases=["default"]) == []


@pytest.mark.postgresql
def test_no_guarded_table_can_be_emptied_at_once(event: Event) -> None:
    tables = {guard.table for guard in all_guards()}
    assert {"audit_event", "audit_seal", "reporting_progressreport", "reporting_snapshot"} <= tables
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


@pytest.mark.full
def test_a_missing_trigger_is_reported_and_migrate_brings_it_back(
    without_triggers: None, settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path  # so that the checks that a command line runs first find nothing else
    names = {trigger.name for trigger in all_triggers(connection.vendor)}
    assert set(wrong_triggers(connection)) == names
    assert {error.id for error in triggers_are_installed(databases=["default"])} == {"base.E001"}
    call_command("migrate", verbosity=0, skip_checks=False)
    assert wrong_triggers(connection) == {}


def test_a_trigger_too_many_on_a_guarded_table_is_reported(db: None) -> None:
    on_it = "more BEFORE INSERT ON audit_event FOR EACH ROW"
    with undone():
        if connection.vendor == "sqlite":
            run(f"CREATE TRIGGER {on_it} BEGIN SELECT RAISE(IGNORE); END")
        else:
            run(f"CREATE TRIGGER {on_it} EXECUTE FUNCTION suppress_redundant_updates_trigger()")
        assert wrong_triggers(connection) == {"more": "is not one of the portal's"}


def test_without_its_trigger_a_row_can_be_changed(event: Event, without_triggers: None) -> None:
    run("UPDATE audit_event SET subject = 'forged'")
    event.refresh_from_db()
    assert event.subject == "forged"


@pytest.mark.sqlite
def test_a_rebuilt_table_loses_its_triggers_until_they_are_installed_again(db: None) -> None:
    StandingFactory()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rebuilt AS SELECT * FROM reporting_standing")
        cursor.execute("DROP TABLE reporting_standing")
        cursor.execute("ALTER TABLE rebuilt RENAME TO reporting_standing")
    assert wrong_triggers(connection)["reporting_standing_no_delete"] == "is missing"
    install_triggers(connection)
    with pytest.raises(IntegrityError, match="reporting_standing_no_delete"):
        run("DELETE FROM reporting_standing")


SWITCHED_OFF = "reporting_standing_no_delete is switched off"
OTHERWISE = "reporting_standing_no_delete is not what the portal's code says"


def faults() -> list[str]:
    return [
        error.msg.removeprefix("The trigger ").rstrip(".")
        for error in triggers_are_installed(databases=["default"])
    ]


@pytest.mark.postgresql
def test_a_trigger_that_is_switched_off_or_says_something_else_is_told_and_migrate_mends_it(db: None) -> None:
    function = "CREATE OR REPLACE FUNCTION reporting_standing_no_delete() RETURNS trigger AS"
    trigger = "CREATE OR REPLACE TRIGGER reporting_standing_no_delete"
    for change, fault in [
        ("ALTER TABLE reporting_standing DISABLE TRIGGER reporting_standing_no_delete", SWITCHED_OFF),
        ("ALTER TABLE reporting_standing ENABLE REPLICA TRIGGER reporting_standing_no_delete", SWITCHED_OFF),
        (f"{function} 'BEGIN RETURN OLD; END' LANGUAGE plpgsql", OTHERWISE),
        ("ALTER FUNCTION reporting_standing_no_delete() RESET search_path", OTHERWISE),
        (
            f"{trigger} BEFORE DELETE ON reporting_standing FOR EACH ROW WHEN (OLD.id < 0) "
            "EXECUTE FUNCTION reporting_standing_no_delete()",
            OTHERWISE,
        ),
        (
            f"{trigger} BEFORE DELETE ON reporting_standing FOR EACH ROW EXECUTE FUNCTION reporting_standing_no_update()",
            OTHERWISE,
        ),
    ]:
        assert faults() == []
        run(change)
        assert faults() == [fault], change
        call_command("migrate", verbosity=0)
    run("ALTER TABLE audit_event DISABLE TRIGGER ALL")
    assert len(faults()) == 3
    install_triggers(connection)
    assert faults() == []


@pytest.mark.sqlite
def test_a_trigger_that_says_something_else_is_told(db: None) -> None:
    run("DROP TRIGGER reporting_standing_no_delete")
    run(
        "CREATE TRIGGER reporting_standing_no_delete BEFORE DELETE ON reporting_standing FOR EACH ROW "
        "WHEN 0 BEGIN SELECT RAISE(ABORT, 'never'); END"
    )
    assert faults() == [OTHERWISE]
    install_triggers(connection)
    assert faults() == []


def test_a_trigger_of_an_earlier_version_under_another_name_goes(db: None) -> None:
    former = RowTrigger("standing_until_once", "reporting_standing", "UPDATE", "1 = 0", "of before")
    with connection.cursor() as cursor:
        for statement in former.create(connection.vendor):
            cursor.execute(statement)
    standing = StandingFactory()
    with pytest.raises(IntegrityError, match="of before"), transaction.atomic():
        Standing.objects.update(until=noon(2023, 2, 1))
    install_triggers(connection)
    Standing.objects.filter(pk=standing.pk).update(until=noon(2023, 2, 1))


def test_of_a_guarded_row_what_no_change_names_stays() -> None:
    """So a column that is added later is guarded at once."""
    [standing] = [guard for guard in all_guards() if guard.table == "reporting_standing"]
    [update, _delete] = standing.triggers()
    assert isinstance(update, RowTrigger)
    assert set(re.findall(r"{same:(\w+)}", update.unless)) == set(standing.columns) - {"until"}


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    """A table whose `word` may only be emptied and whose `number` must stay."""
    guard = RowTrigger(
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
        cursor.execute("DROP TABLE guarded")


def test_empty_stays_empty_and_counts_as_unchanged_and_what_is_unknown_does_not_pass(guarded: None) -> None:
    for change in ["number = 0", "word = 'other'", "word = NULL"]:
        with pytest.raises(IntegrityError, match="it's guarded"):
            run(f"UPDATE guarded SET {change}")
    run("UPDATE guarded SET number = NULL, word = ''")
