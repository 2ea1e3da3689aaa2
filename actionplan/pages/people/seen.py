"""Whose roles somebody sees and manages on the page People."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import manages_people_in, plans_managed_by
from actionplan.organisations.models import Affiliation, Organisation
from actions.models import Action, Lead, MinisterInvolvement, Promotion


def roles_seen_by(user: User, on: datetime.date) -> Q:
    """The condition for somebody who manages people to see a membership or an invitation.

    Who manages the people of some plans only sees roles limited to one of these plans and, of the roles in
    every plan, those for the whole portal and those for a body with a part in an action of one of them.
    """
    if manages_people_in(user, None):
        return Q()
    plans = plans_managed_by(user)
    return Q(plan__in=plans) | Q(plan=None) & (_of_the_portal() | _of_bodies_in(plans, on))


def _of_the_portal() -> Q:
    return Q(role=Role.COORDINATOR) | Q(organisation=None, policy_area=None, minister=None)


def _of_bodies_in(plans: set[int], on: datetime.date) -> Q:
    actions = Action.objects.in_force(on).filter(plan__in=plans).order_by().values("pk")
    parts: list[Any] = [Lead, Promotion, MinisterInvolvement]
    leads, promotions, involvements = (
        model.objects.in_force(on).filter(action__in=actions).order_by() for model in parts
    )
    takes_part = Q(pk__in=leads.values("organisation")) | Q(pk__in=promotions.values("organisation"))
    organisations = Organisation.objects.filter(takes_part).order_by().values("pk")
    areas = Affiliation.objects.in_force(on).filter(organisation__in=organisations).order_by()
    return (
        Q(organisation__in=organisations)
        | Q(policy_area__in=areas.values("policy_area"))
        | Q(minister__in=involvements.values("minister"))
    )
