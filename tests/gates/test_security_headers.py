"""What every answer says about itself to browsers and to whatever stands between."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = ["/healthz", "/no-such-page"]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_allows_scripts_and_styles_from_the_portal_alone(client: Client, address: str) -> None:
    policy = dict(part.split(" ", 1) for part in client.get(address)["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("address", ANSWERS)
def test_no_copy_of_an_answer_is_kept(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ANSWERS)
def test_no_answer_is_framed_guessed_at_or_told_to_others(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_browsers_are_told_to_come_back_over_https(client: Client) -> None:
    told = client.get("/healthz", secure=True)["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains; preload"


def test_a_refused_form_has_the_headers_too() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/")
    assert response.status_code == 403
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_forged_host_is_refused_with_the_headers_too(client: Client) -> None:
    response = client.get("/no-such-page", headers={"host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_scripts_cannot_read_the_cookies() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.LANGUAGE_COOKIE_HTTPONLY


def test_every_cookie_is_as_browsers_demand_of_the_prefix(client: Client, settings: Any) -> None:
    for name in ["SESSION", "CSRF", "LANGUAGE"]:
        setattr(settings, f"{name}_COOKIE_SECURE", True)
    UserFactory(username="ann")
    client.get("/accounts/login/", secure=True)
    client.post("/language/", {"language": "nl"}, secure=True)
    client.post("/accounts/login/", {"login": "ann", "password": PASSWORD}, secure=True)
    assert {"sessionid", "csrftoken", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name


def test_no_cookie_goes_along_from_another_site() -> None:
    cookies = [
        settings.SESSION_COOKIE_SAMESITE,
        settings.CSRF_COOKIE_SAMESITE,
        settings.LANGUAGE_COOKIE_SAMESITE,
    ]
    assert cookies == ["Lax"] * 3


@pytest.mark.parametrize("address", ["/", "/healthz", "/accounts/login/", "/api/v1/"])
def test_what_a_request_says_is_not_sent_back(client: Client, address: str) -> None:
    response = client.trace(address, headers={"X-Sample": "sample-of-a-request"})
    assert b"sample-of-a-request" not in response.content
    assert response.headers.get("Content-Type", "") != "message/http"


def test_no_folder_is_listed() -> None:
    person = Client()
    person.force_login(UserFactory())
    for folder in ["/static/", "/evidence/", "/locale/"]:
        assert person.get(folder).status_code == 404
