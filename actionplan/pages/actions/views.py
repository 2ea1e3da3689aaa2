"""The list of actions with its files; the pages of an objective, a minister, an organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.pages.choices import PART_LABELS, Choices, choices_of
from actionplan.pages.coming.read import coming_in
from actionplan.pages.context import validation_of_office
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import page_of, plan_or_404, unknown_words
from actionplan.pages.indicators import indicators_context
from actionplan.pages.overview.since import since_last_round, what_was_due
from actionplan.picture import sentences
from actionplan.picture.actions import Actions
from actionplan.picture.money import paid_of_planned
from actionplan.picture.unknown_figures import unknown_figures_in_words
from actionplan.reporting.models import Recommendation
from actionplan.reporting.states import QuestionState

from .columns import FILE_COLUMNS, SHORT_LIST, as_table, exported_rows
from .forms import LIST_PARAMETERS, ActionFilter
from .read import (
    SORTS,
    RowGroup,
    asked_of_minister,
    attention_in,
    by_objective,
    by_theme,
    exceptions_of,
    filters_in_words,
    left_of_list,
    listed,
    money_by_action,
    questions_for_office,
    rows_of,
    sort_of,
    wider_list,
)

ACTIONS_PER_PAGE = 50


@require_safe
def action_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    choices, chosen = _asked(request, plan_code)
    sort = sort_of(request.GET)
    actions, gone = listed(choices, chosen, sort)
    named = left_of_list(choices, chosen).where(lambda action: action not in gone)
    page = page_of(request, actions, ACTIONS_PER_PAGE)
    rows = rows_of(choices, page.object_list, request.user, reasons=sort == "worst")
    filters = filters_in_words(chosen, request.GET)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "plan": choices.plan,
        "choices": choices,
        "filter": chosen,
        "filters": filters,
        "is_whole": not filters and not chosen.complaint,
        "exceptions": exceptions_of(choices, chosen),
        "wider": wider_list(choices, chosen, request.GET),
        "sort": sort,
        "sorts": SORTS.items(),
        "reasons": sort == "worst",
        "kept": [*choices.time_query.items(), ("sort", sort)],
        "page_obj": page,
        "groups": by_objective(choices, rows) if sort == "code" else [RowGroup(None, rows)] if rows else [],
        "gone": [] if page.has_next() else rows_of(choices, gone, request.user, gone=True),
        "left": choices.left_among(named),
        "count": len(actions) + len(gone),
        "query": asked.urlencode(),
        "asked": [(name, value) for name, values in asked.lists() for value in values],
        "columns": [(name, head, name in SHORT_LIST) for name, (head, _cell) in FILE_COLUMNS.items()],
    }
    return render(request, "actions/list.html", context)


@require_safe
def action_list_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """Every row that the address asks for, one fact per column; the columns that it names, else all."""
    choices, chosen = _asked(request, plan_code, "column")
    columns = request.GET.getlist("column")
    rows = exported_rows(choices, *listed(choices, chosen, sort_of(request.GET)), request.user)
    narrowed, name = chosen.in_words(but=PART_LABELS), _file_name(choices, chosen, ending)
    unknown = unknown_words((_("Column"), column) for column in columns if column not in FILE_COLUMNS)
    return file_of(choices, as_table(rows, columns), name, narrowed, chosen.complaint or unknown)


def _asked(request: PortalRequest, plan_code: str, *names: str) -> tuple[Choices, ActionFilter]:
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "action-list", names=[*LIST_PARAMETERS, *names])
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
    choices = _narrowed(choices, "objective", str(number))
    context = {
        "objective": choices.picture.objectives[number],
        "groups": by_theme(choices, rows_of(choices, choices.actions, request.user)),
        "recommendations": Recommendation.objects.of_plan(plan)
        .at(choices.moment.known_at)
        .about_objective(number),
        **_counted(choices),
        **indicators_context(choices, choices.actions),
    }
    return render(request, "actions/objective.html", context)


@require_safe
def minister(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """First the actions that the minister coordinates, each counted once; then the minister's others."""
    choices = choices_of(request, plan_or_404(request, plan_code), "minister")
    picture = choices.picture
    if key not in picture.ministers:
        raise Http404
    choices = _narrowed(choices, "minister", key)
    body, own, user = picture.ministers[key], choices.actions, request.user
    others = picture.actions.with_minister(key).where(lambda action: action.minister != key)
    office = validation_of_office(request, choices.plan)
    answers_now = office and office.office == key and office.waits(choices.today)
    money, paid = money_by_action(choices, own), paid_of_planned(own, choices.moment.reckoned_on)
    questions = questions_for_office(choices, key, request)
    with_box = {one.thread.question.pk for one in questions}
    asked = [one for one in asked_of_minister(choices, key, user) if one.ask.ask.question not in with_box]
    unanswered = [one for one in asked if not one.ask.ask.is_answered]
    to_answer = [one for one in questions if one.thread.state == QuestionState.TO_ANSWER]
    context = {
        "minister": body,
        "after": picture.ministers.get(body.succeeded_by or ""),
        "validation": office.round if office and answers_now else None,
        "asked": unanswered,
        "questions": to_answer,
        "first_due": min((due for one in to_answer if (due := one.thread.question.due)), default=None),
        "answered": {
            "questions": [one for one in questions if one not in to_answer],
            "asked": [one for one in asked if one not in unanswered],
        },
        "is_to_answer": answers_now or bool(unanswered or to_answer),
        "is_of_office": key in rights_today(user, choices.plan).offices,
        **_trouble_first(choices, user),
        "others": rows_of(choices, others, user),
        "money": money,
        "most_money": max((max(row.sums.planned, row.sums.paid or 0) for row in money), default=0),
        "paid_of_planned": sentences.paid_of_planned_words(paid),
        "unknown_figures": unknown_figures_in_words(own, picture.organisations),
        "budget_url": choices.url("budget"),
        "since": since_last_round(choices) if own else None,
        "due": what_was_due(choices),
        "coming": coming_in(choices, user),
        **_counted(choices, picture.left.with_minister(key)),
    }
    return render(request, "actions/minister.html", context)


@require_safe
def organisation(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """The actions that the organisation leads, and those that it promotes or partners in without leading."""
    choices = choices_of(request, plan_or_404(request, plan_code), "organisation")
    picture = choices.picture
    if key not in picture.organisations:
        raise Http404
    choices, body = _narrowed(choices, "organisation", key), picture.organisations[key]
    others = picture.actions.with_organisation(key).where(lambda action: action.lead != key)
    context = {
        "organisation": body,
        "after": picture.organisations.get(body.succeeded_by or ""),
        "policy_area": picture.policy_areas.get(body.policy_area or ""),
        **_trouble_first(choices, request.user),
        "others": rows_of(choices, others, request.user),
        **_counted(choices, picture.left.with_organisation(key)),
    }
    return render(request, "actions/organisation.html", context)


def _narrowed(choices: Choices, part: str, value: str) -> Choices:
    """The choices of a page about one part of the plan, whatever part the address names."""
    return replace(choices, scope=replace(choices.scope, chosen={part: value}, also=False, complaint=""))


def _trouble_first(choices: Choices, user: User) -> dict[str, Any]:
    """The points of attention, worst first, with reasons; and the other actions."""
    calm = choices.actions.where(lambda action: not action.attention)
    return {
        "trouble": rows_of(choices, choices.actions.worst_first(), user, reasons=True),
        "calm": rows_of(choices, calm),
    }


def _counted(choices: Choices, left: Actions | None = None) -> dict[str, Any]:
    """What the three pages share; `left` are the actions that left the plan, else those of the part."""
    return {
        "plan": choices.plan,
        "choices": choices,
        "attention": attention_in(choices),
        "left": choices.left if left is None else choices.left_among(left),
        "breadcrumbs": [
            (_("Overview"), reverse("overview", args=[choices.plan.code]) + choices.query_string)
        ],
    }
