"""A plan as a file, as document and as workbook, on the day that an address names; and the workbook to fill in."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.files import WORKBOOK, handed_over, joined_name
from actionplan.pages.choices import typed_day
from actionplan.pages.getters import plan_or_404, refuse_unless
from actionplan.picture.moment import Moment, NotADay
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.plan_document.writing import as_text, plan_document

JSON = "application/json"


@require_safe
def plan_template(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return handed_over(plan_workbook(), joined_name(["plan", get_language() or ""], {}, "xlsx"), WORKBOOK)


@require_safe
def plan_as_document(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan, on = plan_or_404(request, plan_code), _day_asked(request)
    if on is None:
        return _not_a_day(request)
    text = as_text(plan_document(plan, on))
    return handed_over(text.encode(), joined_name(["plan", plan.code], {"on": on}, "json"), JSON)


@require_safe
def plan_as_workbook(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan, on = plan_or_404(request, plan_code), _day_asked(request)
    if on is None:
        return _not_a_day(request)
    content = plan_workbook(plan_document(plan, on))
    return handed_over(content, joined_name(["plan", plan.code], {"on": on}, "xlsx"), WORKBOOK)


def _day_asked(request: PortalRequest) -> datetime.date | None:
    """Of `?on=`, today where no day is named; None where that is no day that has come."""
    text = typed_day(request.GET.get("on", "").strip())
    try:
        moment = Moment.asked(text, request.now) if text else Moment.now(request.now)
    except NotADay:
        return None
    return moment.plan_day


def _not_a_day(request: PortalRequest) -> HttpResponse:
    sentence = _("“%(text)s” is not a day that has come.") % {"text": request.GET["on"][:40]}
    return HttpResponse(sentence, status=400, content_type="text/plain; charset=utf-8")
