"""Points of attention, each with every reason that put it there."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.money import ZERO
from actionplan.base.twins import local
from actionplan.reporting.models import SnapshotAction, SnapshotLine, SnapshotMoney
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.snapshot_states import Measure
from actionplan.reporting.states import Attention
from actionplan.reporting.words import Reason, attention_reasons

from .content import Column, Paragraph, Said, Section, Table, Value
from .source import Source
from .wording import note

RANKS = {str(reason): rank for rank, reason in enumerate(Attention)}


def attention_section(source: Source, actions: list[SnapshotAction]) -> Section:
    found = points(source, actions)
    if not found:
        return Section(_("Points of attention"), [Paragraph(Said(_("There are no points of attention.")))])
    rows: list[list[Value]] = [
        [f"{row.code} {row.local_title}", local(row, "lead_name") or _("none"), _sentences(reasons)]
        for row, reasons in found
    ]
    sentence = ngettext(
        "%(count)s action needs attention; the worst reason comes first.",
        "%(count)s actions need attention; the worst reason comes first.",
        len(found),
    )
    columns = [Column(_("Action"), weight=4), Column(_("Lead"), weight=3), Column(_("Why"), weight=6)]
    table = Table(_("Points of attention with their reasons"), columns, rows, _("Points of attention"))
    explained = _(
        "The reasons follow from what is reported, computed and assessed; nobody chose these actions."
    )
    return Section(
        _("Points of attention"),
        [Paragraph(Said(sentence % {"count": len(found)})), table, note(explained)],
        on_new_page=True,
    )


def points(source: Source, actions: list[SnapshotAction]) -> list[tuple[SnapshotAction, list[Reason]]]:
    """Worst reason first, then those with most reasons, then the plan's order."""
    overspent = overspent_of(source)
    found = [(row, attention_reasons(row, overspent.get(row.action, []))) for row in actions]
    with_reasons = [(row, reasons) for row, reasons in found if reasons]
    return sorted(with_reasons, key=lambda one: (RANKS[one[1][0].code], -len(one[1]), one[0].order))


def _sentences(reasons: list[Reason]) -> str:
    return " ".join(reason.sentence for reason in reasons)


def overspent_of(source: Source) -> dict[int, list[Overspent]]:
    """Lines on which more was paid than is planned, by action; lines with an amount only."""
    paid: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for row in source.rows[SnapshotMoney]:
        if row.measure == Measure.PAID:
            paid[row.action, row.place] += row.amount
    found: dict[int, list[Overspent]] = defaultdict(list)
    for line in source.rows[SnapshotLine]:
        amount = paid.get((line.action, line.place), ZERO)
        if line.planned is not None and amount > line.planned:
            found[line.action].append(Overspent(line.place, line.action, line.planned, amount))
    return found
