"""Prints a picture of a plan as JSON: now, at the end of a day, or as a closed round froze it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actionplan.base import clock
from actionplan.picture import frozen, live
from actionplan.picture.as_json import as_json
from actionplan.picture.moment import InvalidDay, Moment
from actionplan.picture.picture import Picture
from actionplan.reporting.models import Snapshot
from actionplan.reporting.states import Basis
from objectives.models import Plan


class Command(BaseCommand):
    help = "Prints where a plan stands, as JSON (docs/picture.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="CODE", help="the plan; needed where there are several")
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--on", metavar="DAY", help="at the end of this day, such as 2022-12-31")
        when.add_argument("--round", metavar="CODE", help="as this closed round froze it, such as 2022-12")
        parser.add_argument("--basis", choices=Basis.values, default=str(Basis.ACCEPTED))

    def handle(
        self, *, plan: str | None, on: str | None, round: str | None, basis: str, **options: Any
    ) -> None:
        picture = self.picture(self.plan(plan), on, round, basis)
        self.stdout.write(json.dumps(as_json(picture), ensure_ascii=False, indent=1))

    def plan(self, code: str | None) -> Plan:
        rows = Plan.objects.filter(code=code) if code else Plan.objects.all()
        known = list(rows[:2])
        if len(known) != 1:
            raise CommandError(f"There is no plan {code}." if code else "Say which plan: --plan CODE.")
        return known[0]

    def picture(self, plan: Plan, on: str | None, round: str | None, basis: str) -> Picture:
        now = clock.now()
        if round:
            rows = Snapshot.objects.filter(closing__round__plan=plan, closing__round__code=round)
            snapshot = rows.select_related("closing__round").order_by("-closing__number").first()
            if snapshot is None:
                raise CommandError(f"The round {round} was never closed.")
            return frozen.read(snapshot, basis)
        try:
            moment = Moment.parse(on, now, basis) if on else Moment.now(now, basis)
        except InvalidDay as error:
            raise CommandError(f"{on} is not a day that has come.") from error
        return live.read(plan, moment)
