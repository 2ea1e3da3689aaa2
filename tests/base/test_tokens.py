"""A form sent twice counts once, also when both arrive at the same moment."""

import datetime
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from actionplan.base.models import CarriedOutForm
from actionplan.base.tokens import TOKEN_LIFETIME, once
from actionplan.organisations.models import PolicyArea
from tests.factories import PolicyAreaFactory
from tests.sent_forms import new_token

NOW = datetime.datetime(2023, 1, 20, 12, tzinfo=datetime.UTC)
TOKEN = uuid.UUID(new_token())


def adding(code: str) -> Callable[[], str]:
    def act() -> str:
        PolicyAreaFactory(code=code)
        return f"/{code}/"

    return act


def send(act: Callable[[], str], token: uuid.UUID = TOKEN, sender: int = 1) -> str:
    return once(token=token, sender=sender, at=NOW, act=act)


@pytest.mark.django_db
def test_the_second_time_leads_to_the_first_result() -> None:
    assert send(adding("A")) == "/A/"
    assert send(adding("B")) == "/A/"
    assert [area.code for area in PolicyArea.objects.all()] == ["A"]


@pytest.mark.django_db
def test_another_form_and_another_person_are_carried_out() -> None:
    send(adding("A"))
    assert send(adding("B"), token=uuid.UUID(new_token())) == "/B/"
    assert send(adding("C"), sender=2) == "/C/"


@pytest.mark.django_db
def test_a_form_that_failed_can_be_sent_again() -> None:
    def failing() -> str:
        PolicyAreaFactory(code="A")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        send(failing)
    assert not PolicyArea.objects.exists()
    assert send(adding("B")) == "/B/"


@pytest.mark.django_db
def test_old_tokens_are_forgotten_with_the_next_form() -> None:
    send(adding("A"))
    once(token=uuid.UUID(new_token()), sender=1, at=NOW + TOKEN_LIFETIME * 2, act=adding("B"))
    assert [form.result for form in CarriedOutForm.objects.all()] == ["/B/"]


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_count_once() -> None:
    inside, second_asked = threading.Event(), threading.Event()
    results: dict[str, str] = {}
    done: list[str] = []

    def slow() -> str:
        inside.set()
        assert second_asked.wait(120)
        threading.Event().wait(0.3)
        PolicyAreaFactory(code="A")
        done.append("act")
        return "/A/"

    def in_thread(name: str, act: Callable[[], str]) -> None:
        try:
            results[name] = send(act)
            done.append(name)
        finally:
            connection.close()

    first = threading.Thread(target=in_thread, args=("first", slow))
    first.start()
    assert inside.wait(120)
    second = threading.Thread(target=in_thread, args=("second", adding("B")))
    second.start()
    second_asked.set()
    first.join(120)
    second.join(120)

    assert results == {"first": "/A/", "second": "/A/"}
    assert done[0] == "act", "the second waited while the first was at work"
    assert [area.code for area in PolicyArea.objects.all()] == ["A"]
