"""Every count of the overview and of a closed round leads to a list of as many actions: any day, any round, any part."""

import datetime
import random
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import PolicyArea
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Basis
from actions.models import Action
from actions.states import PromotionRole
from objectives.models import Plan
from tests.actions.lists_of_counts import choices_at, counts_of, found_among
from tests.factories import (
    ActionFactory,
    AffiliationFactory,
    BudgetLineFactory,
    LeadFactory,
    MinisterFactory,
    OrganisationFactory,
    PlanFactory,
    PromotionFactory,
    UserFactory,
)
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import ExpenditureFactory, ReportFactory, StandingFactory, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
OVERVIEW = "/2020-2024/"
CONFIDENCES = ["on_track", "needs_attention", "off_track"]


@pytest.fixture
def random_plan() -> Plan:
    """A plan of thirty actions with random leads, ministers, reports, standings and expenditure around 2022."""
    chance = random.Random(20221231)
    plan = PlanFactory()
    areas = ["OV", "WVG", None]
    bodies = [OrganisationFactory(policy_area=chance.choice(areas)) for _ in range(6)]
    ministers = [MinisterFactory() for _ in range(3)]
    people = [UserFactory(), UserFactory()]
    for number in range(1, 31):
        action = ActionFactory(
            code=f"{chance.randrange(1, 4)}.{number}",
            plan=plan,
            minister=chance.choice([*ministers, None]),
            phases=[_phase(chance)],
        )
        if chance.random() < 0.9:
            LeadFactory(action=action, organisation=chance.choice(bodies))
        line = BudgetLineFactory(action=action)
        for _ in range(chance.randrange(4)):
            _report(chance, action, line, people)
    return plan


def _day(chance: random.Random) -> datetime.date:
    return datetime.date(2022, 1, 1) + datetime.timedelta(days=chance.randrange(-300, 500))


def _phase(chance: random.Random) -> dict[str, Any]:
    start, end = sorted([_day(chance), _day(chance)])
    if chance.random() < 0.15:
        return {"start": None, "end": None, "continuous": True}
    if chance.random() < 0.2:
        return {"start": start, "end": None}
    return {"start": start, "end": end}


def _report(chance: random.Random, action: Action, line: Any, people: list[User]) -> None:
    at = noon(2022, 1, 1) + datetime.timedelta(days=chance.randrange(-200, 360))
    reviewed = chance.choice([None, at + datetime.timedelta(days=chance.randrange(1, 40))])
    status = chance.choice(["not_started", "ongoing", "completed"])
    report = ReportFactory(
        action=action,
        organisation=OrganisationFactory(),
        status=status,
        confidence="" if status == "completed" else chance.choice(CONFIDENCES),
        forecast_end=chance.choice([None, _day(chance)]),
    )
    ExpenditureFactory(report=report, line=line, year=2021, paid=chance.choice([100, 9000, 10001, None]))
    row = ProgressReport.objects.filter(pk=report.pk)
    row.update(state="submitted", submitted_by=people[0], submitted_at=at)
    if reviewed:
        verdict = chance.choice(CONFIDENCES)
        row.update(state="accepted", reviewed_by=people[1], reviewed_at=reviewed, verdict=verdict)
    for basis, since in [(Basis.REPORTED, at), (Basis.ACCEPTED, reviewed)]:
        if since:
            until = chance.choice([None, None, since + datetime.timedelta(days=chance.randrange(1, 90))])
            StandingFactory(report=report, basis=basis, since=since, until=until)


def every_count_leads_to_as_many(client: Client, person: User, address: str) -> Element:
    page = read(client.get(OVERVIEW + address))
    counts, choices = counts_of(page), choices_at(OVERVIEW + address, person)
    assert counts
    assert {url: len(found_among(choices, urlsplit(url).query)) for url in counts} == counts
    return page


@pytest.mark.full
def test_every_count_leads_to_as_many_actions(random_plan: Plan, platform: Client, coordinator: User) -> None:
    for address in [
        "?basis=reported&by=minister",
        "?basis=accepted&by=policy_area",
        "?on=2022-09-06&basis=reported",
        "?on=2022-09-06&basis=accepted",
        "?objective=3&basis=reported",
    ]:
        page = every_count_leads_to_as_many(platform, coordinator, address)
        whole = Action.objects.filter(objective__number__in=[3] if "objective=3" in address else [1, 2, 3])
        (breakdown,) = page.all("table", class_="breakdown")
        counted = [int(re.search(r"of (\d+)", row[2])[1]) for row in breakdown.rows]
        assert sum(counted) == whole.count()


@pytest.mark.full
def test_every_count_of_a_closed_round_leads_to_as_many_actions(
    frozen: FrozenRound, client_of: ClientOf, reader: User, coordinator: User
) -> None:
    client = client_of(coordinator)
    for address in [
        "?round=2022-06",
        "?round=2022-06&basis=reported&by=minister",
        "?round=2022-06&policy_area=KBBJ&also=on",
        "rounds/2022-06/?basis=reported&by=minister",
    ]:
        every_count_leads_to_as_many(client, coordinator, address)
    # a reader counts what the list shows to a reader
    every_count_leads_to_as_many(client_of(reader), reader, "?by=minister")


def test_a_count_within_the_wider_scope_leads_to_as_many_and_the_breakdown_says_that_its_rows_exceed_the_total(
    small_plan: SmallPlan, client_of: ClientOf, reader: User, policy_area: PolicyArea
) -> None:
    """Also where no part is chosen: each action has a partner in a policy area that another leads."""
    partner = OrganisationFactory()
    AffiliationFactory(organisation=partner, policy_area=policy_area)
    for action in small_plan.actions:
        PromotionFactory(action=action, organisation=partner, role=PromotionRole.PARTNER)
    page = every_count_leads_to_as_many(client_of(reader), reader, "?also=on&by=policy_area")
    (breakdown,) = page.all("table", class_="breakdown")
    counted = [int(re.search(r"of (\d+)", row[2])[1]) for row in breakdown.rows]
    assert sum(counted) > Action.objects.count()
    assert f"together more than the total of {Action.objects.count()}." in page.text
    assert "changes nothing here" not in page.text
    once = read(client_of(reader).get(f"{OVERVIEW}?by=policy_area"))
    assert once.links["/2020-2024/?by=policy_area&also=on#breakdown"] == "Also as partner or involved"
    every_count_leads_to_as_many(client_of(reader), reader, "?minister=education&also=on")
