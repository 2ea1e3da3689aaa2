"""Django's `migrate`, which afterwards makes what migrations cannot keep: triggers and the shared cache's table."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

from actionplan.base.triggers import install_triggers


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options.get("plan") or options.get("check_unapplied"):
            return
        call_command("createcachetable", database=options["database"], verbosity=0)
        install_triggers(connections[options["database"]])
