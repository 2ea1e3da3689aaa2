"""The extract for a minister's policy letter: what the minister coordinates and what it is involved in, apart."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actions.models import Action, MinisterInvolvement
from tests.documents.written_documents import got, raw_text_of, table_with, word_of, words_of
from tests.factories import MinisterFactory, MinisterInvolvementFactory
from tests.page_list.entries import address
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
COORDINATED, INVOLVED = "Actions that the minister coordinates", "Actions that the minister is involved in"


def test_the_ways_to_and_from_an_extract_keep_closing_edition_and_language(
    frozen: FrozenRound, client_of: Browse, coordinator: User, reader: User
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
    what = {row[0].split()[0]: row[1] for row in table_with(document, "Action", "What")[1:]}
    assert what.get("1.2") == "Withdrawn from the plan"
    assert "2.1" not in what
    assert "1 action has been left to other ministers since: 2.1." in words_of(document)
    assert "Actions: 1 withdrawn or merged." in words_of(document)
