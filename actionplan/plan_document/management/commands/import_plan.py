"""Shows what a plan document, or a plan workbook, would change, and with --commit changes it."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.plan_document.importing import (
    Decisions,
    ImportPreview,
    import_plan_document,
    preview_import,
)
from actionplan.plan_document.reading import read_plan_file


class Command(BaseCommand):
    help = (
        "Reads a plan document or a plan workbook and shows what it would change, action by action and field by field. "
        "With --commit it is done, all or nothing; what was reported is never touched. What the document leaves out of the "
        "plan stays, and what it says differently of ministers, policy areas and organisations, which all plans share, is "
        "not taken over, unless it is named by the word that stands before it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="a document of plan-document.schema.json or a plan workbook, as export_plan writes them",
        )
        parser.add_argument("--commit", action="store_true", help="make the changes")
        several: dict[str, Any] = {"nargs": "+", "default": [], "metavar": "WORD"}
        parser.add_argument("--take-over", **several, help="change this of a shared body")
        parser.add_argument("--take-away", **several, help="remove this, which the document leaves out")
        parser.add_argument(
            "--another", **several, help="this new body is not the known one with nearly its name"
        )

    def handle(self, *, file: Path, commit: bool, **options: Any) -> None:
        at = timezone.now()
        decisions = Decisions(
            frozenset(options["take_over"]), frozenset(options["take_away"]), frozenset(options["another"])
        )
        try:
            content = file.read_bytes()
            read = read_plan_file(content)
            document = read.document
            for note in read.notes:
                self.stdout.write(note)
            self._show(preview_import(document=document, on=day_of(at), decisions=decisions))
            with transaction.atomic():
                changes = import_plan_document(
                    document=document,
                    by=None,
                    at=at,
                    decisions=decisions,
                    file=file.name,
                    sha256=hashlib.sha256(content).hexdigest(),
                )
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

    def _show(self, preview: ImportPreview) -> None:
        for change in preview.all_changes:
            self.stdout.write(str(change))
        for item in preview.missing:
            if item.word not in preview.decisions.taken_away:
                self.stdout.write(f"left out, and stays: {item.place} ({item.word})")
        for one in preview.bodies:
            if one not in preview.taken_over:
                plans = ", ".join(one.plans) or "no plan"
                self.stdout.write(f"not taken over: {one.change} ({one.word}; in {plans})")
        for question in preview.questions:
            known = f"{question.known_name} ({question.known_key})"
            self.stdout.write(f"the same? {question.place}, {question.name}: {known} ({question.word})")


def counted(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
