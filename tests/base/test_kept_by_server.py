"""What PostgreSQL keeps of prepared queries: known to each connection by name, and never an answer."""

import datetime
from contextlib import suppress

import pytest
from django.db import (
    DEFAULT_DB_ALIAS,
    InternalError,
    NotSupportedError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from actionplan.base import kept_by_server
from actionplan.base.kept_by_server import MOST_VALUES
from actionplan.base.prepared import Prepared, PreparedPlain
from actions.models import Action
from objectives.models import Plan
from tests.personas import SmallPlan

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
DAY = datetime.date(2022, 6, 15)


def in_force(plan: Plan, day: datetime.date) -> QuerySet[Action]:
    return Action.objects.filter(plan=plan).in_force(day).order_by("order")


def codes_in_force(plan: Plan, day: datetime.date) -> QuerySet:
    return in_force(plan, day).values_list("code", flat=False)


def among(keys: list[int]) -> QuerySet[Action]:
    return Action.objects.filter(pk__in=keys).order_by("order")


def kept() -> dict[str, tuple[str, int, int]]:
    """What this connection keeps of the portal's, by name: its SQL, how often it was planned for values and for any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement, custom_plans, generic_plans FROM pg_prepared_statements")
        return {name: tuple(facts) for name, *facts in cursor.fetchall() if name.startswith("portal_")}


def forget() -> None:
    """What other tests had this connection keep, under names of what it says."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    kept_by_server._kept.pop(connection.connection, None)


def name_of(query: Prepared) -> str:
    (written,) = query.written.values()
    return written.kept.name


@pytest.mark.parametrize("kind", [Prepared, PreparedPlain])
def test_it_is_told_once_and_asked_by_name(small_plan: SmallPlan, kind: type[Prepared]) -> None:
    forget()
    query = kind(in_force if kind is Prepared else codes_in_force)
    with CaptureQueriesContext(connection) as asked:
        for _time in range(3):
            assert query(small_plan.plan, DAY) == list(query.build(small_plan.plan, DAY))
    by_name = [one["sql"] for one in asked if one["sql"].startswith("EXECUTE")]
    assert len(by_name) == 3
    assert all(name_of(query) in sql for sql in by_name)
    assert len(asked) == 6  # and the other three were told in full, to compare
    assert kept()[name_of(query)][1:] == (0, 3)


def test_it_answers_for_other_values_with_the_plan_it_has(small_plan: SmallPlan) -> None:
    query = Prepared(in_force)
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_from=DAY)
    day = datetime.timedelta(days=1)
    assert len(query(small_plan.plan, DAY)) == 4
    assert len(query(small_plan.plan, DAY - day)) == 3
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until=DAY + day)
    assert [len(query(small_plan.plan, DAY + shift * day)) for shift in (-1, 0, 1)] == [3, 4, 3]


def test_a_value_that_stands_in_several_places_is_given_once(small_plan: SmallPlan) -> None:
    query = Prepared(in_force)
    query(small_plan.plan, DAY)
    sql = kept()[name_of(query)][0]
    assert sql.count("$2") == 2  # from the day on, until the day
    assert "$3" not in sql


def test_what_a_transaction_that_was_undone_had_kept_is_still_there(small_plan: SmallPlan) -> None:
    forget()
    query = Prepared(in_force)
    with transaction.atomic():
        query(small_plan.plan, DAY)
        transaction.set_rollback(True)
    assert len(query(small_plan.plan, DAY)) == 4
    assert name_of(query) in kept()


def test_in_a_transaction_that_failed_it_fails_as_any_query(small_plan: SmallPlan) -> None:
    forget()
    query = Prepared(in_force)
    with transaction.atomic():
        with suppress(ProgrammingError), connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_that_name")
        with pytest.raises(InternalError, match="transaction is aborted"):
            query(small_plan.plan, DAY)
        transaction.set_rollback(True)
    assert name_of(query) not in kept()
    assert len(query(small_plan.plan, DAY)) == 4


def test_its_name_is_that_of_what_it_says(small_plan: SmallPlan) -> None:
    """Behind a pooler another process may have kept it: never anything else under that name."""
    query, again, other = Prepared(in_force), Prepared(in_force), PreparedPlain(codes_in_force)
    for one in (query, again, other):
        one(small_plan.plan, DAY)
    assert name_of(query) == name_of(again) != name_of(other)
    query(small_plan.plan, small_plan.plan.start)
    assert name_of(query) == name_of(again)


def test_no_more_is_kept_than_so_much(small_plan: SmallPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    query = Prepared(in_force)
    monkeypatch.setattr(kept_by_server, "MOST_KEPT", len(kept()))
    assert len(query(small_plan.plan, DAY)) == 4
    assert name_of(query) not in kept()
    monkeypatch.setattr(kept_by_server, "MOST_KEPT", len(kept()) + 1)
    assert len(query(small_plan.plan, DAY)) == 4
    assert name_of(query) in kept()


def lengthen(length: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE actions_action ALTER code TYPE varchar({length})")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Prepared, PreparedPlain])
def test_it_is_asked_anew_when_a_column_has_another_type(small_plan: SmallPlan, kind: type[Prepared]) -> None:
    """While a server runs on, its database is migrated."""
    length = Action._meta.get_field("code").max_length
    query = kind(in_force if kind is Prepared else codes_in_force)
    try:
        assert len(query(small_plan.plan, DAY)) == 4
        lengthen(length + 1)
        assert query(small_plan.plan, DAY) == list(query.build(small_plan.plan, DAY))
        lengthen(length)
        with pytest.raises(NotSupportedError), transaction.atomic():
            query(small_plan.plan, DAY)
        connection.close_if_unusable_or_obsolete()  # as at the end of a request
        with transaction.atomic():
            assert len(query(small_plan.plan, DAY)) == 4
    finally:
        lengthen(length)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Prepared, PreparedPlain])
def test_a_connection_that_broke_is_replaced_before(
    small_plan: SmallPlan, kind: type[Prepared], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = kind(in_force if kind is Prepared else codes_in_force)
    assert len(query(small_plan.plan, DAY)) == 4
    django = connections[DEFAULT_DB_ALIAS]
    monkeypatch.setattr(django, "health_check_enabled", True)
    monkeypatch.setattr(django, "health_check_done", False)
    connection.connection.close()
    assert len(query(small_plan.plan, DAY)) == 4


def test_more_values_are_told_in_full(small_plan: SmallPlan) -> None:
    forget()
    query = Prepared(among)
    keys = [action.pk for action in small_plan.actions]
    assert len(query(keys * (MOST_VALUES // 4 + 1))) == 4
    assert name_of(query) not in kept()


def test_keys_are_given_at_once_however_many_they_are(small_plan: SmallPlan) -> None:
    forget()
    query = Prepared(among)
    keys = [action.pk for action in small_plan.actions]
    for count in [1, 3, 4, 2]:
        assert [action.pk for action in query(keys[:count])] == keys[:count]
    assert kept()[name_of(query)][0].startswith(f"PREPARE {name_of(query)} (bigint[])")


def test_behind_a_pooler_nothing_is_kept(small_plan: SmallPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", "true")
    query, by_key = Prepared(in_force), Prepared(among)
    assert len(query(small_plan.plan, DAY)) == 4
    assert by_key([action.pk for action in small_plan.actions[:2]]) == small_plan.actions[:2]
    assert not {name_of(query), name_of(by_key)} & kept().keys()


@pytest.mark.django_db(transaction=True)
def test_each_connection_is_told_anew(small_plan: SmallPlan) -> None:
    query = Prepared(in_force)
    for _connection in range(2):
        assert len(query(small_plan.plan, DAY)) == 4
        assert name_of(query) in kept()
        connection.close()
        assert name_of(query) not in kept()
