"""`/`: each person first sees what they have to do."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import has_a_role, rights_today
from actionplan.base.days import day_of
from actionplan.pages.context import validation_of_office
from actionplan.pages.getters import plan_for

from .my_work import work_of_coordinator
from .read import office_with_actions, plan_of_work


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """Redirects, in the plan where the person has work, to a contributor's own actions, to a coordinator's work; for a
    minister's office to the validation while it still has to answer, else to its minister; for an administrator only, to
    the plans; else to the overview.

    Somebody without a role gets a page that says so, or that the role is withheld.
    """
    if not has_a_role(request.user):
        withheld = User.objects.withheld(day_of(request.now)).filter(pk=request.user.pk).exists()
        return render(request, "home/no_role.html", {"is_withheld": withheld}, status=403)
    plan = plan_of_work(request)
    if plan is None:
        return render(request, "home/no_plan.html")
    rights = rights_today(request.user, plan)
    if rights.roles == {Role.ADMINISTRATOR}:
        return redirect("plan-list")
    if rights.is_contributor:
        return redirect("my-actions", plan.code)
    if rights.is_coordinator:
        return redirect("my-work", plan.code)
    office = validation_of_office(request, plan)
    if office is not None and office.waits(day_of(request.now)):
        return redirect("validation", plan.code, office.round.code, office.office)
    if minister := office_with_actions(request, plan):
        return redirect("minister", plan.code, minister)
    return redirect("overview", plan.code)


@require_safe
def my_work(request: PortalRequest, plan_code: str) -> HttpResponse:
    """What waits for the Platform, for a coordinator; reports that they submitted themselves wait for others."""
    plan = plan_for(request, plan_code, "reporting.review")
    return render(request, "home/my_work.html", work_of_coordinator(request, plan))
