"""The seal of each event: one chain a plan and one for the portal, whatever an operation kept of what it wrote."""

import datetime
import hashlib
import json

import pytest
from django.db import transaction

from actionplan.audit.models import Event, Seal
from actionplan.audit.revisions import operation
from actionplan.audit.sealing import EVENT_FACTS, head_of
from actionplan.audit.trail import record
from actionplan.audit.triggers import EVENT_TEXTS
from actionplan.audit.verbs import Verb
from tests.factories import MinisterFactory

pytestmark = pytest.mark.django_db
AT = datetime.datetime(2023, 1, 20, 13, 30, 0, 250, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


def an_event(plan: int | None = 4711) -> Event:
    return record(Verb.AMENDED, by=None, at=AT, subject=MinisterFactory(), plan=plan, before={"title": "é"})


def chain(plan: int = 4711) -> list[tuple[int, int]]:
    return list(Seal.objects.filter(chain=plan).order_by("number").values_list("number", "event"))


def test_a_seal_covers_every_column_of_an_event() -> None:
    columns = {field.column for field in Event._meta.concrete_fields}
    assert columns == {*EVENT_FACTS, *EVENT_TEXTS, "redacted_at"}


def test_outside_an_operation_an_event_is_sealed_at_once_in_the_chain_of_its_plan() -> None:
    one, other = an_event(), an_event()
    of_another, of_none = an_event(plan=4712), an_event(plan=None)
    assert chain() == [(1, one.pk), (2, other.pk)]
    assert chain(4712) == [(1, of_another.pk)]
    assert chain(0)[-1][1] == of_none.pk
    assert head_of(4711) == f"2:{Seal.objects.get(event=other.pk).sha256}"
    assert head_of(4713) == ""


def test_an_operation_seals_its_events_at_its_end_but_those_that_a_savepoint_rolled_back() -> None:
    with operation():
        first = an_event()
        for refused in [True, False, True]:
            with transaction.atomic():
                with operation():
                    inner = an_event()
                if not refused:
                    kept = inner
                transaction.set_rollback(refused)
        last = an_event()
        assert chain() == []
    assert chain() == [(1, first.pk), (2, kept.pk), (3, last.pk)]
    assert not Event.objects.without_a_seal().exists()


def test_an_operation_that_fails_seals_nothing() -> None:
    @operation()
    def fail() -> None:
        an_event()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert chain() == []
    an_event()
    assert [number for number, _event in chain()] == [1]


def test_the_hashes_of_a_chain_reckoned_a_second_way() -> None:
    """From the rows by nothing of the portal, as whoever doubts it would."""
    for _number in range(3):
        an_event()
    before = ""
    for seal in Seal.objects.filter(chain=4711).order_by("number"):
        event = Event.objects.get(pk=seal.event)
        texts = (
            f'{{"actor":"","after_json":"","before_json":{json.dumps(event.before_json, ensure_ascii=False)},'
            f'"names_json":{json.dumps(event.names_json, ensure_ascii=False)},"subject":"{event.subject}"}}'
        )
        assert len(seal.salt) == 32
        assert seal.texts_sha256 == hashlib.sha256((seal.salt + texts).encode()).hexdigest()
        sealed = (
            f'{{"before":"{before}","event":{{"action":null,"actor_key":null,"at":"2023-01-20T12:30:00.000250Z",'
            f'"id":{event.pk},"organisation":null,"plan":4711,"policy_area":null,'
            f'"subject_key":"{event.subject_key}","subject_label":"organisations.minister","verb":"amended"}},'
            f'"number":{seal.number},"texts":"{seal.texts_sha256}"}}'
        )
        before = hashlib.sha256(sealed.encode()).hexdigest()
        assert seal.sha256 == before
    assert head_of(4711) == f"3:{before}"
