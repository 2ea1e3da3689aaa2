"""When an action runs on a day and under whom it counts then: worked out again in plain Python."""

import datetime
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from actionplan.organisations.models import Affiliation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actions.models import Action
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
from tests.second_way.exported import exported
from tests.second_way.plain import Plain
from tests.second_way.test_picture import where_it_stands, where_it_stood
from tests.second_way.two_ways import end_of

pytestmark = pytest.mark.django_db

DAY = datetime.date
IN_FORCE = ["actions.phase", "actions.lead", "actions.ministerinvolvement", "organisations.affiliation"]
IN_FORCE_DAYS = ["in_force_from", "in_force_until"]
Facts = tuple[Any, ...]


def days_of(plain: Plain) -> list[DAY]:
    """Every day on which something begins or ends, those beside it, and the first and last there are."""
    rows = [row for table in IN_FORCE for row in plain.rows[table]]
    ends = {DAY.fromisoformat(row[name]) for row in rows for name in IN_FORCE_DAYS if row[name]}
    known = ends | {DAY(1900, 1, 1), DAY(9999, 12, 30)}
    return sorted(known | {day - datetime.timedelta(days=1) for day in known})


def on_each_day(plan: Plan) -> dict[int, list[Facts]]:
    """Of each action, as the pictures of those days have it, which agrees with what is worked out."""
    plain, found = Plain(exported(), plan.code), dict[int, list[Facts]]()
    for day in days_of(plain):
        stands = plain.at(end_of(day.isoformat(), "accepted"))
        for one, stand in zip(live.read(plan, Moment.end_of_day(day)).actions, stands, strict=True):
            assert where_it_stands(one) == where_it_stood(stand), (one.code, day)
            found.setdefault(one.pk, []).append(tuple(where_it_stands(one)))
    return found


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


@pytest.mark.full
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
