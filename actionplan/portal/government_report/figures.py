"""The plan in figures: how many actions stand where, as a whole and by part; milestones and money. Nothing is averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.chart_words import from_bar_to_bar, nothing
from actionplan.base.twins import local
from actionplan.portal.money import sum_of_known
from actionplan.portal.tallies import Measure as Counted
from actionplan.portal.tallies import measure_named, measures, measures_of_continuous
from actionplan.reporting.models import SnapshotAction, SnapshotLine, SnapshotMilestone, SnapshotMoney
from actionplan.reporting.snapshot_states import Measure
from actionplan.reporting.states import CONTINUOUS_WORDS, MilestoneState
from budgets.states import BudgetKind

from .content import Bar, Block, Column, Figure, Paragraph, Said, Section, Series, Table, Value
from .milestones import days_late
from .source import Source
from .wording import note

Actions = list[SnapshotAction]
Named = Callable[[SnapshotAction], tuple[Any, str]]
"""What an action counts under: what it is sorted by, and its name."""


def objective_of(row: SnapshotAction) -> tuple[Any, str]:
    return row.objective_number, f"{row.objective_number}. {local(row, 'objective_title')}"


def area_of(row: SnapshotAction) -> tuple[Any, str]:
    if not row.area_code:
        return LAST, _("none")
    return (0, row.area_order, row.area_code), f"{row.area_code} – {local(row, 'area_name')}"


def minister_of(row: SnapshotAction) -> tuple[Any, str]:
    if not row.minister_key:
        return LAST, _("none")
    return (0, row.minister_order, row.minister_key), local(row, "minister_title")


LAST = (1, 0, "")


def plan_in_figures(source: Source) -> Section:
    actions = source.actions
    blocks: list[Block] = [
        Paragraph(Said(status_sentence(actions))),
        status_figure(actions),
        status_table(actions, objective_of, _("Objective"), _("Status by objective"), _("Status")),
        *judged(actions),
        *_scheduled(source),
    ]
    by_whom = [
        status_table(actions, area_of, _("Policy area"), _("Status by policy area"), _("Policy areas")),
        status_table(
            actions, minister_of, _("Coordinating minister"), _("Status by minister"), _("Ministers")
        ),
        note(_("Each action counts once: under its lead’s policy area and its first coordinating minister.")),
    ]
    return Section(
        _("The plan in figures"),
        blocks,
        [Section(_("By policy area and minister"), by_whom), money_section(source)],
        on_new_page=True,
    )


def status_sentence(actions: Actions) -> str:
    """The distribution in words, the parts that are nothing left out: "Of 50 actions: 9 completed, 40 ongoing …"."""
    counted = Counter(row.status for row in actions)
    return _distribution_sentence(len(actions), measure_named("status"), counted)


def verdict_sentence(actions: Actions) -> str:
    """Continuous actions, where there are any, in a sentence and words of their own."""
    continuous = [row for row in actions if row.is_continuous]
    others = [row for row in actions if not row.is_continuous]
    told = [
        (others, _("Verdict of the Platform: %(parts)s."), measures()),
        (
            continuous,
            _("Verdict of the Platform on continuous actions: %(parts)s."),
            measures_of_continuous(),
        ),
    ]
    return " ".join(
        sentence % {"parts": _parts(measure_named("verdict", known), Counter(row.verdict for row in rows))}
        for rows, sentence, known in told
        if rows
    )


def _distribution_sentence(total: int, measure: Counted, counted: Counter[str]) -> str:
    sentence = ngettext("Of %(total)s action: %(parts)s.", "Of %(total)s actions: %(parts)s.", total)
    return sentence % {"total": total, "parts": _parts(measure, counted)}


def _parts(measure: Counted, counted: Counter[str]) -> str:
    return ", ".join(f"{counted[code]} {label}" for code, label in measure.codes if counted[code])


def by_part(actions: Actions, named: Named) -> list[tuple[str, Actions]]:
    """The actions under each part, in the parts' own order."""
    found: dict[tuple[Any, str], Actions] = {}
    for row in actions:
        found.setdefault(named(row), []).append(row)
    return [(name, rows) for (_order, name), rows in sorted(found.items(), key=lambda one: one[0][0])]


def status_figure(actions: Actions) -> Figure:
    """By objective."""
    bars = []
    for name, rows in by_part(actions, objective_of):
        number = rows[0].objective_number
        bars.append((Bar(name, _("Objective %(number)s") % {"number": number}, str(number)), rows))
    said = _("From the first objective to the last: %(counts)s.")
    return figure_of(bars, "status", _("Status of the actions by objective"), said)


def figure_of(bars: list[tuple[Bar, Actions]], name: str, caption: str, said: str) -> Figure:
    """A code that no bar has is left out of the legend; `said` is the message around the counts."""
    measure = measure_named(name)
    counted = [(bar, Counter(getattr(row, name) for row in rows)) for bar, rows in bars]
    series = [
        Series(code or "none", label, [counts[code] for _bar, counts in counted])
        for code, label in measure.codes
        if any(counts[code] for _bar, counts in counted)
    ]
    counts = from_bar_to_bar((one.label, one.counts) for one in series)
    return Figure(
        caption, said % {"counts": counts} if series else nothing(), [bar for bar, _counts in counted], series
    )


def status_table(actions: Actions, named: Named, part: str, caption: str, sheet: str = "") -> Table:
    measure = measure_named("status")
    rows: list[list[Value]] = []
    for name, under in [*by_part(actions, named), (_("Total"), actions)]:
        counted = Counter(row.status for row in under)
        rows.append([name, *(counted[code] for code, _label in measure.codes), len(under)])
    labels = [*(label for _code, label in measure.codes), _("total")]
    columns = [Column(part, weight=30), *map(count_column, labels)]
    return Table(caption, columns, rows, sheet, has_total=True)


def count_column(label: str) -> Column:
    """As wide as its longest word needs."""
    longest = max(map(len, label.split()), default=0)
    return Column(label, is_number=True, weight=longest + 2)


def judged(actions: Actions) -> list[Block]:
    """What the leads say and what the Platform says, side by side; what continues has words of its own."""
    reported = Counter(row.confidence for row in actions)
    assessed = Counter(row.verdict for row in actions)
    codes = [code for code, _label in measure_named("confidence").codes if code]
    labels = dict(measure_named("confidence").codes)
    rows: list[list[Value]] = [
        [
            _("%(word)s (continuous action: %(continuous)s)")
            % {"word": labels[code], "continuous": CONTINUOUS_WORDS[code]},
            reported[code],
            assessed[code],
        ]
        for code in codes
    ]
    rows += [[_("not said, or not assessed"), reported[""], assessed[""]]]
    rows += [[_("Total"), len(actions), len(actions)]]
    columns = [
        Column(_("How it goes"), weight=4),
        Column(_("reported by the leads"), is_number=True, weight=2),
        Column(_("assessed by the Platform"), is_number=True, weight=2),
    ]
    differ = sum(row.assessed_otherwise for row in actions)
    caption = _("How it goes, as reported and as assessed")
    return [
        Table(caption, columns, rows, _("Confidence and verdict"), has_total=True),
        note(
            ngettext(
                "On %(count)s action the Platform assesses otherwise than the lead reports.",
                "On %(count)s actions the Platform assesses otherwise than the lead reports.",
                differ,
            )
            % {"count": differ}
        ),
    ]


def _scheduled(source: Source) -> list[Block]:
    actions = source.actions
    counted = Counter(row.schedule for row in actions)
    rows: list[list[Value]] = [[label, counted[code]] for code, label in measure_named("schedule").codes]
    rows.append([_("Total"), len(actions)])
    columns = [Column(_("Schedule"), weight=4), Column(_("actions"), is_number=True)]
    caption = _("Schedule, computed by the portal on %(day)s") % {"day": formatting.day(source.reckoned_on)}
    return [
        Table(caption, columns, rows, _("Schedule"), has_total=True),
        Paragraph(Said(milestones_sentence(source))),
        note(
            _(
                "Milestones that recur, that have no date or that were dropped are not among these; the annex has all of them."
            )
        ),
    ]


def milestones_sentence(source: Source) -> str:
    """How many were due, and of those how many were achieved, in time or late."""
    due = sum(row.milestones_due for row in source.actions)
    achieved = sum(row.milestones_achieved for row in source.actions)
    day = formatting.day(source.reckoned_on)
    if not due:
        return _("No milestone was due by %(day)s.") % {"day": day}
    by_then = [row for row in source.rows[SnapshotMilestone] if row.due and row.due <= source.reckoned_on]
    late = sum(row.state == MilestoneState.ACHIEVED and days_late(row) > 0 for row in by_then)
    sentence = ngettext(
        "Of %(due)s milestone due by %(day)s, %(in_time)s was achieved in time, %(late)s late, and %(open)s is not achieved.",
        "Of %(due)s milestones due by %(day)s, %(in_time)s were achieved in time, %(late)s late, and %(open)s are not achieved.",
        due,
    )
    words = {"due": due, "day": day, "in_time": achieved - late, "late": late, "open": due - achieved}
    return sentence % words


def money_section(source: Source) -> Section:
    rows: list[list[Value]] = [list(row) for row in money_by_year(source.rows[SnapshotMoney])]
    without = sum(line.kind != BudgetKind.AMOUNT for line in source.rows[SnapshotLine])
    kinds = Counter(line.kind for line in source.rows[SnapshotLine])
    words = ", ".join(
        f"{kinds[kind]} {kind.label}" for kind in BudgetKind if kind != BudgetKind.AMOUNT and kinds[kind]
    )
    blocks: list[Block] = []
    if rows:
        total = [_("Total"), *(sum_of_known(row[place] for row in rows) for place in (1, 2, 3)), None]
        planned = _("planned") if lines_spread(source) else _("planned, derived")
        labels = [planned, _("committed"), _("paid"), str(Measure.FORECAST.label)]
        columns = [Column(_("Year")), *(Column(label, is_number=True, weight=2) for label in labels)]
        caption = _("Planned, committed, paid and forecast by calendar year, in euro")
        blocks.append(Table(caption, columns, [*rows, total], _("Money by year"), has_total=True))
        blocks.append(note(planned_sentence(source)))
    sentence = ngettext(
        "%(count)s budget line has no amount and stays outside these sums: %(kinds)s.",
        "%(count)s budget lines have no amount and stay outside these sums: %(kinds)s.",
        without,
    )
    if without:
        blocks.append(Paragraph(Said(sentence % {"count": without, "kinds": words})))
    return Section(_("Money"), blocks)


def lines_spread(source: Source) -> int:
    """How many lines their leads spread over the years themselves."""
    return sum(len(source.facts_of(action.code).lines_spread()) for action in source.actions)


def planned_sentence(source: Source) -> str:
    """Where the planned amounts come from."""
    spread = lines_spread(source)
    if not spread:
        return _(
            "Planned amounts by year are derived: spread by day over each line’s period. A dash is unknown, not zero."
        )
    sentence = ngettext(
        "Planned amounts by year are derived: spread by day over each line’s period, but for %(count)s line, which its lead spread over the years. A dash is unknown, not zero.",
        "Planned amounts by year are derived: spread by day over each line’s period, but for %(count)s lines, which their leads spread over the years. A dash is unknown, not zero.",
        spread,
    )
    return sentence % {"count": spread}


def money_by_year(
    rows: Iterable[SnapshotMoney],
) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None, Decimal | None]]:
    """Year, planned, committed, paid, forecast to its end; None is unknown."""
    found: dict[int, dict[str, list[Decimal]]] = {}
    for row in rows:
        found.setdefault(row.year, {}).setdefault(row.measure, []).append(row.amount)
    measures = [Measure.PLANNED, Measure.COMMITTED, Measure.PAID, Measure.FORECAST]
    return [
        (str(year), *(sum_of_known(found[year].get(measure, [])) for measure in measures))
        for year in sorted(found)
        if any(measure in found[year] for measure in measures)
    ]
