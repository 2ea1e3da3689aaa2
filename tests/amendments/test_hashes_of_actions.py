"""Every act that changes what the plan says of an action has the hash of it: what stands there is what the newest act tells, on
every day.
"""

import datetime
from dataclasses import replace

import pytest
from django.db import connection

from actionplan.accounts.models import User
from actionplan.amendments.continuing import continue_action
from actionplan.amendments.correcting import correct_action
from actionplan.base.triggers import drop_triggers
from actionplan.organisations.models import Organisation
from actionplan.plan_document.exporting import plan_document
from actionplan.plan_document.importing import import_plan_document
from actionplan.planned.action_hashes import hashes_of_actions
from actionplan.planned.from_rows import action_in_force, version_of
from actionplan.reports.leads import appoint_lead
from actionplan.reports.proposals import agree_to_milestone
from actionplan.rounds.verifying_contents import compare_contents
from actionplan.rounds.verifying_told import read_told
from actions.models import Action, ActionTerms, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from actions.states import Kind
from budgets.models import BudgetTerms, Funding
from objectives.models import Plan
from objectives.states import PlanState
from tests.database_state import undone
from tests.factories import ActionFactory, PlanFactory
from tests.government.reshuffle import RESHUFFLE, carried_out, prepared_change
from tests.plan_document.printed_plan import *  # noqa: F403
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

from .amending import DAY, amended, prepared, put_in_force, withdrawn

APRIL = noon(2022, 4, 1)


def told_and_there(action: Action) -> bool:
    """Whether an event tells of the action, and says what stands there."""
    told = read_told(action.plan_id).actions[action.pk].hash
    return told == hashes_of_actions(Action.objects.filter(pk=action.pk))[str(action.pk)] != ""


@pytest.fixture
def imported(printed_plan: Plan, administrator: User) -> dict[str, Action]:
    """The actions of a plan in force, by code, which was imported while it was in preparation."""
    Plan.objects.update(state=PlanState.IN_PREPARATION)
    document = plan_document(printed_plan, printed_plan.start)
    [first, *others] = document.actions
    changed = replace(document, actions=(replace(first, title="Imported"), *others))
    import_plan_document(document=changed, by=administrator, at=APRIL)
    Plan.objects.update(state=PlanState.IN_FORCE)
    return {action.code: action for action in Action.objects.filter(plan=printed_plan)}


@pytest.mark.full
def test_an_import_of_a_plan_in_preparation_writes_all_of_them(
    imported: dict[str, Action], printed_plan: Plan
) -> None:
    assert all(map(told_and_there, imported.values()))
    assert compare_contents(printed_plan.pk).compared["actions"] == len(imported) == 50


@pytest.mark.full
def test_corrections_leads_and_agreed_milestones_have_their_hashes(
    imported: dict[str, Action], printed_plan: Plan, coordinator: User, contributor: User
) -> None:
    action, administers = imported["1.1"], {"by": coordinator, "at": APRIL}
    planned = action_in_force(action, printed_plan, APRIL.date())
    assert planned is not None
    after = {"after": replace(planned, title="Corrected"), "opened_on": version_of(planned)}
    correct_action(action=action, reason="Misread.", **after, **administers)
    assert told_and_there(action)

    other = Organisation.objects.exclude(leads__action=action).earliest("pk")
    appoint_lead(action=action, organisation=other, from_day=DAY(2022, 10, 1), **administers)
    assert told_and_there(action)

    before = ActionFactory(plan=PlanFactory(code="2015-2019", start=DAY(2015, 1, 1), end=DAY(2019, 12, 31)))
    continue_action(action=action, continued=before, opened_on=0, by=None, at=APRIL)
    assert told_and_there(action)

    proposed = imported["3.1"]
    Lead.objects.filter(action=proposed).update(organisation=contributor.memberships.get().organisation)
    agree_to_milestone(proposal=propose(proposed, contributor), **administers)
    assert told_and_there(proposed)
    assert compare_contents(printed_plan.pk).faults == []


@pytest.mark.full
def test_amendments_and_changes_of_government_have_their_hashes(
    imported: dict[str, Action], printed_plan: Plan, coordinator: User, administrator: User
) -> None:
    amendment = prepared(printed_plan, coordinator, DAY(2022, 5, 1))
    amended(amendment, "4.1", coordinator, amount=4_711_000)
    withdrawn(amendment, "4.2", coordinator)
    put_in_force(amendment, coordinator, noon(2022, 9, 1))
    assert told_and_there(imported["4.1"])
    assert told_and_there(imported["4.2"])

    change = prepared_change(administrator, RESHUFFLE)
    moved = {row.action for row in carried_out(change, administrator).parts}
    assert len(moved) > 5
    assert all(map(told_and_there, moved)), "a change of government is told in the portal's chain"
    assert compare_contents(printed_plan.pk).faults == []


@pytest.mark.full
@pytest.mark.owner
def test_each_change_of_the_owner_is_told_with_the_action(printed_plan: Plan, coordinator: User) -> None:
    plan = printed_plan
    document = plan_document(plan, plan.start)
    Plan.objects.update(state=PlanState.IN_PREPARATION)
    named = replace(document, plan=replace(document.plan, title="Imported again"))
    import_plan_document(document=named, by=None, at=APRIL)
    Plan.objects.update(state=PlanState.IN_FORCE)
    amendment = prepared(plan, coordinator, DAY(2022, 5, 1))
    amended(amendment, "4.1", coordinator, amount=4_711_000)
    put_in_force(amendment, coordinator, noon(2022, 9, 1))
    assert compare_contents(plan.pk).faults == []

    def everything(model: type, **changes: object) -> None:
        model._default_manager.update(**changes)

    past = BudgetTerms.objects.filter(in_force_until__isnull=False)
    attacks = [
        lambda: BudgetTerms.objects.exclude(amount=None).update(amount=1),
        lambda: past.update(amount=1),  # what was planned before the amendment
        lambda: past.update(in_force_until=datetime.date(2022, 6, 1)),
        lambda: BudgetTerms.objects.filter(in_force_from__isnull=False).update(in_force_from=None),
        lambda: Funding.objects.all().delete(),
        lambda: everything(ActionTerms, title="Other"),
        lambda: everything(ActionTerms, kind=Kind.CONTINUED),
        lambda: Phase.objects.exclude(end=None).update(end=datetime.date(2024, 12, 30)),
        lambda: MilestoneTerms.objects.exclude(due=None).update(due=datetime.date(2024, 1, 1)),
        lambda: MinisterInvolvement.objects.all().delete(),
        lambda: everything(Promotion, role="partner"),
        lambda: Lead.objects.all().delete(),
        lambda: everything(Action, limited=True),
        lambda: everything(Action, budget_printed="Other"),
        lambda: everything(Action, salt="0" * 32),
        lambda: everything(Action, salt=""),
        lambda: everything(Action, in_force_until=datetime.date(2024, 1, 1)),
    ]
    with undone():
        drop_triggers(connection)
        for number, attack in enumerate(attacks):
            with undone():
                attack()
                faults = compare_contents(plan.pk).faults
            assert any("what the plan says of it was changed after event" in fault for fault in faults), (
                number
            )
        with undone():
            copy = Action.objects.get(code="1.7")
            copy.pk, copy.code, copy.order = None, "1.99", 1099
            copy.save()
            assert compare_contents(plan.pk).faults == ["action 1.99: no event tells of it"]


def test_what_nobody_wrote_since_there_are_hashes_is_named(printed_plan: Plan, coordinator: User) -> None:
    """And what has a form that this version does not know."""
    plan = printed_plan
    result = compare_contents(plan.pk)
    assert result.faults == []
    assert result.not_compared == {"actions on which nobody acted since acts have hashes": 50}
    told = read_told(plan.pk)
    assert told.actions == {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("actionplan.planned.action_hashes.FORM", 2)
        other = Organisation.objects.exclude(leads__action__code="1.1").earliest("pk")
        appoint = {"organisation": other, "from_day": DAY(2022, 10, 1)}
        appoint_lead(action=Action.objects.get(code="1.1"), **appoint, by=coordinator, at=APRIL)
    result = compare_contents(plan.pk)
    assert (result.faults, result.compared["actions"]) == ([], 0)
    assert result.not_compared["actions whose hashes have a form that this version does not know"] == 1
