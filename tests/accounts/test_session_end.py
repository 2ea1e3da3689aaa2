"""A session ends after a time without a request, and some hours after signing in whatever happened since."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from actionplan.accounts import session_end
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.factories import UserFactory

MINUTE = 60
IDLE = settings.SESSION_IDLE_MINUTES * MINUTE


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`passes(seconds)` lets time go by."""
    began, passed = session_end.time.time(), 0.0

    def passes(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        monkeypatch.setattr(session_end.time, "time", lambda: began + passed)

    passes(0)
    return passes


@pytest.fixture
def ann(db: None, passes: Callable[[float], None]) -> Client:
    """Signed in once the clock stands still, so that a busy machine adds no second."""
    UserFactory(username="ann")
    client = Client()
    sign_in(client, "ann")
    assert is_signed_in(client)
    return client


def test_a_session_in_which_nothing_is_asked_ends(ann: Client, passes: Callable) -> None:
    client = ann
    key = client.session.session_key
    passes(IDLE - 1)
    assert is_signed_in(client)
    passes(IDLE)
    assert not is_signed_in(client)
    assert not Session.objects.filter(pk=key).exists(), "nor can its cookie be used again"


def test_each_request_begins_the_time_anew_until_the_day_is_over(ann: Client, passes: Callable) -> None:
    for _time in range(settings.SESSION_COOKIE_AGE // (IDLE // 2) - 1):
        passes(IDLE // 2)
        assert is_signed_in(ann)
    passes(IDLE // 2)
    assert not is_signed_in(ann), "however busy it was"


def test_the_session_is_written_once_a_minute_at_most(ann: Client, passes: Callable) -> None:
    address = reverse("usersessions_list")

    def written() -> int:
        ann.get(address)
        return ann.session[session_end.SEEN]

    first = written()
    passes(MINUTE - 1)
    assert written() == first
    passes(1)
    assert written() == first + MINUTE
