"""What every page of the portal shows around its content: the plan, the navigation, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from actionplan.accounts.rights import rights_today
from actionplan.accounts.roles import Role
from actionplan.base.brussels import day_of
from objectives.models import Plan

SECTIONS = {
    "my-actions": ["my-actions", "sheet", "sheet-checks"],
    "overview": ["overview", "money-receipt"],
    "action-list": ["action-list", "action", "objective", "minister", "organisation", "questions"],
    "review-queue": ["review-queue", "report-review", "reviews-accept-confirm"],
    "people": ["people", "invite-form", "role-end-confirm"],
}
"""The pages under each entry of the navigation."""
OF_NO_PLAN = ["people"]
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}


@dataclass(frozen=True)
class NavigationItem:
    url: str
    label: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """The template variable `portal`."""

    plan: Plan | None = None
    navigation: list[NavigationItem] = field(default_factory=list)
    actions_url: str = ""
    user_label: str = ""
    role_labels: list[str] = field(default_factory=list)
    is_administrator: bool = False
    other_language: str = "nl"
    other_language_name: str = "Nederlands"
    next_path: str = "/"

    @property
    def plan_title(self) -> str:
        return str(self.plan) if self.plan else ""


def plan_of(request: HttpRequest) -> Plan | None:
    """The plan that the address names, read once per request; elsewhere the current one."""
    kept: Any = getattr(request, "plan", None)
    if kept is None:
        kept = Plan.objects.current(day_of(request.now))
        request.plan = kept
    return kept


def _navigation(request: HttpRequest, plan: Plan) -> list[NavigationItem]:
    rights = rights_today(request.user)
    entries = []
    if rights.is_contributor:
        entries.append(("my-actions", _("My actions")))
    entries += [("overview", _("Overview")), ("action-list", _("Actions"))]
    if rights.is_coordinator:
        entries.append(("review-queue", pgettext("navigation", "Review")))
    if request.user.has_perm("accounts.see_people"):
        entries.append(("people", _("People")))
    match = request.resolver_match
    section = getattr(match, "url_name", "") if match else ""
    return [
        NavigationItem(
            url=reverse(name, args=[] if name in OF_NO_PLAN else [plan.code]),
            label=label,
            current=section in SECTIONS[name],
        )
        for name, label in entries
    ]


def _frame(request: HttpRequest) -> Frame:
    other = "en" if (get_language() or "").startswith("nl") else "nl"
    common = {
        "other_language": other,
        "other_language_name": LANGUAGE_NAMES[other],
        "next_path": request.get_full_path() if request.method == "GET" else "/",
    }
    if not request.user.is_authenticated:
        return Frame(**common)
    rights = rights_today(request.user)
    plan = plan_of(request) if rights.roles else None
    return Frame(
        plan=plan,
        navigation=_navigation(request, plan) if plan else [],
        actions_url=reverse("action-list", args=[plan.code]) if plan else "",
        user_label=str(request.user),
        role_labels=[str(role.label) for role in Role if role in rights.roles],
        is_administrator=rights.is_administrator,
        **common,
    )


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context processor; nothing is read until a template asks."""
    return {"portal": SimpleLazyObject(lambda: _frame(request))}
