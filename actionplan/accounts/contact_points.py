"""The organisations for which somebody can submit in a plan."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

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


def reached_q(organisation: str, plan: str, on: datetime.date) -> Q:
    """Of rows that name an organisation and a plan: those whose organisation has an active contact point there on the day.

    Both are lookup paths from the row.
    """
    points = Membership.objects.contact_points(OuterRef(plan), on)
    own = points.filter(organisation=OuterRef(organisation))
    of_area = points.filter(
        policy_area__affiliations__in=Affiliation.objects.in_force(on),
        policy_area__affiliations__organisation=OuterRef(organisation),
    )
    return Q(Exists(own)) | Q(Exists(of_area))
