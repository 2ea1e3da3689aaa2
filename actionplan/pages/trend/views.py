"""The trend: how the plan went from round to round."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.charts import look_of
from actionplan.pages.chart_files import Chart, chart_file, shares_row
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import plan_or_404
from actionplan.picture.measures import measure_named, measures

from .read import counted_rounds, trend_of, trends_of_objectives


@require_safe
def trend(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Over the rounds closed at the moment; `?show=` is what the objectives are counted by."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "trend", names=["show"])
    rounds, measure = counted_rounds(choices), measure_named(request.GET.get("show", ""))
    context = {
        "plan": plan,
        "choices": choices,
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
        "measure": measure,
        "rounds": rounds,
        "whole": [
            (trend_of(choices, rounds, one), choices.url("trend-chart", show=one.name)) for one in measures()
        ],
        "objectives": trends_of_objectives(choices, rounds, measure),
    }
    return render(request, "trend/dashboard.html", context)


@require_safe
def trend_chart(request: PortalRequest, plan_code: str) -> HttpResponse:
    """One measure of the whole, `?show=`, as a file."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "trend", names=["show"])
    measure = measure_named(request.GET.get("show", ""))
    rounds = trend_of(choices, counted_rounds(choices), measure).rounds
    most = max((round.total for round in rounds), default=0)
    chart = Chart(
        f"trend-{measure.name}",
        _("%(measure)s, round by round") % {"measure": measure.label},
        [(look_of(code or "none"), label) for code, label in measure.codes],
        [shares_row(round.code, round.segments, most) for round in rounds],
    )
    return chart_file(request, choices, chart, choices.url("trend"))
