"""My actions: one sheet for each of a contributor's organisations."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.rights import rights_today
from actionplan.portal.getters import plan_or_404
from actionplan.portal.own_sheet import sheets_of
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis


@require_safe
def my_actions(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Each action a row with its last status, what is late, returned or in draft; report from the row."""
    plan = plan_or_404(request, plan_code)
    rights = rights_today(request.user)
    if not rights.is_contributor:
        raise PermissionDenied
    moment = Moment.now(request.now, plan, Basis.REPORTED)
    sheets = sheets_of(plan, rights.organisations, moment)
    pending = [row for sheet in sheets for row in sheet.asking]
    context = {"plan": plan, "sheets": sheets, "pending": pending, "moment": moment}
    return render(request, "portal/my_actions.html", context)
