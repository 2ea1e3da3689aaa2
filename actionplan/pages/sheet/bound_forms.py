"""The forms in the rows of a sheet: unbound to show where each stands, or bound to what was typed."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.reports.position import Position, position_of
from actionplan.reports.starting import Start
from actions.models import MilestoneTerms

from .forms import RowShape, SheetRow
from .own_sheet import Sheet
from .rows import ShownRow


def add_forms(rows: Iterable[ShownRow], sheet: Sheet) -> None:
    """A form in each row in which this person can type: no query."""
    for row in rows:
        if row.may_write and not row.entry.is_handed_in:
            said_last = row.start.last is not None
            row.form = _form(row, sheet, row.start.fields(), Position() if said_last else None)


def bind_forms(rows: Iterable[ShownRow], sheet: Sheet, data: Mapping[str, Any]) -> None:
    """A form bound to what was sent in each row, standing on its whole position: three queries."""
    bound = list(rows)
    reports = [report for row in bound for report in (row.start.report, row.start.last) if report]
    prefetch_related_objects(reports, "expenditures", "milestones")
    once = _once_only([row.entry.action for row in bound], sheet.today)
    for row in bound:
        base = row.start.position(once[row.entry.action] if row.entry.is_lead else None)
        last = position_of(row.start.last).without_what_is_said_once() if row.start.last else None
        row.form = _form(row, sheet, base, last, data)


def bind_again(rows: Iterable[ShownRow], sheet: Sheet, data: Mapping[str, Any]) -> None:
    """The same to show what was typed, on the fields of a position alone: no query."""
    for row in rows:
        last = Start(last=row.start.last).fields() if row.start.last else None
        row.form = _form(row, sheet, row.start.fields(), last, data)


def _form(
    row: ShownRow,
    sheet: Sheet,
    base: Position,
    last: Position | None,
    data: Mapping[str, Any] | None = None,
) -> SheetRow:
    until, draft = row.action.runs_until, row.draft
    shape = RowShape(
        is_lead=row.entry.is_lead,
        continuous=row.action.is_continuous,
        money_only=row.entry.money_only,
        end_passed=until is not None and until < sheet.today,
        unchanged_of=last if _is_of_the_same_part(row) and _may_be_unchanged(row, data) else None,
        is_unchanged=row.is_unchanged,
    )
    form = SheetRow(
        row.anchor,
        shape,
        base,
        data,
        report=draft.pk if draft else None,
        revision=draft.revision if draft else 0,
        findings=row.findings,
    )
    if row.last is not None and row.last.submitted_at is not None and "unchanged" in form.form.fields:
        words = {"day": formatting.short_day(day_of(row.last.submitted_at))}
        form.form.fields["unchanged"].label = _("nothing changed since %(day)s") % words
    return form


def _is_of_the_same_part(row: ShownRow) -> bool:
    """Whether the organisation said it in the part that it has now: what a lead said is not what a partner contributes."""
    return row.last is None or row.last.is_lead == row.entry.is_lead


def _may_be_unchanged(row: ShownRow, data: Mapping[str, Any] | None) -> bool:
    """Unless a remark must be answered or a draft says something else already; a tick that was sent is not dropped."""
    if data is not None and f"{row.anchor}-unchanged" in data:
        return True
    return row.is_unchanged if row.draft is not None else row.returned is None


def _once_only(keys: list[int], on: datetime.date) -> dict[int, list[int]]:
    """By action: its milestones that do not recur, of which a lead's report speaks."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = MilestoneTerms.objects.in_force(on).filter(milestone__action__in=keys, recurrence="")
    rows = rows.order_by("milestone__order").values_list("milestone__action", "milestone")
    for action, milestone in rows:
        found[action].append(milestone)
    return found
