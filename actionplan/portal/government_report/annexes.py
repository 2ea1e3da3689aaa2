"""The annexes: everything that the report tells in words, once more as tables that can be counted and sorted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.brussels import day_of
from actionplan.base.money import ZERO
from actionplan.base.twins import local
from actionplan.portal.frozen_answers import answer_words, answered
from actionplan.reporting.models import (
    SnapshotAction,
    SnapshotLine,
    SnapshotMoney,
    SnapshotRequest,
)
from actionplan.reporting.snapshot_states import Measure
from actionplan.reporting.states import Basis, RequestRole, RequestState, confidence_word
from actionplan.reporting.words import schedule_words, status_note, status_word
from budgets.states import BudgetKind

from .content import Column, Paragraph, Said, Section, Table, Value
from .milestones_annex import milestones_table
from .source import Source
from .wording import left_out, note, readable

Actions = list[SnapshotAction]


def annexes(source: Source) -> list[Section]:
    actions = source.actions
    return [
        Section(
            _("Annex: all actions"), [actions_table(actions), dates_table(source, actions)], is_wide=True
        ),
        Section(_("Annex: milestones"), [milestones_table(source, actions)], is_wide=True),
        Section(_("Annex: money by year and line"), [money_table(source, actions)], is_wide=True),
        Section(_("Annex: who has answered"), answers(source), is_wide=True),
    ]


def actions_table(actions: Actions) -> Table:
    rows: list[list[Value]] = [
        [
            row.code,
            row.local_title,
            local(row, "lead_name"),
            _with_note(row),
            confidence_word(row.confidence, continuous=row.is_continuous) or _("not said"),
            confidence_word(row.verdict, continuous=row.is_continuous) or _("not assessed"),
            capfirst(schedule_words(row)),
            row.runs_until,
            day_of(row.reported_at) if row.reported_at else None,
        ]
        for row in actions
    ]
    columns = [
        Column(_("Code"), weight=2),
        Column(_("Action"), weight=6),
        Column(_("Lead"), weight=4),
        Column(_("Status"), weight=3),
        Column(_("Confidence"), weight=3),
        Column(_("Verdict"), weight=3),
        Column(_("Schedule"), weight=4),
        Column(_("End"), weight=3),
        Column(_("Reported on"), weight=3),
    ]
    return Table(_("All actions and where they stand"), columns, rows, _("Actions"))


def dates_table(source: Source, actions: Actions) -> Table:
    """The ends that were promised beside those that are reported, and the slip against each."""
    rows: list[list[Value]] = [_dates(source, row) for row in actions]
    columns = [
        Column(_("Code"), weight=2),
        Column(_("Action"), weight=6),
        Column(_("End as adopted"), weight=4),
        Column(_("End in force"), weight=3),
        Column(_("Forecast end"), weight=3),
        Column(_("Actual end"), weight=3),
        Column(_("Days after the end as adopted"), is_number=True, weight=4),
        Column(_("Days after the end in force"), is_number=True, weight=3),
        Column(_("Times the forecast moved"), is_number=True, weight=3),
    ]
    return Table(_("The ends of all actions, and how far they slipped"), columns, rows, _("Slip"))


def _dates(source: Source, row: SnapshotAction) -> list[Value]:
    facts = source.facts_of(row.code)
    slip = facts.slip(Basis.ACCEPTED)
    adopted = facts.phases(day_of(source.taken_at)).end_as_adopted
    against = [slip.against_adopted, slip.against_in_force, slip.moved] if slip else [None, None, None]
    ends = [adopted, row.runs_until, row.forecast_end, row.actual_end]
    return [row.code, row.local_title, *ends, *against]


def _with_note(row: SnapshotAction) -> str:
    return ", ".join(part for part in [status_word(row), status_note(row)] if part)


def money_table(source: Source, actions: Actions) -> Table:
    """By line and calendar year; a line without an amount has a row without numbers, so that it is seen."""
    amounts = _amounts(source.rows[SnapshotMoney])
    lines = source.of_actions(SnapshotLine)
    rows: list[list[Value]] = []
    for action in actions:
        spread = source.facts_of(action.code).lines_spread()
        for line in lines[action.action]:
            of_line = amounts.get((line.code, line.place)) or {"": {}}
            for year, known in sorted(of_line.items()):
                how = _("by the lead") if line.place in spread else _("derived")
                said = [line.code, line.local_label, str(BudgetKind(line.kind).label), year]
                is_planned = Measure.PLANNED in known
                rows.append([*said, how if is_planned else "", *(known.get(measure) for measure in MEASURES)])
    columns = [
        Column(_("Code"), weight=2),
        Column(_("Budget line"), weight=4),
        Column(_("Kind"), weight=3),
        Column(_("Year"), weight=2),
        Column(_("Planned by year"), weight=3),
        *(Column(capfirst(str(measure.label)), is_number=True, weight=3) for measure in MEASURES),
    ]
    return Table(_("Money by line and calendar year, in euro"), columns, rows, _("Money by line"))


MEASURES = [Measure.PLANNED, Measure.COMMITTED, Measure.PAID, Measure.FORECAST]


def _amounts(rows: list[Any]) -> dict[tuple[str, int], dict[str, dict[str, Decimal]]]:
    """By action and line, then by year: each measure over all organisations."""
    found: dict[tuple[str, int], dict[str, dict[str, Decimal]]] = {}
    for row in rows:
        if row.measure in MEASURES:
            year = found.setdefault((row.code, row.place), {}).setdefault(str(row.year), {})
            year[row.measure] = year.get(row.measure, ZERO) + row.amount
    return found


def answers(source: Source) -> list[Any]:
    requests = source.rows[SnapshotRequest]
    if not requests:
        return [Paragraph(Said(_("The round asked nobody.")))]
    found: list[Any] = [_by_organisation(requests)]
    late = [row for row in requests if _is_late_or_missing(row)]
    if late:
        found.append(_late_table(source, late))
    found.append(note(_("Partners are invited and never late.")))
    return found


def _by_organisation(requests: list[SnapshotRequest]) -> Table:
    rows: list[list[Value]] = [
        [
            local(one.organisation, "name") if one.organisation else _("nobody"),
            one.asked,
            one.in_time,
            one.late,
            one.not_accepted,
            one.invited,
            one.contributed,
        ]
        for one in answered(requests)
    ]
    labels = [_("asked"), _("in time"), _("late"), _("not accepted"), _("invited"), _("contributed")]
    columns = [
        Column(_("Organisation"), weight=5),
        *(Column(label, is_number=True, weight=2) for label in labels),
    ]
    return Table(_("Requests by organisation and how they were answered"), columns, rows, _("Answers"))


def _is_late_or_missing(row: SnapshotRequest) -> bool:
    if row.role != RequestRole.LEAD:
        return False
    return bool(row.days_late) or row.state != RequestState.ACCEPTED


def _late_table(source: Source, late: list[SnapshotRequest]) -> Table:
    rows: list[list[Value]] = [
        [
            row.code,
            local(row, "organisation_name") or _("nobody"),
            row.due,
            capfirst(answer_words(row, follows=source.is_internal)),
            _excuse(source, row),
        ]
        for row in sorted(late, key=lambda row: (row.order, row.pk or 0))
    ]
    columns = [
        Column(_("Code"), weight=2),
        Column(_("Organisation"), weight=5),
        Column(pgettext("request", "Due"), weight=3),
        Column(_("Answer"), weight=4),
        Column(_("Reason"), weight=6),
    ]
    return Table(_("Answers that were late or are missing"), columns, rows, _("Late or missing"))


def _excuse(source: Source, row: SnapshotRequest) -> str:
    """Why the round closed without the answer; of a limited action that is a word about it."""
    if row.state == RequestState.ACCEPTED:
        return ""  # it came after all
    asked = source.by_key.get(row.code, {}).get(("requests", row.code), [])
    said = next((one for one in asked if (one["organisation"] or "") == row.organisation_key), None)
    if said is None or not said["excuse"]:
        return ""
    return left_out() if source.leaves_out(row.action) else readable(said["excuse"])
