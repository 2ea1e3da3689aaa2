"""No document for everybody has a word about a limited action, whoever makes it; the internal edition has them all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actions.models import Action
from tests.documents.written_documents import FORMATS, got, raw_text_of
from tests.page_list.entries import address
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
NAMES = ["2020-2024", "2022-06"]
ABOUT_LIMITED = f"{HASHED} 2.1"
"""Every text that somebody wrote about the limited action begins so."""
NEVER = [
    "note to platform",
    "remark",
    "question",
    "answer",
    "agreed by",
    "source",
    "ledger",
    "site",
    "unreviewed",
]
"""What is in no document of any edition."""
LEFT_OUT = "This action is limited: what was reported in words is left out here."


def documents(client: Client, **query: Any) -> Iterator[tuple[str, HttpResponse]]:
    for name in FORMATS:
        yield name, got(client, name, *NAMES, **query)
    for name in ["minister-extract", "minister-extract-docx"]:
        yield name, got(client, name, *NAMES, "education", **query)
    for name in ["evaluation", "evaluation-docx"]:
        yield name, got(client, name, "2020-2024", **query)


@pytest.mark.parametrize(
    "person",
    [
        "reader",
        *(
            pytest.param(one, marks=pytest.mark.again)
            for one in ["contributor", "coordinator", "auditor", "minister_reader"]
        ),
    ],
)
def test_the_public_edition_is_the_same_for_everybody_and_has_no_word(
    frozen: FrozenRound, client_of: Browse, request: pytest.FixtureRequest, person: str
) -> None:
    client = client_of(request.getfixturevalue(person))
    for name, response in documents(client):
        text = raw_text_of(response)
        assert ABOUT_LIMITED not in text, name
        for language in ["nl", "en"]:
            again = raw_text_of(client.get(f"{response.wsgi_request.path}?language={language}"))
            assert ABOUT_LIMITED not in again, name


def test_it_says_at_the_place_that_words_are_left_out(
    frozen: FrozenRound, client_of: Browse, coordinator: User
) -> None:
    for name in FORMATS:
        assert LEFT_OUT in raw_text_of(got(client_of(coordinator), name, *NAMES)), name


@pytest.mark.parametrize("person", ["coordinator", "auditor"])
def test_the_internal_edition_has_the_words(
    frozen: FrozenRound, client_of: Browse, request: pytest.FixtureRequest, person: str
) -> None:
    client = client_of(request.getfixturevalue(person))
    for name, response in documents(client, edition="internal"):
        text = raw_text_of(response)
        if name.startswith("evaluation"):
            assert "Internal" not in text, "it tells of no single action in words: it is in one edition"
            continue
        assert "Internal edition: not for publication" in text, name
        for words in ["done", "next steps", "obstacles"]:
            assert f"{ABOUT_LIMITED} {words}" in text, (name, words)
        assert LEFT_OUT not in text, name


@pytest.mark.parametrize("person", ["reader", "contributor", "minister_reader", "administrator"])
def test_nobody_else_has_an_internal_edition(
    frozen: FrozenRound, client_of: Browse, request: pytest.FixtureRequest, person: str
) -> None:
    client = client_of(request.getfixturevalue(person))
    for name in FORMATS:
        assert client.get(address(name, *NAMES, edition="internal")).status_code == 404
    assert "edition=internal" not in raw_text_of(got(client, "government-report", *NAMES))


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_notes_remarks_questions_and_sources_are_in_no_edition(
    frozen: FrozenRound, client_of: Browse, coordinator: User, edition: str
) -> None:
    for name, response in documents(client_of(coordinator), edition=edition):
        text = raw_text_of(response)
        for code in ["1.1", "1.2", "2.1"]:
            found = [word for word in NEVER if f"{HASHED} {code} {word}" in text]
            assert found == [], (name, code)
        assert f"{HASHED} question" not in text
        assert f"{HASHED} answer" not in text
        assert f"{HASHED} minister remark" not in text


def test_whether_an_action_is_limited_is_that_of_today(
    frozen: FrozenRound, client_of: Browse, reader: User
) -> None:
    Action.objects.filter(pk=frozen.small.limited.pk).update(limited=False)
    Action.objects.filter(pk=frozen.small.with_money.pk).update(limited=True)
    for name in FORMATS:
        text = raw_text_of(got(client_of(reader), name, *NAMES))
        assert f"{ABOUT_LIMITED} done" in text, name
        assert f"{HASHED} 1.1" not in text, name


def test_an_excuse_about_a_limited_action_is_a_word_about_it(
    frozen: FrozenRound, client_of: Browse, coordinator: User
) -> None:
    Action.objects.filter(pk=frozen.small.elsewhere.pk).update(limited=True)
    client = client_of(coordinator)
    for name in FORMATS:
        assert f"{HASHED} 2.2" not in raw_text_of(got(client, name, *NAMES)), name
        inside = raw_text_of(got(client, name, *NAMES, edition="internal"))
        assert f"{HASHED} 2.2 excuse" in inside, name


def test_a_preview_leaves_them_out_as_well(frozen: FrozenRound, client_of: Browse, coordinator: User) -> None:
    Round.objects.filter(pk=frozen.round.pk).update(state="review")
    client = client_of(coordinator)
    for name in FORMATS:
        assert ABOUT_LIMITED not in raw_text_of(got(client, name, *NAMES)), name
        assert f"{ABOUT_LIMITED} done" in raw_text_of(got(client, name, *NAMES, edition="internal")), name


def test_what_was_removed_by_law_is_removed_from_every_document(
    frozen: FrozenRound, client_of: Browse, coordinator: User, administrator: User
) -> None:
    report = frozen.reports["1.1"]
    call_command(
        "redact_report", str(report.pk), "--reason", "Sample.", "--by", administrator.username, "--no-input"
    )
    for name in FORMATS:
        text = raw_text_of(got(client_of(coordinator), name, *NAMES))
        assert f"{HASHED} 1.1 done" not in text, name
        assert "Removed by law." in text, name
