"""The owner of the database changes the trail past its triggers: `verify_trail` says so, where needed by a head that was kept."""

import contextlib
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from actionplan.accounts.models import User
from actionplan.audit.models import Event, Revision, Seal
from actionplan.audit.sealing import EVENT_FACTS, head_of, seal_events
from actionplan.audit.trail import record
from actionplan.audit.triggers import EMPTIED_TEXTS, EVENT_TEXTS
from actionplan.audit.verbs import Verb
from actionplan.audit.verifying import faults_of_chain
from actionplan.base.triggers import drop_triggers
from actionplan.documents.report import government_report
from actionplan.documents.source import source_of_closing
from actionplan.reporting.models import SnapshotItem
from actionplan.rounds.redacting import redact
from actionplan.rounds.verifying import frozen_head
from tests.database_state import undone
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.owner]
AT = noon(2023, 2, 1)
OTHER: dict[str, Any] = {
    "at": AT,
    "verb": Verb.AMENDED,
    "subject_label": "x",
    "subject_key": "x",
    "actor": "x",
}
"""Other values of facts and texts, by column; where none is given, a number or a text."""


def verified(**options: Any) -> str:
    """What the command says, whichever way it ends."""
    output = StringIO()
    with contextlib.suppress(CommandError):
        call_command("verify_trail", stdout=output, **options)
    return output.getvalue()


def seal_in_the_middle(chain: int) -> Seal:
    return Seal.objects.get(chain=chain, number=3)


def event_in_the_middle(chain: int) -> Any:
    return Event.objects.filter(pk=seal_in_the_middle(chain).event)


def take_both_out(chain: int) -> None:
    seal = seal_in_the_middle(chain)
    Event.objects.filter(pk=seal.event).delete()
    seal.delete()


def close_the_gap(chain: int) -> None:
    take_both_out(chain)
    for seal in Seal.objects.filter(chain=chain, number__gt=3).order_by("number"):
        Seal.objects.filter(pk=seal.pk).update(number=seal.number - 1)


def change_with_the_hash_of_texts(chain: int) -> None:
    seal, event = seal_in_the_middle(chain), event_in_the_middle(chain)
    event.update(actor="Somebody else")
    Seal.objects.filter(pk=seal.pk).update(texts_sha256="0" * 64)


def move_to_the_portal(chain: int) -> None:
    event_in_the_middle(chain).update(plan=None)


def slip_one_in(chain: int) -> None:
    Event.objects.create(at=AT, verb=Verb.AMENDED, subject_label="plan", subject_key="1", plan=chain)


def cut_the_tail(chain: int, behind: int) -> None:
    rows = Seal.objects.filter(chain=chain, number__gt=behind)
    Event.objects.filter(pk__in=list(rows.values_list("event", flat=True))).delete()
    rows.delete()


def write_anew(chain: int, behind: int) -> None:
    """Another actor of an event, with right seals from there on."""
    rows = Seal.objects.filter(chain=chain, number__gt=behind)
    keys = list(rows.order_by("number").values_list("event", flat=True))
    rows.delete()
    Event.objects.filter(pk=keys[0]).update(actor="Somebody else")
    seal_events(keys)


ATTACKS: list[tuple[Callable[[int], Any], str]] = [
    (take_both_out, "seal 3 is missing"),
    (close_the_gap, "its facts, or what seal 3 holds, were changed"),
    (lambda chain: event_in_the_middle(chain).delete(), "is gone: seal 3 knows of it"),
    (lambda chain: seal_in_the_middle(chain).delete(), "has no seal"),
    (change_with_the_hash_of_texts, "its facts, or what seal 3 holds, were changed"),
    (move_to_the_portal, "is gone: seal 3 knows of it"),
    (slip_one_in, "has no seal"),
    (lambda chain: Seal.objects.filter(chain=chain).update(salt=""), "seal 3 has no salt"),
    (
        lambda chain: event_in_the_middle(chain).update(actor="", redacted_at=AT),
        "its texts were emptied, and no event tells of a removal by law",
    ),
    (
        lambda chain: Seal.objects.filter(chain=chain, number=3).update(sha256="0" * 64),
        "or what seal 3 holds",
    ),
]


@pytest.fixture
def chain(frozen: FrozenRound) -> int:
    """Of the plan, in a database whose triggers are there."""
    return frozen.plan.pk


def test_what_nobody_touched_verifies_a_line_for_each_chain(chain: int, frozen: FrozenRound) -> None:
    lines = verified().splitlines()
    assert f"2020-2024: {head_of(chain)}" in lines
    assert [line.partition(":")[0].strip() for line in lines].count("compared with kept heads") == 2
    assert lines[-2].startswith("Compared with nothing: drafts, what was done with remarks, ")
    counts = ["5 reports", "1 rounds"]
    [compared] = [line for line in lines if line.startswith("  compared: ")]
    assert all(count in compared for count in counts), compared
    [left] = [line for line in lines if line.startswith("  not compared: ")]
    assert "4 actions on which nobody acted since acts have hashes" in left
    assert lines[0].startswith("the portal: ")
    assert lines[-1].endswith(" verified.")
    head = str(seal_in_the_middle(chain))
    assert verified(plan="2020-2024", head=[head]).splitlines()[-1] == "1 verified."
    assert verified(head=[head, head_of(chain)]) == verified()
    with pytest.raises(CommandError, match="There is no plan 1999"):
        call_command("verify_trail", plan="1999")
    with pytest.raises(CommandError, match="12:ab is no head"):
        call_command("verify_trail", head=["12:ab"])
    with pytest.raises(CommandError, match="The trail is not as it was sealed") as refusal:
        call_command("verify_trail", head=[f"3:{'0' * 64}"], stdout=StringIO())
    assert refusal.value.returncode == 1


def test_each_attack_of_the_owner_is_found(chain: int) -> None:
    with undone():
        drop_triggers(connection)
        for attack, fault in ATTACKS:
            with undone():
                attack(chain)
                told = verified()
            assert fault in told, fault
            assert "verified" not in told


@pytest.mark.full
def test_no_fact_and_no_text_of_an_event_can_be_changed_unseen(chain: int) -> None:
    with undone():
        drop_triggers(connection)
        for column in [*EVENT_FACTS, *EVENT_TEXTS]:
            other = OTHER.get(column, "{}" if column in EVENT_TEXTS else 4711)
            with undone():
                event_in_the_middle(chain).update(**{column: other})
                assert "  event" in verified(), column
    assert list(faults_of_chain(chain)) == []


@pytest.mark.full
def test_a_tail_that_is_cut_off_and_a_chain_written_anew_are_found_by_a_head_kept_elsewhere(
    chain: int, frozen: FrozenRound
) -> None:
    record(Verb.AMENDED, by=None, at=AT, subject=frozen.plan, plan=chain)
    head, frozen_at = head_of(chain), int(frozen_head(frozen.snapshot).partition(":")[0])
    with undone():
        drop_triggers(connection)
        for attack, fault in [(cut_the_tail, "was cut off"), (write_anew, "was written anew")]:
            with undone():
                attack(chain, frozen_at)
                assert verified().endswith(" verified.\n")
                assert fault in verified(plan="2020-2024", head=[head])
                assert f"head {head} is in no chain" in verified(head=[head])
            # what a closing froze is such a head, as long as the snapshot is as it was
            with undone():
                attack(chain, frozen_at - 2)
                assert f"closing 1 of 2022-06: head {frozen_head(frozen.snapshot)} is not there" in verified()
        SnapshotItem.objects.filter(table="round").update(content=b"{")
        assert "closing 1 of 2022-06: its head cannot be read" in verified()


@pytest.mark.full
def test_a_chain_that_is_gone_is_told_by_the_heads_that_closings_froze(
    frozen: FrozenRound, chain: int, coordinator: User
) -> None:
    """The portal's too; where none was kept, that is said."""
    assert "the portal: no event\n  compared with kept heads: none: that its end" in verified()
    record(Verb.USER_CHANGED, by=coordinator, at=AT, subject=coordinator)
    frozen.again(AT, coordinator)
    assert verified().splitlines()[1] == "  compared with kept heads: 1"
    with undone():
        drop_triggers(connection)
        with undone():
            cut_the_tail(Revision.PORTAL, 0)
            assert "closing 2 of 2022-06 of 2020-2024: head 1:" in verified()
            assert "is not there: all of the trail was cut off" in verified()
        with undone():
            cut_the_tail(chain, 0)
            assert "2020-2024: no event\n  compared with kept heads: 2" in verified()
            assert "is not there: all of the trail was cut off" in verified()


def test_the_head_before_a_closing_stands_in_its_snapshot_and_in_the_report_to_the_government(
    frozen: FrozenRound, chain: int, coordinator: User
) -> None:
    head = head_of(chain)
    again = frozen.again(noon(2022, 10, 1), coordinator)
    assert frozen_head(again) == head
    facts = government_report(source_of_closing(again), None).facts
    assert (facts[-1].label, facts[-1].text) == ("Newest seal of the trail", head)


@pytest.mark.full
def test_a_removal_by_law_takes_the_salt_along_and_the_trail_still_verifies(
    frozen: FrozenRound, chain: int, administrator: User
) -> None:
    report = frozen.reports["1.1"]
    facts = {"by": None, "at": noon(2022, 8, 1), "subject": report, "plan": chain, "action": report.action_id}
    quoting = record(Verb.AMENDED, reason=f"As said: “{report.obstacles}”", **facts)
    head = head_of(chain)
    law = {"report": report, "by": administrator}
    redact(parts=["obstacles"], reason=f"Decision 2023/1, and not: {report.done}", at=AT, **law)
    assert Seal.objects.get(event=quoting.pk).salt == ""
    assert list(faults_of_chain(chain)) == []
    assert verified(head=[head]).endswith(" verified.\n")
    # a removal that is emptied itself hands on what it named
    redact(parts=["done"], reason="Decision 2023/2.", at=noon(2023, 3, 1), **law)
    assert Event.objects.get(verb=Verb.REDACTED, redacted_at__isnull=False).at == AT
    assert list(faults_of_chain(chain)) == []
    # the removal excuses no event but those that it names
    other = event_in_the_middle(chain)
    with undone():
        drop_triggers(connection)
        for changes, fault in [
            (dict.fromkeys(EMPTIED_TEXTS, ""), "no event tells of a removal by law"),
            ({"actor": "Somebody else"}, "no event tells of a removal by law"),
        ]:
            with undone():
                other.update(**changes, redacted_at=AT)
                Seal.objects.filter(chain=chain, number=3).update(salt="")
                assert fault in verified()
        with undone():
            Event.objects.filter(pk=quoting.pk).update(names_json='{"reason": "Another."}')
            assert f"event {quoting.pk}: it was emptied by law, and has texts again" in verified()
    # a salt that was left is said: the text could be found by trying
    with undone():
        drop_triggers(connection)
        Seal.objects.filter(event=quoting.pk).update(salt="0" * 32, number=F("number"))
        assert "still has its salt" in verified()


def test_what_an_operator_wrote_by_sql_is_sealed_by_a_command(chain: int) -> None:
    slip_one_in(chain)
    event = Event.objects.latest("pk")
    assert f"event {event.pk} has no seal" in verified()
    output = StringIO()
    call_command("seal_trail", stdout=output)
    assert output.getvalue() == f"sealed event {event.pk}\n"
    assert head_of(chain) == str(Seal.objects.get(event=event.pk))
    assert verified().endswith(" verified.\n")
