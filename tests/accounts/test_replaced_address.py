"""An address that is replaced: the old one hears of it at once, and nothing that was sent there works any more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.workflow import save_user
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from tests.accounts.test_sign_in import ask_for_reset, is_signed_in, link_in_mail
from tests.factories import UserFactory
from tests.mails import wait_for_mails


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann", language="nl")


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Carry out what waits for the commit, and wait until the mails are gone."""

    def carried_out(act: Callable[[], Any]) -> list[mail.EmailMessage]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        wait_for_mails()
        return list(mail.outbox)

    return carried_out


def replace(user: User, by: User | None, email: str = "taken@example.org") -> None:
    row = User.objects.get(pk=user.pk)
    row.email = email
    save_user(user=row, by=by, at=timezone.now())


def test_the_old_address_is_told_at_once_by_whom_and_whom_to_tell(
    ann: User, administrator: User, superuser: User, committed: Any, client_of: Callable[[User], Client]
) -> None:
    fields = {"username": "ann", "email": "taken@example.org", "language": "nl", "is_active": "on"}
    page = reverse("admin:accounts_user_change", args=[ann.pk])
    (told,) = committed(lambda: client_of(administrator).post(page, fields))
    assert told.to == ["ann@example.org"]
    assert "Administrator verving het e-mailadres van uw account" in told.body
    assert superuser.email in told.body
    assert administrator.email not in told.body
    assert "taken@example.org" not in told.body, "the old address may be a stranger’s"


def test_sessions_of_the_account_end(
    ann: User, administrator: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(ann)
    assert is_signed_in(client)
    row = User.objects.get(pk=ann.pk)
    row.name = "Ann"
    save_user(user=row, by=administrator, at=timezone.now())
    assert is_signed_in(client), "another change of the account ends none"
    replace(ann, administrator)
    assert not is_signed_in(client)


def test_links_for_a_new_password_end_also_one_that_was_opened(ann: User, administrator: User) -> None:
    opened = Client()
    ask_for_reset(Client(), "ann@example.org")
    form = opened.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    assert "password1" in opened.get(form).content.decode()
    replace(ann, administrator)
    for client, address in [(opened, form), (Client(), link_in_mail())]:
        assert "This link no longer works" in client.get(address, follow=True).content.decode()
    new = {"password1": "nine patient otters", "password2": "nine patient otters"}
    opened.post(form, new)
    ann.refresh_from_db()
    assert not ann.check_password("nine patient otters")


def test_the_trail_says_it(ann: User, administrator: User) -> None:
    replace(ann, administrator)
    event = Event.objects.get()
    assert event.verb == Verb.ADDRESS_CHANGED
    assert event.sentence.startswith("Administrator changed the e-mail address of the user")
    assert (event.before["email"], event.after["email"]) == ("ann@example.org", "taken@example.org")


def test_nobody_is_told_where_nothing_was_replaced(
    ann: User, administrator: User, committed: Any, settings: LazySettings
) -> None:
    assert committed(lambda: replace(ann, administrator, "Ann@Example.org")) == []
    User.objects.filter(pk=ann.pk).update(email="")
    assert committed(lambda: replace(ann, administrator)) == []
    User.objects.filter(pk=ann.pk).update(is_demo=True)
    assert committed(lambda: replace(ann, administrator, "other@example.org")) == []
    settings.DEBUG = True
    assert len(committed(lambda: replace(ann, administrator, "third@example.org"))) == 1


def test_a_mail_server_that_is_down_keeps_nobody_from_replacing_an_address(
    ann: User,
    administrator: User,
    committed: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(*args: object, **facts: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    committed(lambda: replace(ann, administrator))
    ann.refresh_from_db()
    assert ann.email == "taken@example.org"
    assert "a mail could not be sent: address_changed" in caplog.text
