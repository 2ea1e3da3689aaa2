"""What the budget dashboard shows: its tables and charts, and the lines with the words that the plan prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from actionplan.base import formatting
from budgets.states import BudgetKind

from .budget_actions import BudgetAction, titled
from .budget_lines import Line, LineKey, kind_label
from .budget_live import budget_money
from .budget_money import BudgetMoney
from .budget_parts import MoneyPart, number_or_404, source_label
from .budget_shares import Share
from .budget_singly import cofinanced, open_commitments
from .budget_spending import spending, thresholds
from .budget_sums import MEASURES
from .budget_tables import Figure, Tables, measures
from .budget_words import in_words, worded
from .shown import Shown

PAGE_SIZE = 50
FIRST = 10
"""So many of the lines or actions that are named singly, where not all are asked for."""
WITHOUT = "without"


@dataclass(frozen=True)
class BudgetAsked:
    """What the address says to this page alone."""

    year: int | None
    """Of the tables; None is all years."""
    part: MoneyPart
    """Of the table of lines."""
    without: bool
    """Only lines without an amount, in that table."""
    all: bool
    """Everything that is named singly, not only the first."""

    @property
    def query(self) -> dict[str, Any]:
        """The part of a link that keeps what the table of lines is about."""
        year = {} if self.year is None else {"year": self.year}
        return {**year, **({"lines": WITHOUT} if self.without else {}), **self.part.query}

    @classmethod
    def of(cls, address: QueryDict) -> BudgetAsked:
        lines = address.get("lines", "")
        if lines not in ("", WITHOUT):
            raise Http404
        year = number_or_404(address.get("year", ""))
        return cls(year, MoneyPart.asked(address), bool(lines), address.get("all") == "on")


class LineRow(NamedTuple):
    """A line of the table: what is printed, and what is planned and spent on it, in the year or in all years."""

    action: BudgetAction
    key: LineKey
    line: Line | None
    """None is one that was spent on and is no longer in the plan."""
    figures: list[Figure]

    @property
    def how(self) -> str:
        return how_planned(self.line) if self.line else ""

    @property
    def shares(self) -> str:
        return ", ".join(share_words(share) for share in self.line.shares) if self.line else ""


def lines_asked(money: BudgetMoney, asked: BudgetAsked) -> list[int]:
    """The keys of lines, in the plan's order."""
    found = list(money.keys)
    if len(found) > len(money.lines):  # some are no longer in the plan, and stand last
        order = {key: place for place, key in enumerate(money.actions)}
        places = {key: money.key_of(key) for key in found}
        found.sort(key=lambda key: (order[places[key].action], places[key].place))
    if asked.without:
        without = set(money.without_amount)
        found = [key for key in found if key in without]
    if asked.part.is_everything:
        return found
    return [key for key in found if _is_asked(money, key, asked.part)]


def _is_asked(money: BudgetMoney, key: int, part: MoneyPart) -> bool:
    place = money.key_of(key)
    return part.has(place, money.actions[place.action], money.lines.get(key))


def line_rows(tables: Tables, keys: list[int]) -> list[LineRow]:
    money = tables.money
    rows = []
    for key in keys:
        place = money.key_of(key)
        action = money.actions[place.action]
        where = {"action": action.code, "line": place.place, **tables.kept}
        figures = tables.figures(money.of_line(key), **where)
        rows.append(LineRow(action, place, money.lines.get(key), figures))
    return rows


def budget_page(shown: Shown, asked: BudgetAsked, page: str | None) -> dict[str, Any]:
    """The context of the page: one read of the money, everything else is reckoned from it."""
    money = budget_money(shown, asked.year)
    tables = Tables(shown, money)
    keys = lines_asked(money, asked)
    listed = Paginator(keys, PAGE_SIZE).get_page(page)
    points, cumulative = tables.cumulative()
    return {
        "money": money,
        "measures": measures(),
        "years": tables.years(),
        "chart": [{"year": year, **_drawn(sums)} for year, sums in money.of_years.items()],
        "all_years": tables.all_years(),
        "spread_by_leads": money.counted.spread_by_leads,
        "without": tables.total,
        "cumulative_chart": points,
        "cumulative": cumulative,
        "tables": [*tables.by_part(), tables.by_kind()],
        "by_source": tables.by_source(),
        "page_obj": listed,
        "csv_url": shown.url("budget-csv", **asked.query),
        "all_lines_url": f"{shown.url('budget', **tables.kept)}#lines",
        "part_words": asked.part.in_words(shown, source_label(money.lines, asked.part.source)),
        **_named(shown, tables, list(listed.object_list), asked),
    }


def _named(shown: Shown, tables: Tables, keys: list[int], asked: BudgetAsked) -> dict[str, Any]:
    """What names actions: the lines of the page, and what is told of single lines and actions."""
    most = None if asked.all else FIRST
    found = spending(tables.money, shown.moment.reckoned_on, thresholds(frozen=shown.frozen is not None))
    opened, (shared, shared_count) = open_commitments(tables, most), cofinanced(tables, most)
    lines, over, under, open_rows, shared = in_words(
        shown, line_rows(tables, keys), found.over[:most], found.under[:most], opened.rows, shared
    )
    return {
        "lines": lines,
        "spending": found,
        "out_of_step": [
            ("overspent", _("More than planned"), over, len(found.over)),
            ("underspent", _("Less than planned"), under, len(found.under)),
        ],
        "open": opened,
        "open_rows": open_rows,
        "shared": shared,
        "shared_count": shared_count,
    }


def _drawn(sums: Any) -> dict[str, Any]:
    return {measure: sums.get(measure) for measure in MEASURES}


def budget_rows(shown: Shown, asked: BudgetAsked) -> Iterator[list[Any]]:
    """The table of lines as a file has it: the heads, then every line that is asked for."""
    money = budget_money(shown, asked.year)
    heads = [_("Code"), _("Action"), _("Line"), _("Label"), _("Kind of budget line"), _("As printed")]
    yield [*heads, _("Planned per year"), _("Source of funding"), *_heads_of_amounts(asked.year)]
    keys = lines_asked(money, asked)
    places = {key: money.key_of(key) for key in keys}
    titles = titled(shown, (money.actions[place.action] for place in places.values()))
    lines = {key: money.lines[key] for key in keys if key in money.lines}
    lines |= worded(shown, lines.values())
    for key, place in places.items():
        action, line, sums = titles[place.action], lines.get(key), money.of_line(key)
        said = _said(line) if line else ["", kind_label("ended"), "", "", ""]
        yield [
            action.code,
            action.local_title,
            place.place,
            *said,
            *(sums.get(measure) for measure in MEASURES),
        ]


def _heads_of_amounts(year: int | None) -> list[str]:
    heads = [head for _measure, head in measures()]
    return (
        heads
        if year is None
        else [_("%(head)s in %(year)s") % {"head": head, "year": year} for head in heads]
    )


def _said(line: Line) -> list[str]:
    shares = ", ".join(share_words(share) for share in line.shares)
    return [line.local_label, line.kind_label, line.printed, how_planned(line), shares]


def how_planned(line: Line) -> str:
    """Where the amounts of the years come from; nothing for a line without an amount."""
    if line.kind != BudgetKind.AMOUNT:
        return ""
    return _("derived pro rata by day") if line.is_derived else _("as the lead spread it")


def share_words(share: Share) -> str:
    places = 0 if share.percent == share.percent.to_integral_value() else 2
    return f"{share.source.label} {formatting.percent(share.percent, places)}"
