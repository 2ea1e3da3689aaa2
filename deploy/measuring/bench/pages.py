"""The pages that are measured: the lines `bench` of `tests.addresses`, and two of a large plan.

A line says as which kind: what is wanted of each is in `deploy.measuring.bench.table`. Behind it stands `reporter` for a page of the
person who reports; the others are opened by the coordinator.
"""

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
from tests.addresses import of_the_portal, rows

from .filling import LARGE_BODY, LARGE_PLAN, PLAN, READER, REPORTER

AT_MOMENTS = ["list", "dashboard", "comparison"]
"""The kinds that are opened now, on a past day and of a closed round."""
PAST_DAY, CLOSED_ROUND = "on=2024-11-30", "round=2024-12"


class Page(NamedTuple):
    label: str
    kind: str
    """What is wanted of it, in `deploy.measuring.bench.table`."""
    address: str
    reader: str = READER


def pages() -> Iterator[Page]:
    plan = Plan.objects.get(code=PLAN)
    now = f"on={day_of(timezone.now())}"
    for name, kind, reader in measured():
        address = address_of(name, plan)
        if kind in AT_MOMENTS:
            yield Page(f"{name}, now", kind, f"{address}?{now}")
            yield Page(f"{name}, a past day", kind, f"{address}?{PAST_DAY}")
            yield Page(f"{name}, a closed round", kind, f"{address}?{CLOSED_ROUND}")
        else:
            asked = {"search": "?q=synthetic+network", "workbook": f"?{now}"}.get(kind, "")
            yield Page(name, kind, f"{address}{asked}", reader)
    for large in Plan.objects.filter(code=LARGE_PLAN):
        first = large.actions.in_plan_order()[0]
        action, organisation = [large.code, first.code], [large.code, LARGE_BODY]
        yield Page("an action with 500 milestones and 200 reports", "large", reverse("action", args=action))
        yield Page(
            "an organisation that leads 200 actions", "large", reverse("organisation", args=organisation)
        )


def measured() -> Iterator[tuple[str, str, str]]:
    """The name of each address that is measured, as which kind, and who opens it."""
    for row in rows("bench"):
        kind, *by = row.text.split()
        yield row.names[0], kind, REPORTER if by == ["reporter"] else READER


def address_of(name: str, plan: Plan) -> str:
    """Of a telling action, of the reporter's first draft, or of a report that waits for review."""
    of_plan = ProgressReport.objects.filter(action__plan=plan)
    names = {}
    if name == "action":
        names = {"code": telling_action(plan).code}
    elif name == "report-review":
        waiting = of_plan.waiting_for_review().select_related("action")[0]
        names = {"code": waiting.action.code, "pk": waiting.pk}
    elif "key" in of_the_portal()[name]:
        drafts = of_plan.drafts().filter(saved_by__username=REPORTER)
        draft = drafts.select_related("action", "organisation").order_by("action__order")[0]
        names = {"code": draft.action.code, "key": draft.organisation.key}
    names["plan_code"] = plan.code
    return reverse(name, kwargs={key: names[key] for key in of_the_portal()[name]})


def telling_action(plan: Plan) -> Action:
    """The first action, in the plan's order, with most milestones among those with partners and an amount."""
    rows = plan.actions.annotate(
        milestone_count=Count("milestones", distinct=True),
        party_count=Count("promotions", distinct=True),
        amounts=Count("budget_lines__terms", filter=Q(budget_lines__terms__amount__gt=0), distinct=True),
    )
    return rows.filter(party_count__gt=1, amounts__gt=0).order_by("-milestone_count", "order")[0]
