"""What every act of reporting does first: lock the action, read what is there now, refuse what came too late."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from actionplan.base.refusals import ChangedMeanwhile, Refused
from actions.models import Action
from objectives.workflow import discarded

from .models import ProgressReport, Round
from .states import ReportState, RoundState


def lock(action: int) -> Action:
    """The action's row, which no other act gets until this transaction ends.

    Rows that refer to it may still be added: an act that holds a round adds requests, and would wait here for one
    that holds an action and waits for the round. Raises ChangedMeanwhile when its plan was discarded.
    """
    try:
        return Action.objects.select_for_update(no_key=True).get(pk=action)
    except Action.DoesNotExist:
        raise discarded() from None


def locked_report(report: ProgressReport) -> ProgressReport:
    """The report as it is now, with its action locked. Raises ChangedMeanwhile when it was discarded."""
    lock(report.action_id)
    rows = ProgressReport.objects.select_related(
        "action__plan", "organisation", "round", "saved_by", "submitted_by", "reviewed_by"
    )
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise ChangedMeanwhile(_("This draft was discarded in the meantime."))
    return found


def refuse_unless_due(action: Action, on: datetime.date) -> None:
    if not action.is_in_force(on):
        raise Refused(_("This action was withdrawn or merged; nothing is reported on it any more."))


def came_between(row: ProgressReport | None) -> str:
    """Who saved the draft or handed it in, in a sentence; None is one that is gone."""
    if row is None:
        return _("The draft you opened is no longer there: it was discarded or reviewed.")
    if row.is_draft:
        return _("%(person)s saved this draft in the meantime.") % {"person": row.saved_by}
    return _("%(person)s submitted this report in the meantime.") % {"person": row.submitted_by}


def refuse_unless_draft(row: ProgressReport) -> None:
    if not row.is_draft:
        raise ChangedMeanwhile(came_between(row))


def refuse_unless_revision(draft: ProgressReport, opened_on: int | None) -> None:
    if draft.revision != opened_on:
        raise ChangedMeanwhile(came_between(draft))


def refuse_unless_waiting(row: ProgressReport) -> None:
    """Refuse to review or take back what does not wait for review."""
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
    """The round as it is now, which no other act gets until this transaction ends. Raises Refused in another state."""
    row = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if states and row.state not in states:
        raise Refused(_("The round is %(state)s now.") % {"state": RoundState(row.state).label})
    return row
