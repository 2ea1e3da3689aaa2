"""Closing and reopening a round in the pages: what hangs, what becomes final, and the sentence when it is refused."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.extensions import ask_extension, decline_extension
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review, take_into_validation
from objectives.models import Plan
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED, answered
from tests.sent_forms import form_to, send

ROUND = "/2020-2024/rounds/2022-12/"
CLOSE, REOPEN = f"{ROUND}close/", f"{ROUND}reopen/"


@pytest.fixture
def ready(opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User) -> Round:
    """In review, with every lead's report accepted."""
    answered(opened, small_plan, people, noon(2022, 12, 5))
    return take_into_review(round=opened, by=coordinator, at=REVIEWED)


def test_what_hangs_is_said_instead_of_offering_the_press_until_it_has_its_reason(
    opened: Round, small_plan: SmallPlan, contributor: User, coordinator: User, platform: Client
) -> None:
    assert platform.get(CLOSE)["Location"] == ROUND, "an open round is not closed"
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    request = opened.requests.get(action=small_plan.limited)
    until = opened.due.replace(year=2099)
    ask_extension(request=request, until=until, reason="Sample.", by=contributor, at=REVIEWED)
    page = read(platform.get(CLOSE))
    assert "4 requests to leads and partners need an accepted report, or a reason." in page.text
    assert page.links[f"{ROUND}#extensions"] == "1 extension waits for an answer."
    assert [button.text for button in page.all("button")] == []
    # closing all the same is answered with the sentence
    response = platform.post(f"{ROUND}close/", form_to(platform.get(f"{ROUND}open-again/"), "open-again/"))
    assert response.status_code == 409
    assert (
        "4 requests to leads and partners need an accepted report, or a reason." in response.content.decode()
    )
    opened.refresh_from_db()
    assert opened.is_in_review
    # requests that close without a report stand with their reason
    decline_extension(extension=request.extensions.get(), answer="Sample.", by=coordinator, at=REVIEWED)
    keys = list(opened.requests.of_leads().values_list("pk", flat=True))
    excuse_requests(round=opened, requests=keys, reason="Sample reason.", by=coordinator, at=REVIEWED)
    response = platform.get(CLOSE)
    page = read(response)
    assert "4 requests are closed without an accepted report" in page.text
    assert [row[-1] for row in page.rows] == ["Sample reason."] * 4
    assert send(platform, response, f"{ROUND}close/").status_code == 302


@pytest.mark.full
def test_the_page_says_how_much_time_is_left_and_what_the_plan_s_pages_will_show(
    ready: Round, platform: Client
) -> None:
    today = day_of(timezone.now())
    Round.objects.update(due=today - datetime.timedelta(days=3), closes=today + datetime.timedelta(days=12))
    text = read(platform.get(CLOSE)).text
    due, closes = (
        formatting.day(today - datetime.timedelta(days=3)),
        formatting.day(today + datetime.timedelta(12)),
    )
    assert f"Reports are due on {due} (3 days ago); the round was to close on {closes} (in 12 days)." in text
    assert "Reports of leads: of 4 asked, 4 submitted (4 accepted)." in text
    # the plan ended two years after the day that the round is about
    last = "its pages will show this round as its last closed state, that of 31 December 2022, and not as its final"
    assert last in text
    Plan.objects.update(end="2022-12-31")
    assert "its pages will show this round as its final state" in read(platform.get(CLOSE)).text
    RoundFactory(
        plan=ready.plan, code="2023-06", name="June 2023", about=datetime.date(2023, 6, 30), state="closed"
    )
    assert "its pages go on showing the round of June 2023." in read(platform.get(CLOSE)).text
    Plan.objects.update(end="2999-12-31")
    assert (
        "The plan runs until 31 December 2999: its pages go on showing today."
        in read(platform.get(CLOSE)).text
    )


@pytest.mark.full
def test_before_the_day_reported_about_the_sentence_stands_in_place_of_the_button(
    ready: Round, platform: Client
) -> None:
    Round.objects.update(about="2999-12-31")
    sentence = "The round reports about 31 December 2999: it cannot close before that day."
    page = read(platform.get(CLOSE))
    assert sentence in page.text
    assert page.all("button") == []
    assert sentence in read(platform.get(ROUND)).text
    response = platform.post(f"{ROUND}close/", form_to(platform.get(f"{ROUND}open-again/"), "open-again/"))
    assert response.status_code == 409
    assert sentence in response.content.decode()
    ready.refresh_from_db()
    assert ready.is_in_review


@pytest.mark.full
def test_what_becomes_final_is_said_and_the_press_closes_once(
    ready: Round, small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, platform: Client
) -> None:
    words = read(platform.get(CLOSE)).text
    assert "Reports of leads: of 4 asked, 4 submitted (4 accepted)." in words
    assert "within the submitting agency" not in words
    assert "offices" not in words
    # offices that have not answered are named, and do not hold the closing up
    take_into_validation(round=ready, by=coordinator, at=REVIEWED)
    response = platform.get(CLOSE)
    page = read(response)
    assert "Minister for Education: 0 of 3 answered" in page.text
    assert [button.text for button in page.all("button")] == ["Close the round"]
    fields = form_to(response, "close/")
    first, second = platform.post(f"{ROUND}close/", fields), platform.post(f"{ROUND}close/", fields)
    assert first["Location"] == second["Location"] == ROUND
    ready.refresh_from_db()
    assert (ready.is_closed, ready.closings.count()) == (True, 1)
    assert platform.get(CLOSE)["Location"] == ROUND
    assert platform.get(ROUND).status_code == 200


def test_reviews_inside_one_agency_are_named(
    opened: Round,
    small_plan: SmallPlan,
    people: dict[str, User],
    lead_organisation: Organisation,
    coordinator: User,
    platform: Client,
) -> None:
    coordinator.memberships.update(organisation=lead_organisation)
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    page = read(platform.get(CLOSE))
    assert "Which reports were reviewed within the submitting agency?" in page.text
    report = ProgressReport.objects.get(action=small_plan.joint)
    assert page.links[f"/2020-2024/actions/1.2/reports/{report.pk}/"] == "1.2 Joint prevention network"
    other = ProgressReport.objects.get(action=small_plan.elsewhere)
    assert f"/2020-2024/actions/2.2/reports/{other.pk}/" not in page.links


def test_a_closed_round_is_reopened_with_a_reason(ready: Round, coordinator: User, platform: Client) -> None:
    close_round(round=ready, by=coordinator, at=CLOSED)
    page = platform.get(REOPEN)
    assert "is about a later day" not in read(page).text
    response = send(platform, page, f"{ROUND}reopen/", reason=" ")
    assert response.status_code == 400
    assert response.content.decode().count("Say why the round is reopened.") == 2
    # behind it another was closed: it says what reopening does
    later = ready.about + datetime.timedelta(days=181)
    RoundFactory(
        plan=ready.plan, code="2023-06", name="Mid-2023", state="closed", about=later, closed_at=CLOSED
    )
    again = platform.get(REOPEN)
    assert "The round Mid-2023 is about a later day and was closed already." in read(again).text
    assert send(platform, again, f"{ROUND}reopen/", reason="Sample reason.")["Location"] == ROUND
    ready.refresh_from_db()
    assert ready.is_in_review
    assert ready.closings.get().reopen_reason == "Sample reason."
    assert platform.get(REOPEN)["Location"] == ROUND
    # reopened meanwhile: what was typed is kept
    response = send(platform, page, f"{ROUND}reopen/", reason="Sample typed.")
    assert response.status_code == 409
    assert "The round is in review now." in response.content.decode()
    assert "Sample typed.</textarea>" in response.content.decode()
