"""Tests that commit empty the tables afterwards, the guarded ones too, and the guards stand again."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import wrong_triggers
from tests.factories import PlanFactory

pytestmark = pytest.mark.owner


@pytest.fixture
def event(transactional_db: None) -> Event:
    return record(next(iter(Verb)), by=None, at=timezone.now(), subject=PlanFactory())


def test_the_guard_refuses_to_empty_the_trail(event: Event) -> None:
    with pytest.raises(DatabaseError, match="audit_event_no_delete"):
        Event.objects.all()._raw_delete(using="default")


def test_flush_empties_the_trail_and_leaves_the_guard(event: Event) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    assert wrong_triggers(connection) == {}
