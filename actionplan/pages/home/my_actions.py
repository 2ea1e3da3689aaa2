"""My actions: the sheet of a contributor's organisation. Everything that is typed on it is saved by `sheet`."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import typed_for
from actionplan.pages.getters import plan_or_404
from actionplan.pages.sheet.own_sheet import Sheet
from actionplan.pages.sheet.page import own_sheets, page_of, sheet_context, sheet_or_refused
from actionplan.pages.sheet.saving import typed_again
from actionplan.pages.sheet.words import problems_of


@require_safe
def my_actions(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The sheet of the organisation of which most is asked; for somebody with several, the way to the others."""
    plan = plan_or_404(request, plan_code)
    sheets = own_sheets(request, plan)
    if not sheets:
        return render(request, "home/my_actions.html", {"plan": plan, "sheet": None})
    sheet = max(sheets, key=lambda one: len(one.asking))
    page = page_of(sheet, request.GET.get("page"))
    return render(request, "home/my_actions.html", sheet_context(request, sheet, sheets, page))


@require_safe
def sheet(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    one, sheets = sheet_or_refused(request, plan, key)
    typed = typed_for(request)
    if typed is not None:
        return _typed_again(request, one, sheets, typed)
    page = page_of(one, request.GET.get("page"))
    return render(request, "home/my_actions.html", sheet_context(request, one, sheets, page))


def _typed_again(request: PortalRequest, sheet: Sheet, sheets: list[Sheet], typed: QueryDict) -> HttpResponse:
    """The sheet with what was typed before the session ended, not saved yet."""
    found = typed_again(request, sheet, typed)
    context = sheet_context(request, sheet, sheets, page_of(sheet, typed.get("page")), found.rows)
    context |= {
        "problems": problems_of([*found.unreadable, *found.refused]),
        "gone": found.gone,
        "typed_again": True,
    }
    return render(request, "home/my_actions.html", context)
