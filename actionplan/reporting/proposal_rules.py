"""Who may propose milestones and answer proposals.

A proposal is a reported fact until it is agreed to: `sees_reported` says who sees it, and nobody else knows of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from django.utils import timezone

from actionplan.accounts.rights import plan_key_of, rights_today
from actionplan.accounts.rules import is_auditor, is_coordinator
from actionplan.base.brussels import day_of
from actions.models import Action, Lead

if TYPE_CHECKING:
    from actionplan.accounts.models import User

    from .models import MilestoneProposal


@rules.predicate
def speaks_for_the_lead(user: User, action: Action) -> bool:
    """Whether the person is a contact point of the organisation that leads the action today."""
    organisations = rights_today(user, plan_key_of(action)).submits_for
    if not organisations:
        return False
    leads = Lead.objects.in_force(day_of(timezone.now())).of(action)
    return leads.filter(organisation__in=organisations).exists()


@rules.predicate
def proposed_for(user: User, proposal: MilestoneProposal) -> bool:
    """Whether the person is a contact point of the organisation that proposed it."""
    submits_for = rights_today(user, plan_key_of(proposal)).submits_for
    return proposal.organisation_id in submits_for


@rules.predicate
def proposed_it(user: User, proposal: MilestoneProposal) -> bool:
    return proposal.proposed_by_id == user.pk


rules.add_perm("reporting.propose_milestone", speaks_for_the_lead)
rules.add_perm("reporting.withdraw_proposal", proposed_for)
rules.add_perm("reporting.answer_proposal", is_coordinator & ~proposed_it)
rules.add_perm("reporting.see_proposals", is_coordinator | is_auditor)
