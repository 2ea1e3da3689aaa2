"""Guesses are counted by account and by where they come from, so that a stranger slows only himself."""

import pytest
from django.conf import LazySettings
from django.test import Client

from actionplan.accounts.guessing import KNOWN_BROWSER
from actionplan.accounts.models import User
from tests.accounts.factors import code_of, give_app
from tests.accounts.test_second_factor import answer
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.factories import UserFactory

HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann")


def browser_at(address: str, cookie: str = "") -> Client:
    client = Client(REMOTE_ADDR=address)
    if cookie:
        client.cookies[KNOWN_BROWSER] = cookie
    return client


def guess(address: str, login: str, times: int) -> None:
    for _attempt in range(times):
        sign_in(browser_at(address), login, "wrong")


def gets_in(client: Client, login: str = "ann") -> bool:
    sign_in(client, login)
    return is_signed_in(client)


def cookie_of(login: str, address: str) -> str:
    """Of a browser in which the person has signed in."""
    client = browser_at(address)
    assert gets_in(client, login)
    return client.cookies[KNOWN_BROWSER].value


def test_a_stranger_who_knows_a_name_slows_himself_and_not_its_owner(ann: User) -> None:
    guess(HERE, "ann", 4)
    assert gets_in(browser_at(HERE)), "the right password, in time"
    guess(HERE, "ann", 5)
    assert not gets_in(browser_at(HERE))
    assert gets_in(browser_at(THERE))


def test_the_owners_browser_is_not_locked_out_by_others_at_the_same_address(ann: User) -> None:
    cookie = cookie_of("ann", HERE)
    guess(HERE, "ann", 6)
    assert not gets_in(browser_at(HERE))
    assert gets_in(browser_at(HERE, cookie))
    for _attempt in range(5):
        sign_in(browser_at(THERE, cookie), "ann", "wrong")
    assert not gets_in(browser_at(THERE, cookie)), "by its own guesses it is, wherever it is"
    assert gets_in(browser_at(THERE)), "and nobody else by them"


def test_the_count_does_not_tell_who_has_an_account(ann: User) -> None:
    """Five times the address, then once the user name: where both were counted as one, they are one person's."""
    for named in ["ann", "ANN", "ann", "Ann", "anN"]:
        guess(HERE, named, 1)
    guess(HERE, "ann@example.org", 4)
    assert not gets_in(browser_at(HERE))
    assert gets_in(browser_at(HERE), "ann@example.org")
    assert gets_in(browser_at(HERE)), "whoever knows the password begins anew by either name"


@pytest.mark.full
def test_thirty_a_minute_from_one_address_are_slowed_for_all_accounts(ann: User) -> None:
    cookie = cookie_of("ann", HERE)
    for number in range(29):
        guess(HERE, f"nobody{number}", 1)
    assert gets_in(browser_at(HERE)), "who gets in is not counted"
    guess(HERE, "nobody29", 1)
    assert not gets_in(browser_at(HERE))
    assert gets_in(browser_at(HERE, cookie)), "but for a browser that the account knows"
    assert gets_in(browser_at(THERE))


def test_a_browser_is_known_to_the_accounts_that_signed_in_with_it_alone(ann: User) -> None:
    UserFactory(username="bob")
    of_bob = cookie_of("bob", THERE)
    guess(HERE, "ann", 5)
    for cookie in [of_bob, of_bob.replace(":", "x:", 1), "{}"]:
        assert not gets_in(browser_at(HERE, cookie))
    both = browser_at(THERE, of_bob)
    assert gets_in(both, "ann")
    assert gets_in(browser_at(HERE, both.cookies[KNOWN_BROWSER].value), "ann")


def test_neighbours_of_one_network_of_version_6_are_one(ann: User) -> None:
    for number in range(5):
        guess(f"2001:db8::{number}", "ann", 1)
    assert not gets_in(browser_at("2001:db8::ffff"))
    assert gets_in(browser_at("2001:db8:0:1::1"))


def test_passwords_from_many_addresses_are_slowed_but_for_the_owners_browser(
    ann: User, settings: LazySettings
) -> None:
    assert settings.ACCOUNT_RATE_LIMITS["passwords"] == "100/h/key"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"passwords": "10/h/key"}
    cookie = cookie_of("ann", HERE)
    for number in range(10):
        guess(f"2001:db8:0:{number:x}::1", "ann", 1)
    assert not gets_in(browser_at(THERE))
    assert gets_in(browser_at(THERE, cookie))


def test_one_address_alone_does_not_use_up_the_guesses_of_others(ann: User, settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"passwords": "10/h/key"}
    guess(HERE, "ann", 15)
    assert gets_in(browser_at(THERE))


def test_visitors_of_version_4_behind_a_socket_of_version_6_are_many(ann: User) -> None:
    guess("::ffff:203.0.113.9", "ann", 5)
    assert not gets_in(browser_at("::ffff:203.0.113.9"))
    assert gets_in(browser_at("::ffff:198.51.100.7"))


def asked_for_code(address: str, cookie: str = "") -> Client:
    client = browser_at(address, cookie)
    sign_in(client, "ann")
    return client


def test_codes_are_counted_as_passwords_are_and_apart_from_them(ann: User) -> None:
    cookie = cookie_of("ann", HERE)
    give_app(ann)
    for _attempt in range(5):
        answer(asked_for_code(HERE), "123")  # the right password each time
    here, there, owner = asked_for_code(HERE), asked_for_code(THERE), asked_for_code(HERE, cookie)
    answer(here, code_of())
    assert not is_signed_in(here)
    answer(there, "123")
    answer(owner, code_of())
    assert is_signed_in(owner)


@pytest.mark.full
def test_codes_from_many_addresses_are_slowed_but_for_the_owners_browser(ann: User) -> None:
    cookie = cookie_of("ann", HERE)
    give_app(ann)
    for number in range(50):
        answer(asked_for_code(f"198.51.100.{number}"), "123")
    there, owner = asked_for_code(THERE), asked_for_code(HERE, cookie)
    answer(there, code_of())
    answer(owner, code_of())
    assert (is_signed_in(there), is_signed_in(owner)) == (False, True)
