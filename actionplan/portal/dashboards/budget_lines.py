"""The budget lines of what a dashboard shows, with what is planned of each per year and who pays it: live or frozen."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from actionplan.base.money import cents_of, in_euro
from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import Twin
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import SnapshotItem
from actionplan.reporting.moments import Moment
from actionplan.reporting.spreads import with_spreads
from budgets.planned import Period, PlannedLine, planned_by_year
from budgets.planned_rows import DAYS, period_among, terms_in_force, with_days
from budgets.states import BudgetKind
from objectives.models import Plan

from .budget_shares import Share, source_of


class LineKey(NamedTuple):
    """A line by the key of its action and its place in it: the same live and frozen."""

    action: int
    place: int


class Line(NamedTuple):
    """What a line says. `planned` is in euro by calendar year, and empty where the plan prints no amount."""

    key: LineKey
    kind: str
    label: str
    label_nl: str
    printed: str
    planned: Mapping[int, Decimal]
    is_derived: bool
    """Derived pro rata by day, not spread by the lead."""
    shares: tuple[Share, ...]

    local_label = Twin("label")

    @property
    def has_amount(self) -> bool:
        return self.kind == BudgetKind.AMOUNT

    @property
    def kind_label(self) -> str:
        return str(BudgetKind(self.kind).label)


Lines = dict[LineKey, Line]

SAID = ["kind", "label", "label_nl", "printed_as"]
PLANNED = ["cents", "per_year", *DAYS]
PAID_BY = ["hundredths", "payer", "payer_name", "payer_name_nl", "source"]


def live_lines(
    plan: Plan, moment: Moment, actions: Collection[int] | None = None, *, with_planned: bool = True
) -> Lines:
    """Every line in force of the plan's actions, or of these alone, in the plan's order.

    Two queries; one without what is planned, where only the words are needed.
    """
    rows = _live_rows(plan, moment) if actions is None else _live_rows.build(plan, moment, actions=actions)
    told: dict[int, tuple[Any, ...]] = {}
    shares: dict[int, list[Share]] = {}
    for line, action, place, kind, label, label_nl, printed, *rest in rows:
        hundredths, payer, name, name_nl, source = rest[len(PLANNED) :]
        if line not in told:
            told[line], shares[line] = (LineKey(action, place), kind, label, label_nl, printed, rest), []
        if hundredths is not None:
            percent = Decimal(hundredths).scaleb(-2)
            shares[line].append(Share(source_of(payer, name or source, name_nl or ""), percent))
    planned = _planned(plan, moment, told) if with_planned else {}
    return {
        key: Line(key, kind, label, label_nl, printed, *planned.get(line, NOT_PLANNED), tuple(shares[line]))
        for line, (key, kind, label, label_nl, printed, _rest) in told.items()
    }


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *, actions: Any = None) -> QuerySet:
    """A row for each line and each who pays a share of it: amounts in whole cents, shares in hundredths of a per cent."""
    terms = terms_in_force(plan, moment.plan_day, actions)
    return (
        with_days(terms, moment.plan_day)
        .annotate(
            cents=cents_of(F("amount")),
            hundredths=cents_of(F("funding__percent")),
            source=F("funding__source"),
            payer=F("funding__organisation__key"),
            payer_name=F("funding__organisation__name"),
            payer_name_nl=F("funding__organisation__name_nl"),
        )
        .order_by("line__action__order", "line__place", "funding__order")
        .values_list("line", "line__action", "line__place", *SAID, *PLANNED, *PAID_BY)
    )


NOT_PLANNED: tuple[dict[int, Decimal], bool] = ({}, True)


def _planned(
    plan: Plan, moment: Moment, told: Mapping[int, tuple[Any, ...]]
) -> dict[int, tuple[dict[int, Decimal], bool]]:
    """By the line's key: what is planned per year, and whether that is derived."""
    of_plan, lines = Period(plan.start, plan.end), []
    for line, (key, *_said, rest) in told.items():
        hundredths, per_year, *days = rest[: len(PLANNED)]
        if hundredths is not None:
            period = period_among(days, of_plan)
            lines.append(PlannedLine(line, key.action, in_euro(hundredths), per_year, period))
    return {
        line.line: (planned_by_year(line), line.is_derived) for line in with_spreads(lines, moment.plan_day)
    }


def frozen_lines(frozen: Frozen, actions: Collection[int] | None = None) -> Lines:
    """Every line as it was frozen, or those of these actions, in the plan's order: one query."""
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot, table__in=FROZEN_TABLES)
    if actions is not None:
        items = items.filter(Q(action__in=actions) | Q(action=None))
    return lines_frozen_in(items.order_by("pk").values_list("table", "action", "content"))


FROZEN_TABLES = ["budget_lines", "organisations"]
"""The documents that say what lines say."""


def lines_frozen_in(documents: Iterable[tuple[str, int, bytes]]) -> Lines:
    """The lines of these documents, each a table, an action and its bytes; payers as they were called then."""
    names: dict[str, tuple[str, str]] = {}
    said: list[tuple[int, Any]] = []
    for table, action, content in documents:
        if table == "organisations":
            names = {row["key"]: (row["name"], row["name_nl"]) for row in json.loads(bytes(content))}
        elif table == "budget_lines":
            said += [(action, row) for row in json.loads(bytes(content))]
    lines = (_frozen_line(action, row, names) for action, row in said)
    return {line.key: line for line in lines}


def _frozen_line(action: int, row: dict[str, Any], names: Mapping[str, tuple[str, str]]) -> Line:
    return Line(
        LineKey(action, row["place"]),
        row["kind"],
        row["label"],
        row["label_nl"],
        row["printed_as"],
        {int(year): Decimal(amount) for year, amount in row["planned"].items()},
        row.get("is_derived", True),  # a snapshot of format 1 does not say; all were
        tuple(_frozen_share(share, names) for share in row["funding"]),
    )


def _frozen_share(share: dict[str, Any], names: Mapping[str, tuple[str, str]]) -> Share:
    name, name_nl = names.get(share["key"], (share["source"], ""))
    return Share(source_of(share["key"], name, name_nl), Decimal(share["percent"]))
