"""Signing in at the provider of single sign-on, against one of our own that misbehaves in every way we know of."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import Identity, User
from actionplan.accounts.sso import provider as oidc
from tests.accounts.oidc_provider import (
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    START,
    Provider,
    asked_of,
    begun,
    come_back,
    is_signed_in,
    new_key,
    sign_in,
)
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://elsewhere.example/"


def test_who_is_bound_signs_in_and_is_led_to_where_they_were(
    client: Client, provider: Provider, ann: User
) -> None:
    response = sign_in(client, provider, f"{START}?next=/2020-2024/actions/%3Fq%3Da")
    assert (response.status_code, response["Location"]) == (302, "/2020-2024/actions/?q=a")
    assert client.session["_auth_user_id"] == str(ann.pk)
    assert [page for page, _sent in provider.asked] == ["openid-configuration", "token", "jwks"], (
        "no userinfo"
    )
    assert ann.sign_in_events.get().kind == "signed_in"


def test_the_provider_is_asked_what_the_portal_needs_and_what_no_visitor_chose(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OIDC_ACR = ["substantial", "high"]
    settings.ALLOWED_HOSTS = ["*"]
    forged = (
        f"{START}?next={ELSEWHERE}&scope=rrn&redirect_uri={ELSEWHERE}&acr_values=low&nonce=mine&state=mine"
    )
    url = begun(Client(SERVER_NAME="localhost"), forged)
    asked = asked_of(url)
    assert url.startswith(f"{provider.issuer}/authorize?")
    assert asked["redirect_uri"] == oidc.callback_address() == f"{settings.BASE_URL}{CALLBACK}"
    assert (asked["scope"], asked["response_type"]) == ("openid vo", "code")
    assert (asked["acr_values"], asked["client_id"]) == ("substantial high", CLIENT_ID)
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert "mine" not in (asked["nonce"], asked["state"])
    settings.OIDC_ACR = []
    assert "acr_values" not in asked_of(begun(client))


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_the_portal_names_itself_with_its_secret_and_the_proof_of_having_begun(
    client: Client, provider: Provider, ann: User, settings: Any, method: str
) -> None:
    settings.OIDC_CLIENT_AUTH = method
    assert sign_in(client, provider).status_code == 302
    sent = dict(provider.asked)["token"]
    assert (sent["redirect_uri"], len(sent["code_verifier"])) == (oidc.callback_address(), 48)
    assert bool(sent["authorization"]) == (method == "client_secret_basic")
    assert (sent.get("client_secret") == CLIENT_SECRET) == (method == "client_secret_post")


@pytest.mark.parametrize(
    "next_page", [ELSEWHERE, "//elsewhere.example/", "/\\elsewhere.example", "javascript:1", "/" + "a" * 3000]
)
def test_nobody_is_led_to_another_site(client: Client, provider: Provider, ann: User, next_page: str) -> None:
    url = begun(client, reverse("sso-start", query={"next": next_page}))
    assert come_back(client, provider, url)["Location"] == "/"


MISBEHAVIOUR: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"without": {"nonce"}},
    "no nonce, and a claim that says so": {"without": {"nonce"}, "claims": {"nonce_supported": False}},
    "a key that is not the provider's": {"key": new_key("first")},
    "no signature": {"signed_with": "none"},
    "signed with the key that everybody reads": {"signed_with": "HS256"},
    "signed in another way than was agreed": {"signed_with": "PS256"},
    "another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "no issuer": {"without": {"iss"}},
    "for another application": {"claims": {"aud": "another"}},
    "for no application": {"without": {"aud"}},
    "for several, by another": {"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}},
    "for several, by nobody": {"claims": {"aud": [CLIENT_ID, "another"]}},
    "nobody": {"without": {"sub"}},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is no text": {"claims": {"sub": 7}},
    "a subject too long": {"claims": {"sub": "a" * 256}},
    "a subject that no database keeps": {"claims": {"sub": "ann\x00"}},
    "no end": {"without": {"exp"}},
    "an end that is no number": {"claims": {"exp": "soon"}},
    "another access token's": {"claims": {"at_hash": "bm90IHRoaXM"}},
    "no token": {"faults": {"token": {"access_token": "a", "token_type": "Bearer"}}},
    "nothing signed, but said": {
        "faults": {"token": {"access_token": "a", "userinfo": {"sub": "ann-at-the-provider"}}}
    },
    "a token that is none": {"faults": {"token": {"access_token": "a", "id_token": "a.b.c"}}},
    "a token that is a number": {"faults": {"token": {"access_token": "a", "id_token": 7}}},
    "a refusal": {"faults": {"token": {"error": "invalid_client", "error_description": "secret-words"}}},
    "keys that are none": {"faults": {"jwks": {"keys": "none"}}},
}


@pytest.mark.parametrize("how", [pytest.param(facts, id=name) for name, facts in MISBEHAVIOUR.items()])
def test_a_token_that_cannot_be_trusted_is_refused(
    client: Client, provider: Provider, ann: User, caplog: pytest.LogCaptureFixture, how: dict[str, Any]
) -> None:
    provider.__dict__ |= how
    if "claims" in how:
        provider.claims = {"sub": "ann-at-the-provider", **how["claims"]}
    response = sign_in(client, provider)
    assert response.status_code == 401
    assert reverse("account_login") in response.content.decode()
    assert not is_signed_in(client)
    provider.behave()
    assert sign_in(client, provider)["Location"] == "/", "and the next one goes well"


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"iat": 20}, 302),
        ({"iat": 60}, 401),
        ({"nbf": 20}, 302),
        ({"nbf": 60}, 401),
        ({"iat": -300, "exp": -20}, 302),
        ({"iat": -300, "exp": -60}, 401),
    ],
)
def test_clocks_may_be_half_a_minute_apart(
    client: Client, provider: Provider, ann: User, claims: dict[str, int], status: int
) -> None:
    now = int(time.time())
    provider.claims |= {name: now + seconds for name, seconds in claims.items()}
    assert sign_in(client, provider).status_code == status


@pytest.mark.full
@pytest.mark.parametrize("page", ["openid-configuration", "token", "jwks"])
@pytest.mark.parametrize("fault", [500, 404, "redirect", 2.0], ids=["fails", "gone", "redirects", "hangs"])
def test_a_provider_that_does_not_answer_is_said_and_nobody_waits_long(
    client: Client,
    provider: Provider,
    ann: User,
    page: str,
    fault: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if fault == 404 and page == "token":
        return  # a refusal: it answers with what is wrong
    assert oidc.SECONDS == (1, 2)
    monkeypatch.setattr(oidc, "SECONDS", (1, 1))
    provider.faults[page] = f"{provider.issuer}/again/{page}" if fault == "redirect" else fault
    response = client.get(START) if page == "openid-configuration" else sign_in(client, provider)
    assert response.status_code == 503
    assert reverse("account_login") in response.content.decode()
    assert not is_signed_in(client)
    provider.faults.clear()
    assert sign_in(client, provider).status_code == 302


def test_a_provider_that_is_down_is_said(client: Client, provider: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    for address in [START, "/accounts/sso/leave/"]:
        assert client.get(address).status_code == 503
    assert client.post("/accounts/sso/logout-token/", {"logout_token": "a"}).status_code == 503


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "ftp://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_metadata_of_another_issuer_or_with_unsafe_addresses_are_refused(
    client: Client, provider: Provider, said: dict[str, Any]
) -> None:
    provider.metadata = said
    assert client.get(START).status_code == 503


def test_nothing_of_the_metadata_but_four_addresses_is_believed(
    client: Client, provider: Provider, ann: User
) -> None:
    provider.metadata = {
        "verify": False,
        "timeout": None,
        "max_redirects": 30,
        "scope": "rrn",
        "prompt": "none",
        "jwks": {"keys": [new_key("forged").as_dict(private=False)]},
        "id_token_signing_alg_values_supported": ["none", "HS256"],
        "token_endpoint_auth_method": "none",
    }
    url = begun(client)
    assert asked_of(url)["scope"] == "openid vo"
    assert "prompt" not in asked_of(url)
    provider.signed_with = "none"
    assert come_back(client, provider, url).status_code == 401
    provider.signed_with = "RS256"
    assert sign_in(client, provider).status_code == 302
    assert provider.asked[-2][1]["authorization"].startswith("Basic ")
    provider.faults["token"] = f"{provider.issuer}/other"
    assert sign_in(client, provider).status_code == 503, "no redirect is followed"
    assert "other" not in dict(provider.asked)


def test_metadata_and_keys_are_read_once_an_hour(
    client: Client, provider: Provider, ann: User, settings: Any
) -> None:
    for _each in range(3):
        assert sign_in(Client(), provider).status_code == 302
    pages = [page for page, _sent in provider.asked]
    assert (pages.count("openid-configuration"), pages.count("jwks")) == (1, 1)
    expires = [cache._expire_info[key] for key in cache._expire_info if "sso-" in key]
    assert len(expires) == 2
    assert all(0 < at - time.time() <= 3600 for at in expires)


def test_a_new_key_is_read_at_once_when_it_is_named(client: Client, provider: Provider, ann: User) -> None:
    assert sign_in(Client(), provider).status_code == 302
    provider.key = new_key("second")
    provider.published = [provider.key]
    assert sign_in(client, provider).status_code == 302


def test_a_new_key_without_a_name_is_read_for_the_sign_in_after(
    client: Client, provider: Provider, ann: User
) -> None:
    provider.key = new_key()
    provider.published = [provider.key]
    assert sign_in(Client(), provider).status_code == 302
    provider.key = new_key()
    provider.published = [provider.key]
    assert sign_in(client, provider).status_code == 401
    assert sign_in(client, provider).status_code == 302


def test_a_code_and_a_state_are_good_once_and_in_their_own_session(provider: Provider, ann: User) -> None:
    client, other = Client(), Client()
    url = begun(client)
    code, state = provider.authorize(url), asked_of(url)["state"]
    begun(other)
    for sent in [{"code": code, "state": state}, {"code": code}, {"state": state}, {}]:
        assert other.get(CALLBACK, sent).status_code == 401, "another session's"
    assert client.get(CALLBACK, {"code": code, "state": state}).status_code == 302
    client.logout()
    assert client.get(CALLBACK, {"code": code, "state": state}).status_code == 401, "sent again"
    url = begun(client)
    provider.codes[code] = asked_of(url)
    provider.codes.pop(code)
    assert client.get(CALLBACK, {"code": code, "state": asked_of(url)["state"]}).status_code == 401, "used"
    assert not is_signed_in(client)


def test_what_was_begun_lapses_after_an_hour(
    client: Client, provider: Provider, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [begun(client), begun(client)]
    for seconds, status in [(3590, 302), (3610, 401)]:
        later = time.time() + seconds
        monkeypatch.setattr("actionplan.accounts.sso.provider.time.time", lambda now=later: now)
        assert come_back(client, provider, urls.pop()).status_code == status
        monkeypatch.undo()


def test_a_session_keeps_five_that_were_begun(client: Client, provider: Provider, ann: User) -> None:
    urls = [begun(client) for _each in range(7)]
    assert sum(key.startswith("_state_sso_") for key in dict(client.session)) == 5
    assert come_back(client, provider, urls[0]).status_code == 401
    assert come_back(client, provider, urls[2]).status_code == 302


def test_beginning_is_limited(client: Client, provider: Provider) -> None:
    statuses = [client.get(START).status_code for _each in range(31)]
    assert statuses == [302] * 30 + [429]


def test_beginning_and_coming_back_take_get_alone(client: Client, provider: Provider, ann: User) -> None:
    url = begun(client)
    sent = {"code": provider.authorize(url), "state": asked_of(url)["state"]}
    for address in [START, CALLBACK]:
        assert client.post(address, sent).status_code == 405
        assert client.head(address, sent).status_code == 405
    assert client.get(CALLBACK, sent).status_code == 302


def test_what_the_provider_or_a_visitor_wrote_is_in_no_page_and_no_log(
    client: Client, provider: Provider, ann: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ["authlib", "urllib3", "requests"]:
        logging.getLogger(name).propagate = True
    url = begun(client)
    refused = client.get(CALLBACK, {"error": "access_denied", "error_description": "what-a-visitor-wrote"})
    assert refused.status_code == 401
    provider.claims |= {"vo_orgnaam": "an-organisation", "email": "ann@government.example", "vo_id": "7-7-7"}
    code = provider.authorize(url)
    assert client.get(CALLBACK, {"code": code, "state": asked_of(url)["state"]}).status_code == 302
    url = begun(client)
    provider.faults["token"] = {"error": "invalid_grant", "error_description": "what-the-provider-wrote"}
    assert come_back(client, provider, url).status_code == 401
    said = caplog.text + refused.content.decode()
    asked = asked_of(url)
    secret = ["what-a-visitor-wrote", "what-the-provider-wrote", "an-organisation", "ann@government", "7-7-7"]
    secret += [
        code,
        asked["state"],
        asked["nonce"],
        "ann-at-the-provider",
        CLIENT_SECRET,
        "an-access-token",
        "eyJ",
    ]
    assert [word for word in secret if word in said] == []
    kept = str([row.get_decoded() for row in Session.objects.all()])
    assert [
        word for word in [*secret[2:5], "an-access-token", "eyJ", "ann-at-the-provider"] if word in kept
    ] == []


def test_who_is_closed_or_of_the_demo_is_refused(provider: Provider, ann: User, settings: Any) -> None:
    for facts in [{"is_active": False, "is_demo": False}, {"is_active": True, "is_demo": True}]:
        User.objects.filter(pk=ann.pk).update(**facts)
        client = Client()
        assert sign_in(client, provider)["Location"] == reverse("account_inactive")
        assert not is_signed_in(client)


def test_nobody_is_found_by_an_address(client: Client, provider: Provider, ann: User) -> None:
    provider.claims = {
        "sub": "another",
        "email": ann.email,
        "email_verified": True,
        "preferred_username": "ann",
    }
    response = sign_in(client, provider)
    assert response.status_code == 403
    assert "The portal does not know you yet" in response.content.decode()
    assert not is_signed_in(client)
    Identity.objects.update(issuer="https://former.example")
    provider.claims = {"sub": "ann-at-the-provider"}
    assert sign_in(client, provider).status_code == 403, "the same subject of another issuer"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("acr", "counts"), [("substantial", True), ("low", False), (None, False), (["substantial"], False)]
)
def test_a_sign_in_at_a_substantial_level_is_marked_in_the_session(
    client: Client, provider: Provider, ann: User, settings: Any, acr: Any, counts: bool
) -> None:
    settings.OIDC_ACR = ["substantial"]
    provider.claims |= {"acr": "substantial"}
    assert sign_in(client, provider).status_code == 302
    provider.claims |= {"acr": acr} if acr else {}
    provider.without = set() if acr else {"acr"}
    assert sign_in(client, provider).status_code == 302
    assert client.session.get("sso_substantial", False) is counts
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": "ann", "password": PASSWORD})
    assert is_signed_in(client)
    assert not client.session["sso_substantial"]


def test_somebody_elses_sign_in_ends_the_session_that_was_open(
    client: Client, provider: Provider, ann: User
) -> None:
    bob = UserFactory(username="bob")
    client.force_login(bob)
    session = client.session
    session["sso_substantial"] = True
    session.save()
    assert sign_in(client, provider).status_code == 302
    assert client.session["_auth_user_id"] == str(ann.pk)
    assert not client.session["sso_substantial"]
