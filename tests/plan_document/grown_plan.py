"""A plan with as many rows of every relation as a test asks for, seen by somebody who has every role."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from actionplan.accounts.keys import hash_of
from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow, MeasurementRow, MilestoneRow
from actions.models import Action
from objectives.models import Plan
from tests.actions.action_factories import CrossReferenceFactory
from tests.amendments.grown_amendments import add_amendments
from tests.evidence.evidence_rows import add_rows
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    FundingFactory,
    IndicatorFactory,
    LeadFactory,
    MembershipFactory,
    MilestoneFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    OrganisationFactory,
    PlanFactory,
    ThemeFactory,
)
from tests.people.people_factories import InvitationFactory, ListConfirmationFactory
from tests.personas import person
from tests.reminders.reminders_world import add_grown_reminders
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import accepted_report, drafted, hand_in, noon

INVITED = "key-of-everything"
"""The key of an invitation to who has every role."""


@dataclass
class GrownPlan:
    plan: Plan
    everything: User
    reviewer: User
    lead: Organisation
    partners: list[Organisation]
    reported: Action
    """With accepted reports, and a draft."""
    waiting: Action
    """With accepted reports, and one that waits for review."""
    submitted: ProgressReport


def grown_plan(size: int) -> GrownPlan:
    plan = PlanFactory()
    lead = OrganisationFactory(key="lead", policy_area="AREA0")
    partners = [OrganisationFactory(key=f"partner_{n}", policy_area=f"AREA{n}") for n in range(size)]
    writer = person("writer", Role.CONTRIBUTOR, organisation=lead)
    for partner in partners:
        MembershipFactory(user=writer, role=Role.CONTRIBUTOR, organisation=partner)
    reviewer = person("reviewer", Role.COORDINATOR, organisation=lead)
    actions = [_action(plan, f"{n % 2 + 1}.{n + 1}", lead, partners, size) for n in range(size + 2)]
    for action in actions:
        CrossReferenceFactory(action=action, to_action=actions[0], order=9)
        _reports(action, lead, partners, writer, reviewer, size)
    at = noon(2022, 11, 1)
    drafted(actions[0], lead, writer, at, done="Sample words.")
    submitted = [hand_in(action, lead, writer, at, done="Sample words.") for action in actions[1 : size + 1]]
    add_amendments(actions[0], partners, writer, reviewer, size)
    _people(plan, lead, partners, reviewer, size)
    grown = GrownPlan(
        plan, _everything(lead, partners), reviewer, lead, partners, actions[0], actions[1], submitted[0]
    )
    add_grown_reminders(grown, size)
    return grown


def _people(plan: Plan, lead: Organisation, partners: list[Organisation], reviewer: User, size: int) -> None:
    """As many file holders, invitations and confirmed lists of the lead, and as many bodies without anybody."""
    holder = person("holder", Role.CONTRIBUTOR, organisation=lead, writes_only=True)
    for action in plan.actions.order_by("order")[:size]:
        FileHolderFactory(action=action, organisation=lead, user=holder)
    for organisation in [lead, *partners]:
        InvitationFactory(role=Role.CONTRIBUTOR, organisation=organisation, invited_by=reviewer)
        ListConfirmationFactory(organisation=organisation, confirmed_by=reviewer)
    InvitationFactory(
        email="everything@example.org",
        invited_by=reviewer,
        invited_at=timezone.now(),
        key_hash=hash_of(INVITED),
    )
    for n in range(size):
        empty = OrganisationFactory(key=f"empty_{n}", policy_area=f"AREA{n}")
        LeadFactory(action=ActionFactory(code=f"9.{n + 1}", plan=plan, phases=[]), organisation=empty)


def _everything(lead: Organisation, partners: list[Organisation]) -> User:
    user = person("everything", Role.ADMINISTRATOR)
    for role in [Role.COORDINATOR, Role.AUDITOR, Role.READER]:
        MembershipFactory(user=user, role=role)
    for organisation in [lead, *partners]:
        MembershipFactory(user=user, role=Role.CONTRIBUTOR, organisation=organisation)
    return user


def _action(plan: Plan, code: str, lead: Organisation, partners: list[Organisation], size: int) -> Action:
    phases = [{"start": datetime.date(2021, n + 1, 1)} for n in range(size)]
    action = ActionFactory(code=code, plan=plan, lead=lead, partners=partners, phases=phases)
    action.theme = ThemeFactory(objective=action.objective, order=int(code[-1]))
    action.save()
    for n in range(size):
        minister = MinisterFactory(key=f"minister_{n}")
        MinisterInvolvementFactory(action=action, minister=minister, order=n + 1)
        terms = BudgetLineFactory(action=action).terms.get()
        for order in range(size):
            FundingFactory(
                terms=terms, organisation=partners[order], percent=Decimal(100) / size, order=order + 1
            )
        MilestoneFactory(action=action, key=f"once_{n}")
        MilestoneFactory(action=action, key=f"yearly_{n}", terms__recurrence="yearly")
        IndicatorFactory(action=action, key=f"share_{n}")
    return action


def _reports(
    action: Action,
    lead: Organisation,
    partners: list[Organisation],
    writer: User,
    reviewer: User,
    size: int,
) -> None:
    """As many accepted reports and one more, so that every one has one before it, of the lead and of each partner; and
    twice as many pieces of evidence, which come along with every report."""
    rows = [
        ExpenditureRow(line=line.pk, year=2020 + n, committed=Decimal(9000), paid=Decimal(9000))
        for line in action.budget_lines.all()
        for n in range(size)
    ]
    milestones = [
        MilestoneRow(
            milestone=milestone.pk,
            period_start=datetime.date(2020 + n, 1, 1) if "yearly" in milestone.key else None,
        )
        for milestone in action.milestones.all()
        for n in range(size if "yearly" in milestone.key else 1)
    ]
    for organisation in [lead, *partners]:
        add_rows(drafted(action, organisation, writer, noon(2022, 1, 1)), 2 * size)
    measurements = [
        MeasurementRow(indicator.pk, datetime.date(2021, n + 1, 1), Decimal(30), source="Sample.")
        for indicator in action.indicators.all()
        for n in range(size)
    ]
    for month in range(size + 1):
        at = noon(2022, month + 1, 1)
        expected = {"done": f"Sample {month}.", "expenditures": rows}
        doubts = expected | {"confidence": "needs_attention", "obstacles": f"Sample {month}."}
        told = {"milestones": milestones, "measurements": measurements}
        accepted_report(action, lead, writer, at, reviewer=reviewer, **told, **doubts)
        for n, partner in enumerate(partners):
            later = at + datetime.timedelta(hours=2 + 2 * n)
            accepted_report(action, partner, writer, later, reviewer=reviewer, verdict="", **expected)
