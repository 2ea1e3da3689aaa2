"""Two people at once on a spread or on the Platform's texts: one goes through, the other is told; nothing is doubled."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Closing, PlatformText, Round, SnapshotItem, Spread
from actionplan.reporting.states import RoundState
from actionplan.reports.handover import appoint_lead
from actionplan.reports.spreads import derive_spread_again, replace_spread
from actionplan.rounds.closing import close_round
from actionplan.rounds.platform_texts import Words, texts_of, write_platform_texts
from actionplan.rounds.verifying import verify
from budgets.models import BudgetLine
from objectives.models import Plan
from tests.personas import SmallPlan
from tests.reporting_factories import RoundFactory, noon
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql
AT = noon(2022, 9, 10)
HOLDS_THE_ROUND = re.compile('FROM "reporting_round" .*FOR NO KEY UPDATE')
ONE, OTHER = {2021: Decimal(2000), 2022: Decimal(8000)}, {2021: Decimal(9000), 2022: Decimal(1000)}


@pytest.fixture
def round(small_plan: SmallPlan) -> Round:
    return RoundFactory(plan=small_plan.plan, code="2022-06", state=RoundState.REVIEW)


def events(plan: Plan, verb: str) -> int:
    return Event.objects.filter(plan=plan.pk, verb=verb).count()


def open_spread(line: BudgetLine) -> dict[int, Decimal]:
    return dict(Spread.objects.open().filter(line=line).values_list("year", "amount"))


def test_two_spreads_of_one_line(small_plan: SmallPlan, contributor: User, colleague: User) -> None:
    line = small_plan.line
    won, lost = race(
        lambda: replace_spread(line=line, amounts=ONE, opened_on=0, by=contributor, at=AT),
        lambda: replace_spread(line=line, amounts=OTHER, opened_on=0, by=colleague, at=AT),
    )
    assert won is None
    assert isinstance(lost, ChangedMeanwhile)
    assert str(lost) == "Contributor changed the spread of this line in the meantime."
    assert (open_spread(line), events(small_plan.plan, "spread_replaced")) == (ONE, 1)


@BOTH_ORDERS
def test_a_new_spread_against_giving_it_up(
    turned_round: bool, small_plan: SmallPlan, contributor: User, colleague: User
) -> None:
    line = small_plan.line
    replace_spread(line=line, amounts=ONE, opened_on=None, by=contributor, at=AT)
    shown = Spread.objects.filter(line=line).latest("pk").pk
    replaced, derived = race_in(
        turned_round,
        lambda: replace_spread(line=line, amounts=OTHER, opened_on=shown, by=contributor, at=AT),
        lambda: derive_spread_again(line=line, opened_on=shown, by=colleague, at=AT),
    )
    assert isinstance(replaced if turned_round else derived, ChangedMeanwhile)
    assert open_spread(line) == ({} if turned_round else OTHER)


def test_a_spread_behind_a_handover_of_the_lead(
    small_plan: SmallPlan, contributor: User, coordinator: User, partner_organisation: Organisation
) -> None:
    """Who leads is asked once the action is held: a former lead spreads nothing any more."""
    line, today = small_plan.line, datetime.date.today()

    def spread() -> str:
        try:
            replace_spread(line=line, amounts=ONE, opened_on=0, by=contributor, at=noon(2099, 1, 1))
        except PermissionDenied:
            return "denied"
        return "spread"

    _won, second = race(
        lambda: appoint_lead(
            action=small_plan.with_money,
            organisation=partner_organisation,
            from_day=today,
            by=coordinator,
            at=AT,
        ),
        spread,
    )
    assert second == "denied"
    assert open_spread(line) == {}


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
