"""Gives the role that serves the portal the rights that follow from the guards, and takes every other right from it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from actionplan.base.rights import grant_rights, is_apart, role_exists


class Command(BaseCommand):
    help = (
        "On PostgreSQL, where DATABASE_OWNER_URL names the owner of the tables: gives the role of DATABASE_URL the rights that "
        "it needs, and takes all others from it and from everybody. It makes no role. `migrate` runs it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS)

    def handle(self, *, database: str, **options: Any) -> None:
        connection = connections[database]
        if not is_apart(connection):
            return
        if not role_exists(connection):
            raise CommandError(
                f"There is no role {settings.SERVING_ROLE}: docs/operators/database-roles.md says how it is made."
            )
        with transaction.atomic(using=database):
            grant_rights(connection)
