"""Discarding a plan in preparation or an uploaded file: its rows are deleted, its events stay, and one more says who did
it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from actionplan.accounts.models import Invitation, Membership
from actionplan.audit.models import Event
from actionplan.audit.revisions import operation, revision_of
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.planned.to_rows import ROW_KINDS
from actionplan.reporting.models import (
    FileHolder,
    MilestoneProposal,
    ProgressReport,
    Question,
    Request,
    Round,
)
from actions.models import Action
from objectives.models import Plan
from objectives.workflow import discarded

from .models import PlanFile
from .plan_files import file_discarded, refuse_unless_may_import

REPORTED: dict[Any, str] = {
    ProgressReport: "action__plan",
    Question: "action__plan",
    MilestoneProposal: "action__plan",
}
"""What people wrote about a plan, drafts included: by model, the lookup of the plan."""


@dataclass(frozen=True)
class PlanToDiscard:
    """What is deleted with a plan."""

    objectives: int
    actions: int
    rounds: list[Round]
    memberships: list[Membership]
    """Those limited to the plan that have not ended."""
    invitations: list[Invitation]
    """Those limited to the plan that have not been taken up."""
    files: list[PlanFile]
    """Those it was imported from."""
    obstacles: list[str]
    """Why it cannot be discarded, a sentence each."""
    mark: str
    """A hash of the plan as it is: it changes as soon as anything is written."""


def plan_to_discard(plan: Plan, on: datetime.date) -> PlanToDiscard:
    people = ["user", "organisation", "policy_area", "minister", "plan"]
    return PlanToDiscard(
        objectives=plan.objectives.count(),
        actions=plan.actions.count(),
        rounds=list(plan.rounds.all()),
        memberships=list(Membership.objects.not_ended(on).filter(plan=plan).select_related(*people)),
        invitations=list(Invitation.objects.waiting().filter(plan=plan).select_related(*people[1:])),
        files=_files_of(plan),
        obstacles=list(_obstacles(plan)),
        mark=str(revision_of(plan.pk)[1]),
    )


def _files_of(plan: Plan) -> list[PlanFile]:
    """The files that were committed to it, according to its events."""
    events = Event.objects.filter(verb=Verb.IMPORTED, plan=plan.pk)
    known = {event.names.get("sha256") for event in events}
    return list(PlanFile.objects.filter(sha256__in=known, committed_at__isnull=False).defer("content"))


def _obstacles(plan: Plan) -> Iterator[str]:
    if not plan.is_in_preparation:
        state = {"state": plan.get_state_display()}
        yield _("The plan is %(state)s: only one in preparation can be discarded.") % state
    if any(model.objects.filter(**{path: plan}).exists() for model, path in REPORTED.items()):
        yield _("Something was reported, drafted, asked or proposed about it.")
    if any(not round.is_draft for round in plan.rounds.all()):
        yield _("A round of it was opened.")
    if plan.amendments.exists():
        yield _("It has amendments.")
    for action in Action.objects.filter(continues__plan=plan).exclude(plan=plan).select_related("plan"):
        yield _("Action %(action)s continues one of its actions.") % {"action": action.full_code}


@operation()
def discard_plan(*, plan: Plan, mark: str = "", by: Any, at: datetime.datetime) -> None:
    """Delete its rows, its rounds in preparation, the roles limited to it and the files it was imported from.

    Bodies and the trail stay. `mark` is that of the page; empty without a page. Raises Refused where something stands in the
    way, and ChangedMeanwhile where something was written about the plan since the page was opened.
    """
    if by is not None:
        refuse_unless_may_import(by)
    # No new row can refer to the plan or its actions until this transaction ends.
    row = Plan.objects.select_for_update().filter(pk=plan.pk).first()
    if row is None:
        raise discarded()
    list(Action.objects.select_for_update().filter(plan=row).order_by("pk").values_list("pk"))
    what_goes = plan_to_discard(row, day_of(at))
    if what_goes.obstacles:
        raise Refused(" ".join(what_goes.obstacles))
    if mark not in ("", what_goes.mark):
        raise ChangedMeanwhile(_("The plan was changed since you looked at this page. Look again."))
    _record_ended_roles(row, what_goes, by, at)
    record(
        Verb.PLAN_DISCARDED,
        by=by,
        at=at,
        subject=row,
        plan=row.pk,
        objectives=what_goes.objectives,
        actions=what_goes.actions,
        files=[file.name for file in what_goes.files],
    )
    try:
        _remove(row, what_goes)
    except ProtectedError:
        raise Refused(_("Something that was entered refers to the plan.")) from None


def _record_ended_roles(plan: Plan, what_goes: PlanToDiscard, by: Any, at: datetime.datetime) -> None:
    people: list[tuple[Verb, Any, str]] = [
        *((Verb.MEMBERSHIP_ENDED, membership, str(membership.user)) for membership in what_goes.memberships),
        *((Verb.INVITATION_WITHDRAWN, invitation, invitation.name) for invitation in what_goes.invitations),
    ]
    for verb, row, person in people:
        record(
            verb,
            by=by,
            at=at,
            subject=row,
            plan=plan.pk,
            organisation=row.organisation_id,
            policy_area=row.policy_area_id,
            person=person,
        )


def _remove(plan: Plan, what_goes: PlanToDiscard) -> None:
    Request.objects.filter(round__plan=plan).delete()
    plan.rounds.all().delete()
    FileHolder.objects.filter(action__plan=plan).delete()
    Membership.objects.filter(plan=plan).delete()
    Invitation.objects.filter(plan=plan).delete()
    for model, (path, _identity) in reversed(ROW_KINDS.items()):
        model.objects.filter(**{path: plan}).delete()
    plan.delete()
    for file in what_goes.files:
        file.delete()


@operation()
def discard_file(*, file: PlanFile, by: Any, at: datetime.datetime) -> None:
    """Raises Refused if it was imported: it then stays as long as the plan."""
    refuse_unless_may_import(by)
    row = PlanFile.objects.select_for_update().filter(pk=file.pk).first()
    if row is None:
        raise file_discarded()
    _refuse_imported(row)
    record(Verb.PLAN_FILE_DISCARDED, by=by, at=at, subject=row, sha256=row.sha256)
    row.delete()


def _refuse_imported(file: PlanFile) -> None:
    if file.committed_at is not None:
        words = _("%(person)s imported this file: it stays as long as the plan.")
        raise Refused(words % {"person": file.committed_by})
