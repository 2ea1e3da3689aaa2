"""The extract for a minister's policy letter: what the minister coordinates and what it is involved in, apart."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actions.models import Action, MinisterInvolvement
from tests.documents.written_documents import got, headings_of, raw_text_of, table_with, word_of, words_of
from tests.factories import MinisterFactory, MinisterInvolvementFactory
from tests.page_list.entries import address
from tests.personas import person
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
COORDINATED, INVOLVED = "Actions that the minister coordinates", "Actions that the minister is involved in"


def actions_under(headings: list[tuple[int, str]], title: str) -> list[str]:
    """The codes of the actions whose headings stand under this one."""
    found, is_under = [], False
    for level, words in headings:
        if level == 1:
            is_under = words == title
        elif is_under:
            found.append(words.split()[0])
    return found


@pytest.fixture
def story_reader(demo_story: str, client_of: Browse) -> Client:
    return client_of(person("reader_of_the_story", Role.READER))


def test_coordinated_and_involved_stand_apart(story_reader: Client) -> None:
    names = ["2020-2024", "2022-12", "justice"]
    headings = headings_of(word_of(got(story_reader, "minister-extract-docx", *names, language="en")))
    coordinated, involved = actions_under(headings, COORDINATED), actions_under(headings, INVOLVED)
    assert "3.13" in coordinated, "of which two ministers are printed as coordinating"
    assert involved
    assert not set(coordinated) & set(involved)


def test_its_figures_are_those_of_the_minister(story_reader: Client) -> None:
    names = ["2020-2024", "2022-12", "education"]
    document = word_of(got(story_reader, "minister-extract-docx", *names, language="en"))
    coordinated = actions_under(headings_of(document), COORDINATED)
    assert table_with(document, "Objective")[-1][-1] == str(len(coordinated)) == "10"
    assert f"Of {len(coordinated)} actions: 3 completed, 7 ongoing." in words_of(document)


@pytest.mark.again
def test_it_says_which_of_its_actions_the_report_counts_under_another_minister(story_reader: Client) -> None:
    said, asked = "counts in the report under another minister, who is printed first", {"language": "en"}
    names = ["2020-2024", "2022-12"]
    coordinating = ["home_affairs", "justice"]
    words = {
        key: words_of(word_of(got(story_reader, "minister-extract-docx", *names, key, **asked)))
        for key in coordinating
    }
    assert f"1 of these actions {said}: 3.13." in words["home_affairs"]
    assert said not in words["justice"]
    report = word_of(got(story_reader, "government-report-docx", *names, **asked))
    counted = {row[0]: row[-1] for row in table_with(report, "Coordinating minister")[1:]}
    home = next(count for name, count in counted.items() if "Home" in name or "Interior" in name)
    assert (home, "Of 19 actions:" in words["home_affairs"]) == ("18", True)


def test_the_verdict_on_a_continuous_action_is_counted_in_its_own_words(story_reader: Client) -> None:
    names = ["2020-2024", "2022-12", "economy"]
    words = words_of(word_of(got(story_reader, "minister-extract-docx", *names, language="en")))
    assert "1 ongoing. Verdict of the Platform on continuous actions: 1 as intended." in words


def test_it_names_the_minister_in_the_language_of_the_document(story_reader: Client) -> None:
    names = ["2020-2024", "2022-12", "education"]
    page = raw_text_of(got(story_reader, "minister-extract", *names, language="nl"))
    assert "Onderwijs, Sport, Dierenwelzijn en Vlaamse Rand" in page


def test_it_names_what_was_withdrawn_since_and_what_another_minister_has_now(
    frozen: FrozenRound, client_of: Browse, reader: User, coordinator: User
) -> None:
    small, day = frozen.small, datetime.date(2022, 10, 1)
    Action.objects.filter(pk=small.joint.pk).update(in_force_until=day)
    moved = small.limited.minister_involvements.get()
    MinisterInvolvement.objects.filter(pk=moved.pk).update(in_force_until=day)
    MinisterInvolvementFactory(action=small.limited, minister=MinisterFactory(), in_force_from=day)
    close_the_next_round(frozen, coordinator)
    names = ["2020-2024", "2022-12", "education"]
    document = word_of(got(client_of(reader), "minister-extract-docx", *names))
    what = {row[0].split()[0]: row[1] for row in table_with(document, "Action", "What")[1:]}
    assert what.get("1.2") == "Withdrawn from the plan"
    assert "2.1" not in what
    assert "1 action has been left to other ministers since: 2.1." in words_of(document)
    assert "Actions: 1 withdrawn or merged." in words_of(document)


def test_the_ways_to_and_from_an_extract_keep_closing_edition_and_language(
    frozen: FrozenRound, client_of: Browse, coordinator: User
) -> None:
    client, names = client_of(coordinator), ["2020-2024", "2022-06"]
    asked = {"closing": "1", "edition": "internal", "language": "nl"}
    round = f'href="{address("round", *names, closing="1")}"'
    page = raw_text_of(got(client, "minister-extract", *names, "education", **asked))
    report = address("government-report", *names, **asked)
    assert f'<li><a href="{report.replace("&", "&amp;")}">' in page
    assert round in page
    assert round in raw_text_of(got(client, "government-report", *names, **asked))
    plain = raw_text_of(got(client, "minister-extract", *names, "education"))
    assert f'<li><a href="{address("government-report", *names)}">' in plain
    # the report leads to each extract on the same closing
    page = raw_text_of(got(client, "government-report", *names, closing="1"))
    assert address("minister-extract", *names, "education", closing="1") in page
    # a minister without a part has none
    for name in ["minister-extract", "minister-extract-docx"]:
        assert client.get(address(name, *names, "mobility")).status_code == 404
