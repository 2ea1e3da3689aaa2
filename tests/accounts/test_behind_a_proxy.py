"""Whom the limits on signing in count behind a proxy: what docs/operators/proxy.md says of `X-Forwarded-For`."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def proxied(settings: LazySettings) -> Client:
    """Two proxies add to the header, and reach the portal from 127.0.0.1."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip", "reset_password": "1/m/ip", "invitation": "1/m/ip"}
    return Client(raise_request_exception=False)


def sign_in(client: Client, forwarded: str | None, **meta: Any) -> int:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    form = {"login": "nobody", "password": "none"}
    return client.post("/accounts/login/", form, headers=headers, **meta).status_code


def test_whoever_stands_before_the_proxies_is_counted(proxied: Client) -> None:
    assert sign_in(proxied, "192.0.2.1, 203.0.113.5, 10.0.0.1") == 200
    assert sign_in(proxied, "192.0.2.2, 203.0.113.5, 10.0.0.1") == 429
    assert sign_in(proxied, "192.0.2.1, 203.0.113.6, 10.0.0.1") == 200


def test_without_the_header_all_are_counted_as_one(proxied: Client) -> None:
    assert sign_in(proxied, None) == 200
    assert sign_in(proxied, None) == 429


def test_too_few_addresses_are_a_mistake_of_the_settings(proxied: Client) -> None:
    headers = {"x-forwarded-for": "203.0.113.5"}
    assert proxied.get("/accounts/login/", headers=headers).status_code == 200
    form = {"login": "nobody", "password": "none", "email": "nobody@example.org"}
    for ask, address in [
        (proxied.post, "/accounts/login/"),
        (proxied.post, "/accounts/password/reset/"),
        (proxied.get, "/invitation/none/"),
    ]:
        assert ask(address, form, headers=headers).status_code == 500, address


def test_what_is_no_address_is_refused(proxied: Client) -> None:
    assert sign_in(proxied, "unknown, 10.0.0.1") == 403
    assert sign_in(proxied, None, REMOTE_ADDR="") == 403
