"""What changed: between two days or closed rounds, as a page and as a file, and as a history of one action."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.changed.history import history_page
from actionplan.portal.dashboards.changed.page import changed_of, changes_page
from actionplan.portal.dashboards.changed.table import table_of
from actionplan.portal.getters import action_or_404, plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.sheets import csv_file


@require_safe
def changes(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    return render(request, "dashboards/changes.html", changes_page(request, plan))


@require_safe
def changes_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    """The file's name says what it holds: the plan, both sides, the basis."""
    plan = plan_or_404(request, plan_code)
    changed = changed_of(request, plan)
    before, after = changed.sides.before, changed.sides.after
    names = [plan.code, before.value, after.value or after.moment.plan_day.isoformat(), after.moment.basis]
    response = HttpResponse(csv_file(table_of(request, changed)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="changes-{"-".join(names)}.csv"'
    return response


@require_safe
def action_changes(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    asked = asked_of(request, action.plan, action)
    return render(request, "dashboards/action_changes.html", history_page(request, action, asked))
