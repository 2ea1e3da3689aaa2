"""What is compared of an action between two closings, each in the words that a reader sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.twins import local
from actionplan.reporting.models import SnapshotAction
from actionplan.reporting.states import Outcome, confidence_word
from actionplan.reporting.words import status_note, status_word
from actions.states import Kind

from .comparing_rows import COMPARED, Difference
from .stood import Rows

Shown = Callable[[SnapshotAction], str]


def facts_compared() -> list[tuple[str, Shown]]:
    """Facts of the action itself."""
    return [
        (_("title"), lambda row: row.local_title),
        (_("objective"), lambda row: str(row.objective_number)),
        (_("kind"), lambda row: str(Kind(row.kind).label)),
        (_("limited"), lambda row: _("yes") if row.limited else _("no")),
        (_("status"), _status),
        (
            _("confidence"),
            lambda row: confidence_word(row.confidence, continuous=row.is_continuous) or _("not said"),
        ),
        (
            _("verdict"),
            lambda row: confidence_word(row.verdict, continuous=row.is_continuous) or _("not assessed"),
        ),
        (_("start in force"), lambda row: formatting.day(row.runs_from)),
        (_("end in force"), lambda row: formatting.day(row.runs_until)),
        (_("forecast end"), lambda row: formatting.day(row.forecast_end)),
        (_("actual start"), lambda row: formatting.day(row.actual_start)),
        (_("actual end"), lambda row: formatting.day(row.actual_end)),
        (_("planned"), lambda row: formatting.euro(row.planned)),
        (_("committed"), lambda row: formatting.euro(row.committed)),
        (_("paid"), lambda row: formatting.euro(row.paid)),
    ]


def _status(row: SnapshotAction) -> str:
    outcome = str(Outcome(row.outcome).label) if row.outcome else ""
    return ", ".join(part for part in [status_word(row), status_note(row), outcome] if part)


def differences(
    was: SnapshotAction, rows_before: Rows, now: SnapshotAction, rows_now: Rows
) -> Iterator[Difference]:
    """Field by field, then body by body, milestone by milestone, and money."""
    for what, shown in facts_compared():
        if shown(was) != shown(now):
            yield Difference(what, shown(was), shown(now))
    if was.lead_key != now.lead_key:
        yield Difference(_("lead"), _lead(was), _lead(now))
    for model, compared in COMPARED:
        yield from compared(rows_before.get(model, []), rows_now.get(model, []))


def _lead(row: SnapshotAction) -> str:
    return local(row, "lead_name") or _("none")
