"""Discarding a plan in preparation, or a file with a plan, after a page that says what will be deleted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.getters import plan_for, refuse_unless
from actionplan.pages.tokens import acted, form_page
from actionplan.plan_document.discarding import discard_file, discard_plan, plan_to_discard
from actionplan.plan_document.models import PlanFile

MAY_IMPORT = "objectives.import"


@form_page
def plan_discard(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan, mark = plan_for(request, plan_code, MAY_IMPORT), request.POST.get("mark", "")
    return acted(
        request,
        "plans/discard.html",
        lambda: {
            "plan": plan,
            "goes": plan_to_discard(plan, day_of(request.now)),
            "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
        },
        lambda: discard_plan(plan=plan, mark=mark, by=request.user, at=request.now),
        to=reverse("plan-list"),
        done=_("The plan %(plan)s is discarded.") % {"plan": plan},
        again=plan.refresh_from_db,
    )


@form_page
def plan_file_discard(request: PortalRequest, pk: int) -> HttpResponse:
    refuse_unless(request, MAY_IMPORT)
    file = get_object_or_404(PlanFile.objects.select_related("uploaded_by"), pk=pk)
    above = [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))]
    return acted(
        request,
        "plans/discard_file.html",
        lambda: {"file": file, "breadcrumbs": above},
        lambda: discard_file(file=file, by=request.user, at=request.now),
        to=reverse("plan-import"),
        done=_("The file %(file)s is discarded.") % {"file": file},
        again=file.refresh_from_db,
    )
