"""The calendar of due dates: whose days it holds, and how they are written."""

import datetime
from collections.abc import Iterator

import pytest
from django.utils.translation import override
from icalendar import Calendar

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reminders.calendars import due_dates_of, feed
from actionplan.reporting.models import Request, Round
from actionplan.reports.extensions import give_extension
from actionplan.reports.questions import ask_question
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.factories import MembershipFactory
from tests.personas import SmallPlan, person
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import hand_in, noon

AT = noon(2022, 12, 5)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def dates(user: User, at: datetime.datetime = AT) -> list[tuple[str, str]]:
    user = User.objects.get(pk=user.pk)
    return [(str(one.day), one.title) for one in due_dates_of(user, at)]


def test_the_reports_of_an_organisation_that_are_due_on_a_day_are_one_entry(
    contributor: User, stranger: User, opened: Round
) -> None:
    (one,) = due_dates_of(contributor, AT)
    assert str(one.day) == "2022-12-20"
    assert one.title == "Hand in 3 reports: Education and Training, December 2022"
    assert one.url == "http://testserver/2020-2024/my-actions/ov/"
    assert dates(stranger) == [("2022-12-20", "Hand in 1 report: Growing Up Agency, December 2022")]
    # The feed holds whole days, and is the same all day.
    (event,) = Calendar.from_ical(feed([one], AT)).events
    assert (event.start, event.end) == (datetime.date(2022, 12, 20), datetime.date(2022, 12, 21))
    assert event["UID"] == f"reports-{opened.pk}-ov-2022-12-20@testserver"
    assert event["SUMMARY"] == one.title
    assert event["TRANSP"] == "TRANSPARENT"
    assert one.url in event["DESCRIPTION"]
    evening = AT.replace(hour=22)
    assert feed(due_dates_of(contributor, evening), evening) == feed([one], AT)


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


def test_an_extended_report_stands_on_its_own_day_and_one_that_was_handed_in_until_it_is_returned_nowhere(
    small_plan: SmallPlan, contributor: User, stranger: User, coordinator: User, opened: Round
) -> None:
    request = Request.objects.with_state().get(round=opened, action__code="1.1")
    until = datetime.date(2023, 1, 10)
    give_extension(request=request, until=until, reason="Sample.", by=coordinator, at=AT)
    assert dates(contributor) == [
        ("2022-12-20", "Hand in 2 reports: Education and Training, December 2022"),
        ("2023-01-10", "Hand in 1 report: Education and Training, December 2022"),
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
