"""The rows of the budget's tables, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.formatting import euro
from actionplan.base.templatetags.repeated import escaped, figure_cells, joined
from actionplan.base.templatetags.ui import printed, twin
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.budget_lines import Line
from actionplan.portal.dashboards.budget_page import LineRow
from actionplan.portal.dashboards.budget_parts import Addresses
from actionplan.portal.dashboards.budget_singly import OpenRow
from actionplan.portal.dashboards.budget_spending import OutOfStep
from actionplan.portal.dashboards.budget_tables import MoneyRow, MoneyTable
from actionplan.portal.dashboards.shown import Shown

from .figures import NUMBERS_HEAD, action_link, part_name

register = template.Library()

TABLE = """\
<h3 id="by-{id}">{heading}</h3>
<div class="scroll"><table class="rows money-parts" aria-labelledby="by-{id}">
<thead><tr><th scope="col">{head}</th>{heads}</tr></thead>
<tbody>
{rows}</tbody>
<tfoot>
<tr>
<th scope="row">{total}</th>
{figures}
{without}
</tr>
</tfoot>
</table></div>
"""
PART = '<tr>\n<th scope="row" data-label="{head}">{name}</th>\n{figures}\n{without}\n</tr>\n'
WITHOUT = '<td class="numbers" data-label="{label}"><a href="{url}">{count}</a></td>'
NONE_WITHOUT = '<td class="numbers" data-label="{label}">0</td>'
OPEN = '<tr><th scope="row" data-label="{label}">{action}</th>{figures}</tr>\n'
LINE = """\
<tr>
<th scope="row" data-label="{of_action}">{action}</th>
<td data-label="{of_line}">{line}</td>
<td data-label="{of_print}">{print}</td>
{figures}
</tr>
"""
OUT_OF_STEP = "<li>{action} – {line}{label}: {sentence}</li>\n"
LINK = '<a class="receipt" href="{url}">{words}</a>'
ASIDE = ' <span class="aside">{}</span>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def lines_out_of_step(lines: Iterable[OutOfStep], shown: Shown) -> SafeString:
    """Each line with its action, and why it is named, both amounts with their receipts."""
    addresses, of_line, dutch = Addresses(shown), _("line %(place)s"), in_dutch()
    return joined(
        [
            OUT_OF_STEP.format(
                action=action_link(shown, one.action, dutch=dutch),
                line=escape(of_line % {"place": one.line.key.place}),
                label=_in_brackets(one.line, dutch),
                sentence=_out_of_step(one, addresses, dutch),
            )
            for one in lines
        ]
    )


def _in_brackets(line: Line, dutch: bool) -> str:
    return f" ({escaped(twin(line, 'label', dutch=dutch))})" if line.label else ""


def _out_of_step(one: OutOfStep, addresses: Addresses, dutch: bool) -> str:
    receipt = addresses.receipts(action=one.action.code, line=one.line.key.place, until=one.until)
    amounts = {"paid": one.paid, "planned": one.planned}
    links = {
        measure: LINK.format(url=escape(receipt(measure)), words=escape(euro(amount, dutch=dutch)))
        for measure, amount in amounts.items()
    }
    return one.sentence(**links)


@register.simple_tag
def money_table(table: MoneyTable, measures: Iterable[tuple[str, str]]) -> SafeString:
    """One way to divide the money: its rows with their figures, and beside them the lines without an amount.

    `measures` is each measure with the head of its column.
    """
    head, of_lines, dutch = escape(table.head), escape(_("Lines without amount")), in_dutch()
    heads = [NUMBERS_HEAD.format(escape(measure)) for _name, measure in measures]
    total = table.total
    return joined(
        [
            TABLE.format(
                id=escape(table.name),
                heading=escape(table.heading),
                head=head,
                heads="".join([*heads, NUMBERS_HEAD.format(of_lines)]),
                rows="".join([_part(row, table, head, of_lines, dutch) for row in table.rows]),
                total=escape(_("Total")),
                figures=figure_cells(total.figures, dutch=dutch),
                without=_without(total, of_lines),
            )
        ]
    )


def _part(row: MoneyRow, table: MoneyTable, head: str, of_lines: str, dutch: bool) -> str:
    name = part_name(row.part, table.name, dutch=dutch) if table.is_of_parts else row.part.label
    figures = figure_cells(row.figures, dutch=dutch)
    return PART.format(head=head, name=escaped(name), figures=figures, without=_without(row, of_lines))


def _without(row: MoneyRow, label: str) -> str:
    if not row.without:
        return NONE_WITHOUT.format(label=label)
    return WITHOUT.format(label=label, url=escape(row.without_url), count=row.without)


@register.simple_tag
def open_rows(rows: Iterable[OpenRow], shown: Shown) -> SafeString:
    """A row for each action with open commitments: its years and their sum."""
    label, dutch = escape(_("Action")), in_dutch()
    return joined(
        [
            OPEN.format(
                label=label,
                action=action_link(shown, row.action, dutch=dutch),
                figures=figure_cells(row.figures, dutch=dutch),
            )
            for row in rows
        ]
    )


@register.simple_tag
def line_rows(rows: Iterable[LineRow], shown: Shown) -> SafeString:
    """A row for each budget line: its action, its place and label, what the plan prints, its figures."""
    labels = {
        "of_action": escape(_("Action")),
        "of_line": escape(_("Budget line")),
        "of_print": escape(_("As printed")),
    }
    dutch = in_dutch()
    return joined(
        [
            LINE.format(
                action=action_link(shown, row.action, dutch=dutch),
                line=_line(row, dutch),
                print=_print(row),
                figures=figure_cells(row.figures, dutch=dutch),
                **labels,
            )
            for row in rows
        ]
    )


def _line(row: LineRow, dutch: bool) -> str:
    label = f". {escaped(twin(row.line, 'label', dutch=dutch))}" if row.line and row.line.label else ""
    shares = row.shares
    return f"{row.key.place}{label}{ASIDE.format(escape(shares)) if shares else ''}"


def _print(row: LineRow) -> str:
    if not row.line:
        return escape(_("no longer in the plan"))
    how = row.how if row.line.has_amount else row.line.kind_label
    return printed(row.line.printed) + ASIDE.format(escape(how))
