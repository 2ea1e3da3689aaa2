"""Figures agree everywhere: each number of a dashboard is worked out a second way, for twelve days, four rounds, both bases."""

import datetime
from dataclasses import asdict

import pytest

from actionplan.portal.dashboards.facts import ActionFact, frozen_facts, live_facts
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.frozen import Frozen
from actionplan.portal.money import money_of_plan
from actionplan.portal.places import places_of
from actionplan.reporting.models import Snapshot
from actionplan.reporting.moments import Moment
from objectives.models import Plan
from tests.second_way import money
from tests.second_way.plain import Plain, Stand
from tests.two_ways import BASES, DAYS, ROUNDS, closing_of, end_of, with_mark

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
COUNTED = ActionFact._fields


def as_facts(stands: list[Stand]) -> list[ActionFact]:
    return [ActionFact(*(asdict(stand)[name] for name in COUNTED)) for stand in stands]


def frozen_in(code: str, basis: str) -> Frozen:
    snapshot = Snapshot.objects.select_related("closing__round__plan").get(closing__round__code=code)
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("text", [with_mark(text) for text in DAYS])
def test_where_each_action_stands_on_a_day(plain: Plain, text: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    moment = Moment.end_of_day(datetime.date.fromisoformat(text), basis)
    live = live_facts(plan, moment, Scope(), places_of(plan))
    assert list(live) == as_facts(plain.at(end_of(text, basis)))


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("code", [with_mark(code) for code in ROUNDS])
def test_where_each_action_stood_in_a_closed_round(plain: Plain, code: str, basis: str) -> None:
    assert list(frozen_facts(frozen_in(code, basis), Scope())) == as_facts(plain.at(closing_of(code, basis)))


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("text", [with_mark(text) for text in DAYS])
def test_the_money_of_each_year_on_a_day(plain: Plain, text: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    when = end_of(text, basis)
    keys = {stand.key for stand in plain.at(when)}
    live = money_of_plan(plan, Moment.end_of_day(datetime.date.fromisoformat(text), basis), keys)
    lines, spent = money.lines_of(plain, when.plan_day), money.spent(plain, when)
    found = money.by_year(lines, spent, keys)
    for year in live.years:
        expected = found.pop(year.year)
        for measure in ["planned", "committed", "paid"]:
            assert getattr(year, measure) == expected.get(measure), (year.year, measure)
    assert not found
