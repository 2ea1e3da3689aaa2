"""What is coming, as a page and as a file."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import plan_or_404

from .read import PARAMETERS, Until, as_table, coming_in


@require_safe
def coming(request: PortalRequest, plan_code: str) -> HttpResponse:
    """In 90 days, or until the day of `?until=`."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "coming", names=PARAMETERS)
    until = Until.of(request.GET, choices.moment.reckoned_on)
    context = {
        "plan": plan,
        "choices": choices,
        "until": until,
        "coming": coming_in(choices, request.user, until),
        "xlsx_url": choices.url("coming-xlsx", **until.query),
        "csv_url": choices.url("coming-csv", **until.query),
    }
    return render(request, "coming/page.html", context)


@require_safe
def coming_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """With what has passed and is still to be done first."""
    choices = choices_of(request, plan_or_404(request, plan_code), "coming", names=PARAMETERS)
    until = Until.of(request.GET, choices.moment.reckoned_on)
    name = name_of_file("coming", choices, {**choices.scope.query, **until.query}, ending)
    about = [(_("Up to and including"), until.day)]
    rows = as_table(coming_in(choices, request.user, until))
    return file_of(choices, rows, name, about, until.complaint)
