"""Django's `migrate`, which also creates the triggers and the table of the shared cache."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from actionplan.base.triggers import drop_triggers, install_triggers


class Command(MigrateCommand):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Skip the database checks: this command restores what they would miss."""
        return super().get_check_kwargs(options) | {"databases": []}

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("plan") or options.get("check_unapplied"):
            super().handle(*args, **options)
            return
        connection = connections[options["database"]]
        if connection.vendor == "sqlite":
            # SQLite refuses to rebuild a table that the trigger of another table mentions.
            drop_triggers(connection)
        try:
            super().handle(*args, **options)
        finally:
            install_triggers(connection)
        call_command("createcachetable", database=options["database"], verbosity=0)
