"""A snapshot is never altered: tried by SQL, past every model, on the engine at hand."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from actionplan.base.triggers import drop_triggers, wrong_triggers
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotText
from actionplan.rounds.verifying import verify
from tests.database_state import undone
from tests.factories import removal_by_law
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
OF_SNAPSHOT = [SnapshotItem, SnapshotText]
TEXT_COLUMNS = ["id", "snapshot_id", "item_id", "name", "of", "of_key"]
MODELS = [Snapshot, *OF_SNAPSHOT]
LATER = datetime.datetime(2022, 10, 1, 12, tzinfo=datetime.UTC)


def run(sql: str, *values: Any) -> None:
    """The statement, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(guard: str, sql: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match=guard):
        run(sql, *values)


def name_of(model: type[models.Model]) -> str:
    return model._meta.db_table.removeprefix("reporting_")


def test_nothing_of_a_snapshot_changes_goes_or_comes_but_a_text_that_is_emptied_by_law_once(
    frozen: FrozenRound,
) -> None:
    for model in MODELS:
        table, name = model._meta.db_table, name_of(model)
        for field in model._meta.concrete_fields:  # not even to what it holds already
            refused(f"{name}_no_update", f'UPDATE "{table}" SET "{field.column}" = "{field.column}"')
        refused(f"{name}_no_delete", f'DELETE FROM "{table}"')
    for model in OF_SNAPSHOT:
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
        names = ", ".join(f'"{column}"' for column in columns)
        add = f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{table}"'
        refused(f"{name_of(model)}_no_insert", add)
    # Without the row that closes the door, the transaction does not end well.
    item = SnapshotItem.objects.first()
    item.pk, item.snapshot_id = None, 4711
    with pytest.raises(IntegrityError), transaction.atomic():
        _save_at_once(item)
    # emptied once, and no fact with it
    text, other_text = frozen.snapshot.texts.order_by("pk")[:2]
    update = "UPDATE reporting_snapshottext SET {} WHERE id = %s".format
    later = f"redacted_at = '{LATER:%Y-%m-%d %H:%M:%S}'"
    emptied = f"text = '', salt = '', {later}"
    refused("snapshottext_no_update", update(emptied), text.pk)  # the trail does not tell of it
    removal_by_law(frozen.plan, LATER)
    for column in TEXT_COLUMNS:
        other = {"name": "'/0/other'", "of": "'person'"}.get(column, f'"{column}" + 1')
        refused("snapshottext_no_update", update(f'"{column}" = {other}, {emptied}'), other_text.pk)
    for change in [
        "text = ''",
        "salt = ''",
        "text = '', salt = ''",
        later,
        f"text = 'other', salt = '', {later}",
        f"text = '', {later}",
    ]:
        refused("snapshottext_no_update", update(change), text.pk)
    run(update(emptied), text.pk)
    for change in [
        "redacted_at = NULL",
        "redacted_at = '2001-01-01 00:00:00+00:00'",
        "text = 'told again', salt = 'x', redacted_at = NULL",
    ]:
        refused("snapshottext_no_update", update(change), text.pk)
    assert verify(frozen.snapshot) == []


def _save_at_once(row: models.Model) -> None:
    row.save()
    connection.check_constraints()


def test_after_the_newest_migration_every_guard_stands_and_where_none_does_the_constraints_refuse(
    frozen: FrozenRound,
) -> None:
    call_command("migrate", verbosity=0)
    assert wrong_triggers(connection) == {}
    for model, column in [(SnapshotItem, "sha256"), (Snapshot, "sha256"), (SnapshotText, "text")]:
        refused(f"{name_of(model)}_no_update", f"UPDATE {model._meta.db_table} SET {column} = 'forged'")
    with undone():
        drop_triggers(connection)
        _constraints_refuse()
    if connection.vendor != "sqlite":
        return
    # one that is missing is named
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rebuilt AS SELECT * FROM reporting_snapshottext")
        cursor.execute("DROP TABLE reporting_snapshottext")
        cursor.execute("ALTER TABLE rebuilt RENAME TO reporting_snapshottext")
    named = {f"reporting_snapshottext_no_{event}" for event in ["insert", "update", "delete"]}
    assert set(wrong_triggers(connection)) == named


VIOLATIONS: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "snapshot_has_a_hash": (Snapshot, {"sha256": ""}),
    "snapshot_format_from_one": (Snapshot, {"format": 0}),
    "snapshot_item_has_a_hash": (SnapshotItem, {"sha256": ""}),
    "snapshot_text_of_known": (SnapshotText, {"of": "odd"}),
    "snapshot_text_or_redacted": (SnapshotText, {"salt": ""}),
    "snapshot_item_once": (SnapshotItem, {}),
    "snapshot_text_once": (SnapshotText, {}),
}
"""Constraints, with the facts that make a row wrong; without any, a second row like the first."""


def _constraints_refuse() -> None:
    for name, (model, facts) in VIOLATIONS.items():
        row = model._default_manager.order_by("pk").first()
        assert row is not None
        for field, value in facts.items():
            setattr(row, field, value)
        if not facts:
            row.pk, row._state.adding = None, True
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            row.save()
        message = str(refusal.value)
        is_unnamed = not facts and connection.vendor == "sqlite" and message.startswith("UNIQUE")
        assert name in message or is_unnamed, name
