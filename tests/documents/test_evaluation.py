"""The mid-term evaluation: several closed rounds beside one another, the trend of where the actions stood."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.reporting.models import Snapshot
from tests.documents.written_documents import got, headings_of, raw_text_of, table_with, word_of, words_of
from tests.page_list.entries import address
from tests.personas import person
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
PLAN = "2020-2024"


@pytest.fixture
def story_reader(demo_story: str, client_of: Browse) -> Client:
    return client_of(person("reader_of_the_story", Role.READER))


def test_the_trend_has_a_row_for_each_closed_round(story_reader: Client) -> None:
    head, *rows = table_with(word_of(got(story_reader, "evaluation-docx", PLAN, language="en")), "Round")
    assert [row[0] for row in rows] == ["June 2021", "December 2021", "June 2022", "December 2022"]
    assert dict(zip(head, rows[-1], strict=True))["completed"] == "9"
    assert {row[-1] for row in rows} == {"50"}


def test_rounds_are_chosen_in_the_address_in_either_order(story_reader: Client) -> None:
    asked = {"from": "2022-12", "to": "2022-06", "language": "en"}
    _head, *rows = table_with(word_of(got(story_reader, "evaluation-docx", PLAN, **asked)), "Round")
    assert [row[0] for row in rows] == ["June 2022", "December 2022"]


def test_a_round_that_is_not_closed_is_left_out_with_a_sentence(story_reader: Client) -> None:
    page = raw_text_of(got(story_reader, "evaluation", PLAN, **{"from": "1999-12"}))
    assert "Not a closed round, and left out: “1999-12”." in page


def test_every_round_is_named_with_its_hash(story_reader: Client) -> None:
    page = raw_text_of(got(story_reader, "evaluation", PLAN))
    hashes = Snapshot.objects.values_list("sha256", flat=True)
    assert len(hashes) == 4
    assert all(sha256 in page for sha256 in hashes)


def test_one_round_of_several_is_not_called_the_first(story_reader: Client) -> None:
    asked = {"from": "2022-12", "to": "2022-12", "language": "en"}
    words = words_of(word_of(got(story_reader, "evaluation-docx", PLAN, **asked)))
    assert "There is no earlier closed round" not in words
    assert "This evaluation is about one round alone: nothing is compared." in words
    assert "December 2022 to December 2022" not in words


def test_the_trend_says_what_its_words_mean_of_continuous_actions(story_reader: Client) -> None:
    asked = {"from": "2022-12", "to": "2022-12", "language": "en"}
    words = words_of(word_of(got(story_reader, "evaluation-docx", PLAN, **asked)))
    assert "Here continuous actions stand under the same words: on track is as intended" in words


def test_one_round_alone_can_be_evaluated_in_one_edition_and_another_period_keeps_the_language(
    frozen: FrozenRound, client_of: Browse, coordinator: User
) -> None:
    page = raw_text_of(got(client_of(coordinator), "evaluation", PLAN, language="nl"))
    assert '<input type="hidden" name="language" value="nl">' in page
    assert "edition" not in page
    response = got(client_of(coordinator), "evaluation-docx", PLAN, language="en")
    assert "limited" not in raw_text_of(response)
    document = word_of(response)
    assert "This evaluation is about one round alone: nothing is compared." in words_of(document)
    assert (1, "Method") in headings_of(document)


@pytest.mark.again
def test_the_name_of_the_file_says_from_which_round_to_which(story_reader: Client) -> None:
    def name(first: str, last: str) -> str:
        asked = {"from": first, "to": last, "language": "en"}
        return got(story_reader, "evaluation-docx", PLAN, **asked)["Content-Disposition"]

    assert 'filename="evaluation-2020-2024-2021-06-to-2022-12-en.docx"' in name("2021-06", "2022-12")
    assert 'filename="evaluation-2020-2024-2022-06-to-2022-12-en.docx"' in name("2022-06", "2022-12")
    assert 'filename="evaluation-2020-2024-2022-12-en.docx"' in name("2022-12", "2022-12")


def test_a_plan_without_a_closed_round_has_nothing_to_evaluate(
    small_plan: object, client_of: Browse, reader: User
) -> None:
    page = raw_text_of(got(client_of(reader), "evaluation", PLAN))
    assert "No round is closed yet: there is nothing to evaluate." in page
    assert client_of(reader).get(address("evaluation-docx", PLAN)).status_code == 404
