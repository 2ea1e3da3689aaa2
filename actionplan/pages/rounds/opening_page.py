"""What opening a round would do, in figures and names, before it is opened."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from actionplan.accounts.models import Membership, User
from actionplan.base.days import day_of
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.picture import Picture
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import Round
from actionplan.reporting.who_is_asked import asked_actions, requests_for
from actions.models import Action
from objectives.models import Plan


@dataclass
class OrganisationToAsk:
    organisation: OrganisationPicture
    contact_points: list[User]
    mailed: set[int] = field(default_factory=set)
    """Keys of the people who get a mail: contact points, and file holders of the actions."""
    holders: list[User] = field(default_factory=list)
    """Those of them who are no contact points."""
    asked: int = 0
    invited: int = 0


@dataclass(frozen=True)
class Opening:
    """What the round would ask today, and of whom."""

    organisations: list[OrganisationToAsk]
    of_nobody: list[str]
    """Codes of actions without a lead."""
    left_out: list[str]
    """Codes of actions that were chosen but are no longer in force."""
    is_past_due: bool
    people: int
    """How many people get a mail: contact points, and file holders of the actions."""

    @property
    def asked(self) -> int:
        return sum(organisation.asked for organisation in self.organisations)

    @property
    def invited(self) -> int:
        return sum(organisation.invited for organisation in self.organisations)

    @property
    def asking(self) -> list[OrganisationToAsk]:
        return [organisation for organisation in self.organisations if organisation.asked]

    @property
    def inviting(self) -> list[OrganisationToAsk]:
        return [organisation for organisation in self.organisations if organisation.invited]

    @property
    def without_contact_point(self) -> list[OrganisationToAsk]:
        return [organisation for organisation in self.organisations if not organisation.contact_points]


def opening_of(round: Round, now: datetime.datetime) -> Opening:
    """Nothing is written."""
    today, asked = day_of(now), asked_actions(round)
    picture = picture_at(round.plan, Moment.now(now))
    codes = {action.pk: action.code for action in picture.actions if action.pk in asked}
    points = contact_points_by_organisation(round.plan, picture, today)
    counted = {body.pk: OrganisationToAsk(body, points[body.pk]) for body in picture.organisations.values()}
    of_nobody, everybody = list[str](), everybody_to_mail(today)
    people = everybody.of(round.plan)
    for request in requests_for(round, {key: asked[key] for key in codes}, today):
        if request.organisation_id is None:
            of_nobody.append(codes[request.action_id])
            continue
        organisation = counted[request.organisation_id]
        organisation.asked += request.is_lead
        organisation.invited += not request.is_lead
        organisation.mailed |= people.writers(request.action_id, request.organisation_id)
    for organisation in counted.values():
        others = organisation.mailed - {person.pk for person in organisation.contact_points}
        organisation.holders = [everybody.users[person] for person in sorted(others)]
    gone = Action.objects.filter(pk__in=set(asked) - set(codes)).in_plan_order()
    return Opening(
        organisations=[
            organisation for organisation in counted.values() if organisation.asked or organisation.invited
        ],
        of_nobody=of_nobody,
        left_out=list(gone.values_list("code", flat=True)),
        is_past_due=round.due < today,
        people=len(set().union(*(organisation.mailed for organisation in counted.values()))),
    )


def contact_points_by_organisation(plan: Plan, picture: Picture, on: datetime.date) -> dict[int, list[User]]:
    """Who submits for each organisation on the day, for itself or for its policy area; by its key."""
    members: dict[int | None, list[int]] = defaultdict(list)
    for organisation in picture.organisations.values():
        if organisation.policy_area:
            members[picture.policy_areas[organisation.policy_area].pk].append(organisation.pk)
    people: dict[int | None, dict[int, User]] = defaultdict(dict)
    for row in Membership.objects.contact_points(plan, on).select_related("user"):
        for key in [row.organisation_id, *members[row.policy_area_id]]:
            people[key][row.user_id] = row.user
    return {body.pk: list(people[body.pk].values()) for body in picture.organisations.values()}
