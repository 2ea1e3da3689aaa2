"""What opening a round would do, in figures and names, before it is done."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from actionplan.accounts.models import Membership, User
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Affiliation, Organisation
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import Round
from actionplan.reporting.requests import asked_of, requests_for
from actions.models import Action
from objectives.models import Plan


@dataclass
class OrganisationAsked:
    organisation: Organisation
    asked: int = 0
    invited: int = 0
    contact_points: list[User] = field(default_factory=list)


@dataclass(frozen=True)
class Opening:
    """What the round would ask today, of whom."""

    organisations: list[OrganisationAsked]
    of_nobody: list[Action]
    """Actions that no organisation leads."""
    left_out: list[Action]
    """Chosen, and no longer in force."""
    is_past_due: bool
    people: int
    """How many people get a mail: contact points, and holders of the files of what is asked."""

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.organisations)

    @property
    def invited(self) -> int:
        return sum(one.invited for one in self.organisations)

    @property
    def asking(self) -> list[OrganisationAsked]:
        return [one for one in self.organisations if one.asked]

    @property
    def inviting(self) -> list[OrganisationAsked]:
        return [one for one in self.organisations if one.invited]

    @property
    def without_contact_point(self) -> list[OrganisationAsked]:
        return [one for one in self.organisations if not one.contact_points]


def opening_of(round: Round, now: datetime.datetime) -> Opening:
    """A fixed number of queries, and nothing is written."""
    today, asked = day_of(now), asked_of(round)
    actions = Action.objects.filter(pk__in=asked).in_plan_order().in_bulk()
    about = {key: asked[key] for key, action in actions.items() if action.is_in_force(today)}
    counted: dict[int | None, OrganisationAsked] = {}
    of_nobody, people, mailed = [], everybody_to_mail(today).of(round.plan), set()
    organisations = Organisation.objects.in_bulk()
    for request in requests_for(round, about, today):
        if request.organisation_id is None:
            of_nobody.append(actions[request.action_id])
            continue
        one = counted.setdefault(
            request.organisation_id, OrganisationAsked(organisations[request.organisation_id])
        )
        one.asked += request.is_lead
        one.invited += not request.is_lead
        mailed |= people.writers(request.action_id, request.organisation_id)
    points = contact_points_by_organisation(round.plan, today)
    for key, one in counted.items():
        one.contact_points = points[key]
    return Opening(
        organisations=sorted(
            counted.values(), key=lambda one: (one.organisation.order, one.organisation.key)
        ),
        of_nobody=of_nobody,
        left_out=[action for key, action in actions.items() if key not in about],
        is_past_due=round.due < today,
        people=len(mailed),
    )


def contact_points_by_organisation(plan: Plan, on: datetime.date) -> dict[int, list[User]]:
    """By organisation: who submits for it in the plan on the day, in its own name or in that of its policy area. Two queries."""
    members: dict[int, list[int]] = defaultdict(list)
    for area, organisation in Affiliation.objects.in_force(on).values_list("policy_area", "organisation"):
        members[area].append(organisation)
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in Membership.objects.contact_points(plan, on).select_related("user"):
        for organisation in [row.organisation_id, *members[row.policy_area_id]]:
            found[organisation][row.user_id] = row.user
    return defaultdict(list, {key: list(people.values()) for key, people in found.items()})
