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
from tests.factories import (
    ActionFactory,
    AffiliationFactory,
    LeadFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    OrganisationFactory,
    PhaseFactory,
    PolicyAreaFactory,
)

pytestmark = pytest.mark.engine

DAY = datetime.date
Facts = tuple[Any, ...]


def in_force(rows: Iterable[Any], day: datetime.date) -> list[Any]:
    return [row for row in rows if row.is_in_force(day)]


def worked_out(action: Action, day: datetime.date) -> Facts:
    """How the action stands in the plan on the day, from the rows themselves."""
    phases = in_force(Phase.objects.filter(action=action), day)
    leads = in_force(Lead.objects.filter(action=action).order_by("pk"), day)
    ministers = in_force(
        MinisterInvolvement.objects.filter(action=action, role=MinisterRole.COORDINATING).order_by(
            "order", "pk"
        ),
        day,
    )
    affiliations = Affiliation.objects.filter(organisation__in=[lead.organisation_id for lead in leads[:1]])
    areas = in_force(affiliations.order_by("pk"), day)
    ends = [phase.end for phase in phases]
    return (
        min((phase.start for phase in phases if phase.start), default=None),
        max(ends) if ends and None not in ends else None,
        any(phase.continuous for phase in phases),
        leads[0].organisation.key if leads else None,
        areas[0].policy_area.code if areas else None,
        ministers[0].minister.key if ministers else None,
    )


def pictured(action: Action, day: datetime.date) -> Facts:
    """The same, as the picture of the day has it."""
    [one] = live.read(action.plan, Moment.end_of_day(day), [action.pk]).actions
    return one.runs_from, one.runs_until, one.is_continuous, one.lead, one.policy_area, one.minister


def days_of(action: Action) -> set[datetime.date]:
    """Every day on which something of the action begins or ends, those beside it, and the first and last there are."""
    known = {DAY(1900, 1, 1), DAY(9999, 12, 30)}
    of_leads = Affiliation.objects.filter(organisation__leads__action=action)
    for rows in (action.phases.all(), action.leads.all(), action.minister_involvements.all(), of_leads):
        for row in rows:
            known |= {day for day in (row.in_force_from, row.in_force_until) if day}
    return known | {day - datetime.timedelta(days=1) for day in known}


def on_each_day(action: Action) -> list[Facts]:
    """As the picture has it, which agrees on each day with what is worked out."""
    found = []
    for day in sorted(days_of(action)):
        found.append(pictured(action, day))
        assert found[-1] == worked_out(action, day), day
    return found


@pytest.fixture
def action(db: None) -> Action:
    """Amended once: phases, lead, minister and its lead's policy area."""
    action = ActionFactory(phases=[])
    action.leads.all().delete()
    action.minister_involvements.all().delete()
    first, second = DAY(2022, 3, 1), DAY(2022, 9, 1)
    PhaseFactory(action=action, in_force_until=first)
    PhaseFactory(action=action, in_force_from=first, start=DAY(2021, 6, 1), end=None)
    PhaseFactory(action=action, place=2, start=None, end=None, continuous=True, in_force_from=second)
    LeadFactory(action=action, in_force_until=second)
    lead = LeadFactory(action=action, in_force_from=second).organisation
    AffiliationFactory(organisation=lead, in_force_until=DAY(2022, 12, 1))
    AffiliationFactory(
        organisation=lead, policy_area=PolicyAreaFactory(code="XX"), in_force_from=DAY(2022, 12, 1)
    )
    MinisterInvolvementFactory(action=action, role=MinisterRole.COORDINATING, order=2, in_force_until=second)
    MinisterInvolvementFactory(action=action, role=MinisterRole.COORDINATING, order=1, in_force_from=first)
    return action


WRITES: dict[str, Callable[[Action], Any]] = {
    "a phase changed in place": lambda action: action.phases.filter(place=2).update(
        continuous=False, end=DAY(2023, 5, 5), end_precision="day"
    ),
    "a phase ended": lambda action: action.phases.filter(in_force_until=None).update(
        in_force_until=DAY(2023, 1, 1)
    ),
    "all phases gone": lambda action: action.phases.all().delete(),
    "phases in one go": lambda action: Phase.objects.bulk_create(
        [Phase(action=action, place=place, in_force_from=DAY(2024, place, 1)) for place in (3, 4, 5)]
    ),
    "another lead": lambda action: action.leads.filter(in_force_until=None).update(
        organisation=OrganisationFactory()
    ),
    "no lead": lambda action: action.leads.all().delete(),
    "another minister": lambda action: action.minister_involvements.filter(order=1).update(
        minister=MinisterFactory()
    ),
    "no longer coordinating": lambda action: action.minister_involvements.update(role=MinisterRole.INVOLVED),
    "no minister": lambda action: action.minister_involvements.all().delete(),
    "an organisation moved": lambda action: Affiliation.objects.filter(in_force_until=None).update(
        policy_area=PolicyAreaFactory(code="YY")
    ),
    "an affiliation moved to another organisation": lambda action: Affiliation.objects.filter(
        in_force_until=None
    ).update(organisation=OrganisationFactory()),
    "an affiliation ended": lambda action: Affiliation.objects.filter(in_force_until=None).update(
        in_force_until=DAY(2023, 4, 1)
    ),
    "no affiliations": lambda action: Affiliation.objects.all().delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_they_follow_from_the_rows(action: Action, write: Callable[[Action], Any]) -> None:
    before = on_each_day(action)
    write(action)
    assert on_each_day(action) != before


def test_they_follow_from_random_rows(db: None) -> None:
    chance = random.Random(4)
    bodies = [OrganisationFactory() for _number in range(3)]
    areas = [PolicyAreaFactory(code=f"Q{number}") for number in range(3)]
    actions = [ActionFactory(phases=[]) for _number in range(6)]

    def days() -> dict[str, Any]:
        first, last = chance.randrange(1, 9), chance.randrange(9, 17)
        return {
            "in_force_from": chance.choice([None, DAY(2022, 1, first)]),
            "in_force_until": DAY(2022, 1, last),
        }

    for body in bodies:
        for area in areas:
            AffiliationFactory(
                organisation=body,
                policy_area=area,
                **{**days(), "in_force_from": DAY(2022, 1, chance.randrange(1, 9))},
            )
    for action in actions:
        for place in range(1, 4):
            PhaseFactory(action=action, place=place, end=chance.choice([None, DAY(2024, 1, place)]), **days())
            LeadFactory(
                action=action,
                organisation=chance.choice(bodies),
                **{**days(), "in_force_from": DAY(2022, 1, place)},
            )
            MinisterInvolvementFactory(
                action=action, role=chance.choice(MinisterRole.values), order=place, **days()
            )
    assert all(on_each_day(action) for action in actions)
