"""Shows what a plan document, or a plan workbook, would change, and with --commit changes it."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.plan_document.importing import (
    Decisions,
    ImportPreview,
    import_plan_document,
    preview_import,
)
from actionplan.plan_document.parsing import read_plan_file

OPTIONS = {
    "--take-away": ("taken_away", "remove this, which the document leaves out"),
    "--another": ("others", "this new body is not the known one with nearly its name"),
    "--same": ("same", "this new body is the known one with nearly its name"),
    "--accept": ("accepted", "this warning is known, and the document means it"),
    "--row": (
        "rows",
        "which row of the document this is, or that it stays or goes: WORD=2, WORD=stays, WORD=goes",
    ),
}
"""The member of `Decisions` that each option sets, and its help."""


class Command(BaseCommand):
    help = (
        "Reads a plan document, a plan workbook or a Django fixture of a plan and shows what it would change, action by action "
        "and field by field. With --commit it is done, all or nothing; what was reported is never touched. What the file leaves "
        "out of the plan stays, what it says differently of ministers, policy areas and organisations, which all plans share, "
        "is not taken over, and what is doubtful is refused, unless it is named by the word that stands behind it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            help="a document of plan-document.schema.json or a plan workbook, as export_plan writes them",
        )
        parser.add_argument("--commit", action="store_true", help="make the changes")
        for option, (decision, words) in OPTIONS.items():
            parser.add_argument(option, dest=decision, nargs="+", default=[], metavar="WORD", help=words)

    def handle(self, *, file: Path, commit: bool, **options: Any) -> None:
        at = clock.now()
        decisions = Decisions(**{name: frozenset(options[name]) for name, _words in OPTIONS.values()})
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
                    progress=self._say_written if commit else lambda objective: None,
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

    def _say_written(self, objective: int) -> None:
        self.stdout.write(f"written: objective {objective}")

    def _show(self, preview: ImportPreview) -> None:
        if preview.state_said:
            self.stdout.write(f"not taken over: that the plan is {preview.state_said}")
        for change in preview.changes:
            self.stdout.write(str(change))
        for item in preview.missing:
            if item.word not in preview.decisions.taken_away:
                self.stdout.write(f"left out, and stays: {item.place} ({item.word})")
        for change in preview.said_differently:
            self.stdout.write(f"not taken over, of a body that all plans share: {change}")
        for question in preview.questions:
            known = f"{question.known_name} ({question.known_key})"
            self.stdout.write(f"the same? {question.place}, {question.name}: {known} ({question.word})")
        for row in preview.row_questions:
            goes = ["it goes (goes)"] if row.may_go else []
            options = ["it stays (stays)", *goes, *(f"{name} ({place})" for place, name in row.options)]
            self.stdout.write(f"which is it? {row.place}, {row.name}: {', '.join(options)} ({row.word})")
        for warning in preview.warnings:
            if warning.word not in preview.decisions.accepted:
                self.stdout.write(f"is it so? {warning} ({warning.word})")


def counted(number: int) -> str:
    return "1 change" if number == 1 else f"{number} changes"
