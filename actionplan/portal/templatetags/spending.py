"""The rows that an action's committed and paid add up, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from html import escape

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.addresses import address_of
from actionplan.base.formatting import euro, instant
from actionplan.base.templatetags.repeated import NOTHING, escaped, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.action_record import MoneyOfAction, Spent

register = template.Library()

ROW = """\
<tr>
<th scope="row" data-label="{of_whom}"><div>{year} <span class="aside block">{organisation}</span></div></th>
{numbers}
<td data-label="{of_report}"><a href="{url}">{when}</a>{behalf}</td>
</tr>
"""
NUMBER = '<td class="numbers" data-label="{}">{}</td>'
ASIDE = ' <span class="aside">{}</span>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def spending_rows(money: MoneyOfAction, plan: str, action: str) -> SafeString:
    """A row for each year, line and organisation, with what else was reported in it, and the report that says so.

    `plan` and `action` are their codes.
    """
    labels = {
        "of_whom": escape(_("Year and organisation")),
        "of_report": escape(_("Report")),
    }
    heads = {
        "committed": escape(_("Committed")),
        "paid": escape(_("Paid")),
        "forecast": escape(_("Forecast")),
    }
    of_people = escape(_("FTE")) if money.has_full_time_equivalents else ""
    behalf = ASIDE.format(escape(_("on behalf of the organisation")))
    rows, dutch = [], in_dutch()
    for row in money.rows:
        rows.append(
            ROW.format(
                year=row.year,
                organisation=escaped(twin(row, "organisation", dutch=dutch)),
                numbers="\n".join(_numbers(row, heads, of_people, dutch)),
                url=escape(address_of("report", plan, action, row.report)),
                when=escape(instant(row.submitted_at)),
                behalf=behalf if row.on_behalf else "",
                **labels,
            )
        )
    return joined(rows)


def _numbers(row: Spent, heads: dict[str, str], of_people: str, dutch: bool) -> list[str]:
    cells = [
        NUMBER.format(head, escape(euro(getattr(row, name), dutch=dutch))) for name, head in heads.items()
    ]
    if of_people:
        people = row.full_time_equivalents
        cells.append(NUMBER.format(of_people, NOTHING if people is None else floatformat(people, "-2")))
    return cells
