"""Seals the events that were written past the portal, as the operator's own of a removal by law."""

from typing import Any

from django.core.management.base import BaseCommand

from actionplan.audit.revisions import seal_what_has_none


class Command(BaseCommand):
    help = "Seals events without a seal, such as one that an operator wrote by SQL, and names them."

    def handle(self, **options: Any) -> None:
        for key in seal_what_has_none():
            self.stdout.write(f"sealed event {key}")
