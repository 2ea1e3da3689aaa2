"""The Platform's texts for the report on a round: who writes, versions, what the round before proposes, the snapshot."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.reporting.models import PlatformText, Round, SnapshotItem, SnapshotText
from actionplan.reporting.states import RoundState
from actionplan.rounds.platform_texts import (
    NO_WORDS,
    Words,
    texts_before,
    texts_of,
    texts_to_write,
    write_platform_texts,
)
from actionplan.rounds.verifying import verify
from tests.amendments.government_factories import PlatformTextFactory
from tests.personas import SmallPlan
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound

AT, LATER = noon(2022, 9, 10), noon(2022, 10, 1)
FIRST, SECOND = Words("Sample first.", "Voorbeeld een."), Words("Sample second.", "Voorbeeld twee.")


@pytest.fixture
def round(small_plan: SmallPlan) -> Round:
    return RoundFactory(
        plan=small_plan.plan, code="2022-06", about=datetime.date(2022, 6, 30), state=RoundState.OPEN
    )


@pytest.fixture
def before(small_plan: SmallPlan) -> Round:
    return RoundFactory(
        plan=small_plan.plan,
        code="2021-12",
        about=datetime.date(2021, 12, 31),
        state=RoundState.CLOSED,
        closed_at=noon(2022, 1, 31),
    )


def write(round: Round, by: User, at: datetime.datetime = AT, opened_on: Any = None, **texts: Words) -> Any:
    return write_platform_texts(round=round, texts=texts, opened_on=opened_on, by=by, at=at)


def test_each_text_that_changed_makes_a_version_and_the_others_none(
    round: Round, coordinator: User, other_coordinator: User
) -> None:
    places = texts_to_write(round)
    assert [place.name for place in places] == ["introduction", "objective_1", "objective_2", "conclusion"]
    assert [place.version for place in places] == [0, 0, 0, 0]
    write(round, coordinator, introduction=FIRST, objective_2=FIRST, conclusion=NO_WORDS)
    new = write(round, other_coordinator, LATER, introduction=FIRST, objective_2=SECOND)
    assert [(text.name, text.version) for text in new] == [("objective_2", 2)]
    versions = texts_of(round)
    assert [(name, text.version) for name, text in versions.items()] == [
        ("introduction", 1),
        ("objective_2", 2),
    ]
    second = versions["objective_2"]
    assert (second.text, second.text_nl) == (SECOND.text, SECOND.text_nl)
    assert (second.written_by, second.written_at) == (other_coordinator, LATER)
    assert PlatformText.objects.count() == 3
    # the trail names round, part and version, and never the words
    events = list(Event.objects.filter(verb=Verb.PLATFORM_TEXT_WRITTEN).order_by("pk"))
    assert [event.sentence for event in events[:2]] == [
        "Coordinator wrote version 1 of a text of the Platform for the round June 2022: introduction.",
        "Coordinator wrote version 1 of a text of the Platform for the round June 2022: 2. Objective number 2.",
    ]
    for event in events:
        kept = f"{event.subject}{event.names_json}{event.before_json}{event.after_json}"
        assert FIRST.text not in kept
        assert FIRST.text_nl not in kept
    # a text is taken out by a version without words
    write(round, coordinator, introduction=NO_WORDS)
    assert (texts_of(round)["introduction"].version, texts_of(round)["introduction"].has_words) == (2, False)


def test_only_coordinators_write_and_only_where_the_plan_has_a_place(
    round: Round, people: dict[str, User]
) -> None:
    for name in ["contributor", "minister_reader", "reader", "auditor", "administrator"]:
        with pytest.raises(PermissionDenied):
            write(round, people[name], introduction=FIRST)
    with pytest.raises(ValueError, match="objective_9"):
        write(round, people["coordinator"], objective_9=FIRST)


def test_texts_are_written_in_every_state_once_the_round_was_opened(
    small_plan: SmallPlan, coordinator: User
) -> None:
    with pytest.raises(Refused, match="in preparation"):
        write(RoundFactory(plan=small_plan.plan, state="draft"), coordinator, introduction=FIRST)
    Round.objects.all().delete()
    round = RoundFactory(plan=small_plan.plan, state=RoundState.OPEN)
    for state in [state for state in RoundState if state != RoundState.DRAFT]:
        round.state, round.closed_at = state, noon(2022, 9, 1) if state == RoundState.CLOSED else None
        round.save()
        assert len(write(round, coordinator, introduction=Words(f"Sample {state}."))) == 1


def test_what_the_round_before_said_is_proposed_until_this_one_says_something(
    before: Round, round: Round, coordinator: User
) -> None:
    write(before, coordinator, introduction=FIRST, objective_1=FIRST)
    write(before, coordinator, introduction=SECOND)
    places = {place.name: place for place in texts_to_write(round)}
    assert (places["introduction"].words, places["introduction"].is_proposed) == (SECOND, True)
    assert (places["objective_2"].words, places["objective_2"].is_proposed) == (NO_WORDS, False)
    write(round, coordinator, opened_on={}, introduction=SECOND)
    place = texts_to_write(round)[0]
    assert (place.is_proposed, place.version) == (False, 1)
    write(round, coordinator, introduction=NO_WORDS)
    assert texts_to_write(round)[0].words == NO_WORDS, "what was taken out is not proposed again"


def test_only_the_last_round_with_texts_proposes(
    small_plan: SmallPlan, before: Round, round: Round, coordinator: User
) -> None:
    older = RoundFactory(
        plan=small_plan.plan,
        code="2021-06",
        about=datetime.date(2021, 6, 30),
        state=RoundState.CLOSED,
        closed_at=noon(2021, 9, 1),
    )
    write(older, coordinator, introduction=FIRST, conclusion=FIRST)
    write(before, coordinator, introduction=SECOND)
    assert {name: text.text for name, text in texts_before(round).items()} == {"introduction": SECOND.text}
    assert {name: text.round for name, text in texts_before(before).items()} == {
        "introduction": older,
        "conclusion": older,
    }


def test_two_who_wrote_the_same_text_meet_unless_they_agree(
    round: Round, coordinator: User, other_coordinator: User
) -> None:
    write(round, other_coordinator, introduction=FIRST)
    with pytest.raises(ChangedMeanwhile, match="Other coordinator wrote “introduction” in the meantime"):
        write(round, coordinator, opened_on={"introduction": 0}, introduction=SECOND, conclusion=SECOND)
    assert list(texts_of(round)) == ["introduction"]
    assert write(round, coordinator, opened_on={"introduction": 0}, introduction=FIRST) == []


def test_a_text_or_a_proposal_that_was_left_as_it_was_shown_undoes_nothing(
    before: Round, round: Round, coordinator: User, other_coordinator: User
) -> None:
    write(before, coordinator, introduction=FIRST)
    write(round, other_coordinator, opened_on={}, introduction=SECOND)
    assert write(round, coordinator, opened_on={"introduction": 0}, introduction=FIRST) == []
    assert texts_of(round)["introduction"].text == SECOND.text
    shown = {"introduction": 1, "conclusion": 0}
    write(round, other_coordinator, opened_on=shown, introduction=FIRST)
    new = write(round, coordinator, opened_on=shown, introduction=SECOND, conclusion=SECOND)
    assert [text.name for text in new] == ["conclusion"]
    assert texts_of(round)["introduction"].text == FIRST.text


def test_texts_are_read_in_few_queries_whatever_the_number_of_versions(
    before: Round, round: Round, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for version in range(1, 5):
        for of in [before, round]:
            PlatformTextFactory(round=of, version=version, text=f"Sample {version}.")
        if version in (1, 4):
            with django_assert_num_queries(3):
                first = texts_to_write(round)[0]
            assert first.words.text == f"Sample {version}."


@pytest.mark.full
def test_the_newest_texts_are_frozen_and_what_is_written_later_changes_no_snapshot(
    frozen: FrozenRound, coordinator: User
) -> None:
    write(frozen.round, coordinator, introduction=FIRST)
    write(frozen.round, coordinator, introduction=SECOND, objective_1=FIRST)
    assert bytes(frozen.snapshot.items.get(table="platform_texts").content) == b"[]"
    snapshot = frozen.again(LATER, coordinator)
    assert verify(snapshot) == verify(frozen.snapshot) == []
    item = SnapshotItem.objects.get(snapshot=snapshot, table="platform_texts")
    assert SECOND.text not in bytes(item.content).decode()
    texts = SnapshotText.objects.filter(item=item).values_list("name", "of", "text")
    assert list(texts) == [
        ("/0/text", "platform_text", SECOND.text),
        ("/0/text_nl", "platform_text", SECOND.text_nl),
        ("/1/text", "platform_text", FIRST.text),
        ("/1/text_nl", "platform_text", FIRST.text_nl),
    ]
