"""The rows of the milestones, filled in by Python (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.templatetags.marks import point
from actionplan.base.templatetags.repeated import NOTHING, escaped, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.milestone_rows import Group, Row
from actionplan.reporting.milestone_states import MilestoneSchedule

register = template.Library()

GROUP = """\
<h3 id="group-{number}">{words}{title}</h3>
<div class="scroll"><table class="rows milestones" aria-labelledby="group-{number}">
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}</tbody>
</table></div>
"""
HEAD = '<th scope="col">{}</th>'
ROW = """\
<tr>
<th scope="row" data-label="{of_milestone}"><div>{title}<span class="aside block"><a href="{url}">{code} {action}</a></span>{origin}</div></th>
<td data-label="{of_due}">{due}</td>
<td data-label="{of_target}">{target}</td>
<td data-label="{of_state}"><div><span class="status">{shape}<span{warn}>{state}</span>{late}</span></div></td>
<td data-label="{of_day}"><div>{day}{source}</div></td>
</tr>
"""
TARGET = '<div>{target} <span class="aside block">{reached}</span></div>'
ASIDE = '<span class="aside">{}</span>'
BLOCK = '<span class="block">{}</span>'
ASIDE_BLOCK = '<span class="aside block">{}</span>'
PERIODS = """\
<tr>
<th scope="row" data-label="{of_milestone}"><div><a href="{url}">{code}</a> {title}</div></th>
<td data-label="{of_recurrence}">{due}</td>
<td class="numbers" data-label="{of_due}">{periods.due}</td>
<td class="numbers" data-label="{of_told}">{periods.told}</td>
<td class="numbers" data-label="{of_achieved}">{periods.achieved}</td>
<td data-label="{of_year}"><div>{years}</div></td>
<td data-label="{of_number}"><div>{numbers}{target}</div></td>
</tr>
"""
YEAR = '<tr>\n<th scope="row" data-label="{of_year}">{year}</th>\n{numbers}\n</tr>\n'
NUMBER = '<td class="numbers" data-label="{head}"><a href="{url}" aria-label="{count}, {year}, {head}">{count}</a></td>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def milestone_groups(groups: Iterable[Group]) -> SafeString:
    """A table for each group, of whose milestones each is a row: when it is due, its target, its state, when achieved."""
    labels = {
        "of_milestone": escape(_("Milestone")),
        "of_due": escape(_("Due")),
        "of_target": escape(_("Target and achieved")),
        "of_state": escape(_("State")),
        "of_day": escape(_("Achieved on")),
    }
    heads = "".join([HEAD.format(label) for label in labels.values()])
    of_source, dutch = _("source"), in_dutch()
    return joined(
        [
            GROUP.format(
                number=number,
                words=escape(group.words),
                title=escaped(twin(group.subject, "title")) if group.subject else "",
                heads=heads,
                rows="".join([_row(row, labels, of_source, dutch) for row in group.rows]),
            )
            for number, group in enumerate(groups, start=1)
        ]
    )


def _row(row: Row, labels: dict[str, str], of_source: str, dutch: bool) -> str:
    one, shape, source = row.milestone, row.shape, row.shown_source
    return ROW.format(
        title=escaped(twin(one, "title", dutch=dutch)),
        url=escape(row.url),
        code=escape(row.action.code),
        action=escaped(twin(row.action, "title", dutch=dutch)),
        origin=ASIDE_BLOCK.format(escape(row.origin)) if one.is_proposed else "",
        due=escape(row.due) or NOTHING,
        target=_target(row),
        shape=point(shape) if shape else "",
        warn=' class="warn"' if one.schedule == MilestoneSchedule.MISSED else "",
        state=escape(row.state),
        late=ASIDE.format(escape(row.days_late)) if one.days_late else "",
        day=escape(row.achieved_on),
        source=ASIDE_BLOCK.format(escape(f"{of_source}: {source}")) if source else "",
        **labels,
    )


def _target(row: Row) -> str:
    if not row.target and not row.reached:
        return NOTHING
    return TARGET.format(target=escape(row.target_words), reached=escape(row.reached_words))


@register.simple_tag
def period_rows(rows: Iterable[Row]) -> SafeString:
    """A row for each recurring milestone: how many periods were due, told of and achieved, and the numbers of each."""
    labels = {
        "of_milestone": escape(_("Milestone")),
        "of_recurrence": escape(_("How often")),
        "of_due": escape(_("Periods due")),
        "of_told": escape(pgettext("periods", "Reported")),
        "of_achieved": escape(pgettext("periods", "Achieved")),
        "of_year": escape(_("By year")),
        "of_number": escape(_("Number and target per period")),
    }
    no_number = _("no number reported")
    return joined([_periods(row, labels, no_number) for row in rows])


def _periods(row: Row, labels: dict[str, str], no_number: str) -> str:
    return PERIODS.format(
        url=escape(row.url),
        code=escape(row.action.code),
        title=escaped(twin(row.milestone, "title")),
        due=escape(row.due),
        periods=row.milestone.periods,
        years="".join([BLOCK.format(escape(year)) for year in row.years_in_words]) or NOTHING,
        numbers="".join([BLOCK.format(escape(one)) for one in row.numbers or [no_number]]),
        target=ASIDE_BLOCK.format(escape(row.target_words)),
        **labels,
    )


@register.simple_tag
def milestone_years_rows(years: Iterable[Any]) -> SafeString:
    """A row for each year: how many have a date in it, how many are due, and what became of them, each with its list."""
    of_year = escape(_("Year"))
    dated, due = escape(_("dated")), escape(pgettext("milestones", "due"))
    rows = []
    for one in years:
        year = escape(str(one.year))
        cells = [
            (dated, one.total, one.url),
            (due, one.due, one.due_url),
            *((escape(str(part["label"])), part["count"], part["url"]) for part in one.parts),
        ]
        numbers = [
            NUMBER.format(head=head, url=escape(url), count=count, year=year) for head, count, url in cells
        ]
        rows.append(YEAR.format(of_year=of_year, year=year, numbers="\n".join(numbers)))
    return joined(rows)
