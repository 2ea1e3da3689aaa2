"""Fetching the plan, action or round of an address, as far as the person may see it; anything else is 404.
And the parameters of an address, with the sentence about unknown ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import has_a_role, plans_seen_by, rights_today
from actionplan.organisations.models import Organisation
from actionplan.picture import cache, live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.models import ProgressReport, Question, Round
from actionplan.reporting.rules import seen_by
from actionplan.reporting.states import Basis
from actions.models import Action
from objectives.models import Plan

Row = TypeVar("Row", bound=Model)
PICTURE_PARAMETERS = {
    "on",
    "round",
    "closing",
    "basis",
    "objective",
    "policy_area",
    "organisation",
    "minister",
    "also",
    "page",
}
"""The parameters of every page that shows a picture; any others belong to one page only."""


class PlanCode:
    """`2020-2024`, or `climate-2024-2030`."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ActionCode(PlanCode):
    """`3.12`."""

    regex = r"[1-9][0-9]*\.[1-9][0-9]*"


class RoundCode(PlanCode):
    """`2022-12`."""

    regex = r"[0-9]{4}-[0-9]{2}"


def plans_seen(request: PortalRequest) -> list[Plan]:
    """The plans that the person sees, the one that began last first: one query per request."""
    if not hasattr(request, "plans"):
        request.plans = plans_seen_by(request.user)
    return request.plans


def refuse_unless(request: PortalRequest, permission: str, subject: Any = None) -> None:
    """404 for anybody without a role, 403 for anybody without the permission, on the subject if there is one."""
    if not has_a_role(request.user):
        raise Http404
    if not request.user.has_perm(permission, subject):
        raise PermissionDenied


def page_of(request: PortalRequest, rows: Any, size: int) -> Page:
    """The page of these rows that the address asks for."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def plan_or_404(request: PortalRequest, code: str) -> Plan:
    """The plan in the address; 404 also for anybody who may not see it."""
    for plan in plans_seen(request):
        if plan.code == code:
            request.plan = plan
            return plan
    raise Http404


def plan_for(request: PortalRequest, code: str, permission: str) -> Plan:
    """The plan in the address, for somebody with the permission on it; others who see it are refused."""
    plan = plan_or_404(request, code)
    refuse_unless(request, permission, plan)
    return plan


def action_or_404(request: PortalRequest, plan_code: str, code: str) -> Action:
    """The action of that plan. Withdrawn actions keep their page."""
    plan = plan_or_404(request, plan_code)
    rows = Action.objects.select_related("objective", "theme")
    action = get_object_or_404(rows, plan=plan, code=code)
    action.plan = action.objective.plan = plan
    return action


def picture_now(request: PortalRequest, action: Action) -> Picture:
    """The plan as reported now or, if the action is no longer in it, the action alone."""
    moment = Moment.now(request.now, Basis.REPORTED)
    picture = cache.picture_at(action.plan, moment)
    return picture if picture.actions.by_pk(action.pk) else live.read(action.plan, moment, [action.pk])


def action_now(request: PortalRequest, action: Action) -> ActionPicture:
    """The action as reported now, even if it is no longer in the plan."""
    [picture] = [row for row in picture_now(request, action).actions if row.pk == action.pk]
    return picture


def organisation_or_404(key: str) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("succeeded_by"), key=key)


def report_or_404(
    request: PortalRequest, plan_code: str, code: str, pk: int, *, with_previous: bool = False
) -> ProgressReport:
    """A report that the person may see, with its action, its round and the people who acted on it."""
    action = action_or_404(request, plan_code, code)
    reports = seen_by(ProgressReport.objects.filter(action=action), request.user, action.plan_id)
    if with_previous:
        reports = reports.with_previous()
    report = get_object_or_404(
        reports.select_related(
            "organisation", "round", "saved_by", "submitted_by", "reviewed_by", "taken_back_by", "answers"
        ),
        pk=pk,
    )
    report.action = action
    return report


def question_or_404(request: PortalRequest, plan_code: str, code: str, pk: int) -> Question:
    action = action_or_404(request, plan_code, code)
    rows = Question.objects.select_related("organisation", "minister")
    question = get_object_or_404(rows, action=action, pk=pk)
    question.action = action
    if not request.user.has_perm("reporting.read_question", question):
        raise Http404
    return question


def as_it_is_now(row: Row, owner: str) -> Row:
    """The row reread, after somebody else was first; its `owner` stays the object that it was."""
    kept = getattr(row, owner)
    row.refresh_from_db()
    setattr(row, owner, kept)
    return row


def rounds_of(request: PortalRequest, plan: Plan) -> list[Round]:
    """The plan's rounds, by the day that they are about: one query per request."""
    kept: Any = getattr(request, "rounds", {})
    if plan.pk not in kept:
        rows = list(Round.objects.of_plan(plan))
        for round in rows:
            round.plan = plan
        kept = {**kept, plan.pk: rows}
        request.rounds = kept  # type: ignore[attr-defined]
    return list(kept[plan.pk])


def round_or_404(request: PortalRequest, plan_code: str, round_code: str) -> Round:
    """A round of that plan; only coordinators see one in preparation."""
    plan = plan_or_404(request, plan_code)
    rows = Round.objects.filter(plan=plan)
    if not request.user.has_perm("reporting.manage_rounds", plan):
        rows = rows.shown_to_everybody()
    round = get_object_or_404(rows, code=round_code)
    round.plan = plan
    return round


def managed_round(request: PortalRequest, plan_code: str, round_code: str) -> Round:
    """The round, for somebody who may manage rounds."""
    round = round_or_404(request, plan_code, round_code)
    refuse_unless(request, "reporting.manage_rounds", round)
    return round


Breadcrumbs = list[tuple[str, str]]


def breadcrumbs_of_action(action: Action) -> Breadcrumbs:
    plan = action.plan
    return [
        (_("Actions"), reverse("action-list", args=[plan.code])),
        (f"{action.code} {action.local_title}", reverse("action", args=[plan.code, action.code])),
    ]


def own_row_url(user: User, action: Action, organisation: Organisation | None) -> str:
    """The action's row in *My actions* of one of the person's own organisations; empty for others."""
    if organisation is None or organisation.pk not in rights_today(user, action.plan_id).organisations:
        return ""
    return f"{reverse('sheet', args=[action.plan.code, organisation.key])}#row-{action.code}"


def way_to_report(user: User, action: Action, organisation: Organisation) -> Breadcrumbs:
    """By way of *My actions* for the organisation's own people, of the list of actions for others."""
    way, to_action = breadcrumbs_of_action(action)
    own_row = own_row_url(user, action, organisation)
    return [(_("My actions"), own_row) if own_row else way, to_action]


def about_action(action: Action) -> dict[str, Any]:
    """The context that every page under an action gives its template."""
    return {"plan": action.plan, "action": action, "breadcrumbs": breadcrumbs_of_action(action)}


def breadcrumbs_of_rounds(plan: Plan) -> Breadcrumbs:
    return [(_("Rounds"), reverse("round-list", args=[plan.code]))]


def breadcrumbs_of_round(round: Round) -> Breadcrumbs:
    address = reverse("round", args=[round.plan.code, round.code])
    return [*breadcrumbs_of_rounds(round.plan), (round.local_name, address)]


def about_round(round: Round) -> dict[str, Any]:
    """The context that every page under a round gives its template."""
    return {"plan": round.plan, "round": round, "breadcrumbs": breadcrumbs_of_round(round)}


def unknown_words(unknown: Iterable[tuple[str, str]]) -> str:
    """A sentence about unknown parameters, given as label (may be empty) and value; empty if none."""
    parts = [f"{label} “{value[:40]}”".strip() for label, value in unknown]
    sentence = _("Not known here: %(parts)s. That is why nothing is shown.")
    return sentence % {"parts": ", ".join(parts)} if parts else ""
