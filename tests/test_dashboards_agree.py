"""Figures agree everywhere: what each dashboard counts is worked out a second way, for twelve days, four rounds, both bases."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from actionplan.portal.dashboards.budget_money import budget_money
from actionplan.portal.dashboards.budget_tables import by_source
from actionplan.portal.dashboards.counting import Counted
from actionplan.portal.dashboards.matrix import matrices
from actionplan.portal.dashboards.milestone_facts import promises_shown
from actionplan.portal.dashboards.timeline_facts import timeline_of
from actionplan.portal.dashboards.trend_page import trend_page
from tests.second_way import milestones, money
from tests.second_way.plain import Plain, Stand, counted, day
from tests.two_ways import BASES, ROUNDS, as_codes, at_every_moment, both, closing_of, of_parts

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


@at_every_moment
def test_the_distributions_of_the_overview(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, stands = two.shown, two.stands
    others = [stand for stand in stands if not stand.is_continuous]
    for measure, parts in Counted(shown).distributions():
        of = others if measure.name in ("confidence", "verdict") else stands
        assert of_parts(parts) == as_codes(counted(of, measure.name)), measure.name
    continuous = [stand for stand in stands if stand.is_continuous]
    for measure, parts in Counted(shown).of_continuous():
        assert of_parts(parts) == as_codes(counted(continuous, measure.name)), measure.name


@at_every_moment
def test_the_matrix_and_its_sums(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, stands = two.shown, two.stands
    for matrix in matrices(shown):
        cells = {
            (row.part.value, part.value): cell.count
            for row in matrix.rows
            for part, cell in zip(matrix.columns, row.cells, strict=True)
            if cell.count
        }
        assert cells == counted(stands, matrix.name, "objective")
        assert {row.part.value: row.total.count for row in matrix.rows} == counted(stands, matrix.name)
        assert matrix.total.count == len(stands)


@at_every_moment
def test_what_became_of_the_milestones(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, when, stands = two.shown, two.when, two.stands
    facts = promises_shown(shown)
    found = Counter(str(fact.milestone.schedule) for fact in facts)
    assert found == milestones.became(plain, stands, when)
    due = [fact for fact in facts if fact.milestone.is_due]
    expected = [milestones.due_and_achieved(plain, stand, when) for stand in stands]
    assert len(due) == sum(count for count, _achieved in expected)


@at_every_moment
def test_the_slip_of_each_action(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, stands = two.shown, two.stands
    found = {fact.key: (fact.end, fact.against_in_force) for fact in timeline_of(shown).facts}
    assert found == {stand.key: (stand.ends, _slip(stand)) for stand in stands}


def _slip(stand: Stand) -> int | None:
    """Actual or forecast end minus the end in force, in days."""
    ends = day(stand.word["actual_end"] or stand.word["forecast_end"]) if stand.word else None
    return (ends - stand.ends).days if ends and stand.ends else None


@at_every_moment
def test_the_money_by_year_part_kind_and_source(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, when, stands = two.shown, two.when, two.stands
    lines, spent = money.lines_of(plain, when.plan_day), money.spent(plain, when)
    found, everything = budget_money(shown), {stand.key for stand in stands}
    assert found.of_years == money.by_year(lines, spent, everything)
    assert found.total == money.total(lines, spent, everything)
    assert len(found.without_amount) == sum(line.amount is None for line in lines)
    for name in ["objective", "policy_area", "minister"]:
        sums = {part: amounts for part, amounts in _by(found, name).items() if amounts}
        under = defaultdict(set)
        for stand in stands:
            under[getattr(stand, name)].add(stand.key)
        expected = {part: money.total(lines, spent, keys) for part, keys in under.items()}
        assert sums == {part: amounts for part, amounts in expected.items() if amounts}, name


def _by(found: Any, name: str) -> dict[str, dict[str, Decimal]]:
    return found.by(lambda key: str(getattr(found.actions[key.action], name)))  # type: ignore[no-any-return]


@at_every_moment
def test_sources_add_up_to_the_whole_and_each_pays_its_share(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    shown, when = two.shown, two.when
    found = budget_money(shown)
    sums, _names = by_source(found)
    whole: dict[str, Decimal] = defaultdict(Decimal)
    for amounts in sums.values():
        for measure, amount in amounts.items():
            whole[measure] += amount
    assert dict(whole) == found.total
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for line in money.lines_of(plain, when.plan_day):
        for source, percent in line.funding:
            shares[source] += sum(line.planned.values(), Decimal(0)) * percent / 100
    for source, share in shares.items():
        planned = [
            amounts.get("planned", Decimal(0))
            for value, amounts in sums.items()
            if value.endswith(f".{source}")
        ]
        assert abs(sum(planned, Decimal(0)) - share) < Decimal("0.05"), source


@pytest.mark.parametrize("basis", BASES)
def test_the_trend_of_every_measure(plain: Plain, basis: str) -> None:
    shown = both(plain, ROUNDS[-1], basis).shown
    page = trend_page(shown, "status")
    stands = {code: plain.at(closing_of(code, basis)) for code in ROUNDS}
    for trend in [*page["whole"], *page["objectives"]]:
        assert [one.frozen.round.code for one in trend.rounds] == ROUNDS
        for one in trend.rounds:
            of = stands[one.frozen.round.code]
            of = [stand for stand in of if trend.part is None or stand.objective == trend.part.value]
            assert of_parts(one.segments) == as_codes(counted(of, trend.measure.name))
