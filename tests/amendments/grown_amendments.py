"""Leads and proposed milestones of a grown plan, as many as a test asks for."""

import datetime
from decimal import Decimal

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reports.proposals import decline_milestone
from actions.models import Action
from tests.amendments.government_factories import SpreadFactory
from tests.factories import ActionFactory, LeadFactory, ObjectiveFactory, PlanFactory
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

AT = noon(2022, 11, 2)
DUE = datetime.date(2030, 1, 1)


def add_amendments(
    action: Action, partners: list[Organisation], writer: User, reviewer: User, size: int
) -> None:
    """Former leads, proposals that wait, proposals that were answered, years of a spread line: as many of each; and actions of a later plan that continue this one."""
    for n in range(size):
        begun = datetime.date(2010 + n, 1, 1)
        ended = datetime.date(2011 + n, 1, 1)
        LeadFactory(action=action, organisation=partners[n], in_force_from=begun, in_force_until=ended)
        declined = propose(action, writer, AT, title=f"Sample declined {n}", due=DUE)
        decline_milestone(proposal=declined, answer="Sample.", by=reviewer, at=AT)
    later = PlanFactory(code="later", title="Later plan", start=DUE, end=DUE)
    for n in range(size):
        propose(action, writer, AT, title=f"Sample {n}", due=DUE)
        objective = ObjectiveFactory(plan=later, number=1)
        ActionFactory(plan=later, objective=objective, code=f"1.{n + 1}", continues=action)
    for line in action.budget_lines.all():
        for n in range(size):
            SpreadFactory(line=line, year=2021 + n, amount=Decimal(10000) / size)
