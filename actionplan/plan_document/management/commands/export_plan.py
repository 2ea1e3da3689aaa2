"""Writes a plan's document on standard output, or its workbook into a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.workbook.writing import plan_workbook
from objectives.models import Plan
from objectives.querysets import current


def plan_of(code: str | None) -> Plan:
    """The plan with this code, by default the current one. Raises CommandError with the known codes."""
    today = day_of(clock.now())
    plan = Plan.objects.filter(code=code).first() if code else current(Plan.objects.all(), today)
    if plan is None:
        known = ", ".join(Plan.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no plan {code or 'here'}. Plans: {known}.")
    return plan


class Command(BaseCommand):
    help = "Writes the plan, as adopted and as in force today, as a document of plan-document.schema.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the plan's code; without it, the current plan")
        parser.add_argument(
            "--workbook", metavar="FILE", type=Path, help="write a plan workbook there instead"
        )

    def handle(self, *, plan: str | None, workbook: Path | None, **options: Any) -> None:
        document = plan_document(plan_of(plan), day_of(clock.now()))
        if workbook is None:
            self.stdout.write(as_text(document), ending="")
            return
        try:
            workbook.write_bytes(plan_workbook(document))
        except OSError as error:
            raise CommandError(f"{workbook} cannot be written: {error}") from None
