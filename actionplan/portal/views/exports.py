"""The filtered list of actions as CSV and as a workbook: the same rows and columns as the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from actionplan.portal.action_rows import COLUMNS, action_rows
from actionplan.portal.action_sorts import sorted_by
from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import Asked, asked_of
from actionplan.portal.places import places_of
from actionplan.portal.sheets import csv_file, workbook
from objectives.models import Plan

from .actions import filtered_actions, sort_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _table(request: HttpRequest, plan: Plan, asked: Asked) -> Iterator[list[Any]]:
    places = places_of(plan)
    actions = filtered_actions(request, plan, asked, places)
    rows = action_rows(sorted_by(actions.qs, sort_of(request)), places)
    yield [str(column.label) for column in COLUMNS]
    for row in rows:
        yield [column.value(row) for column in COLUMNS]


def _file(content: bytes, kind: str, plan: Plan, asked: Asked, ending: str) -> HttpResponse:
    """The file's name says what it holds: the plan, the day as known at, the basis."""
    name = f"actions-{plan.code}-known-{asked.moment.plan_day}-{asked.basis}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def action_list_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    return _file(csv_file(_table(request, plan, asked)), "text/csv; charset=utf-8", plan, asked, "csv")


@require_safe
def action_list_xlsx(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    content = workbook(_table(request, plan, asked), title=plan.code)
    return _file(content, WORKBOOK, plan, asked, "xlsx")
