"""The first steps of acts of reporting: lock the action, read the rows, refuse what came too late."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from actionplan.base.refusals import ChangedMeanwhile, Refused
from actions.models import Action
from objectives.workflow import discarded

from .models import ProgressReport, Round
from .states import ReportState, RoundState


def lock(action: int) -> Action:
    """The action's row, locked until this transaction ends.

    Rows that refer to it may still be added (`no_key`): an act that has locked a round adds requests, and
    would otherwise deadlock with one that has locked an action and waits for the round. Raises
    ChangedMeanwhile if the plan was discarded.
    """
    try:
        return Action.objects.select_for_update(no_key=True).get(pk=action)
    except Action.DoesNotExist:
        raise discarded() from None


def locked_report(report: ProgressReport) -> ProgressReport:
    """The current report, with its action locked. Raises ChangedMeanwhile if it was discarded."""
    lock(report.action_id)
    rows = ProgressReport.objects.select_related(
        "action__plan", "organisation", "round", "saved_by", "submitted_by", "reviewed_by"
    )
    row = rows.filter(pk=report.pk).first()
    if row is None:
        raise ChangedMeanwhile(_("This draft was discarded in the meantime."))
    return row


def refuse_unless_in_force(action: Action, on: datetime.date) -> None:
    if not action.is_in_force(on):
        raise Refused(_("This action was withdrawn or merged; nothing is reported on it any more."))


def changed_by(row: ProgressReport | None) -> str:
    """A sentence that says who saved or submitted the draft in the meantime; None for one that is gone."""
    if row is None:
        return _("The draft you opened is no longer there: it was discarded or reviewed.")
    if row.is_draft:
        return _("%(person)s saved this draft in the meantime.") % {"person": row.saved_by}
    return _("%(person)s submitted this report in the meantime.") % {"person": row.submitted_by}


def refuse_unless_draft(row: ProgressReport) -> None:
    if not row.is_draft:
        raise ChangedMeanwhile(changed_by(row))


def refuse_unless_revision(draft: ProgressReport, opened_on: int | None) -> None:
    if draft.revision != opened_on:
        raise ChangedMeanwhile(changed_by(draft))


def refuse_unless_waiting(row: ProgressReport) -> None:
    """Refuse to review or take back a report that is not waiting for review."""
    if row.state == ReportState.DRAFT:
        raise Refused(_("This report was not submitted."))
    if row.state == ReportState.TAKEN_BACK:
        raise Refused(_("This report was taken back in the meantime."))
    if row.state != ReportState.SUBMITTED:
        raise Refused(
            _("%(person)s reviewed this report in the meantime.")
            % {"person": row.reviewed_by or _("Somebody")}
        )


def locked_round(round: Round, *states: RoundState) -> Round:
    """The current round, locked until the transaction ends. Raises Refused in any other state."""
    row = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if states and row.state not in states:
        raise Refused(_("The round is %(state)s now.") % {"state": RoundState(row.state).label})
    return row
