"""For which organisations somebody can submit."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet

from actionplan.organisations.models import Affiliation, Organisation

from .models import Membership


def with_contact_point(
    on: datetime.date, among: QuerySet[Membership] | None = None
) -> QuerySet[Organisation]:
    """Organisations with an active contact point on the day, their own or that of their policy area.

    `among` are the memberships that count; all of them unless it is given.
    """
    memberships = (Membership.objects.all() if among is None else among).contact_points(on)  # type: ignore[attr-defined]
    areas = memberships.filter(policy_area__isnull=False).values("policy_area")
    of_areas = Affiliation.objects.in_force(on).filter(policy_area__in=areas).values("organisation")
    own = memberships.filter(organisation__isnull=False).values("organisation")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=of_areas))
