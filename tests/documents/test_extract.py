"""The extract for a minister's policy letter: what the minister coordinates and what it is involved in, apart."""

import datetime

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actions.models import Action, MinisterInvolvement
from actions.states import MinisterRole
from tests.documents.written_documents import got, headings_of, raw_text_of, table_with, word_of, words_of
from tests.factories import MinisterFactory, MinisterInvolvementFactory
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db
COORDINATED, INVOLVED = "Actions that the minister coordinates", "Actions that the minister is involved in"


def test_the_ways_to_and_from_an_extract_keep_closing_edition_and_language(
    frozen: FrozenRound, client_of: ClientOf, coordinator: User, reader: User
) -> None:
    client, names = client_of(coordinator), ["2020-2024", "2022-06"]
    query = {"closing": "1", "edition": "internal", "language": "nl"}
    round = f'href="{address("round", *names, closing="1")}"'
    page = raw_text_of(got(client, "minister-extract", *names, "education", **query))
    report = address("government-report", *names, **query)
    assert f'<li><a href="{report.replace("&", "&amp;")}">' in page
    assert round in page
    assert round in raw_text_of(got(client, "government-report", *names, **query))
    plain = raw_text_of(got(client, "minister-extract", *names, "education"))
    assert f'<li><a href="{address("government-report", *names)}">' in plain
    # the report leads to each extract on the same closing
    page = raw_text_of(got(client, "government-report", *names, closing="1"))
    assert address("minister-extract", *names, "education", closing="1") in page
    # a minister without a part has none
    for name in ["minister-extract", "minister-extract-docx"]:
        assert client.get(address(name, *names, "mobility")).status_code == 404
    it_names_what_was_withdrawn_since_and_what_another_minister_has_now(
        frozen, client_of(reader), coordinator
    )


@pytest.mark.full
def test_it_has_what_the_minister_coordinates_and_is_involved_in_apart(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    """An action that two ministers coordinate counts in the report under the one who is printed first."""
    small = frozen.small
    second = MinisterFactory(key="justice", title="Minister for Justice", title_nl="minister van Justitie")
    coordinating = {"minister": second, "role": MinisterRole.COORDINATING, "order": 2}
    MinisterInvolvementFactory(action=small.joint, **coordinating)
    MinisterInvolvementFactory(action=small.with_money, minister=second, role=MinisterRole.INVOLVED, order=2)
    frozen.again(noon(2022, 9, 20), coordinator)
    names = ["2020-2024", "2022-06"]
    document = word_of(got(viewer, "minister-extract-docx", *names, "justice"))
    titles = [title for level, title in headings_of(document) if level < 3]
    coordinated, involved = titles.index(COORDINATED), titles.index(INVOLVED)
    assert [title.split()[0] for title in titles[coordinated + 1 : involved]] == ["1.2"]
    assert titles[involved + 1].startswith("1.1 ")
    words = words_of(document)
    assert "Of 1 action: 1 ongoing. Verdict of the Platform on the 1 unfinished action: 1 on track." in words
    said = "counts in the report under another minister, who is printed first: 1.2."
    assert said in words
    assert said not in words_of(word_of(got(viewer, "minister-extract-docx", *names, "education")))
    report = word_of(got(viewer, "government-report-docx", *names))
    assert [len(row[1]) for row in table_with(report, "Coordinating minister")[1:]] == [3, 1]
    page = raw_text_of(got(viewer, "minister-extract", *names, "justice", language="nl"))
    assert "minister van Justitie" in page


def it_names_what_was_withdrawn_since_and_what_another_minister_has_now(
    frozen: FrozenRound, client: Client, coordinator: User
) -> None:
    small, day = frozen.small, datetime.date(2022, 10, 1)
    Action.objects.filter(pk=small.joint.pk).update(in_force_until=day)
    moved = small.limited.minister_involvements.get()
    MinisterInvolvement.objects.filter(pk=moved.pk).update(in_force_until=day)
    MinisterInvolvementFactory(action=small.limited, minister=MinisterFactory(), in_force_from=day)
    close_the_next_round(frozen, coordinator)
    names = ["2020-2024", "2022-12", "education"]
    document = word_of(got(client, "minister-extract-docx", *names))
    assert "1 withdrawn or merged: 1.2 " in words_of(document)
    assert "1 action has been left to other ministers since: 2.1." in words_of(document)
