"""Milestones that are not in the printed plan: the lead proposes them, the Platform agrees or declines.

Each operation locks the action first, so that a year's proposals are counted one after the other.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.folding import key_from
from actionplan.base.refusals import Refused
from actionplan.base.vague import why_not_precise
from actionplan.planned.action_hashes import contents_of_actions
from actionplan.reporting.locking import lock, refuse_unless_in_force
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actions.models import Action, Lead, Milestone, MilestoneTerms
from actions.states import MilestoneOrigin

MAX_PER_YEAR = 3
"""Proposals of an action in a calendar year, not counting declined or withdrawn ones."""


@dataclass(frozen=True)
class Terms:
    """A milestone's terms. The target is per period if it recurs; `due` is the last day of its interval."""

    title: str
    title_nl: str = ""
    due: datetime.date | None = None
    due_precision: str = ""
    recurrence: str = ""
    target_from: Decimal | None = None
    target_to: Decimal | None = None
    unit: str = ""
    proof: str = ""
    proof_nl: str = ""


@operation()
def propose_milestone(*, action: Action, terms: Terms, by: User, at: datetime.datetime) -> MilestoneProposal:
    """Propose a milestone for the action's lead, at most MAX_PER_YEAR times in a calendar year (Brussels).

    Raises PermissionDenied for anybody but a contact point of the lead; Refused above the maximum, unless
    there is either a due day or a recurrence, and for a due day that has passed or is finer than its
    precision.
    """
    if not by.has_perm("reporting.propose_milestone", action):
        raise PermissionDenied
    action, today = lock(action.pk), day_of(at)
    refuse_unless_in_force(action, today)
    complete = _complete(terms, today)
    if action.milestone_proposals.counting_in(today.year).count() >= MAX_PER_YEAR:
        raise Refused(
            _("%(most)s milestones of this action were proposed in %(year)s already.")
            % {"most": MAX_PER_YEAR, "year": today.year}
        )
    lead = Lead.objects.in_force(today).of(action).select_related("organisation").get()
    proposal = MilestoneProposal.objects.create(
        action=action, organisation=lead.organisation, proposed_by=by, proposed_at=at, **asdict(complete)
    )
    _record(Verb.MILESTONE_PROPOSED, proposal, by, at)
    return proposal


def _complete(terms: Terms, today: datetime.date) -> Terms:
    """The terms as stored. Raises Refused if something that every milestone needs is missing."""
    if not terms.title.strip():
        raise Refused(_("Say what the milestone is."))
    if (terms.due is None) == (not terms.recurrence):
        raise Refused(_("Say by when it is reached, or how often: one of the two."))
    if terms.target_to is not None and terms.target_from is None:
        raise Refused(_("Give the lower end of the target too."))
    if terms.target_from is not None and terms.target_to is not None and terms.target_to < terms.target_from:
        raise Refused(_("The upper end of the target lies below the lower end."))
    if terms.due is None:
        return replace(terms, due_precision="")
    if words := why_not_precise(terms.due, terms.due_precision, starts=False):
        raise Refused(words)
    if terms.due < today:
        raise Refused(_("This day has passed. A milestone is proposed before it is due."))
    return terms


@operation()
def withdraw_proposal(*, proposal: MilestoneProposal, by: User, at: datetime.datetime) -> MilestoneProposal:
    """Withdraw a proposal; it no longer counts. Raises Refused if it was already answered."""
    row = _waiting(proposal)
    if not by.has_perm("reporting.withdraw_proposal", row):
        raise PermissionDenied
    return _answered(row, ProposalState.WITHDRAWN, Verb.MILESTONE_WITHDRAWN, by, at)


@operation()
def decline_milestone(
    *, proposal: MilestoneProposal, answer: str, by: User, at: datetime.datetime
) -> MilestoneProposal:
    """Decline a proposal and say why; it no longer counts.

    Raises PermissionDenied for the proposer, Refused without an answer or if it was already answered.
    """
    row = _waiting(proposal)
    if not by.has_perm("reporting.answer_proposal", row):
        raise PermissionDenied
    if not answer.strip():
        raise Refused(_("Say why the Platform declines."))
    row.answer = answer.strip()
    return _answered(row, ProposalState.DECLINED, Verb.MILESTONE_DECLINED, by, at)


@operation()
def agree_to_milestone(
    *, proposal: MilestoneProposal, answer: str = "", by: User, at: datetime.datetime
) -> MilestoneProposal:
    """Agree: the action gets the milestone, with its terms in force from the day of agreement.

    Raises PermissionDenied for the proposer, Refused if it was already answered or the action has left the
    plan.
    """
    row = _waiting(proposal)
    if not by.has_perm("reporting.answer_proposal", row):
        raise PermissionDenied
    refuse_unless_in_force(row.action, day_of(at))
    terms = Terms(**{name: getattr(row, name) for name in Terms.__dataclass_fields__})
    last = row.action.milestones.aggregate(order=Max("order"))["order"] or 0
    row.milestone = Milestone.objects.create(
        action=row.action,
        key=key_from(row.title, set(row.action.milestones.values_list("key", flat=True)), "proposed"),
        order=last + 1,
        origin=MilestoneOrigin.PROPOSED,
    )
    MilestoneTerms.objects.create(milestone=row.milestone, in_force_from=day_of(at), **asdict(terms))
    row.answer = answer.strip()
    return _answered(row, ProposalState.AGREED, Verb.MILESTONE_AGREED, by, at)


def _waiting(proposal: MilestoneProposal) -> MilestoneProposal:
    """The current proposal, with its action locked. Raises Refused if it was answered in between."""
    lock(proposal.action_id)
    rows = MilestoneProposal.objects.select_related("action__plan", "organisation", "answered_by")
    row = rows.get(pk=proposal.pk)
    sentences = {
        ProposalState.AGREED: _("%(person)s agreed to this proposal in the meantime."),
        ProposalState.DECLINED: _("%(person)s declined this proposal in the meantime."),
        ProposalState.WITHDRAWN: _("%(person)s withdrew this proposal in the meantime."),
    }
    if row.state in sentences:
        raise Refused(sentences[ProposalState(row.state)] % {"person": row.answered_by})
    return row


def _answered(
    row: MilestoneProposal, state: ProposalState, verb: Verb, by: User, at: datetime.datetime
) -> MilestoneProposal:
    row.state, row.answered_by, row.answered_at = state, by, at
    row.save(update_fields=["state", "answered_by", "answered_at", "answer", "milestone"])
    _record(verb, row, by, at)
    return row


def _record(verb: Verb, proposal: MilestoneProposal, by: User, at: datetime.datetime) -> None:
    """The trail names only the action: a proposal is a reported fact; once agreed to, a fact of the plan."""
    after: dict[str, Any] | None = None
    contents: dict[str, Any] = {}
    if proposal.milestone is not None:
        facts = {name: getattr(proposal, name) for name in Terms.__dataclass_fields__}
        contents = {"contents": contents_of_actions([proposal.action_id])}
        after = {"key": proposal.milestone.key} | {
            name: _plain(value) for name, value in facts.items() if value
        }
    record(
        verb,
        by=by,
        at=at,
        subject=proposal.action,
        plan=proposal.action.plan_id,
        action=proposal.action_id,
        organisation=proposal.organisation_id,
        after=after,
        **contents,
    )


def _plain(value: Any) -> str:
    """A target as typed: 3, not 3.00."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
