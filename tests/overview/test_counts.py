"""Every count on the overview leads to a list of exactly that many actions, and a second computation agrees."""

import datetime
import random
import re
from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.brussels import end_of
from actionplan.reporting.models import Expenditure, ProgressReport, Standing
from actionplan.reporting.states import Basis
from actions.models import Action
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    LeadFactory,
    MinisterFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
)
from tests.reading import Element, read
from tests.reporting_factories import ExpenditureFactory, ReportFactory, StandingFactory, noon
from tests.world import World

PAST = datetime.date(2022, 9, 6)
CONFIDENCES = ["on_track", "needs_attention", "off_track"]


def counts(page: Element) -> dict[str, int]:
    """The address of every list that the overview links to, with the number that the link says."""
    found = {}
    for link in page.all("a"):
        address = link.attributes.get("href", "")
        number = re.search(r"\d+", link.text)
        if "/actions/?" in address and number:
            found[address] = int(number.group())
    return found


def exported(client: Client, address: str, language: str) -> int:
    """How many actions the file of the list at the address has."""
    response = client.get(
        address.replace("/actions/?", "/actions.csv?"), headers={"accept-language": language}
    )
    return len(response.content.decode().splitlines()) - 1


def listed(client: Client, address: str, language: str) -> int:
    """How many actions the list at the address has, by its own count and by its rows."""
    page = read(client.get(address, headers={"accept-language": language}))
    rows = page.rows
    (total,) = (one.text for one in page.all("strong") if re.match(r"\d+ acti(e|on)", one.text))
    assert int(total.split()[0]) == len(rows)
    return len(rows)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("basis", "day", "language", "measures", "rows_of"),
    [
        ("reported", "", "en", ["status", "confidence", "verdict", "schedule"], exported),
        ("accepted", "", "nl", ["status"], listed),
        ("reported", PAST.isoformat(), "nl", ["verdict"], exported),
        ("accepted", PAST.isoformat(), "en", ["schedule"], exported),
    ],
)
def test_every_count_leads_to_as_many_rows(
    world: World,
    client_of: Callable[[User], Client],
    basis: str,
    day: str,
    language: str,
    measures: list[str],
    rows_of: Callable[[Client, str, str], int],
) -> None:
    client = client_of(world.people["coordinator"])
    seen: dict[str, int] = {}
    for show in measures:
        asked = {"show": show, "basis": basis, **({"on": day} if day else {})}
        response = client.get(f"/{world.plan.code}/", asked, headers={"accept-language": language})
        seen |= counts(read(response))
    assert len(seen) > 30
    wrong = {
        address: (said, found)
        for address, said in seen.items()
        if said != (found := rows_of(client, address, language))
    }
    assert wrong == {}


@pytest.mark.django_db
def test_each_grouping_adds_up_to_the_total(world: World, client_of: Callable[[User], Client]) -> None:
    client = client_of(world.people["reader"])
    page = read(client.get(f"/{world.plan.code}/"))
    for table in page.all("table", class_="groups"):
        totals = [int(row[-1]) for row in table.rows]
        assert sum(totals) == Action.objects.filter(plan=world.plan).count()


@pytest.fixture
def random_plan(db: None) -> Any:
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


class Second:
    """Where one action stands at the end of a day, computed again in plain Python."""

    def __init__(self, action: Action, day: datetime.date, basis: str) -> None:
        at, self.day = end_of(day), day
        standing = [
            row
            for row in Standing.objects.filter(action=action, basis=basis).select_related("report")
            if row.since <= at and (row.until is None or row.until > at)
        ]
        word = max(standing, key=lambda row: (row.since, row.pk)).report if standing else None
        self.status = word.status if word else "never"
        self.confidence = word.confidence if word else ""
        reviewed = word is not None and word.reviewed_at is not None and word.reviewed_at <= at
        self.verdict = word.verdict if word and reviewed else ""
        self.forecast = word.forecast_end if word else None
        self.schedule = self._schedule(action)
        self.stale = self._stale(word)
        self.freshness = "never" if word is None else "stale" if self.stale else "fresh"
        self.is_continuous = action.phases.get().continuous
        reports = {row.report_id for row in standing}
        paid = [row.paid for row in Expenditure.objects.filter(report__in=reports) if row.paid]
        self.overspent = sum(paid) > 10000

    def _schedule(self, action: Action) -> str:
        (phase,) = action.phases.all()
        waiting = self.status in ("never", "not_started")
        if self.status == "completed":
            return "done"
        if phase.end and phase.end < self.day:
            return "overdue"
        if waiting and phase.start and phase.start != self.day:
            return "should_have_started" if phase.start < self.day else "not_to_start_yet"
        if not phase.end:
            return "continuous" if phase.continuous else "no_end_date"
        return "ends_soon" if phase.end <= self.day + datetime.timedelta(days=90) else "running"

    def _stale(self, word: ProgressReport | None) -> bool:
        if word is None or self.status == "completed":
            return False
        return (self.day - word.submitted_at.date()).days > 184

    @property
    def reasons(self) -> set[str]:
        late_on_track = self.schedule == "should_have_started" or (
            self.schedule == "overdue" and not (self.forecast and self.forecast >= self.day)
        )
        found = {
            "off_track": "off_track" in (self.confidence, self.verdict),
            "overdue": self.schedule == "overdue",
            "late_start": self.schedule == "should_have_started",
            "overspent": self.overspent,
            "voices_differ": (self.confidence == "on_track" and late_on_track)
            or (bool(self.confidence) and bool(self.verdict) and self.confidence != self.verdict),
            "stale": self.stale,
            "never": self.status == "never",
        }
        return {name for name, holds in found.items() if holds}


@pytest.mark.parametrize("basis", ["reported", "accepted"])
@pytest.mark.parametrize(
    "day", [datetime.date(2021, 9, 1), datetime.date(2022, 5, 30), datetime.date(2022, 12, 31)]
)
def test_a_second_computation_counts_the_same(
    random_plan: Any, coordinator: User, client_of: Callable[[User], Client], day: datetime.date, basis: str
) -> None:
    stands = [Second(action, day, basis) for action in Action.objects.filter(plan=random_plan)]
    response = client_of(coordinator).get(f"/{random_plan.code}/", {"on": day.isoformat(), "basis": basis})
    found = {
        frozenset(parse_qsl(urlsplit(address).query)): number
        for address, number in counts(read(response)).items()
    }

    def said(**filters: str) -> int:
        asked = {"on": day.isoformat(), "basis": basis} | filters
        return found.get(frozenset(asked.items()), 0)

    for measure in ["status", "schedule", "freshness"]:
        expected = Counter(getattr(one, measure) for one in stands)
        assert {code: said(**{measure: code}) for code in expected} == expected
    for measure, continuous in product(["confidence", "verdict"], [True, False]):
        of_kind = [one for one in stands if one.is_continuous == continuous]
        expected = Counter(getattr(one, measure) or "none" for one in of_kind)
        asked = {"continuous": "yes" if continuous else "no"}
        assert {code: said(**asked, **{measure: code}) for code in expected} == expected
    expected_reasons = Counter(reason for one in stands for reason in one.reasons)
    assert {code: said(attention=code) for code in expected_reasons} == expected_reasons
    assert said(attention="any") == sum(bool(one.reasons) for one in stands)
