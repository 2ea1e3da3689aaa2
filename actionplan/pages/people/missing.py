"""Organisations of the plan for which nobody can submit, with what that holds up."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from actionplan.accounts.contact_points import with_contact_point
from actionplan.base.inforce import in_force_q
from actionplan.organisations.models import Organisation
from actions.models import Lead, Promotion
from objectives.models import Plan


@dataclass(frozen=True)
class Unreachable:
    organisation: Organisation
    leads: int
    """Actions that it leads: nobody hands in a report on them."""
    partners_in: int


def without_contact_point(plan: Plan, on: datetime.date) -> list[Unreachable]:
    """Those that lead most first. Three queries."""
    reachable = with_contact_point(plan, on).order_by().values("pk")
    led, joined = (
        set(
            model.objects.in_force(on)
            .filter(in_force_q(on, "action__"), action__plan=plan)
            .exclude(organisation__in=reachable)
            .order_by()
            .values_list("organisation", "action")
        )
        for model in (Lead, Promotion)
    )
    leads = Counter(organisation for organisation, _action in led)
    partners_in = Counter(organisation for organisation, _action in joined - led)
    rows = Organisation.objects.filter(pk__in={*leads, *partners_in})
    found = [Unreachable(row, leads[row.pk], partners_in[row.pk]) for row in rows]
    return sorted(found, key=lambda one: (-one.leads, -one.partners_in))
