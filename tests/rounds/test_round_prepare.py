"""Preparing a round in its form, and changing it: what is wrong is said, and nobody's change is overwritten."""

import datetime
from dataclasses import replace

from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.rounds.life import change_round, open_round
from tests.personas import SmallPlan
from tests.reading import read
from tests.rounds.opened_rounds import FACTS, OPENED
from tests.sent_forms import form_to, send

PREPARE, CHANGE = "/2020-2024/rounds/prepare/", "/2020-2024/rounds/2022-12/change/"
SAID = {
    "code": "2022-12",
    "name": "December 2022",
    "name_nl": "December 2022",
    "about": "2022-12-31",
    "opens": "2023-01-01",
    "due": "2023-01-20",
    "closes": "2023-02-20",
}


def test_a_round_is_prepared_once_and_asks_what_is_asked_by_default(
    small_plan: SmallPlan, platform: Client
) -> None:
    fields = {**form_to(platform.get(PREPARE), "prepare/"), **SAID}
    first, second = platform.post(PREPARE, fields), platform.post(PREPARE, fields)
    assert first["Location"] == second["Location"] == "/2020-2024/rounds/2022-12/asked/"
    round = Round.objects.get()
    assert (round.state, round.due, round.name_nl) == ("draft", datetime.date(2023, 1, 20), "December 2022")
    assert round.requests.of_leads().count() == 4


WRONG: list[tuple[dict[str, str], int, str]] = [
    ({"code": "December"}, 400, "Ensure this value has at most 7 characters"),
    ({"code": "22-12"}, 400, "Write year and month, such as 2022-12."),
    ({"code": "2023-06", "due": "2022-12-01"}, 400, "A round opens before it is due."),
    ({"code": "2023-06", "closes": "2023-01-02"}, 400, "A round is due before it closes."),
    ({"code": "2023-06", "due": "soon"}, 400, "Write a day such as 31/12/2022."),
    ({}, 409, "There is a round 2022-12 already."),
]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    prepared: Round, platform: Client
) -> None:
    page = platform.get(PREPARE)
    for wrong, status, sentence in WRONG:
        response = send(platform, page, PREPARE, **{**SAID, "instruction": "Sample typed.", **wrong})
        assert response.status_code == status
        text = response.content.decode()
        assert text.count(sentence) == 2, sentence  # on top, and at the field
        assert "Sample typed." in text
    assert Round.objects.count() == 1


def test_in_preparation_the_code_may_change_and_once_opened_it_stays_with_the_day_reported_about(
    prepared: Round, coordinator: User, platform: Client
) -> None:
    response = send(platform, platform.get(CHANGE), CHANGE, code="2023-01", name_nl="Winter")
    assert response["Location"] == "/2020-2024/rounds/2023-01/"
    assert platform.get(response["Location"]).status_code == 200
    prepared.refresh_from_db()
    opened = open_round(round=prepared, by=coordinator, at=OPENED)
    change = CHANGE.replace("2022-12", "2023-01")
    fields = {"code": "2031-01", "about": "2031-01-31", "due": "2022-12-22", "name": "Winter round"}
    response = send(platform, platform.get(change), change, **fields)
    assert response["Location"] == "/2020-2024/rounds/2023-01/"
    opened.refresh_from_db()
    assert (opened.code, opened.about) == ("2023-01", FACTS.about)
    assert (opened.due, opened.name, opened.revision) == (datetime.date(2022, 12, 22), "Winter round", 3)


def test_a_change_made_meanwhile_stands_beside_what_was_typed(
    opened: Round, platform: Client, other_coordinator: User
) -> None:
    page = platform.get(CHANGE)
    theirs = replace(FACTS, name_nl="December 2022", name="Theirs")
    change_round(round=opened, facts=theirs, opened_on=1, by=other_coordinator, at=OPENED)
    response = send(platform, page, CHANGE, name="Mine", name_nl="December 2022")
    assert response.status_code == 409
    response.status_code = 200
    assert read(response).rows == [["Name in English", "Mine", "Theirs"]]
    assert Round.objects.get().name == "Theirs"
    again = send(platform, response, CHANGE)
    assert again.status_code == 302
    assert Round.objects.get().name == "Mine"
    # nor is a closed round changed
    Round.objects.update(state="closed", closed_at=OPENED)
    assert platform.get(CHANGE)["Location"] == "/2020-2024/rounds/2022-12/"
    response = send(platform, page, CHANGE, name="Sample typed.", name_nl="December 2022")
    assert response.status_code == 409
    assert "The round is closed now." in response.content.decode()
    assert "Sample typed." in response.content.decode()
