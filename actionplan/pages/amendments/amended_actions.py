"""What an amendment is to make of an action: amended by a form, added, withdrawn, merged, or left as it is; and correcting one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import address_of_form, carries_on, mark_of, typed_for
from actionplan.amendments.correcting import correct_action
from actionplan.amendments.faults import known_in
from actionplan.amendments.item_words import (
    BodyNames,
    line_in_words,
    milestone_in_words,
    named_locally,
    names_of_bodies,
    title_of,
)
from actionplan.amendments.items import item_in_force, version_of
from actionplan.amendments.shape import Item
from actionplan.amendments.workflow import (
    amend_action,
    leave_action_as_it_is,
    merge_action,
    version_of_amended,
    withdraw_action,
)
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import carried_out_once
from actions.models import Action, AmendedAction, Amendment, Milestone
from objectives.models import Objective, Plan

from .amendment_forms import MergeForm
from .amendment_read import (
    actions_to_merge_into,
    address_of_amendment,
    amendment_to_prepare,
    breadcrumbs_of_amendment,
    no_longer_waits,
)
from .item_forms import (
    NEW_ACTION,
    ActionTextsForm,
    CorrectionForm,
    ItemForm,
    NewActionForm,
    PrintedTextsForm,
    initial_of,
)
from .read import MAY_AMEND, action_to_amend, address_today, as_sent_on


@dataclass(frozen=True)
class ActionInAmendment:
    """An action as an amendment finds it, and what the amendment says of it so far."""

    amendment: Amendment
    code: str
    before: Item | None
    """As in force on the day; None of an action that the amendment adds."""
    amended: AmendedAction | None
    """What the amendment says of it; None while that is nothing."""

    @property
    def shown(self) -> Item:
        """What the form shows: what the amendment makes of it, else what is in force."""
        after = self.amended.after if self.amended else None
        return after or self.before or NEW_ACTION

    @property
    def names(self) -> list[Any]:
        return [self.amendment.plan.code, self.amendment.number, self.code]


def action_in_amendment_or_404(
    request: PortalRequest, plan_code: str, number: int, code: str
) -> ActionInAmendment:
    amendment = amendment_to_prepare(request, plan_code, number)
    amended = amendment.actions.filter(code=code).first()
    before = amended.before if amended else None
    if amendment.is_prepared or amended is None:
        before = item_in_force(code, amendment.plan, amendment.effective_from) or before
    if amended is None and before is None:
        raise Http404
    return ActionInAmendment(amendment, code, before, amended)


def item_form(
    data: Any,
    main: ActionTextsForm,
    *,
    plan: Plan,
    before: Item | None,
    shown: Item,
    on: datetime.date,
) -> ItemForm:
    """The form on the item that is shown, or as it was sent."""
    names = names_of_bodies()
    keys = Milestone.objects.filter(action__plan=plan, action__code=shown.get("code", ""))
    return ItemForm(
        data,
        main,
        before=before,
        shown=shown,
        known=known_in(plan, on, before),
        names=names,
        on=on,
        taken_keys=set(keys.values_list("key", flat=True)),
    )


def form_context(
    request: PortalRequest, form: ItemForm, save_url: str, errors: Iterable[str]
) -> dict[str, Any]:
    """What the template of the form needs; a page that shows a bound form unasked has what was typed before a session ended."""
    return {
        "form": form,
        "main": form.main,
        "forms": form.all_forms(),
        "whose": mark_of(request.user),
        "typed_again": request.method == "GET" and form.main.is_bound,
        "save_url": save_url,
        "errors": [*errors, *form.errors],
    }


# An action that is in the plan, or that the amendment adds


def amended_form(found: ActionInAmendment, data: Any = None) -> ItemForm:
    """Of an action that the amendment adds, with the cells that no plan has printed."""
    kind = ActionTextsForm if found.before else PrintedTextsForm
    main = kind(data, initial=initial_of(found.shown, version_of(found.shown)))
    return item_form(
        data,
        main,
        plan=found.amendment.plan,
        before=found.before,
        shown=found.shown,
        on=found.amendment.effective_from,
    )


def merge_form_of(found: ActionInAmendment, names: BodyNames, data: Any = None) -> MergeForm:
    item = found.before or NEW_ACTION
    is_merged = bool(found.amended and found.amended.merged_into)
    lines = [] if is_merged else item["budget"]["lines"]
    milestones = [] if is_merged else item["milestones"]
    return MergeForm(
        data,
        actions=actions_to_merge_into(found.amendment, found.code),
        lines=[(place, line_in_words(named_locally(line), names)) for place, line in enumerate(lines, 1)],
        milestones=[(one["key"], milestone_in_words(named_locally(one, "title"))) for one in milestones],
    )


@require_safe
def amended_action(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    found, typed = action_in_amendment_or_404(request, plan_code, number, code), typed_for(request)
    if not found.amendment.is_prepared and typed is None:
        return no_longer_waits(request, found.amendment)
    return _action_page(request, found, amended_form(found, typed))


def _action_page(
    request: PortalRequest,
    found: ActionInAmendment,
    form: ItemForm | None = None,
    merge_form: MergeForm | None = None,
    errors: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    amendment = found.amendment
    form = form or amended_form(found)
    context = {
        "plan": amendment.plan,
        "amendment": amendment,
        "found": found,
        "said": version_of_amended(found.amended),
        "title": title_of(found.before or found.shown),
        **form_context(request, form, reverse("amended-action-amend", args=found.names), errors),
        "forms": [*form.all_forms(), *([merge_form] if merge_form else [])],
        "merge_form": merge_form or merge_form_of(found, form.names),
        "breadcrumbs": breadcrumbs_of_amendment(amendment),
    }
    return render(request, "amendments/amended_action.html", context, status=status)


@carries_on(address_of_form("amended-action"))
@require_POST
def amended_action_amend(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    found = action_in_amendment_or_404(request, plan_code, number, code)
    form = amended_form(found, request.POST)
    if not form.is_valid():
        return _action_page(request, found, form, status=400)

    def act() -> str:
        amend_action(
            amendment=found.amendment,
            after=form.item(),
            opened_on=form.main.cleaned_data["opened_on"],
            lines_from=form.lines_from(),
            by=request.user,
            at=request.now,
        )
        return address_of_amendment(found.amendment)

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        found = action_in_amendment_or_404(request, plan_code, number, code)
        again = amended_form(found, as_sent_on(request, version_of(found.shown)))
        return _action_page(request, found, again, errors=(str(refusal.sentence),), status=409)


@require_POST
def amended_action_withdraw(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    found = action_in_amendment_or_404(request, plan_code, number, code)
    return _acted(request, found, withdraw_action)


@require_POST
def amended_action_leave(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    found = action_in_amendment_or_404(request, plan_code, number, code)
    return _acted(request, found, leave_action_as_it_is)


@require_POST
def amended_action_merge(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    found = action_in_amendment_or_404(request, plan_code, number, code)
    form = merge_form_of(found, names_of_bodies(), request.POST)
    if not form.is_valid():
        return _action_page(request, found, merge_form=form, status=400)
    return _acted(request, found, merge_action, into=form.cleaned_data["into"], along=form.along())


def _acted(
    request: PortalRequest, found: ActionInAmendment, operation: Callable[..., Any], **facts: Any
) -> HttpResponse:
    def act() -> str:
        operation(
            amendment=found.amendment,
            code=found.code,
            opened_on=request.POST.get("said", ""),
            by=request.user,
            at=request.now,
            **facts,
        )
        return address_of_amendment(found.amendment)

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        found = action_in_amendment_or_404(request, *found.names)
        return _action_page(request, found, errors=(str(refusal.sentence),), status=409)


# An action that is not in the plan yet


def new_form(amendment: Amendment, data: Any = None) -> ItemForm:
    plan = amendment.plan
    taken = {*plan.actions.values_list("code", flat=True), *amendment.actions.values_list("code", flat=True)}
    objectives = list(Objective.objects.filter(plan=plan).order_by("number").prefetch_related("themes"))
    main = NewActionForm(data, objectives=objectives, taken=taken, initial=initial_of(NEW_ACTION, ""))
    return item_form(data, main, plan=plan, before=None, shown=NEW_ACTION, on=amendment.effective_from)


@require_safe
def amended_action_new(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment, typed = amendment_to_prepare(request, plan_code, number), typed_for(request)
    if not amendment.is_prepared and typed is None:
        return no_longer_waits(request, amendment)
    return _new_page(request, amendment, new_form(amendment, typed))


def _new_page(
    request: PortalRequest,
    amendment: Amendment,
    form: ItemForm,
    errors: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    save_url = reverse("amended-action-add", args=[amendment.plan.code, amendment.number])
    context = {
        "plan": amendment.plan,
        "amendment": amendment,
        **form_context(request, form, save_url, errors),
        "breadcrumbs": breadcrumbs_of_amendment(amendment),
    }
    return render(request, "amendments/new_action.html", context, status=status)


@carries_on(address_of_form("amended-action-new"))
@require_POST
def amended_action_add(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    form = new_form(amendment, request.POST)
    if not form.is_valid():
        return _new_page(request, amendment, form, status=400)

    def act() -> str:
        amend_action(amendment=amendment, after=form.item(), opened_on="", by=request.user, at=request.now)
        return address_of_amendment(amendment)

    try:
        return redirect(carried_out_once(request, act))
    except Refused as refusal:
        again = new_form(amendment, as_sent_on(request, ""))
        return _new_page(request, amendment, again, (str(refusal.sentence),), status=409)


# Correcting what stands in the plan


def correction_form(action: Action, on: datetime.date, data: Any = None) -> ItemForm:
    """On the action as in force on the day."""
    item = item_in_force(action, action.plan, on)
    if item is None:
        raise Http404
    main = CorrectionForm(data, initial=initial_of(item, version_of(item)))
    return item_form(data, main, plan=action.plan, before=item, shown=item, on=on)


@require_safe
def correct(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    form = correction_form(action, day_of(request.now), typed_for(request))
    return _correct_page(request, action, form)


def _correct_page(
    request: PortalRequest, action: Action, form: ItemForm, errors: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    save_url = reverse("correct-save", args=[action.plan.code, action.code])
    context = about_action(action) | form_context(request, form, save_url, errors)
    return render(request, "amendments/correct.html", context, status=status)


@carries_on(address_of_form("correct"))
@require_POST
def correct_save(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    form = correction_form(action, day_of(request.now), request.POST)
    if not form.is_valid():
        return _correct_page(request, action, form, status=400)

    def act() -> str:
        correct_action(
            action=action,
            after=form.item(),
            reason=form.main.cleaned_data["reason"],
            opened_on=form.main.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )
        return address_today(request, action)

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        now = correction_form(action, day_of(request.now)).main.initial["opened_on"]
        again = correction_form(action, day_of(request.now), as_sent_on(request, now))
        return _correct_page(request, action, again, (str(refusal.sentence),), status=409)
    messages.success(request, _("The action is corrected."))
    return redirect(result)
