"""The pages that are measured. A new dashboard is the name of its address in `DASHBOARDS`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from actionplan.base.days import day_of
from actionplan.reporting.models import ProgressReport
from actions.models import Action
from objectives.models import Plan

from .filling import LARGE_BODY, LARGE_PLAN, PLAN, READER, REPORTER

CHANGES = ["changes", "trend"]
DASHBOARDS = [
    "overview",
    "timeline",
    "milestones",
    "coming",
    "budget",
    "changes",
    "trend",
    "quality",
    "carriers",
]
PAST_DAY, CLOSED_ROUND = "on=2024-11-30", "round=2024-12"


class Page(NamedTuple):
    label: str
    kind: str
    """What is wanted of it, in `tests.bench.table`."""
    address: str
    reader: str = READER


def pages() -> Iterator[Page]:
    plan = Plan.objects.get(code=PLAN)
    now = f"on={day_of(timezone.now())}"
    screens = {"list of actions": "action-list", **{name: name for name in DASHBOARDS}}
    addresses = {label: reverse(name, args=[plan.code]) for label, name in screens.items()}
    addresses["an action"] = reverse("action", args=[plan.code, telling_action(plan).code])
    for label, address in addresses.items():
        kind = (
            "changes, trend" if label in CHANGES else "dashboard" if label in DASHBOARDS else "list, action"
        )
        yield Page(f"{label}, now", kind, f"{address}?{now}")
        yield Page(f"{label}, a past day", kind, f"{address}?{PAST_DAY}")
        yield Page(f"{label}, a closed round", kind, f"{address}?{CLOSED_ROUND}")
    yield from work_pages(plan)
    for large in Plan.objects.filter(code=LARGE_PLAN):
        first = large.actions.in_plan_order()[0]
        action, organisation = [large.code, first.code], [large.code, LARGE_BODY]
        yield Page("an action with 500 milestones and 200 reports", "large", reverse("action", args=action))
        yield Page(
            "an organisation that leads 200 actions", "large", reverse("organisation", args=organisation)
        )
    yield Page(
        "workbook of all actions", "workbook", f"{reverse('action-list-xlsx', args=[plan.code])}?{now}"
    )


def work_pages(plan: Plan) -> Iterator[Page]:
    """Where people report and review; the row that is opened and the form are of a draft."""
    draft = ProgressReport.objects.drafts().filter(saved_by__username=REPORTER, action__plan=plan)
    [code, key] = draft.order_by("action__order").values_list("action__code", "organisation__key")[0]
    waiting = ProgressReport.objects.filter(action__plan=plan).waiting_for_review()
    review = waiting.values_list("action__code", "pk")[0]
    of_reporter = {
        "my actions": ("my-actions", []),
        "an opened row": ("sheet-row", [key, code]),
        "the form": ("report-form", [code, key]),
        "the checks": ("sheet-checks", [key]),
    }
    of_coordinator = {
        "my work": ("my-work", []),
        "the queue of reviews": ("review-queue", []),
        "a review": ("report-review", list(review)),
    }
    for label, (name, names) in of_reporter.items():
        yield Page(label, "work", reverse(name, args=[plan.code, *names]), REPORTER)
    for label, (name, names) in of_coordinator.items():
        yield Page(label, "work", reverse(name, args=[plan.code, *names]))
    yield Page("people", "work", reverse("people"))
    yield Page("the search", "search", f"{reverse('search', args=[plan.code])}?q=synthetic+network")


def telling_action(plan: Plan) -> Action:
    """The first action, in the plan's order, with most milestones among those with partners and an amount."""
    rows = plan.actions.annotate(
        milestone_count=Count("milestones", distinct=True),
        party_count=Count("promotions", distinct=True),
        amounts=Count("budget_lines__terms", filter=Q(budget_lines__terms__amount__gt=0), distinct=True),
    )
    return rows.filter(party_count__gt=1, amounts__gt=0).order_by("-milestone_count", "order")[0]
