"""Values that are given to SQLite by name: each once, and what is no place for a value stays as it is."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Concat

from actionplan.base.brussels import BRUSSELS
from actionplan.base.given import as_value, given_later
from actionplan.base.named_values import MOST_PLACES, NamedStatement
from actionplan.base.prepared import Prepared, prepared
from actionplan.reporting.models import Expenditure, ProgressReport
from actions.models import Action
from objectives.models import Plan
from tests.personas import SmallPlan

DAY = datetime.date(2022, 6, 15)


def test_each_value_has_one_name_and_each_place_its_own() -> None:
    word, later = "ongoing", given_later("0", 7)
    statement = NamedStatement("SELECT %s, '100%%', %s, %s, %s, %s, '%%s'", [word, later, 1, True, word])
    sql, values = statement.told({"0": 7})
    assert sql == ("SELECT %(same0)s, '100%%', %(given0)s, %(same1)s, %(same2)s, %(same0)s, '%%s'")
    assert values == {"same0": "ongoing", "same1": 1, "same2": True, "given0": 7}
    assert type(values["same2"]) is bool  # equal to 1, and another value


def test_a_statement_keeps_no_value_that_it_was_given() -> None:
    statement = NamedStatement("SELECT %s, %s", [given_later("0", 1), given_later("1", "a")])
    assert statement.told({"0": 5, "1": "b"})[1] == {"given0": 5, "given1": "b"}
    assert statement.told({"0": 6, "1": "c"})[1] == {"given0": 6, "given1": "c"}
    assert statement.values == {}


@prepared
def told(plan: Plan, text: str, keys: list[int]) -> QuerySet[Action]:
    rows = Action.objects.filter(plan=plan, pk__in=keys).order_by("order")
    sly, again = Value(" 100% %s ?1 :name ", output_field=CharField()), as_value(text, CharField())
    percent = Concat(F("code"), sly, again, output_field=CharField())
    return rows.annotate(told=percent, again=again, one=Value(1, output_field=IntegerField()))


@pytest.mark.engine
@pytest.mark.django_db
def test_signs_that_mean_something_to_the_engine_are_only_words(small_plan: SmallPlan) -> None:
    keys = [action.pk for action in small_plan.actions]
    rows = told(small_plan.plan, "x", keys)
    assert [row.told for row in rows] == [f"{row.code} 100% %s ?1 :name x" for row in small_plan.actions]


@pytest.mark.engine
@pytest.mark.django_db
def test_many_keys_are_told_by_place(small_plan: SmallPlan) -> None:
    keys = [action.pk for action in small_plan.actions]
    many = [*keys, *range(10_000, 10_000 + MOST_PLACES)]
    asked = Prepared(told.build)
    assert asked(small_plan.plan, "x", many) == asked(small_plan.plan, "x", keys)
    if connection.vendor == "sqlite":
        told_by_name = [written.by_name is not None for written in asked.written.values() if written]
        assert told_by_name == [False, True]


@prepared
def spent(plan: Plan) -> QuerySet[Expenditure]:
    rows = Expenditure.objects.filter(report__action__plan=plan).order_by("pk")
    return rows.values_list(
        "pk", "paid", "report__submitted_at", "report__on_behalf", "line__action__in_force_from"
    )


@prepared
def reports(plan: Plan) -> QuerySet[ProgressReport]:
    return ProgressReport.objects.filter(action__plan=plan).select_related("action").order_by("pk")


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


@pytest.mark.engine
@pytest.mark.django_db
def test_rows_are_converted_as_django_converts_them(plan: Plan) -> None:
    """Columns of a decimal, an instant, yes or no and a day, and rows of a model with another beside it."""
    found, expected = spent(plan), list(spent.build(plan))
    assert found == expected
    assert {type(value) for row in found for value in row} >= {int, Decimal, datetime.datetime, bool}
    rows, as_built = reports(plan), list(reports.build(plan))
    assert [(row.pk, row.submitted_at, row.action.title) for row in rows] == [
        (row.pk, row.submitted_at, row.action.title) for row in as_built
    ]
    assert [row._state.db for row in rows] == [row._state.db for row in as_built]


@prepared
def submitted_at(first: datetime.datetime, last: datetime.datetime) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.filter(submitted_at__gte=first, submitted_at__lte=last)
    return rows.order_by("pk").values_list("pk", flat=True)


@pytest.mark.engine
@pytest.mark.django_db
def test_an_instant_is_the_same_in_every_time_zone(plan: Plan) -> None:
    rows = ProgressReport.objects.filter(action__plan=plan, submitted_at__isnull=False).order_by("pk")
    for report in rows[:5]:
        instant = report.submitted_at
        assert instant
        expected = list(
            ProgressReport.objects.filter(submitted_at=instant).order_by("pk").values_list("pk", flat=True)
        )
        for zone in [datetime.UTC, BRUSSELS, datetime.timezone(datetime.timedelta(hours=-5))]:
            at = instant.astimezone(zone)
            assert submitted_at(at, at) == expected
            assert submitted_at(at + datetime.timedelta(minutes=1), at + datetime.timedelta(minutes=59)) == [
                one.pk
                for one in rows
                if one.submitted_at
                and datetime.timedelta(minutes=1) <= one.submitted_at - at <= datetime.timedelta(minutes=59)
            ]
