"""Empties the tables between tests that commit, which the triggers on rows that may never change would refuse."""

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from actionplan.base.triggers import drop_triggers, install_triggers
from tests.roles import as_owner


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        with as_owner():
            drop_triggers(connection)
            try:
                super().handle(**options)
            finally:
                install_triggers(connection)
