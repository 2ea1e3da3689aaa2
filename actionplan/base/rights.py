"""The rights of the role that serves the portal on PostgreSQL, where another role owns the tables.

They follow from the guards: of a guarded table the role may do what its guard admits, of every other table it may read and
write rows. A right is written as GRANT and REVOKE have it: `UPDATE ("until") ON TABLE "reporting_standing"`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder

from .triggers import NEVER, Guard, all_guards

WHOLE_ROWS = ["SELECT", "INSERT", "UPDATE", "DELETE"]
SEQUENCE = ["USAGE"]
"""The next key. Who may set where keys go on could stop all writes."""


def rights_of(guard: Guard) -> list[str]:
    """Rows are read and added; changed and deleted where the guard admits it to others than the owner."""
    changes = [change for change in guard.changes if not change.by_law]
    columns = sorted({column for change in changes for column in change.columns})
    if any(not change.columns for change in changes):
        updates = ["UPDATE"]
    else:
        updates = [f'UPDATE ("{column}")' for column in columns]
    return ["SELECT", "INSERT", *updates, *(["DELETE"] if guard.deleted != NEVER else [])]


def wanted_rights(connection: Any) -> set[str]:
    """Of the tables of the portal that exist."""
    rights = {guard.table: rights_of(guard) for guard in all_guards()}
    rights[MigrationRecorder.Migration._meta.db_table] = ["SELECT"]
    caches = {cache["LOCATION"] for cache in settings.CACHES.values() if "DatabaseCache" in cache["BACKEND"]}
    names = set(connection.introspection.django_table_names()) | caches | rights.keys()
    tables = sorted(names & set(connection.introspection.table_names()))
    database = connection.settings_dict["NAME"]
    return {
        f'CONNECT ON DATABASE "{database}"',
        'USAGE ON SCHEMA "public"',
        *(f'{right} ON TABLE "{table}"' for table in tables for right in rights.get(table, WHOLE_ROWS)),
        *(f'{right} ON SEQUENCE "{name}"' for name in _sequences(connection, tables) for right in SEQUENCE),
    }


def _sequences(connection: Any, tables: list[str]) -> list[str]:
    """Those of the keys of the tables."""
    sql = (
        "SELECT s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
        "JOIN pg_class t ON t.oid = d.refobjid "
        "WHERE s.relkind = 'S' AND t.relnamespace = 'public'::regnamespace AND t.relname = ANY(%s)"
    )
    return [name for (name,) in _query(connection, sql, [tables])]


GIVEN = """
WITH given AS (
    SELECT 'DATABASE' AS kind, datname AS name, NULL AS part, a.*
    FROM pg_database, aclexplode(COALESCE(datacl, acldefault('d', datdba))) a WHERE datname = current_database()
    UNION ALL
    SELECT 'SCHEMA', nspname, NULL, a.* FROM pg_namespace, aclexplode(COALESCE(nspacl, acldefault('n', nspowner))) a
    WHERE nspname = 'public' OR (a.privilege_type = 'CREATE' AND nspname !~ '^(pg_|information_schema$)')
    UNION ALL
    SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname, NULL, a.*
    FROM pg_class, aclexplode(relacl) a WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'TABLE', relname, attname, a.*
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(attacl) a
    WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped
    UNION ALL
    SELECT 'ROUTINE', p.oid::regprocedure::text, NULL, a.*
    FROM pg_proc p, aclexplode(COALESCE(proacl, acldefault('f', proowner))) a
    WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
)
SELECT DISTINCT privilege_type || COALESCE(' ("' || part || '")', '') || ' ON ' || kind || ' '
    || CASE kind WHEN 'ROUTINE' THEN name ELSE '"' || name || '"' END
FROM given WHERE grantee = 0 OR grantee = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""
"""Given to the role or to everybody: of the database, the schema, its tables, columns and sequences, and of functions and
procedures, by the types of their arguments, that are neither triggers nor an extension's.
"""

POWERS = """
SELECT 'is ' || power FROM pg_roles, LATERAL (VALUES ('SUPERUSER', rolsuper), ('CREATEROLE', rolcreaterole),
    ('CREATEDB', rolcreatedb), ('REPLICATION', rolreplication), ('BYPASSRLS', rolbypassrls)) p (power, has)
WHERE has AND rolname = %(role)s
UNION ALL
SELECT 'is a member of ' || g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %(role)s
UNION ALL
SELECT 'owns ' || relname FROM pg_class JOIN pg_roles r ON r.oid = relowner
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S') AND r.rolname = %(role)s
UNION ALL
SELECT 'owns the database' FROM pg_database JOIN pg_roles r ON r.oid = datdba
WHERE datname = current_database() AND r.rolname = %(role)s
UNION ALL
SELECT 'owns the schema ' || nspname FROM pg_namespace JOIN pg_roles r ON r.oid = nspowner WHERE r.rolname = %(role)s
UNION ALL
SELECT 'owns the large object ' || m.oid FROM pg_largeobject_metadata m JOIN pg_roles r ON r.oid = lomowner
WHERE r.rolname = %(role)s
UNION ALL
SELECT 'owns the function ' || proname FROM pg_proc JOIN pg_roles r ON r.oid = proowner WHERE r.rolname = %(role)s
"""
"""What no REVOKE takes away: attributes of the role, the roles it may act as, what it owns."""

SETTINGS = """
SELECT 'may set ' || parname FROM pg_parameter_acl, aclexplode(paracl)
WHERE grantee = 0 OR grantee = (SELECT oid FROM pg_roles WHERE rolname = %(role)s)
"""
"""Of the server, which others may not: `session_replication_role` switches triggers off. From PostgreSQL 15 on."""


LARGE_OBJECTS = """
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import') AND has_function_privilege(%(role)s, oid, 'EXECUTE')
ORDER BY 1
"""
"""Functions that make large objects, with which a role fills the disk: everybody may call them, and only a superuser can take
that away.
"""


def functions_of_large_objects(connection: Any) -> list[str]:
    """Those that the role which serves may call; none where it is meant to own the tables."""
    if not (is_apart(connection) and role_exists(connection)):
        return []
    return [name for (name,) in _query(connection, LARGE_OBJECTS, {"role": settings.SERVING_ROLE})]


def given_rights(connection: Any) -> set[str]:
    return {right for (right,) in _query(connection, GIVEN, [settings.SERVING_ROLE])}


def wrong_rights(connection: Any) -> list[str]:
    """Sentences without a full stop, each about the role that serves; none where it is meant to own the tables."""
    if not is_apart(connection):
        return []
    if not role_exists(connection):
        return ["does not exist"]
    wanted, given = wanted_rights(connection), given_rights(connection)
    sql = f"{POWERS} UNION ALL {SETTINGS}" if connection.pg_version >= 150000 else POWERS
    powers = [power for (power,) in _query(connection, sql, {"role": settings.SERVING_ROLE})]
    return [
        *(f"lacks {right}" for right in sorted(wanted - given)),
        *(f"has too much: {right}" for right in sorted(given - wanted)),
        *(f"has too much: it {power}" for power in sorted(powers)),
    ]


def is_apart(connection: Any) -> bool:
    """Whether another role than the one that serves owns the tables, or is meant to. With one address alone, whoever
    connects owns them.
    """
    if connection.vendor != "postgresql":
        return False
    if settings.DATABASE_OWNER_URL:
        return True
    table = MigrationRecorder.Migration._meta.db_table
    sql = "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s) AND NOT pg_has_role(relowner, 'MEMBER')"
    return bool(_query(connection, sql, [f"public.{table}"]))


def role_exists(connection: Any) -> bool:
    return bool(_query(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.SERVING_ROLE]))


def grant_rights(connection: Any) -> None:
    """Take what is too much, then give what lacks: taking a right to a table takes those to its columns too."""
    role, wanted = settings.SERVING_ROLE, wanted_rights(connection)
    _execute(
        connection, (f'REVOKE {right} FROM PUBLIC, "{role}"' for right in given_rights(connection) - wanted)
    )
    _execute(connection, (f'GRANT {right} TO "{role}"' for right in wanted - given_rights(connection)))


def _execute(connection: Any, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _query(connection: Any, sql: str, params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
