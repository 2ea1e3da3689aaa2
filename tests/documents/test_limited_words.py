"""No document for everybody has a word about a limited action, whoever makes it; the internal edition has them all."""

from collections.abc import Iterator
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
from tests.personas import ClientOf
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = [pytest.mark.django_db, pytest.mark.full]
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


def the_words_that_are_in_no_edition(name: str, text: str) -> None:
    """Notes, remarks, questions, answers and sources."""
    for code in ["1.1", "1.2", "2.1"]:
        assert [word for word in NEVER if f"{HASHED} {code} {word}" in text] == [], (name, code)
    for words in ["question", "answer", "minister remark"]:
        assert f"{HASHED} {words}" not in text, name


def test_a_word_about_a_limited_action_is_in_the_internal_edition_alone(
    frozen: FrozenRound, client_of: ClientOf, people: dict[str, User]
) -> None:
    browsers = {name: client_of(people[name]) for name in people if people[name]}
    the_public_edition_is_the_same_for_everybody_and_has_no_word(browsers)
    the_internal_edition_has_the_words_and_is_for_coordinators_and_auditors(browsers)
    whether_an_action_is_limited_is_that_of_today_also_of_its_excuse(frozen, browsers["coordinator"])


def the_public_edition_is_the_same_for_everybody_and_has_no_word(browsers: dict[str, Client]) -> None:
    client, files = browsers["reader"], {}
    for name, response in documents(client):
        files[name] = response
        text = raw_text_of(response)
        assert ABOUT_LIMITED not in text, name
        the_words_that_are_in_no_edition(name, text)
        if name in FORMATS:
            assert LEFT_OUT in text, f"{name}: said at the place"
        assert ABOUT_LIMITED not in raw_text_of(client.get(f"{response.wsgi_request.path}?language=nl")), name
    name = "government-report-docx"
    for person in ["coordinator", "contributor", "minister_reader"]:
        assert got(browsers[person], name, *NAMES).content == files[name].content, person
    assert ABOUT_LIMITED not in raw_text_of(got(browsers["coordinator"], "government-report", *NAMES))


def the_internal_edition_has_the_words_and_is_for_coordinators_and_auditors(
    browsers: dict[str, Client],
) -> None:
    for name, response in documents(browsers["coordinator"], edition="internal"):
        text = raw_text_of(response)
        the_words_that_are_in_no_edition(name, text)
        if name.startswith("evaluation"):
            assert "Internal" not in text, "it tells of no single action in words: it is in one edition"
            continue
        assert "Internal edition: not for publication" in text, name
        for words in ["done", "next steps", "obstacles"]:
            assert f"{ABOUT_LIMITED} {words}" in text, (name, words)
        assert LEFT_OUT not in text, name
    assert f"{ABOUT_LIMITED} done" in raw_text_of(
        got(browsers["auditor"], FORMATS[0], *NAMES, edition="internal")
    )
    for person in ["reader", "contributor", "minister_reader", "administrator"]:
        for name in FORMATS:
            assert browsers[person].get(address(name, *NAMES, edition="internal")).status_code == 404
    assert "edition=internal" not in raw_text_of(got(browsers["reader"], "government-report", *NAMES))


def whether_an_action_is_limited_is_that_of_today_also_of_its_excuse(
    frozen: FrozenRound, client: Client
) -> None:
    small = frozen.small
    Action.objects.filter(pk=small.limited.pk).update(limited=False)
    Action.objects.filter(pk__in=[small.with_money.pk, small.elsewhere.pk]).update(limited=True)
    for name in FORMATS:
        text = raw_text_of(got(client, name, *NAMES))
        assert f"{ABOUT_LIMITED} done" in text, name
        assert f"{HASHED} 1.1" not in text, name
        assert f"{HASHED} 2.2" not in text, name
        inside = raw_text_of(got(client, name, *NAMES, edition="internal"))
        assert f"{HASHED} 2.2 excuse" in inside, name


@pytest.mark.owner
def test_what_was_removed_by_law_is_removed_from_every_document_and_a_preview_leaves_out_as_much(
    frozen: FrozenRound, platform: Client, administrator: User
) -> None:
    report = frozen.reports["1.1"]
    by = ["--by", administrator.username]
    call_command("redact_report", str(report.pk), "--reason", "Sample.", *by, "--no-input")
    for name in FORMATS:
        text = raw_text_of(got(platform, name, *NAMES))
        assert f"{HASHED} 1.1 done" not in text, name
        assert "Removed by law." in text, name
    Round.objects.filter(pk=frozen.round.pk).update(state="review")
    for name in FORMATS:
        assert ABOUT_LIMITED not in raw_text_of(got(platform, name, *NAMES)), name
        assert f"{ABOUT_LIMITED} done" in raw_text_of(got(platform, name, *NAMES, edition="internal")), name
