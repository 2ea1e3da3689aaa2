"""The rows of the timeline, filled in by Python (`base.templatetags.repeated`); what they show stands in words beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base.templatetags.marks import point, status
from actionplan.base.templatetags.repeated import escaped, joined
from actionplan.base.templatetags.timeline import timeline_drawing
from actionplan.base.templatetags.ui import twin
from actionplan.base.timeline_chart import TimelineRow
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.timeline import Group
from actionplan.portal.dashboards.timeline_rows import Row

register = template.Library()

GROUP = '<strong>{name}</strong>\n<span class="aside"><a href="{url}">{count}</a></span>'
ROW = """\
<tr>
<th scope="row"><a class="code" href="{url}">{code}</a> {title}
<span class="aside">{planned}</span>
</th>
<td class="drawn chart">{drawing}</td>
<td>
{said}
</td>
</tr>
"""
AMENDED = '{adopted}<span class="block">{in_force}</span>'
ASIDE = '<span class="aside">{}</span>'
SENTENCE = '<span class="block">{}</span>'
SLIPPED = '<span class="block slipped">{}</span>'
MISSED = '<span class="aside">{point} {title}: {words}</span>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def timeline_group(group: Group, by: str) -> SafeString:
    """The heading of a group of actions, with how many there are on all pages; `by` is what they are grouped by."""
    count = ngettext("%(count)s action", "%(count)s actions", group.count) % {"count": group.count}
    words = {"name": _name_of(group, by), "url": escape(group.url), "count": escape(count)}
    return joined([GROUP.format(**words)])


def _name_of(group: Group, by: str) -> str:
    if group.part:
        return escape(group.part.prefix) + escaped(twin(group.part.subject, "title"))
    if by == "none":
        return escape(_("All actions"))
    if group.has_no_end:
        return escape(_("No end"))
    return escape(_("Ends in %(year)s") % {"year": group.value})


@register.simple_tag
def timeline_rows(group: Group, grid: SafeString) -> SafeString:
    """A row for each action of the group; `grid` lies behind the drawings (`timeline_grid`)."""
    dutch, statuses = in_dutch(), {row.action.status for row, _chart in group.drawn}
    marks = {code: status(code) for code in statuses}
    return joined([_row(row, chart, grid, marks, dutch) for row, chart in group.drawn])


def _row(row: Row, chart: TimelineRow, grid: SafeString, marks: Mapping[str, str], dutch: bool) -> str:
    """`marks` are the statuses without a note, by code."""
    code = row.fact.code
    return ROW.format(
        url=escape(row.url),
        code=escape(code),
        title=escaped(twin(row.action, "title", dutch=dutch)),
        planned=_planned(row),
        drawing=timeline_drawing(chart, grid, f"t-{code}", code, row.message),
        said="\n".join(_said(row, marks)),
    )


def _planned(row: Row) -> str:
    if not row.were_amended:
        return escape(row.in_force)
    return AMENDED.format(adopted=escape(row.adopted_words), in_force=escape(row.in_force_words))


def _said(row: Row, marks: Mapping[str, str]) -> Iterator[str]:
    note = row.status_note
    yield status(row.action.status, note=note) if note else marks[row.action.status]
    if row.reported:
        yield ASIDE.format(escape(" ".join(row.reported)))
    for place, sentence in enumerate(row.slipped):
        look = SLIPPED if place == 0 and row.fact.has_slipped else SENTENCE
        yield look.format(escape(sentence))
    if row.has_no_forecast:
        yield SLIPPED.format(escape(_("Past its end, no new forecast.")))
    if row.milestones_due:
        yield ASIDE.format(escape(row.milestones_words))
    for one in row.missed:
        title = escaped(twin(one.milestone, "title"))
        yield MISSED.format(point=point("missed"), title=title, words=escape(one.words))
