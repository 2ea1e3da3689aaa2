"""Adds the demo accounts and tells the demo story, on a developer's machine only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.demo.accounts import user_names
from actionplan.demo.story_day import STORY_PLAN
from actionplan.demo.telling import tell
from actionplan.reporting.models import ProgressReport
from objectives.models import Plan


class Command(BaseCommand):
    help = (
        "Adds the demo accounts and what they report over 2021 and 2022, through the real operations. "
        "Once told, it changes nothing. Refused where DEBUG is off."
    )

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo accounts are for a developer's machine: DEBUG is off here.")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demo story is already told; nothing was changed.")
            return
        plan = self.plan_without_reports()
        try:
            with transaction.atomic():
                tell(plan)
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
