"""A plan as a printed table: its file, what the portal reads in it, and confirming that part by part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import address_of_form, carries_on, mark_of, typed_for
from actionplan.amendments.shape import Faulty
from actionplan.base.days import day_of
from actionplan.base.files import WORKBOOK, handed_over
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.getters import refuse_unless
from actionplan.pages.plans.importing import kept_upload
from actionplan.pages.plans.read import is_still_there
from actionplan.pages.tokens import carried_out_once
from actionplan.plan_document.models import PrintedPlan
from actionplan.plan_document.printed.short_workbook import short_workbook
from actionplan.plan_document.printed.workflow import (
    confirm_surely_read,
    keep_as_file,
    keep_printed_plan,
    known_bodies,
    save_bodies,
    save_cells,
    save_facts,
)

from .forms import (
    NewBodiesForm,
    PrintedCellsForm,
    PrintedFactsForm,
    PrintedFileForm,
    ReadingForm,
    bodies_at_first,
    facts_at_first,
)
from .read import (
    PrintedAction,
    breadcrumbs_of_printed,
    differences,
    next_address,
    overview_context,
    printed_action_of,
    printed_or_404,
)


@require_safe
def printed_plans(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return _upload_page(request, PrintedFileForm())


def _upload_page(
    request: PortalRequest, form: PrintedFileForm, faults: list[Any] | None = None, status: int = 200
) -> HttpResponse:
    rows = PrintedPlan.objects.select_related("uploaded_by", "file").only(
        "name", "uploaded_at", "uploaded_by", "file__name", "file__committed_at"
    )
    context = {
        "form": form,
        "faults": faults or [],
        "rows": rows[:20],
        "breadcrumbs": breadcrumbs_of_printed(),
    }
    return render(request, "plans/printed/list.html", context, status=status)


@require_safe
def printed_plan_template(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    return handed_over(short_workbook(), "short-workbook.xlsx", WORKBOOK)


@require_POST
def printed_plan_upload(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.import")
    form = PrintedFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    return kept_upload(request, form, keep_printed_plan, "printed-plan", _upload_page)


@require_safe
def printed_plan(request: PortalRequest, pk: int) -> HttpResponse:
    return _overview_page(request, printed_or_404(request, pk))


def _overview_page(
    request: PortalRequest, printed: PrintedPlan, status: int = 200, **more: Any
) -> HttpResponse:
    context = overview_context(printed) | more
    return render(request, "plans/printed/overview.html", context, status=status)


@require_safe
def printed_plan_download(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    return handed_over(bytes(printed.content), f"printed-plan-{pk}.xlsx", WORKBOOK)


@require_POST
def printed_plan_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    done: list[int] = []

    def act() -> str:
        done.append(confirm_surely_read(printed=printed, by=request.user, at=request.now))
        return reverse("printed-plan", args=[pk])

    try:
        result = carried_out_once(request, act)
    except ChangedMeanwhile as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("printed-plans")
    for count in done:
        said = ngettext("%(count)s action is confirmed.", "%(count)s actions are confirmed.", count)
        messages.success(request, said % {"count": count})
    return redirect(result)


@require_POST
def printed_plan_finish(request: PortalRequest, pk: int) -> HttpResponse:
    """A file with a plan, of which the import says what it would change."""
    printed = printed_or_404(request, pk)

    def act() -> str:
        file = keep_as_file(printed=printed, by=request.user, at=request.now)
        return reverse("plan-file", args=[file.pk])

    try:
        return redirect(carried_out_once(request, act))
    except Faulty as refused:
        return _overview_page(request, printed, 409, faults=refused.faults)
    except Refused as refused:
        return _overview_page(request, printed, 409, errors=[refused.sentence])


@require_safe
def printed_plan_facts(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    form = PrintedFactsForm(typed_for(request), printed=printed, initial=facts_at_first(printed))
    return _form_page(request, "facts", printed, form)


def _form_page(
    request: PortalRequest, name: str, printed: PrintedPlan, form: ReadingForm, status: int = 200, **more: Any
) -> HttpResponse:
    """A page that shows a bound form unasked has what was typed before a session ended."""
    context = {
        "printed_plan": printed,
        "form": form,
        "breadcrumbs": breadcrumbs_of_printed(printed),
        "whose": mark_of(request.user),
        "typed_again": request.method == "GET" and form.is_bound,
        **more,
    }
    return render(request, f"plans/printed/{name}.html", context, status=status)


@carries_on(address_of_form("printed-plan-facts"))
@require_POST
def printed_plan_facts_save(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    form = PrintedFactsForm(request.POST, printed=printed)
    if not form.is_valid():
        return _form_page(request, "facts", printed, form, 400)
    return _saved(
        request, "facts", printed, form, save_facts, lambda: facts_at_first(printed), facts=form.facts()
    )


def _saved(
    request: PortalRequest,
    name: str,
    printed: PrintedPlan,
    form: ReadingForm,
    operation: Callable[..., None],
    at_first: Callable[[], dict[str, Any]],
    more: Callable[[], dict[str, Any]] = dict,
    **facts: Any,
) -> HttpResponse:
    """On to the plan, or its next action; where somebody else saved in between, the form once more, with what was typed beside
    what is saved now.

    `at_first` answers with what the form opens with by then, and `more` with what else the page shows.
    """

    def act() -> str:
        mark = form.cleaned_data["mark"]
        operation(printed=printed, mark=mark, by=request.user, at=request.now, **facts)
        printed.refresh_from_db()
        return next_address(printed) if name == "action" else reverse("printed-plan", args=[printed.pk])

    try:
        result = carried_out_once(request, act)
    except ChangedMeanwhile as refusal:
        if not is_still_there(request, printed, refusal):
            return redirect("printed-plans")
        saved = at_first()
        form.data = request.POST.copy()
        form.data["mark"] = saved["mark"]
        shown = {"refusal": refusal.sentence, "differences": differences(form, saved), **more()}
        return _form_page(request, name, printed, form, 409, **shown)
    messages.success(request, _("Saved."))
    return redirect(result)


@require_safe
def printed_plan_bodies(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    bodies = known_bodies(day_of(request.now))
    form = NewBodiesForm(typed_for(request), printed=printed, bodies=bodies, initial=bodies_at_first(printed))
    return _form_page(request, "bodies", printed, form)


@carries_on(address_of_form("printed-plan-bodies"))
@require_POST
def printed_plan_bodies_save(request: PortalRequest, pk: int) -> HttpResponse:
    printed = printed_or_404(request, pk)
    form = NewBodiesForm(request.POST, printed=printed, bodies=known_bodies(day_of(request.now)))
    if not form.is_valid():
        return _form_page(request, "bodies", printed, form, 400)
    return _saved(
        request, "bodies", printed, form, save_bodies, lambda: bodies_at_first(printed), bodies=form.answers()
    )


@require_safe
def printed_action(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    action = _action_or_404(request, pk, code)
    form = PrintedCellsForm(typed_for(request), bodies=action.bodies, initial=action.initial())
    return _form_page(request, "action", action.printed, form, **_about(action, form))


def _action_or_404(request: PortalRequest, pk: int, code: str) -> PrintedAction:
    action = printed_action_of(request, pk, code)
    if action is None:
        raise Http404
    return action


def _about(action: PrintedAction, form: PrintedCellsForm) -> dict[str, Any]:
    language = action.printed.answers["facts"].get("language", "")
    return {"action": action, "cells": action.cells(form), "language": language}


@carries_on(address_of_form("printed-action"))
@require_POST
def printed_action_save(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    action = _action_or_404(request, pk, code)
    printed, form = action.printed, PrintedCellsForm(request.POST, bodies=action.bodies)
    if not form.is_valid():
        return _form_page(request, "action", printed, form, 400, **_about(action, form))
    more = partial(_about, action, form)
    confirmed = {"code": code, "title": form.cleaned_data["title"], "cells": form.items}
    return _saved(request, "action", printed, form, save_cells, action.initial, more, **confirmed)
