"""Figures and links that dashboards repeat in every row, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.addresses import with_query
from actionplan.base.spoken import spoken
from actionplan.base.templatetags.repeated import NOTHING, cells_of, escaped, heads_of, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.parts import Part
from actionplan.portal.dashboards.trend_page import Trend

register = template.Library()

MONEY = '<td class="numbers" data-label="{label}">{amount}</td>\n'
RECEIPT = '<a class="receipt" href="{url}">{amount}</a>'
HEAD = '<th scope="col">{}</th>'
NUMBERS_HEAD = '<th scope="col" class="numbers">{}</th>'
TREND = """\
<div class="scroll"><table class="rows trend">
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table></div>"""
TREND_ROW = (
    '<tr><th scope="row" class="nowrap" data-label="{label}"><a href="{url}">{code}</a></th>{cells}</tr>'
)


@spoken
def _money_labels() -> Mapping[str, str]:
    return {"planned": _("Planned"), "committed": _("Committed"), "paid": _("Paid")}


@register.simple_tag(takes_context=True)
def money_cells(context: Context, sums: Any, year: int | None = None, of: str | None = None) -> SafeString:
    """`{% money_cells year year=year.year %}`: planned, committed and paid, each a sum that opens its receipt, or a dash.

    Without `year` of all years, without `of` (the code of an action) of the whole plan; `receipt_url` and `asked` come from
    the page.
    """
    where = {name: value for name, value in [("year", year), ("action", of)] if value is not None}
    kept, address, dutch = context["asked"].query, context["receipt_url"], in_dutch()
    labels = _money_labels()
    cells = []
    for measure, label in labels.items():
        amount, shown = getattr(sums, measure), NOTHING
        if amount is not None:
            url = with_query(address, kept | {"measure": measure, **where})
            shown = RECEIPT.format(url=escape(url), amount=escape(formatting.euro(amount, dutch=dutch)))
        cells.append(MONEY.format(label=escape(label), amount=shown))
    return joined(cells)


@register.simple_tag
def part_name(part: Part, name: str, *, dutch: bool | None = None) -> str | SafeString:
    """What actions count under; `name` is what it is: objective, policy_area or minister."""
    if not part.subject:
        return _("none")
    words = twin(part.subject, "name" if name == "policy_area" else "title", dutch=dutch)
    return joined([escape(part.prefix), escaped(words)])


@register.simple_tag
def trend_table(trend: Trend) -> SafeString:
    """A row for each round: its page, the counts of its parts, and how many there were of all."""
    labels, of_round, of_all = heads_of(trend.labels), escape(_("Round")), escape(_("Actions"))
    heads = [HEAD.format(of_round), *(NUMBERS_HEAD.format(label) for label in [*labels, of_all])]
    rows = [
        TREND_ROW.format(
            label=of_round,
            url=escape(one.frozen.url),
            code=escape(one.frozen.round.code),
            cells="".join(cells_of([*one.segments, {"count": one.total, "url": one.url}], [*labels, of_all])),
        )
        for one in trend.rounds
    ]
    return joined([TREND.format(heads="".join(heads), rows="\n".join(rows))])
