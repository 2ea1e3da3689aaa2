"""Mails that reset a password: to whom they do not go, and what their failing tells."""

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from tests.personas import person


@pytest.fixture
def ann(db: None) -> User:
    return person("ann")


def ask_for_reset(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def test_a_mail_server_that_is_down_does_not_tell_who_has_an_account(
    client: Client, ann: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object, **facts: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    known, unknown = ask_for_reset(client, "ann@example.org"), ask_for_reset(client, "nobody@example.org")
    assert (known.status_code, known.redirect_chain) == (200, unknown.redirect_chain)
    assert "a mail could not be sent" in caplog.text


def test_no_reset_mail_goes_to_a_demo_account(client: Client, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_demo=True)
    ask_for_reset(client, "ann@example.org")
    assert mail.outbox == []
