"""System checks: the triggers and rights in the database are as the code defines them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection, connections

from .rights import functions_of_large_objects, is_apart, wrong_rights
from .triggers import wrong_triggers


@register(Tags.database)
def triggers_are_installed(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` lists the triggers that do not guard, and why."""
    return [
        Error(
            f"The trigger {name} {fault}.",
            hint="Run `manage.py migrate`: it installs the triggers again. One that is not the portal's, drop by hand.",
            id="base.E001",
        )
        for alias in databases or []
        for name, fault in wrong_triggers(connections[alias]).items()
    ]


@register(Tags.database)
def rights_are_given(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` lists the rights that the role which serves lacks or has too much."""
    return [
        Error(
            f"The role {settings.SERVING_ROLE} {fault}.",
            hint="Run `manage.py migrate` or `manage.py grant_roles`; docs/operators/database-roles.md tells what they cannot mend.",
            id="base.E002",
        )
        for alias in databases or []
        for fault in wrong_rights(connections[alias])
    ]


@register(Tags.database)
def large_objects_are_nobodys(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` warns where the role which serves may fill the disk with large objects."""
    return [
        Warning(
            f"The role {settings.SERVING_ROLE} may make large objects: {', '.join(functions)}.",
            hint=f"As a superuser, in the portal's database: REVOKE EXECUTE ON FUNCTION {', '.join(functions)} FROM PUBLIC;",
            id="base.W002",
        )
        for alias in databases or []
        if (functions := functions_of_large_objects(connections[alias]))
    ]


@register(Tags.security, deploy=True)
def serves_as_a_role_of_its_own(**kwargs: Any) -> list[CheckMessage]:
    """On PostgreSQL, `manage.py check --deploy` warns where the portal serves as the owner of its tables."""
    if connection.vendor != "postgresql" or is_apart(connection):
        return []
    return [
        Warning(
            "The portal serves as the owner of its tables, who can change what triggers guard.",
            hint="Make a second role, and name the owner in DATABASE_OWNER_URL: docs/operators/database-roles.md, *From one role to two*.",
            id="base.W001",
        )
    ]
