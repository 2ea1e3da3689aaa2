"""Who carries what, on any day, in any closed round, of any part of the plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import plan_or_404

from .read import matrix_of


@require_safe
def carriers(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "carriers", names=[])
    matrices = [matrix_of(choices, "policy_area"), matrix_of(choices, "minister")]
    context = {
        "plan": plan,
        "choices": choices,
        "matrices": matrices,
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
    }
    return render(request, "carriers/page.html", context)
