"""The second factor: who must have one, adding and removing it, and signing in with it."""

import datetime
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import LazySettings, settings
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import SignInEvent, User
from actionplan.accounts.second_factor import needs_second_factor
from actionplan.accounts.sessions import SUBSTANTIAL
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from tests.accounts.factors import SECRET, code_of, give_app, give_recovery_codes
from tests.accounts.sign_in_factories import sign_in_from
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.factories import PASSWORD
from tests.mails import wait_for_mails
from tests.personas import ClientOf, SmallPlan, signed_in, signed_in_without_factor

ENROLMENT = "/accounts/second-factor/"
ADD_APP = "/accounts/second-factor/app/add/"
REMOVE_APP = "/accounts/second-factor/app/remove/"
ADD_KEY = "/accounts/second-factor/keys/add/"
RECOVERY_CODES = "/accounts/second-factor/recovery-codes/"
SIGN_IN = "/accounts/second-factor/sign-in/"
TODAY = day_of(timezone.now())


def confirm(client: Client, then: str) -> HttpResponse:
    """That it is you, by the password, on the way to a page, some time after signing in."""
    signed_in_long_ago(client)
    asked = client.get(then)
    assert asked["Location"] == f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}"
    return client.post(asked["Location"], {"password": PASSWORD}, follow=True)


def signed_in_long_ago(client: Client) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()


def add_app(client: Client) -> tuple[HttpResponse, str]:
    """The page with the recovery codes, and the code with which the app was added."""
    secret = re.search(r"<code>(\w+)</code>", confirm(client, ADD_APP).content.decode())[1]
    code = code_of(secret)
    return client.post(ADD_APP, {"code": code}, follow=True), code


def codes_on(page: HttpResponse) -> list[str]:
    return re.findall(r"<code>(\d+)</code>", page.content.decode())


@pytest.fixture
def newcomer(coordinator: User, small_plan: SmallPlan) -> Client:
    """The browser of a coordinator who signed in and has no second factor.

    Django-allauth keeps the address as one that nobody proved to have, as after asking for a new password.
    """
    EmailAddress.objects.create(user=coordinator, email=coordinator.email, primary=True, verified=False)
    client = Client()
    assert sign_in(client, "coordinator").status_code == 302
    return client


def test_a_coordinator_adds_an_app_and_ten_recovery_codes_before_anything_else(
    newcomer: Client, coordinator: User
) -> None:
    page = newcomer.get("/", follow=True)
    assert page.redirect_chain == [(ENROLMENT, 302)]
    assert "Your role needs a second factor." in page.content.decode()
    assert "2020-2024" not in page.content.decode(), "nothing of the plan"
    assert 'action="/accounts/logout/"' in page.content.decode()
    assert 'action="/language/"' in page.content.decode()
    found, _code = add_app(newcomer)
    assert found.redirect_chain[-1][0] == RECOVERY_CODES
    assert len(set(codes_on(found))) == 10
    assert codes_on(newcomer.get(RECOVERY_CODES)) == [], "they are shown once"
    assert "10 codes are left" in newcomer.get(ENROLMENT).content.decode()
    assert newcomer.get("/people/").status_code == 200


def test_who_just_signed_in_adds_a_factor_without_the_password_again_and_later_with_it(
    newcomer: Client,
) -> None:
    """The page that asks has to be reached without a factor."""
    assert newcomer.get(ADD_KEY).status_code == 200
    secret = re.search(r"<code>(\w+)</code>", newcomer.get(ADD_APP).content.decode())[1]
    found = newcomer.post(ADD_APP, {"code": code_of(secret)}, follow=True)
    assert len(set(codes_on(found))) == 10
    assert newcomer.post(REMOVE_APP)["Location"].startswith(reverse("account_reauthenticate"))
    assert confirm(newcomer, ADD_KEY).status_code == 200


def test_adding_and_removing_are_in_the_trail_and_mailed_in_the_persons_language(
    newcomer: Client, coordinator: User
) -> None:
    User.objects.update(language="nl")
    with TestCase.captureOnCommitCallbacks(execute=True):
        add_app(newcomer)
    assert newcomer.post(REMOVE_APP, follow=True).redirect_chain == [(ENROLMENT, 302)]
    wait_for_mails()
    events = Event.objects.filter(verb__startswith="factor").order_by("pk")
    assert [(one.verb, one.actor_key, one.subject_key) for one in events] == [
        ("factor_added", coordinator.pk, str(coordinator.pk)),
        ("factor_removed", coordinator.pk, str(coordinator.pk)),
    ]
    assert [message.to for message in mail.outbox] == [["coordinator@example.org"]] * 2
    assert all("tweede factor" in message.subject for message in mail.outbox)
    assert not Authenticator.objects.exists(), "the recovery codes go too"
    assert newcomer.get("/people/")["Location"] == ENROLMENT, "without one nothing is reached again"


def test_sessions_that_began_without_the_factor_end_when_it_is_added(newcomer: Client) -> None:
    other = Client()
    sign_in(other, "coordinator")
    add_app(newcomer)
    assert not is_signed_in(other)
    assert newcomer.get("/people/").status_code == 200


def test_a_session_that_was_begun_while_the_factor_was_added_ends_at_its_next_page(coordinator: User) -> None:
    """It was in no list of those that were to end."""
    begun = signed_in(coordinator)
    assert is_signed_in(begun)
    give_app(coordinator)
    assert not is_signed_in(begun)


@pytest.mark.parametrize("name", ["coordinator", "auditor", "minister_reader", "administrator", "superuser"])
def test_who_reads_beyond_an_own_organisation_or_keeps_people_needs_one_and_everybody_may_have_one(
    name: str, request: pytest.FixtureRequest, reader: User, small_plan: SmallPlan
) -> None:
    user = request.getfixturevalue(name)
    client = signed_in_without_factor(user)
    assert client.get("/2020-2024/actions/")["Location"] == ENROLMENT
    assert client.get("/administration/")["Location"] == ENROLMENT
    session = client.session
    session[SUBSTANTIAL] = True
    session.save()
    assert client.get("/2020-2024/actions/").status_code == 200, "the provider vouches for it"
    assert not needs_second_factor(reader, TODAY)
    assert signed_in_without_factor(reader).get(ENROLMENT).status_code == 200


@pytest.mark.full
@pytest.mark.parametrize("name", ["auditor", "minister_reader"])
def test_until_the_day_that_a_setting_names_who_only_reads_is_told_at_each_sign_in(
    name: str, request: pytest.FixtureRequest, settings: LazySettings, small_plan: SmallPlan
) -> None:
    user = request.getfixturevalue(name)
    settings.SECOND_FACTOR_FROM = TODAY + datetime.timedelta(days=1)
    for _again in range(2):
        client = Client()
        sign_in(client, name)
        shown = client.get("/", follow=True)
        assert shown.status_code == 200
        assert "your role needs a second factor" in shown.content.decode()
    settings.SECOND_FACTOR_FROM = TODAY
    assert client.get("/2020-2024/actions/")["Location"] == ENROLMENT
    settings.SECOND_FACTOR_FROM = TODAY + datetime.timedelta(days=1)
    give_app(user)
    client = Client()
    sign_in(client, name)
    client.post(SIGN_IN, {"code": code_of()})
    assert "your role needs a second factor" not in client.get("/", follow=True).content.decode()


def test_the_day_holds_back_nobody_who_keeps_people(
    coordinator: User, administrator: User, reader: User, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_FROM = TODAY + datetime.timedelta(days=1)
    assert needs_second_factor(coordinator, TODAY)
    assert needs_second_factor(administrator, TODAY)
    assert not needs_second_factor(reader, settings.SECOND_FACTOR_FROM)


@pytest.mark.parametrize("name", ["coordinator", "administrator"])
def test_who_needs_one_now_is_not_told_of_a_day(
    name: str, request: pytest.FixtureRequest, settings: LazySettings, small_plan: SmallPlan
) -> None:
    request.getfixturevalue(name)
    settings.SECOND_FACTOR_FROM = TODAY + datetime.timedelta(days=1)
    client = Client()
    sign_in(client, name)
    shown = client.get("/", follow=True)
    assert shown.redirect_chain[-1][0] == ENROLMENT
    assert "Your role needs a second factor." in shown.content.decode()
    assert "your role needs a second factor" not in shown.content.decode()


def test_recovery_codes_alone_are_no_second_factor(coordinator: User) -> None:
    """Django-allauth signs such a person in by the password alone."""
    give_recovery_codes(coordinator)
    assert signed_in_without_factor(coordinator).get("/people/")["Location"] == ENROLMENT
    assert not User.objects.get(pk=coordinator.pk).has_second_factor
    give_app(coordinator)
    assert User.objects.get(pk=coordinator.pk).has_second_factor


def test_demo_accounts_need_none_on_a_developers_machine(coordinator: User, settings: LazySettings) -> None:
    coordinator.is_demo = True
    assert needs_second_factor(coordinator, TODAY)
    settings.DEBUG = True
    assert not needs_second_factor(coordinator, TODAY)
    coordinator.is_demo = False
    assert needs_second_factor(coordinator, TODAY)


def answer(client: Client, code: str) -> HttpResponse:
    return client.post(SIGN_IN, {"code": code})


@pytest.fixture
def asked(coordinator: User) -> Client:
    """A browser that gave the password of somebody with an app, and is asked for the code."""
    give_app(coordinator)
    return asked_again()


def asked_again() -> Client:
    client = Client()
    assert sign_in(client, "coordinator")["Location"] == SIGN_IN
    return client


def test_nobody_with_an_app_signs_in_without_its_code(asked: Client) -> None:
    assert not is_signed_in(asked)
    assert answer(asked, "123").status_code == 200
    assert not is_signed_in(asked)
    assert list(SignInEvent.objects.values_list("kind", flat=True)) == ["code_failed"]
    assert answer(asked, code_of()).status_code == 302
    assert asked.get("/people/").status_code == 200


def test_a_code_signs_in_once_and_only_while_it_is_shown(asked: Client) -> None:
    again = asked_again()
    for periods in [-1, 1]:
        assert answer(asked, code_of(periods=periods)).status_code == 200, "no tolerance"
    code = code_of()
    assert answer(asked, code).status_code == 302
    assert answer(again, code).status_code == 200
    assert not is_signed_in(again)


def test_the_code_with_which_an_app_was_added_signs_nobody_in(newcomer: Client) -> None:
    _page, code = add_app(newcomer)
    client = asked_again()
    answer(client, code)
    assert not is_signed_in(client)


def test_a_recovery_code_signs_in_once(newcomer: Client) -> None:
    first, *_others = codes_on(add_app(newcomer)[0])
    client, again = asked_again(), asked_again()
    answer(client, first)
    answer(again, first)
    assert (is_signed_in(client), is_signed_in(again)) == (True, False)


def test_the_square_stands_in_the_page_on_white(newcomer: Client) -> None:
    """As an image made of data the content security policy would block it; in the dark it could not be read."""
    page = confirm(newcomer, ADD_APP).content.decode()
    assert "data:image" not in page
    assert re.search(r'<svg[^>]*aria-hidden="true"', page)
    assert re.search(r'<rect[^>]*fill="white"', page)


def test_keys_are_made_for_the_portals_address_and_ask_who_uses_them(
    newcomer: Client, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://plan.example.org"
    options = confirm(newcomer, ADD_KEY).context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"]["id"] == "plan.example.org", "whatever host the request names"
    assert options["authenticatorSelection"]["userVerification"] == "required"


def test_secrets_are_encrypted_by_a_key_of_their_own_which_may_be_replaced(
    coordinator: User, settings: LazySettings
) -> None:
    app = give_app(coordinator)
    assert SECRET not in str(app.data)
    settings.SECRET_KEY = "another"
    settings.MFA_KEYS = [Fernet.generate_key().decode(), *settings.MFA_KEYS]
    client = asked_again()
    assert answer(client, code_of()).status_code == 302
    settings.MFA_KEYS = settings.MFA_KEYS[:1]
    cache.clear()
    with pytest.raises(InvalidToken):
        answer(asked_again(), code_of())


def test_new_recovery_codes_replace_the_old_ones(newcomer: Client, client_of: ClientOf) -> None:
    old = codes_on(add_app(newcomer)[0])
    new = newcomer.post("/accounts/second-factor/recovery-codes/new/", follow=True)
    assert len(set(codes_on(new)) - set(old)) == 10
    assert Event.objects.filter(verb="recovery_codes_made").count() == 1
    client = asked_again()
    answer(client, old[0])
    assert not is_signed_in(client)


def test_a_password_that_was_changed_is_mailed_too(
    newcomer: Client, client_of: ClientOf, reader: User
) -> None:
    fields: dict[str, Any] = {"oldpassword": PASSWORD, "password1": "nine patient otters"}
    client_of(reader).post(reverse("account_change_password"), fields | {"password2": fields["password1"]})
    wait_for_mails()
    (message,) = mail.outbox
    assert message.to == ["reader@example.org"]


def test_a_lost_factor_is_reset_by_the_operators_command_alone(
    administrator: User, coordinator: User, keeper: Client
) -> None:
    browser = sign_in_from("Hers", coordinator)
    give_app(coordinator)
    page = keeper.get(f"/administration/accounts/user/{coordinator.pk}/change/").content.decode()
    assert "second-factor/" not in page.partition("<main")[2], "no page resets it"
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("reset_second_factor", "coordinator")
    wait_for_mails()
    assert [message.to for message in mail.outbox] == [["coordinator@example.org"]]
    assert not Authenticator.objects.exists()
    assert not is_signed_in(browser)
    assert coordinator.sign_in_events.first().kind == "sessions_ended"
    event = Event.objects.get()
    assert (event.verb, event.actor) == ("factor_reset", "")
    with pytest.raises(CommandError, match="nobody of that name"):
        call_command("reset_second_factor", "coordinator")
