"""`/`: what each person sees first is what they have to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actionplan.accounts.rights import rights_today
from actionplan.base.brussels import day_of
from objectives.models import Plan


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A contributor's own actions, the overview for everybody else; a word for who has no role yet."""
    rights = rights_today(request.user)
    if not rights.roles:
        return render(request, "portal/no_role.html", status=403)
    plan = Plan.objects.current(day_of(request.now))
    if plan is None:
        return render(request, "portal/no_plan.html")
    page = "my-actions" if rights.is_contributor else "overview"
    return redirect(page, plan.code)
