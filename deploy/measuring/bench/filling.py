"""What the databases are filled with: an invented plan in which a round is open, a second one beside 500 actions, a coordinator,
who sees most of both, and somebody who reports on sixteen actions.
"""

from __future__ import annotations

import datetime
import io
import random
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import begin_membership, save_user
from actionplan.base.days import BRUSSELS, day_of
from actionplan.demo.synthetic import make_synthetic_plan, milestone_of, save_all, save_milestones
from actionplan.demo.synthetic_reports import (
    Chain,
    add_synthetic_reports,
    lead_report,
    report_in_chains,
    synthetic_person,
)
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reporting.states import ReportState
from actionplan.reports.leads import appoint_lead
from actionplan.rounds.life import RoundFacts, open_round, prepare_round
from actions.models import Lead
from objectives.models import Plan
from tests.reporting_factories import drafted, hand_in

READER, REPORTER = "bench", "bench_reporter"
OWN_ACTIONS, HANDED_IN, DRAFTED = 16, 4, 8
"""How many the reporter leads; on how many of these a report waits for review, and on how many there is a draft."""
TO_REVIEW = 20
"""How many reports of others wait for review."""
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
    person(READER, at, role=Role.COORDINATOR)
    begin_reporting(Plan.objects.get(code=PLAN), at)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def person(name: str, at: datetime.datetime, **role: Any) -> User:
    user = save_user(user=User(username=name, name=name.replace("_", " ").capitalize()), by=None, at=at)
    begin_membership(membership=Membership(user=user, **role), by=None, at=at)
    return user


def begin_reporting(plan: Plan, at: datetime.datetime) -> None:
    """The round of today is open: the reporter's organisation is in the middle of it, and other reports wait for review."""
    leads = list(
        Lead.objects.open()
        .filter(action__plan=plan)
        .select_related("action", "organisation")
        .order_by("action__order")
    )
    organisation = leads[0].organisation
    reporter = person(REPORTER, at, role=Role.CONTRIBUTOR, organisation=organisation)
    colleague = person("bench_colleague", at, role=Role.COORDINATOR)
    own = [lead.action for lead in leads if lead.organisation == organisation]
    others = [lead for lead in leads if lead.organisation != organisation]
    while len(own) < OWN_ACTIONS:
        action = others.pop().action
        appoint_lead(action=action, organisation=organisation, from_day=day_of(at), by=colleague, at=at)
        own.append(action)
    open_a_round(plan, colleague, at)
    for action in own[:HANDED_IN]:
        hand_in(action, organisation, reporter, at)
    for action in own[HANDED_IN:][:DRAFTED]:
        drafted(action, organisation, reporter, at)
    for lead in others[:TO_REVIEW]:
        hand_in(lead.action, lead.organisation, colleague, at, on_behalf=True)


def open_a_round(plan: Plan, by: User, at: datetime.datetime) -> Round:
    """About today; it asks about every action."""
    today = day_of(at)
    month = today + datetime.timedelta(days=30)
    facts = RoundFacts(code=f"{today:%Y-%m}", name="Today", about=today, opens=today, due=month, closes=month)
    asked = dict.fromkeys(plan.actions.values_list("pk", flat=True), False)
    return open_round(round=prepare_round(plan=plan, facts=facts, asked=asked, by=by, at=at), by=by, at=at)


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
