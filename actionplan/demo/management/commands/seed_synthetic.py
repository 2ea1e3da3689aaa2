"""Makes a large invented plan with reports, to test the speed of the portal."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.audit.revisions import operation, renew_without_event
from actionplan.base import clock
from actionplan.base.refusals import Refused
from actionplan.demo.synthetic import make_synthetic_plan
from actionplan.demo.synthetic_reports import add_synthetic_reports
from actionplan.demo.synthetic_rounds import add_synthetic_rounds
from objectives.models import Plan


class Command(BaseCommand):
    help = "Makes a second plan, of invented actions with reports. Refused when a plan of that code exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actions", type=int, required=True, help="how many actions")
        parser.add_argument(
            "--rounds",
            type=int,
            help="closed rounds, a quarter apart, in each of which every lead reports (most of the time goes to the "
            "snapshots); without it, reports between rounds",
        )
        parser.add_argument("--plan", default="2020-2024-synthetic", metavar="CODE", help="the plan's code")

    def handle(self, *, actions: int, plan: str, rounds: int | None, **options: Any) -> None:
        if actions < 1:
            raise CommandError("A plan needs at least one action.")
        at = clock.now()
        try:
            with operation():
                sketches = make_synthetic_plan(code=plan, actions=actions, at=at)
                if rounds is None:
                    reports = add_synthetic_reports(sketches=sketches, at=at)
                else:
                    reports = add_synthetic_rounds(sketches=sketches, rounds=rounds, at=at)
                renew_without_event(Plan.objects.get(code=plan).pk)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        told = f", {rounds} closed rounds" if rounds else ""
        self.stdout.write(f"Made the plan {plan}: {len(sketches)} actions{told}, {reports} reports.")
