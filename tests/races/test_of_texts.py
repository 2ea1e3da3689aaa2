"""Two people at once on the Platform's texts: one goes through, the other is told; nothing is doubled."""

import re

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.reporting.models import Closing, PlatformText, Round, SnapshotItem
from actionplan.reporting.states import RoundState
from actionplan.rounds.closing import close_round
from actionplan.rounds.platform_texts import Words, texts_of, write_platform_texts
from actionplan.rounds.verifying import verify
from objectives.models import Plan
from tests.personas import SmallPlan
from tests.reporting_factories import RoundFactory, noon
from tests.threads import race

pytestmark = pytest.mark.postgresql
AT = noon(2022, 9, 10)
HOLDS_THE_ROUND = re.compile('FROM "reporting_round" .*FOR NO KEY UPDATE')


@pytest.fixture
def round(small_plan: SmallPlan) -> Round:
    return RoundFactory(plan=small_plan.plan, code="2022-06", state=RoundState.REVIEW)


def events(plan: Plan, verb: str) -> int:
    return Event.objects.filter(plan=plan.pk, verb=verb).count()


def test_two_who_write_the_same_text(round: Round, coordinator: User, other_coordinator: User) -> None:
    won, lost = race(
        lambda: _write(round, coordinator, introduction="Mine."),
        lambda: _write(round, other_coordinator, introduction="Theirs.", conclusion="Theirs."),
    )
    assert [text.version for text in won] == [1]
    assert isinstance(lost, ChangedMeanwhile)
    assert str(lost) == "Coordinator wrote “introduction” in the meantime."
    assert [text.text for text in PlatformText.objects.filter(round=round)] == ["Mine."]
    assert events(round.plan, "platform_text_written") == 1


def test_two_who_write_different_texts(round: Round, coordinator: User, other_coordinator: User) -> None:
    won, also = race(
        lambda: _write(round, coordinator, introduction="Mine.", conclusion=""),
        lambda: _write(round, other_coordinator, introduction="", conclusion="Theirs."),
    )
    assert [len(won), len(also)] == [1, 1]
    assert {name: row.text for name, row in texts_of(round).items()} == {
        "introduction": "Mine.",
        "conclusion": "Theirs.",
    }


@pytest.mark.parametrize("closing_first", [False, True])
def test_a_text_against_the_closing_of_the_round(
    closing_first: bool, round: Round, coordinator: User, other_coordinator: User
) -> None:
    """Whoever comes first: what was written before is frozen, what comes after is a later version."""

    def write() -> list[PlatformText]:
        return _write(round, other_coordinator, introduction="Sample.")

    def close() -> Closing:
        return close_round(round=round, by=coordinator, at=AT)

    if closing_first:
        closed, written = race(close, write, after=HOLDS_THE_ROUND)
    else:
        written, closed = race(write, close)
    assert len(written) == 1
    frozen = SnapshotItem.objects.get(snapshot=closed.pk, table="platform_texts")
    assert frozen.texts.count() == (0 if closing_first else 1)
    assert verify(closed.snapshot) == []


def _write(round: Round, by: User, **texts: str) -> list[PlatformText]:
    words = {name: Words(text) for name, text in texts.items()}
    return write_platform_texts(round=round, texts=words, opened_on={}, by=by, at=AT)
