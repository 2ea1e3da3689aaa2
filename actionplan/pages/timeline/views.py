"""The timeline: when each action runs, what is later than planned or past its end date; as chart, table and file."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.sheets import table_rows
from actionplan.pages.chart_files import chart_file
from actionplan.pages.choices import choices_of
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import page_of, plan_or_404

from .forms import DEFAULTS, TimelineFilter
from .read import TIMELINE_COLUMNS, axis_of, chart_of, groups_of, legend_of, rows_of, summary_of

ROWS_PER_PAGE = 50


@require_safe
def timeline(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "timeline", names=DEFAULTS)
    chosen = TimelineFilter.from_query(request.GET)
    actions = chosen.of(choices.actions)
    page = page_of(request, actions, ROWS_PER_PAGE)
    rows = rows_of(choices, page.object_list)
    context = {
        "plan": plan,
        "choices": choices,
        "filter": chosen,
        "ways": chosen.ways(choices),
        "xlsx_url": choices.url("timeline-xlsx", **chosen.query),
        "csv_url": choices.url("timeline-csv", **chosen.query),
        "chart_url": choices.url("timeline-chart", **chosen.query),
        "everything_url": chosen.url(choices, slip="", ends=""),
        "total": len(choices.actions),
        "summary": summary_of(choices, chosen),
        "axis": axis_of(choices),
        "legend": legend_of(rows),
        "groups": groups_of(choices, chosen, actions, rows),
        "page_obj": page,
    }
    return render(request, "timeline/dashboard.html", context)


@require_safe
def timeline_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """The rows of all pages."""
    choices = choices_of(request, plan_or_404(request, plan_code), "timeline", names=DEFAULTS)
    chosen = TimelineFilter.from_query(request.GET)
    rows = rows_of(choices, chosen.of(choices.actions))
    name = name_of_file("timeline", choices, {**choices.scope.query, **chosen.narrowed}, ending)
    which_actions = [(_("Which actions"), sentence) for sentence in chosen.in_words]
    return file_of(choices, table_rows(TIMELINE_COLUMNS, rows), name, which_actions, chosen.complaint)


@require_safe
def timeline_chart(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The rows of all pages."""
    choices = choices_of(request, plan_or_404(request, plan_code), "timeline", names=DEFAULTS)
    chosen = TimelineFilter.from_query(request.GET)
    rows, title = rows_of(choices, chosen.of(choices.actions)), _("When does each action run?")
    chart = chart_of("timeline", title, rows, axis_of(choices), chosen.in_words)
    return chart_file(request, choices, chart, chosen.url(choices), chosen.narrowed, chosen.complaint)
