"""Signing in and out, passwords, and the language: by the pages that everybody reaches."""

import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache, caches
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.forms import MIN_RESPONSE_TIME
from actionplan.accounts.models import User
from actionplan.accounts.workflow import save_user
from tests.factories import PASSWORD, UserFactory
from tests.mails import SECONDS, wait_for_mails
from tests.personas import ClientOf
from tests.roles import as_owner

NEW_PASSWORD = "nine patient otters"


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann")


def sign_in(client: Client, login: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def ask_for_reset(client: Client, email: str) -> HttpResponse:
    response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
    wait_for_mails()
    return response


def link_in_mail() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]


def heading(response: HttpResponse) -> str:
    return re.search(r"<h1>\s*(.*?)\s*</h1>", response.content.decode())[1]


def test_people_sign_in_by_user_name_or_address_and_change_their_password(ann: User) -> None:
    for login in ["ann", "Ann", "ann@example.org", "ANN@Example.org"]:
        client = Client()
        assert sign_in(client, login).status_code == 302
        assert is_signed_in(client)
    fields = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    assert client.post(reverse("account_change_password"), fields).status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD), "a weak one is refused"
    fields |= {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert is_signed_in(client)
    ann.refresh_from_db()
    assert ann.check_password(NEW_PASSWORD)


def test_whoever_was_sent_to_sign_in_comes_back_to_the_page_and_to_no_other_site(ann: User) -> None:
    sent = Client().get(reverse("account_change_password"))["Location"]
    elsewhere = f"{reverse('account_login')}?next=https://elsewhere.example/"
    for address, then in [(sent, reverse("account_change_password")), (elsewhere, "/")]:
        response = Client().post(address, {"login": "ann", "password": PASSWORD})
        assert response["Location"] == then


def test_a_wrong_password_says_the_same_of_known_and_unknown_people(client: Client, ann: User) -> None:
    for logins in [("ann", "zoe"), ("ann@example.org", "zoe@example.org")]:
        answers = [sign_in(client, login, "wrong") for login in logins]
        pages = [
            _without_tokens(answer).replace(login, "") for answer, login in zip(answers, logins, strict=True)
        ]
        assert pages[0] == pages[1]
        assert "not correct" in pages[0]
        assert "error-summary" in pages[0]
        assert not is_signed_in(client)


def test_somebody_inactive_is_refused_and_a_session_ends_with_its_account(
    client: Client, client_of: ClientOf, inactive: User, ann: User
) -> None:
    response = sign_in(client, "inactive")
    assert response["Location"] == reverse("account_inactive")
    assert client.get(response["Location"]).status_code == 200
    assert not is_signed_in(client)
    client = client_of(ann)
    assert is_signed_in(client)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_a_demo_account_signs_in_on_a_developers_machine_alone(
    client: Client, settings: LazySettings, ann: User
) -> None:
    User.objects.update(is_demo=True)
    settings.DEBUG = True
    sign_in(client, "ann")
    assert is_signed_in(client)
    settings.DEBUG = False
    assert not is_signed_in(client), "a session ends where the portal runs for real"
    client = Client()
    assert sign_in(client, "ann")["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert not is_signed_in(client)


@pytest.fixture
def shared_cache(settings: LazySettings, db: None) -> Iterator[None]:
    """The cache of production: a table, which every process sees."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}
    }
    with as_owner():
        call_command("createcachetable", verbosity=0)
        call_command("grant_roles")
    yield
    caches["default"].clear()


def test_repeated_failures_are_limited_through_the_shared_cache(
    client: Client, shared_cache: None, ann: User
) -> None:
    for _attempt in range(5):
        sign_in(client, "ann", "wrong")
    response = sign_in(Client(), "ann")
    assert response.status_code == 200
    assert "Too many failed login attempts" in response.content.decode()
    cache.clear()
    assert sign_in(client, "ann").status_code == 302


def is_locked_out(login: str) -> bool:
    return "Too many failed login attempts" in sign_in(Client(), login).content.decode()


def test_wrong_passwords_are_counted_by_what_was_typed_whatever_its_case(ann: User) -> None:
    for login in ["ann", "ANN", "Ann", "aNN", "ann"]:
        assert sign_in(Client(), login, "wrong").status_code == 200
    assert is_locked_out("ann")
    assert sign_in(Client(), UserFactory(username="bob").username).status_code == 302


def test_a_new_password_by_mail_ends_a_lock_out_of_either(client: Client, ann: User) -> None:
    for login in ["ann"] * 6 + ["ann@example.org"] * 6:
        sign_in(Client(), login, "wrong")
    ask_for_reset(client, "ann@example.org")
    form = client.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    for login in ["ann", "ann@example.org"]:
        assert sign_in(Client(), login, NEW_PASSWORD).status_code == 302


def test_a_password_is_hashed_once_whoever_is_known(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed, encode = [], MD5PasswordHasher.encode

    def counted(*args: Any, **facts: Any) -> str:
        hashed.append(args)
        return encode(*args, **facts)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for login in ["ann", "ann@example.org", "zoe", "zoe@example.org"]:
        hashed.clear()
        sign_in(Client(), login, "wrong")
        assert len(hashed) == 1, login


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("aaaaaaaaaaaaaa", "repeats the same few characters"),
        ("aAaAaAaAaAaAaA", "repeats the same few characters"),
        ("abcabcabcabcabc", "repeats the same few characters"),
        ("my-Coordinator9-word", "contains your user name"),
        (NEW_PASSWORD, ""),
    ],
)
def test_a_password_of_few_characters_or_with_the_user_name_is_refused(
    client_of: ClientOf, db: None, password: str, words: str
) -> None:
    user = UserFactory(username="coordinator9")
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client_of(user).post(reverse("account_change_password"), fields)
    assert response.status_code == (200 if words else 302)
    assert words in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD if words else password)


class SlowServer(EmailBackend):
    """A mail server that takes a mail once it may."""

    may_take = threading.Event()
    took: list[Any] = []

    def send_messages(self, messages: Any) -> int:
        self.may_take.wait(SECONDS)
        self.took += [(message.to, connection.connection) for message in messages]
        return super().send_messages(messages)


def test_a_password_is_masked_may_be_long_and_is_taken_exactly_as_typed(client: Client, ann: User) -> None:
    assert re.search(
        r'<input type="password" name="password"', client.get(reverse("account_login")).content.decode()
    )
    exact = "  Nine patient otters, ééns élk jaar; " + "x" * 90 + " "
    client.force_login(ann)
    fields = {"oldpassword": PASSWORD, "password1": exact, "password2": exact}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    for typed, enters in [(exact.strip(), False), (exact.lower(), False), (exact[:72], False), (exact, True)]:
        cache.clear()
        browser = Client()
        sign_in(browser, "ann", typed)
        assert is_signed_in(browser) == enters, typed
    assert len(browser.session.session_key) == 32


def test_a_page_does_not_wait_for_the_mail_of_a_new_password(
    client: Client, ann: User, settings: LazySettings
) -> None:
    """So it answers as soon for an address that nobody has. The thread that sends opens no database."""
    settings.EMAIL_BACKEND = f"{SlowServer.__module__}.{SlowServer.__qualname__}"
    response = client.post(reverse("account_reset_password"), {"email": "ann@example.org"})
    assert response["Location"] == reverse("account_reset_password_done")
    assert SlowServer.took == []
    SlowServer.may_take.set()
    wait_for_mails()
    assert SlowServer.took == [(["ann@example.org"], None)]
    assert len(mail.outbox) == 1


def test_an_answer_about_a_new_password_takes_the_same_least_time_for_every_address(
    client: Client, ann: User
) -> None:
    for email in ["ann@example.org", "zoe@example.org"]:
        begun = time.monotonic()
        client.post(reverse("account_reset_password"), {"email": email})
        assert time.monotonic() - begun >= MIN_RESPONSE_TIME


def test_a_reset_link_works_once(client: Client, ann: User) -> None:
    ask_for_reset(client, "ann@example.org")
    assert mail.outbox[0].to == ["ann@example.org"]
    assert "Your user name is ann." in mail.outbox[0].body
    form = client.get(link_in_mail(), follow=True)
    assert heading(form) == "Choose a new password"
    address = form.redirect_chain[-1][0]
    answer = client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert sign_in(client, "ann", NEW_PASSWORD).status_code == 302
    again = Client().get(link_in_mail(), follow=True)
    assert heading(again) == "This link no longer works"
    assert "password1" not in again.content.decode()


def test_a_new_person_sets_a_first_password_by_the_reset_mail(client: Client, db: None) -> None:
    new = User(username="new", email="New@example.org")
    save_user(user=new, by=None, at=timezone.now())
    ask_for_reset(client, "new@example.org")
    address = client.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(client, "new", NEW_PASSWORD).status_code == 302


def test_a_reset_for_an_unknown_address_shows_the_same_page_and_sends_nothing(
    client: Client, ann: User
) -> None:
    known = ask_for_reset(client, "ann@example.org")
    unknown = ask_for_reset(Client(), "stranger@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert _without_tokens(known) == _without_tokens(unknown)
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]


def _without_tokens(response: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_somebody_inactive_and_a_demo_account_get_no_reset_mail(
    client: Client, inactive: User, ann: User
) -> None:
    User.objects.filter(pk=ann.pk).update(is_demo=True)
    for user in [inactive, ann]:
        ask_for_reset(client, user.email)
    assert mail.outbox == []


def test_an_address_that_was_replaced_signs_nobody_in(client: Client, ann: User) -> None:
    ask_for_reset(client, "ann@example.org")
    ann.email = "ann@elsewhere.example"
    save_user(user=ann, by=None, at=timezone.now())
    mail.outbox.clear()
    ask_for_reset(Client(), "ann@example.org")
    assert mail.outbox == []
    assert sign_in(client, "ann@example.org").status_code == 200
    assert sign_in(client, "ann@elsewhere.example").status_code == 302


def test_signing_out_needs_a_button(client_of: ClientOf, ann: User) -> None:
    client = client_of(ann)
    assert heading(client.get(reverse("account_change_password"))) == "Change password"
    assert heading(client.get(reverse("account_logout"))) == "Sign out?"
    assert is_signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_the_browsers_language_is_the_first_choice_and_the_one_switched_to_is_kept(client: Client) -> None:
    login = reverse("account_login")
    page = client.get(login, headers={"accept-language": "nl-BE,nl;q=0.8"})
    assert '<html lang="nl"' in page.content.decode()
    assert '<html lang="nl"' not in client.get(login).content.decode()
    response = client.post(reverse("set_language"), {"language": "nl", "next": login})
    assert response["Location"] == login
    assert '<html lang="nl"' in client.get(login).content.decode()


@pytest.mark.django_db
def test_every_page_of_an_account_has_its_heading(client: Client, client_of: ClientOf) -> None:
    for name, words in {
        "account_login": "Sign in",
        "account_reset_password": "Forgotten your password?",
        "account_reset_password_done": "Look in your mailbox",
        "account_reset_password_from_key_done": "Your password is changed",
        "account_inactive": "This account is closed",
        "account_signup": "Nobody signs up here",
    }.items():
        assert heading(client.get(reverse(name))) == words
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert (response.status_code, heading(response)) == (403, "The form was not sent")
    response = client_of(UserFactory()).get("/nowhere-at-all/")
    assert (response.status_code, heading(response)) == (404, "Page not found")


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
    wait_for_mails()
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
