"""The pages on which an amendment amends, adds, withdraws or merges an action, or leaves it as it is; and correcting an
action."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionplan.accounts.portal_request import PortalRequest
from actionplan.amendments.correcting import correct_action
from actionplan.amendments.planned_years import spreads_in_force
from actionplan.amendments.preparing import (
    amend_action,
    leave_action_unchanged,
    merge_action,
    version_of_amended,
    withdraw_action,
)
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.getters import about_action
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to, typed_to
from actionplan.planned.action_faults import known_references
from actionplan.planned.document import PlannedAction
from actionplan.planned.from_rows import action_in_force, places_in_force, version_of
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import (
    BodyNames,
    indicator_in_words,
    line_in_words,
    milestone_in_words,
    named_locally,
    names_of_bodies,
    title_of,
)
from actions.models import Action, AmendedAction, Amendment, Indicator, Milestone
from objectives.models import Objective, Plan

from .amendment_forms import MergeForm, OpenedForm
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
    AmendedTextsForm,
    CorrectionForm,
    ItemForm,
    NewActionForm,
    PrintedTextsForm,
    initial_of,
)
from .read import MAY_AMEND, action_to_amend, address_today


@dataclass(frozen=True)
class ActionInAmendment:
    """An action in force on the day of an amendment, and what the amendment makes of it so far."""

    amendment: Amendment
    code: str
    before: PlannedAction | None
    """The action in force on the day; None if the amendment adds it."""
    amended: AmendedAction | None
    """What the amendment makes of it; None if it leaves it as it is."""

    @property
    def shown(self) -> PlannedAction:
        """What the form shows: what the amendment makes of it, else what is in force."""
        after = read_kept(self.amended.after) if self.amended else None
        return after or self.before or NEW_ACTION

    @property
    def names(self) -> list[Any]:
        return [self.amendment.plan.code, self.amendment.number, self.code]


def action_in_amendment_or_404(
    request: PortalRequest, plan_code: str, number: int, code: str
) -> ActionInAmendment:
    amendment = amendment_to_prepare(request, plan_code, number)
    amended = amendment.actions.filter(code=code).first()
    before = read_kept(amended.before) if amended else None
    if amendment.is_prepared or amended is None:
        before = action_in_force(code, amendment.plan, amendment.effective_from) or before
    if amended is None and before is None:
        raise Http404
    return ActionInAmendment(amendment, code, before, amended)


def item_form(
    data: Any,
    main: ActionTextsForm,
    *,
    plan: Plan,
    before: PlannedAction | None,
    shown: PlannedAction,
    on: datetime.date,
    amendment: Amendment | None = None,
    amended: AmendedAction | None = None,
) -> ItemForm:
    """The form on what is shown, or on what was sent."""
    names = names_of_bodies()
    shown_places = amended.line_places if amended and amended.after else None
    of_action = {"action__plan": plan, "action__code": shown.code}
    return ItemForm(
        data,
        main,
        before=before,
        shown=shown,
        known=known_references(plan, on, before),
        names=names,
        on=on,
        taken_keys={
            "milestones": set(Milestone.objects.filter(**of_action).values_list("key", flat=True)),
            "indicators": set(Indicator.objects.filter(**of_action).values_list("key", flat=True)),
        },
        amendment=amendment,
        amended=amended,
        planned_now=planned_per_year(before, plan, on, shown_places) if before else (),
    )


def planned_per_year(
    action: PlannedAction, plan: Plan, on: datetime.date, shown_places: Sequence[int] | None
) -> list[str]:
    """In words what is planned for the years of each budget line in force, where its lead spread it or the plan states it.

    `shown_places` are the places of the lines on the page; None for those in force.
    """
    places = places_in_force(plan, [action.code], on).get(action.code, [])
    spreads = spreads_in_force(plan, [action.code], on).get(action.code, {})
    stated = {place: line.years for place, line in zip(places, action.lines, strict=False)}
    words = []
    for place in places if shown_places is None else shown_places:
        years = spreads.get(place) or {each.year: each.amount for each in stated.get(place, ())}
        said = _("Planned per year now, as the lead spread it: %(years)s")
        if place not in spreads:
            said = _("Planned per year now, as the plan states it: %(years)s")
        amounts = "; ".join(f"{year}: {formatting.euro(amount)}" for year, amount in sorted(years.items()))
        words.append(said % {"years": amounts} if years else "")
    return words


def form_context(form: ItemForm, save_url: str) -> dict[str, Any]:
    return {
        "form": form,
        "main": form.main,
        "forms": form.all_forms(),
        "save_url": save_url,
        "errors": form.errors,
    }


# An action in the plan, or added by the amendment


def amended_form(subject: ActionInAmendment, data: Any = None) -> ItemForm:
    """The form of an action; one added by the amendment also has the printed cells."""
    initial, year = (
        initial_of(subject.shown, version_of(subject.shown)),
        subject.amendment.effective_from.year,
    )
    main: ActionTextsForm = PrintedTextsForm(data, initial=initial)
    if subject.before:
        initial["lead"] = subject.shown.led_by or ""
        initial["first_year"] = max((subject.amended and subject.amended.first_year) or year, year)
        main = AmendedTextsForm(data, initial=initial, year_of_effect=year)
    return item_form(
        data,
        main,
        plan=subject.amendment.plan,
        before=subject.before,
        shown=subject.shown,
        on=subject.amendment.effective_from,
        amendment=subject.amendment,
        amended=subject.amended,
    )


def merge_form_of(subject: ActionInAmendment, names: BodyNames, data: Any = None) -> MergeForm:
    is_merged = bool(subject.amended and subject.amended.merged_into)
    merged = NEW_ACTION if is_merged else subject.before or NEW_ACTION
    return MergeForm(
        data,
        initial={"opened_on": version_of_amended(subject.amended)},
        actions=actions_to_merge_into(subject.amendment, subject.code),
        lines=[
            (place, line_in_words(named_locally(line), names)) for place, line in enumerate(merged.lines, 1)
        ],
        milestones=[(row.key, milestone_in_words(named_locally(row))) for row in merged.milestones],
        indicators=[(row.key, indicator_in_words(named_locally(row), names)) for row in merged.indicators],
    )


@form_page
def amended_action(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    subject = action_in_amendment_or_404(request, plan_code, number, code)
    sent = sent_to(request)
    if not subject.amendment.is_prepared and sent is None:
        return no_longer_waits(request, subject.amendment)
    form = amended_form(subject, sent)

    def act() -> None:
        amend_action(
            amendment=subject.amendment,
            after=form.action(),
            opened_on=form.main.cleaned_data["opened_on"],
            lines_from=form.lines_from(),
            first_year=form.first_year(),
            by=request.user,
            at=request.now,
        )

    return _acted(request, subject, act, form)


def action_context(
    request: PortalRequest,
    subject: ActionInAmendment,
    form: ItemForm | None = None,
    merge_form: MergeForm | None = None,
) -> dict[str, Any]:
    amendment = subject.amendment
    form = form or amended_form(subject, typed_to(request, "amended-action", *subject.names))
    merged = typed_to(request, "amended-action-merge", *subject.names)
    return {
        "plan": amendment.plan,
        "amendment": amendment,
        "subject": subject,
        "version": version_of_amended(subject.amended),
        "title": title_of(subject.before or subject.shown),
        **form_context(form, reverse("amended-action", args=subject.names)),
        "forms": [*form.all_forms(), *([merge_form] if merge_form else [])],
        "merge_form": merge_form or merge_form_of(subject, form.names, merged),
        "breadcrumbs": breadcrumbs_of_amendment(amendment),
    }


def _acted(
    request: PortalRequest,
    subject: ActionInAmendment,
    act: Callable[[], Any],
    form: ItemForm | None = None,
    act_form: OpenedForm | None = None,
) -> HttpResponse:
    """`form` is the main form if that was sent; after a refusal, what was typed is shown on what is there now."""
    merge_form = act_form if isinstance(act_form, MergeForm) else None

    def again() -> None:
        nonlocal subject, form, merge_form
        subject, merge_form = action_in_amendment_or_404(request, *subject.names), None
        form = form and amended_form(subject, request.POST)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        if form is None:
            return {}
        now = as_sent_on(request, version_of(subject.shown))
        context = action_context(request, subject, amended_form(subject, now))
        return context | {"errors": [refusal.sentence]}

    return acted(
        request,
        "amendments/amended_action.html",
        lambda: action_context(request, subject, form, merge_form),
        act,
        to=address_of_amendment(subject.amendment),
        form=form or act_form,
        again=again,
        conflict=conflict,
    )


@require_POST
def amended_action_withdraw(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    subject = action_in_amendment_or_404(request, plan_code, number, code)
    return _acted_on(request, subject, withdraw_action, OpenedForm(request.POST))


@require_POST
def amended_action_leave(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    subject = action_in_amendment_or_404(request, plan_code, number, code)
    return _acted_on(request, subject, leave_action_unchanged, OpenedForm(request.POST))


@require_POST
def amended_action_merge(request: PortalRequest, plan_code: str, number: int, code: str) -> HttpResponse:
    subject = action_in_amendment_or_404(request, plan_code, number, code)
    form = merge_form_of(subject, names_of_bodies(), request.POST)

    def facts() -> dict[str, Any]:
        return {"into": form.cleaned_data["into"], "carried_over": form.carried_over()}

    return _acted_on(request, subject, merge_action, form, facts)


def _acted_on(
    request: PortalRequest,
    subject: ActionInAmendment,
    operation: Callable[..., Any],
    form: OpenedForm,
    facts: Callable[[], dict[str, Any]] = dict,
) -> HttpResponse:
    def act() -> None:
        operation(
            amendment=subject.amendment,
            code=subject.code,
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
            **facts(),
        )

    return _acted(request, subject, act, act_form=form)


# A new action


def new_form(amendment: Amendment, data: Any = None) -> ItemForm:
    plan = amendment.plan
    taken = {*plan.actions.values_list("code", flat=True), *amendment.actions.values_list("code", flat=True)}
    objectives = list(Objective.objects.filter(plan=plan).order_by("number").prefetch_related("themes"))
    main = NewActionForm(data, objectives=objectives, taken=taken, initial=initial_of(NEW_ACTION, ""))
    on = amendment.effective_from
    return item_form(data, main, plan=plan, before=None, shown=NEW_ACTION, on=on, amendment=amendment)


@form_page
def amended_action_new(request: PortalRequest, plan_code: str, number: int) -> HttpResponse:
    amendment = amendment_to_prepare(request, plan_code, number)
    sent = sent_to(request)
    if not amendment.is_prepared and sent is None:
        return no_longer_waits(request, amendment)
    form = new_form(amendment, sent)
    here = reverse("amended-action-new", args=[plan_code, number])

    def act() -> None:
        amend_action(amendment=amendment, after=form.action(), opened_on="", by=request.user, at=request.now)

    return acted(
        request,
        "amendments/new_action.html",
        lambda: {
            "plan": amendment.plan,
            "amendment": amendment,
            **form_context(form, here),
            "breadcrumbs": breadcrumbs_of_amendment(amendment),
        },
        act,
        to=address_of_amendment(amendment),
        form=form,
    )


# Correcting an action


def correction_form(action: Action, on: datetime.date, data: Any = None) -> ItemForm:
    """The form on the action as in force on the day."""
    now = action_in_force(action, action.plan, on)
    if now is None:
        raise Http404
    main = CorrectionForm(data, initial=initial_of(now, version_of(now)))
    return item_form(data, main, plan=action.plan, before=now, shown=now, on=on)


@form_page
def correct(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action, today = action_to_amend(request, plan_code, code, MAY_AMEND), day_of(request.now)
    form = correction_form(action, today, sent_to(request))
    here = reverse("correct", args=[plan_code, code])

    def act() -> None:
        correct_action(
            action=action,
            after=form.action(),
            reason=form.main.cleaned_data["reason"],
            opened_on=form.main.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        now = as_sent_on(request, correction_form(action, today).main.initial["opened_on"])
        context = form_context(correction_form(action, today, now), here)
        return context | {"errors": [refusal.sentence]}

    return acted(
        request,
        "amendments/correct.html",
        lambda: about_action(action) | form_context(form, here),
        act,
        to=address_today(request, action),
        form=form,
        done=_("The action is corrected."),
        conflict=conflict,
    )
