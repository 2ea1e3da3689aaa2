"""The plan in figures: how actions are distributed, overall and by part; money. Nothing is averaged."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.picture import money
from actionplan.picture.actions import Actions
from actionplan.picture.frozen import CountedAction
from actionplan.picture.measures import Measure, measure_named
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.planned_words import how_all_planned
from actionplan.picture.sentences import (
    left_in_words,
    paid_of_planned_words,
    planned_note,
)
from actionplan.picture.unknown_figures import unknown_figures_in_words, unknown_payments_words
from budgets.states import BudgetKind

from .content import (
    Block,
    Bullets,
    Paragraph,
    Section,
    Table,
    TableColumn,
    Value,
    note,
)
from .source import DocumentSource

Pictured = Actions | Sequence[ActionPicture]
Counted = Actions | Sequence[ActionPicture | CountedAction]


def figures_of_plan(source: DocumentSource) -> list[Table]:
    """The plan in figures, for the workbook."""
    picture, actions = source.picture, source.actions
    return [
        status_table(picture, actions, "objective", _("Status by objective"), _("Status")),
        status_table(picture, actions, "policy_area", _("Status by policy area"), _("Policy areas")),
        status_table(picture, actions, "minister", _("Status by minister"), _("Ministers")),
        judged_table(actions),
        _schedule_table(source),
        *paid_table(actions, source.reckoned_on),
    ]


# The distribution of actions


def status_sentence(actions: Counted) -> str:
    """The distribution in words, leaving out zeros: "Of 50 actions: 9 completed, 40 ongoing …"."""
    sentence = ngettext("Of %(total)s action: %(parts)s.", "Of %(total)s actions: %(parts)s.", len(actions))
    return sentence % {"total": len(actions), "parts": measure_named("status").in_words(actions)}


def verdict_sentence(actions: Actions) -> str:
    """The verdicts in words; empty where all is done."""
    unfinished = actions.done(False)
    sentence = ngettext(
        "Verdict of the Platform on the %(count)s unfinished action: %(parts)s.",
        "Verdict of the Platform on the %(count)s unfinished actions: %(parts)s.",
        len(unfinished),
    )
    parts = measure_named("verdict").in_words(unfinished)
    return sentence % {"count": len(unfinished), "parts": parts} if unfinished else ""


def _by_part(picture: Picture, actions: Counted, name: str) -> list[tuple[Any, Counted]]:
    """The actions under each objective, policy area or minister, in their own order; None for those under none."""
    parts: dict[str, Any] = {
        "objective": picture.objectives,
        "policy_area": picture.policy_areas,
        "minister": picture.ministers,
    }
    known = {**parts[name], None: None}
    by_part = [
        (part, [action for action in actions if getattr(action, name) == key]) for key, part in known.items()
    ]
    return [(part, rows) for part, rows in by_part if rows]


def status_table(picture: Picture, actions: Counted, name: str, caption: str, sheet: str = "") -> Table:
    """By `objective`, `policy_area` or `minister`."""
    heads = {
        "objective": _("Objective"),
        "policy_area": _("Policy area"),
        "minister": _("Coordinating minister"),
    }
    parts = [(str(part) if part else _("none"), rows) for part, rows in _by_part(picture, actions, name)]
    head = TableColumn(heads[name], 30)
    return distribution_table(measure_named("status"), head, [*parts, (_("Total"), actions)], caption, sheet)


def distribution_table(
    measure: Measure,
    head: TableColumn,
    parts: Iterable[tuple[str, Counted]],
    caption: str,
    sheet: str = "",
    *,
    has_total: bool = True,
) -> Table:
    """A row with the distribution of each part; the last part may be the total."""
    labels = [*(label for _code, label in measure.codes), _("total")]
    rows: list[list[Value]] = [[name, *measure.counts(under).values(), len(under)] for name, under in parts]
    return Table(caption, [head, *map(_count_column, labels)], rows, sheet, has_total=has_total)


def _count_column(label: str) -> TableColumn:
    """A column as wide as its longest word."""
    return TableColumn(label, max(map(len, label.split()), default=0) + 2, is_number=True)


def judged(actions: Actions) -> list[Block]:
    return [judged_table(actions), note(voices_sentence(actions))]


def judged_table(actions: Actions) -> Table:
    """The words of leads and Platform side by side."""
    verdict = measure_named("verdict")
    reported, assessed = measure_named("confidence").counts(actions), verdict.counts(actions)
    rows: list[list[Value]] = [
        [label if code else _("not given, or never assessed"), reported[code], assessed[code]]
        for code, label in verdict.codes
    ]
    rows.append([_("Total"), len(actions), len(actions)])
    columns = [
        TableColumn(_("How it goes"), 4),
        TableColumn(_("reported by the leads"), 2, is_number=True),
        TableColumn(_("assessed by the Platform"), 2, is_number=True),
    ]
    caption = _("How the actions go, as reported and as assessed")
    return Table(caption, columns, rows, _("Confidence and verdict"), has_total=True)


def voices_sentence(actions: Actions) -> str:
    differ = len(actions.on_which_voices_differ())
    sentence = ngettext(
        "Lead and Platform differ on %(count)s action.",
        "Lead and Platform differ on %(count)s actions.",
        differ,
    )
    return sentence % {"count": differ}


# Schedule


def _schedule_table(source: DocumentSource) -> Table:
    actions, schedule = source.actions, measure_named("schedule")
    counts = schedule.counts(actions)
    rows: list[list[Value]] = [[label, counts[code]] for code, label in schedule.codes]
    rows.append([_("Total"), len(actions)])
    columns = [TableColumn(_("Schedule"), 4), TableColumn(_("actions"), is_number=True)]
    caption = _("Schedule, computed by the portal on %(day)s") % {"day": formatting.day(source.reckoned_on)}
    return Table(caption, columns, rows, _("Schedule"), has_total=True)


# Money


def money_section(picture: Picture) -> Section:
    """Beside the totals it names figures that are unknown, lines without amounts and actions that left the plan."""
    actions = picture.actions
    years = money.by_year(actions)
    blocks: list[Block] = []
    if years:
        blocks.append(paid_of_planned(actions, picture.moment.reckoned_on))
        total = money.total(years.values())
        rows: list[list[Value]] = [
            [name, *(sums.get(measure) for measure in money.MEASURES)]
            for name, sums in [*((str(year), sums) for year, sums in years.items()), (_("Total"), total)]
        ]
        lines = [line for action in actions for line in action.lines]
        labels = [
            _("planned, derived") if all(line.is_derived for line in lines) else _("planned"),
            *(str(money.MEASURE_WORDS[measure]) for measure in money.MEASURES[1:]),
        ]
        columns = [TableColumn(_("Year")), *(TableColumn(label, 2, is_number=True) for label in labels)]
        caption = _("Planned, committed, paid and forecast by calendar year, in euro")
        blocks.append(Table(caption, columns, rows, _("Money by year"), has_total=True))
        blocks.append(note(f"{how_all_planned(lines)} {_('A dash is unknown, not zero.')} {planned_note()}"))
    blocks += unknown_figures(actions, picture)
    kinds = Counter(line.kind for action in actions for line in action.lines if line.is_unknown)
    if without := kinds.total():
        sentence = ngettext(
            "%(count)s budget line has no amount, so what is planned of it is unknown: %(kinds)s.",
            "%(count)s budget lines have no amount, so what is planned of them is unknown: %(kinds)s.",
            without,
        )
        words = ", ".join(f"{kinds[kind]} {kind.label}" for kind in BudgetKind if kinds[kind])
        blocks.append(Paragraph(sentence % {"count": without, "kinds": words}))
    if kept := list(map(left_in_words, picture.left)):
        blocks += [
            Paragraph(_("Not counted here are actions that left the plan. They keep what was reported:")),
            Bullets(kept),
        ]
    return Section(_("Money"), blocks)


def unknown_figures(actions: Pictured, picture: Picture) -> list[Block]:
    """What the sums lack, if anything."""
    sentences = unknown_figures_in_words(actions, picture.organisations)
    return [Bullets(sentences, _("Unknown, and not in these sums"))] if sentences else []


def paid_of_planned(actions: Pictured, on: datetime.date, label: str = "") -> Paragraph:
    """The percentage in words; `label` names the actions if not all are counted."""
    share = money.paid_of_planned(actions, on)
    return Paragraph(paid_of_planned_words(share), label)


def paid_table(actions: Pictured, on: datetime.date) -> list[Table]:
    """The percentage as numbers; none where nothing was planned or paid."""
    share = money.paid_of_planned(actions, on)
    percent = None if share.percent is None else formatting.whole(share.percent)
    columns = [
        TableColumn(_("Up to and including"), 2),
        *(TableColumn(label, 2, is_number=True) for label in [_("planned"), _("paid"), _("per cent")]),
    ]
    rows: list[list[Value]] = [[str(share.until), share.planned, share.paid, percent]]
    if share.without_amount:
        label = _("paid on lines without an amount, not in the percentage")
        columns.append(TableColumn(label, 4, is_number=True))
        rows[0].append(share.without_amount)
    if share.unknown:
        columns.append(TableColumn(_("Unknown figures"), 6))
        rows[0].append("; ".join(unknown_payments_words(share)))
    caption = _("Paid in the calendar years that are over, of what was planned for them")
    return [Table(caption, columns, rows, _("Paid of planned"))] if share.planned or share.paid else []
