"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplan.portal.demo import story_day
from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.money import money_of_plan
from actionplan.portal.overview_figures import (
    ATTENTION_SHOWN,
    DISAGREEMENTS_SHOWN,
    Counted,
    all_needing_attention,
    attention_counts,
    disagreements_shown,
    distributions,
    groupings,
    last_reports,
    not_yet_reviewed,
    points_of_attention,
    tracked_by_key,
)
from actionplan.portal.places import places_of
from actionplan.portal.round_words import line_of_round_under_way
from actionplan.portal.tallies import list_address, measure_named


@require_safe
def overview(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    moment = asked.moment
    money = money_of_plan(plan, moment)
    overspent = money.overspent()
    counted = Counted(plan, moment, overspent)
    worst = counted.needing_attention()[:ATTENTION_SHOWN]
    rows = tracked_by_key(plan, moment, [*worst, *counted.differing()[:DISAGREEMENTS_SHOWN]])
    list_url = reverse("action-list", args=[plan.code])
    measure = measure_named(request.GET.get("show", ""))
    context = {
        "plan": plan,
        "asked": asked,
        "total": len(counted.rows),
        "total_url": list_address(list_url, asked.query),
        "unreviewed": not_yet_reviewed(counted, list_url, asked.query),
        "distributions": distributions(counted, list_url, asked.query),
        "measure": measure,
        "groupings": groupings(
            plan, counted, measure, places_of(plan, organisations=False), list_url, asked.query
        ),
        "points": points_of_attention(rows, worst, overspent),
        **disagreements_shown(counted, rows, list_url, asked.query),
        "needing": all_needing_attention(counted, list_url, asked.query),
        "attention": attention_counts(counted, list_url, asked.query),
        "money": money,
        "last_reports": last_reports(plan, moment),
        "story_day": story_day(request.now),
        "round_line": line_of_round_under_way(plan, request.now) if moment.is_now else None,
        "receipt_url": reverse("money-receipt", args=[plan.code]),
    }
    return render(request, "portal/overview.html", context)
