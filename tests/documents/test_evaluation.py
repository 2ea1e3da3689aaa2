"""The mid-term evaluation: several closed rounds beside one another, the trend of where the actions stood."""

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Snapshot
from tests.documents.written_documents import got, headings_of, raw_text_of, table_with, word_of, words_of
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db
PLAN = "2020-2024"


@pytest.mark.full
def test_one_round_alone_can_be_evaluated_in_one_edition_and_another_period_keeps_the_language(
    frozen: FrozenRound, client_of: ClientOf, coordinator: User
) -> None:
    page = raw_text_of(got(client_of(coordinator), "evaluation", PLAN, language="nl"))
    assert '<input type="hidden" name="language" value="nl">' in page
    assert "edition" not in page
    response = got(client_of(coordinator), "evaluation-docx", PLAN, language="en")
    assert "limited" not in raw_text_of(response)
    document = word_of(response)
    assert "This evaluation is about one round alone: nothing is compared." in words_of(document)
    assert (1, "Method") in headings_of(document)


@pytest.mark.full
def test_each_closed_round_is_a_row_and_rounds_are_chosen_in_either_order(
    frozen: FrozenRound, viewer: Client, coordinator: User
) -> None:
    close_the_next_round(frozen, coordinator)
    for asked in [{}, {"from": "2022-12", "to": "2022-06"}]:
        response = got(viewer, "evaluation-docx", PLAN, language="en", **asked)
        assert 'filename="evaluation-2020-2024-2022-06-to-2022-12-en.docx"' in response["Content-Disposition"]
        head, *rows = table_with(word_of(response), "Round")
        assert [(row[0], row[head.index("ongoing")], row[-1]) for row in rows] == [
            ("Mid-2022", "3", "4"),
            ("Round 2022-12", "3", "4"),
        ]
    # every round is named with its hash; one that is not closed is left out with a sentence
    page = raw_text_of(got(viewer, "evaluation", PLAN, **{"from": "1999-12"}))
    assert "Not a closed round, and left out: “1999-12”." in page
    assert all(sha256 in page for sha256 in Snapshot.objects.values_list("sha256", flat=True))


def test_a_plan_without_a_closed_round_has_nothing_to_evaluate(
    small_plan: object, client_of: ClientOf, reader: User
) -> None:
    page = raw_text_of(got(client_of(reader), "evaluation", PLAN))
    assert "No round is closed yet: there is nothing to evaluate." in page
    assert client_of(reader).get(address("evaluation-docx", PLAN)).status_code == 404
