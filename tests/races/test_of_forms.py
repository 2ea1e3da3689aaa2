"""A form sent twice at once, on PostgreSQL: the second waits and gets the first result, or its turn."""

import uuid

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.models import CarriedOutForm
from actionplan.base.refusals import Refused
from actionplan.base.tokens import once
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reports.workflow import submit
from tests.personas import SmallPlan, signed_in
from tests.report.test_autosave import Window
from tests.reporting_factories import By, drafted, noon
from tests.threads import BOTH_ORDERS, race

pytestmark = pytest.mark.postgresql

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return drafted(small_plan.joint, *by_lead, MARCH)


def carried_out_once(draft: ProgressReport) -> bool:
    standings = Standing.objects.filter(action=draft.action)
    return standings.count() == Event.objects.filter(action=draft.action_id).count() == 1


def test_a_form_sent_twice_at_once_counts_once(draft: ProgressReport, contributor: User) -> None:
    token = uuid.uuid4()
    calls = []

    def act() -> str:
        calls.append(1)
        return f"/reports/{submit(report=draft, opened_on=1, by=contributor, at=APRIL).pk}/"

    def send() -> str:
        return once(token=token, sender=contributor.pk, at=APRIL, act=act)

    first, second = race(send, send, after='INSERT INTO "base_carriedoutform"')
    assert first == second == f"/reports/{draft.pk}/"
    assert len(calls) == CarriedOutForm.objects.filter(token=token).count() == 1
    assert carried_out_once(draft)


def test_a_form_sent_again_is_carried_out_when_the_first_sending_failed(
    draft: ProgressReport, contributor: User
) -> None:
    token = uuid.uuid4()

    def fail() -> str:
        submit(report=draft, opened_on=1, by=contributor, at=APRIL)
        raise Refused("the line went dead")

    def act() -> str:
        return str(submit(report=draft, opened_on=1, by=contributor, at=APRIL).pk)

    first, second = race(
        lambda: once(token=token, sender=contributor.pk, at=APRIL, act=fail),
        lambda: once(token=token, sender=contributor.pk, at=APRIL, act=act),
        after='INSERT INTO "base_carriedoutform"',
    )
    assert isinstance(first, Refused)
    assert second == str(draft.pk)
    assert carried_out_once(draft)


@BOTH_ORDERS
@pytest.mark.parametrize("is_begun", [True, False])
def test_two_fields_of_one_draft_that_save_themselves_at_once_are_both_kept(
    small_plan: SmallPlan, by_lead: By, contributor: User, colleague: User, turned_round: bool, is_begun: bool
) -> None:
    if is_begun:
        drafted(small_plan.joint, *by_lead, MARCH)
    mine, theirs = (Window(user, signed_in(user), small_plan.joint) for user in (contributor, colleague))
    acts = [
        lambda: mine.saves(done="Sample: mine."),
        lambda: theirs.saves(done="Sample: theirs.", next_steps="Sample: theirs."),
    ]
    first, second = race(*(reversed(acts) if turned_round else acts))
    draft = ProgressReport.objects.get(action=small_plan.joint)
    won = "theirs" if turned_round else "mine"
    assert first["conflicts"] == {}
    assert second["conflicts"] == {"done": [f"Sample: {won}."]}
    assert draft.done == f"Sample: {won}."
    assert draft.next_steps == "Sample: theirs."
