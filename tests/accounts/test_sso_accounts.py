"""Whose account a sign-in at the provider opens, the first time and ever after, and how it ends on either side."""

from __future__ import annotations

import datetime
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, TestCase
from django.urls import reverse

from actionplan.accounts.invitations import take_up_invitation
from actionplan.accounts.models import Identity, Invitation, Membership, User
from actionplan.accounts.roles import RoleName
from actionplan.accounts.sso.workflow import unbind
from actionplan.audit.models import Event
from actionplan.organisations.models import Organisation
from tests.accounts.factors import confirmed
from tests.accounts.oidc_provider import (
    CLIENT_ID,
    FIRST,
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
from tests.mails import wait_for_mails
from tests.people.people_factories import Sent, invited
from tests.personas import signed_in
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
LEAVE, LOGOUT_TOKEN = "/accounts/sso/leave/", "/accounts/sso/logout-token/"
LOGIN, SESSIONS = "/accounts/login/", "/accounts/sessions/"


@pytest.fixture
def sent(coordinator: User, lead_organisation: Organisation, provider: Provider) -> Sent:
    now = datetime.datetime.now(datetime.UTC)
    return invited(RoleName.CONTACT_POINT, coordinator, now, organisation=lead_organisation, name="Noa New")


def link(sent: Sent) -> str:
    return reverse("invitation", args=[sent.key])


def test_where_no_issuer_is_given_no_link_shows(
    client: Client, sent: Sent, contributor: User, settings: Any
) -> None:
    settings.OIDC_ISSUER = ""
    pages = [client.get(LOGIN), client.get(link(sent))]
    client.force_login(contributor)
    pages += [client.get(SESSIONS), client.get("/", follow=True)]
    for page in pages:
        assert page.status_code == 200
        assert "Government of Flanders<" not in page.content.decode()
        assert "sso" not in page.content.decode()


# The first time


def test_an_invitation_is_taken_up_at_the_provider_after_saying_yes(
    client: Client, provider: Provider, sent: Sent, lead_organisation: Organisation
) -> None:
    page = client.get(link(sent)).content.decode()
    assert f'href="{START}?next=%2Finvitation%2F{sent.key}%2F"' in page
    url = begun(client, reverse("sso-start", query={"next": link(sent)}))
    assert sent.key not in str(dict(client.session)), "no key gets into the database"
    response = come_back(client, provider, url)
    assert response["Location"] == FIRST
    assert not Identity.objects.exists(), "nothing happens before the person says yes"
    assert "Noa New is invited as contact point" in client.get(FIRST).content.decode()
    assert client.post(FIRST)["Location"] == LOGIN
    noa = User.objects.get(email="new@example.org")
    assert (noa.name, noa.has_usable_password(), is_signed_in(client)) == ("Noa New", False, False)
    assert Membership.objects.get(user=noa).organisation == lead_organisation
    identity = Identity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (noa, provider.issuer, "ann-at-the-provider")
    assert Event.objects.filter(verb="identity_bound", actor_key=noa.pk).count() == 1
    assert sign_in(client, provider)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(noa.pk)
    assert client.get(FIRST)["Location"] == LOGIN, "once"


def test_an_invitation_whose_address_has_an_account_opens_it_to_nobody(
    client: Client, provider: Provider, sent: Sent
) -> None:
    UserFactory(username="noa", email="new@example.org")
    sign_in(client, provider, reverse("sso-start", query={"next": link(sent)}))
    response = client.post(FIRST)
    assert response.status_code == 409
    assert "Sign in with its password" in response.content.decode()
    assert not Identity.objects.exists()
    assert Invitation.objects.get().answered_at is None, "its owner can still take it up"


def test_who_is_bound_signs_in_from_a_link_and_takes_it_up_there(
    client: Client, provider: Provider, sent: Sent, ann: User
) -> None:
    response = sign_in(client, provider, reverse("sso-start", query={"next": link(sent)}))
    assert response["Location"] == "/"
    assert "open the link in the mail again" in client.get("/").content.decode()
    assert Invitation.objects.get().taken_up_at is None


@pytest.mark.parametrize(
    "change", [{"withdrawn_at": noon(2022, 3, 2)}, {"expires_at": noon(2022, 3, 2)}, {"key_hash": "x"}]
)
def test_an_invitation_that_is_gone_meanwhile_gives_nothing(
    client: Client, provider: Provider, sent: Sent, coordinator: User, change: dict[str, Any]
) -> None:
    sign_in(client, provider, reverse("sso-start", query={"next": link(sent)}))
    change |= {"withdrawn_by": coordinator} if "withdrawn_at" in change else {}
    change |= {"invited_at": noon(2022, 3, 1)} if "expires_at" in change else {}
    Invitation.objects.update(**change)
    for response in [client.get(FIRST), client.post(FIRST)]:
        assert response.status_code == 409
        assert "This link does not work" in response.content.decode()
    assert not Identity.objects.exists()


def test_somebody_signed_in_binds_their_account_by_saying_yes_and_ends_it(
    client: Client, provider: Provider, contributor: User
) -> None:
    client.force_login(contributor)
    assert f'href="{START}"' in client.get(SESSIONS).content.decode()
    assert sign_in(client, provider)["Location"] == FIRST
    for answer in [client.get(FIRST), client.post(FIRST)]:
        assert answer["Location"] == reverse("account_reauthenticate", query={"next": FIRST}), (
            "an open session alone"
        )
    confirmed(client)
    assert str(contributor) in client.get(FIRST).content.decode()
    assert not Identity.objects.exists()
    assert (
        Client(enforce_csrf_checks=True, headers={"cookie": client.cookies.output(header="", sep=";")})
        .post(FIRST)
        .status_code
        == 403
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(FIRST)["Location"] == SESSIONS
    identity = Identity.objects.get()
    assert identity.user == contributor
    other = Client()
    assert sign_in(other, provider).status_code == 302
    end = reverse("sso-unbind", args=[identity.pk])
    assert end in client.get(SESSIONS).content.decode()
    assert client.get(end).status_code == 405
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(end)["Location"] == SESSIONS
    wait_for_mails()
    assert [one.to for one in mail.outbox] == [[contributor.email]] * 2
    assert "opens your account" in mail.outbox[0].body
    assert "was ended on" in mail.outbox[1].body
    assert not Identity.objects.exists()
    assert [is_signed_in(client), is_signed_in(other)] == [True, False], "what began at the provider ends"
    assert list(
        Event.objects.filter(verb__startswith="identity_").order_by("pk").values_list("verb", flat=True)
    ) == [
        "identity_bound",
        "identity_unbound",
    ]


def test_a_binding_is_ended_by_its_owner_or_an_administrator_alone(
    client: Client, provider: Provider, ann: User, contributor: User, administrator: User
) -> None:
    identity = ann.identities.get()
    client.force_login(contributor)
    assert client.post(reverse("sso-unbind", args=[identity.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        unbind(identity=identity, by=contributor, at=noon(2022, 3, 1))
    there = Client()
    sign_in(there, provider)
    keeper, page = signed_in(administrator), reverse("admin:accounts_identity_delete", args=[identity.pk])
    assert keeper.get(page).status_code == 200
    assert keeper.post(page, {"post": "yes"}).status_code == 302
    assert not Identity.objects.exists()
    assert not is_signed_in(there)
    assert Event.objects.get(verb="identity_unbound").actor_key == administrator.pk
    assert not LogEntry.objects.exists()


def test_what_came_back_is_forgotten_after_ten_minutes_and_by_another_sign_in(
    client: Client, provider: Provider, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(contributor)
    sign_in(client, provider)
    assert set(client.session["sso_first"]) == {"issuer", "subject", "key_hash", "user", "until"}, (
        "nothing else is kept"
    )
    later = time.time() + 601
    monkeypatch.setattr("actionplan.accounts.sso.views.time.time", lambda: later)
    assert client.post(FIRST)["Location"] == LOGIN
    assert not Identity.objects.exists()


def test_a_sign_in_that_somebody_has_is_bound_to_nobody_else(
    client: Client, provider: Provider, contributor: User
) -> None:
    client.force_login(contributor)
    sign_in(client, provider)
    other = UserFactory(username="other")
    facts = {"issuer": provider.issuer, "subject": "ann-at-the-provider", "bound_at": noon(2022, 3, 1)}
    Identity.objects.create(user=other, **facts)
    assert confirmed(client).post(FIRST).status_code == 409
    assert Identity.objects.get().user == other


def test_what_was_begun_by_nobody_binds_no_account_that_is_opened_afterwards(
    client: Client, provider: Provider, sent: Sent, contributor: User
) -> None:
    sign_in(client, provider, reverse("sso-start", query={"next": link(sent)}))
    client.post(LOGIN, {"login": "contributor", "password": PASSWORD})
    assert is_signed_in(client)
    for answer in [client.get(FIRST), confirmed(client).post(FIRST)]:
        assert answer["Location"] == LOGIN
    assert not Identity.objects.exists()


# Signing out


def test_signing_out_ends_the_session_here_and_leads_to_the_provider(
    client: Client, provider: Provider, ann: User
) -> None:
    sign_in(client, provider)
    response = client.post(reverse("account_logout"))
    assert response["Location"] == LEAVE
    assert not is_signed_in(client)
    page = client.get(LEAVE).content.decode()
    url = f"{provider.issuer}/end?client_id={CLIENT_ID}"
    assert f'<meta http-equiv="refresh" content="0; url={url}">' in page
    assert f'href="{url}"' in page
    provider.metadata["end_session_endpoint"] = None
    provider.faults.clear()


def test_who_signed_in_with_a_password_is_not_led_to_the_provider(
    client: Client, provider: Provider, ann: User
) -> None:
    client.post(LOGIN, {"login": "ann", "password": PASSWORD})
    assert client.get(LEAVE)["Location"] == reverse("account_logout"), (
        "nobody is out there who is not out here"
    )
    assert client.post(reverse("account_logout"))["Location"] == LOGIN


def test_a_provider_without_a_page_to_sign_out_ends_nothing_more(client: Client, provider: Provider) -> None:
    provider.metadata["end_session_endpoint"] = None
    response = client.get(LEAVE)
    assert response.status_code == 200
    assert "refresh" not in response.content.decode()


def test_a_logout_token_ends_what_began_at_the_provider_once(provider: Provider, ann: User) -> None:
    there, also_there, here = Client(), Client(), Client()
    sign_in(there, provider)
    sign_in(also_there, provider)
    here.post(LOGIN, {"login": "ann", "password": PASSWORD})
    caller = Client(enforce_csrf_checks=True)
    token = provider.logout_token(sid="a-session-there")
    response = caller.post(LOGOUT_TOKEN, {"logout_token": token})
    assert (response.status_code, response.content, caller.cookies.output()) == (200, b"", "")
    assert response["Cache-Control"] == "private, no-store"
    assert [is_signed_in(one) for one in (there, also_there, here)] == [False, False, True]
    assert there.get("/")["Location"].startswith(LOGIN)
    assert ann.sign_in_events.first().kind == "provider_sign_out"
    sign_in(there, provider)
    assert caller.post(LOGOUT_TOKEN, {"logout_token": token}).status_code == 400, "sent again"
    assert is_signed_in(there)
    assert caller.get(LOGOUT_TOKEN).status_code == 405


def test_a_logout_token_that_ended_nothing_is_not_used_up(
    client: Client, provider: Provider, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, provider)
    token = provider.logout_token()

    def fail(user: User, **facts: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as broken:
        broken.setattr("actionplan.accounts.sso.views.end_sessions_of", fail)
        assert Client().post(LOGOUT_TOKEN, {"logout_token": token}).status_code == 503
    assert Client().post(LOGOUT_TOKEN, {"logout_token": token}).status_code == 200
    assert not is_signed_in(client)


NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"exp": NOW - 60},
        {"exp": None},
        {"iat": NOW + 600},
        {"iat": NOW - 600},
        {"iat": None},
        {"jti": None},
        {"jti": 7},
        {"sub": None, "sid": "a-session-there"},
        {"sub": 7},
        {"sub": "ann\x00"},
        {"exp": 10**400},
        {"exp": NOW + 25 * 60 * 60},
        {"events": {}},
        {"events": None},
        {"events": [1]},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": "yes"}},
        {"nonce": "of a sign-in"},
    ],
)
def test_a_logout_token_that_cannot_be_trusted_ends_nothing(
    client: Client, provider: Provider, ann: User, claims: dict[str, Any]
) -> None:
    sign_in(client, provider)
    provider.without = {name for name, value in claims.items() if value is None}
    token = provider.logout_token(**claims)
    assert Client().post(LOGOUT_TOKEN, {"logout_token": token}).status_code == 400
    assert is_signed_in(client)


def test_a_logout_token_of_another_key_or_of_none_ends_nothing(
    client: Client, provider: Provider, ann: User
) -> None:
    sign_in(client, provider)
    forged: list[dict[str, Any]] = [
        {"signed_with": "none"},
        {"signed_with": "HS256"},
        {"signed_with": "RS256", "key": new_key("first")},
    ]
    for facts in forged:
        provider.__dict__ |= facts
        assert Client().post(LOGOUT_TOKEN, {"logout_token": provider.logout_token()}).status_code == 400
    provider.behave()
    for text in ["", "a.b.c", provider.id_token("a-nonce")]:
        assert Client().post(LOGOUT_TOKEN, {"logout_token": text}).status_code == 400
    assert is_signed_in(client)
    provider.key = new_key("second")
    provider.published = [provider.key]
    assert Client().post(LOGOUT_TOKEN, {"logout_token": provider.logout_token()}).status_code == 200
    assert not is_signed_in(client)


def test_keys_that_nobody_knows_let_the_portal_ask_once_a_minute(
    client: Client, provider: Provider, ann: User
) -> None:
    sign_in(client, provider)
    provider.key = new_key("unknown")
    for _each in range(4):
        assert Client().post(LOGOUT_TOKEN, {"logout_token": provider.logout_token()}).status_code == 400
    assert [page for page, _sent in provider.asked].count("jwks") == 2


# Confirming that it is you


def confirmed_at_the_provider(client: Client, provider: Provider, address: str) -> int:
    """The status of the page after the provider was asked on the way to it."""
    sent = client.get(address)["Location"]
    assert sent == f"{START}?{urlencode({'next': address})}"
    url = begun(client, sent)
    asked = asked_of(url)
    assert (asked["prompt"], asked["max_age"]) == ("login", "0"), "who is signed in there has to sign in anew"
    assert come_back(client, provider, url)["Location"] == address
    return client.get(address).status_code


def test_who_has_neither_password_nor_factor_confirms_at_the_provider(
    client: Client, provider: Provider, ann: User
) -> None:
    ann.set_unusable_password()
    ann.save()
    assert not {"prompt", "max_age"} & set(asked_of(begun(client)))
    for address in ["mfa_activate_totp", "mfa_add_webauthn", "account_set_password"]:
        client.logout()
        sign_in(client, provider)
        assert client.post(reverse(address), {"password1": "nine patient otters"}).status_code == 302
        assert confirmed_at_the_provider(client, provider, reverse(address)) == 200
    assert not User.objects.get(pk=ann.pk).has_usable_password()


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, 302), (-5, 401), (-60, 401), (5, 401), (600, 401), (None, 401), ("now", 401)]
)
@pytest.mark.parametrize("behind", [0, -20, 20])
def test_who_did_not_sign_in_anew_did_not_confirm(
    client: Client, provider: Provider, ann: User, seconds: int | str | None, status: int, behind: int
) -> None:
    """By the provider's clock, which may be half a minute from ours."""
    sign_in(client, provider)
    provider.claims["iat"] = now = int(time.time()) - behind
    if seconds is None:
        provider.without = {"auth_time"}
    else:
        provider.claims["auth_time"] = now + seconds if isinstance(seconds, int) else seconds
    assert come_back(client, provider, begun(client)).status_code == status


def test_who_signed_in_while_it_was_asked_confirmed(client: Client, provider: Provider, ann: User) -> None:
    sign_in(client, provider)
    url = begun(client)
    session = client.session
    session[f"_state_sso_{asked_of(url)['state']}"]["data"]["begun_at"] -= 60  # they took a minute
    session.save()
    provider.claims["auth_time"] = int(time.time()) - 45
    assert come_back(client, provider, url).status_code == 302


# With single sign-on alone


@pytest.fixture
def _no_local_accounts(provider: Provider, settings: Any) -> None:
    settings.LOCAL_ACCOUNTS, settings.EMERGENCY_ACCOUNT = False, "emergency"


@pytest.mark.usefixtures("_no_local_accounts")
def test_a_password_opens_the_emergency_account_alone_and_every_administrator_is_told(
    provider: Provider, ann: User, administrator: User, superuser: User, coordinator: User
) -> None:
    UserFactory(username="emergency")
    client = Client()
    page = client.get(LOGIN).content.decode()
    assert "Sign in through the Government of Flanders" in page
    assert "The emergency account" in page
    for name in ["ann", "administrator", "superuser"]:
        response = client.post(LOGIN, {"login": name, "password": PASSWORD})
        assert "not correct" in response.content.decode(), name
    assert sign_in(Client(), provider).status_code == 302, "ann signs in at the provider"
    wait_for_mails()
    assert mail.outbox == []
    User.objects.filter(pk=ann.pk).update(is_active=False)
    sign_in(client, provider)  # a sign-in there that goes no further hides nothing
    assert client.post(LOGIN, {"login": "emergency", "password": PASSWORD}).status_code == 302
    wait_for_mails()
    assert {address for one in mail.outbox for address in one.to} == {administrator.email, superuser.email}
    assert "emergency account emergency" in mail.outbox[0].body.replace("\n", " ")


@pytest.mark.usefixtures("_no_local_accounts")
def test_a_coordinator_whose_password_no_longer_counts_can_add_a_second_factor(
    client: Client, provider: Provider, coordinator: User
) -> None:
    facts = {"issuer": provider.issuer, "subject": provider.claims["sub"], "bound_at": noon(2022, 3, 1)}
    Identity.objects.create(user=coordinator, **facts)
    sign_in(client, provider)
    assert coordinator.has_usable_password()
    assert client.get("/people/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("account_reauthenticate"))["Location"] == START
    assert confirmed_at_the_provider(client, provider, reverse("mfa_activate_totp")) == 200


@pytest.mark.usefixtures("_no_local_accounts")
def test_without_local_accounts_nobody_is_given_or_mailed_a_password(
    client: Client, provider: Provider, sent: Sent, ann: User
) -> None:
    UserFactory(username="emergency")
    assert 'name="password"' not in client.get(link(sent)).content.decode()
    now = datetime.datetime.now(datetime.UTC)
    with pytest.raises(PermissionDenied):
        take_up_invitation(key=sent.key, by=None, at=now, name="Noa", password="nine patient otters")
    for person in ["ann", "emergency"]:
        client.post(reverse("account_reset_password"), {"email": f"{person}@example.org"})
    wait_for_mails()
    assert [one.to for one in mail.outbox] == [["emergency@example.org"]]


def test_where_local_accounts_are_there_nobody_is_told_of_a_password(
    client: Client, administrator: User
) -> None:
    client.post(LOGIN, {"login": "administrator", "password": PASSWORD})
    wait_for_mails()
    assert is_signed_in(client)
    assert mail.outbox == []
