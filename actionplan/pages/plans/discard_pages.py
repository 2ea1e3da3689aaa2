"""Discarding a plan in preparation, or a file with a plan, after a page that says what will be deleted."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.pages.ask_first import AskFirst
from actionplan.pages.getters import plan_for, refuse_unless
from actionplan.pages.tokens import acted, form_page
from actionplan.plan_document.discarding import discard_file, discard_plan, plan_to_discard
from actionplan.plan_document.models import PlanFile
from objectives.models import Plan

from .read import ask_about_plan

MAY_IMPORT = "objectives.import"


@form_page
def plan_discard(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan, mark = plan_for(request, plan_code, MAY_IMPORT), request.POST.get("mark", "")
    return acted(
        request,
        "plans/discard.html",
        lambda: _discarding(request, plan),
        lambda: discard_plan(plan=plan, mark=mark, by=request.user, at=request.now),
        to=reverse("plan-list"),
        done=_("The plan %(plan)s is discarded.") % {"plan": plan},
        again=plan.refresh_from_db,
    )


def _discarding(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    goes = plan_to_discard(plan, day_of(request.now))
    stays = _(
        "Ministers, policy areas, organisations and other plans stay as they are. The trail stays, and says who "
        "discarded the plan."
    )
    act = "" if goes.obstacles else _("Discard the plan")
    question, happens = _("Discard the plan %(plan)s?"), goes.obstacles or [stays]
    return {
        "plan": plan,
        "goes": goes,
        "ask": ask_about_plan(plan, "plan-discard", question, act, happens, _("Keep it")),
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }


@form_page
def plan_file_discard(request: PortalRequest, pk: int) -> HttpResponse:
    refuse_unless(request, MAY_IMPORT)
    file = get_object_or_404(PlanFile.objects.select_related("uploaded_by"), pk=pk)
    above = [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))]
    return acted(
        request,
        "ui/ask_first.html",
        lambda: {"ask": _ask_about_file(file), "breadcrumbs": above},
        lambda: discard_file(file=file, by=request.user, at=request.now),
        to=reverse("plan-import"),
        done=_("The file %(file)s is discarded.") % {"file": file},
        again=file.refresh_from_db,
    )


def _ask_about_file(file: PlanFile) -> AskFirst:
    uploaded = _("%(person)s uploaded it on %(when)s.")
    said = {"person": file.uploaded_by, "when": formatting.instant(file.uploaded_at)}
    happens = _("The file goes. No plan changes. The trail says who discarded it. It cannot be taken back.")
    if file.committed_at:
        happens = _("A plan was imported from it: it stays as long as the plan.")
    return AskFirst(
        _("Discard the file %(file)s?") % {"file": file},
        "" if file.committed_at else _("Discard the file"),
        reverse("plan-file-discard", args=[file.pk]),
        _("Keep it"),
        reverse("plan-file", args=[file.pk]),
        happens=[uploaded % said, happens],
    )
