"""The pages of an objective, a minister and an organisation: their actions, and where these stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.organisations.models import Minister
from actionplan.portal.action_rows import ActionRow, action_rows, tracked_actions
from actionplan.portal.getters import organisation_or_404, plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.places import places_of
from actionplan.portal.tallies import Tally, status_segments
from objectives.models import Objective


@require_safe
def objective(request: HttpRequest, plan_code: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    row = get_object_or_404(Objective, plan=plan, number=number)
    asked = asked_of(request, plan)
    places = places_of(plan)
    actions = tracked_actions(plan, asked.moment).filter(objective=row).select_related("theme")
    rows = action_rows(actions, places)
    context = {
        "objective": row,
        "groups": _by_theme(rows),
        **_page(plan, asked, rows, {"objective": row.number}),
    }
    return render(request, "portal/objective.html", context)


def _by_theme(rows: list[ActionRow]) -> list[dict[str, Any]]:
    """Rows under the sub-heading they are printed under, in the plan's order."""
    groups: list[dict[str, Any]] = []
    for row in rows:
        theme = row.action.theme
        if not groups or groups[-1]["theme"] != theme:
            groups.append({"theme": theme, "rows": []})
        groups[-1]["rows"].append(row)
    return groups


@require_safe
def minister(request: HttpRequest, plan_code: str, key: str) -> HttpResponse:
    """Counted once: the actions that the minister coordinates first; the others with the minister stand apart."""
    plan = plan_or_404(request, plan_code)
    row = get_object_or_404(Minister.objects.select_related("succeeded_by"), key=key)
    asked = asked_of(request, plan)
    places = places_of(plan)
    actions = tracked_actions(plan, asked.moment).of_minister(row.pk, asked.moment.plan_day, involved=True)
    rows = action_rows(actions, places)
    counted = [one for one in rows if one.action.counting_minister == row.pk]
    context = {
        "minister": row,
        "others": [one for one in rows if one.action.counting_minister != row.pk],
        **_page(plan, asked, counted, {"minister": row.key}),
    }
    return render(request, "portal/minister.html", context)


@require_safe
def organisation(request: HttpRequest, plan_code: str, key: str) -> HttpResponse:
    """The actions that the organisation leads, and those it promotes or partners in without leading."""
    plan = plan_or_404(request, plan_code)
    row = organisation_or_404(key)
    asked = asked_of(request, plan)
    places = places_of(plan)
    actions = tracked_actions(plan, asked.moment).own_of([row.pk], asked.moment.plan_day)
    rows = action_rows(actions, places)
    led = [one for one in rows if one.action.lead_organisation == row.pk]
    affiliation = row.affiliations.in_force(asked.moment.plan_day).select_related("policy_area").first()
    context = {
        "organisation": row,
        "policy_area": affiliation.policy_area if affiliation else None,
        "others": [one for one in rows if one.action.lead_organisation != row.pk],
        **_page(plan, asked, led, {"organisation": row.key}),
    }
    return render(request, "portal/organisation.html", context)


def _page(plan: Any, asked: Any, rows: list[ActionRow], filters: dict[str, Any]) -> dict[str, Any]:
    """What the three pages share: the counted rows, their distribution, and the list that has as many rows."""
    list_url = reverse("action-list", args=[plan.code])
    tally = Tally.of(row.action.status for row in rows)
    return {
        "plan": plan,
        "asked": asked,
        "rows": rows,
        "segments": status_segments(tally, list_url, {**filters, **asked.query}),
        "trail": [(_("Overview"), reverse("overview", args=[plan.code]) + asked.query_string)],
    }
