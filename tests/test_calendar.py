"""The calendar of due dates: whose days it holds, and who opens it."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from actionplan.accounts.models import Membership, User
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Minister, Organisation
from actionplan.portal.models import CalendarAddress
from actionplan.portal.reminders.calendar_addresses import (
    address_for,
    make_address,
    owner_of,
    revoke_address,
)
from actionplan.portal.reminders.due_dates import due_dates_of
from actionplan.portal.reminders.feed import feed
from actionplan.reporting.extensions import give_extension
from actionplan.reporting.models import Request, Round
from actionplan.reporting.questions import ask_question
from actionplan.reporting.reviewing import return_report
from actionplan.reporting.rounds import take_into_review, take_into_validation
from tests.factories import MembershipFactory
from tests.opened_rounds import OPENED
from tests.personas import SmallPlan, person
from tests.reminders_world import token_of
from tests.reporting_factories import hand_in, noon
from tests.round_factories import FileHolderFactory

AT = noon(2022, 12, 5)


def dates(user: User, at: datetime.datetime = AT) -> list[tuple[str, str]]:
    user.forget_rights()
    return [(str(one.day), one.title) for one in due_dates_of(user, at)]


def test_the_reports_of_an_organisation_that_are_due_on_a_day_are_one_entry(
    contributor: User, opened: Round
) -> None:
    (one,) = due_dates_of(contributor, AT)
    assert str(one.day) == "2022-12-20"
    assert one.title == "Hand in 3 reports: Education and Training, December 2022"
    assert one.url == "http://testserver/2020-2024/my-actions/"


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
            organisation=lead_organisation,
            text="Veiled?",
            answer_by=datetime.date(2022, 12, 9),
            by=coordinator,
            at=AT,
        )
    reports = next(one for one in due_dates_of(contributor, AT) if "Hand in" in one.title)
    assert reports.details == ("1.1 Training for teachers", "1.2 Joint prevention network", "2.1")
    assert dates(contributor)[:2] == [
        ("2022-12-09", "Answer a question on action 1.2 Joint prevention network"),
        ("2022-12-09", "Answer a question on action 2.1"),
    ]
    text = feed(due_dates_of(contributor, AT), AT).decode()
    assert "Exchange of information" not in text
    assert "Veiled" not in text


def test_an_extended_report_stands_on_its_own_day(
    contributor: User, coordinator: User, opened: Round
) -> None:
    request = Request.objects.with_state().get(round=opened, action__code="1.1")
    until = datetime.date(2023, 1, 10)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=AT)
    assert dates(contributor) == [
        ("2022-12-20", "Hand in 2 reports: Education and Training, December 2022"),
        ("2023-01-10", "Hand in 1 report: Education and Training, December 2022"),
    ]


def test_what_is_handed_in_disappears_and_what_is_returned_comes_back(
    small_plan: SmallPlan, stranger: User, coordinator: User, opened: Round
) -> None:
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
    (one,) = due_dates_of(holder, AT)
    assert one.details == ("1.2 Joint prevention network",)
    assert dates(partner) == []


def test_a_coordinator_has_the_closing_and_a_minister_s_office_its_answer(
    minister: Minister, minister_reader: User, coordinator: User, reader: User, opened: Round
) -> None:
    assert dates(coordinator) == [("2023-01-20", "Close the round December 2022")]
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    at = noon(2023, 1, 6)
    assert dates(minister_reader, at) == [("2023-01-20", "Answer for Minister for Education: December 2022")]
    assert dates(reader, at) == []


def test_the_feed_holds_whole_days(contributor: User, coordinator: User, opened: Round) -> None:
    calendar = Calendar.from_ical(feed(due_dates_of(contributor, AT), AT))
    (event,) = calendar.events
    assert (event.start, event.end) == (datetime.date(2022, 12, 20), datetime.date(2022, 12, 21))
    assert event["UID"] == f"reports-{opened.pk}-ov-2022-12-20@testserver"
    assert event["SUMMARY"] == "Hand in 3 reports: Education and Training, December 2022"
    assert event["TRANSP"] == "TRANSPARENT"
    assert "http://testserver/2020-2024/my-actions/" in event["DESCRIPTION"]


def test_the_feed_is_the_same_all_day(contributor: User, opened: Round) -> None:
    morning, evening = (feed(due_dates_of(contributor, at), at) for at in (AT, AT.replace(hour=22)))
    assert morning == evening


# The address.


@pytest.fixture
def token(contributor: User) -> str:
    make_address(by=contributor, at=OPENED)
    return token_of(contributor)


def get(token: str, client: Client | None = None, **headers: str) -> object:
    return (client or Client()).get(reverse("calendar-feed", args=[token]), headers=headers)


def test_whoever_has_the_address_reads_the_calendar_without_signing_in(token: str) -> None:
    response = get(token)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(response.content)["PRODID"]
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


def test_the_token_is_not_in_the_database(token: str, contributor: User) -> None:
    row = CalendarAddress.objects.get()
    assert token not in {row.seed, row.token_hash}
    assert len(token) == 43
    assert owner_of(row.seed) is None
    assert owner_of(row.token_hash) is None


def test_the_token_cannot_be_made_from_the_database_alone(
    token: str, contributor: User, settings: LazySettings
) -> None:
    settings.SECRET_KEY = "another-key-of-a-portal-that-has-a-copy-of-the-database"
    assert address_for(contributor) == ""
    assert owner_of(token) == contributor, "the address that was given out goes on working"


def test_a_new_address_ends_the_old_one(token: str, contributor: User) -> None:
    make_address(by=contributor, at=AT)
    assert get(token).status_code == 404
    assert get(token_of(contributor)).status_code == 200


def test_a_revoked_address_opens_nothing(token: str, contributor: User) -> None:
    revoke_address(by=contributor)
    assert get(token).status_code == 404


@pytest.mark.parametrize("wrong", ["x" * 43, "x"])
def test_a_made_up_token_opens_nothing(token: str, wrong: str) -> None:
    assert get(wrong).status_code == 404


def test_the_calendar_of_somebody_inactive_is_not_found(token: str, contributor: User) -> None:
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert get(token).status_code == 404


def test_the_calendar_of_somebody_without_a_role_is_not_found(token: str, contributor: User) -> None:
    Membership.objects.filter(user=contributor).update(in_force_until=datetime.date(2021, 1, 1))
    assert get(token).status_code == 404


def test_an_unchanged_calendar_is_not_sent_again(token: str) -> None:
    first = get(token)
    assert first["Cache-Control"] == "private, no-cache"
    again = get(token, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"


def test_the_calendar_speaks_its_owner_s_language_whatever_the_browser_asks(
    token: str, contributor: User
) -> None:
    User.objects.filter(pk=contributor.pk).update(language="nl")
    response = get(token, **{"accept-language": "en"})
    assert response["Content-Language"] == "nl"


def test_the_log_does_not_say_the_token(token: str, caplog: pytest.LogCaptureFixture) -> None:
    get(token)
    get("x" * 43)
    assert "route=calendar-feed method=GET status=200" in caplog.text
    assert "route=calendar-feed method=GET status=404" in caplog.text
    assert token not in caplog.text
    assert "x" * 43 not in caplog.text


# The page.


def page(browser: Client) -> BeautifulSoup:
    return BeautifulSoup(browser.get(reverse("calendar")).content.decode(), "html.parser")


def press(browser: Client, act: str, token: str = "") -> None:
    response = browser.post(reverse(f"calendar-{act}"), {"token": token or new_token()})
    assert (response.status_code, response["Location"]) == (302, reverse("calendar"))


def test_the_page_makes_an_address_and_revokes_it(
    contributor: User, client_of: Callable[[User], Client]
) -> None:
    browser = client_of(contributor)
    assert page(browser).find(id="id_address") is None
    press(browser, "make")
    shown = page(browser)
    address = shown.find(id="id_address")["value"]
    assert address == address_for(contributor)
    assert shown.find("a", href=address.replace("http:", "webcal:"))
    assert get(token_of(contributor)).status_code == 200
    press(browser, "revoke")
    assert page(browser).find(id="id_address") is None
    assert not CalendarAddress.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_address(
    contributor: User, client_of: Callable[[User], Client]
) -> None:
    browser, form = client_of(contributor), new_token()
    press(browser, "make", form)
    made = address_for(contributor)
    press(browser, "make", form)
    assert address_for(contributor) == made


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
        "9 December 2022 Answer a question on action 1.2 Joint prevention network"
    )


def test_the_calendar_of_another_person_is_another(contributor: User, stranger: User, opened: Round) -> None:
    with override("en"):
        assert {title for _day, title in dates(stranger)} == {
            "Hand in 1 report: Growing Up Agency, December 2022"
        }
        assert set(dates(stranger)) & set(dates(contributor)) == set()
