"""Amendments of a plan at once with one another, with corrections, with reports and with a closing."""

from dataclasses import replace

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.correcting import correct_action
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.planned.from_rows import action_in_force, version_of
from actionplan.reporting.models import ProgressReport
from actionplan.reports.workflow import submit
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from actions.models import Action, Amendment
from actions.states import Kind
from tests.amendments.amending import DAY, added, amended, new_action, prepared, put_in_force, withdrawn
from tests.personas import SmallPlan
from tests.plan_document.changed_plan import ChangedPlan, begin
from tests.reporting_factories import drafted, noon
from tests.threads import BOTH_ORDERS, race, race_in

AT = noon(2022, 9, 5)
FROM = DAY(2022, 9, 1)
THE_ACTIONS = 'FROM "actions_action".*FOR NO KEY UPDATE'
pytestmark = pytest.mark.postgresql


@pytest.fixture
def amendment(small_plan: SmallPlan, coordinator: User) -> Amendment:
    """Renames 1.1, withdraws 1.2, and adds 1.3."""
    found = prepared(small_plan.plan, coordinator, FROM)
    amended(found, "1.1", coordinator, title="Another title", end=DAY(2023, 6, 30), amount=6000)
    withdrawn(found, "1.2", coordinator)
    added(found, new_action("1.3", "ov"), coordinator)
    return found


def test_one_amendment_put_in_force_twice(
    amendment: Amendment, coordinator: User, other_coordinator: User
) -> None:
    _won, lost = race(
        lambda: put_in_force(amendment, coordinator, AT),
        lambda: put_in_force(amendment, other_coordinator, AT),
    )
    assert isinstance(lost, ChangedMeanwhile)
    assert Event.objects.filter(verb="amendment_put_in_force", plan=amendment.plan_id).count() == 1
    assert amendment.plan.actions.get(code="1.1").terms.count() == 2


def test_two_amendments_of_one_action(amendment: Amendment, coordinator: User) -> None:
    second = prepared(amendment.plan, coordinator, FROM)
    amended(second, "1.1", coordinator, kind=Kind.NEW)
    _won, lost = race(
        lambda: put_in_force(amendment, coordinator, AT), lambda: put_in_force(second, coordinator, AT)
    )
    assert isinstance(lost, ChangedMeanwhile)
    assert "1.1" in str(lost)


@BOTH_ORDERS
def test_an_amendment_against_a_correction(
    turned_round: bool, amendment: Amendment, coordinator: User
) -> None:
    action = amendment.plan.actions.get(code="1.1")
    now = action_in_force(action, amendment.plan, AT.date())
    assert now is not None

    def correct() -> Action:
        return correct_action(
            action=action,
            after=replace(now, title="Corrected"),
            reason="Sample.",
            opened_on=version_of(now),
            by=coordinator,
            at=AT,
        )

    outcomes = race_in(
        turned_round, lambda: put_in_force(amendment, coordinator, AT), correct, after=THE_ACTIONS
    )
    assert [isinstance(one, ChangedMeanwhile) for one in outcomes] == [turned_round, not turned_round]


@BOTH_ORDERS
def test_a_withdrawal_against_the_submission_of_a_draft(
    turned_round: bool,
    amendment: Amendment,
    coordinator: User,
    contributor: User,
    lead_organisation: Organisation,
) -> None:
    """Submitted first, the report waits for review; withdrawn first, nothing is submitted."""
    draft = drafted(amendment.plan.actions.get(code="1.2"), lead_organisation, contributor, noon(2022, 9, 4))
    in_force, submitted = race_in(
        turned_round,
        lambda: put_in_force(amendment, coordinator, AT),
        lambda: submit(report=draft, opened_on=1, by=contributor, at=AT),
        after=THE_ACTIONS,
    )
    assert isinstance(in_force, Amendment)
    assert isinstance(submitted, ProgressReport if turned_round else Refused)


@BOTH_ORDERS
def test_a_withdrawal_against_the_closing_of_a_round(
    turned_round: bool, two_rounds: ChangedPlan, coordinator: User
) -> None:
    round = begin(two_rounds, "2022-12", DAY(2022, 12, 31))
    amendment = prepared(two_rounds.plan, coordinator, DAY(2023, 1, 5))
    withdrawn(amendment, "1.2", coordinator)
    at = noon(2023, 1, 20)
    take_into_review(round=round, by=coordinator, at=at)
    keys = list(round.requests.values_list("pk", flat=True))
    excuse_requests(round=round, requests=keys, reason="Sample.", by=coordinator, at=at)
    outcomes = race_in(
        turned_round,
        lambda: put_in_force(amendment, coordinator, at),
        lambda: close_round(round=round, by=coordinator, at=at),
        after=THE_ACTIONS,
    )
    assert not any(isinstance(one, Refused) for one in outcomes)
