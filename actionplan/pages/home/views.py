"""`/`: what each person sees first is what they have to do."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import has_a_role, rights_today
from actionplan.base.days import day_of
from actionplan.pages.context import validation_of_office

from .read import office_with_actions, plan_of_work


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """A contributor's own actions; for a minister's office the validation while it has still to answer, else its minister;
    the plans for who is administrator alone, else the overview.

    Of the plan in which the person's work is; a word for who has no role yet.
    """
    if not has_a_role(request.user):
        return render(request, "home/no_role.html", status=403)
    plan = plan_of_work(request)
    if plan is None:
        return render(request, "home/no_plan.html")
    rights = rights_today(request.user, plan)
    if rights.roles == {Role.ADMINISTRATOR}:
        return redirect("plan-list")
    if rights.is_contributor:
        return redirect("my-actions", plan.code)
    asked = validation_of_office(request, plan)
    if asked is not None and asked.waits(day_of(request.now)):
        return redirect("validation", plan.code, asked.round.code, asked.office)
    if office := office_with_actions(request, plan):
        return redirect("minister", plan.code, office)
    return redirect("overview", plan.code)
