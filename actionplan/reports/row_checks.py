"""The checks of the rows of a report: money, milestones and indicators."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.formatting import euro
from actionplan.base.money import ZERO, add_up
from actionplan.reporting.models import Expenditure, ReportedMilestone
from actionplan.reporting.models.reports import NUMBER_COLUMNS
from actionplan.reporting.states import NOT_ACHIEVED, Finality, MilestoneState, Status

from .contents import Contents, ExpenditureRow, MeasurementRow, MilestoneRow
from .findings import CheckContext, DueMilestone, Finding, Level, blocking, warning

# Money and milestones, compared with the last report

AMOUNT_COLUMNS = NUMBER_COLUMNS[:3]
NO_AMOUNTS: list[Decimal | None] = [None] * len(AMOUNT_COLUMNS)


def _cell(row: ExpenditureRow, column: str) -> str:
    return f"money-{row.line}-{row.year}-{column}"


def _milestone_field(row: MilestoneRow, name: str) -> str:
    period = f"-{row.period_start.isoformat()}" if row.period_start else ""
    return f"milestone-{row.milestone}{period}-{name}"


def _cell_words(row: ExpenditureRow, column: str, context: CheckContext) -> dict[str, object]:
    """Line, year and column, as the sentences name a cell."""
    labels = {field.name: str(field.verbose_name) for field in Expenditure._meta.fields}
    return {"line": context.line(row.line), "year": row.year, "column": labels[column]}


def about_rows(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    """What the last report had and this one leaves out or empties."""
    if context.last is None:
        return
    now = {row.key: row for row in contents.expenditures if not row.is_empty}
    for last in context.last.expenditures:
        if (row := now.get(last.key)) is None:
            yield blocking(
                "row_left_out",
                _("The last report gave figures for %(year)s (%(line)s); this one leaves them out.")
                % {"year": last.year, "line": context.line(last.line)},
                "expenditure",
            )
            continue
        for column in NUMBER_COLUMNS:
            if getattr(row, column) is not None or column in row.withdrawn_figures:
                continue
            if column in last.withdrawn_figures:
                sentence = _(
                    "%(year)s, %(line)s, %(column)s: the last report withdrew the figure. Give it, or leave it withdrawn."
                )
                yield blocking(
                    "withdrawal_left_out",
                    sentence % _cell_words(row, column, context),
                    _cell(row, "withdrawn"),
                )
            elif getattr(last, column) is not None:
                sentence = _(
                    "%(year)s, %(line)s, %(column)s: the last report gave a figure; this one gives none."
                )
                yield warning(
                    "figure_emptied", sentence % _cell_words(row, column, context), _cell(row, column)
                )
    if context.is_lead:
        yield from _about_milestones_of_last_time(contents, context, context.last)
    measured = {row.key for row in contents.measurements}
    for said in context.last.measurements:
        if said.key not in measured:
            words = {"indicator": context.indicator(said.indicator), "day": date_format(said.day)}
            sentence = _(
                "The last report gave a value of “%(indicator)s” on %(day)s; this one leaves it out. If it was reported by mistake, give it again, tick withdrawn, and say why under its source."
            )
            yield blocking("row_left_out", sentence % words, "measurement")


def _about_milestones_of_last_time(
    contents: Contents, context: CheckContext, last: Contents
) -> Iterator[Finding]:
    now = {row.key: row for row in contents.milestones}
    for before in last.milestones:
        words = {"milestone": context.title(before.milestone)}
        row = now.get(before.key)
        if row is None:
            sentence = _("The last report said where “%(milestone)s” stands; this one leaves it out.")
            yield blocking("row_left_out", sentence % words, "milestone")
            continue
        if row.number is None and before.number is not None:
            sentence = _("The last report gave a number for “%(milestone)s”; this one gives none.")
            yield warning("figure_emptied", sentence % words, _milestone_field(row, "number"))
        if before.is_achieved and row.state == MilestoneState.OPEN:
            sentence = _(
                "The last report said that “%(milestone)s” was achieved. If it no longer is, choose undone, and say why."
            )
            yield blocking("achieved_before", sentence % words, _milestone_field(row, "state"))
        if before.is_undone and row.state == MilestoneState.OPEN:
            sentence = _(
                "The last report said that “%(milestone)s” was undone. Leave it undone, or say that it is achieved again."
            )
            yield blocking("undone_before", sentence % words, _milestone_field(row, "state"))


# Money


def about_money(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    for row in contents.expenditures:
        yield from _about_negative_numbers(row, context, names_source=bool(row.source or contents["source"]))
        yield from _about_its_day(row, context)
    yield from _about_changed_amounts(contents, context)
    for line in sorted({row.line for row in contents.expenditures}):
        yield from _about_line([row for row in contents.expenditures if row.line == line], context)


def _about_negative_numbers(
    row: ExpenditureRow, context: CheckContext, *, names_source: bool
) -> Iterator[Finding]:
    """A negative amount is a release or a recovery and needs a source; people are never negative."""
    for column in NUMBER_COLUMNS:
        number = getattr(row, column)
        if number is None or number >= 0:
            continue
        words = _cell_words(row, column, context)
        if column not in AMOUNT_COLUMNS:
            sentence = _("%(year)s, %(line)s, %(column)s: the number cannot be below zero.")
            yield blocking("negative_number", sentence % words, _cell(row, column))
        elif not names_source:
            sentence = _(
                "%(year)s, %(line)s, %(column)s: the amount is below zero. Name the source of the release or recovery."
            )
            yield warning("negative_amount", sentence % words, _cell(row, "source"))


def _about_its_day(row: ExpenditureRow, context: CheckContext) -> Iterator[Finding]:
    """As of which day its figures are."""
    words = {"line": context.line(row.line), "year": row.year}
    if row.as_of is None:
        return
    if row.as_of > context.today:
        sentence = _("%(year)s, %(line)s: a figure cannot be as of a day after today.")
        yield blocking("as_of_in_future", sentence % words, _cell(row, "as_of"))
    elif row.as_of.year < row.year:
        sentence = _("%(year)s, %(line)s: a figure cannot be as of a day before its year.")
        yield blocking("as_of_before_year", sentence % words, _cell(row, "as_of"))
    elif row.finality == Finality.FINAL and row.covers_until < datetime.date(row.year, 12, 31):
        sentence = _("%(year)s, %(line)s: the figures are called final before the year was over.")
        yield warning("final_too_early", sentence % words, _cell(row, "finality"))


def _about_withdrawn(
    row: ExpenditureRow, last: ExpenditureRow | None, context: CheckContext
) -> Iterator[Finding]:
    """A figure that is withdrawn was in the last report, is empty, and the source says why, and not what it said before;
    why an earlier report withdrew it may be removed by law.
    """
    known = last.withdrawn_figures if last else []
    new = [column for column in row.withdrawn_figures if column not in known]
    if new and row.source in ("", last.source if last else ""):
        words = {"line": context.line(row.line), "year": row.year}
        sentence = _("%(year)s, %(line)s: say under the source why the figure is withdrawn.")
        yield blocking("withdrawn_without_reason", sentence % words, _cell(row, "source"))
    for column in row.withdrawn_figures:
        if getattr(row, column) is not None or last is None or column not in last.reported_figures:
            sentence = _(
                "%(year)s, %(line)s, %(column)s: only a figure of the last report is withdrawn, and then it is empty."
            )
            yield blocking(
                "nothing_withdrawn", sentence % _cell_words(row, column, context), _cell(row, "withdrawn")
            )


def _about_changed_amounts(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    """A new amount says as of which day it is, and its source is probably not the one of the last report."""
    before = {row.key: row for row in context.last.expenditures} if context.last else {}
    for row in contents.expenditures:
        last = before.get(row.key)
        yield from _about_withdrawn(row, last, context)
        yield from _about_an_earlier_day(row, last, context)
        if _amounts(row) == (_amounts(last) if last else NO_AMOUNTS):
            continue
        words = {"year": row.year, "line": context.line(row.line)}
        has_begun = row.year <= context.today.year  # of a year that lies ahead nothing is as of a day yet
        if has_begun and _amounts(row) != NO_AMOUNTS and not (row.as_of and row.finality):
            sentence = _(
                "%(year)s, %(line)s: say as of which day the amounts are, and whether they are provisional or final."
            )
            yield warning("day_missing", sentence % words, _cell(row, "finality" if row.as_of else "as_of"))
        if last and row.source and row.source == last.source:
            sentence = _(
                "The amounts for %(year)s (%(line)s) changed; the source is the one of the last report."
            )
            yield warning("old_source", sentence % words, _cell(row, "source"))


def _about_an_earlier_day(
    row: ExpenditureRow, last: ExpenditureRow | None, context: CheckContext
) -> Iterator[Finding]:
    """What is reported is where the organisation stands today: a figure as of an earlier day is probably a correction."""
    if last is None or row.as_of is None or last.as_of is None or row.as_of >= last.as_of:
        return
    sentence = _(
        "%(year)s, %(line)s: the last report gave the figures as of %(last)s, this one as of an earlier day. What stands "
        "here counts as today’s. What a closed round should have said belongs under “Correction of a closed round”."
    )
    words = {"year": row.year, "line": context.line(row.line), "last": date_format(last.as_of)}
    yield warning("as_of_goes_back", sentence % words, _cell(row, "as_of"))


def _amounts(row: ExpenditureRow) -> list[Decimal | None]:
    return [getattr(row, column) for column in AMOUNT_COLUMNS]


def _about_line(rows: list[ExpenditureRow], context: CheckContext) -> Iterator[Finding]:
    """Compare what was paid on one line with commitments and plan; about the last year with a payment."""
    line = rows[0].line
    so_far = [row for row in rows if row.year <= context.today.year]
    paid = [row for row in rows if row.paid is not None]
    is_known = not any("committed" in row.withdrawn_figures for row in so_far)
    paid_so_far = add_up(row.paid for row in so_far)
    committed = add_up(row.committed for row in so_far)
    if is_known and paid_so_far > committed:
        latest = max([row for row in so_far if row.paid is not None] or so_far, key=lambda row: row.year)
        sentence = _(
            "More was paid than committed on %(line)s, up to %(year)s: %(paid)s against %(committed)s."
        )
        words = {"line": context.line(line), "year": latest.year}
        words |= {"paid": euro(paid_so_far), "committed": euro(committed)}
        yield warning("paid_above_committed", sentence % words, _cell(latest, "paid"))
    planned = context.planned_totals.get(line)
    own, others = add_up(row.paid for row in rows), context.paid_by_others.get(line, {})
    total = own + sum(others.values(), ZERO)
    if planned is not None and total > planned:
        latest = max(paid or rows, key=lambda row: row.year)
        if others:
            sentence = _(
                "All organisations together paid more than is planned on %(line)s, over all years: %(paid)s against %(planned)s "
                "(this organisation %(own)s, others: %(others)s)."
            )
        else:
            sentence = _(
                "This organisation paid more than is planned on %(line)s, over all years: %(paid)s against %(planned)s."
            )
        words = {"line": context.line(line), "paid": euro(total), "planned": euro(planned), "own": euro(own)}
        words["others"] = ", ".join(f"{name} {euro(amount)}" for name, amount in others.items())
        yield warning("paid_above_planned", sentence % words, _cell(latest, "paid"))


# Milestones


def about_milestones(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    mentioned = {row.milestone for row in contents.milestones}
    left_out = [MilestoneRow(milestone) for milestone in context.milestones if milestone not in mentioned]
    rows = [*contents.milestones, *left_out]
    for row in rows:
        yield from _about_milestone(row, context)
    still_open = sum(row.state in NOT_ACHIEVED and row.period_start is None for row in rows)
    if still_open and contents["status"] == Status.COMPLETED:
        yield warning(
            "completed_with_open_milestones",
            ngettext(
                "The action is completed, and %(count)s milestone is open.",
                "The action is completed, and %(count)s milestones are open.",
                still_open,
            )
            % {"count": still_open},
            "milestone",
        )


def _about_milestone(row: MilestoneRow, context: CheckContext) -> Iterator[Finding]:
    words = {"milestone": context.title(row.milestone)}
    if row.number is not None and row.number < 0:
        sentence = _("The number of “%(milestone)s” cannot be below zero.")
        yield blocking("negative_number", sentence % words, _milestone_field(row, "number"))
    undated = row.achieved_on is None and row.period_start is None  # a period is a date by itself
    if row.is_achieved and undated:
        sentence = _("Say when “%(milestone)s” was achieved.")
        yield blocking("achieved_without_date", sentence % words, _milestone_field(row, "achieved_on"))
    if row.achieved_on is not None and row.achieved_on > context.today:
        sentence = _("“%(milestone)s” cannot be achieved after today.")
        yield blocking("achieved_in_future", sentence % words, _milestone_field(row, "achieved_on"))
    yield from _about_undone(row, context)
    before = _before(row, context)
    dropped = row.meaningless_values(before)
    if "source" in dropped:
        dropped.remove("source")
        sentence = _(
            "The state of “%(milestone)s” changed. Give its source or remark anew: the one of the last report is left out when you submit."
        )
        yield warning("old_remark", sentence % words, _milestone_field(row, "source"))
    if dropped:
        sentence = _(
            "Left out of “%(milestone)s” when you submit, since it does not go with its state: %(fields)s."
        )
        labels = {field.name: str(field.verbose_name) for field in ReportedMilestone._meta.fields}
        about = words | {"fields": ", ".join(labels[name] for name in dropped)}
        yield Finding(
            Level.INFORMATION, "does_not_apply", sentence % about, _milestone_field(row, dropped[0])
        )
    if known := context.milestones.get(row.milestone):
        yield from _about_promise(row.without_meaningless_values(before), known, context)


def _before(row: MilestoneRow, context: CheckContext) -> MilestoneRow | None:
    """What the last report said of it."""
    last = context.last.milestones if context.last else ()
    return next((before for before in last if before.key == row.key), None)


def _about_undone(row: MilestoneRow, context: CheckContext) -> Iterator[Finding]:
    """Only what was achieved can be undone, and with a reason."""
    if not row.is_undone:
        return
    words = {"milestone": context.title(row.milestone)}
    before = _before(row, context)
    if before is None or not (before.is_achieved or before.is_undone):
        sentence = _("“%(milestone)s” was not reported as achieved, so it cannot be undone.")
        yield blocking("undone_not_achieved", sentence % words, _milestone_field(row, "state"))
    elif not row.undone_why.strip():
        sentence = _("Say why “%(milestone)s” is undone.")
        yield blocking("undone_without_reason", sentence % words, _milestone_field(row, "undone_why"))


def _about_promise(row: MilestoneRow, known: DueMilestone, context: CheckContext) -> Iterator[Finding]:
    """What was agreed beforehand: by when it is achieved, and how it is proved."""
    words = {"milestone": known.title, "proof": known.proof}
    if known.due and known.due < context.today and row.state in NOT_ACHIEVED:
        is_dated = row.expected_on is not None and row.expected_on >= context.today
        if not (is_dated and row.expected_why.strip()):
            sentence = _(
                "“%(milestone)s” was due on %(day)s. Say when it is expected now, and why it is not achieved."
            )
            about = _milestone_field(row, "expected_why" if is_dated else "expected_on")
            yield warning("milestone_passed", sentence % (words | {"day": date_format(known.due)}), about)
    if known.proof and row.is_achieved and not _is_proved(row, context):
        sentence = _(
            "“%(milestone)s” is to be proved by “%(proof)s”, and neither a source nor evidence is given."
        )
        yield warning("proof_missing", sentence % words, _milestone_field(row, "source"))


def _is_proved(row: MilestoneRow, context: CheckContext) -> bool:
    """Whether anything is given as proof that it was achieved."""
    return bool(row.source.strip()) or row.key in context.evidence


# Indicators


def about_measurements(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    last = {row.key: row for row in context.last.measurements} if context.last else {}
    for row in contents.measurements:
        words = {"indicator": context.indicator(row.indicator), "day": date_format(row.day)}
        if row.withdrawn:
            yield from _about_withdrawn_value(row, last.get(row.key), words)
            continue
        if row.value < 0:
            sentence = _("The value of “%(indicator)s” cannot be below zero.")
            yield blocking("negative_number", sentence % words, _measurement_field(row, "value"))
        if row.day > context.today:
            sentence = _("“%(indicator)s” cannot be measured after today.")
            yield blocking("measured_in_future", sentence % words, _measurement_field(row, "value"))
        if not (row.source or contents["source"]):
            sentence = _("Name the source of “%(indicator)s” on %(day)s.")
            yield warning("measured_without_source", sentence % words, _measurement_field(row, "source"))
    if not context.money_only:
        yield from _about_passed_targets(contents, context)


def _about_withdrawn_value(
    row: MeasurementRow, last: MeasurementRow | None, words: dict[str, str]
) -> Iterator[Finding]:
    """Its source says why, and not what it said before; why an earlier report withdrew it may be removed by law."""
    if last is None:
        sentence = _(
            "“%(indicator)s” on %(day)s: only a value of the last report is withdrawn. Empty this one."
        )
        yield blocking("nothing_withdrawn", sentence % words, _measurement_field(row, "withdrawn"))
    elif not last.withdrawn and row.source in ("", last.source):
        sentence = _("“%(indicator)s” on %(day)s: say under the source why the value is withdrawn.")
        yield blocking("withdrawn_without_reason", sentence % words, _measurement_field(row, "source"))


def _about_passed_targets(contents: Contents, context: CheckContext) -> Iterator[Finding]:
    """An indicator whose target day is past, and that nobody measured since the year of that target began."""
    for indicator, asked in context.indicators.items():
        passed = max((day for day in asked.target_days if day < context.today), default=None)
        measured = [row for row in contents.measurements if not row.withdrawn]
        years = [row.day.year for row in measured if row.indicator == indicator]
        if passed and max(years, default=0) < passed.year:
            words = {"indicator": asked.name, "day": date_format(passed)}
            sentence = _("A value was aimed at for “%(indicator)s” by %(day)s, and none is reported.")
            yield warning("not_measured", sentence % words, "measurement")


def _measurement_field(row: MeasurementRow, name: str) -> str:
    return f"measurement-{row.indicator}-{row.day.isoformat()}-{name}"
