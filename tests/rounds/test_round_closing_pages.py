"""Closing and reopening a round in the pages: what hangs, what becomes final, and the sentence when it is refused."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.extensions import ask_extension
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED, answered
from tests.sent_forms import form_to, send

ClientOf = Callable[[User], Client]
ROUND = "/2020-2024/rounds/2022-12/"
CLOSE, REOPEN = f"{ROUND}close/confirm/", f"{ROUND}reopen/confirm/"


@pytest.fixture
def client(coordinator: User, client_of: ClientOf) -> Client:
    return client_of(coordinator)


@pytest.fixture
def in_review(opened: Round, coordinator: User) -> Round:
    return take_into_review(round=opened, by=coordinator, at=REVIEWED)


@pytest.fixture
def ready(opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User) -> Round:
    """In review, with every lead's report accepted."""
    answered(opened, small_plan, people, noon(2022, 12, 5))
    return take_into_review(round=opened, by=coordinator, at=REVIEWED)


def test_what_hangs_is_said_instead_of_offering_the_press(
    in_review: Round, small_plan: SmallPlan, contributor: User, client: Client
) -> None:
    request = in_review.requests.get(action=small_plan.limited)
    until = in_review.due.replace(year=2099)
    ask_extension(request=request, until=until, reason="Sample.", by=contributor, at=REVIEWED)
    page = read(client.get(CLOSE))
    assert "4 requests are not accepted and have no reason yet." in page.text
    assert page.links[f"{ROUND}#extensions"] == "1 extension waits for an answer."
    assert [one.text for one in page.all("button")] == []


def test_closing_with_what_hangs_is_answered_with_the_sentence(in_review: Round, client: Client) -> None:
    fields = form_to(client.get(ROUND), "open-again/")
    response = client.post(f"{ROUND}close/", fields)
    assert response.status_code == 409
    assert "4 requests are not accepted and have no reason yet." in response.content.decode()
    in_review.refresh_from_db()
    assert in_review.is_in_review


def test_what_becomes_final_is_said_and_the_press_closes_once(ready: Round, client: Client) -> None:
    page = client.get(CLOSE)
    assert "4 reports of leads are accepted." in read(page).text
    assert "inside one agency" not in read(page).text
    fields = form_to(page, "close/")
    first, second = client.post(f"{ROUND}close/", fields), client.post(f"{ROUND}close/", fields)
    assert first["Location"] == second["Location"] == ROUND
    ready.refresh_from_db()
    assert (ready.is_closed, ready.closings.count()) == (True, 1)
    assert client.get(CLOSE)["Location"] == ROUND
    assert client.get(ROUND).status_code == 200


def test_requests_that_close_without_a_report_stand_with_their_reason(
    in_review: Round, coordinator: User, client: Client
) -> None:
    keys = list(in_review.requests.of_leads().values_list("pk", flat=True))
    excuse_requests(round=in_review, requests=keys, reason="Sample reason.", by=coordinator, at=REVIEWED)
    page = read(client.get(CLOSE))
    assert "4 requests are closed without an accepted report" in page.text
    assert [row[-1] for row in page.rows] == ["Sample reason."] * 4
    assert send(client, client.get(CLOSE), f"{ROUND}close/").status_code == 302


def test_reviews_inside_one_agency_are_named(
    opened: Round,
    small_plan: SmallPlan,
    people: dict[str, User],
    lead_organisation: Organisation,
    coordinator: User,
    client: Client,
) -> None:
    coordinator.memberships.update(organisation=lead_organisation)
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    page = read(client.get(CLOSE))
    assert "Which reports were reviewed inside one agency?" in page.text
    report = ProgressReport.objects.get(action=small_plan.joint)
    assert page.links[f"/2020-2024/actions/1.2/reports/{report.pk}/"] == "1.2 Joint prevention network"
    other = ProgressReport.objects.get(action=small_plan.elsewhere)
    assert f"/2020-2024/actions/2.2/reports/{other.pk}/" not in page.links


def test_offices_that_have_not_answered_are_named_and_do_not_hold_the_closing_up(
    ready: Round, minister: Minister, coordinator: User, client: Client
) -> None:
    assert "offices" not in read(client.get(CLOSE)).text
    take_into_validation(round=ready, by=coordinator, at=REVIEWED)
    page = read(client.get(CLOSE))
    assert "Minister for Education: 0 of 3" in page.text
    assert [one.text for one in page.all("button")] == ["Close the round"]


def test_an_open_round_is_not_closed_from_its_page(opened: Round, client: Client) -> None:
    assert client.get(CLOSE)["Location"] == ROUND


def test_a_closed_round_is_reopened_with_a_reason(ready: Round, coordinator: User, client: Client) -> None:
    close_round(round=ready, by=coordinator, at=CLOSED)
    page = client.get(REOPEN)
    response = send(client, page, f"{ROUND}reopen/", reason=" ")
    assert response.status_code == 400
    assert response.content.decode().count("Say why the round is reopened.") == 2
    assert send(client, page, f"{ROUND}reopen/", reason="Sample reason.")["Location"] == ROUND
    ready.refresh_from_db()
    assert ready.is_in_review
    assert ready.closings.get().reopen_reason == "Sample reason."
    assert client.get(REOPEN)["Location"] == ROUND


def test_reopening_a_round_behind_which_another_was_closed_says_what_that_does(
    ready: Round, coordinator: User, client: Client
) -> None:
    close_round(round=ready, by=coordinator, at=CLOSED)
    assert "is about a later day" not in read(client.get(REOPEN)).text
    later = ready.about + datetime.timedelta(days=181)
    RoundFactory(
        plan=ready.plan, code="2023-06", name="Mid-2023", state="closed", about=later, closed_at=CLOSED
    )
    words = read(client.get(REOPEN)).text
    assert "The round Mid-2023 is about a later day and was closed already." in words


def test_reopening_what_was_reopened_meanwhile_keeps_what_was_typed(
    ready: Round, coordinator: User, client: Client
) -> None:
    close_round(round=ready, by=coordinator, at=CLOSED)
    page = client.get(REOPEN)
    send(client, client.get(REOPEN), f"{ROUND}reopen/", reason="Sample first.")
    response = send(client, page, f"{ROUND}reopen/", reason="Sample typed.")
    assert response.status_code == 409
    assert "The round is in review now." in response.content.decode()
    assert "Sample typed.</textarea>" in response.content.decode()
