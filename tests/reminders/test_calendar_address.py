"""The private address of a calendar, and the page that makes, shows and revokes it."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from actionplan.accounts.models import Membership, User
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.reminders.calendars import address_for, make_address, owner_of, revoke_address
from actionplan.reminders.models import CalendarAddress
from actionplan.reports.questions import ask_question
from tests.personas import SmallPlan
from tests.reminders.reminders_world import token_of
from tests.reporting_factories import noon
from tests.rounds.opened_rounds import OPENED

AT = noon(2022, 12, 5)


@pytest.fixture
def token(contributor: User) -> str:
    make_address(by=contributor, at=OPENED)
    return token_of(contributor)


def get(token: str, client: Client | None = None, **headers: str) -> object:
    return (client or Client()).get(reverse("calendar-feed", args=[token]), headers=headers)


def test_whoever_has_the_address_reads_the_calendar_without_signing_in(
    token: str, contributor: User, caplog: pytest.LogCaptureFixture
) -> None:
    response = get(token)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(response.content)["PRODID"]
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    # An unchanged calendar is not sent again.
    assert response["Cache-Control"] == "private, no-cache"
    again = get(token, **{"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    # A made-up token opens nothing, and the log says neither.
    assert get("x" * 43).status_code == get("x").status_code == 404
    assert "route=calendar-feed method=GET status=200" in caplog.text
    assert "route=calendar-feed method=GET status=404" in caplog.text
    assert token not in caplog.text
    assert "x" * 43 not in caplog.text
    # It speaks its owner's language, whatever the browser asks.
    User.objects.filter(pk=contributor.pk).update(language="nl")
    assert get(token, **{"accept-language": "en"})["Content-Language"] == "nl"


def test_the_token_is_not_in_the_database_and_cannot_be_made_from_it_alone(
    token: str, contributor: User, settings: LazySettings
) -> None:
    row = CalendarAddress.objects.get()
    assert token not in {row.seed, row.token_hash}
    assert len(token) == 43
    assert owner_of(row.seed) is None
    assert owner_of(row.token_hash) is None
    settings.SECRET_KEY = "another-key-of-a-portal-that-has-a-copy-of-the-database"
    assert address_for(contributor) == ""
    assert owner_of(token) == contributor, "the address that was given out goes on working"


def test_an_address_opens_nothing_once_it_was_replaced_or_revoked_or_its_owner_has_left(
    token: str, contributor: User
) -> None:
    make_address(by=contributor, at=AT)
    assert get(token).status_code == 404
    token = token_of(contributor)
    assert get(token).status_code == 200
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert get(token).status_code == 404
    User.objects.filter(pk=contributor.pk).update(is_active=True)
    role = Membership.objects.filter(user=contributor)
    role.update(in_force_until=datetime.date(2021, 1, 1))
    assert get(token).status_code == 404
    role.update(in_force_until=None)
    assert get(token).status_code == 200
    revoke_address(by=contributor)
    assert get(token).status_code == 404


def page(browser: Client) -> BeautifulSoup:
    return BeautifulSoup(browser.get(reverse("calendar")).content.decode(), "html.parser")


def press(browser: Client, act: str, token: str = "") -> None:
    response = browser.post(reverse(f"calendar-{act}"), {"token": token or new_token()})
    assert (response.status_code, response["Location"]) == (302, reverse("calendar"))


def test_the_page_makes_an_address_and_revokes_it(
    contributor: User, client_of: Callable[[User], Client]
) -> None:
    browser, form = client_of(contributor), new_token()
    assert page(browser).find(id="id_address") is None
    press(browser, "make", form)
    shown = page(browser)
    address = shown.find(id="id_address")["value"]
    assert address == address_for(contributor)
    assert shown.find("a", href=address.replace("http:", "webcal:"))
    assert get(token_of(contributor)).status_code == 200
    press(browser, "make", form)
    assert address_for(contributor) == address, "a form that is sent twice makes one address"
    press(browser, "revoke")
    assert page(browser).find(id="id_address") is None
    assert not CalendarAddress.objects.exists()


def test_the_page_shows_what_stands_in_the_calendar(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: Callable[[User], Client],
) -> None:
    ask_question(
        action=small_plan.joint,
        organisation=lead_organisation,
        text="Sample?",
        answer_by=datetime.date(2022, 12, 9),
        by=coordinator,
        at=AT,
    )
    (row,) = page(client_of(contributor)).select("table.rows tbody tr")
    assert " ".join(row.get_text(" ").split()) == (
        "9 Dec 2022 Answer a question on action 1.2 Joint prevention network"
    )
