"""The list of actions with its files; the pages of an objective, a minister, an organisation."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import PART_LABELS, Choices, choices_of
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import plan_or_404
from actionplan.pages.indicators import indicators_context
from actionplan.pages.milestones.due import due_of
from actionplan.picture import sentences
from actionplan.picture.actions import Actions
from actionplan.picture.due_in_words import with_items_due
from actionplan.picture.money import paid_of_planned
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.picture.words import PersonReading, words_of
from actionplan.reporting.models import Recommendation

from .columns import as_table, exported_rows
from .forms import LIST_PARAMETERS, ActionFilter
from .read import LIST_COLUMNS, asked_about, by_theme, left_of_list, listed, rows_of, status_of

ACTIONS_PER_PAGE = 50


def _sort(request: PortalRequest) -> str:
    """The sort in the address, or the plan's order if it names no column."""
    sort = request.GET.get("sort", "")
    return sort if sort.removeprefix("-") in LIST_COLUMNS else "code"


@require_safe
def action_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    choices, chosen = _asked(request, plan_code)
    sort = _sort(request)
    actions, gone = listed(choices, chosen, sort)
    named = left_of_list(choices, chosen).where(lambda action: action not in gone)
    page = Paginator(actions, ACTIONS_PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(choices, page.object_list)
    if not page.has_next():
        rows += rows_of(choices, gone, gone=True)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "plan": choices.plan,
        "choices": choices,
        "filter": chosen,
        "columns": LIST_COLUMNS.items(),
        "sort": sort,
        "kept": [*choices.time_query.items(), ("sort", sort)],
        "page_obj": page,
        "rows": rows,
        "left": choices.left_among(named),
        "count": len(actions) + len(gone),
        "query": query.urlencode(),
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
    }
    return render(request, "actions/list.html", context)


@require_safe
def action_list_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """Every row that the address asks for, one fact per column."""
    choices, chosen = _asked(request, plan_code)
    rows = exported_rows(choices, *listed(choices, chosen, _sort(request)), request.user)
    narrowed, name = chosen.in_words(but=PART_LABELS), _file_name(choices, chosen, ending)
    return file_of(choices, as_table(rows), name, narrowed, chosen.complaint)


def _asked(request: PortalRequest, plan_code: str) -> tuple[Choices, ActionFilter]:
    choices = choices_of(request, plan_or_404(request, plan_code), "action-list", names=LIST_PARAMETERS)
    return choices, ActionFilter(request.GET, choices)


def _file_name(choices: Choices, chosen: ActionFilter, ending: str) -> str:
    """Says only that there were search words, not which."""
    filters = {"words" if name == "q" else name: value for name, value in chosen.in_force.items()}
    if "words" in filters:
        filters["words"] = "on"
    return name_of_file("actions", choices, filters, ending)


@require_safe
def objective(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "objective")
    if number not in choices.picture.objectives:
        raise Http404
    actions = choices.picture.actions.of_objective(number)
    context = {
        "left": choices.left_among(choices.picture.left.of_objective(number)),
        "objective": choices.picture.objectives[number],
        "groups": by_theme(choices, actions),
        "recommendations": Recommendation.objects.of_plan(plan)
        .at(choices.moment.known_at)
        .about_objective(number),
        **_counted(choices, actions, objective=number),
        **indicators_context(choices, actions),
    }
    return render(request, "actions/objective.html", context)


@require_safe
def minister(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """First the actions that the minister coordinates, each counted once; then the minister's others."""
    choices = choices_of(request, plan_or_404(request, plan_code), "minister")
    if key not in choices.picture.ministers:
        raise Http404
    actions = choices.picture.actions.with_minister(key)
    own, others = (
        actions.counting_under_minister(key),
        actions.where(lambda action: action.minister != key),
    )
    body = choices.picture.ministers[key]
    words = words_of(choices.picture, with_items_due(own), PersonReading(request.user))
    context = {
        "minister": body,
        "after": choices.picture.ministers.get(body.succeeded_by or ""),
        "others": rows_of(choices, others),
        "asked": asked_about(choices, actions, request.user),
        "left": choices.left_among(choices.picture.left.with_minister(key)),
        "paid_of_planned": sentences.paid_of_planned_words(paid_of_planned(own, choices.moment.reckoned_on)),
        "unknown_figures": unknown_figures_in_words(own, choices.picture.organisations),
        "budget_url": choices.url("budget", minister=key),
        "due": due_of(choices, own, words, "lead"),
        **_counted(choices, own, minister=key),
    }
    return render(request, "actions/minister.html", context)


@require_safe
def organisation(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """The actions that the organisation leads, and those that it promotes or partners in without leading."""
    choices = choices_of(request, plan_or_404(request, plan_code), "organisation")
    picture = choices.picture
    if key not in picture.organisations:
        raise Http404
    body = picture.organisations[key]
    actions = picture.actions.with_organisation(key)
    context = {
        "organisation": body,
        "after": picture.organisations.get(body.succeeded_by or ""),
        "policy_area": picture.policy_areas.get(body.policy_area or ""),
        "others": rows_of(choices, actions.where(lambda action: action.lead != key)),
        "left": choices.left_among(picture.left.with_organisation(key)),
        **_counted(choices, actions.led_by(key), organisation=key),
    }
    return render(request, "actions/organisation.html", context)


def _counted(choices: Choices, actions: Actions, **filters: Any) -> dict[str, Any]:
    """What the three pages share: the rows that count, and their distribution with lists of equal length."""
    return {
        "plan": choices.plan,
        "choices": choices,
        "rows": rows_of(choices, actions),
        "segments": status_of(choices, actions, **filters),
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
    }
