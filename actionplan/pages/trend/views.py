"""The trend: how the plan went from round to round."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import plan_or_404
from actionplan.picture.sentences import measure_named, measures

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
        "whole": [trend_of(choices, rounds, measure) for measure in measures()],
        "objectives": trends_of_objectives(choices, rounds, measure),
    }
    return render(request, "trend/dashboard.html", context)
