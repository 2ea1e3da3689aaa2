"""What the pages of amendments show: those of a plan, one with what it makes of each action, those that made an action what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.amendments.amended_words import AmendedInWords, amended_in_words, decision_in_words
from actionplan.amendments.effects import effects_of
from actionplan.amendments.kept_effects import from_plain, kept
from actionplan.base.days import day_of
from actionplan.pages.getters import plan_for, plan_or_404
from actionplan.plan_document.plan_warnings import warnings_of_amendment
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import BodyNames, names_of_bodies, title_of
from actions.models import Action, Amendment
from objectives.models import Plan

from .amendment_forms import ChooseActionForm, DecisionForm
from .effects import EffectsInWords
from .read import MAY_AMEND, today_query_string


def amendments_seen(request: PortalRequest, plan: Plan) -> Any:
    """Those in force and, for who may amend, those that are prepared or dropped."""
    rows = Amendment.objects.of_plan(plan)
    return rows if request.user.has_perm(MAY_AMEND, plan) else rows.put_in_force()


def plan_to_amend(request: PortalRequest, code: str) -> Plan:
    return plan_for(request, code, MAY_AMEND)


def amendment_or_404(request: PortalRequest, plan_code: str, number: int) -> Amendment:
    plan = plan_or_404(request, plan_code)
    found = amendments_seen(request, plan).filter(number=number).first()
    if found is None:
        raise Http404
    found.plan = plan
    return found


def amendment_to_prepare(request: PortalRequest, plan_code: str, number: int) -> Amendment:
    """One that the person sees and may work on; whether it still waits, the view of a form and the operation ask."""
    amendment = amendment_or_404(request, plan_code, number)
    if not request.user.has_perm(MAY_AMEND, amendment.plan):
        raise PermissionDenied
    return amendment


def address_of_amendment(amendment: Amendment) -> str:
    return reverse("amendment", args=[amendment.plan.code, amendment.number])


def no_longer_waits(request: PortalRequest, amendment: Amendment) -> HttpResponse:
    """Instead of a form on one that is in force or dropped: its page, with the sentence."""
    messages.warning(request, _("This amendment no longer waits: nothing can be changed in it."))
    return redirect(address_of_amendment(amendment))


def breadcrumbs_of_amendment(amendment: Amendment) -> list[tuple[str, str]]:
    code = amendment.plan.code
    name = _("Amendment %(number)s") % {"number": amendment.number}
    return [(_("Amendments"), reverse("amendments", args=[code])), (name, address_of_amendment(amendment))]


@dataclass(frozen=True)
class AmendmentRow:
    amendment: Amendment
    actions: list[AmendedInWords]

    @property
    def decision(self) -> str:
        return decision_in_words(self.amendment)


def rows_of(amendments: Any, names: BodyNames) -> list[AmendmentRow]:
    """The latest number first. Two queries."""
    return [
        AmendmentRow(one, [amended_in_words(each, names) for each in one.actions.all()])
        for one in amendments.order_by("-number").prefetch_related("actions")
    ]


def list_context(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    rows = rows_of(amendments_seen(request, plan), names_of_bodies())
    return {
        "plan": plan,
        "in_force": [row for row in rows if row.amendment.is_put_in_force],
        "prepared": [row for row in rows if row.amendment.is_prepared],
        "dropped": [row for row in rows if row.amendment.is_dropped],
        "may_amend": request.user.has_perm(MAY_AMEND, plan) and not plan.is_in_preparation,
        "today": day_of(request.now),
    }


def as_table(rows: Iterable[AmendmentRow]) -> Iterator[list[Any]]:
    """A row for each action of each amendment, or one for an amendment that changes none yet."""
    yield [
        _("Amendment"),
        _("State"),
        _("In force from"),
        _("Code"),
        _("Action"),
        _("What"),
        _("Why"),
        _("Decided by"),
        _("Decided on"),
        _("Reference"),
        _("Without decision"),
        _("Prepared by"),
        _("Prepared on"),
        _("Put in force by"),
        _("Put in force on"),
    ]
    for row in rows:
        changes: list[AmendedInWords | None] = [*row.actions]
        for each in changes or [None]:
            yield _line_of(row.amendment, each)


def _line_of(one: Amendment, each: AmendedInWords | None) -> list[Any]:
    return [
        one.number,
        str(one.state.label),
        one.effective_from,
        each.amended.code if each else "",
        each.title.partition(" ")[2] if each else "",
        each.what if each else "",
        one.reason,
        one.decision_body,
        one.decided_on,
        one.decision_reference,
        _("yes") if one.is_without_decision else "",
        one.prepared_by_name,
        day_of(one.prepared_at),
        one.put_in_force_by_name,
        one.put_in_force_at and day_of(one.put_in_force_at),
    ]


def actions_in_plan(amendment: Amendment) -> list[tuple[str, str]]:
    """Those that are in the plan on the day of effect, in its order: the code of each, and what it is called."""
    on = amendment.effective_from
    rows = Action.objects.of_plan(amendment.plan, on).with_terms(on).order_by("order")
    return [(row.code, str(row)) for row in rows]


def actions_to_merge_into(amendment: Amendment, code: str) -> list[tuple[str, str]]:
    """The others that the plan has once the amendment is in force."""
    amended = {one.code: one for one in amendment.actions.all()}
    gone = {code, *(one.code for one in amended.values() if one.is_withdrawn)}
    new = [after for one in amended.values() if one.is_new and (after := read_kept(one.after))]
    added = [(action.code, title_of(action)) for action in new]
    return [one for one in [*actions_in_plan(amendment), *added] if one[0] not in gone]


def amendment_context(request: PortalRequest, amendment: Amendment) -> dict[str, Any]:
    """Of the page of one: what it makes of each action, what follows or followed and, while it waits, what may be done."""
    names, today = names_of_bodies(), day_of(request.now)
    context: dict[str, Any] = {
        "plan": amendment.plan,
        "amendment": amendment,
        "actions": [amended_in_words(one, names) for one in amendment.actions.all()],
        "decision": decision_in_words(amendment),
        "breadcrumbs": breadcrumbs_of_amendment(amendment)[:1],
        "today_query_string": today_query_string(request, amendment.plan),
        "may_amend": request.user.has_perm(MAY_AMEND, amendment.plan),
        "changed": [],
        "effects": None,
        "decision_form": None,
    }
    if amendment.effects is not None:
        context["effects"] = EffectsInWords(from_plain(amendment.effects), amendment, names)
    if not amendment.is_prepared:
        return context
    effects = effects_of(amendment, today)
    return context | {
        "effects": EffectsInWords(kept(effects), amendment, names),
        "warnings": warnings_of_amendment(amendment),
        "changed": [one.code for one in effects.actions if one.has_changed],
        "mark": effects.mark,
        "can_be_put_in_force": effects.can_be_put_in_force,
        "choose_form": ChooseActionForm(None, actions=actions_in_plan(amendment)),
        "decision_form": DecisionForm(initial={"mark": effects.mark}),
    }
