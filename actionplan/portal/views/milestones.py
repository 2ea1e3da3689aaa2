"""Milestones: due, achieved on time, late, missed; of today, any day or a closed round, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.milestone_figures import (
    BY_OBJECTIVE,
    BY_YEAR,
    PAGE,
    ROWS,
    SOON,
    Wanted,
    counts,
    message,
    years,
)
from actionplan.portal.dashboards.milestone_outcomes import Outcome, outcomes_shown
from actionplan.portal.dashboards.milestone_promises import PromiseFact
from actionplan.portal.dashboards.milestone_rows import groups_of, rows_of, table_of
from actionplan.portal.dashboards.milestone_sources import Sources, sources_of
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.files import as_csv, dashboard_file
from actionplan.portal.getters import plan_or_404

PAGE_SIZE = 100
SOON_SHOWN = 10


@require_safe
def milestones(request: HttpRequest, plan_code: str) -> HttpResponse:
    shown, wanted = _asked(request, plan_code)
    outcomes = outcomes_shown(shown)
    page = Paginator(wanted.of(outcomes), PAGE_SIZE).get_page(request.GET.get("page"))
    soon = Wanted(state=SOON, by=BY_YEAR).of(outcomes)
    facts = outcomes.in_full([*page.object_list, *soon[:SOON_SHOWN]])
    told = _among(facts, page.object_list)
    rows = rows_of(told, shown, sources_of(told, shown, request.user))
    counted = counts(outcomes, shown, wanted)
    context = {
        "plan": shown.plan,
        "shown": shown,
        "wanted": wanted,
        "total": len(outcomes),
        "counts": counted,
        "message": message(counted),
        "everything_url": shown.url(PAGE, **_grouped(wanted.by)) + ROWS,
        "years": years(outcomes, shown),
        "page_obj": page,
        "groups": groups_of(rows, wanted.by, shown),
        "recurring": [row for row in rows if row.milestone.recurrence],
        "group_links": _group_links(shown, wanted),
        "csv_url": shown.url("milestones-csv", **wanted.query),
        **_soon(soon, facts, shown),
    }
    return render(request, "dashboards/milestones.html", context)


def _asked(request: HttpRequest, plan_code: str) -> tuple[Shown, Wanted]:
    shown = shown_of(request, plan_or_404(request, plan_code), PAGE)
    wanted = Wanted.asked(request.GET)
    if wanted.complaint:
        shown.complaints.append(wanted.complaint)
    return shown, wanted


def _grouped(by: str) -> dict[str, str]:
    return {} if by == BY_OBJECTIVE else {"by": by}


def _group_links(shown: Shown, wanted: Wanted) -> list[dict[str, Any]]:
    kept = {name: value for name, value in wanted.query.items() if name != "by"}
    labels = {BY_OBJECTIVE: _("by objective"), BY_YEAR: _("by year due")}
    return [
        {
            "label": label,
            "url": shown.url(PAGE, **kept, **_grouped(by)) + ROWS,
            "current": by == wanted.by,
        }
        for by, label in labels.items()
    ]


def _soon(soon: list[Outcome], facts: Mapping[int, PromiseFact], shown: Shown) -> dict[str, Any]:
    """The first that fall due, and how many there are."""
    return {
        "soon": rows_of(_among(facts, soon[:SOON_SHOWN]), shown, Sources()),
        "soon_count": len(soon),
        "soon_url": shown.url(PAGE, state=SOON, by=BY_YEAR) + ROWS,
    }


def _among(facts: Mapping[int, PromiseFact], outcomes: Iterable[Outcome]) -> list[PromiseFact]:
    return [facts[one.key] for one in outcomes if one.key in facts]


@require_safe
def milestones_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    """All rows that the address asks for, not those of one page."""
    shown, wanted = _asked(request, plan_code)
    outcomes = outcomes_shown(shown)
    wanted_here = wanted.of(outcomes)
    facts = _among(outcomes.in_full(wanted_here), wanted_here)
    rows = rows_of(facts, shown, sources_of(facts, shown, request.user))
    return as_csv(table_of(rows), dashboard_file(PAGE, shown, {"state": wanted.state, "due": wanted.year}))
