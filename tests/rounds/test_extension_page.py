"""The page of an extension: asked by a contact point, answered by a coordinator, the answer read by who asked."""

from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import Membership, User
from actionplan.reporting.models import Extension, Request, Round
from actionplan.reports.extensions import ask_extension, grant_extension
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import noon
from tests.sent_forms import form_to, send

LATER = "2099-01-31"


@pytest.fixture
def request_(opened: Round, small_plan: SmallPlan) -> Request:
    return opened.requests.get(action=small_plan.with_money)


@pytest.fixture
def page(request_: Request) -> str:
    return f"/2020-2024/rounds/2022-12/requests/{request_.pk}/extension/"


@pytest.fixture
def asked(request_: Request, contributor: User) -> Extension:
    facts: dict[str, Any] = {"until": "2099-01-31", "reason": "Sample reason.", "at": noon(2022, 12, 15)}
    facts["until"] = request_.round.due.replace(year=2099)
    return ask_extension(request=request_, by=contributor, **facts)


@pytest.mark.full
def test_a_contact_point_asks_and_reads_that_it_waits_and_then_the_answer(
    page: str, contributor: User, coordinator: User, client_of: ClientOf
) -> None:
    client, answering = client_of(contributor), client_of(coordinator)
    form = client.get(page)
    # what is missing or wrong is said, and keeps what was typed
    response = send(client, form, f"{page}ask/", reason="Sample typed.")
    assert response.status_code == 400
    text = response.content.decode()
    assert text.count("Say until which day.") == 2
    assert "Sample typed." in text
    response = send(client, form, f"{page}ask/", until="2022-12-20", reason="Sample typed.")
    assert response.status_code == 409
    assert "Give a day after the present one" in response.content.decode()
    assert "Sample typed.</textarea>" in response.content.decode()
    assert not Extension.objects.exists()
    response = send(client, form, f"{page}ask/", until=LATER, reason="Sample reason.")
    assert response["Location"] == "/2020-2024/my-actions/ov/#row-1.1"
    text = read(client.get(page)).text
    assert "Asked until 31 January 2099: waits for an answer" in text
    assert "Sample reason." in text
    assert "Ask for an extension" not in text
    text = read(answering.get(page)).text
    assert "Extension for 1.1?" in text
    assert text.index("Sample reason.") < text.index("What do you answer? Grant")
    assert "What was asked and answered?" not in text
    response = send(answering, answering.get(page), f"{page}decline/", answer="Sample answer.")
    assert response["Location"] == "/2020-2024/my-work/"
    text = read(client.get(page)).text
    assert "Asked until 31 January 2099: not given" in text
    assert "Sample answer." in text
    assert "answered by Coordinator" in text
    assert "Ask for an extension" in text
    # a coordinator gives more time unasked
    response = send(answering, answering.get(page), f"{page}give/", until=LATER, reason="Sample reason.")
    assert response["Location"] == page
    text = read(answering.get(page)).text
    assert "Given until 31 January 2099" in text
    assert "Due 31 January 2099, extended" in text


def test_who_answers_second_reads_what_was_answered_and_loses_no_word(
    page: str, asked: Extension, other_coordinator: User, opened: Round, platform: Client
) -> None:
    form = platform.get(page)
    # an extension of another request is not answered here
    other = opened.requests.get(action__code="2.1").pk
    url = f"/2020-2024/rounds/2022-12/requests/{other}/extension/grant/"
    assert platform.post(url, form_to(form, "grant/")).status_code == 400
    asked.refresh_from_db()
    assert asked.state == "asked"
    fields = form_to(form, "decline/")
    facts = {"until": asked.asked_until, "by": other_coordinator, "at": noon(2022, 12, 16)}
    grant_extension(extension=asked, **facts)
    response = platform.post(f"{page}decline/", {**fields, "answer": "Sample typed."})
    assert response.status_code == 409
    response.status_code = 200
    text = read(response).text
    assert "This extension was answered in the meantime." in text
    assert "What you typed Sample typed." in text
    assert "Given until 20 December 2099" in text


def test_file_holders_read_and_do_not_ask_and_partners_read_that_they_need_none(
    page: str, asked: Extension, opened: Round, contributor: User, partner: User, client_of: ClientOf
) -> None:
    Membership.objects.filter(user=contributor).update(writes_only=True)
    client = client_of(contributor)
    text = read(client.get(page)).text
    assert "Sample reason." in text
    assert "Ask for an extension" not in text
    assert client.post(f"{page}ask/", {"until": LATER}).status_code == 403
    key = opened.requests.get(action__code="1.2", role="partner").pk
    text = read(client_of(partner).get(f"/2020-2024/rounds/2022-12/requests/{key}/extension/")).text
    assert "Partners are invited and never late" in text
    assert "Ask for an extension" not in text
