"""The rows of the budget's tables, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.templatetags.repeated import escaped, figure_cells, joined
from actionplan.base.templatetags.ui import printed, twin
from actionplan.portal.dashboards.budget_page import LineRow
from actionplan.portal.dashboards.budget_singly import OpenRow
from actionplan.portal.dashboards.budget_tables import MoneyRow, MoneyTable
from actionplan.portal.dashboards.shown import Shown

from .figures import action_link, part_name

register = template.Library()

PART = '<tr>\n<th scope="row" data-label="{head}">{name}</th>\n{figures}\n{without}\n</tr>\n'
TOTAL = '<tr>\n<th scope="row">{name}</th>\n{figures}\n{without}\n</tr>'
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
ASIDE = ' <span class="aside">{}</span>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def money_rows(table: MoneyTable) -> SafeString:
    """The rows of one way to divide the money, each with its figures and the lines without an amount beside them."""
    head, of_lines = escape(table.head), escape(_("Lines without amount"))
    return joined(
        [
            PART.format(
                head=head,
                name=_name(row, table),
                figures=figure_cells(row.figures),
                without=_without(row, of_lines),
            )
            for row in table.rows
        ]
    )


def _name(row: MoneyRow, table: MoneyTable) -> str:
    return escaped(part_name(row.part, table.name) if table.is_of_parts else row.part.label)


def _without(row: MoneyRow, label: str) -> str:
    if not row.without:
        return NONE_WITHOUT.format(label=label)
    return WITHOUT.format(label=label, url=escape(row.without_url), count=row.without)


@register.simple_tag
def money_total(table: MoneyTable) -> SafeString:
    """The last row, which is the same in each table."""
    row = table.total
    without = _without(row, escape(_("Lines without amount")))
    return joined([TOTAL.format(name=escape(_("Total")), figures=figure_cells(row.figures), without=without)])


@register.simple_tag
def open_rows(rows: Iterable[OpenRow], shown: Shown) -> SafeString:
    """A row for each action with open commitments: its years and their sum."""
    label = escape(_("Action"))
    return joined(
        [
            OPEN.format(label=label, action=action_link(shown, row.action), figures=figure_cells(row.figures))
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
    return joined(
        [
            LINE.format(
                action=action_link(shown, row.action),
                line=_line(row),
                print=_print(row),
                figures=figure_cells(row.figures),
                **labels,
            )
            for row in rows
        ]
    )


def _line(row: LineRow) -> str:
    label = f". {escaped(twin(row.line, 'label'))}" if row.line and row.line.label else ""
    shares = ASIDE.format(escape(row.shares)) if row.shares else ""
    return f"{row.key.place}{label}{shares}"


def _print(row: LineRow) -> str:
    if not row.line:
        return escape(_("no longer in the plan"))
    how = row.how if row.line.has_amount else row.line.kind_label
    return printed(row.line.printed) + ASIDE.format(escape(how))
