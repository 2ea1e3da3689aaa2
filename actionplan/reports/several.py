"""Several drafts of one organisation saved or handed in at once: each as on its own, so that one does not hold up the rest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actions.models import Action

from .position import Position
from .workflow import Agreement, save_draft, submit


@dataclass(frozen=True)
class Edit:
    """A position as typed, and the draft and revision that its row was opened on: None and 0 when there was no draft."""

    action: Action
    position: Position
    report: int | None
    revision: int


@dataclass
class SubmittedSeveral:
    """What became of each draft: handed in, or left as it is, with the sentence that says why."""

    submitted: list[ProgressReport] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)


@operation()
def save_several(
    *, organisation: Organisation, edits: Iterable[Edit], by: User, at: datetime.datetime
) -> dict[int, Refused]:
    """Save each as a draft; answers with the refusals, by action. What was refused is as it was.

    Raises PermissionDenied when the person may not write one of them: then none is saved.
    """
    rows = list(edits)
    _lock_all(row.action.pk for row in rows)
    refused = {}
    for row in rows:
        try:
            save_draft(
                action=row.action,
                organisation=organisation,
                position=row.position,
                report=row.report,
                revision=row.revision,
                by=by,
                at=at,
            )
        except Refused as refusal:
            refused[row.action.pk] = refusal
    return refused


@operation()
def submit_several(
    *,
    drafts: Iterable[tuple[ProgressReport, int]],
    agreed: Agreement | None = None,
    by: User,
    at: datetime.datetime,
) -> SubmittedSeveral:
    """Hand in each draft with the revision that was shown; `agreed` stands in those that name nobody themselves.

    One that was saved, discarded or handed in meanwhile, or that the checks stop, stays as it is; the others are handed
    in. Raises PermissionDenied when the person may not submit one of them: then none is handed in.
    """
    rows = list(drafts)
    _lock_all(draft.action_id for draft, _revision in rows)
    outcome = SubmittedSeveral()
    for draft, revision in rows:
        try:
            outcome.submitted.append(submit(report=draft, revision=revision, agreed=agreed, by=by, at=at))
        except Refused as refusal:
            outcome.left.append((draft, str(refusal)))
    return outcome


def _lock_all(actions: Iterable[int]) -> None:
    """All in one order, so that two such acts cannot wait for one another."""
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=list(actions)).order_by("pk"))
