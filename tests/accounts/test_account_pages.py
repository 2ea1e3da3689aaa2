"""Signing in, resetting and changing a password: every page in the portal's frame, every mail in its words."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

OLD, NEW = "lang-genoeg-woord-1", "een-ander-lang-woord-2"


@pytest.fixture
def anna():
    return get_user_model().objects.create_user(username="anna", email="anna@example.org", password=OLD)


def heading(response) -> str:
    return re.search(r"<h1>\s*(.*?)\s*</h1>", response.content.decode()).group(1)


def asked_for_link(client: Client) -> str:
    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    return re.search(r"https?://\S+", mail.outbox[-1].body).group()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", "Sign in"),
        ("account_reset_password", "Forgotten your password?"),
        ("account_reset_password_done", "Look in your mailbox"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_inactive", "This account is closed"),
        ("account_signup", "Nobody signs up here"),
    ],
)
def test_a_stranger_finds_the_page(client: Client, name: str, words: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert heading(response) == words


def test_a_wrong_password_is_said_on_top_of_the_form(client: Client, anna) -> None:
    response = client.post(reverse("account_login"), {"login": "anna", "password": "wrong"})
    assert "error-summary" in response.content.decode()


def test_the_reset_mail_names_the_account_and_leads_to_a_new_password(client: Client, anna) -> None:
    link = asked_for_link(client)
    assert "Your user name is anna." in mail.outbox[-1].body
    form = client.get(link, follow=True)
    assert heading(form) == "Choose a new password"
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    anna.refresh_from_db()
    assert anna.check_password(NEW)


def test_a_link_that_was_used_says_so(client: Client, anna) -> None:
    response = client.get(reverse("account_reset_password_from_key", args=["1", "used-before"]), follow=True)
    assert heading(response) == "This link no longer works"


def test_nobody_learns_whether_an_address_has_an_account(client: Client, anna) -> None:
    known = client.post(reverse("account_reset_password"), {"email": "anna@example.org"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_password_is_changed_from_the_user_menu(client: Client, anna) -> None:
    client.force_login(anna)
    assert heading(client.get(reverse("account_change_password"))) == "Change password"
    client.post(reverse("account_change_password"), {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    anna.refresh_from_db()
    assert anna.check_password(NEW)


def test_signing_out_asks_first(client: Client, anna) -> None:
    client.force_login(anna)
    assert heading(client.get(reverse("account_logout"))) == "Sign out?"
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert response.status_code == 403
    assert heading(response) == "The form was not sent"


def test_an_address_that_leads_nowhere_is_explained(client: Client, anna) -> None:
    client.force_login(anna)
    response = client.get("/nowhere-at-all/")
    assert response.status_code == 404
    assert heading(response) == "Page not found"
