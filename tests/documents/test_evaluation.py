"""The mid-term evaluation: several closed rounds beside one another, the trend of where the actions stood."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.documents.written_documents import got, headings_of, raw_text_of, word_of, words_of
from tests.page_list.entries import address
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
PLAN = "2020-2024"


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


def test_a_plan_without_a_closed_round_has_nothing_to_evaluate(
    small_plan: object, client_of: Browse, reader: User
) -> None:
    page = raw_text_of(got(client_of(reader), "evaluation", PLAN))
    assert "No round is closed yet: there is nothing to evaluate." in page
    assert client_of(reader).get(address("evaluation-docx", PLAN)).status_code == 404
