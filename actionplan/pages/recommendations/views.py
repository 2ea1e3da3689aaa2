"""The pages of recommendations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.errors import bad_request_page
from actionplan.base.files import file_name_of, table_attachment
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.differences import both_versions
from actionplan.pages.getters import plan_for, plan_or_404
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actionplan.reporting.models import Recommendation
from actionplan.reports.recommendations import facts_of, write_recommendation
from objectives.models import Plan

from .forms import RecommendationForm
from .read import AskedRecommendations, breadcrumbs, list_page, recommendation_page

KEEP = "reporting.keep_recommendations"


@require_safe
def recommendations(request: PortalRequest, plan_code: str) -> HttpResponse:
    return render(request, "recommendations/list.html", list_page(request, plan_or_404(request, plan_code)))


@require_safe
def recommendations_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    plan = plan_or_404(request, plan_code)
    asked, today = AskedRecommendations.of(request, plan), day_of(request.now)
    if asked.complaint:
        return bad_request_page(asked.complaint)
    name = file_name_of(["recommendations", plan.code, f"known-{today}"], {"state": asked.state}, ending)
    about = [(_("Plan"), plan.local_title), (_("As known on"), today)]
    return table_attachment(asked.as_table(), name, title=plan.code, about=about)


@require_safe
def recommendation(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    context = recommendation_page(request, plan, versions_or_404(plan, number))
    return render(request, "recommendations/page.html", context)


@form_page
def recommendation_new(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_for(request, plan_code, KEEP)
    form = RecommendationForm(sent_to(request), plan=plan)
    return _written(request, plan, form)


@form_page
def recommendation_change(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    plan = plan_for(request, plan_code, KEEP)
    newest = versions_or_404(plan, number)[0]
    form = RecommendationForm(sent_to(request), plan=plan, facts=facts_of(newest), opened_on=newest.version)
    return _written(request, plan, form, newest)


def versions_or_404(plan: Plan, number: int) -> list[Recommendation]:
    """Every version of the recommendation, the newest first."""
    rows = Recommendation.objects.of_plan(plan).filter(number=number).with_subjects()
    if not (versions := list(rows.order_by("-version"))):
        raise Http404
    return versions


def _written(
    request: PortalRequest, plan: Plan, form: RecommendationForm, newest: Recommendation | None = None
) -> HttpResponse:
    number = newest.number if newest else 0

    def act() -> Recommendation:
        return write_recommendation(
            plan=plan,
            facts=form.facts(),
            number=number,
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        saved = versions_or_404(plan, number)[0]
        again = RecommendationForm(as_sent_on(request, saved.version), plan=plan)
        return {"form": again, **both_versions(refusal, form.differences(facts_of(saved)))}

    return acted(
        request,
        "recommendations/form.html",
        lambda: {"plan": plan, "form": form, "recommendation": newest, "breadcrumbs": breadcrumbs(plan)},
        act,
        to=lambda version: reverse("recommendation", args=[plan.code, version.number]),
        form=form,
        done=_("The recommendation is saved."),
        conflict=conflict if newest else None,
    )
