"""Where a round under way is told of on other pages: the overview, the navigation, and what an office sees first."""

import datetime

import pytest
from django.utils import translation

from actionplan.accounts.models import User
from actionplan.base.formatting import until_words
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.rounds.round_words import line_of_round_under_way
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import return_report
from actionplan.rounds.life import open_round
from actionplan.rounds.validation import answer_for_minister
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import OPENED, REVIEWED, answered


@pytest.fixture
def in_validation(opened: Round, small_plan: SmallPlan, people: dict[str, User]) -> Round:
    answered(opened, small_plan, people, noon(2022, 12, 5))
    opened.state = "validation"
    opened.save(update_fields=["state"])
    return opened


@pytest.mark.full
def test_the_line_says_how_many_answered_and_how_long_there_is(
    prepared: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    client, at = client_of(contributor), noon(2022, 12, 15)
    # between rounds there is no line
    assert line_of_round_under_way(small_plan.plan, at) is None
    assert "Round December 2022" not in read(client.get("/2020-2024/")).text
    opened = open_round(round=prepared, by=coordinator, at=OPENED)
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 12, 5))
    again = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 5))
    return_report(report=again, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    line = line_of_round_under_way(small_plan.plan, at)
    assert line.sentence == "Round December 2022: 1 of 4 submitted, due in 5 days."
    assert line.url == "/2020-2024/rounds/2022-12/"
    # the overview has it today and not on another day
    assert "Round December 2022: 1 of 4 submitted" in read(client.get("/2020-2024/")).text
    assert "Round December 2022" not in read(client.get("/2020-2024/?on=2022-12-31")).text
    # it says the state once nothing is submitted any more, in the reader's language
    Round.objects.update(state="validation", name_nl="Winterronde")
    line = line_of_round_under_way(small_plan.plan, at)
    assert line.sentence == "Round December 2022: 1 of 4 submitted, in validation."
    with translation.override("nl"):
        assert "Winterronde" in line_of_round_under_way(opened.plan, at).sentence


def test_how_far_off_the_due_date_is() -> None:
    sentences = {15: "due in 5 days", 19: "due tomorrow", 20: "due today", 21: "1 day late"}
    for day, words in sentences.items():
        assert until_words(datetime.date(2022, 12, 20), datetime.date(2022, 12, day)) == words


def test_an_office_sees_first_what_it_is_asked_and_then_its_minister(
    in_validation: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    reader: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    client, page = client_of(minister_reader), "/2020-2024/rounds/2022-12/validation/education/"
    assert client.get("/")["Location"] == page
    assert f'href="{page}"' in client.get("/2020-2024/").content.decode()
    # nobody else has that entry
    for person, first in [(reader, "/2020-2024/"), (coordinator, "/2020-2024/my-work/")]:
        assert "/validation/" not in client_of(person).get("/2020-2024/actions/").content.decode()
        assert client_of(person).get("/")["Location"] == first
    # until it has answered
    answers = {action.pk: "" for action in small_plan.actions if action != small_plan.elsewhere}
    answer_for_minister(
        round=in_validation, minister=minister, remarks=answers, by=minister_reader, at=REVIEWED
    )
    assert client.get("/")["Location"] == "/2020-2024/ministers/education/"
