"""Several reports accepted at once: each as on its own, so that one that changed in between does not hold up the rest."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actions.models import Action

from .checks import Finding, Level, findings
from .comparing import comparisons_of
from .reviewing import accept


@dataclass
class AcceptedSeveral:
    """What became of each report: accepted, or left as it is, with the sentence that says why."""

    accepted: list[ProgressReport] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)


def asks_for_a_look(found: list[Finding]) -> bool:
    """Whether the checks found more than information: such a report is reviewed on its own."""
    return any(one.level != Level.INFORMATION for one in found)


@operation()
def accept_several(*, reports: Mapping[int, str], by: User, at: datetime.datetime) -> AcceptedSeveral:
    """Accept the reports with these keys, of one plan, each with its verdict (none for a contribution).

    One that was reviewed or taken back meanwhile, or in which the checks now find something, stays as it is; the others
    are accepted. All actions are locked first, in one order, so that two such acts cannot wait for one another.
    Raises PermissionDenied when one of them was submitted by the same person: then none is accepted.
    """
    chosen = ProgressReport.objects.filter(pk__in=reports)
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=chosen.values("action")).order_by("pk"))
    rows = list(chosen.select_related("action__plan", "organisation").order_by("action__order", "pk"))
    known = comparisons_of(rows, at)
    outcome = AcceptedSeveral()
    for row in rows:
        try:
            with transaction.atomic():
                _refuse_what_asks_for_a_look(row, findings(*known[row.pk]))
                outcome.accepted.append(accept(report=row, verdict=reports[row.pk], by=by, at=at))
        except Refused as refusal:
            outcome.left.append((row, str(refusal)))
    return outcome


def _refuse_what_asks_for_a_look(row: ProgressReport, found: list[Finding]) -> None:
    """What was reviewed or taken back in between is refused by the acceptance, in its own words."""
    if row.state == ReportState.SUBMITTED and asks_for_a_look(found):
        raise Refused(_("The checks found something in it: review it on its own."))
