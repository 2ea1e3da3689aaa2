"""Prepared queries: written once, asked with other values, in other forms, by several threads, in another database."""

import datetime

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.test.utils import CaptureQueriesContext

from actionplan.base.given import as_value, one_of
from actionplan.base.prepared import Prepared, prepared, prepared_plain
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actions.models import Action
from objectives.models import Plan
from tests.personas import SmallPlan

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
DAY = datetime.date(2022, 6, 15)


@prepared
def in_force(plan: Plan, day: datetime.date, *, reverse: bool = False) -> QuerySet[Action]:
    rows = Action.objects.filter(plan=plan).in_force(day).order_by("order")
    return rows.reverse() if reverse else rows


@prepared
def among(keys: list[int]) -> QuerySet[Action]:
    return Action.objects.filter(pk__in=keys).order_by("order").values_list("pk", flat=True)


def codes(rows: list[Action]) -> list[str]:
    return [row.code for row in rows]


def test_it_answers_with_what_its_queryset_answers(small_plan: SmallPlan) -> None:
    plan = small_plan.plan
    assert in_force(plan, DAY) == list(in_force.build(plan, DAY))
    assert in_force(plan.pk, DAY) == in_force(plan, DAY)
    assert in_force.first(plan, DAY).code == "1.1"
    assert in_force.first(plan.pk + 1000, DAY) is None


def test_it_answers_for_other_values(small_plan: SmallPlan) -> None:
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_from=DAY)
    before = DAY - datetime.timedelta(days=1)
    assert codes(in_force(small_plan.plan, DAY)) == ["1.1", "1.2", "2.1", "2.2"]
    assert codes(in_force(small_plan.plan, before)) == ["1.1", "2.1", "2.2"]


def test_it_sees_what_was_written_since(small_plan: SmallPlan) -> None:
    """Nothing is kept but the words of the query."""
    assert len(in_force(small_plan.plan, DAY)) == 4
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until=DAY)
    assert codes(in_force(small_plan.plan, DAY)) == ["1.1", "2.1", "2.2"]


def test_it_is_written_once_for_each_form(small_plan: SmallPlan) -> None:
    query = Prepared(in_force.build)
    for day in [DAY, DAY, DAY + datetime.timedelta(days=1)]:
        query(small_plan.plan, day)
    assert len(query.written) == 1
    assert codes(query(small_plan.plan, DAY, reverse=True)) == ["2.2", "2.1", "1.2", "1.1"]
    assert len(query.written) == 2


def test_it_is_one_query(small_plan: SmallPlan) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        in_force(small_plan.plan, DAY)
    assert len(asked) == 1


def test_numbers_of_keys_share_their_queries(small_plan: SmallPlan) -> None:
    keys = [action.pk for action in small_plan.actions]
    query = Prepared(among.build)
    assert [query(keys[:count]) for count in range(5)] == [keys[:count] for count in range(5)]
    wanted = {"sqlite": 4, "postgresql": 2}  # none, one, two, up to four; none and some, as one value
    assert len(query.written) == wanted[connection.vendor]


def test_keys_may_be_words(small_plan: SmallPlan) -> None:
    @prepared
    def called(codes: list[str]) -> QuerySet[Action]:
        return Action.objects.filter(code__in=codes).order_by("order")

    assert codes(called(["2.1", "1.1", "9.9"])) == ["1.1", "2.1"]


def test_no_key_may_be_missing(small_plan: SmallPlan) -> None:
    keys = [action.pk for action in small_plan.actions[:2]]
    assert among(keys) == keys
    with pytest.raises(TypeError, match="cannot be given None"):
        among([keys[0], None])


def test_what_can_never_be_met_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert among([]) == []
    assert len(asked) == 0


def test_a_value_that_is_not_there_is_refused(small_plan: SmallPlan) -> None:
    with pytest.raises(TypeError, match="cannot be given None"):
        in_force(small_plan.plan, None)


def test_a_moment_brings_its_own_values(small_plan: SmallPlan) -> None:
    @prepared
    def schedules(plan: Plan, moment: Moment) -> QuerySet[TrackedAction]:
        rows = TrackedAction.objects.filter(plan=plan).at(moment, plan).order_by("order")
        return rows.values_list("code", "status", "schedule", "freshness", "reckoned_on")

    for day in [DAY, DAY.replace(year=2019), DAY.replace(year=2030)]:
        for basis in Basis:
            moment = Moment.end_of_day(day, basis)
            assert schedules(small_plan.plan, moment) == list(schedules.build(small_plan.plan, moment))
    assert len(schedules.written) == 1


def test_a_query_may_hold_a_value_or_look_for_it_among_keys(small_plan: SmallPlan) -> None:
    @prepared
    def shown(action: Action, day: datetime.date) -> QuerySet[Action]:
        rows = Action.objects.filter(objective__in=one_of(action)).annotate(
            shown_on=as_value(day, Action._meta.get_field("in_force_from"))
        )
        return rows.order_by("order").values_list("code", F("shown_on"))

    first = small_plan.objectives[0]
    assert shown(first, DAY) == [("1.1", DAY), ("1.2", DAY)]
    assert list(shown.build(first, DAY)) == [("1.1", DAY), ("1.2", DAY)]


@pytest.mark.parametrize("named", [False, True])
def test_what_only_puts_rows_in_order_is_no_part_of_them(small_plan: SmallPlan, named: bool) -> None:
    @prepared
    def since(plan: Plan) -> QuerySet[Action]:
        rows = Action.objects.filter(plan=plan).distinct().order_by("objective", "code")
        return rows.values_list("order", "in_force_from", named=named)

    assert since(small_plan.plan) == list(since.build(small_plan.plan))
    assert [len(row) for row in since(small_plan.plan)] == [2] * 4


def test_each_connection_has_a_compiler_of_its_own(small_plan: SmallPlan) -> None:
    """Threads share what is written."""
    in_force(small_plan.plan, DAY)
    written = next(iter(in_force.written.values()))
    assert written
    one, other = object(), object()
    compilers = [written._compiler_of(one), written._compiler_of(other)]
    assert [compiler.connection for compiler in compilers] == [one, other]
    assert written.compiler.connection is None


@prepared_plain
def plain(plan: Plan, *, column: str) -> QuerySet:
    rows = TrackedAction.objects.filter(plan=plan).annotate(
        told=F("words__since"), spent=F("reports__expenditures__paid"), ends=Coalesce("in_force_until", DAY)
    )
    return rows.order_by("order").values_list("code", column)


@pytest.mark.parametrize("column", ["told", "spent", "ends"])
def test_a_plain_query_refuses_what_the_driver_gives_otherwise(small_plan: SmallPlan, column: str) -> None:
    with pytest.raises(TypeError, match="plain"):
        plain(small_plan.plan, column=column)
    assert plain(small_plan.plan, column="in_force_until") == list(
        plain.build(small_plan.plan, column="in_force_until")
    )
