"""The tables of the quality of reporting, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.templatetags.charts import small_bar
from actionplan.base.templatetags.repeated import escaped, joined
from actionplan.base.templatetags.ui import twin
from actionplan.portal.dashboards.quality_figures import Count, OfObjective

register = template.Library()

POINT = """\
<tr>
<th scope="row" data-label="{of_point}"><div>{label}<span class="aside block">{what}</span></div></th>
<td class="bar" data-label="{of_bar}">{bar}</td>
{numbers}
</tr>
"""
NUMBER = '<td class="numbers" data-label="{head}"><a href="{url}" aria-label="{count}, {label}, {head}">{count}</a></td>'
NO_BAR = '<span class="aside">{}</span>'
OBJECTIVE = '<tr><th scope="row" data-label="{of_objective}"><div>{prefix}{title}</div></th>{cells}</tr>\n'
UNMET = (
    '<td data-label="{label}"><span class="nowrap">'
    '<a href="{url}" aria-label="{unmet}, {not_met}, {label}, {name}">{unmet}</a> {of}</span></td>'
)
NOT_ASKED = '<td data-label="{label}">–</td>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def point_totals(totals: Iterable[Count]) -> SafeString:
    """A row for each point: its bar, and to how many actions it applies, how many meet it, how many do not."""
    labels = {"of_point": escape(_("Point")), "of_bar": escape(_("Met and not met"))}
    heads = [
        escape(pgettext("quality of reporting", "applies to")),
        escape(pgettext("quality of reporting", "met")),
        escape(pgettext("quality of reporting", "not met")),
    ]
    return joined([_point(one, heads, labels) for one in totals])


def _point(one: Count, heads: list[str], labels: dict[str, str]) -> str:
    label = escape(one.label)
    counts = [(one.asked, one.asked_url), (one.met, one.met_url), (one.unmet, one.unmet_url)]
    numbers = [
        NUMBER.format(head=head, url=escape(url), count=count, label=label)
        for head, (count, url) in zip(heads, counts, strict=True)
    ]
    nothing = NO_BAR.format(escape(_("applies to nothing here")))
    bar = small_bar(f"{one.point}-bar", one.label, one.parts) if one.asked else nothing
    return POINT.format(
        label=label, what=escape(str(one.what)), bar=bar, numbers="\n".join(numbers), **labels
    )


@register.simple_tag
def points_by_objective(objectives: Iterable[OfObjective]) -> SafeString:
    """A row for each objective: how many actions do not meet a point, with their list, of how many."""
    rows = list(objectives)
    labels = [escape(count.label) for count in rows[0].counts] if rows else []
    not_met, of = (
        escape(pgettext("quality of reporting", "not met")),
        escape(pgettext("quality of reporting", "of %(asked)s")),
    )
    of_objective = escape(_("Objective"))
    return joined(
        [
            OBJECTIVE.format(
                of_objective=of_objective,
                prefix=escape(row.part.prefix),
                title=escaped(twin(row.part.subject, "title")),
                cells="".join(_unmet_cells(row, labels, not_met, of)),
            )
            for row in rows
        ]
    )


def _unmet_cells(row: OfObjective, labels: list[str], not_met: str, of: str) -> Iterator[str]:
    name = escape(row.part.name)
    for count, label in zip(row.counts, labels, strict=True):
        if count.asked:
            words = {"label": label, "not_met": not_met, "name": name, "of": of % {"asked": count.asked}}
            yield UNMET.format(url=escape(count.unmet_url), unmet=count.unmet, **words)
        else:
            yield NOT_ASKED.format(label=label)
