"""The budget lines of what a dashboard shows, with what is planned of each per year and who pays it: live or frozen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from actionplan.base.columns import made_of
from actionplan.base.money import cents_of, in_cents
from actionplan.base.prepared import prepared_plain
from actionplan.base.spoken import spoken
from actionplan.base.twins import Twin
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import SnapshotItem
from actionplan.reporting.moments import Moment
from actionplan.reporting.spreads import with_spreads
from budgets.planned import cents_of_lines
from budgets.planned_rows import ORDER, lines_with_amount, terms_in_force
from budgets.states import BudgetKind
from objectives.models import Plan

from .budget_shares import Share, source_of


class LineKey(NamedTuple):
    """A line by the key of its action and its place in it: the same live and frozen."""

    action: int
    place: int


class Line(NamedTuple):
    """What a line says. `planned` is in whole cents by calendar year, and empty where the plan prints no amount."""

    key: LineKey
    kind: str
    label: str | None
    """None, as what is printed, until it is asked for (`budget_words`): thousands are counted, and few are told."""
    label_nl: str | None
    printed: str | None
    planned: Mapping[int, int]
    is_derived: bool
    """Derived pro rata by day, not spread by the lead."""
    shares: tuple[Share, ...]
    row: int = 0
    """Its key in the database, where its words are not read yet."""

    local_label = Twin("label")

    @property
    def has_amount(self) -> bool:
        return self.kind == BudgetKind.AMOUNT

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


@spoken
def kind_label(kind: str) -> str:
    return _("no longer in the plan") if kind == ENDED else str(BudgetKind(kind).label)


Lines = dict[LineKey, Line]

ENDED = "ended"
"""In an address, instead of a kind: lines that were spent on and are no longer in the plan."""

SAID = ["kind", "label", "label_nl", "printed_as"]
PAID_BY = ["hundredths", "payer", "payer_name", "payer_name_nl", "source"]

COLUMNS = [*ORDER, "nth", "line", "line__action", *SAID, *PAID_BY]
"""Of a row of `_live_rows`; where they stand in it:"""
NTH, LINE, SHARE = map(COLUMNS.index, ["nth", "line", "hundredths"])


def live_lines(
    plan: Plan, moment: Moment, actions: Collection[int] | None = None, *, with_planned: bool = True
) -> Lines:
    """Every line in force of the plan's actions, or of these alone, in the plan's order.

    Three queries; one without what is planned, where only the words are needed.
    """
    rows = _live_rows(plan, moment) if actions is None else _live_rows.build(plan, moment, actions=actions)
    rows = sorted(rows, key=itemgetter(0, 1, 2))
    if not rows:
        return {}
    _order, places, _nth, lines, of_actions, *said = list(zip(*rows, strict=True))[:SHARE]
    keys = list(made_of(LineKey, of_actions, places))
    planned = _planned(plan, moment, actions) if with_planned else {}
    years, derived = zip(*(planned.get(line, NOT_PLANNED) for line in lines), strict=True)
    shares = shares_of((row[LINE], row[NTH], row[SHARE:]) for row in rows)
    paid_by = [shares.get(line, ()) for line in lines]
    # Of a line that several pay, each row says the same.
    return dict(zip(keys, made_of(Line, keys, *said, years, derived, paid_by, lines), strict=True))


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *, actions: Any = None) -> QuerySet:
    """A row for each line and each who pays a share of it, in hundredths of a per cent.

    In no order: each begins with what puts it in the plan's.
    """
    return with_payers(terms_in_force(plan, moment.plan_day, actions)).order_by().values_list(*COLUMNS)


def with_shares(terms: QuerySet) -> QuerySet:
    """Add who pays a share: a row for each, `nth`; `source` is the name of one that is no organisation."""
    return terms.annotate(
        nth=Coalesce("funding__order", 0),
        hundredths=cents_of(F("funding__percent")),
        source=F("funding__source"),
    )


def with_payers(terms: QuerySet) -> QuerySet:
    """The same with all of `PAID_BY`."""
    return with_shares(terms).annotate(
        payer=F("funding__organisation__key"),
        payer_name=F("funding__organisation__name"),
        payer_name_nl=F("funding__organisation__name_nl"),
    )


UNREAD = [None] * 3
"""Instead of the label, its twin and what is printed."""
NOT_PLANNED: tuple[dict[int, int], bool] = ({}, True)


def _planned(
    plan: Plan, moment: Moment, actions: Collection[int] | None
) -> dict[int, tuple[dict[int, int], bool]]:
    """By the line's key: what is planned per year, in whole cents, and whether that is derived."""
    lines = with_spreads(lines_with_amount(plan=plan, on=moment.plan_day, actions=actions), moment.plan_day)
    cents = cents_of_lines(lines)
    return {line.line: (cents[line.line], line.is_derived) for line in lines}


def shares_of(rows: Iterable[tuple[int, int, tuple[Any, ...]]]) -> dict[int, tuple[Share, ...]]:
    """By the line's key, of lines that have any; many lines have the same. A row is a line, which of those who pay, `PAID_BY`."""
    found: dict[int, list[Share]] = defaultdict(list)
    made: dict[tuple[Any, ...], Share] = {}
    once: set[tuple[int, int]] = set()
    for line, nth, paid_by in rows:
        if paid_by[0] is not None and (line, nth) not in once:
            once.add((line, nth))
            if paid_by not in made:
                hundredths, payer, name, name_nl, source = paid_by
                percent = Decimal(hundredths).scaleb(-2)
                made[paid_by] = Share(source_of(payer, name or source, name_nl or ""), percent)
            found[line].append(made[paid_by])
    return {line: tuple(shares) for line, shares in found.items()}


def ended_line(key: LineKey) -> Line:
    """One that was spent on and is no longer in the plan: nothing that it said holds."""
    return Line(key, ENDED, "", "", "", {}, True, ())


def frozen_lines(frozen: Frozen, actions: Collection[int] | None = None) -> Lines:
    """Every line as it was frozen, or those of these actions, each action's in their order: one query."""
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
        {int(year): in_cents(Decimal(amount)) for year, amount in row["planned"].items()},
        row.get("is_derived", True),  # a snapshot of format 1 does not say; all were
        tuple(_frozen_share(share, names) for share in row["funding"]),
    )


def _frozen_share(share: dict[str, Any], names: Mapping[str, tuple[str, str]]) -> Share:
    name, name_nl = names.get(share["key"], (share["source"], ""))
    return Share(source_of(share["key"], name, name_nl), Decimal(share["percent"]))
