"""What the overview has by the dozen: distributions, rows of parts, the matrix (`base.templatetags.repeated`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from actionplan.base.addresses import address_of
from actionplan.base.formatting import instant
from actionplan.base.templatetags.charts import counted, in_legend, small_bar
from actionplan.base.templatetags.marks import confidence, mark
from actionplan.base.templatetags.repeated import cells_of, escaped, heads_of, joined
from actionplan.base.templatetags.ui import twin
from actionplan.base.twins import in_dutch
from actionplan.portal.dashboards.attention import PointOfAttention
from actionplan.portal.dashboards.counting import Group, Grouping
from actionplan.portal.dashboards.matrix import ALL, Cell, Matrix
from actionplan.portal.dashboards.overview_page import LastReport
from actionplan.portal.tallies import Measure
from actionplan.reporting.states import Attention, ReportState
from actionplan.reporting.words import Reason

from .figures import NUMBERS_HEAD, part_name

register = template.Library()

DISTRIBUTION = '<p class="label">{label}</p>\n<ul class="legend">{parts}</ul>'
GROUPS = """\
<div class="scroll"><table class="rows groups" aria-labelledby="by-{name}"{described}>
<thead><tr><th scope="col">{of_part}</th>{bar}{heads}</tr></thead>
<tbody>
{rows}</tbody>
</table></div>"""
DESCRIBED = ' aria-describedby="by-{}-said"'
BAR_HEAD = '<th scope="col" class="bar">{}</th>'
GROUP = (
    '<tr><th scope="row" data-label="{of_part}">{name}</th>{bar}{cells}'
    '<td class="numbers" data-label="{of_actions}"><a href="{url}">{total}</a></td></tr>\n'
)
GROUP_PAGE = '<a href="{url}">{name}</a>'
GROUP_BAR = '<td class="bar" data-label="{label}">{bar}</td>'
MATRIX = """\
<div class="scroll"><table class="rows matrix">
<thead><tr><th scope="col">{label}</th>{heads}<th scope="col">{all}</th></tr></thead>
<tbody>
{rows}</tbody>
<tfoot><tr><th scope="row">{total}</th>{sums}</tr></tfoot>
</table></div>"""
MATRIX_HEAD = '<th scope="col"><abbr title="{label}">{words}</abbr></th>'
MATRIX_ROW = '<tr><th scope="row" data-label="{label}">{name}</th>{cells}</tr>\n'
POINT = """\
<li>
<span class="code">{code}</span>
<div>
<a href="{url}">{title}</a>
{sentences}
</div>
{mark}
</li>
"""
RECEIPT = '{sentence} <a href="{url}">{words}</a>'
REPORT = """\
<li>
<p><a href="{url}">{code} {title}</a></p>
<p class="aside">{said}</p>
</li>
"""
SENTENCE = '<p class="aside">{}</p>'
"""Whatever is put into these is escaped before."""


@register.simple_tag
def distribution(whole: Measure, parts: Iterable[Mapping[str, Any]]) -> SafeString:
    """One measure in words: its name, and each part that counts anything, with its list."""
    legend = [
        in_legend(part["code"], counted(part["count"], part["label"], part["url"]))
        for part in parts
        if part["count"]
    ]
    return joined([DISTRIBUTION.format(label=escape(whole.label), parts="\n".join(legend))])


@register.simple_tag
def group_table(grouping: Grouping, measure: Measure, query_string: str) -> SafeString:
    """A row for each part: its page, its bar where it has one, its counts; `query_string` keeps the moment."""
    name, has_bars = grouping.name, not grouping.chart
    of_part, of_actions, of_bar = escape(grouping.label), escape(_("Actions")), escape(_("Distribution"))
    heads, dutch = heads_of(label for _code, label in measure.codes), in_dutch()
    rows = []
    for number, group in enumerate(grouping.groups, start=1):
        bar = small_bar(f"{name}-{number}", group.part.label, group.segments) if has_bars else ""
        rows.append(
            GROUP.format(
                of_part=of_part,
                name=_name(group, name, query_string, dutch),
                bar=GROUP_BAR.format(label=of_bar, bar=bar) if has_bars else "",
                cells="".join(cells_of(group.segments, heads)),
                of_actions=of_actions,
                url=escape(group.total_url),
                total=group.total,
            )
        )
    return joined(
        [
            GROUPS.format(
                name=name,
                described=DESCRIBED.format(name) if has_bars else "",
                of_part=of_part,
                bar=BAR_HEAD.format(of_bar) if has_bars else "",
                heads="".join([NUMBERS_HEAD.format(head) for head in [*heads, of_actions]]),
                rows="".join(rows),
            )
        ]
    )


def _name(group: Group, name: str, query_string: str, dutch: bool) -> str:
    words = escaped(part_name(group.part, name, dutch=dutch))
    if not (url := group.part.url):
        return words
    return GROUP_PAGE.format(url=escape(f"{url}{query_string}"), name=words)


@register.simple_tag
def matrix_table(matrix: Matrix) -> SafeString:
    """A row for each policy area or minister: in each cell its list, and the worst verdict in a shape and in words.

    A column is headed by the number of its objective, which its title explains; the last row has the sums.
    """
    cells, label, dutch = _MatrixCells(matrix), escape(matrix.label), in_dutch()
    heads = [
        MATRIX_HEAD.format(label=escape(part.label), words=cells.labels[part.value])
        for part in matrix.columns
    ]
    rows = [
        MATRIX_ROW.format(
            label=label,
            name=escaped(part_name(row.part, matrix.name, dutch=dutch)),
            cells=cells.of(row.all),
        )
        for row in matrix.rows
    ]
    return joined(
        [
            MATRIX.format(
                label=label,
                heads="".join(heads),
                all=cells.labels[ALL],
                rows="".join(rows),
                total=escape(_("Total")),
                sums=cells.of(matrix.sums),
            )
        ]
    )


class _MatrixCells:
    """What cells share is made once: labels of columns, marks and words of verdicts."""

    def __init__(self, matrix: Matrix) -> None:
        words = _("Objective %(number)s")
        self.labels = {part.value: escape(words % {"number": part.value}) for part in matrix.columns}
        self.labels[ALL] = escape(_("All objectives"))
        self.verdicts: dict[tuple[str, bool], str] = {}

    def of(self, cells: Iterable[Cell]) -> str:
        return "".join([self._cell(cell, self.labels[cell.column]) for cell in cells])

    def _cell(self, cell: Cell, label: str) -> str:
        if not cell.count:
            return f'<td data-label="{label}" class="nothing">–</td>'
        said = (cell.verdict, cell.only_continuous)
        if said not in self.verdicts:
            self.verdicts[said] = f'<span class="worst">{mark(cell.verdict)} {escape(cell.word)}</span>'
        link = f'<a href="{escape(cell.url)}">{cell.count}</a>'
        return f'<td data-label="{label}">{link} {self.verdicts[said]}</td>'


@register.simple_tag
def points(points: Iterable[PointOfAttention]) -> SafeString:
    """The points of attention: each action with the sentences that put it there, and its worst mark."""
    return joined([_point(one) for one in points])


def _point(one: PointOfAttention) -> str:
    action, code = one.action, one.mark
    return POINT.format(
        code=escape(action.code),
        url=escape(one.url),
        title=escaped(twin(action, "title")),
        sentences="\n".join([SENTENCE.format(_reason(reason, one)) for reason in one.reasons]),
        mark=confidence(code, continuous=action.is_continuous) if code else "",
    )


def _reason(reason: Reason, one: PointOfAttention) -> str:
    """Its sentence, which of money ends with the receipt."""
    if reason.code != Attention.OVERSPENT:
        return escape(reason.sentence)
    words = _("Where do these figures come from?")
    return RECEIPT.format(sentence=escape(reason.sentence), url=escape(one.receipt_url), words=escape(words))


@register.simple_tag
def last_reports(reports: Iterable[tuple[LastReport, str]], plan: str) -> SafeString:
    """The newest reports of the plan with this code: on which action, when, by whom, and what became of each."""
    dutch = in_dutch()
    return joined([_report(report, state, plan, dutch) for report, state in reports])


def _report(report: LastReport, state: str, plan: str, dutch: bool) -> str:
    return REPORT.format(
        url=escape(address_of("report", plan, report.code, report.pk)),
        code=escape(report.code),
        title=escaped(twin(report, "title", dutch=dutch)),
        said=" · ".join(_said(report, state, dutch)),
    )


def _said(report: LastReport, state: str, dutch: bool) -> Iterator[str]:
    yield escape(instant(report.submitted_at))
    yield escaped(twin(report, "organisation", dutch=dutch))
    if report.on_behalf:
        yield escape(_("on behalf of the organisation"))
    if state == ReportState.SUBMITTED:
        yield escape(_("not yet reviewed"))
        return
    yield escape(str(ReportState(state).label))
    if report.reviewed_within:
        yield escape(_("review within the submitting agency"))
