"""Whatever is altered in a snapshot, past the triggers that forbid it, verifying says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import EMPTIED_IN_SNAPSHOTS, Verb
from actionplan.base.canonical import canonical, sha256
from actionplan.base.triggers import drop_triggers, install_triggers
from actionplan.reporting.models import Closing, Snapshot, SnapshotItem, SnapshotText
from actionplan.rounds.canonical import hash_of_items
from actionplan.rounds.redacting import redact
from actionplan.rounds.verifying import verify
from tests.factories import UserFactory, removal_by_law
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


@pytest.fixture
def unguarded(frozen: FrozenRound) -> Iterator[Snapshot]:
    """The snapshot, in a database from which somebody dropped the triggers."""
    drop_triggers(connection)
    yield frozen.snapshot
    install_triggers(connection)


@contextmanager
def undone() -> Iterator[None]:
    """What is altered inside is afterwards as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def item(snapshot: Snapshot, table: str = "accepted", key: str = "1.1") -> Any:
    return SnapshotItem.objects.filter(snapshot=snapshot, table=table, key=key)


def text(snapshot: Snapshot) -> Any:
    """What was done, of the report on 1.1."""
    of_words = SnapshotText.objects.filter(snapshot=snapshot, item__table="words", item__key="1.1")
    return of_words.filter(name__endswith="/done")


def faults(snapshot: Snapshot) -> str:
    return "\n".join(verify(Snapshot.objects.get(pk=snapshot.pk)))


def rewrite(row: Any, content: bytes) -> None:
    """Other bytes, with the hash that they have."""
    row.update(content=content, sha256=sha256(content))


def replaced(row: Any, old: bytes, new: bytes) -> bytes:
    content = bytes(row.get().content)
    assert old in content
    return content.replace(old, new, 1)


def other_bytes(snapshot: Snapshot) -> bytes:
    return replaced(item(snapshot), b'"paid":"5500.00"', b'"paid":"9500.00"')


def say_another_format(snapshot: Snapshot) -> None:
    head = item(snapshot, "round", "2022-06")
    rewrite(head, replaced(head, b'"format":1', b'"format":2'))


def take_an_item_away(snapshot: Snapshot) -> None:
    item(snapshot, "minister_answers").get().texts.all().delete()
    item(snapshot, "minister_answers").delete()


def add_an_item(snapshot: Snapshot) -> None:
    facts = {"content": canonical([]), "sha256": sha256(canonical([]))}
    SnapshotItem.objects.create(snapshot=snapshot, table="questions", key="2.2", **facts)


def add_a_text(snapshot: Snapshot) -> None:
    copy = text(snapshot).get()
    copy.pk, copy.name = None, "/0/more"
    copy.save()


ROUND = "the round’s hash is not that of its items"
BYTES = "the bytes do not have the item’s hash"
UNTOLD = "what it is of cannot be told from the items"
ALONE: list[tuple[Callable[[Snapshot], Any], str]] = [
    (
        lambda of: Snapshot.objects.update(sha256="0" * 64),
        f"{ROUND}: one was added, taken away, renamed or changed",
    ),
    (
        lambda of: text(of).update(text="Sample: everything went well."),
        "words/1.1.json{place}: the text does not have the hash that the bytes hold",
    ),
    (lambda of: text(of).delete(), "words/1.1.json{place}: the text is missing"),
    (add_a_text, "words/1.1.json/0/more: a text of which the bytes know nothing"),
]
"""Each is the one fault that is found."""
ALTERED: list[tuple[Callable[[Snapshot], Any], list[str]]] = [
    (lambda of: item(of).update(content=other_bytes(of)), [f"accepted/1.1.json: {BYTES}"]),
    (lambda of: rewrite(item(of), other_bytes(of)), [ROUND]),
    (lambda of: item(of).update(content=b"{"), ["accepted/1.1.json: the bytes cannot be read"]),
    (lambda of: rewrite(item(of), b"[]"), [ROUND, UNTOLD]),
    (lambda of: rewrite(item(of, "round", "2022-06"), b"[]"), [ROUND, UNTOLD]),
    (lambda of: item(of).update(sha256="0" * 64), [ROUND, BYTES]),
    (lambda of: Snapshot.objects.update(taken_at=noon(2022, 9, 2)), ["taken at: the row says"]),
    (lambda of: Snapshot.objects.update(reckoned_on="2022-12-31"), ["reckoned on: the row says"]),
    (lambda of: Snapshot.objects.update(format=3), ["the format 3 is not known"]),
    (lambda of: Snapshot.objects.update(taken_by=UserFactory()), ["taken by: the row says"]),
    (lambda of: Closing.objects.update(number=7), ["closing: the row says 7, the bytes 1"]),
    (say_another_format, ["format: the row says 1, the bytes 2"]),
    (take_an_item_away, [ROUND]),
    (add_an_item, [ROUND]),
    (
        lambda of: item(of, "minister_answers").update(key="1.2"),
        [ROUND, "minister_answers/1.2.json: it is kept under action"],
    ),
    (lambda of: text(of).update(salt="0" * 32), ["the text does not have the hash"]),
    (lambda of: text(of).update(of="person"), ["the text is said to be another’s"]),
    (lambda of: text(of).update(of_key=4711), ["the text is said to be another’s"]),
]


def test_whatever_is_altered_is_said(unguarded: Snapshot) -> None:
    place = text(unguarded).get().name
    for alter, sentence in ALONE:
        with undone():
            alter(unguarded)
            assert faults(unguarded) == sentence.format(place=place)
    for number, (change, sentences) in enumerate(ALTERED):
        with undone():
            change(unguarded)
            reported = faults(unguarded)
        for sentence in sentences:
            assert sentence in reported, number
    assert faults(unguarded) == ""


def test_altered_bytes_of_any_table(unguarded: Snapshot) -> None:
    """And the items are found by nothing but what the bytes say."""
    for item in SnapshotItem.objects.filter(snapshot=unguarded):
        SnapshotItem.objects.filter(pk=item.pk).update(content=bytes(item.content) + b" ", action=4711)
        reported = faults(unguarded)
        assert f"{item.path}: {BYTES}" in reported
        assert f"{item.path}: it is kept under action 4711" in reported
        SnapshotItem.objects.filter(pk=item.pk).update(content=item.content, action=item.action)
    assert faults(unguarded) == ""


def _verified(**options: Any) -> str:
    output = StringIO()
    call_command("verify_snapshots", stdout=output, **options)
    return output.getvalue()


def test_the_command_says_a_line_for_each_snapshot(frozen: FrozenRound, coordinator: User) -> None:
    """A redacted text has nothing left to compare."""
    second = frozen.again(noon(2022, 10, 1), coordinator)
    removal_by_law(frozen.plan, noon(2023, 1, 1))
    text(frozen.snapshot).update(text="", salt="", redacted_at=noon(2023, 1, 1))
    assert _verified().splitlines() == [
        f"2020-2024 2022-06 closing 1 {frozen.snapshot.sha256} as frozen",
        f"2020-2024 2022-06 closing 2 {second.sha256} as frozen",
        "2 verified.",
    ]
    assert _verified(plan="2020-2024", round="2022-06") == _verified()


def without_its_snapshot(snapshot: Snapshot) -> str:
    snapshot.texts.all().delete()
    snapshot.items.all().delete()
    snapshot.delete()
    return "2020-2024 2022-06 closing 1 NO SNAPSHOT"


def without_its_closing(snapshot: Snapshot) -> str:
    closing = snapshot.closing
    without_its_snapshot(snapshot)
    closing.delete()
    return "2020-2024 2022-06 NO CLOSING, though the round is closed"


def without_its_items(snapshot: Snapshot) -> str:
    snapshot.texts.all().delete()
    snapshot.items.all().delete()
    return ROUND


def without_its_texts(snapshot: Snapshot) -> str:
    snapshot.texts.all().delete()
    return "the text is missing"


def test_a_closing_that_stands_is_demanded_its_snapshot_with_every_item_and_text(unguarded: Snapshot) -> None:
    for delete in [without_its_snapshot, without_its_closing, without_its_items, without_its_texts]:
        for options in [{}, {"plan": "2020-2024", "round": "2022-06"}]:
            output = StringIO()
            with undone():
                told = delete(Snapshot.objects.get(pk=unguarded.pk))
                with pytest.raises(CommandError, match="1 of 1 snapshots"):
                    call_command("verify_snapshots", stdout=output, **options)
            assert told in output.getvalue()
    assert _verified().endswith("1 verified.\n")


def test_the_command_ends_with_1_on_a_fault_and_names_no_snapshot_that_is_not_there(
    unguarded: Snapshot,
) -> None:
    text(unguarded).delete()
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 1 snapshots") as refusal:
        call_command("verify_snapshots", stdout=output)
    assert refusal.value.returncode == 1
    assert "1 FAULTS" in output.getvalue()
    assert "the text is missing" in output.getvalue()
    for options in [{"plan": "1999-2000"}, {"round": "1999-12"}]:
        with pytest.raises(CommandError, match="no such snapshot"):
            _verified(**options)


def with_right_hashes(snapshot: Snapshot) -> None:
    """Another amount, and every hash over it."""
    rewrite(item(snapshot), other_bytes(snapshot))
    items = [(row.path, row.sha256) for row in SnapshotItem.objects.filter(snapshot=snapshot)]
    Snapshot.objects.filter(pk=snapshot.pk).update(sha256=hash_of_items(items))


def with_its_event(snapshot: Snapshot) -> None:
    with_right_hashes(snapshot)
    event = Event.objects.get(verb=Verb.ROUND_CLOSED)
    names = event.names_json.replace(snapshot.sha256, Snapshot.objects.get(pk=snapshot.pk).sha256)
    Event.objects.filter(pk=event.pk).update(names_json=names)


def empty_everything(snapshot: Snapshot) -> None:
    SnapshotText.objects.update(text="", salt="", redacted_at=noon(2023, 1, 1))


def empty_at_the_instant_of_a_removal(snapshot: Snapshot) -> None:
    """Of another text, which the event names."""
    names = {EMPTIED_IN_SNAPSHOTS: [text(snapshot).get().pk]}
    plan = snapshot.closing.round.plan
    record(Verb.REDACTED, by=None, at=noon(2023, 1, 1), subject=plan, plan=plan.pk, **names)
    empty_everything(snapshot)


def empty_beside_an_event_by_sql(snapshot: Snapshot) -> None:
    plan, empty = snapshot.closing.round.plan_id, {"before_json": "", "after_json": ""}
    facts = {"at": noon(2023, 1, 1), "verb": Verb.REDACTED, "subject_label": "x", "subject_key": "1"}
    Event.objects.create(plan=plan, names_json="{}", **facts, **empty)
    empty_everything(snapshot)


EMPTIED = "the text was emptied, and no sealed event tells of a removal by law"
BY_THE_TRAIL: list[tuple[Callable[[Snapshot], Any], str]] = [
    (with_right_hashes, "the round’s hash was another when it closed: event "),
    (with_its_event, ", which tells its hash, is not as it was sealed: see verify_trail"),
    (lambda of: Event.objects.filter(verb=Verb.ROUND_CLOSED).delete(), "no event in the trail tells of this"),
    (empty_everything, EMPTIED),
    (empty_at_the_instant_of_a_removal, EMPTIED),
    (empty_beside_an_event_by_sql, EMPTIED),
]


def test_what_was_rewritten_with_right_hashes_or_emptied_without_a_removal_is_told_by_the_trail(
    unguarded: Snapshot,
) -> None:
    for number, (change, sentence) in enumerate(BY_THE_TRAIL):
        output = StringIO()
        with undone():
            change(unguarded)
            with pytest.raises(CommandError, match="1 of 1 snapshots"):
                call_command("verify_snapshots", stdout=output)
        assert sentence in output.getvalue(), number
    assert _verified().endswith("1 verified.\n")


def test_a_removal_names_the_texts_of_snapshots_and_hands_on_what_one_that_it_empties_named(
    frozen: FrozenRound, administrator: User
) -> None:
    law: dict[str, Any] = {"report": frozen.reports["1.1"], "by": administrator}
    redact(parts=["obstacles"], reason=f"Not: {frozen.reports['1.1'].done}", at=noon(2023, 1, 1), **law)
    redact(parts=["done"], reason="Decision.", at=noon(2023, 2, 1), **law)
    first, second = Event.objects.filter(verb=Verb.REDACTED).order_by("pk")
    assert (first.redacted_at, len(second.names[EMPTIED_IN_SNAPSHOTS])) == (noon(2023, 2, 1), 2)
    assert _verified().endswith("1 verified.\n")
