"""Milestones: due, achieved or not; as a page and as a file."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import page_of, plan_or_404
from actionplan.pages.indicators import indicators_context
from actionplan.picture.due_in_words import with_items_due
from actionplan.picture.milestones import milestones_sentence
from actionplan.picture.words import PersonReading, words_of

from .due import due_of
from .read import (
    MILESTONE_PARAMETERS,
    MilestoneFilter,
    as_table,
    groups_of,
    promises_of,
    rows_of,
    states_of,
)

MILESTONES_PER_PAGE = 50


@require_safe
def milestones(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "milestones", names=MILESTONE_PARAMETERS)
    chosen = MilestoneFilter.from_query(request.GET)
    promises = promises_of(choices)
    page = page_of(request, chosen.of(promises), MILESTONES_PER_PAGE)
    actions = [action for action, _milestone in page.object_list]
    words = words_of(
        choices.picture, [*actions, *with_items_due(choices.actions)], PersonReading(request.user)
    )
    rows = rows_of(choices, page.object_list, words)
    context = {
        "plan": plan,
        "choices": choices,
        "filter": chosen,
        "total": len(promises),
        "says": milestones_sentence(choices.actions, choices.moment.reckoned_on),
        "states": states_of(choices, promises, chosen),
        "everything_url": MilestoneFilter(by_year=chosen.by_year).url(choices),
        "due": due_of(choices, choices.actions, words, "minister", "lead"),
        "coming_url": choices.url("coming"),
        "page_obj": page,
        "groups": groups_of(rows, by_year=chosen.by_year),
        "groupings": chosen.groupings(choices),
        "xlsx_url": choices.url("milestones-xlsx", **chosen.query),
        "csv_url": choices.url("milestones-csv", **chosen.query),
        **indicators_context(choices, choices.actions),
    }
    return render(request, "milestones/dashboard.html", context)


@require_safe
def milestones_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """All rows that the address asks for, not only those of one page."""
    choices = choices_of(request, plan_or_404(request, plan_code), "milestones", names=MILESTONE_PARAMETERS)
    chosen = MilestoneFilter.from_query(request.GET)
    promises = chosen.of(promises_of(choices))
    actions = [action for action, _milestone in promises]
    words = words_of(choices.picture, actions, PersonReading(request.user, exports=True))
    rows = rows_of(choices, promises, words)
    narrowed = {**choices.scope.query, "state": chosen.state}
    name = name_of_file("milestones", choices, narrowed, ending)
    which_milestones = [(_("Which milestones"), chosen.in_words)] if chosen.in_words else []
    return file_of(choices, as_table(rows), name, which_milestones, chosen.complaint)
