"""The organisations for which somebody can submit in a plan."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from actionplan.organisations.models import Affiliation, Organisation
from objectives.models import Plan

from .models import Membership


def with_contact_point(
    plan: Plan | None, on: datetime.date, among: QuerySet[Membership] | None = None
) -> QuerySet[Organisation]:
    """Organisations with an active contact point in the plan on the day, their own or their policy area's.

    Without a plan, only contact points in every plan count. `among` limits the memberships to consider.
    """
    memberships = (Membership.objects.all() if among is None else among).contact_points(plan, on)  # type: ignore[attr-defined]
    areas = memberships.filter(policy_area__isnull=False).values("policy_area")
    of_areas = Affiliation.objects.in_force(on).filter(policy_area__in=areas).values("organisation")
    own = memberships.filter(organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=of_areas))
