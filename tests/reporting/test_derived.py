"""Rows that the database keeps because they follow from others: worked out again in plain Python after every kind of write."""

import datetime
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from actionplan.base.checks import derived_rows_follow
from actionplan.base.derived import all_derived
from actionplan.organisations.models import Affiliation
from actionplan.reporting.derived import NAMED, SAID
from actionplan.reporting.models import ActionWord, Standing
from actionplan.reporting.states import Basis
from actions.models import Action, ActionInPlan, Lead, MinisterInvolvement, Phase
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
TO_COME = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
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
    areas = [
        area
        for lead in leads
        for area in in_force(
            Affiliation.objects.filter(organisation=lead.organisation_id).order_by("pk"), day
        )
    ]
    ends = [phase.end for phase in phases]
    return (
        min((phase.start for phase in phases if phase.start), default=None),
        max(ends) if ends and None not in ends else None,
        any(phase.continuous for phase in phases),
        leads[0].organisation_id if leads else None,
        areas[0].policy_area_id if areas else None,
        ministers[0].minister_id if ministers else None,
    )


FACTS = [
    "runs_from",
    "runs_until",
    "is_continuous",
    "lead_organisation",
    "counting_area",
    "counting_minister",
]


def kept(action: Action, day: datetime.date) -> Facts:
    """What the database keeps of the day: of each action exactly one row."""
    return ActionInPlan.objects.values_list(*FACTS).get(action=action, since__lte=day, until__gt=day)


def days_of(action: Action) -> set[datetime.date]:
    """Every day on which something of the action begins or ends, those beside it, and the first and last there are."""
    known = {DAY.min, DAY(9999, 12, 30)}
    of_leads = Affiliation.objects.filter(organisation__leads__action=action)
    for rows in (action.phases.all(), action.leads.all(), action.minister_involvements.all(), of_leads):
        for row in rows:
            known |= {day for day in (row.in_force_from, row.in_force_until) if day}
    beside = {day - datetime.timedelta(days=1) for day in known if day > DAY.min}
    return (known | beside) - {DAY.max}


def agrees(action: Action) -> bool:
    for day in days_of(action):
        assert kept(action, day) == worked_out(action, day), day
    return not derived_rows_follow(databases=["default"])


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


def test_the_rows_follow(action: Action) -> None:
    assert agrees(action)
    assert ActionInPlan.objects.filter(action=action).count() == 4


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
def test_they_follow_every_write(action: Action, write: Callable[[Action], Any]) -> None:
    before = [kept(action, day) for day in sorted(days_of(action))]
    write(action)
    assert agrees(action)
    assert [kept(action, day) for day in sorted(days_of(action))] != before


def test_they_follow_random_rows(db: None) -> None:
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
    assert all(agrees(action) for action in actions)


def test_an_action_that_goes_takes_its_rows_along(db: None) -> None:
    action = ActionFactory(phases=[])
    for rows in (action.terms, action.leads, action.minister_involvements, action.promotions):
        rows.all().delete()
    action.delete()
    assert not ActionInPlan.objects.filter(action=action.pk).exists()
    connection.check_constraints()


FACTS_FROM = 5


def words_worked_out() -> set[Facts]:
    """From every instant at which a standing begins or ends until the next: the lead's report that stood latest."""
    found = set()
    standings = list(Standing.objects.filter(as_lead=True).select_related("report"))
    pairs = {(row.action_id, row.basis) for row in standings}
    for action, basis in pairs:
        of_pair = [row for row in standings if (row.action_id, row.basis) == (action, basis)]
        instants = sorted({at for row in of_pair for at in (row.since, row.until) if at})
        for at, following in zip(instants, [*instants[1:], TO_COME], strict=True):
            open_then = [row for row in of_pair if row.since <= at and (row.until is None or row.until > at)]
            if open_then:
                word = max(open_then, key=lambda row: (row.since, row.pk))
                said = [getattr(word.report, name) for name in SAID]
                said += [bool(word.report.obstacles), bool(word.report.source)]
                found.add((action, basis, word.report_id, at, following, *said))
    return found


def test_words_follow_from_the_standings_of_the_story(demo_story: str) -> None:
    words = set(ActionWord.objects.values_list("action", "basis", "report", "since", "until", *SAID, *NAMED))
    assert words == words_worked_out()
    assert {basis for _action, basis, *_rest in words} == set(Basis.values)
    assert {word[FACTS_FROM + SAID.index("verdict")] for word in words} > {"", "off_track"}
    assert derived_rows_follow(databases=["default"]) == []


def test_what_does_not_follow_is_reported_and_migrate_writes_it_anew(
    action: Action, settings: Any, tmp_path: Any
) -> None:
    settings.STATIC_ROOT = tmp_path
    ActionInPlan.objects.filter(action=action).update(runs_until=DAY(2030, 1, 1))
    assert [error.id for error in derived_rows_follow(databases=["default"])] == ["base.E002"]
    call_command("migrate", verbosity=0)
    assert agrees(action)
    ActionInPlan.objects.filter(action=action).first().delete()
    assert [error.id for error in derived_rows_follow(databases=["default"])] == ["base.E002"]
    call_command("migrate", verbosity=0)
    assert agrees(action)


def test_every_derived_table_has_a_row_once(action: Action) -> None:
    assert {derived.table for derived in all_derived()} == {"actions_actioninplan", "reporting_actionword"}
    row = ActionInPlan.objects.filter(action=action).first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_row_that_ends_on_the_last_day_there_is_still_is(action: Action) -> None:
    action.phases.filter(in_force_until=None).update(in_force_until=DAY.max)
    assert agrees(action)
