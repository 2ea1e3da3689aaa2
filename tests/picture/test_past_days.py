"""What a past day shows never changes, whatever happens later: random acts, replayed."""

import datetime
import random
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.base.days import start_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import discard_draft, take_back
from tests.factories import BudgetLineFactory
from tests.personas import SmallPlan
from tests.reporting_factories import draft_and_submit

pytestmark = pytest.mark.full


class Story:
    """Acts at random, a few a day, on two actions by three organisations; refused ones count as days off."""

    def __init__(self, seed: int, plan: SmallPlan, people: dict[Organisation, User], coordinator: User):
        self.random = random.Random(seed)
        self.plan, self.people, self.coordinator = plan, people, coordinator

    def act(self, at: datetime.datetime) -> None:
        action = self.random.choice([self.plan.with_money, self.plan.joint])
        organisation = self.random.choice(list(self.people))
        reports = ProgressReport.objects.of(action, organisation)
        waiting = reports.pending().first()
        try:
            if self.random.random() < 0.05:
                self._hand_over(action, organisation, at)
            elif waiting is None:
                self._report(action, organisation, at)
            elif waiting.state == ReportState.DRAFT:
                discard_draft(report=waiting, opened_on=waiting.revision, by=self.people[organisation], at=at)
            else:
                self._review(waiting, at)
        except (Refused, PermissionDenied):
            return

    def _hand_over(self, action: Any, organisation: Organisation, at: datetime.datetime) -> None:
        appoint_lead(action=action, organisation=organisation, from_day=at.date(), by=self.coordinator, at=at)

    def _report(self, action: Any, organisation: Organisation, at: datetime.datetime) -> None:
        if action.own_lines:
            paid = [
                ExpenditureRow(action.own_lines[0], 2022, paid=Decimal(self.random.randrange(10**6)) / 100)
            ]
        else:
            paid = []
        draft_and_submit(
            action,
            organisation,
            self.people[organisation],
            at,
            expenditures=paid,
            confidence=self.random.choice(["on_track", "needs_attention", "off_track"]),
        )

    def _review(self, report: ProgressReport, at: datetime.datetime) -> None:
        choice = self.random.random()
        if choice < 0.5:
            verdict = self.random.choice(["on_track", "needs_attention", "off_track"])
            accept(report=report, verdict=verdict, by=self.coordinator, at=at)
        elif choice < 0.75:
            return_report(report=report, remark="Sample.", by=self.coordinator, at=at)
        else:
            take_back(report=report, by=self.people[report.organisation], at=at)


def _shown(day: datetime.date, plan: SmallPlan) -> list[Any]:
    """What the day's page shows: where the actions stand, with their money, on both bases."""
    pictures = [live.read(plan.plan, Moment.end_of_day(day, basis)) for basis in Basis]
    return [asdict(action) for picture in pictures for action in picture.actions]


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.full)])
def test_a_past_day_never_changes(
    seed: int,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
) -> None:
    for action in [small_plan.with_money, small_plan.joint]:
        action.own_lines = [BudgetLineFactory(action=action).pk]
    people = {lead_organisation: contributor, partner_organisation: partner}
    story = Story(seed, small_plan, people, coordinator)
    remembered: dict[datetime.date, list[Any]] = {}
    day = datetime.date(2022, 1, 1)
    for number in range(16):
        for hour in sorted(story.random.sample(range(24), 3)):
            story.act(start_of(day) + datetime.timedelta(hours=hour))
        if number % 2 == 0:
            remembered[day] = _shown(day, small_plan)
        day += datetime.timedelta(days=story.random.randrange(1, 5))
    assert Standing.objects.filter(until__isnull=False).count() > 8
    assert {past: _shown(past, small_plan) for past in remembered} == remembered
