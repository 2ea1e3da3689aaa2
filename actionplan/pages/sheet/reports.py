"""An organisation's reports on the actions of a page of its sheet, as far as its next reports go on from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.starting import Start

from .own_sheet import Sheet

HANGS = [ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED]


class OwnReports:
    """Those that are in draft, wait or were returned, and the one that holds: one query."""

    def __init__(self, sheet: Sheet, keys: Iterable[int]) -> None:
        self.round = sheet.round.pk if sheet.round else None
        self.found: dict[int, list[ProgressReport]] = defaultdict(list)
        holds = Standing.objects.open().on_basis(Basis.REPORTED).filter(report=OuterRef("pk"))
        rows = ProgressReport.objects.filter(organisation=sheet.organisation, action__in=list(keys))
        rows = rows.annotate(holds=Exists(holds)).filter(Q(state__in=HANGS) | Q(holds=True)).with_previous()
        for report in rows.select_related("saved_by", "submitted_by", "reviewed_by").newest_first():
            report.organisation = sheet.organisation
            self.found[report.action_id].append(report)

    def waiting(self, action: int) -> ProgressReport | None:
        """The one that was handed in where the next one belongs, and waits for review."""
        rows = [row for row in self.found[action] if row.state == ReportState.SUBMITTED]
        return next((row for row in rows if row.round_id == self.round), None)

    def start(self, action: int) -> Start:
        rows = self.found[action]
        drafts = sorted((row for row in rows if row.is_draft), key=lambda row: row.round_id != self.round)
        handed_in = [row for row in rows if not row.is_draft]
        returned = handed_in[:1] if handed_in and handed_in[0].state == ReportState.RETURNED else [None]
        last = next((row for row in handed_in if row.holds), None)
        return Start(drafts[0] if drafts else None, returned[0], last)
