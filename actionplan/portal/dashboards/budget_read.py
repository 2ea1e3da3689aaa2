"""The lines in force as they are read, thousands at a time: counted by columns, and made a `Line` where a page names one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from django.utils.functional import cached_property

from actionplan.reporting.spreads import with_spreads
from budgets.planned import PlannedLine, cents_of_lines
from budgets.planned_rows import lines_among

from .budget_actions import COUNTED_UNDER, BudgetAction, actions_of
from .budget_counted import PARTS, CountedLines
from .budget_lines import UNREAD, Line, LineKey
from .budget_shares import UNNAMED, Share, Source, source_of
from .shown import Shown

ACTION = ["pk", "code", "objective"]
COUNTING = ["counting_area", "counting_minister", "lead_organisation"]
COLUMNS = [
    *("line__action__order", "line__place", "nth"),
    *(f"line__action__{name}" for name in ACTION),
    *COUNTING,
    *("line", "kind", "hundredths", "payer", "source", "cents", "per_year", "days", "are_spread"),
]
"""Of a row: what puts it in the plan's order, its action, what the line says. Of a line that several pay, each row says the
same but who pays. Amounts are in whole cents, shares in hundredths of a per cent, and the payer is a key. Last, of all lines
the same, whether a lead spread any."""
PLACE, NTH, KEY, LINE, KIND, HUNDREDTHS, CENTS = (
    COLUMNS.index(name)
    for name in ["line__place", "nth", "line__action__pk", "line", "kind", "hundredths", "cents"]
)
PAID_BY = slice(HUNDREDTHS, CENTS)
PLANNED = itemgetter(LINE, KEY, *range(CENTS, len(COLUMNS) - 1))
PART_COLUMNS = ["line__action__objective", "counting_area", "counting_minister"]
"""Where `PARTS` stand, by key."""

WHOLE = 10_000
"""What one pays who pays a line alone, in hundredths of a per cent."""

Row = tuple[Any, ...]


class ReadLines(Mapping[int, Line]):
    """By the key of the line, in the plan's order."""

    def __init__(self, rows: Iterable[Row], shown: Shown) -> None:
        self.shown = shown
        self.rows = sorted(rows, key=itemgetter(0, 1, 2))
        columns: Sequence[Sequence[Any]] = list(zip(*self.rows, strict=True)) or [()] * len(COLUMNS)
        self._columns = dict(zip(COLUMNS, columns, strict=True))
        self._row_of = dict(zip(self._columns["line"], self.rows, strict=True))

    def __iter__(self) -> Iterator[int]:
        return iter(self._row_of)

    def __len__(self) -> int:
        return len(self._row_of)

    def __contains__(self, key: object) -> bool:
        return key in self._row_of

    def get(self, key: int, default: Any = None) -> Any:
        return self[key] if key in self._row_of else default

    def __getitem__(self, key: int) -> Line:
        row = self._row_of[key]
        planned, derived = self._planned.get(key, {}), key not in self._spread_by_leads
        return Line(
            LineKey(row[KEY], row[PLACE]), row[KIND], *UNREAD, planned, derived, self._shares(key), key
        )

    @property
    def actions(self) -> Mapping[int, BudgetAction]:
        """By key, in the plan's order."""
        return ReadActions(self.shown, dict(zip(self._columns["line__action__pk"], self.rows, strict=True)))

    def actions_with(self, others: Iterable[Row]) -> dict[int, BudgetAction]:
        """With those of these rows, each the order of an action, then its columns as here."""
        rows = {row[KEY]: (row[0], *row[KEY:LINE]) for row in self.rows}
        rows |= {row[1]: row for row in others}
        found = actions_of(self.shown, [row[1:] for row in sorted(rows.values())])
        return {one.key: one for one in found}

    def counted(self) -> CountedLines:
        return CountedLines(
            lines=self,
            action_of=dict(zip(self._columns["line"], self._columns["line__action__pk"], strict=True)),
            place_of=dict(zip(self._columns["line"], self._columns["line__place"], strict=True)),
            under=self._under(),
            planned=self._planned,
            divided=[key for key, row in self._row_of.items() if self._is_divided(key, row)],
            spread_by_leads=len(self._spread_by_leads),
        )

    @cached_property
    def _lines_with_amount(self) -> list[PlannedLine]:
        rows = [PLANNED(row) for row in self._row_of.values() if row[CENTS] is not None]
        are_spread = bool(self.rows) and self.rows[0][-1]
        lines = lines_among(rows, self.shown.plan)
        return with_spreads(lines, self.shown.moment.plan_day, are_there=are_spread)

    @cached_property
    def _planned(self) -> dict[int, dict[int, int]]:
        return cents_of_lines(self._lines_with_amount)

    @cached_property
    def _spread_by_leads(self) -> set[int]:
        lines = self._lines_with_amount
        return {line.line for line in lines if line.spread is not None and not line.is_derived}

    @cached_property
    def _of_several(self) -> dict[int, dict[int, Row]]:
        """The rows of lines that have more than one, by `nth`."""
        if len(self._row_of) == len(self.rows):
            return {}
        counts, found = Counter(self._columns["line"]), defaultdict(dict)
        for row in self.rows:
            if counts[row[LINE]] > 1:
                found[row[LINE]][row[NTH]] = row
        return {line: rows for line, rows in found.items() if len(rows) > 1}

    def _is_divided(self, key: int, row: Row) -> bool:
        return row[HUNDREDTHS] is not None and (row[HUNDREDTHS] < WHOLE or key in self._of_several)

    def _shares(self, key: int) -> tuple[Share, ...]:
        row = self._row_of[key]
        rows = self._of_several[key].values() if key in self._of_several else [row]
        return tuple(self._share(*row[PAID_BY]) for row in rows if row[HUNDREDTHS] is not None)

    def _share(self, hundredths: int, payer: int | None, source: str) -> Share:
        return Share(self.source(payer, source), Decimal(hundredths).scaleb(-2))

    def source(self, payer: int | None, source: str) -> Source:
        if payer is None:
            return source_of(None, source, "")
        one = self.shown.places.organisations.get(payer)
        return source_of(one.key, one.name, one.name_nl) if one else UNNAMED  # not there yet a moment ago

    def _under(self) -> dict[str, dict[int, Any]]:
        lines, kinds = self._columns["line"], self._columns["kind"]
        found = {"kind": dict(zip(lines, kinds, strict=True)), "source": self._sources()}
        for name, column in zip(PARTS, PART_COLUMNS, strict=True):
            words = self.shown.places.in_addresses(name)
            found[name] = dict(zip(lines, map(words.__getitem__, self._columns[column]), strict=True))
        return found

    def _sources(self) -> dict[int, Source | None]:
        """Who pays the whole of each; None where several do."""
        one, lines = _OneSource(self), self._columns["line"]
        shares = zip(*list(self._columns.values())[PAID_BY], strict=True)
        return {
            **dict(zip(lines, map(one.__getitem__, shares), strict=True)),
            **dict.fromkeys(self._of_several),
        }


class ReadActions(Mapping[int, BudgetAction]):
    """The actions of these lines, each by a row of it: made a `BudgetAction` where a page names one."""

    def __init__(self, shown: Shown, row_of: Mapping[int, Row]) -> None:
        self.row_of = row_of
        self.words = [shown.places.in_addresses(name) for name in COUNTED_UNDER]

    def __iter__(self) -> Iterator[int]:
        return iter(self.row_of)

    def __len__(self) -> int:
        return len(self.row_of)

    def __getitem__(self, key: int) -> BudgetAction:
        key, code, *under = self.row_of[key][KEY:LINE]
        return BudgetAction(
            key, code, *[words[one] for words, one in zip(self.words, under, strict=True)], None, None
        )


class _OneSource(dict[Row, Source | None]):
    """Who pays a line alone, by `PAID_BY`: many lines have the same."""

    def __init__(self, lines: ReadLines) -> None:
        super().__init__()
        self.lines = lines

    def __missing__(self, paid_by: Row) -> Source | None:
        hundredths, payer, source = paid_by
        if hundredths is None:
            self[paid_by] = UNNAMED
        else:
            self[paid_by] = self.lines.source(payer, source) if hundredths >= WHOLE else None
        return self[paid_by]
