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
from actionplan.base.templatetags.repeated import NOTHING, escaped, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.parts import Part
from actionplan.portal.dashboards.shown import Shown

register = template.Library()

MONEY = '<td class="numbers" data-label="{label}">{amount}</td>\n'
RECEIPT = '<a class="receipt" href="{url}">{amount}</a>'
ACTION = '<a href="{url}">{code} {title}</a>'
NUMBERS_HEAD = '<th scope="col" class="numbers">{}</th>'


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
def action_link(shown: Shown, action: Any, *, dutch: bool | None = None) -> SafeString:
    """The code and title of an action, leading to it as it stands in what is shown."""
    url = escape(shown.action_url(action.code))
    title = escaped(twin(action, "title", dutch=dutch))
    return joined([ACTION.format(url=url, code=escape(action.code), title=title)])


@register.simple_tag
def part_name(part: Part, name: str, *, dutch: bool | None = None) -> str | SafeString:
    """What actions count under; `name` is what it is: objective, policy_area or minister."""
    if not part.subject:
        return _("none")
    words = twin(part.subject, "name" if name == "policy_area" else "title", dutch=dutch)
    return joined([escape(part.prefix), escaped(words)])
