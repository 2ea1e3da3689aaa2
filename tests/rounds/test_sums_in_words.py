"""The sums that sentences about a round are said to make add up, on every page and in the report, in both languages."""

import re

import pytest
from django.conf import settings
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import requests_that_need_a_reason, take_into_review
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import By, drafted, hand_in, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED

pytestmark = pytest.mark.full

PAGE = "/2020-2024/rounds/2022-12/"
IN_WORDS = {
    "en": (r"Reports of leads: of (\d+) asked, ([^.;]+)", r"(\d+) of (\d+) requested reports are submitted"),
    "nl": (
        r"Rapporten van rapporterende trekkers: (\d+) gevraagd, waarvan ([^.;]+)",
        r"(\d+) van (\d+) gevraagde rapporten zijn ingediend",
    ),
}
MISSING = {
    "en": "Which reports that were asked for are not accepted?",
    "nl": "Welke gevraagde rapporten zijn niet aanvaard?",
}
DRAFTS = {"en": "1 draft", "nl": "1 concept"}
NOT_ANSWERED = {"en": "not answered yet", "nl": "nog niet beantwoord"}


@pytest.fixture(params=[True, False], ids=["one returned", "one without a draft"])
def answered_in_part(
    request: pytest.FixtureRequest,
    opened: Round,
    small_plan: SmallPlan,
    by_lead: By,
    other_organisation: Organisation,
    stranger: User,
    coordinator: User,
) -> None:
    """1.1 is to review, 1.2 returned or without a draft, 2.1 in draft, 2.2 accepted."""
    hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    if request.param:
        report = hand_in(small_plan.joint, *by_lead, noon(2022, 12, 5))
        return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(small_plan.limited, *by_lead, noon(2022, 12, 6))
    report = hand_in(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 5))
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 12, 7))


def in_language(client: Client, language: str, address: str) -> Element:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return read(client.get(address))


def numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", words)]


def submitted_of_asked(sentence: re.Match[str]) -> tuple[int, int]:
    """Of `of 42 asked, 16 submitted (8 accepted, 8 to review), 2 returned`; each sum is checked."""
    asked, words = int(sentence[1]), sentence[2]
    parts = re.findall(r"(\d+) [^,(]+(?:\(([^)]+)\))?", words)
    assert sum(int(count) for count, _of_it in parts) == asked, words
    for count, of_it in parts:
        assert not of_it or sum(numbers(of_it)) == int(count), words
    return int(parts[0][0]), asked


@pytest.mark.usefixtures("answered_in_part")
@pytest.mark.parametrize("language", ["en", "nl"])
def test_they_add_up_for_each_reader_while_the_round_is_under_way(
    language: str, opened: Round, people: dict[str, User], client_of: ClientOf
) -> None:
    take_into_review(round=opened, by=people["coordinator"], at=REVIEWED)
    in_parts, in_short = IN_WORDS[language]
    for name in ["coordinator", "auditor", "reader"]:
        client = client_of(people[name])
        said = set()
        for address in [PAGE, f"{PAGE}requests/", *([f"{PAGE}close/"] if name == "coordinator" else [])]:
            sentence = re.search(in_parts, in_language(client, language, address).text)
            assert sentence, address
            said.add(submitted_of_asked(sentence))
            assert (DRAFTS[language] in sentence[2]) == (name == "coordinator"), sentence[2]
            assert (NOT_ANSWERED[language] in sentence[2]) == (name == "reader"), sentence[2]
        for address in [
            PAGE,
            "/2020-2024/rounds/",
            *(["/2020-2024/my-work/"] if name == "coordinator" else []),
        ]:
            sentence = re.search(in_short, in_language(client, language, address).text)
            assert sentence, address
            said.add((int(sentence[1]), int(sentence[2])))
        assert said == {(2, 4)}, name


@pytest.mark.usefixtures("answered_in_part")
@pytest.mark.parametrize("language", ["en", "nl"])
def test_they_add_up_in_a_closed_round_and_in_its_report(
    language: str, opened: Round, people: dict[str, User], client_of: ClientOf
) -> None:
    coordinator = people["coordinator"]
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    hanging = list(requests_that_need_a_reason(opened).values_list("pk", flat=True))
    excuse_requests(round=opened, requests=hanging, reason="Sample.", by=coordinator, at=REVIEWED)
    close_round(round=opened, by=coordinator, at=CLOSED)
    in_parts, _in_short = IN_WORDS[language]
    for name in ["coordinator", "reader"]:
        client = client_of(people[name])
        for address in [PAGE, f"{PAGE}report/?language={language}", f"{PAGE}requests/"]:
            page = in_language(client, language, address)
            sentence = re.search(in_parts, page.text)
            assert sentence, address
            assert submitted_of_asked(sentence) == (2, 4)
        # who answered: what is asked is what is accepted, in time or late, and each other state; behind them stand contributions
        rows = [
            row
            for row in in_language(client, language, PAGE).all("table")
            if "answers" in row.attributes.get("aria-labelledby", "")
        ]
        for row in rows[0].rows:
            asked, *others = [int(cell) if cell.isdigit() else 0 for cell in row[1:-2]]
            assert asked == sum(others), row
        # what is missing in the report, and what was accepted
        report = in_language(client, language, f"{PAGE}report/?language={language}").text
        missing = report.split(MISSING[language])[1]
        labels = [
            "not answered yet",
            "nog niet beantwoord",
            "to review",
            "te beoordelen",
            "not submitted",
            "niet ingediend",
            "returned",
            "teruggestuurd",
        ]
        found = re.findall(rf"(\d+) (?:{'|'.join(labels)})", missing[:600])
        assert sum(map(int, found)) == 3, missing[:600]
