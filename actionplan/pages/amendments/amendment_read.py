"""What the pages of amendments show: those of a plan, an amendment with its actions, and those that amended an action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.amendments.amended_words import AmendedInWords, amended_in_words, decision_in_words
from actionplan.amendments.effects import from_plain, preview_of
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.formatting import short_day
from actionplan.pages.getters import plan_for, plan_or_404, refuse_unless
from actionplan.pages.tokens import typed_to
from actionplan.plan_document.plan_warnings import warnings_of_amendment
from actionplan.planned.json_form import read_kept
from actionplan.planned.words import BodyNames, names_of_bodies, title_of
from actionplan.reporting.models import Request, Round
from actionplan.reporting.states import RoundState
from actions.models import Action, AmendedAction, Amendment
from objectives.models import Plan

from .amendment_effects import AmendmentEffectsInWords
from .amendment_forms import ChooseActionForm, DecisionForm
from .read import MAY_AMEND, today_query_string


def amendments_seen(request: PortalRequest, plan: Plan) -> Any:
    """Amendments in force and, for people who may amend, those prepared or dropped."""
    rows = Amendment.objects.of_plan(plan)
    return rows if request.user.has_perm(MAY_AMEND, plan) else rows.put_in_force()


def plan_to_amend(request: PortalRequest, code: str) -> Plan:
    return plan_for(request, code, MAY_AMEND)


def amendment_or_404(request: PortalRequest, plan_code: str, number: int) -> Amendment:
    plan = plan_or_404(request, plan_code)
    amendment = amendments_seen(request, plan).filter(number=number).first()
    if amendment is None:
        raise Http404
    amendment.plan = plan
    return amendment


def amendment_to_prepare(request: PortalRequest, plan_code: str, number: int) -> Amendment:
    """An amendment that the person may work on; the view and the operation check whether it is still prepared."""
    amendment = amendment_or_404(request, plan_code, number)
    refuse_unless(request, MAY_AMEND, amendment.plan)
    return amendment


def address_of_amendment(amendment: Amendment) -> str:
    return reverse("amendment", args=[amendment.plan.code, amendment.number])


def no_longer_waits(request: PortalRequest, amendment: Amendment) -> HttpResponse:
    """The answer to a form on an amendment in force or dropped: its page, with a sentence."""
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

    @property
    def who(self) -> str:
        """Who put it in force, dropped it or prepared it, and when."""
        row = self.amendment
        if row.is_put_in_force:
            return f"{row.put_in_force_by_name}, {short_day(row.put_in_force_at)}"
        if row.is_dropped:
            return f"{row.dropped_by_name}, {short_day(row.dropped_at)}"
        return f"{row.prepared_by_name or '–'}, {short_day(row.prepared_at)}"


@dataclass(frozen=True)
class PartOfList:
    """The amendments of one state, under a heading."""

    id: str
    heading: str
    rows: list[AmendmentRow]
    empty: str


def rows_of(amendments: Any, names: BodyNames) -> list[AmendmentRow]:
    """The amendments with their actions in words, the latest day first. Two queries."""
    return [
        AmendmentRow(amendment, [amended_in_words(each, names) for each in amendment.actions.all()])
        for amendment in amendments.order_by("-effective_from", "-number").prefetch_related("actions")
    ]


def list_context(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    rows = rows_of(amendments_seen(request, plan), names_of_bodies())
    may_amend = request.user.has_perm(MAY_AMEND, plan) and not plan.is_in_preparation
    in_force = [row for row in rows if row.amendment.is_put_in_force]
    prepared = [row for row in rows if row.amendment.is_prepared]
    dropped = [row for row in rows if row.amendment.is_dropped]
    parts = [
        PartOfList("in-force", _("Which amendments are in force?"), in_force, _("The plan was not amended."))
    ]
    if may_amend:
        part = PartOfList("prepared", _("Which are prepared?"), prepared, _("No amendment is prepared."))
        parts.insert(0 if prepared else 1, part)
    if dropped:
        parts.append(PartOfList("dropped", _("Which were dropped?"), dropped, ""))
    return {
        "plan": plan,
        "parts": parts,
        "has_rows": bool(rows),
        "may_amend": may_amend,
        "today": day_of(request.now),
    }


def as_table(rows: Iterable[AmendmentRow]) -> Iterator[list[Any]]:
    """A row for each action of each amendment, or a single row for an amendment without actions."""
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


def _line_of(amendment: Amendment, each: AmendedInWords | None) -> list[Any]:
    return [
        amendment.number,
        str(amendment.state.label),
        amendment.effective_from,
        each.amended.code if each else "",
        each.title.partition(" ")[2] if each else "",
        each.what if each else "",
        amendment.reason,
        amendment.decision_body,
        amendment.decided_on,
        amendment.decision_reference,
        _("yes") if amendment.is_without_decision else "",
        amendment.prepared_by_name,
        day_of(amendment.prepared_at),
        amendment.put_in_force_by_name,
        amendment.put_in_force_at and day_of(amendment.put_in_force_at),
    ]


def actions_in_plan(amendment: Amendment) -> list[tuple[str, str]]:
    """The actions in the plan on the day of effect, in order: code and title."""
    on = amendment.effective_from
    rows = Action.objects.of_plan(amendment.plan, on).with_terms(on).order_by("order")
    return [(row.code, str(row)) for row in rows]


def actions_to_merge_into(amendment: Amendment, code: str) -> list[tuple[str, str]]:
    """The other actions that the plan has once the amendment is in force."""
    amended = {change.code: change for change in amendment.actions.all()}
    gone = {code, *(change.code for change in amended.values() if change.is_withdrawn)}
    new = [after for change in amended.values() if change.is_new and (after := read_kept(change.after))]
    added = [(action.code, title_of(action)) for action in new]
    return [choice for choice in [*actions_in_plan(amendment), *added] if choice[0] not in gone]


@dataclass(frozen=True)
class AskingRound:
    """A round that asks about actions of an amendment, with their codes."""

    round: Round
    codes: str

    @property
    def is_prepared(self) -> bool:
        return self.round.state == RoundState.DRAFT


def rounds_that_ask(plan: Plan, codes: list[str]) -> list[AskingRound]:
    """Rounds in preparation and under way. One query."""
    rows = Request.objects.filter(round__plan=plan, action__code__in=codes, excuse="")
    rows = rows.exclude(round__state=RoundState.CLOSED).select_related("round", "action")
    asked: dict[Round, dict[str, None]] = {}
    for row in rows.order_by("round__about", "round", "action__order"):
        asked.setdefault(row.round, {})[row.action.code] = None
    return [AskingRound(round, formatting.listed(codes)) for round, codes in asked.items()]


@dataclass(frozen=True)
class AlsoAmending:
    """Another prepared amendment, with the codes of the actions that both amend."""

    amendment: Amendment
    codes: str


def others_that_amend(amendment: Amendment, codes: list[str]) -> list[AlsoAmending]:
    """The other prepared amendments that amend any of these actions. One query."""
    prepared = Amendment.objects.of_plan(amendment.plan).prepared().exclude(pk=amendment.pk)
    rows = AmendedAction.objects.filter(amendment__in=prepared, code__in=codes).select_related("amendment")
    amended: dict[Amendment, list[str]] = {}
    for row in rows.order_by("amendment__effective_from", "amendment__number", "order"):
        amended.setdefault(row.amendment, []).append(row.code)
    return [AlsoAmending(other, formatting.listed(both)) for other, both in amended.items()]


def amendment_context(request: PortalRequest, amendment: Amendment) -> dict[str, Any]:
    """The page of an amendment: its actions, its effects and, while it is prepared, its forms."""
    names, today = names_of_bodies(), day_of(request.now)
    actions = [amended_in_words(amended, names) for amended in amendment.actions.all()]
    codes = [each.amended.code for each in actions]
    context: dict[str, Any] = {
        "plan": amendment.plan,
        "amendment": amendment,
        "actions": actions,
        "codes": formatting.listed(codes),
        "decision": decision_in_words(amendment),
        "breadcrumbs": breadcrumbs_of_amendment(amendment)[:1],
        "today_query_string": today_query_string(request, amendment.plan),
        "may_amend": request.user.has_perm(MAY_AMEND, amendment.plan),
        "changed": [],
        "asked_in": [],
        "others": [],
        "warnings": [],
        "effects": None,
        "decision_form": None,
    }
    if amendment.effects is not None:
        context["effects"] = AmendmentEffectsInWords(from_plain(amendment.effects), amendment, names)
    if not amendment.is_prepared:
        return context
    preview = preview_of(amendment, today)
    typed = typed_to(request, "amendment-put-in-force", amendment.plan.code, amendment.number)
    return context | {
        "effects": AmendmentEffectsInWords(preview.effects, amendment, names),
        "asked_in": rounds_that_ask(amendment.plan, codes),
        "others": others_that_amend(amendment, codes),
        "warnings": warnings_of_amendment(amendment),
        "changed": preview.changed,
        "mark": preview.mark,
        "can_be_put_in_force": preview.can_be_put_in_force,
        "choose_form": ChooseActionForm(None, actions=actions_in_plan(amendment)),
        "decision_form": DecisionForm(typed, initial={"mark": preview.mark}),
    }
