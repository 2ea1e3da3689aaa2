"""Writes a plan's document on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.plan_document.writing import as_text, plan_document
from objectives.models import Plan
from objectives.querysets import current


def plan_of(code: str | None) -> Plan:
    """The plan with this code, else the current one. Raises CommandError with the codes that there are."""
    today = day_of(timezone.now())
    plan = Plan.objects.filter(code=code).first() if code else current(Plan.objects.all(), today)
    if plan is None:
        known = ", ".join(Plan.objects.values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no plan {code or 'here'}. Plans: {known}.")
    return plan


class Command(BaseCommand):
    help = "Writes the plan, as adopted and as in force today, as a document of plan-document.schema.json."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the plan's code; without it, the current plan")

    def handle(self, *, plan: str | None, **options: Any) -> None:
        document = plan_document(plan_of(plan), day_of(timezone.now()))
        self.stdout.write(as_text(document), ending="")
