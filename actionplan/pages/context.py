"""What every page shows around its content: the plan, the navigation, who is signed in."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.rules import has_a_role, rights_today
from actionplan.accounts.second_factor import must_enrol
from actionplan.accounts.sso import provider
from actionplan.accounts.typed import kept_for, mark_for, typed_beside
from actionplan.base import formatting
from actionplan.base.clock import demo_clock
from actionplan.base.days import day_of
from actionplan.organisations.models import Minister
from actionplan.reporting.models import Round
from actionplan.rounds.validation import actions_of_minister
from objectives.models import Plan
from objectives.querysets import current

from .getters import plans_seen, rounds_of
from .waiting import waiting_counts

Entry = tuple[str, str, list[str]]
"""Of the navigation: the page's name, the label, the arguments of its address."""
WITHOUT_A_PLAN = {"people", "plan-list", "failed-mail", "system-keys", "admin:index"}
DASHBOARDS = ["overview", "timeline", "milestones", "budget"]
LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands"}


@dataclass(frozen=True)
class NavigationItem:
    url: str
    label: str
    current: bool
    count: int = 0
    """How much waits there for this person."""


@dataclass(frozen=True)
class Frame:
    """The template variable `portal`."""

    plan: Plan | None = None
    demo_tag: str = ""
    """That the data are examples, and the day on which the demo stands."""
    followed_up: list[Plan] = field(default_factory=list)
    """For anonymous users: the plans that are public."""
    plans: list[NavigationItem] = field(default_factory=list)
    """Every plan that the person sees, including this one; empty if there is only one."""
    navigation: list[NavigationItem] = field(default_factory=list)
    manage: list[NavigationItem] = field(default_factory=list)
    """What the person keeps: people, amendments, plans."""
    actions_url: str = ""
    user_label: str = ""
    role_labels: list[str] = field(default_factory=list)
    other_language: str = "nl"
    other_language_name: str = "Nederlands"
    next_path: str = "/"
    help_url: str = ""
    """Of the help with this page."""
    single_sign_on_url: str = ""
    """Where signing in at the provider begins; empty where there is none."""
    local_accounts: bool = True
    """Whether people sign in by a password, and not the emergency account alone."""

    @property
    def is_managing(self) -> bool:
        return any(item.current for item in self.manage)


@dataclass(frozen=True)
class OfficeToAnswer:
    """A round in validation, and the key of the minister whose office this person belongs to."""

    round: Round
    office: str

    def waits(self, on: datetime.date) -> bool:
        """Whether an action of the minister has no answer yet."""
        minister = Minister.objects.get(key=self.office)
        actions = set(actions_of_minister(self.round, minister, on))
        answered = self.round.minister_answers.current().filter(minister=minister)
        return bool(actions - set(answered.values_list("action", flat=True)))


def validation_of_office(request: PortalRequest, plan: Plan) -> OfficeToAnswer | None:
    """What a reader in a minister's office must answer now, in the plan's round in validation.

    No query for anybody else, nor if the page has read the rounds itself.
    """
    offices = rights_today(request.user, plan).offices
    if not offices:
        return None
    round = next((row for row in rounds_of(request, plan) if row.is_in_validation), None)
    return OfficeToAnswer(round, min(offices)) if round else None


def plan_of(request: PortalRequest) -> Plan | None:
    """The plan in the address, read once per request; elsewhere the current one of the person's plans."""
    if not hasattr(request, "plan"):
        request.plan = current(plans_seen(request), day_of(request.now))
    return request.plan


def _plans(request: PortalRequest, plan: Plan) -> list[NavigationItem]:
    """Where each plan opens: on the page that the person is on, if that plan has it for them."""
    known = plans_seen(request)
    if len(known) < 2:
        return []
    return [NavigationItem(_same_page(request, other), str(other), other == plan) for other in known]


def _same_page(request: PortalRequest, plan: Plan) -> str:
    """The same page of the other plan; for a page about one thing the list; else the overview."""
    match, rights = request.resolver_match, rights_today(request.user, plan)
    sections, _help = _place(request)
    if match and list(match.kwargs) == ["plan_code"] and any(name in DASHBOARDS for name in sections):
        return reverse(match.view_name, args=[plan.code])
    has_not = {"validation", "minister"}
    has_not |= set() if rights.is_contributor else {"my-actions"}
    has_not |= set() if rights.is_coordinator else {"my-work"}
    section = sections[0] if sections else "overview"
    if section in WITHOUT_A_PLAN:
        return reverse(section)
    return reverse("overview" if section in has_not else section, args=[plan.code])


def _place(request: PortalRequest) -> tuple[tuple[str, ...], str]:
    """The entries of the navigation that the page stands under, and its page of help, as its `urls.py` declares them.

    Django makes the addresses of the administration, which are one place.
    """
    match = request.resolver_match
    if match and match.app_name == "admin":
        return ("admin:index",), "administer"
    return getattr(match and match.func, "sections", ()), getattr(match and match.func, "help", "")


def _navigation(
    request: PortalRequest, entries: Iterable[Entry], counts: Counter[str]
) -> list[NavigationItem]:
    sections, _help = _place(request)
    items: list[NavigationItem] = []
    for name, label, args in entries:
        url = reverse(name, args=args)
        is_here = name in sections and (name != "minister" or url == request.path)
        current = is_here and not any(item.current for item in items)
        items.append(NavigationItem(url, label, current, counts[name]))
    return items


def _own_navigation(request: PortalRequest, plan: Plan) -> list[NavigationItem]:
    office = validation_of_office(request, plan)
    counts = waiting_counts(request, plan, in_validation=office is not None)
    return _navigation(request, _entries(request, plan, office, counts), counts)


def _entries(
    request: PortalRequest, plan: Plan, office: OfficeToAnswer | None, counts: Counter[str]
) -> Iterator[Entry]:
    """The person's own work, then the plan."""
    rights = rights_today(request.user, plan)
    if rights.is_contributor:
        yield "my-actions", _("My actions"), [plan.code]
    if rights.is_coordinator:
        yield "my-work", _("My work"), [plan.code]
    if office:
        yield "validation", _("Validation"), [plan.code, office.round.code, office.office]
    if rights.offices and (office is None or counts["minister"]):
        yield "minister", _("My minister"), [plan.code, min(rights.offices)]
    yield "overview", _("Overview"), [plan.code]
    yield "action-list", _("Actions"), [plan.code]
    yield "timeline", _("Timeline"), [plan.code]
    yield "milestones", _("Milestones"), [plan.code]
    yield "budget", _("Money"), [plan.code]
    yield "round-list", _("Rounds"), [plan.code]


def _managed(request: PortalRequest, plan: Plan | None) -> Iterator[Entry]:
    user = request.user
    if user.has_perm("accounts.see_people"):
        yield "people", pgettext("navigation", "People"), []
    if plan and rights_today(user, plan).is_coordinator:
        yield "amendments", _("Amendments"), [plan.code]
    if user.has_perm("objectives.see_list"):
        yield "plan-list", _("Plans"), []
    if user.has_perm("accounts.use_administration"):
        yield "failed-mail", _("Failed mail"), []
        yield "system-keys", _("Keys for systems"), []
        yield "admin:index", _("Administration"), []


def _demo_tag(request: PortalRequest) -> str:
    if demo_clock() is None:
        return ""
    return _("example · %(day)s") % {"day": formatting.day(day_of(request.now))}


def _help_url(request: PortalRequest) -> str:
    """The page of help that goes with this page; the list of all where there is none."""
    _sections, job = _place(request)
    if not job and not request.user.is_authenticated:
        job = "sign-in"
    return reverse("help", args=[job]) if job else reverse("help-list")


def _next_path(request: PortalRequest) -> str:
    """Where changing the language leads: to this page, if it can be asked for twice."""
    match = request.resolver_match
    is_passed_once = match is not None and match.url_name == "sso-callback"
    return request.get_full_path() if request.method == "GET" and not is_passed_once else "/"


def _frame(request: PortalRequest) -> Frame:
    other = "en" if (get_language() or "").startswith("nl") else "nl"
    common: dict[str, Any] = {
        "other_language": other,
        "other_language_name": LANGUAGE_NAMES[other],
        "next_path": _next_path(request),
        "demo_tag": _demo_tag(request),
        "help_url": _help_url(request),
        "single_sign_on_url": reverse("sso-start") if provider.is_on() else "",
        "local_accounts": settings.LOCAL_ACCOUNTS,
    }
    if not request.user.is_authenticated:
        return Frame(followed_up=list(Plan.objects.begun()), **common)
    if must_enrol(request):
        return Frame(**common | {"help_url": ""})  # they reach nothing else
    plan = plan_of(request) if has_a_role(request.user) else None
    rights = rights_today(request.user, plan)
    return Frame(
        plan=plan,
        plans=_plans(request, plan) if plan else [],
        navigation=_own_navigation(request, plan) if plan else [],
        manage=_navigation(request, _managed(request, plan), Counter()),
        actions_url=reverse("action-list", args=[plan.code]) if plan else "",
        user_label=str(request.user),
        role_labels=[str(name.label) for name in rights.role_names],
        **common,
    )


def portal(request: PortalRequest) -> dict[str, Any]:
    """The context processor; nothing is read until a template uses it. `token` is a new one wherever a
    template writes it.

    `whose` marks the forms of the page as this person's; `kept` is what is kept of one that was sent after
    the session had ended, and `typed_again` whether something is, of it or of what was typed beside another form.

    `here` is the page's address, for its links and forms that ask for more of it. A page that also answers an
    act at another, POST-only address sets `here` itself.
    """
    return {
        "portal": SimpleLazyObject(lambda: _frame(request)),
        "token": uuid.uuid4,
        "whose": lambda: mark_for(request),
        "kept": lambda: kept_for(request),
        "typed_again": lambda: _typed_again(request),
        "here": request.path,
    }


def _typed_again(request: PortalRequest) -> bool:
    """Whether the page is shown with what was typed before; one that answers a form says so itself."""
    return request.method == "GET" and (kept_for(request) is not None or bool(typed_beside(request)))
