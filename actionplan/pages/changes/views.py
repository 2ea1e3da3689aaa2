"""What changed: between two days or closed rounds, as page and file, and as a history of one action."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.files import file_name_of
from actionplan.pages.choices import choices_of
from actionplan.pages.files import file_of
from actionplan.pages.getters import action_or_404, page_of, plan_or_404

from .changes_of_action import history_of_changes
from .meaning import meanings_of, money_of
from .read import as_table, comparison_of, counts_of, moves_of, narrowed_words, rows_of_actions, spoken_of

CHANGED_ACTIONS_PER_PAGE = 50
ENTRIES_PER_PAGE = 20


@require_safe
def changes(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    compared = comparison_of(request, plan)
    page = page_of(request, compared.listed, CHANGED_ACTIONS_PER_PAGE)
    narrowed = narrowed_words(compared) or compared.complaint
    spoken = spoken_of(compared.sides, page.object_list if narrowed else compared.differences)
    context = {
        "plan": plan,
        "choices": compared.choices,
        "compared": compared,
        "form": compared.sides.form,
        "counts": counts_of(compared),
        "moves": moves_of(compared),
        "narrowed": narrowed,
        "meanings": [] if narrowed else meanings_of(compared, spoken, request.user),
        "money": None if narrowed else money_of(compared),
        "is_open": request.GET.get("open") == "on" or len(page.object_list) == 1,
        "page_obj": page,
        "actions": rows_of_actions(compared, page.object_list, request.user, spoken),
    }
    return render(request, "changes/page.html", context)


@require_safe
def changes_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """Every change that the address asks for."""
    compared = comparison_of(request, plan_or_404(request, plan_code))
    sides, choices = compared.sides, compared.choices
    to = sides.after.value or choices.moment.plan_day.isoformat()
    parts = ["changes", choices.plan.code, sides.before.value, to, choices.basis]
    name = file_name_of(parts, {**choices.scope.query, **compared.narrowed}, ending)
    rows = rows_of_actions(compared, compared.listed, request.user)
    wrong = [str(sentence) for errors in sides.form.errors.values() for sentence in errors]
    about = [(_("Compared with"), sides.before.label)]
    if words := narrowed_words(compared):
        about.append((_("Which actions"), words))
    complaint = " ".join([*wrong, compared.complaint]).strip()
    return file_of(choices, as_table(sides, rows), name, about, complaint)


@require_safe
def action_changes(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_or_404(request, plan_code, code)
    choices = choices_of(request, action.plan, "action-changes", action)
    entries = history_of_changes(choices, action, request.user)

    def link(page: str, *named: Any) -> str:
        return reverse(page, args=[plan_code, *named]) + choices.query_string

    context = {
        "plan": action.plan,
        "choices": choices,
        "action": action,
        "page_obj": page_of(request, entries, ENTRIES_PER_PAGE),
        "breadcrumbs": [
            (_("Actions"), link("action-list")),
            (str(action.objective), link("objective", action.objective.number)),
            (str(action), link("action", action.code)),
        ],
    }
    return render(request, "changes/action.html", context)
