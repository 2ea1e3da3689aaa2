"""The lead's own spread of a budget line: who may, what it must add up to, from when it holds, what the trail keeps."""

import datetime
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.pages.action.trail import trail_in_words
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Snapshot, SnapshotItem, Spread
from actionplan.reports.handover import appoint_lead
from actionplan.reports.spreads import derive_spread_again, planned_line, replace_spread, spread_shown
from actionplan.rounds.verifying import verify
from budgets.models import BudgetLine, BudgetTerms
from budgets.planned import planned_by_year
from budgets.states import BudgetKind
from tests.database_state import undone
from tests.factories import MembershipFactory, UserFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.engine

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)
LATE = {2021: Decimal(2000), 2022: Decimal(8000)}
EARLY = {2020: Decimal(500), 2021: Decimal(9500)}


@pytest.fixture
def line(small_plan: SmallPlan) -> BudgetLine:
    """10,000 euro over 2021 and 2022."""
    return small_plan.line


def spread(line: BudgetLine, by: User, amounts: Any = None, at: Any = MARCH, opened_on: Any = None) -> None:
    replace_spread(line=line, amounts=amounts or LATE, opened_on=opened_on, by=by, at=at)


def planned(line: BudgetLine, on: datetime.date) -> dict[int, Decimal]:
    planned_now = planned_line(line, line.action, on)
    return planned_by_year(planned_now) if planned_now else {}


def test_a_spread_holds_from_its_day_on_until_the_next_or_until_it_is_given_up(
    line: BudgetLine, contributor: User
) -> None:
    derived = {2021: Decimal(5000), 2022: Decimal(5000)}
    spread(line, contributor)
    assert planned(line, datetime.date(2022, 3, 1)) == LATE
    assert planned(line, datetime.date(2022, 2, 28)) == derived
    with pytest.raises(Refused, match="nothing would change"):
        spread(line, contributor, at=APRIL)
    with undone():
        derive_spread_again(line=line, opened_on=spread_shown(line), by=contributor, at=APRIL)
        assert planned(line, datetime.date(2022, 3, 31)) == LATE
        assert planned(line, datetime.date(2022, 4, 1)) == derived
        with pytest.raises(Refused, match="those of the plan already"):
            derive_spread_again(line=line, opened_on=None, by=contributor, at=APRIL)
    # Of one day the last holds, what was before the day stays, and the trail keeps them all.
    for amounts in [{2022: Decimal(10000)}, EARLY]:
        spread(line, contributor, amounts, APRIL)
    assert planned(line, datetime.date(2022, 3, 31)) == LATE
    assert planned(line, datetime.date(2022, 4, 1)) == EARLY
    assert Spread.objects.count() == len(LATE) + len(EARLY)
    assert Event.objects.filter(verb=Verb.SPREAD_REPLACED).count() == 3
    with pytest.raises(Refused, match="on a later day"):
        spread(line, contributor, {2022: Decimal(10000)}, at=MARCH)


def test_the_years_add_up_to_the_total_of_a_line_in_force(line: BudgetLine, contributor: User) -> None:
    total = "and the planned total of this line is €10,000.00"
    for amounts, sentence in [
        ({2021: 2000, 2022: "7999.99"}, f"add up to €9,999.99, {total}: €0.01 is missing"),
        ({2021: 2000, 2022: 9000}, f"add up to €11,000.00, {total}: €1,000.00 too much"),
        ({2021: 2000, 2024: 8000}, "over the years 2020 to 2023"),
        ({2019: 2000, 2022: 8000}, "over the years 2020 to 2023"),
        ({2021: -1, 2022: 10001}, "cannot be negative"),
    ]:
        with pytest.raises(Refused, match=sentence):
            spread(line, contributor, {year: Decimal(amount) for year, amount in amounts.items()})
    with pytest.raises(Refused, match="nothing to spread"):
        spread(line.action.budget_lines.get(terms__kind=BudgetKind.REGULAR_RESOURCES), contributor)
    line.action.in_force_until = datetime.date(2022, 3, 1)
    line.action.save()
    with pytest.raises(Refused, match="withdrawn"):
        spread(line, contributor)
    assert not Spread.objects.exists()


def test_only_the_present_lead_spreads_a_line_and_no_file_holder(
    line: BudgetLine,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
    partner: User,
    request: pytest.FixtureRequest,
) -> None:
    holder = UserFactory()
    MembershipFactory(user=holder, role=Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    line.action.file_holders.create(organisation=lead_organisation, user=holder)
    others = ["partner", "stranger", "reader", "coordinator", "auditor", "administrator", "superuser"]
    for somebody in [holder, *(request.getfixturevalue(name) for name in others)]:
        with pytest.raises(PermissionDenied):
            spread(line, somebody)
        with pytest.raises(PermissionDenied):
            derive_spread_again(line=line, opened_on=None, by=somebody, at=MARCH)
    facts = {"organisation": partner_organisation, "from_day": datetime.date(2022, 2, 1)}
    appoint_lead(action=line.action, **facts, by=coordinator, at=MARCH)
    with pytest.raises(PermissionDenied):
        spread(line, contributor)
    spread(line, partner)
    assert planned(line, datetime.date(2022, 3, 1)) == LATE


def test_the_trail_tells_the_amounts_before_and_after_in_words(line: BudgetLine, contributor: User) -> None:
    spread(line, contributor)
    entry = trail_in_words(Event.objects.all(), line.action)[0]
    assert entry.event.sentence.startswith("Contributor spread budget line 1 of 1.1")
    told = {change.label: (change.before, change.after) for change in entry.changes}
    assert told == {
        "2021": ("€5,000.00", "€2,000.00"),
        "2022": ("€5,000.00", "€8,000.00"),
        "planned per year": ("derived", "as the lead spread it"),
    }
    assert (entry.event.action, entry.event.plan) == (line.action_id, line.action.plan_id)


def test_a_day_and_the_command_know_the_spread_in_force_and_pass_over_one_that_no_longer_adds_up(
    line: BudgetLine, contributor: User
) -> None:
    def is_derived(day: datetime.date) -> bool:
        picture = live.read(line.action.plan, Moment.end_of_day(day), [line.action_id])
        return picture.actions[0].lines[0].is_derived

    day = datetime.date(2022, 3, 1)
    assert is_derived(day)
    spread(line, contributor)
    assert not is_derived(day)
    assert is_derived(datetime.date(2021, 12, 31))
    for option, year in [({}, "5000.00"), ({"with_spreads": True}, "8000.00")]:
        stream = io.StringIO()
        call_command("planned_budget", by="line", format="json", stdout=stream, **option)
        rows = {(row["action"], row["year"]): row["planned"] for row in json.loads(stream.getvalue())}
        assert rows["1.1", 2022] == year
    BudgetTerms.objects.filter(line=line).update(amount=Decimal(12000))
    planned_now = planned_line(line, line.action, day)
    assert planned_now is not None
    assert planned_now.is_derived
    assert planned_by_year(planned_now) == {2021: Decimal(6000), 2022: Decimal(6000)}


def test_a_closing_freezes_the_spread_and_whose_it_is(
    frozen: FrozenRound, contributor: User, coordinator: User
) -> None:
    spread(frozen.small.line, contributor, at=noon(2022, 9, 5))
    snapshot = frozen.again(noon(2022, 9, 10), coordinator)
    derived, by_lead = [_frozen_line(one) for one in (frozen.snapshot, snapshot)]
    assert (derived["planned"], derived["is_derived"]) == ({"2021": "5000.00", "2022": "5000.00"}, True)
    assert (by_lead["planned"], by_lead["is_derived"]) == ({"2021": "2000.00", "2022": "8000.00"}, False)
    assert verify(snapshot) == []
    assert verify(frozen.snapshot) == []


def _frozen_line(snapshot: Snapshot) -> Any:
    item = SnapshotItem.objects.get(snapshot=snapshot, table="accepted", key="1.1")
    return json.loads(bytes(item.content))["lines"][0]
