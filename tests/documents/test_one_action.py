"""One action on a page of Word: accepted facts alone, no limited words, notes or questions, the verdict by choice."""

from pathlib import Path

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.documents import soffice
from tests.documents.written_documents import got, raw_text_of, word_of, words_of
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
NEVER = ["note to platform", "remark", "question", "answer", "agreed by", "source", "unreviewed"]


def words(client: Client, code: str, **query: str) -> str:
    return words_of(word_of(got(client, "action-docx", "2020-2024", code, **query)))


@pytest.mark.full
def test_it_tells_what_was_accepted_to_everybody_the_same(
    frozen: FrozenRound, client_of: ClientOf, people: dict[str, User]
) -> None:
    said = words(client_of(people["reader"]), "1.1")
    assert f"{HASHED} 1.1 done" in said
    for person in ["reader", "coordinator", "contributor", "auditor"]:
        for code in ["1.1", "1.2", "2.1"]:
            response = got(client_of(people[person]), "action-docx", "2020-2024", code, basis="reported")
            text = raw_text_of(response)
            assert [word for word in NEVER if f"{HASHED} {code} {word}" in text] == [], (person, code)
        assert f"{HASHED} 2.1" not in text, "a limited action is told in facts alone"
        assert words(client_of(people[person]), "1.1", round="2022-06") == words(
            client_of(people["reader"]), "1.1", round="2022-06"
        )


def test_the_verdict_and_what_is_asked_are_told_by_choice(frozen: FrozenRound, viewer: Client) -> None:
    assert "Assessed not told here" in words(viewer, "1.1")
    assert "Assessed ▲ needs attention" in words(viewer, "1.1", verdict="yes")
    page = raw_text_of(got(viewer, "action", "2020-2024", "1.1", round="2022-06"))
    file = address("action-docx", "2020-2024", "1.1", round="2022-06", basis="accepted").replace("&", "&amp;")
    assert f'href="{file}"' in page
    assert f'href="{file}&amp;verdict=yes"' in page


@pytest.mark.full
def test_of_a_closed_round_it_has_the_hash_and_is_one_page(
    frozen: FrozenRound, viewer: Client, tmp_path: Path
) -> None:
    response = got(viewer, "action-docx", "2020-2024", "1.1", round="2022-06", verdict="yes", language="nl")
    assert 'filename="action-1.1-2020-2024-nl.docx"' in response["Content-Disposition"]
    assert frozen.snapshot.sha256 in raw_text_of(response)
    program, source = soffice.needed(), tmp_path / "action.docx"
    source.write_bytes(response.content)
    assert len(soffice.pages_of(soffice.as_pdf(program, source))) == 1
