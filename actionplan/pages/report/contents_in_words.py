"""The contents of a report in words: for its checks, its page, its review, and after a conflict."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.picture.field_words import heading_of, value_in_words
from actionplan.picture.frozen import actions_at
from actionplan.picture.indicator_words import indicator_targets_in_words, value_in_unit
from actionplan.picture.indicators import IndicatorPicture
from actionplan.picture.picture import ActionPicture, LinePicture, MilestonePicture, ReportPicture
from actionplan.picture.sentences import confidence_word, expected_words, period_words, status_word
from actionplan.picture.unknown_figures import certainty_in_words
from actionplan.picture.words import REMOVED
from actionplan.planned.words import promises_in_words, when_in_words
from actionplan.reporting.models import ProgressReport, Snapshot
from actionplan.reporting.report_fields import (
    COMPARED_TEXTS,
    LEAD_FIELDS,
    ONCE_FIELDS,
    TEXT_FIELDS,
    without_meaning,
)
from actionplan.reporting.states import DONE, Basis, CorrectedFactKind, MilestoneState, Outcome
from actionplan.reports.contents import Contents, CorrectedRow, ExpenditureRow
from actions.models import Indicator, Milestone
from budgets.models import BudgetLine
from budgets.states import BudgetKind


@dataclass(frozen=True)
class PlanOfAction:
    """An action as the plan has it, with its lines, milestones and indicators by the keys of their rows."""

    action: ActionPicture
    lines: Mapping[int, LinePicture]
    milestones: Mapping[int, MilestonePicture]
    indicators: Mapping[int, IndicatorPicture]


def plans_of(actions: Iterable[ActionPicture]) -> dict[int, PlanOfAction]:
    """By the key of the action: three queries, whatever their number."""
    chosen = {action.pk: action for action in actions}
    rows = BudgetLine.objects.filter(action__in=chosen).values_list("action", "place", "pk")
    lines = {(action, place): pk for action, place, pk in rows}
    milestone_rows = Milestone.objects.filter(action__in=chosen).values_list("action", "key", "pk")
    milestones = {(action, key): pk for action, key, pk in milestone_rows}
    indicator_rows = Indicator.objects.filter(action__in=chosen).values_list("action", "key", "pk")
    indicators = {(action, key): pk for action, key, pk in indicator_rows}
    return {
        action.pk: PlanOfAction(
            action,
            {lines[action.pk, line.place]: line for line in action.lines},
            {milestones[action.pk, milestone.key]: milestone for milestone in action.milestones},
            {indicators[action.pk, indicator.key]: indicator for indicator in action.indicators},
        )
        for action in chosen.values()
    }


def line_label(line: LinePicture) -> str:
    return line.local_label or kind_label(line)


def kind_label(line: LinePicture) -> str:
    return str(BudgetKind(line.kind).label)


@dataclass(frozen=True)
class ComparedField:
    """One field in words, beside the other report's; `is_word`: it is text about the action."""

    label: str
    text: str
    other: str = ""
    is_word: bool = False
    plan: str = ""
    """What the plan says of it: when a milestone is due, what is planned in a year."""
    is_folded: bool = False
    is_once: bool = False
    """Whether it belongs to one report only, so that it changes nothing of the one before."""
    figures: Sequence[ComparedField] = ()
    """What it is made of, of a row of money: each figure, how sure they are, and the source."""
    lapses: str = ""
    """Why the field cannot be filled in, where the status takes it away."""

    @property
    def differs(self) -> bool:
        return self.text != self.other

    @property
    def shown_figures(self) -> list[ComparedField]:
        """Beside a row of the other report only those that differ."""
        is_compared = self.other and self.differs
        return [figure for figure in self.figures if figure.differs or not is_compared]

    @property
    def lines(self) -> int:
        """How many lines it takes in a table."""
        return len(self.shown_figures) or 1


def fields_in_words(
    contents: Contents,
    other: Contents | None = None,
    *,
    is_lead: bool = True,
    note: bool = True,
    rounds: Mapping[int, str] | None = None,
) -> list[ComparedField]:
    """Every field filled in at least one of the two, in the order of the form; `rounds` as for a value."""
    rows, lapsed = [], without_meaning(contents["status"])
    lapses = (
        _("lapses: the action is %(status)s") % {"status": status_word(contents["status"])} if lapsed else ""
    )
    for name in contents.fields:
        if (name in LEAD_FIELDS and not is_lead) or (name == "note_to_platform" and not note):
            continue
        mine = _said_in(contents, name, rounds)
        if name in ONCE_FIELDS and not mine:
            continue  # given with one report only, and not carried over
        theirs = _said_in(other, name, rounds) if other else ""
        if mine or theirs:
            label = heading_of(name)
            if contents["unchanged_since"] and name in COMPARED_TEXTS:
                day = formatting.day(contents["unchanged_since"])
                label = _("%(what)s, unchanged since %(day)s") % {"what": label, "day": day}
            is_word, is_once = name in TEXT_FIELDS, name in ONCE_FIELDS
            why = lapses if name in lapsed else ""
            rows.append(ComparedField(label, mine, theirs, is_word, is_once=is_once, lapses=why))
    return rows


def _said_in(contents: Contents, name: str, rounds: Mapping[int, str] | None) -> str:
    if name in contents.removed:
        return str(REMOVED.in_words)
    if name == "status" and contents[name]:
        return status_word(contents[name], contents["on_hold_since"])
    return value_in_words(name, contents[name], rounds=rounds)


def _figures(row: ExpenditureRow, sources: bool) -> dict[str, str]:
    """Every figure of a year by its name, how sure they are, and their source; empty where nothing is said."""
    amounts = {_("committed"): row.committed, _("paid"): row.paid, _("forecast"): row.forecast}
    return {
        **{name: "" if euro is None else formatting.euro(euro) for name, euro in amounts.items()},
        _("full-time equivalents"): ""
        if row.full_time_equivalents is None
        else formatting.short_number(row.full_time_equivalents),
        _("figures"): ", ".join(certainty_in_words(row)),
        _("source"): row.source if sources else "",
    }


def _row_of_money(label: str, mine: dict[str, str], theirs: dict[str, str], plan: str) -> ComparedField:
    says_itself = [_("figures"), _("source")]

    def in_one(said: dict[str, str]) -> str:
        told = {name: text for name, text in said.items() if text}
        return ", ".join(text if name in says_itself else f"{name} {text}" for name, text in told.items())

    figures = [ComparedField(name, text, theirs[name]) for name, text in mine.items() if text or theirs[name]]
    return ComparedField(label, in_one(mine), in_one(theirs), plan=plan, figures=figures)


def money_in_words(
    contents: Contents, other: Contents | None, lines: Mapping[int, LinePicture], *, sources: bool = True
) -> list[ComparedField]:
    """Every row of money in either, by line and year; sources are words about the action."""
    mine = {row.key: row for row in contents.expenditures}
    theirs = {row.key: row for row in other.expenditures} if other else {}
    return [
        _row_of_money(
            f"{line_label(lines[line]) if line in lines else ''} {year}".strip(),
            _figures(mine.get((line, year), ExpenditureRow(line, year)), sources),
            _figures(theirs.get((line, year), ExpenditureRow(line, year)), sources),
            _planned(lines.get(line), year),
        )
        for line, year in sorted({*mine, *theirs})
    ]


def _planned(line: LinePicture | None, year: int) -> str:
    amount = line.planned.get(year) if line else None
    return "" if amount is None else _("planned %(amount)s") % {"amount": formatting.euro(amount)}


def _plan_of_milestone(milestone: MilestonePicture | None) -> str:
    """When it is due, or how often; how it is proved; and whether it was not printed."""
    if milestone is None:
        return ""
    parts = [when_in_words(milestone), *promises_in_words(milestone)]
    if milestone.is_proposed:
        parts.append(_("not in the printed plan"))
    return ", ".join(filter(None, parts))


def on_one_line(parts: Iterable[str]) -> str:
    """Sentences lose the stop before a comma."""
    *first, last = parts
    return ", ".join([*(part.removesuffix(".") for part in first), last])


def _milestone(row: Any, sources: bool) -> str:
    if row is None:
        return ""
    parts = [str(MilestoneState(row.state).label)]
    if row.achieved_on:
        parts.append(formatting.day(row.achieved_on))
    if row.number is not None:
        parts.append(formatting.short_number(row.number))
    if row.expected_on:
        parts.append(expected_words(row.expected_on))
    if sources:
        parts += filter(None, [row.source, row.undone_why, row.expected_why])
    return on_one_line(parts)


NEWEST_PERIODS_SHOWN = 6
"""The newest periods of a milestone, shown even if unchanged."""


def milestones_in_words(
    contents: Contents,
    other: Contents | None,
    known: Mapping[int, MilestonePicture],
    *,
    sources: bool = True,
) -> list[ComparedField]:
    """Every milestone in either; a period of a recurring one by its name.

    Unchanged earlier periods are folded away if a milestone has many.
    """
    mine = {row.key: row for row in contents.milestones}
    theirs = {row.key: row for row in other.milestones} if other else {}
    keys = sorted({*mine, *theirs}, key=lambda key: (key[0], key[1] or datetime.date.min))
    periods = {pk: [key for key in keys if key[0] == pk and key[1]] for pk, _start in keys}
    rows = []
    for key in keys:
        milestone = known.get(key[0])
        row = ComparedField(
            _title(milestone, key[1]),
            _milestone(mine.get(key), sources),
            _milestone(theirs.get(key), sources),
            plan=_plan_of_milestone(milestone),
        )
        unchanged = other is None or not row.differs
        rows.append(replace(row, is_folded=unchanged and key in periods[key[0]][:-NEWEST_PERIODS_SHOWN]))
    return rows


def _title(milestone: MilestonePicture | None, period: datetime.date | None) -> str:
    title = milestone.local_title if milestone else ""
    if period is None:
        return title
    words = period_words(milestone.recurrence, period) if milestone else formatting.day(period)
    return f"{title}, {words}"


def measurements_in_words(
    contents: Contents,
    other: Contents | None,
    known: Mapping[int, IndicatorPicture],
    *,
    sources: bool = True,
) -> list[ComparedField]:
    """Every measurement in either, by indicator and day; sources are words about the action."""
    mine = {row.key: row for row in contents.measurements}
    theirs = {row.key: row for row in other.measurements} if other else {}
    return [
        ComparedField(
            f"{known[indicator].local_name if indicator in known else ''}, {formatting.day(day)}",
            _measured(mine.get((indicator, day)), known.get(indicator), sources),
            _measured(theirs.get((indicator, day)), known.get(indicator), sources),
            plan=indicator_targets_in_words(known[indicator]) if indicator in known else "",
        )
        for indicator, day in sorted({*mine, *theirs})
    ]


def _measured(row: Any, indicator: IndicatorPicture | None, sources: bool) -> str:
    if row is None:
        return ""
    parts = [value_in_unit(row.value, indicator.local_unit if indicator else "")]
    if row.provisional:
        parts.append(_("provisional"))
    if row.withdrawn:
        parts.append(_("withdrawn"))
    if row.source and sources:
        parts.append(row.source)
    return ", ".join(parts)


# What a closed round should have said

_KIND = CorrectedFactKind
CORRECTED_DAYS = [_KIND.ACTUAL_START, _KIND.ACTUAL_END, _KIND.MILESTONE]
"""The kinds of facts that are a day."""


@dataclass(frozen=True)
class KeptFact:
    """A fact of the organisation as a closing kept it."""

    label: str
    kept: CorrectedRow
    unit: str = ""
    """Of an indicator."""

    @property
    def name(self) -> str:
        """For the name of its field."""
        return "_".join(str(part) for part in self.kept.key if part).replace("-", "")

    def in_words(self, row: CorrectedRow | None = None) -> str:
        """The fact as it was kept or, given a row, as it should have been."""
        said = row or self.kept
        if said.kind == _KIND.STATUS:
            return status_word(said.choice)
        if said.kind == _KIND.OUTCOME:
            return str(Outcome(said.choice).label) if said.choice else "–"
        if said.kind == _KIND.MILESTONE:
            words = {"day": formatting.day(said.day)}
            return _("achieved on %(day)s") % words if said.day else str(MilestoneState.OPEN.label)
        if said.kind in CORRECTED_DAYS:
            return formatting.day(said.day)
        if said.amount is None:
            return _("unknown")
        return value_in_unit(said.amount, self.unit) if said.indicator else formatting.euro(said.amount)


def kept_facts(plan: PlanOfAction, round: int | None, organisation: str, *, is_lead: bool) -> list[KeptFact]:
    """What the newest closing of the round kept of the organisation, by its key, that can be corrected.

    Empty without a round, and where the action was not in it. Two queries, none without a round.
    """
    snapshot = Snapshot.objects.of_round(round).select_related("closing__round").first() if round else None
    if snapshot is None:
        return []
    found = actions_at([snapshot], Basis.ACCEPTED, [plan.action.pk]).get(snapshot.pk, {})
    if (action := found.get(plan.action.pk)) is None:
        return []
    reports = [report for report in action.reports if report.organisation == organisation]
    said = reports[0] if reports else None
    about = snapshot.closing.round.about
    facts = [*_kept_of_lead(plan, action, about)] if is_lead else []
    return [*facts, *_kept_measurements(plan, said), *_kept_money(plan, action, said, about.year)]


def _kept_of_lead(plan: PlanOfAction, action: ActionPicture, about: datetime.date) -> Iterator[KeptFact]:
    yield KeptFact(capfirst(str(_KIND.STATUS.label)), CorrectedRow(_KIND.STATUS, choice=action.status))
    outcome = action.lead_report.outcome if action.lead_report else ""
    yield KeptFact(capfirst(str(_KIND.OUTCOME.label)), CorrectedRow(_KIND.OUTCOME, choice=outcome))
    yield KeptFact(
        capfirst(str(_KIND.ACTUAL_START.label)), CorrectedRow(_KIND.ACTUAL_START, day=action.actual_start)
    )
    yield KeptFact(
        capfirst(str(_KIND.ACTUAL_END.label)), CorrectedRow(_KIND.ACTUAL_END, day=action.actual_end)
    )
    keys = {milestone.key: pk for pk, milestone in plan.milestones.items()}
    for milestone in action.milestones:
        if milestone.key not in keys:
            continue
        told = {row.period_start: row for row in milestone.told}
        periods = sorted({*filter(None, told), *milestone.due_periods}) if milestone.recurrence else [None]
        for period in periods:
            row = told.get(period)
            achieved = row.achieved_on or period if row and row.state == MilestoneState.ACHIEVED else None
            fact = CorrectedRow(
                _KIND.MILESTONE, milestone=keys[milestone.key], period_start=period, day=achieved
            )
            words = [milestone.local_title]
            words += [period_words(milestone.recurrence, period)] if period else []
            yield KeptFact(", ".join(words), fact)


def _kept_measurements(plan: PlanOfAction, said: ReportPicture | None) -> Iterator[KeptFact]:
    of_key = {indicator.key: (pk, indicator) for pk, indicator in plan.indicators.items()}
    for row in said.measurements if said else ():
        if row.key in of_key:
            pk, indicator = of_key[row.key]
            fact = CorrectedRow(_KIND.MEASUREMENT, indicator=pk, day=row.day, amount=row.value)
            yield KeptFact(f"{indicator.local_name}, {formatting.day(row.day)}", fact, indicator.local_unit)


def _kept_money(
    plan: PlanOfAction, action: ActionPicture, said: ReportPicture | None, until: int
) -> Iterator[KeptFact]:
    """Of each line and year that was planned or reported, up to the year that the round is about."""
    pks = {line.place: pk for pk, line in plan.lines.items()}
    rows = {(row.place, row.year): row for row in said.spending} if said else {}
    for line in action.lines:
        if line.place not in pks:
            continue
        years = {*line.planned, *(year for place, year in rows if place == line.place)}
        for year in sorted(year for year in years if year <= until):
            row = rows.get((line.place, year))
            for kind in (_KIND.COMMITTED, _KIND.PAID):
                amount = getattr(row, kind) if row else None
                label = f"{line_label(line)} {year}, {kind.label}"
                yield KeptFact(label, CorrectedRow(kind, line=pks[line.place], year=year, amount=amount))


def corrected_in_words(
    contents: Contents, other: Contents | None, plan: PlanOfAction, organisation: str, *, is_lead: bool
) -> list[ComparedField]:
    """Each fact that is corrected, with what was kept beside it."""
    if not contents.corrected:
        return []
    mine = {row.key: row for row in contents.corrected}
    theirs = {row.key: row for row in other.corrected} if other else {}
    return [
        ComparedField(
            _("%(fact)s, as corrected") % {"fact": fact.label},
            fact.in_words(mine[fact.kept.key]),
            fact.in_words(theirs[fact.kept.key]) if fact.kept.key in theirs else "",
            plan=_("kept at the closing: %(fact)s") % {"fact": fact.in_words()},
        )
        for fact in kept_facts(plan, contents["corrects_id"], organisation, is_lead=is_lead)
        if fact.kept.key in mine
    ]


# The whole report


def in_words(
    contents: Contents,
    other: Contents | None,
    plan: PlanOfAction,
    *,
    organisation: str,
    is_lead: bool,
    note: bool = True,
    may_read: bool = True,
) -> dict[str, Any]:
    """All four parts, compared with another report; words about the action only with `may_read`. `organisation` is the key
    of the one that reports.
    """
    fields = fields_in_words(contents, other, is_lead=is_lead, note=note)
    fields += corrected_in_words(contents, other, plan, organisation, is_lead=is_lead)
    milestones = milestones_in_words(contents, other, plan.milestones, sources=may_read)
    return {
        "fields": [row for row in fields if may_read or not row.is_word],
        "milestones": milestones,
        "earlier_periods": sum(row.is_folded for row in milestones),
        "measurements": measurements_in_words(contents, other, plan.indicators, sources=may_read),
        "money": money_in_words(contents, other, plan.lines, sources=may_read),
    }


@dataclass(frozen=True)
class ReportPart:
    """One part of the report, compared with the one before: what changed, and what did not."""

    name: str
    title: str
    changed: list[ComparedField]
    unchanged: list[ComparedField]

    @property
    def unchanged_names(self) -> str:
        return ", ".join(row.label for row in self.unchanged)


def parts_of(said: Mapping[str, Any], *, has_last: bool) -> list[ReportPart]:
    """Fields, milestones, measurements and money of `in_words`; without a report before, everything is new."""
    titles = [("fields", _("What is said")), ("milestones", _("Milestones"))]
    titles += [("measurements", _("Indicators")), ("money", _("Money"))]
    parts = []
    for name, title in titles:
        changed = [row for row in said[name] if row.differs or not has_last]
        parts.append(ReportPart(name, title, changed, [row for row in said[name] if row not in changed]))
    return [part for part in parts if part.changed or part.unchanged]


def changed_rows(parts: Iterable[ReportPart]) -> list[ComparedField]:
    """What changes something of the report before."""
    return [row for part in parts for row in part.changed if not row.is_once]


def status_words(report: ProgressReport) -> str:
    """A report in a few words: ongoing, on track."""
    if not report.status:
        return ""
    word = status_word(report.status, report.on_hold_since)
    says_more = report.status not in DONE and word == status_word(report.status)
    return ", ".join(filter(None, [word, confidence_word(report.confidence) if says_more else ""]))
