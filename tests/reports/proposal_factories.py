"""Proposed milestones for tests, through the real operation."""

import datetime
from typing import Any

from actionplan.accounts.models import User
from actionplan.reporting.models import MilestoneProposal
from actionplan.reports.proposals import Terms, propose_milestone
from actions.models import Action
from tests.reporting_factories import noon

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)
DUE = datetime.date(2022, 9, 15)


def terms(**facts: Any) -> Terms:
    return Terms(**{"title": "Guide for schools", "due": DUE, "due_precision": "day"} | facts)


def propose(action: Action, by: User, at: datetime.datetime = MARCH, **facts: Any) -> MilestoneProposal:
    return propose_milestone(action=action, terms=terms(**facts), by=by, at=at)
