"""A large invented plan, tried with sixty actions."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.organisations.models import Affiliation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Standing
from actionplan.reporting.states import Basis, ReportState
from actions.models import ActionTerms, Lead, Milestone, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import OrganisationFactory

CODE = "2020-2024-synthetic"


def seed(actions: int = 60, **options: str) -> str:
    output = io.StringIO()
    call_command("seed_synthetic", actions=actions, stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def plan(db: None) -> Plan:
    """A second plan of sixty actions, on an empty database."""
    seed()
    return Plan.objects.get(code=CODE)


@pytest.mark.full
def test_it_makes_a_plan_in_force_with_its_actions(plan: Plan) -> None:
    assert plan.state == PlanState.IN_FORCE
    assert plan.actions.count() == 60
    assert plan.objectives.count() == 10
    assert Lead.objects.count() == 60
    assert Phase.objects.count() >= 60
    assert BudgetTerms.objects.count() == 60
    assert MinisterInvolvement.objects.filter(role="coordinating").count() == 60
    assert Promotion.objects.filter(role="promoter").count() == 60
    assert Milestone.objects.count() > 30
    # search columns hold what is searched
    terms = ActionTerms.objects.filter(action__plan=plan)
    assert len(terms) == plan.actions.count()
    assert [row for row in terms if row.folded != row.folded_words()] == []
    # lines with an amount and without are both there
    picture = live.read(plan, Moment.end_of_day(plan.end))
    lines = [line for action in picture.actions for line in action.lines]
    assert len([line for line in lines if line.has_amount]) > 10
    assert len(lines) == 60
    # its people cannot sign in
    assert {(user.is_active, user.has_usable_password()) for user in User.objects.all()} == {(False, False)}


def test_reports_come_in_every_state_and_hold_as_they_were_reviewed(plan: Plan) -> None:
    states = Counter(ProgressReport.objects.values_list("state", flat=True))
    assert set(states) == set(ReportState) - {ReportState.TAKEN_BACK}
    assert Expenditure.objects.exists()
    assert ReportedMilestone.objects.filter(state="achieved").exists()
    # every accepted report stood accepted and every submitted one stood reported; no draft and no returned one holds
    accepted = ProgressReport.objects.filter(state="accepted")
    assert Standing.objects.on_basis(Basis.ACCEPTED).values("report").count() == accepted.count()
    handed_in = set(ProgressReport.objects.handed_in().values_list("pk", flat=True))
    assert set(Standing.objects.on_basis(Basis.REPORTED).values_list("report", flat=True)) == handed_in
    held = Counter(Standing.objects.open().values_list("basis", "report__state"))
    assert set(held) == {("accepted", "accepted"), ("reported", "accepted"), ("reported", "submitted")}
    # actions stand in plausible variety
    rows = live.read(plan, Moment.now(timezone.now())).actions
    assert len(rows) == 60
    for name, least in [("status", 3), ("confidence", 4), ("verdict", 3), ("schedule", 4), ("freshness", 2)]:
        assert len({getattr(row, name) for row in rows}) >= least, name


def test_organisations_of_the_portal_are_used_where_there_are_any(db: None) -> None:
    OrganisationFactory(key="one")
    OrganisationFactory(key="two")
    seed(actions=12)
    assert set(Lead.objects.values_list("organisation__key", flat=True)) == {"one", "two"}
    assert not Affiliation.objects.exists()


def test_a_plan_that_exists_is_refused_and_two_stand_beside_one_another(db: None) -> None:
    seed(actions=12)
    with pytest.raises(CommandError, match="exists already"):
        seed(actions=12)
    assert ActionTerms.objects.count() == 12
    seed(actions=11, plan="2020-2024-small")
    assert Plan.objects.get(code="2020-2024-small").actions.count() == 11


@pytest.mark.parametrize(
    ("options", "words"), [({"plan": "no code"}, "small letters"), ({"actions": 0}, "at least one")]
)
def test_nonsense_is_refused(db: None, options: dict, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        seed(**options)
    assert not Plan.objects.exists()
