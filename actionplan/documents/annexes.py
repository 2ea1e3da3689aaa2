"""The annexes: the facts of the report as tables that can be counted and sorted."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.days import day_of
from actionplan.base.money import ZERO
from actionplan.picture import money, sentences
from actionplan.picture.measures import given_word
from actionplan.picture.milestones import milestones_sentence
from actionplan.picture.picture import ActionPicture, LinePicture
from actionplan.picture.planned_words import how_planned
from actionplan.picture.unknown_figures import certainty_of_line
from actionplan.picture.words import LIMITED_LEFT_OUT
from actionplan.rounds.round_requests import (
    AnswersOfOrganisation,
    RequestInRound,
    answers_by_organisation,
    answers_to,
)
from budgets.states import BudgetKind

from .action_sheet import lead_in_words
from .content import Block, Columns, Paragraph, Section, Table, TableColumn, Value, note, table_of
from .due_section import due_section
from .indicators_annex import indicators_sentence, indicators_table
from .milestones_annex import milestones_table
from .plan_figures import money_section
from .source import DocumentSource


def annexes(source: DocumentSource) -> list[Section]:
    dropped = _("Milestones that recur, that have no date or that were dropped are not among these.")
    milestones: list[Block] = [
        Paragraph(f"{milestones_sentence(source.actions, source.reckoned_on)} {dropped}"),
        milestones_table(source.actions),
    ]
    money_blocks = [*money_section(source.picture).blocks, _lines_table(source)]
    sections = [
        Section(_("Annex: milestones"), milestones, is_wide=True),
        due_section(source),
        *_indicators(source),
        Section(_("Annex: money"), money_blocks, on_new_page=True),
        Section(_("Annex: who has submitted"), _answers(source)),
    ]
    if source.evidence:
        sections.append(Section(_("Annex: evidence"), [_evidence_table(source)], is_wide=True))
    return sections


def sheets_of_actions(source: DocumentSource) -> list[Table]:
    """For the workbook: what the sheets of the actions say, as rows."""
    milestones = milestones_table(source.actions, _("Milestones"))
    return [_actions_table(source), _dates_table(source), milestones, _money_table(source)]


def _indicators(source: DocumentSource) -> list[Section]:
    """None where the plan has no indicators."""
    table = indicators_table(source.actions)
    counted = Paragraph(indicators_sentence(source.actions))
    return [Section(_("Annex: indicators"), [counted, table], is_wide=True)] if table.rows else []


def _actions_table(source: DocumentSource) -> Table:
    def status(action: ActionPicture) -> str:
        return ", ".join(filter(None, [sentences.status_word(action.status), sentences.status_note(action)]))

    def reported_on(action: ActionPicture) -> datetime.date | None:
        return day_of(action.reported_at) if action.reported_at else None

    columns = {
        TableColumn(_("Code"), 2): lambda action: action.code,
        TableColumn(_("Action"), 6): lambda action: action.local_title,
        TableColumn(_("Lead"), 4): lambda action: lead_in_words(action, source.picture),
        TableColumn(_("Status"), 3): status,
        TableColumn(_("Confidence"), 3): lambda action: given_word(action),
        TableColumn(_("Verdict"), 3): lambda action: (
            ", ".join(
                filter(None, [sentences.confidence_word(action.verdict), *sentences.review_marks(action)])
            )
            or sentences.unassessed_word(action.status)
        ),
        TableColumn(_("Schedule"), 4): lambda action: capfirst(sentences.schedule_words(action)),
        TableColumn(_("End"), 3): lambda action: action.runs_until,
        TableColumn(_("Reported on"), 3): reported_on,
    }
    return table_of(source.actions, columns, _("All actions and where they stand"), _("Actions"))


def _dates_table(source: DocumentSource) -> Table:
    """Planned and reported ends, and the delays against each planned end."""
    against_adopted = _("Days later than the end as adopted")
    against_in_force = _("Days later than the end in force")
    columns = {
        TableColumn(_("Code"), 2): lambda action: action.code,
        TableColumn(_("Action"), 6): lambda action: action.local_title,
        TableColumn(_("End as adopted"), 4): lambda action: action.adopted_until,
        TableColumn(_("End in force"), 3): lambda action: action.runs_until,
        TableColumn(_("Forecast end"), 3): lambda action: action.forecast_end,
        TableColumn(_("Actual end"), 3): lambda action: action.actual_end,
        TableColumn(against_adopted, 4, is_number=True): lambda row: row.slip and row.slip.against_adopted,
        TableColumn(against_in_force, 3, is_number=True): lambda row: row.slip and row.slip.against_in_force,
        TableColumn(_("Times the forecast moved"), 3, is_number=True): lambda row: (
            row.slip and row.slip.moved
        ),
    }
    title = _("The ends of all actions, planned and reported: which are later than planned")
    return table_of(source.actions, columns, title, _("Ends"))


def _lines_table(source: DocumentSource) -> Table:
    """A row for each budget line with an amount, over all years and organisations."""
    rows = []
    for action in source.actions:
        sums = money.summed(
            (amount.place, amount) for amount in money.amounts_of([action]) if amount.measure != "forecast"
        )
        for line in action.lines:
            if not sums.get(line.place):
                continue
            amounts = [sums.get(line.place, {}).get(measure) for measure in money.MEASURES[:3]]
            rows.append([action.code, line.local_label, str(BudgetKind(line.kind).label), *amounts])
    columns = [
        TableColumn(_("Code"), 2),
        TableColumn(_("Budget line"), 7),
        TableColumn(_("Kind"), 6),
        *(
            TableColumn(capfirst(str(money.MEASURE_WORDS[measure])), 4, is_number=True)
            for measure in money.MEASURES[:3]
        ),
    ]
    return Table(_("Budget lines over all years, in euro"), columns, rows)


def _money_table(source: DocumentSource) -> Table:
    """By line and calendar year; a line without an amount has a row without numbers, so that it is visible."""
    rows = [
        row for action in source.actions for line in action.lines for row in _years_of(source, action, line)
    ]
    columns = [
        TableColumn(_("Code"), 2),
        TableColumn(_("Budget line"), 4),
        TableColumn(_("Kind"), 3),
        TableColumn(_("Year"), 2),
        TableColumn(_("Planned by year"), 3),
        *(
            TableColumn(capfirst(str(money.MEASURE_WORDS[measure])), 3, is_number=True)
            for measure in money.MEASURES
        ),
        TableColumn(_("How certain"), 4),
    ]
    return Table(_("Money by line and calendar year, in euro"), columns, rows, _("Money by line"))


def _years_of(source: DocumentSource, action: ActionPicture, line: LinePicture) -> Iterator[list[Value]]:
    """The rows of a line: each measure over all organisations, and how certain they are."""
    years: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for year, amount in line.planned.items():
        years[year]["planned"] = amount
    for row in action.spending:
        if row.place != line.place:
            continue
        sums = years[row.year]
        for measure in money.MEASURES[1:]:
            if (amount := getattr(row, measure)) is not None:
                sums[measure] = sums.get(measure, ZERO) + amount
    cells: list[Value] = [action.code, line.local_label, str(BudgetKind(line.kind).label)]
    if not years:
        yield [*cells, "", "", *(None for _measure in money.MEASURES), ""]
    for year, sums in sorted(years.items()):
        how = how_planned(line)
        amounts = [sums.get(measure) for measure in money.MEASURES]
        certain = certainty_of_line(action, line.place, source.picture.organisations, year)
        yield [*cells, str(year), how if "planned" in sums else "", *amounts, certain]


def _evidence_table(source: DocumentSource) -> Table:
    """What was opened to all who read the plan; a file by its hash, so that whoever has one can tell whether it is this."""
    columns = {
        TableColumn(_("Code"), 2): lambda row: row[0].code,
        TableColumn(_("Organisation"), 4): lambda row: str(source.picture.organisations[row[1].organisation]),
        TableColumn(_("What it shows"), 5): lambda row: row[2].description.in_words,
        TableColumn(_("About"), 4): lambda row: row[2].about,
        TableColumn(_("File, link or reference"), 5): lambda row: row[2].where,
        TableColumn(_("SHA-256"), 5): lambda row: row[2].facts.sha256,
    }
    return table_of(
        source.evidence, columns, _("Evidence that is open to all who read the plan"), _("Evidence")
    )


def _answers(source: DocumentSource) -> list[Block]:
    if not source.requests:
        return [Paragraph(_("The round asked nobody."))]
    late = [request for request in source.requests if request.is_lead and request.is_late_or_missing]
    tables = [_by_organisation(source.requests), *([_late_table(late)] if late else [])]
    counted = answers_to(source.requests).sentences(follows=source.is_internal)
    return [Paragraph(" ".join(counted)), *tables, note(_("Partners are invited and never late."))]


def _by_organisation(requests: list[RequestInRound]) -> Table:
    rows = answers_by_organisation(requests)

    def other(label: str) -> Callable[[AnswersOfOrganisation], Value]:
        return lambda row: row.others[label]

    columns: Columns = {
        TableColumn(_("Organisation"), 5): lambda row: (
            str(row.organisation) if row.organisation else _("nobody")
        ),
        TableColumn(_("asked"), 2, is_number=True): lambda row: row.leads.asked,
        TableColumn(_("accepted, in time"), 2, is_number=True): lambda row: row.in_time,
        TableColumn(_("accepted, late"), 2, is_number=True): lambda row: row.late,
        **{TableColumn(label, 2, is_number=True): other(label) for label in rows[0].others},
        TableColumn(_("invited"), 2, is_number=True): lambda row: row.partners.asked,
        TableColumn(_("contributions submitted"), 2, is_number=True): lambda row: row.partners.submitted,
    }
    return table_of(rows, columns, _("Requests by organisation"), _("Answers"))


def _late_table(late: list[RequestInRound]) -> Table:
    def excuse(request: RequestInRound) -> str:
        """Why the round closed without the answer; for a limited action this text is left out of the public edition."""
        return str(LIMITED_LEFT_OUT) if request.excuse.is_hidden else request.excuse.in_words

    columns = {
        TableColumn(_("Code"), 2): lambda request: request.action.code,
        TableColumn(_("Organisation"), 5): lambda request: (
            str(request.organisation) if request.organisation else _("nobody")
        ),
        TableColumn(pgettext("request", "Due"), 3): lambda request: request.due,
        TableColumn(_("Answer"), 4): lambda request: capfirst(request.words),
        TableColumn(_("Reason"), 6): excuse,
    }
    return table_of(
        late, columns, _("Reports that were submitted late or are not accepted"), _("Late or not accepted")
    )
