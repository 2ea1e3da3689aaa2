"""The pages that are measured, and what is wanted of each. A new dashboard is a line in `DASHBOARDS`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from actions.models import Action
from objectives.models import Plan

SMALL, LARGE = 50, 5000
PAST_DAY = "2022-12-31"
DASHBOARDS = ["overview", "timeline", "milestones", "budget", "changes", "trend", "quality"]
"""Names of addresses of a plan, each measured for today and for a past day as soon as it is there."""

CHANGE_LIST = "Django admin's change list, 100 rows of ten columns"
WITHOUT_FILTERS = "the same without its filters"
EMPTY_PAGE = "almost empty page, signed in"
EXPORT = "django-import-export's default resource, as a workbook"


@dataclass(frozen=True)
class Wanted:
    """At most how many times its peer's time a page may take, with few actions and with many."""

    small: float | None = None
    large: float | None = None
    growth: float | None = None
    """At most how many times as long with many actions as with few."""
    queries: int | None = None
    peer: str = CHANGE_LIST


@dataclass(frozen=True)
class Page:
    label: str
    address: str
    wanted: Wanted


TODAY = Wanted(small=0.5, large=1.5, queries=15)
ON_A_PAST_DAY = Wanted(small=0.5, large=3, queries=15)
ONE_SCREEN = Wanted(small=0.5, large=0.5, growth=4 / 3, queries=15)
WORKBOOK = Wanted(large=0.5, queries=15, peer=EXPORT)


def pages(plan: Plan) -> Iterator[Page]:
    yield Page(EMPTY_PAGE, reverse("account_change_password"), Wanted())
    yield Page("list of actions", reverse("action-list", args=[plan.code]), ONE_SCREEN)
    yield Page(
        "page of an action", reverse("action", args=[plan.code, telling_action(plan).code]), ONE_SCREEN
    )
    for name in DASHBOARDS:
        try:
            address = reverse(name, args=[plan.code])
        except NoReverseMatch:
            continue
        yield Page(name, address, TODAY)
        yield Page(f"{name}, a past day", f"{address}?on={PAST_DAY}", ON_A_PAST_DAY)
    yield Page("workbook of all actions", reverse("action-list-xlsx", args=[plan.code]), WORKBOOK)


def telling_action(plan: Plan) -> Action:
    """The first action, in the plan's order, with most milestones among those with partners and an amount."""
    rows = plan.actions.annotate(
        milestone_count=Count("milestones", distinct=True),
        party_count=Count("promotions", distinct=True),
        amounts=Count("budget_lines__terms", filter=Q(budget_lines__terms__amount__gt=0), distinct=True),
    )
    return rows.filter(party_count__gt=1, amounts__gt=0).order_by("-milestone_count", "order")[0]
