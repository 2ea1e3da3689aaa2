"""What changed: between two days or closed rounds, as a page and as a file, and as a history of one action."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.changed.history import history_page
from actionplan.portal.dashboards.changed.page import PAGE, changed_of, changes_page
from actionplan.portal.dashboards.changed.table import table_of
from actionplan.portal.files import as_csv, file_name
from actionplan.portal.getters import action_or_404, plan_or_404
from actionplan.portal.moments import asked_of


@require_safe
def changes(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    return render(request, "dashboards/changes.html", changes_page(request, plan))


@require_safe
def changes_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Every change that the address asks for."""
    plan = plan_or_404(request, plan_code)
    changed = changed_of(request, plan)
    before, after = changed.sides.before, changed.sides.after
    of = [plan.code, before.value, after.value or after.moment.plan_day.isoformat(), after.moment.basis]
    narrowed = {**changed.sides.shown.scope.query, **changed.narrowed}
    return as_csv(table_of(request, changed), file_name(PAGE, *of, narrowed=narrowed))


@require_safe
def action_changes(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    asked = asked_of(request, action.plan, action)
    return render(request, "dashboards/action_changes.html", history_page(request, action, asked))
