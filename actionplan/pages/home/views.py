"""`/`: what each person sees first is what they have to do."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import has_a_role, rights_today
from actionplan.base.days import day_of
from actionplan.pages.context import validation_of_office
from actionplan.pages.getters import plans_seen
from objectives.querysets import current


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """A contributor's own actions, the validation for a minister's office that has still to answer, the plans for who is
    administrator alone, else the overview.

    Of the current one of the plans in which the person has a role; a word for who has no role yet.
    """
    if not has_a_role(request.user):
        return render(request, "home/no_role.html", status=403)
    plan = current(plans_seen(request), day_of(request.now))
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
    return redirect("overview", plan.code)
