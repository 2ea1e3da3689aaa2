"""Django's `migrate`, which also refuses a database older than version 1.0, and creates the triggers, the table of the cache and the
rights of the role that serves.
"""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from actionplan.base.triggers import drop_triggers, install_triggers

FIRST = "0001_version_1"
"""With which the migrations of each app of the portal begin."""


class Command(MigrateCommand):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Skip the database checks: this command restores what they would miss."""
        return super().get_check_kwargs(options) | {"databases": []}

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        refuse_older(connection)
        if connection.vendor == "sqlite":
            # SQLite refuses to rebuild a table that the trigger of another table mentions.
            drop_triggers(connection)
        try:
            super().handle(*args, **options)
        finally:
            install_triggers(connection)
        call_command("createcachetable", database=options["database"], verbosity=0)
        call_command("grant_roles", database=options["database"])


def refuse_older(connection: Any) -> None:
    """Raises CommandError where the database was made before version 1.0, or by a version later than this one."""
    loader = MigrationLoader(connection)
    ours = {app for app, name in loader.disk_migrations if name == FIRST}
    if any(app in ours for app, _name in loader.applied_migrations.keys() - loader.disk_migrations.keys()):
        raise CommandError(
            "This database was made by another version of the portal, which this one cannot bring up to date; nothing "
            "was changed. To begin again, delete it (db.sqlite3 and whatever begins with that name, or the database that "
            "DATABASE_URL names) and start anew; everything that was entered is then gone."
        )
