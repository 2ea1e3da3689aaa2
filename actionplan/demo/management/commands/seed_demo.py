"""Adds the demo accounts and tells the demo story, on a developer's machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.demo.accounts import user_names
from actionplan.demo.telling import tell
from actionplan.demo.texts import LANGUAGES
from actionplan.reporting.models import ProgressReport
from objectives.models import Plan

STORY_PLAN = "2020-2024"


class Command(BaseCommand):
    help = (
        "Adds the demo accounts and what they do from 2021 to 12 June 2023, through the real operations; the clock "
        "of the demo runs from there. Once told, it changes nothing. Refused where DEBUG is off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language", choices=LANGUAGES, default="en", help="in which they write; en if not said"
        )

    def handle(self, *, language: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo accounts are for a developer's machine: DEBUG is off here.")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo story is already told; nothing was changed.")
            return
        plan = self.plan_without_reports()
        try:
            with transaction.atomic():
                tell(plan, language)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"Told: {User.objects.filter(is_demo=True).count()} demo accounts, "
            f"{ProgressReport.objects.count()} reports."
        )

    def plan_without_reports(self) -> Plan:
        """The plan of the story. Raises CommandError if it is missing or has reports."""
        plan = Plan.objects.filter(code=STORY_PLAN).first()
        if plan is None:
            raise CommandError(f"Load the plan {STORY_PLAN} first: ./dev manage loaddata fixtures/*.json")
        if ProgressReport.objects.filter(action__plan=plan).exists():
            raise CommandError("People have reported here; the demo story would get in their way.")
        taken = User.objects.filter(username__in=user_names()).values_list("username", flat=True)
        if taken:
            raise CommandError(f"These user names are taken: {', '.join(sorted(taken))}.")
        return plan
