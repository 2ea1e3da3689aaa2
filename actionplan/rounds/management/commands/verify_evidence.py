"""Checks the files of evidence on disk against the rows that refer to them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actionplan.reporting.evidence_files import faults
from actionplan.reporting.models import Evidence


class Command(BaseCommand):
    help = (
        "Verifies the files of evidence: that each row has its file, each file a row, and each the hash it is named by. "
        "One line a fault; ends with 1 when there is one."
    )

    def handle(self, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"Faults: {len(found)}.", returncode=1)
        files = Evidence.objects.files().values("sha256").distinct()
        self.stdout.write(f"Files verified: {files.count()}.")
