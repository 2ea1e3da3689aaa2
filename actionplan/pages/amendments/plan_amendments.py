"""The amendments of a plan: the list, as a file too; preparing one; one with what it makes of the plan; putting it in force, dropping it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.amendments.carrying_out import carry_out
from actionplan.amendments.item_words import names_of_bodies
from actionplan.amendments.workflow import (
    change_amendment,
    drop_amendment,
    prepare_amendment,
    version_of_amendment,
)
from actionplan.base.days import day_of
from actionplan.base.files import as_file, joined_name
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_or_404
from actionplan.pages.tokens import carried_out_once
from actions.models import Action, Amendment
from objectives.models import Plan

from .amendment_forms import AmendmentForm, ChooseActionForm, DecisionForm
from .amendment_read import (
    actions_in_plan,
    address_of_amendment,
    amendment_context,
    amendment_or_404,
    amendment_to_prepare,
    amendments_seen,
    as_table,
    breadcrumbs_of_amendment,
    list_context,
    no_longer_waits,
    plan_to_amend,
    rows_of,
)
from .read import as_sent_on


@require_safe
def amendments(request: PortalRequest, plan_code: str) -> HttpResponse:
    return render(request, "amendments/list.html", list_context(request, plan_or_404(request, plan_code)))


@require_safe
def amendments_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    plan = plan_or_404(request, plan_code)
    rows = rows_of(amendments_seen(request, plan), names_of_bodies())
    today = day_of(request.now)
    name = joined_name(["amendments", plan.code, f"known-{today}"], {}, ending)
    about = [(_("Plan"), plan.local_title), (_("As known on"), today)]
    return as_file(as_table(rows), name, title=plan.code, about=about)


# Preparing one, and changing its day and reason


@require_safe
def amendment_new(request: PortalRequest, plan_code: str) -> HttpResponse:
    """With `?code=3.12`, from an action's page: also which prepared amendment is to say something of that action."""
    plan = plan_to_amend(request, plan_code)
    initial = {
        "code": request.GET.get("code", ""),
        "effective_from": day_of(request.now),
    }
    return _new_page(request, plan, AmendmentForm(initial=initial))


def _new_page(request: PortalRequest, plan: Plan, form: AmendmentForm, **more: Any) -> HttpResponse:
    code = form["code"].value() or ""
    if code and not plan.actions.filter(code=code).exists():
        code = ""
    context = {
        "code": code,
        "prepared": Amendment.objects.of_plan(plan).prepared() if code else [],
        "save_url": reverse("amendment-prepare", args=[plan.code]),
        "back_url": reverse("amendments", args=[plan.code]),
        "breadcrumbs": [(_("Amendments"), reverse("amendments", args=[plan.code]))],
    }
    return _form_page(request, plan, form, context, **more)


@require_POST
def amendment_prepare(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan, form = plan_to_amend(request, plan_code), AmendmentForm(request.POST)
    if not form.is_valid():
        return _new_page(request, plan, form, status=400)
    said = form.cleaned_data

    def act() -> str:
        made = prepare_amendment(
            plan=plan,
            effective_from=said["effective_from"],
            reason=said["reason"],
            by=request.user,
            at=request.now,
        )
        if Action.objects.of_plan(plan, made.effective_from).filter(code=said["code"]).exists():
            return reverse("amended-action", args=[plan.code, made.number, said["code"]])
        return reverse("amendment", args=[plan.code, made.number])

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        return _new_page(request, plan, form, errors=[refusal.sentence], status=409)


@require_safe
def amendment_edit(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    if not amendment.is_prepared:
        return no_longer_waits(request, amendment)
    initial = {
        "opened_on": version_of_amendment(amendment),
        "effective_from": amendment.effective_from,
        "reason": amendment.reason,
    }
    return _edit_page(request, amendment, AmendmentForm(initial=initial))


def _edit_page(
    request: PortalRequest, amendment: Amendment, form: AmendmentForm, **more: Any
) -> HttpResponse:
    context = {
        "amendment": amendment,
        "save_url": reverse("amendment-save", args=[amendment.plan.code, amendment.number]),
        "back_url": address_of_amendment(amendment),
        "breadcrumbs": breadcrumbs_of_amendment(amendment),
    }
    return _form_page(request, amendment.plan, form, context, **more)


def _form_page(
    request: PortalRequest,
    plan: Plan,
    form: AmendmentForm,
    context: dict[str, Any],
    errors: Iterable[object] = (),
    status: int = 200,
) -> HttpResponse:
    context |= {"plan": plan, "form": form, "errors": errors}
    return render(request, "amendments/amendment_form.html", context, status=status)


@require_POST
def amendment_save(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    form = AmendmentForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, amendment, form, status=400)
    said = form.cleaned_data

    def act() -> str:
        change_amendment(
            amendment=amendment,
            effective_from=said["effective_from"],
            reason=said["reason"],
            opened_on=said["opened_on"],
            by=request.user,
            at=request.now,
        )
        return address_of_amendment(amendment)

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        again = amendment_to_prepare(request, plan_code, number)
        form = AmendmentForm(as_sent_on(request, version_of_amendment(again)))
        return _edit_page(request, again, form, errors=[refusal.sentence], status=409)


# One amendment


@require_safe
def amendment(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    return amendment_page(request, amendment_or_404(request, plan_code, number))


def amendment_page(
    request: PortalRequest,
    amendment: Amendment,
    *,
    choose_form: ChooseActionForm | None = None,
    errors: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The page; after a form of it could not be carried out, with what was typed into it."""
    context = amendment_context(request, amendment)
    context["errors"] = errors
    if choose_form:
        context["choose_form"] = choose_form
    if "decision_body" in request.POST and amendment.is_prepared:
        sent = request.POST.copy()
        if status == 409:  # what follows is shown anew: sending it again is a decision
            sent["mark"] = context["mark"]
        context["decision_form"] = DecisionForm(sent)
    return render(request, "amendments/amendment.html", context, status=status)


@require_safe
def amendment_choose(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    if not amendment.is_prepared:
        return no_longer_waits(request, amendment)
    form = ChooseActionForm(request.GET, actions=actions_in_plan(amendment))
    if not form.is_valid():
        return amendment_page(request, amendment, choose_form=form, status=400)
    return redirect("amended-action", plan_code, number, form.cleaned_data["code"])


@require_POST
def amendment_put_in_force(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return amendment_page(request, amendment, status=400)
    done = _("Amendment %(number)s is in force.") % {"number": amendment.number}
    mark = form.cleaned_data["mark"]
    return _acted(request, amendment, carry_out, done, decision=form.decision(), mark=mark)


@require_POST
def amendment_drop(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    done = _("Amendment %(number)s is dropped.") % {"number": amendment.number}
    return _acted(request, amendment, drop_amendment, done)


def _acted(
    request: PortalRequest, amendment: Amendment, operation: Callable[..., Any], done: str, **facts: Any
) -> HttpResponse:
    """Carry it out and show the amendment as it is then; refused, it is shown with the sentence and what was typed."""

    def act() -> str:
        operation(amendment=amendment, by=request.user, at=request.now, **facts)
        return address_of_amendment(amendment)

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        again = amendment_or_404(request, amendment.plan.code, amendment.number)
        return amendment_page(request, again, errors=(str(refusal.sentence),), status=409)
    messages.success(request, done)
    return redirect(result)
