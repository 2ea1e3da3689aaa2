"""What the databases are filled with: an invented plan, a second one beside 500 actions, and somebody who sees most of both."""

from __future__ import annotations

import datetime
import io
import random
from decimal import Decimal

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import begin_membership, save_user
from actionplan.base.days import BRUSSELS
from actionplan.demo.synthetic import make_synthetic_plan, milestone_of, save_all, save_milestones
from actionplan.demo.synthetic_reports import (
    Chain,
    add_synthetic_reports,
    lead_report,
    report_in_chains,
    synthetic_person,
)
from actionplan.organisations.models import Organisation
from actionplan.reporting.states import ReportState

READER = "bench"
PLAN, LARGE_PLAN, LARGE_BODY = "2020-2024-synthetic", "2020-2024-large", "large"
ROUNDS = {50: 12, 500: 12}
"""Closed rounds by the number of actions; two where nothing is said."""
FIRST_REPORT, DAYS_APART = datetime.datetime(2020, 6, 1, 10, tzinfo=BRUSSELS), 8


def fill(actions: int) -> None:
    call_command("migrate", verbosity=0)
    rounds = ROUNDS.get(actions, 2)
    call_command("seed_synthetic", plan=PLAN, actions=actions, rounds=rounds, stdout=io.StringIO())
    at = timezone.now()
    if actions == 500:
        add_large_plan(at=at)
    reader = save_user(user=User(username=READER, name="Bench"), by=None, at=at)
    begin_membership(membership=Membership(user=reader, role=Role.COORDINATOR), by=None, at=at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def add_large_plan(
    *, at: datetime.datetime, actions: int = 200, milestones: int = 500, reports: int = 200
) -> None:
    """One organisation leads all actions of the plan, of which the first has so many milestones and reports."""
    organisation = Organisation(key=LARGE_BODY, name="Large organisation", order=100)
    save_all([organisation])
    first, *others = make_synthetic_plan(
        code=LARGE_PLAN, actions=actions, at=at, organisations=[organisation]
    )
    chance = random.Random(LARGE_PLAN)
    orders = range(len(first.milestones) + 1, milestones + 1)
    more = [milestone_of(first.action, order, chance) for order in orders]
    save_milestones(more)
    first.milestones += more
    person = synthetic_person("synthetic_contributor", at)
    days = [FIRST_REPORT + datetime.timedelta(days=DAYS_APART * number) for number in range(reports)]
    said = [lead_report(first, day, person, chance) for day in days]
    report_in_chains([Chain(first, organisation, said, ReportState.ACCEPTED, Decimal(1))], person, at)
    add_synthetic_reports(sketches=others, at=at)
