"""A closed round with texts of the Platform: an introduction in two versions, and what the round after it took over."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.reporting.models import PlatformText, Round, Snapshot, SnapshotText
from actionplan.rounds.platform_texts import Words, write_platform_texts
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.frozen_round import FrozenRound

WRITTEN, AGAIN, CLOSED, AT = noon(2022, 9, 10), noon(2022, 9, 20), noon(2022, 10, 1), noon(2023, 2, 1)
REASON = "Judgment 2023/7 of the court of first instance."
FIRST = Words("Sample first of the Platform.", "Voorbeeld een van het Platform.")
SECOND = Words("Sample second of the Platform.", "Voorbeeld twee van het Platform.")
OTHER = Words("Sample of an objective.", "Voorbeeld van een doelstelling.")


def write(round: Round, by: User, at: datetime.datetime = WRITTEN, **texts: Words) -> list[PlatformText]:
    return write_platform_texts(round=round, texts=texts, opened_on=None, by=by, at=at)


def words_kept() -> set[str]:
    """Every word of the Platform that the database still holds, in its rows and in snapshots."""
    rows = PlatformText.objects.values_list("text", "text_nl")
    frozen = SnapshotText.objects.filter(of="platform_text").values_list("text", flat=True)
    return ({text for row in rows for text in row} | set(frozen)) - {""}


@pytest.fixture
def written_snapshot(frozen: FrozenRound, coordinator: User) -> Snapshot:
    """The introduction in two versions, the second of them frozen, and the paragraph on an objective."""
    write(frozen.round, coordinator, introduction=FIRST, objective_1=OTHER)
    write(frozen.round, coordinator, AGAIN, introduction=SECOND)
    return frozen.again(CLOSED, coordinator)


@pytest.fixture
def taken_over(written_snapshot: Snapshot, frozen: FrozenRound, coordinator: User) -> Round:
    """The round after it, which took the introduction over as it was."""
    round = RoundFactory(plan=frozen.plan, code="2022-12", about=datetime.date(2022, 12, 31), state="open")
    write(round, coordinator, noon(2022, 12, 1), introduction=SECOND)
    return round
