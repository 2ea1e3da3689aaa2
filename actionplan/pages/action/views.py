"""The page of one action."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.chart_files import chart_file
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import action_or_404
from actionplan.pages.timeline.read import chart_of, one_action

from .read import action_in, action_page


@require_safe
def action(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    row = action_or_404(request, plan_code, code)
    choices = choices_of(request, row.plan, "action", row)
    try:
        context = action_page(request, row, choices)
    except Http404:
        if not choices.is_last_state or request.GET.get("round"):
            raise
        # the plan's pages open on its last closed round, but the action came later
        return redirect(f"{request.path}{choices.today_query_string}")
    return render(request, "action/page.html", context)


@require_safe
def schedule_chart(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    row = action_or_404(request, plan_code, code)
    choices = choices_of(request, row.plan, "action", row)
    timing = one_action(choices, action_in(choices, row)[0])
    title = _("When does action %(code)s run?") % {"code": code}
    chart = chart_of(f"schedule-{code}", title, [timing], timing.axis)
    return chart_file(request, choices, chart, timing.url)
