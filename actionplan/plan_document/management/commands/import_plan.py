"""Shows what a plan document would change, and with --commit changes it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.plan_document.importing import import_plan_document, preview_import
from actionplan.plan_document.reading import read_plan_document


class Command(BaseCommand):
    help = (
        "Reads a plan document and shows what it would change, action by action and field by field. "
        "With --commit it is done, all or nothing; what was reported is never touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a document of plan-document.schema.json, as export_plan writes it"
        )
        parser.add_argument("--commit", action="store_true", help="make the changes")

    def handle(self, *, file: Path, commit: bool, **options: Any) -> None:
        at = timezone.now()
        try:
            document = read_plan_document(file.read_bytes())
            for change in preview_import(document=document, on=day_of(at)).changes:
                self.stdout.write(str(change))
            with transaction.atomic():
                changes = import_plan_document(document=document, by=None, at=at)
                transaction.set_rollback(not commit)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error}") from None
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if not changes:
            self.stdout.write("Nothing to change.")
        elif commit:
            self.stdout.write(self.style.SUCCESS(f"Done: {counted(len(changes))}."))
        else:
            self.stdout.write(f"{counted(len(changes))} to make. Nothing was written; add --commit to do it.")


def counted(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
