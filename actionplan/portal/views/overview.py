"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from actionplan.portal.demo import story_day
from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.money import money_of_plan
from actionplan.portal.overview_figures import (
    ATTENTION_SHOWN,
    Counted,
    attention_counts,
    distributions,
    groupings,
    last_reports,
    points_of_attention,
)
from actionplan.portal.places import places_of
from actionplan.portal.tallies import measure_named


def overview(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    moment = asked.moment
    money = money_of_plan(plan, moment)
    overspent = money.overspent()
    counted = Counted(plan, moment, overspent)
    needing = counted.needing_attention()
    list_url = reverse("action-list", args=[plan.code])
    measure = measure_named(request.GET.get("show", ""))
    context = {
        "plan": plan,
        "asked": asked,
        "total": len(counted.rows),
        "distributions": distributions(counted, list_url, asked.query),
        "measure": measure,
        "groupings": groupings(plan, counted, measure, places_of(plan), list_url, asked.query),
        "points": points_of_attention(plan, moment, needing[:ATTENTION_SHOWN], overspent),
        "needing": len(needing),
        "attention": attention_counts(counted, list_url, asked.query),
        "money": money,
        "last_reports": last_reports(plan, moment),
        "story_day": story_day(request.now),
        "list_url": list_url,
        "receipt_url": reverse("money-receipt", args=[plan.code]),
    }
    return render(request, "portal/overview.html", context)
