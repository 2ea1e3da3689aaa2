"""The calendar of due dates: whose days it holds, how they are written, and its private address."""

import datetime
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from actionplan.accounts.models import Membership, User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reminders.calendars import (
    address_for,
    due_dates_of,
    feed,
    make_address,
    owner_of,
    revoke_address,
)
from actionplan.reminders.models import CalendarAddress
from actionplan.reporting.models import Request, Round
from actionplan.reports.extensions import give_extension
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.factories import MembershipFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.reminders.reminders_world import plan_token_of, token_of
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import OPENED, answered
from tests.sent_forms import new_token

AT = noon(2022, 12, 5)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def dates(user: User, at: datetime.datetime = AT) -> list[tuple[str, str]]:
    user = User.objects.get(pk=user.pk)
    return [(str(entry.day), entry.title) for entry in due_dates_of(user, at)]


def test_the_reports_of_an_organisation_that_are_due_on_a_day_are_one_entry(
    contributor: User, stranger: User, opened: Round
) -> None:
    (entry,) = due_dates_of(contributor, AT)
    assert str(entry.day) == "2022-12-20"
    assert entry.title == "Submit 3 reports: Education and Training, December 2022"
    assert entry.url == "http://testserver/2020-2024/my-actions/ov/"
    assert dates(stranger) == [("2022-12-20", "Submit 1 report: Growing Up Agency, December 2022")]
    # The feed holds whole days, and is the same all day.
    (event,) = Calendar.from_ical(feed([entry], AT)).events
    assert (event.start, event.end) == (datetime.date(2022, 12, 20), datetime.date(2022, 12, 21))
    assert event["UID"] == f"reports-{opened.pk}-ov-2022-12-20@testserver"
    assert event["SUMMARY"] == entry.title
    assert event["TRANSP"] == "TRANSPARENT"
    assert entry.url in event["DESCRIPTION"]
    evening = AT.replace(hour=22)
    assert feed(due_dates_of(contributor, evening), evening) == feed([entry], AT)


@pytest.mark.full
def test_a_limited_action_is_named_by_its_code_alone(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    opened: Round,
) -> None:
    for action in [small_plan.joint, small_plan.limited]:
        ask_question(
            action=action,
            of_whom=lead_organisation,
            text="Veiled?",
            due=datetime.date(2022, 12, 9),
            by=coordinator,
            at=AT,
        )
    reports = next(entry for entry in due_dates_of(contributor, AT) if "Submit" in entry.title)
    assert reports.details == ("1.1 Training for teachers", "1.2 Joint prevention network", "2.1")
    assert dates(contributor)[:2] == [
        ("2022-12-09", "Answer the question of 5 December 2022 on action 1.2 Joint prevention network"),
        ("2022-12-09", "Answer the question of 5 December 2022 on action 2.1"),
    ]
    text = feed(due_dates_of(contributor, AT), AT).decode()
    assert "Exchange of information" not in text
    assert "Veiled" not in text


def test_an_extended_report_stands_on_its_own_day_and_one_that_was_handed_in_until_it_is_returned_nowhere(
    small_plan: SmallPlan, contributor: User, stranger: User, coordinator: User, opened: Round
) -> None:
    request = Request.objects.with_state().get(round=opened, action__code="1.1")
    until = datetime.date(2023, 1, 10)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=AT)
    assert dates(contributor) == [
        ("2022-12-20", "Submit 2 reports: Education and Training, December 2022"),
        ("2023-01-10", "Submit 1 report: Education and Training, December 2022"),
    ]
    lead = small_plan.elsewhere.leads.get().organisation
    report = hand_in(small_plan.elsewhere, lead, stranger, AT)
    assert dates(stranger) == []
    return_report(report=report, remark="Sample.", by=coordinator, at=AT)
    assert len(dates(stranger)) == 1


def test_a_file_holder_has_their_own_actions_and_a_partner_none(
    small_plan: SmallPlan, lead_organisation: Organisation, partner: User, opened: Round
) -> None:
    holder = person("holder")
    MembershipFactory(user=holder, role="contributor", organisation=lead_organisation, writes_only=True)
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=holder)
    (entry,) = due_dates_of(holder, AT)
    assert entry.details == ("1.2 Joint prevention network",)
    assert dates(partner) == []


@pytest.mark.full
def test_a_coordinator_has_the_closing_and_a_minister_s_office_its_answer(
    minister: Minister,
    people: dict[str, User],
    small_plan: SmallPlan,
    coordinator: User,
    reader: User,
    opened: Round,
) -> None:
    minister_reader = people["minister_reader"]
    assert dates(coordinator) == [("2023-01-20", "Close the round December 2022")]
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    at = noon(2023, 1, 6)
    assert dates(minister_reader, at) == [("2023-01-20", "Answer for Minister for Education: December 2022")]
    assert dates(reader, at) == []


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


def test_the_page_makes_an_address_and_revokes_it(contributor: User, client_of: ClientOf) -> None:
    browser, form = client_of(contributor), new_token()
    assert page(browser).find(id="id_address") is None
    press(browser, "make", form)
    shown = page(browser)
    assert "has an address." in shown.text
    assert "earlier" not in shown.text
    assert "Make a new address, in place of the present one" in shown.text
    address = shown.find(id="id_address")["value"]
    assert address == address_for(contributor)
    assert shown.find("a", href=address.replace("http:", "webcal:"))
    assert get(token_of(contributor)).status_code == 200
    press(browser, "make", form)
    assert address_for(contributor) == address, "a form that is sent twice makes one address"
    press(browser, "make")
    assert "The earlier one opens nothing any more." in page(browser).text
    press(browser, "revoke")
    assert page(browser).find(id="id_address") is None
    assert not CalendarAddress.objects.exists()


def test_the_page_shows_what_stands_in_the_calendar(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, author: Client
) -> None:
    ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        due=datetime.date(2022, 12, 9),
        by=coordinator,
        at=AT,
    )
    (row,) = page(author).select(".row-list > li")
    assert " ".join(row.get_text(" ").split()) == (
        "9 Dec 2022 late Answer the question of 5 December 2022 on action 1.2 Joint prevention network"
    )


def test_a_day_that_has_passed_is_marked_late_until_it_is_done(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, author: Client
) -> None:
    today = timezone.now().date()
    for days, asked_at in [(-3, noon(2022, 12, 5)), (3, timezone.now())]:
        ask_question(
            action=small_plan.joint,
            of_whom=lead_organisation,
            text="Sample?",
            due=today + datetime.timedelta(days=days),
            by=coordinator,
            at=asked_at,
        )
    assert ["late" in row.get_text() for row in page(author).select(".row-list > li")] == [True, False]


def test_the_page_offers_first_the_calendar_that_holds_something_and_the_whole_plan_to_who_has_no_part(
    small_plan: SmallPlan,
    reader: User,
    author: Client,
    client_of: ClientOf,
    people: dict[str, User],
    opened: Round,
) -> None:
    def headings(shown: BeautifulSoup) -> list[str]:
        return [heading.get_text() for heading in shown.select("main h2")]

    def proposed(shown: BeautifulSoup) -> str:
        (option, *_others) = [*shown.select("#id_part option[selected]"), *shown.select("#id_part option")]
        return option.get_text()

    def folded(shown: BeautifulSoup) -> list[str]:
        return [heading.get_text() for heading in shown.select("main details:not([open]) h2")]

    own, of_plan = "What is due of you?", "What is coming in the plan?"
    assert headings(page(author)) == [own, of_plan]
    assert folded(page(author)) == [of_plan]
    browser = client_of(reader)
    shown = page(browser)
    assert headings(shown) == [of_plan, own]
    assert folded(shown) == [own], "with nothing due"
    assert [option.get_text() for option in shown.select("#id_part option")][:2] == [
        "The whole plan",
        "Minister for Education",
    ]
    assert proposed(shown) == "The whole plan"
    assert proposed(page(client_of(people["minister_reader"]))) == "Minister for Education"
    response = browser.post(reverse("calendar-plan-make"), {"token": new_token(), "part": "2020-2024"})
    assert response.status_code == 302
    field = page(browser).find(id="id_plan_address")
    assert field.has_attr("readonly")
    assert b"SUMMARY" in get(plan_token_of(reader)).content
