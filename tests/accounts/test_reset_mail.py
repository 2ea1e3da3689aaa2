"""Mails that reset a password: where they lead, and what their failing tells."""

import re

import pytest
from django.conf import LazySettings, settings
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


def test_the_link_begins_with_the_portals_own_address(
    client: Client, ann: User, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://plan.example.org"
    client.post(
        reverse("account_reset_password"), {"email": "ann@example.org"}, headers={"host": "testserver:8765"}
    )
    (message,) = mail.outbox
    (link,) = re.findall(r"https?://\S+", message.body)
    assert link.startswith("https://plan.example.org/accounts/password/reset/key/")
    page = client.get(link.removeprefix("https://plan.example.org"), follow=True)
    assert "password1" in page.context["form"].fields


def test_every_link_of_every_mail_is_made_from_the_portals_own_address() -> None:
    """None is made from the request: a mail would lead to wherever the request says that it came."""
    sources = (settings.BASE_DIR / "actionplan").rglob("*.py")
    asking = {path.name for path in sources if "build_absolute_uri" in path.read_text(encoding="utf-8")}
    assert asking == set()
