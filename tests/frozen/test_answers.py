"""Who had answered when a round closed: in which order, under which words, as far as a person may know."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from actionplan.accounts.models import User
from actionplan.picture import frozen as frozen_picture
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.words import ABSENT, PersonReading
from actionplan.reporting.states import Basis
from actionplan.reports.reviewing import return_report
from actionplan.rounds.counting import Answers
from actionplan.rounds.round_requests import (
    AnswersOfOrganisation,
    RequestInRound,
    answers_by_organisation,
    requests_at_closing,
)
from tests.documents.written_documents import got, raw_text_of, sheets_of
from tests.reporting_factories import hand_in, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

NAMES = ["2020-2024", "2022-06"]
NAMED = {
    "mobility": ("Works", "Aanleg"),
    "rights": ("Equal Chances", "Éénheid"),
    "sport": ("sport", "bloso"),
    "none": ("Youth", ""),
}


def request(organisation: OrganisationPicture | None, **facts: Any) -> RequestInRound:
    usual = {"action": None, "role": "lead", "due": datetime.date(2022, 7, 31), "is_extended": False}
    usual |= {"state": "accepted", "days_late": 0, "excuse": ABSENT}
    return RequestInRound(organisation=organisation, **(usual | facts))


def organisation(key: str) -> OrganisationPicture:
    name, dutch = NAMED[key]
    return OrganisationPicture(1, key, name, dutch, "", 0, None, None, None)


def order() -> list[str]:
    requests = [request(None, state="nobody"), *(request(organisation(key)) for key in NAMED)]
    return [
        answers.organisation.key if answers.organisation else "nobody"
        for answers in answers_by_organisation(requests)
    ]


def test_organisations_stand_by_the_name_that_is_shown_whatever_its_case_and_accents() -> None:
    with translation.override("en"):
        assert order() == ["rights", "sport", "mobility", "none", "nobody"]
    with translation.override("nl"):
        assert order() == ["mobility", "sport", "rights", "none", "nobody"]


def test_partners_are_counted_apart() -> None:
    body = organisation("sport")
    facts = [{}, {"days_late": 3}, {"state": "submitted"}, {"state": "not_started", "days_late": 9}]
    partners = [{"role": "partner"}, {"role": "partner", "state": "not_started"}]
    (answers,) = answers_by_organisation(
        request(body, **facts_of_request) for facts_of_request in [*facts, *partners]
    )
    leads, invited = (
        Answers(Counter(accepted=2, submitted=1, not_started=1)),
        Answers(Counter(accepted=1, not_started=1)),
    )
    others = {"to review": 1, "returned": 0, "not submitted": 1}
    assert answers == AnswersOfOrganisation(body, leads, invited, 1, others)
    assert (answers.leads.asked, answers.in_time) == (4, 1)


def test_what_is_late_or_missing() -> None:
    for facts, is_told in [
        ({}, False),
        ({"days_late": 1}, True),
        ({"state": "submitted"}, True),
        ({"state": "nobody"}, True),
        ({"role": "partner", "state": "not_started"}, False),
        ({"role": "partner", "state": "submitted"}, True),
    ]:
        assert request(None, **facts).is_late_or_missing == is_told, facts


def asked(frozen: FrozenRound, user: User) -> dict[tuple[str, str], RequestInRound]:
    """By code and role."""
    picture = frozen_picture.read(frozen.snapshot, Basis.ACCEPTED)
    follows = user.has_perm("reporting.follow_rounds", frozen.round)
    requests = requests_at_closing(frozen.snapshot, picture, PersonReading(user), follows=follows)
    return {(request.action.code, request.role): request for request in requests}


@pytest.mark.full
@pytest.mark.django_db
def test_what_was_asked_stands_in_the_order_of_the_plan_under_words_for_everybody(
    frozen: FrozenRound, viewer: Client, reader: User, auditor: User
) -> None:
    requests = asked(frozen, reader)
    assert list(requests) == [
        *[("1.1", "lead"), ("1.2", "lead"), ("1.2", "partner"), ("2.1", "lead"), ("2.2", "lead")]
    ]
    missing = requests["2.2", "lead"]
    assert (missing.state, missing.is_extended, missing.due, missing.days_late, missing.words) == (
        *("not_started", True, datetime.date(2022, 8, 15), 17, "not answered yet"),
    )
    assert missing.excuse.text == f"{HASHED} 2.2 excuse"
    # the last day of a request is called so in Dutch
    book = sheets_of(got(viewer, "government-report-xlsx", *NAMES, language="nl"))
    heads = [rows[0] for rows in book.values() if "Uiterlijk" in rows[0]]
    assert [head[0] for head in heads] == ["Code"]
    viewer.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    page = raw_text_of(got(viewer, "round", *NAMES))
    assert "<p>uiterlijk " in page
    assert '<th scope="col">Timing</th>' not in page
    # the excuse of a limited action is for who reads its words
    frozen.small.elsewhere.limited = True
    frozen.small.elsewhere.save()
    assert asked(frozen, reader)["2.2", "lead"].excuse.is_hidden
    assert asked(frozen, auditor)["2.2", "lead"].excuse.text


@pytest.mark.django_db
def test_that_a_report_was_returned_is_for_who_follows_rounds(
    frozen: FrozenRound, contributor: User, coordinator: User, reader: User
) -> None:
    action = frozen.small.with_money
    lead = action.leads.get().organisation
    frozen.round.state = "open"
    frozen.round.save()
    report = hand_in(action, lead, contributor, noon(2022, 9, 5))
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 9, 6))
    frozen.snapshot = frozen.again(noon(2022, 10, 1), coordinator)
    assert asked(frozen, reader)["1.1", "lead"].words == "not answered yet"
    assert asked(frozen, coordinator)["1.1", "lead"].words == "returned"
