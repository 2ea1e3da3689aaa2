"""Quality of reporting: what reports leave unsaid, as an organisation's own list and as totals; no league table."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.quality_facts import Examination
from actionplan.portal.dashboards.quality_figures import (
    PAGE,
    UNMET,
    Wanted,
    by_objective,
    message,
    totals,
)
from actionplan.portal.dashboards.quality_list import Doers, doers_of, own, rows_of
from actionplan.portal.dashboards.quality_live import examined_shown
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.getters import plan_or_404

PAGE_SIZE = 100


@require_safe
def quality(request: HttpRequest, plan_code: str) -> HttpResponse:
    shown = shown_of(request, plan_or_404(request, plan_code), PAGE)
    wanted = Wanted.asked(request.GET)
    if wanted.complaint:
        shown.complaints.append(wanted.complaint)
    examined, doers = examined_shown(shown), doers_of(request.user, shown)
    counted = totals(examined, shown)
    context = {
        "plan": shown.plan,
        "shown": shown,
        "wanted": wanted,
        "total": len(examined),
        "totals": counted,
        "message": message(counted),
        "objectives": by_objective(examined, shown),
        "is_met": wanted.point is not None and wanted.result != UNMET,
        "everything_url": shown.url(PAGE),
        **_listed(examined, wanted, shown, doers, request.GET.get("page")),
    }
    return render(request, "dashboards/quality.html", context)


def _listed(
    examined: Examination, wanted: Wanted, shown: Shown, doers: Doers, page: str | None
) -> dict[str, Any]:
    """The rows of a point; else the list of the organisation that is named, or of the person's own."""
    named = shown.scope.chosen.get("organisation", "")
    is_own = not named and wanted.point is None and bool(doers.organisations)
    if not (named or is_own or wanted.point):
        return {"page_obj": None}
    among = own(examined, doers) if is_own else [one for one in examined if named in ("", one.lead)]
    found = Paginator(wanted.of(among), PAGE_SIZE).get_page(page)
    return {
        "page_obj": found,
        "rows": rows_of(examined.in_full(found.object_list), wanted, shown, doers),
        "among": len(among),
        "is_own": is_own,
        "organisation": _name_of(shown, named),
    }


def _name_of(shown: Shown, key: str) -> Any:
    return next((part.subject for part in shown.parts_of("organisation") if part.value == key), None)
