"""Tests that commit empty the tables afterwards, the guarded ones too, and the guards stand again.

The server may still be answering a page that was closed: then the tables are emptied when it has answered.
"""

import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from actionplan.audit.models import Event
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.triggers import wrong_triggers
from actionplan.reporting.models import Round
from objectives.models import Plan
from tests.factories import PlanFactory
from tests.management.commands import flush
from tests.requests_under_way import SECONDS

pytestmark = pytest.mark.owner

reads, may_read_on = threading.Event(), threading.Event()


@login_not_required
def saved_slowly(request: HttpRequest) -> HttpResponse:
    """Reads one table and, some time later in the same transaction, another one, as the save of a closed page."""
    with transaction.atomic():
        Round.objects.count()
        reads.set()
        may_read_on.wait(SECONDS)
        Plan.objects.count()
    return HttpResponse("saved")


urlpatterns = [path("", saved_slowly)]


class Save(threading.Thread):
    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.answer = url, ""

    def run(self) -> None:
        with urllib.request.urlopen(self.url) as answer:
            self.answer = answer.read().decode()


@pytest.fixture
def save(live_server: Any, settings: Any) -> Iterator[Save]:
    """A request that is under way, and reads on when it may."""
    settings.ROOT_URLCONF = __name__
    reads.clear()
    may_read_on.clear()
    save = Save(live_server.url)
    save.start()
    assert reads.wait(SECONDS)
    yield save
    may_read_on.set()
    save.join(SECONDS)


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


@pytest.mark.postgresql
def test_the_tables_are_emptied_only_when_the_server_has_answered(event: Event, save: Save) -> None:
    threading.Timer(
        2, may_read_on.set
    ).start()  # by then, what does not wait holds the lock that the save asks for
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    save.join(SECONDS)
    assert save.answer == "saved"


@pytest.mark.postgresql
@pytest.mark.usefixtures("save")
def test_what_is_never_answered_is_said(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr("tests.requests_under_way.SECONDS", 0.1)
        with pytest.raises(flush.NotEmptied, match="StillAnswering"):
            call_command("flush", interactive=False, verbosity=0)
    assert Event.objects.exists()
