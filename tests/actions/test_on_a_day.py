"""When an action runs on a day and under whom it counts then: worked out again in plain Python."""

import datetime
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from actionplan.organisations.models import Affiliation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actions.models import Action, Lead, MinisterInvolvement, Phase
from actions.states import MinisterRole
from objectives.models import Plan
from tests.factories import (
    ActionFactory,
    AffiliationFactory,
    LeadFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    OrganisationFactory,
    PhaseFactory,
    PlanFactory,
    PolicyAreaFactory,
)

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

DAY = datetime.date
Facts = tuple[Any, ...]


class Rows:
    """All rows of a plan, read once."""

    def __init__(self, plan: Plan) -> None:
        self.phases = Phase.objects.filter(action__plan=plan).order_by("pk")
        self.leads = Lead.objects.filter(action__plan=plan).order_by("pk").select_related("organisation")
        involved = MinisterInvolvement.objects.filter(action__plan=plan).select_related("minister")
        self.ministers = involved.filter(role=MinisterRole.COORDINATING).order_by("order", "pk")
        self.affiliations = Affiliation.objects.order_by("pk").select_related("policy_area")

    @property
    def days(self) -> list[DAY]:
        """Every day on which something begins or ends, those beside it, and the first and last there are."""
        known = {DAY(1900, 1, 1), DAY(9999, 12, 30)}
        for rows in (self.phases, self.leads, self.ministers, self.affiliations):
            known |= {day for row in rows for day in (row.in_force_from, row.in_force_until) if day}
        return sorted(known | {day - datetime.timedelta(days=1) for day in known})

    def worked_out(self, action: int, day: DAY) -> Facts:
        """How the action stands in the plan on the day."""
        phases, leads, ministers = (
            [row for row in rows if row.action_id == action and row.is_in_force(day)]
            for rows in (self.phases, self.leads, self.ministers)
        )
        lead = leads[0].organisation if leads else None
        of_lead = [row for row in self.affiliations if lead and row.organisation_id == lead.pk]
        areas = [row for row in of_lead if row.is_in_force(day)]
        ends = [phase.end for phase in phases]
        return (
            min((phase.start for phase in phases if phase.start), default=None),
            max(ends) if ends and None not in ends else None,
            any(phase.continuous for phase in phases),
            lead.key if lead else None,
            areas[0].policy_area.code if areas else None,
            ministers[0].minister.key if ministers else None,
        )


def on_each_day(plan: Plan) -> dict[int, list[Facts]]:
    """Of each action, as the pictures of those days have it, which agrees with what is worked out."""
    rows, facts_by_day = Rows(plan), dict[int, list[Facts]]()
    for day in rows.days:
        for action in live.read(plan, Moment.end_of_day(day)).actions:
            facts = (
                action.runs_from,
                action.runs_until,
                action.is_continuous,
                action.lead,
                action.policy_area,
                action.minister,
            )
            assert facts == rows.worked_out(action.pk, day), (action.code, day)
            facts_by_day.setdefault(action.pk, []).append(facts)
    return facts_by_day


def amended(plan: Plan, area: Any) -> Action:
    """Amended once: phases, lead, minister and its lead's policy area."""
    action = ActionFactory(plan=plan, phases=[])
    action.leads.all().delete()
    action.minister_involvements.all().delete()
    first, second, third = DAY(2022, 3, 1), DAY(2022, 9, 1), DAY(2022, 12, 1)
    PhaseFactory(action=action, in_force_until=first)
    PhaseFactory(action=action, in_force_from=first, start=DAY(2021, 6, 1), end=None)
    PhaseFactory(action=action, place=2, start=None, end=None, continuous=True, in_force_from=second)
    LeadFactory(action=action, in_force_until=second)
    lead = LeadFactory(action=action, in_force_from=second).organisation
    AffiliationFactory(organisation=lead, in_force_until=third)
    AffiliationFactory(organisation=lead, policy_area=area, in_force_from=third)
    MinisterInvolvementFactory(action=action, role=MinisterRole.COORDINATING, order=2, in_force_until=second)
    MinisterInvolvementFactory(action=action, role=MinisterRole.COORDINATING, order=1, in_force_from=first)
    return action


def of_its_leads(action: Action) -> Any:
    return Affiliation.objects.filter(organisation__leads__action=action)


def now(rows: Any) -> Any:
    return rows.filter(in_force_until=None)


WRITES: dict[str, Callable[[Action], Any]] = {
    "a phase changed in place": lambda action: action.phases.filter(place=2).update(
        continuous=False, end=DAY(2023, 5, 5), end_precision="day"
    ),
    "a phase ended": lambda action: now(action.phases).update(in_force_until=DAY(2023, 1, 1)),
    "all phases gone": lambda action: action.phases.all().delete(),
    "more phases": lambda action: [
        PhaseFactory(action=action, place=place, in_force_from=DAY(2024, place, 1)) for place in (3, 4)
    ],
    "another lead": lambda action: now(action.leads).update(organisation=OrganisationFactory()),
    "no lead": lambda action: action.leads.all().delete(),
    "another minister": lambda action: action.minister_involvements.filter(order=1).update(
        minister=MinisterFactory()
    ),
    "no longer coordinating": lambda action: action.minister_involvements.update(role=MinisterRole.INVOLVED),
    "no minister": lambda action: action.minister_involvements.all().delete(),
    "its lead moved": lambda action: now(of_its_leads(action)).update(
        policy_area=PolicyAreaFactory(code="YY")
    ),
    "an affiliation moved to another organisation": lambda action: now(of_its_leads(action)).update(
        organisation=OrganisationFactory()
    ),
    "an affiliation ended": lambda action: now(of_its_leads(action)).update(in_force_until=DAY(2023, 4, 1)),
    "no affiliations": lambda action: of_its_leads(action).delete(),
}


def test_they_follow_from_the_rows() -> None:
    plan, area = PlanFactory(), PolicyAreaFactory(code="XX")
    actions = {name: amended(plan, area) for name in WRITES}
    before = on_each_day(plan)
    for name, write in WRITES.items():
        write(actions[name])
    after = on_each_day(plan)
    assert [name for name, action in actions.items() if {*after[action.pk]} == {*before[action.pk]}] == []


def days(chance: random.Random, begins: Iterable[int]) -> dict[str, Any]:
    begin, last = chance.choice([*begins]), chance.randrange(9, 17)
    return {"in_force_from": DAY(2022, 1, begin) if begin else None, "in_force_until": DAY(2022, 1, last)}


def test_they_follow_from_random_rows() -> None:
    chance, plan = random.Random(4), PlanFactory()
    bodies = [OrganisationFactory() for _number in range(3)]
    for area in [PolicyAreaFactory(code=f"Q{number}") for number in range(3)]:
        for body in bodies:
            AffiliationFactory(organisation=body, policy_area=area, **days(chance, range(1, 9)))
    for action in [ActionFactory(plan=plan, phases=[]) for _number in range(6)]:
        for place in range(1, 4):
            end = chance.choice([None, DAY(2024, 1, place)])
            PhaseFactory(action=action, place=place, end=end, **days(chance, [0, 0, 3, 6]))
            LeadFactory(action=action, organisation=chance.choice(bodies), **days(chance, [place]))
            role = chance.choice(MinisterRole.values)
            MinisterInvolvementFactory(action=action, role=role, order=place, **days(chance, [0, 0, 3, 6]))
    assert len(on_each_day(plan)) == 6
