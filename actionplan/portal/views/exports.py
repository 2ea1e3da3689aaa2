"""The filtered list of actions as CSV and as a workbook: the same rows and columns as the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from actionplan.portal.action_rows import COLUMNS, action_rows, sorted_by
from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import asked_of
from actionplan.portal.places import places_of
from actionplan.portal.sheets import csv_file, workbook
from objectives.models import Plan

from .actions import filtered_actions

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _table(request: HttpRequest, plan: Plan) -> Iterator[list[Any]]:
    asked = asked_of(request, plan)
    places = places_of(plan)
    actions = filtered_actions(request, plan, asked, places)
    rows = action_rows(sorted_by(actions.qs, request.GET.get("sort", "code")), places)
    yield [str(column.label) for column in COLUMNS]
    for row in rows:
        yield [column.value(row) for column in COLUMNS]


def _file(content: bytes, kind: str, plan: Plan, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="actions-{plan.code}.{ending}"'
    return response


def action_list_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    return _file(csv_file(_table(request, plan)), "text/csv; charset=utf-8", plan, "csv")


def action_list_xlsx(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    return _file(workbook(_table(request, plan), title=plan.code), WORKBOOK, plan, "xlsx")
