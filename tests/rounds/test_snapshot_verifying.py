"""Whatever is altered in a snapshot, past the triggers that forbid it, verifying says so."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from actionplan.base.triggers import drop_triggers, install_triggers
from actionplan.reporting.models import Closing, Snapshot, SnapshotItem, SnapshotText
from actionplan.rounds.canonical import canonical, sha256
from actionplan.rounds.verifying import verify
from tests.factories import UserFactory
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded(frozen: FrozenRound) -> Iterator[Snapshot]:
    """The snapshot, in a database from which somebody dropped the triggers."""
    drop_triggers(connection)
    yield frozen.snapshot
    install_triggers(connection)


def item(snapshot: Snapshot, table: str = "accepted", key: str = "1.1") -> Any:
    return SnapshotItem.objects.filter(snapshot=snapshot, table=table, key=key)


def text(snapshot: Snapshot) -> Any:
    """What was done, of the report on 1.1."""
    of_words = SnapshotText.objects.filter(snapshot=snapshot, item__table="words", item__key="1.1")
    return of_words.filter(name__endswith="/done")


def faults(snapshot: Snapshot) -> str:
    return "\n".join(verify(Snapshot.objects.get(pk=snapshot.pk)))


def other_bytes(snapshot: Snapshot) -> bytes:
    content = bytes(item(snapshot).get().content)
    assert b'"paid":"5500.00"' in content
    return content.replace(b'"paid":"5500.00"', b'"paid":"9500.00"', 1)


def test_altered_bytes(unguarded: Snapshot) -> None:
    item(unguarded).update(content=other_bytes(unguarded))
    assert "accepted/1.1.json: the bytes do not have the item’s hash" in faults(unguarded)


def test_altered_bytes_of_any_table(unguarded: Snapshot) -> None:
    """And the items are found by nothing but what the bytes say."""
    for one in SnapshotItem.objects.filter(snapshot=unguarded):
        SnapshotItem.objects.filter(pk=one.pk).update(content=bytes(one.content) + b" ")
        assert faults(unguarded) == f"{one.path}: the bytes do not have the item’s hash"
        SnapshotItem.objects.filter(pk=one.pk).update(content=one.content, action=4711)
        assert f"{one.path}: it is kept under action 4711" in faults(unguarded)
        SnapshotItem.objects.filter(pk=one.pk).update(action=one.action)


def test_altered_bytes_with_their_hash(unguarded: Snapshot) -> None:
    content = other_bytes(unguarded)
    item(unguarded).update(content=content, sha256=sha256(content))
    found = faults(unguarded)
    assert "the round’s hash is not that of its items" in found


def test_bytes_that_cannot_be_read(unguarded: Snapshot) -> None:
    item(unguarded).update(content=b"{")
    assert "accepted/1.1.json: the bytes cannot be read" in faults(unguarded)


@pytest.mark.parametrize(("table", "key"), [("accepted", "1.1"), ("round", "2022-06")])
def test_bytes_that_say_something_else(unguarded: Snapshot, table: str, key: str) -> None:
    item(unguarded, table, key).update(content=b"[]", sha256=sha256(b"[]"))
    found = faults(unguarded)
    assert "the round’s hash is not that of its items" in found
    assert "what it is of cannot be told from the items" in found


def test_an_altered_hash_of_an_item(unguarded: Snapshot) -> None:
    item(unguarded).update(sha256="0" * 64)
    found = faults(unguarded)
    assert "the round’s hash is not that of its items" in found
    assert "the bytes do not have the item’s hash" in found


def test_an_altered_hash_of_the_round(unguarded: Snapshot) -> None:
    Snapshot.objects.update(sha256="0" * 64)
    assert faults(unguarded) == (
        "the round’s hash is not that of its items: one was added, taken away, renamed or changed"
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"taken_at": noon(2022, 9, 2)}, "taken at: the row says"),
        ({"reckoned_on": "2022-12-31"}, "reckoned on: the row says"),
        ({"format": 3}, "the format 3 is not known"),
    ],
)
def test_an_altered_row_of_the_snapshot_itself(
    unguarded: Snapshot, change: dict[str, Any], fault: str
) -> None:
    Snapshot.objects.update(**change)
    assert fault in faults(unguarded)


def test_a_head_that_says_another_format(unguarded: Snapshot) -> None:
    head = item(unguarded, "round", "2022-06")
    content = bytes(head.get().content).replace(b'"format":1', b'"format":2')
    head.update(content=content, sha256=sha256(content))
    assert "format: the row says 1, the bytes 2" in faults(unguarded)


def test_another_taker_and_another_number_of_the_closing(unguarded: Snapshot) -> None:
    Snapshot.objects.update(taken_by=UserFactory())
    Closing.objects.update(number=7)
    found = faults(unguarded)
    assert "taken by: the row says" in found
    assert "closing: the row says 7, the bytes 1" in found


def test_a_missing_item(unguarded: Snapshot) -> None:
    item(unguarded, "minister_answers").get().texts.all().delete()
    item(unguarded, "minister_answers").delete()
    assert "the round’s hash is not that of its items" in faults(unguarded)


def test_an_extra_item(unguarded: Snapshot) -> None:
    content = canonical([])
    SnapshotItem.objects.create(
        snapshot=unguarded, table="questions", key="2.2", content=content, sha256=sha256(content)
    )
    assert "the round’s hash is not that of its items" in faults(unguarded)


def test_an_item_under_another_name_or_action(unguarded: Snapshot) -> None:
    item(unguarded, "minister_answers").update(key="1.2")
    found = faults(unguarded)
    assert "the round’s hash is not that of its items" in found
    assert "minister_answers/1.2.json: it is kept under action" in found


def test_an_altered_text(unguarded: Snapshot) -> None:
    text(unguarded).update(text="Sample: everything went well.")
    place = text(unguarded).get().name
    assert faults(unguarded) == f"words/1.1.json{place}: the text does not have the hash that the bytes hold"


def test_an_altered_salt(unguarded: Snapshot) -> None:
    text(unguarded).update(salt="0" * 32)
    assert "the text does not have the hash" in faults(unguarded)


def test_a_text_given_to_somebody_else(unguarded: Snapshot) -> None:
    text(unguarded).update(of="person")
    assert "the text is said to be another’s" in faults(unguarded)
    text(unguarded).update(of="report", of_key=4711)
    assert "the text is said to be another’s" in faults(unguarded)


def test_a_missing_text(unguarded: Snapshot) -> None:
    place = text(unguarded).get().name
    text(unguarded).delete()
    assert faults(unguarded) == f"words/1.1.json{place}: the text is missing"


def test_an_extra_text(unguarded: Snapshot) -> None:
    one = text(unguarded).get()
    one.pk, one.name = None, "/0/more"
    one.save()
    assert faults(unguarded) == "words/1.1.json/0/more: a text of which the bytes know nothing"


def test_a_redacted_text_has_nothing_left_to_compare(frozen: FrozenRound) -> None:
    text(frozen.snapshot).update(text="", salt="", redacted_at=timezone.now())
    assert faults(frozen.snapshot) == ""


def _verified(**options: Any) -> str:
    said = StringIO()
    call_command("verify_snapshots", stdout=said, **options)
    return said.getvalue()


def test_the_command_says_a_line_for_each_snapshot(frozen: FrozenRound, coordinator: Any) -> None:
    second = frozen.again(noon(2022, 10, 1), coordinator)
    assert _verified().splitlines() == [
        f"2020-2024 2022-06 closing 1 {frozen.snapshot.sha256} as frozen",
        f"2020-2024 2022-06 closing 2 {second.sha256} as frozen",
        "2 verified.",
    ]
    assert _verified(plan="2020-2024", round="2022-06") == _verified()


def test_the_command_ends_with_1_on_a_fault(unguarded: Snapshot) -> None:
    text(unguarded).delete()
    said = StringIO()
    with pytest.raises(CommandError, match="1 of 1 snapshots") as refusal:
        call_command("verify_snapshots", stdout=said)
    assert refusal.value.returncode == 1
    assert "1 FAULTS" in said.getvalue()
    assert "the text is missing" in said.getvalue()


@pytest.mark.parametrize("options", [{"plan": "1999-2000"}, {"round": "1999-12"}])
def test_the_command_names_no_snapshot_that_is_not_there(
    frozen: FrozenRound, options: dict[str, str]
) -> None:
    with pytest.raises(CommandError, match="no such snapshot"):
        _verified(**options)


def test_without_snapshots_there_is_nothing_to_verify(db: None) -> None:
    assert _verified() == "0 verified.\n"
