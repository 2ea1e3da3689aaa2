"""The receipt of the figures of status: for each action that a list has, the report that speaks for it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.pages.actions.forms import ActionFilter
from actionplan.pages.choices import choices_of
from actionplan.pages.parts import LABELS
from actionplan.portal.getters import plan_or_404

from .status import receipts_of

PAGE_SIZE = 50


@require_safe
def status(request: HttpRequest, plan_code: str) -> HttpResponse:
    """The filters are those of the list of actions."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "status-receipt")
    chosen = ActionFilter(request.GET, choices)
    page = Paginator(chosen.actions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "choices": choices,
        "filters": chosen.in_words(but=[*LABELS, "also"]),
        "page_obj": page,
        "receipts": receipts_of(choices, page.object_list, request.user),
        "trail": [(_("Overview"), choices.url("overview"))],
    }
    return render(request, "receipts/status.html", context)
