"""A kept picture, of which only what was written about is read, is as one that is read anew, whatever people did."""

import datetime
import random
from typing import NamedTuple

import pytest

from actionplan.accounts.models import User
from actionplan.audit.revisions import revision_and_seal_of
from actionplan.organisations.models import Organisation
from actionplan.picture import live
from actionplan.picture.cache import KeptPicture, read_again
from actionplan.picture.moment import Moment
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Basis, Confidence, ReportState
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actions.models import Action
from tests.personas import Bodies, SmallPlan, everybody
from tests.reporting_factories import hand_in, noon

pytestmark = [pytest.mark.django_db, pytest.mark.full]
STEPS = 20
MOMENTS = [
    moment
    for basis in Basis
    for moment in [
        Moment.now(noon(2023, 1, 1), basis),
        Moment.end_of_day(datetime.date(2022, 6, 30), basis),
    ]
]


class People(NamedTuple):
    reviewer: User
    reporters: dict[Organisation, User]


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.full) for seed in (2, 3))])
def test_after_acts_on_actions_at_random(small_plan: SmallPlan, bodies: Bodies, seed: int) -> None:
    who, chance, plan = everybody(bodies), random.Random(seed), small_plan.plan
    reporters = {
        bodies.lead: who["contributor"],
        bodies.partner: who["partner"],
        bodies.other: who["stranger"],
    }
    people = People(who["coordinator"], reporters)
    kept = [KeptPicture(live.read(plan, moment), *revision_and_seal_of(plan.pk)) for moment in MOMENTS]
    stayed = 0
    for step in range(STEPS):
        at = noon(2022, 3, 1) + datetime.timedelta(days=10 * step)
        for action in chance.sample(small_plan.actions, chance.choice([1, 1, 2])):
            act(action, people, chance, at)
        before = kept[0].picture
        revision, seal = revision_and_seal_of(plan.pk)
        kept = [
            KeptPicture(read_again(plan, one.picture.moment, revision, one), revision, seal) for one in kept
        ]
        assert [one.picture for one in kept] == [live.read(plan, moment) for moment in MOMENTS]
        stayed += sum(
            one is other for one, other in zip(before.actions, kept[0].picture.actions, strict=True)
        )
    assert stayed >= 2 * STEPS, "all of it was read for an act on one or two of four"


def act(action: Action, people: People, chance: random.Random, at: datetime.datetime) -> None:
    """What is possible next: hand in a report or hand over the lead; or else review or take back."""
    lead = action.leads.open().get().organisation
    waiting = ProgressReport.objects.filter(action=action, state=ReportState.SUBMITTED).first()
    others = [organisation for organisation in people.reporters if organisation != lead]
    if waiting is None:
        match chance.choice(["hand in", "hand in", "hand over"]):
            case "hand in":
                hand_in(action, lead, people.reporters[lead], at, forecast_end=at.date())
            case "hand over":
                appoint_lead(
                    action=action,
                    organisation=chance.choice(others),
                    from_day=at.date(),
                    by=people.reviewer,
                    at=at,
                )
    else:
        match chance.choice(["accept", "return", "take back"]):
            case "accept":
                accept(report=waiting, verdict=Confidence.NEEDS_ATTENTION, by=people.reviewer, at=at)
            case "return":
                return_report(report=waiting, remark="Sample.", by=people.reviewer, at=at)
            case "take back":
                take_back(report=waiting, by=people.reporters[waiting.organisation], at=at)
