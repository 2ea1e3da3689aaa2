"""The sheet of an organisation: its actions with what it said last, and what it has to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Freshness, ReportState, Schedule
from actions.models import Promotion
from objectives.models import Plan

from .action_rows import ActionRow, action_rows, tracked_actions
from .places import places_of

ANSWERED = [ReportState.DRAFT, ReportState.SUBMITTED]


@dataclass(frozen=True)
class SheetRow:
    """One action of an organisation. `last` is its own latest report, `pending` its draft or submitted one."""

    organisation: Organisation
    row: ActionRow
    last: ProgressReport | None
    pending: ProgressReport | None
    returned: ProgressReport | None

    @property
    def is_late(self) -> bool:
        return self.row.action.schedule in (Schedule.OVERDUE, Schedule.SHOULD_HAVE_STARTED)

    @property
    def is_led(self) -> bool:
        return self.row.action.lead_organisation == self.organisation.pk

    @property
    def is_stale(self) -> bool:
        """Something was said, more than half a year before."""
        return self.row.action.freshness == Freshness.STALE

    @property
    def needs_something(self) -> bool:
        """A returned report to answer, a draft to hand in or, for the lead alone, nothing said for too long."""
        if self.pending is not None:
            return self.pending.state == ReportState.DRAFT
        return self.returned is not None or (self.is_led and self.row.action.freshness != Freshness.FRESH)


@dataclass
class Sheet:
    organisation: Organisation
    led: list[SheetRow] = field(default_factory=list)
    joined: list[SheetRow] = field(default_factory=list)

    @property
    def asking(self) -> list[SheetRow]:
        return [row for row in [*self.led, *self.joined] if row.needs_something]


def sheets_of(plan: Plan, organisations: Collection[int], moment: Moment) -> list[Sheet]:
    """A sheet for each organisation that has actions in the plan: a fixed number of queries."""
    day = moment.plan_day
    places = places_of(plan)
    rows = action_rows(tracked_actions(plan, moment).own_of(organisations, day), places)
    partners: dict[int, set[int]] = defaultdict(set)
    promotions = Promotion.objects.in_force(day).filter(organisation__in=organisations, action__plan=plan)
    for action, organisation in promotions.values_list("action", "organisation"):
        partners[action].add(organisation)
    reports = _reports(plan, organisations)
    sheets = []
    for key, organisation in places.organisations.items():
        if key not in organisations:
            continue
        sheet = Sheet(organisation)
        for row in rows:
            mine = reports[row.action.pk, key]
            if row.action.lead_organisation == key:
                sheet.led.append(_row(organisation, row, mine))
            elif key in partners[row.action.pk]:
                sheet.joined.append(_row(organisation, row, mine))
        if sheet.led or sheet.joined:
            sheets.append(sheet)
    return sheets


def _reports(plan: Plan, organisations: Collection[int]) -> dict[tuple[int, int], list[ProgressReport]]:
    """The organisations' reports by action and organisation, newest first."""
    found: dict[tuple[int, int], list[ProgressReport]] = defaultdict(list)
    rows = ProgressReport.objects.filter(action__plan=plan, organisation__in=organisations)
    for report in rows.select_related("saved_by", "submitted_by").order_by("-pk"):
        found[report.action_id, report.organisation_id].append(report)
    return found


def _row(organisation: Organisation, row: ActionRow, reports: list[ProgressReport]) -> SheetRow:
    """`reports` are the organisation's own on this action, newest first."""
    pending = next((report for report in reports if report.state in ANSWERED), None)
    handed_in = [report for report in reports if report.state != ReportState.DRAFT]
    last = handed_in[0] if handed_in else None
    returned = last if last is not None and last.state == ReportState.RETURNED else None
    return SheetRow(organisation, row, last, pending, returned)
