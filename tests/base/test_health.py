"""/healthz: what watches over the portal asks it whether it can work."""

from unittest.mock import Mock

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_health_is_told_without_signing_in(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):  # a thread asks, on a connection of its own
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"database: 1\n")


@pytest.mark.django_db
def test_a_silent_database_is_unavailable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actionplan.base.health.connection", Mock(cursor=Mock(side_effect=OperationalError)))
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database: no answer\n")


@pytest.mark.django_db
def test_a_page_is_unavailable_while_the_database_cannot_be_reached(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = Mock()
    monkeypatch.setattr(connection, "cursor", refuse)
    for failure in [OperationalError, InterfaceError]:
        refuse.side_effect = failure("connection refused")
        for address in ["/", "/accounts/login/", "/no-such-page"]:
            response = client.get(address, headers={"accept-language": "nl"})
            assert response.status_code == 503
            page = response.content.decode()
            assert 'lang="nl"' in page
            assert "Het portaal is even niet bereikbaar" in page
            assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_statement_that_is_wrong_is_a_mistake(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM nowhere")

    client.raise_request_exception = False
    monkeypatch.setattr("allauth.account.views.LoginView.dispatch", wrong)
    assert client.get("/accounts/login/").status_code == 500


def test_health_is_asked_over_plain_http(client: Client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.post("/healthz").status_code == 405
