"""Signing in and out, passwords, and the language: by the pages that everybody reaches."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache, caches
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.workflow import keep_user
from tests.factories import PASSWORD, UserFactory
from tests.personas import person

NEW_PASSWORD = "nine patient otters"


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann")


def sign_in(client: Client, login: str, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def ask_for_reset(client: Client, email: str) -> HttpResponse:
    return client.post(reverse("account_reset_password"), {"email": email}, follow=True)


def link_in_mail() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]


@pytest.mark.parametrize("login", ["ann", "Ann", "ann@example.org", "ANN@Example.org"])
def test_people_sign_in_by_user_name_or_address(client: Client, ann: User, login: str) -> None:
    assert sign_in(client, login).status_code == 302
    assert is_signed_in(client)


def test_whoever_was_sent_to_sign_in_comes_back_to_the_page(client: Client, ann: User) -> None:
    sent = client.get(reverse("account_change_password"))
    response = client.post(sent["Location"], {"login": "ann", "password": PASSWORD})
    assert response["Location"] == reverse("account_change_password")


def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, ann: User) -> None:
    address = f"{reverse('account_login')}?next=https://elsewhere.example/"
    response = client.post(address, {"login": "ann", "password": PASSWORD})
    assert response["Location"] == "/"


@pytest.mark.parametrize(
    ("known", "unknown"), [("ann", "zoe"), ("ann@example.org", "zoe@example.org")], ids=["name", "address"]
)
def test_a_wrong_password_says_the_same_of_known_and_unknown_people(
    client: Client, ann: User, known: str, unknown: str
) -> None:
    answers = [sign_in(client, login, "wrong") for login in [known, unknown]]
    pages = [
        _without_tokens(answer).replace(login, "")
        for answer, login in zip(answers, [known, unknown], strict=True)
    ]
    assert pages[0] == pages[1]
    assert "not correct" in pages[0]
    assert not is_signed_in(client)


def test_somebody_inactive_is_refused(client: Client, inactive: User) -> None:
    response = sign_in(client, "inactive")
    assert response["Location"] == reverse("account_inactive")
    assert client.get(response["Location"]).status_code == 200
    assert not is_signed_in(client)


def test_a_session_ends_when_its_person_is_deactivated(
    client_of: Callable[[User], Client], ann: User
) -> None:
    client = client_of(ann)
    assert is_signed_in(client)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert not is_signed_in(client)


def test_a_demo_account_signs_in_on_a_developers_machine(
    client: Client, settings: LazySettings, ann: User
) -> None:
    settings.DEBUG = True
    User.objects.update(is_demo=True)
    sign_in(client, "ann")
    assert is_signed_in(client)


def test_a_demo_account_is_refused_where_the_portal_runs_for_real(client: Client, ann: User) -> None:
    User.objects.update(is_demo=True)
    response = sign_in(client, "ann")
    assert response["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session
    assert not is_signed_in(client)


def test_a_demo_session_ends_where_the_portal_runs_for_real(
    client_of: Callable[[User], Client], ann: User
) -> None:
    client = client_of(ann)
    User.objects.update(is_demo=True)
    assert not is_signed_in(client)


def test_a_demo_account_cannot_come_in_by_a_reset_link_either(client: Client, ann: User) -> None:
    User.objects.update(is_demo=True)
    ask_for_reset(client, "ann@example.org")
    if mail.outbox:
        address = client.get(link_in_mail(), follow=True).redirect_chain[-1][0]
        client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(client, "ann", NEW_PASSWORD)
    assert not is_signed_in(client)


@pytest.fixture
def shared_cache(settings: LazySettings, db: None) -> Iterator[None]:
    """The cache of production: a table, which every process sees."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
        }
    }
    call_command("createcachetable", verbosity=0)
    yield
    caches["default"].clear()


def test_repeated_failures_are_limited_through_the_shared_cache(
    client: Client, shared_cache: None, ann: User
) -> None:
    for _attempt in range(5):
        sign_in(client, "ann", "wrong")
    response = sign_in(Client(REMOTE_ADDR="203.0.113.9"), "ann")
    assert response.status_code == 200
    assert "Too many failed login attempts" in response.content.decode()
    cache.clear()
    assert sign_in(client, "ann").status_code == 302


def test_a_reset_link_works_once(client: Client, ann: User) -> None:
    ask_for_reset(client, "ann@example.org")
    assert mail.outbox[0].to == ["ann@example.org"]
    address = client.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    answer = client.post(address, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert answer.status_code == 200
    assert sign_in(client, "ann", NEW_PASSWORD).status_code == 302
    again = Client().get(link_in_mail(), follow=True)
    assert again.status_code == 200
    assert "password1" not in again.content.decode()


def test_a_new_person_sets_a_first_password_by_the_reset_mail(client: Client, db: None) -> None:
    new = User(username="new", email="New@example.org")
    keep_user(user=new, by=None, at=timezone.now())
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


def test_somebody_inactive_gets_no_reset_mail(client: Client, inactive: User) -> None:
    ask_for_reset(client, inactive.email)
    assert mail.outbox == []


def test_an_address_that_was_replaced_signs_nobody_in(client: Client, ann: User) -> None:
    ask_for_reset(client, "ann@example.org")
    ann.email = "ann@elsewhere.example"
    keep_user(user=ann, by=None, at=timezone.now())
    mail.outbox.clear()
    ask_for_reset(Client(), "ann@example.org")
    assert mail.outbox == []
    assert sign_in(client, "ann@example.org").status_code == 200
    assert sign_in(client, "ann@elsewhere.example").status_code == 302


def test_a_weak_password_is_refused(client: Client, ann: User) -> None:
    sign_in(client, "ann")
    fields = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    response = client.post(reverse("account_change_password"), fields)
    assert response.status_code == 200
    ann.refresh_from_db()
    assert ann.check_password(PASSWORD)


def test_people_change_their_password_and_stay_signed_in(client: Client, ann: User) -> None:
    sign_in(client, "ann")
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert is_signed_in(client)
    ann.refresh_from_db()
    assert ann.check_password(NEW_PASSWORD)


def test_signing_out_needs_a_button(client_of: Callable[[User], Client], ann: User) -> None:
    client = client_of(ann)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    fields = {
        "username": "new",
        "email": "new@example.org",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    }
    for response in [client.get(reverse("account_signup")), client.post(reverse("account_signup"), fields)]:
        assert response.status_code == 200
        assert "password1" not in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
)
def test_the_pages_of_signing_in_need_no_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate"])
def test_the_pages_about_ones_own_account_need_it(client: Client, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
def test_the_language_is_switched_and_kept(client: Client) -> None:
    login = reverse("account_login")
    response = client.post(reverse("set_language"), {"language": "nl", "next": login})
    assert response["Location"] == login
    assert '<html lang="nl"' in client.get(login).content.decode()


@pytest.mark.django_db
def test_the_language_is_not_switched_by_a_link(client: Client) -> None:
    assert client.get(reverse("set_language"), {"language": "nl"}).status_code == 405


@pytest.mark.django_db
def test_the_browsers_language_is_the_first_choice(client: Client) -> None:
    page = client.get(reverse("account_login"), headers={"accept-language": "nl-BE,nl;q=0.8"})
    assert '<html lang="nl"' in page.content.decode()


def test_somebody_without_a_role_can_sign_in_and_out(client: Client, db: None) -> None:
    person("roleless")
    assert sign_in(client, "roleless").status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302
