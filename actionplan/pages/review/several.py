"""Several reports about to be accepted at once: which will be, with which verdict, and which stay in the queue and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.reporting.locking import refuse_unless_waiting
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence
from objectives.models import Plan

from .queue import Chosen, reports_to_review, waiting_in


@dataclass(frozen=True)
class ToAccept:
    """A report with its verdict, which a contribution has not."""

    report: ProgressReport
    verdict: str
    is_within: bool


@dataclass
class Several:
    to_accept: list[ToAccept] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)
    """With the sentence that says why it stays as it is."""


def chosen_reports(plan: Plan, chosen: Chosen, on: datetime.date) -> list[Any]:
    """The ticked reports, in the plan's order. Raises Http404 when one is not a report of this plan that was handed in."""
    rows = reports_to_review(plan, on).handed_in().filter(pk__in=chosen.verdicts)
    reports = list(rows.select_related("reviewed_by").order_by("action__order", "pk"))
    if len(reports) != len(chosen.verdicts):
        raise Http404
    return reports


def sorted_out(reports: list[Any], chosen: Chosen, user: User, at: datetime.datetime) -> Several:
    """What would become of each report now: a fixed number of queries."""
    several = Several()
    for waiting in waiting_in(reports, user, at, chosen):
        report: Any = waiting.report
        verdict = chosen.verdicts[report.pk] if report.is_lead else ""
        try:
            refuse_unless_waiting(report)
        except Refused as refusal:
            several.left.append((report, str(refusal)))
            continue
        if waiting.is_own:
            several.left.append((report, _("You submitted this: somebody else reviews it.")))
        elif waiting.choice is None:
            several.left.append((report, _("The checks found something in it: review it on its own.")))
        elif report.is_lead and verdict not in Confidence.values:
            several.left.append((report, _("Give the Platform’s verdict.")))
        else:
            several.to_accept.append(ToAccept(report, verdict, waiting.is_within))
    return several
