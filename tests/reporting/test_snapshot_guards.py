"""A snapshot is never altered: tried by SQL, past every model, on the engine at hand."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from actionplan.base.triggers import all_guards, missing_triggers
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.snapshot_guards import SNAPSHOT_GUARDS, TEXT_FACTS
from actionplan.rounds.verifying import verify
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
OF_SNAPSHOT = [SnapshotItem, SnapshotText]
MODELS = [Snapshot, *OF_SNAPSHOT]
LATER = "2022-10-01 12:00:00+00:00"


def run(sql: str, *values: Any) -> None:
    """The statement, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(guard: str, sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match=guard):
        run(sql, *values)


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table


def name_of(model: type[models.Model]) -> str:
    return table_of(model).removeprefix("reporting_")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_column_can_be_changed(frozen: FrozenRound, model: type[models.Model]) -> None:
    """Not even to what it holds already."""
    for field in model._meta.concrete_fields:
        column = field.column
        refused(f"{name_of(model)}_no_update", f'UPDATE "{table_of(model)}" SET "{column}" = "{column}"')


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_can_be_deleted(frozen: FrozenRound, model: type[models.Model]) -> None:
    refused(f"{name_of(model)}_no_delete", f'DELETE FROM "{table_of(model)}"')


@pytest.mark.parametrize("model", OF_SNAPSHOT, ids=lambda model: model.__name__)
def test_nothing_can_be_added(frozen: FrozenRound, model: type[models.Model]) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    refused(
        f"{name_of(model)}_no_insert",
        f'INSERT INTO "{table_of(model)}" ({names}) SELECT {names} FROM "{table_of(model)}"',
    )


def test_nothing_is_kept_of_a_snapshot_whose_own_row_never_came(frozen: FrozenRound) -> None:
    """Without the row that closes the door, the transaction does not end well."""
    item = SnapshotItem.objects.first()
    item.pk, item.snapshot_id = None, 4711

    def add() -> None:
        item.save()
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        add()


def test_a_text_is_emptied_by_law_once(frozen: FrozenRound) -> None:
    text = frozen.snapshot.texts.first()
    update = "UPDATE reporting_snapshottext SET {} WHERE id = %s".format
    for change in ["text = ''", "salt = ''", "text = '', salt = ''", f"redacted_at = '{LATER}'"]:
        refused("snapshottext_no_update", update(change), text.pk)
    refused("snapshottext_no_update", update(f"text = 'other', salt = '', redacted_at = '{LATER}'"), text.pk)
    refused("snapshottext_no_update", update(f"text = '', redacted_at = '{LATER}'"), text.pk)
    run(update(f"text = '', salt = '', redacted_at = '{LATER}'"), text.pk)
    refused("snapshottext_no_update", update("redacted_at = NULL"), text.pk)
    refused("snapshottext_no_update", update("redacted_at = '2001-01-01 00:00:00+00:00'"), text.pk)
    refused("snapshottext_no_update", update("text = 'told again', salt = 'x', redacted_at = NULL"), text.pk)
    assert verify(frozen.snapshot) == []


def test_a_redaction_changes_no_fact(frozen: FrozenRound) -> None:
    text = frozen.snapshot.texts.order_by("pk").first()
    emptied = f"text = '', salt = '', redacted_at = '{LATER}'"
    for column in TEXT_FACTS:
        other = {"name": "'/0/other'", "of": "'person'"}.get(column, f'"{column}" + 1')
        refused(
            "snapshottext_no_update",
            f'UPDATE reporting_snapshottext SET "{column}" = {other}, {emptied} WHERE id = %s',
            text.pk,
        )


def test_the_guard_of_texts_names_every_column() -> None:
    columns = {field.column for field in SnapshotText._meta.concrete_fields}
    assert columns == {*TEXT_FACTS, "text", "salt", "redacted_at"}


def test_every_table_of_a_snapshot_is_guarded_against_every_change() -> None:
    guarded = {(guard.table, guard.event) for guard in SNAPSHOT_GUARDS}
    events = [(model, event) for model in MODELS for event in ["UPDATE", "DELETE"]]
    events += [(model, "INSERT") for model in OF_SNAPSHOT]
    assert guarded == {(table_of(model), event) for model, event in events}
    assert set(SNAPSHOT_GUARDS) <= set(all_guards())


def test_after_the_newest_migration_every_guard_stands(frozen: FrozenRound) -> None:
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []
    refused("snapshotitem_no_update", "UPDATE reporting_snapshotitem SET sha256 = 'forged'")
    refused("snapshot_no_update", "UPDATE reporting_snapshot SET sha256 = 'forged'")
    refused("snapshottext_no_update", "UPDATE reporting_snapshottext SET text = 'forged'")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("model", "name"),
    [(Snapshot, "sha256"), (SnapshotItem, "table"), (SnapshotText, "name")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_guards_stand_again_after_a_migration_that_rebuilds_a_table(
    model: type[models.Model], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = model._meta.get_field(name)
    wider = models.CharField(max_length=old.max_length + 1)
    wider.set_attributes_from_name(name)
    wider.model = model

    def rebuild(self: Any, *args: Any, **kwargs: Any) -> None:
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, wider)
        with connection.schema_editor() as editor:
            editor.alter_field(model, wider, old)

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", rebuild)
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == []


@pytest.mark.sqlite
def test_a_rebuilt_table_without_its_guards_is_named(frozen: FrozenRound) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rebuilt AS SELECT * FROM reporting_snapshottext")
        cursor.execute("DROP TABLE reporting_snapshottext")
        cursor.execute("ALTER TABLE rebuilt RENAME TO reporting_snapshottext")
    assert set(missing_triggers(connection)) == {
        f"snapshottext_no_{event}" for event in ["insert", "update", "delete"]
    }
