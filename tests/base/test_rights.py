"""The role that serves the portal on PostgreSQL has the rights that follow from the guards, none more and none less."""

from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import CommandError, call_command, get_commands
from django.db import ProgrammingError, connection, transaction

from actionplan.base.checks import large_objects_are_nobodys, rights_are_given, serves_as_a_role_of_its_own
from actionplan.base.rights import WHOLE_ROWS, rights_of, wrong_rights
from actionplan.base.triggers import all_guards
from manage import OWNER_COMMANDS
from tests.database_state import undone


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_rights_to_a_table_follow_from_its_guard() -> None:
    rights = {guard.table: rights_of(guard) for guard in all_guards()}
    append = ["SELECT", "INSERT"]
    assert rights["audit_event"] == rights["reporting_snapshottext"] == append, (
        "removal by law is the owner's"
    )
    assert rights["reporting_standing"] == [*append, 'UPDATE ("until")']
    settled = [f'UPDATE ("settled_{column}")' for column in ["at", "by_id", "how"]]
    assert rights["reporting_question"] == [*append, *settled]
    for table in ["reporting_progressreport", "reporting_expenditure", "actions_amendment"]:
        assert rights[table] == WHOLE_ROWS, "drafts share it"


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_each_right_too_many_or_too_few_is_named_and_grant_roles_mends_it() -> None:
    role, database = settings.SERVING_ROLE, connection.settings_dict["NAME"]
    assert wrong_rights(connection) == []
    for change, fault in [
        ("REVOKE INSERT ON audit_event FROM {}", 'lacks INSERT ON TABLE "audit_event"'),
        (
            "REVOKE UPDATE (until) ON reporting_standing FROM {}",
            'lacks UPDATE ("until") ON TABLE "reporting_standing"',
        ),
        (
            "REVOKE USAGE ON SEQUENCE objectives_plan_id_seq FROM {}",
            'lacks USAGE ON SEQUENCE "objectives_plan_id_seq"',
        ),
        (
            "GRANT UPDATE ON SEQUENCE audit_event_id_seq TO {}",
            'has too much: UPDATE ON SEQUENCE "audit_event_id_seq"',
        ),
        (
            "CREATE FUNCTION other() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            "has too much: EXECUTE ON ROUTINE other()",
        ),
        ("GRANT DELETE ON audit_event TO {}", 'has too much: DELETE ON TABLE "audit_event"'),
        (
            "GRANT UPDATE (since) ON reporting_standing TO {}",
            'has too much: UPDATE ("since") ON TABLE "reporting_standing"',
        ),
        ("GRANT TRUNCATE ON actions_action TO PUBLIC", 'has too much: TRUNCATE ON TABLE "actions_action"'),
        ("GRANT UPDATE ON django_migrations TO {}", 'has too much: UPDATE ON TABLE "django_migrations"'),
        ("CREATE TABLE other (); GRANT SELECT ON other TO {}", 'has too much: SELECT ON TABLE "other"'),
        (
            f'GRANT TEMPORARY ON DATABASE "{database}" TO PUBLIC',
            f'has too much: TEMPORARY ON DATABASE "{database}"',
        ),
        ("GRANT CREATE ON SCHEMA public TO {}", 'has too much: CREATE ON SCHEMA "public"'),
    ]:
        with undone():
            run(change.format(role))
            assert wrong_rights(connection) == [fault]
            [error] = rights_are_given(databases=["default"])
            assert (error.id, error.msg) == ("base.E002", f"The role {role} {fault}.")
            call_command("grant_roles")
            assert wrong_rights(connection) == [], fault


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_functions_of_one_name_and_procedures_are_taken_away_too() -> None:
    body = "LANGUAGE sql AS 'SELECT 1'"
    with undone():
        run(f"CREATE FUNCTION other() RETURNS int {body}")
        run(f"CREATE FUNCTION other(text, int[]) RETURNS int {body}")
        run(f'CREATE PROCEDURE "Other one"(numeric) {body}')
        run("CREATE AGGREGATE most(int) (SFUNC = int4larger, STYPE = int)")
        assert wrong_rights(connection) == [
            'has too much: EXECUTE ON ROUTINE "Other one"(numeric)',
            "has too much: EXECUTE ON ROUTINE most(integer)",
            "has too much: EXECUTE ON ROUTINE other()",
            "has too much: EXECUTE ON ROUTINE other(text,integer[])",
        ]
        call_command("grant_roles")
        assert wrong_rights(connection) == []


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_what_no_revoke_takes_away_is_named_too() -> None:
    for change, fault in [
        ("ALTER ROLE {} CREATEROLE", "it is CREATEROLE"),
        ("CREATE ROLE others; GRANT others TO {}", "it is a member of others"),
        ("ALTER TABLE base_democlock OWNER TO {}", "it owns base_democlock"),
        (f'ALTER DATABASE "{connection.settings_dict["NAME"]}" OWNER TO {{}}', "it owns the database"),
        ("ALTER SCHEMA public OWNER TO {}", "it owns the schema public"),
        ("SELECT lo_create(4711); ALTER LARGE OBJECT 4711 OWNER TO {}", "it owns the large object 4711"),
        (
            "ALTER FUNCTION audit_event_no_update() OWNER TO {}",
            "it owns the function audit_event_no_update",
        ),
        (
            "GRANT SET ON PARAMETER session_replication_role TO {}",
            "it may set session_replication_role",
        ),
    ]:
        with undone():
            run(change.format(settings.SERVING_ROLE))
            assert f"has too much: {fault}" in wrong_rights(connection)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_role_sets_no_sequence() -> None:
    """Of no table: the next event of the trail would have no key, and all writes would stop."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        )
        names = [name for (name,) in cursor.fetchall()]
    assert {"audit_event_id_seq", "audit_seal_id_seq"} <= set(names)
    for name in names:
        with pytest.raises(ProgrammingError, match="permission denied for sequence"):
            run(f"SELECT setval('{name}', 9223372036854775807)")


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_a_role_that_may_make_large_objects_is_warned_of_and_a_superuser_takes_it_away() -> None:
    with undone():
        [warning] = large_objects_are_nobodys(databases=["default"])
        assert (warning.id, "lo_create(oid)" in warning.msg) == ("base.W002", True)
        run(warning.hint.rpartition(": ")[2])
        assert large_objects_are_nobodys(databases=["default"]) == []
        run(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        for makes in ["lo_create(0)", "lo_creat(-1)", "lo_from_bytea(0, '')", "lo_import('/etc/hostname')"]:
            with pytest.raises(ProgrammingError, match="permission denied"):
                run(f"SELECT {makes}")


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_a_role_that_nobody_made_is_told_and_grant_roles_makes_none(settings: Any) -> None:
    settings.SERVING_ROLE = "nobody"
    settings.DATABASE_OWNER_URL = "postgres://owner@/portal"
    assert wrong_rights(connection) == ["does not exist"]
    with pytest.raises(CommandError, match="There is no role nobody"):
        call_command("grant_roles")


@pytest.mark.postgresql
@pytest.mark.owner
@pytest.mark.django_db
def test_with_one_address_alone_nobody_asks_after_rights_and_a_deployment_is_warned(settings: Any) -> None:
    settings.SERVING_ROLE, settings.DATABASE_OWNER_URL = "", ""  # the address names none, as it may
    assert wrong_rights(connection) == []
    call_command("grant_roles")
    assert [warning.id for warning in serves_as_a_role_of_its_own()] == ["base.W001"]
    settings.DATABASE_OWNER_URL = "postgres://owner@/portal"
    assert serves_as_a_role_of_its_own() == []
    settings.SERVING_ROLE = "postgres"
    assert "has too much: it is SUPERUSER" in wrong_rights(connection), "both addresses name the owner"


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_server_that_does_not_know_the_owners_address_is_not_warned(settings: Any) -> None:
    settings.DATABASE_OWNER_URL = ""
    assert serves_as_a_role_of_its_own() == []


@pytest.mark.sqlite
@pytest.mark.django_db
def test_on_sqlite_there_are_no_roles() -> None:
    call_command("grant_roles")
    assert rights_are_given(databases=["default"]) == serves_as_a_role_of_its_own() == []


@pytest.mark.django_db
def test_check_asks_after_rights() -> None:
    assert [error.id for error in run_checks(databases=["default"]) if error.id == "base.E002"] == []


def test_the_owners_commands_are_there() -> None:
    assert get_commands().keys() >= OWNER_COMMANDS
