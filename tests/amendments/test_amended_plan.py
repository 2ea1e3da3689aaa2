"""A plan that is amended on several days, against a simulation in plain Python: what the picture of each day says."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.preparing import ActionsInFile, prepare_whole_amendment
from actionplan.base.refusals import Refused
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture
from actionplan.planned.document import FundingShare, PlannedAction
from actions.models import Action, AmendedAction, Amendment
from actions.states import Kind
from budgets.models import BudgetTerms
from tests.personas import SmallPlan
from tests.reporting_factories import noon

from .amending import (
    DAY,
    added,
    amended,
    in_force,
    line,
    milestone,
    new_action,
    part_of,
    prepared,
    put_in_force,
    withdrawn,
)

Facts = dict[str, Any]
AT = noon(2023, 6, 1)
A_DAY = datetime.timedelta(days=1)

FIRST, SECOND, THIRD = DAY(2022, 3, 1), DAY(2022, 9, 1), DAY(2023, 1, 1)


class Simulation:
    """What the plan says by plain facts, each with the day from which it holds; of one day the last one said."""

    def __init__(self) -> None:
        self.said: list[tuple[datetime.date, str, str, Any]] = []

    def say(self, day: datetime.date, code: str, **facts: Any) -> None:
        self.said += [(day, code, name, value) for name, value in facts.items()]

    def on(self, day: datetime.date) -> dict[str, Facts]:
        by_code: dict[str, Facts] = {}
        for _since, code, name, value in sorted(self.said, key=lambda entry: entry[0]):
            if _since <= day:
                by_code.setdefault(code, {})[name] = value
        return {code: facts for code, facts in by_code.items() if facts.pop("in_plan")}


def seen(action: ActionPicture) -> Facts:
    return {
        "title": action.title,
        "kind": action.kind,
        "lead": action.lead,
        "organisations": [(each.organisation, each.role) for each in action.promotions],
        "ministers": [(each.minister, each.role) for each in action.involvements],
        "phases": [(phase.start, phase.end) for phase in action.phases],
        "adopted": [(phase.start, phase.end) for phase in action.adopted_phases],
        "lines": [(each.place, each.label, each.amount) for each in action.lines],
        "shares": [
            [(share.organisation or share.source, share.percent) for share in each.funding]
            for each in action.lines
        ],
        "milestones": [(each.key, each.due) for each in action.milestones],
    }


def picture_on(plan: Any, day: datetime.date) -> dict[str, Facts]:
    return {action.code: seen(action) for action in read(plan, Moment.end_of_day(day)).actions}


@pytest.fixture
def adopted(small_plan: SmallPlan) -> Simulation:
    """As the small plan stands before any amendment."""
    simulation = Simulation()
    for code, facts in picture_on(small_plan.plan, DAY(2021, 6, 1)).items():
        simulation.say(DAY(2020, 1, 1), code, in_plan=True, **facts)
    return simulation


@pytest.fixture
def amend(small_plan: SmallPlan, coordinator: User) -> Callable[..., Amendment]:
    """`amend(day, change, …)`: each change is called with the amendment, which is then put in force."""

    def carried_out(day: datetime.date, *changes: Callable[[Amendment], None]) -> Amendment:
        amendment = prepared(small_plan.plan, coordinator, day)
        for change in changes:
            change(amendment)
        return put_in_force(amendment, coordinator, AT)

    return carried_out


def as_adopted(small_plan: SmallPlan, code: str) -> PlannedAction:
    return in_force(Amendment(plan=small_plan.plan, effective_from=FIRST), code)


def share(source: str, percent: int) -> FundingShare:
    return FundingShare(source=source, percent=Decimal(percent))


def tells_the_same(plan: Any, simulation: Simulation) -> None:
    """Of the day before each amendment, the day itself, the day after, and today."""
    for day in (FIRST, SECOND, THIRD):
        for on in (day - A_DAY, day, day + A_DAY):
            assert picture_on(plan, on) == simulation.on(on), on
    assert {action.code: seen(action) for action in read(plan, Moment.now(AT)).actions} == simulation.on(
        AT.date()
    )


@pytest.mark.full
def test_amendments_on_several_days_tell_what_a_simulation_tells(
    small_plan: SmallPlan, coordinator: User, adopted: Simulation, amend: Callable[..., Amendment]
) -> None:
    for carry_out in (on_the_first_day, on_the_second_day, on_the_third_day):
        carry_out(amend, adopted, coordinator)
    tells_the_same(small_plan.plan, adopted)
    assert Action.objects.get(code="2.1").merged_into == Action.objects.get(code="1.3")


def on_the_first_day(amend: Callable[..., Amendment], simulation: Simulation, by: User) -> None:
    title = "Training for all teachers"
    amend(FIRST, lambda row: amended(row, "1.1", by, end=DAY(2023, 3, 31), amount=12000, title=title))
    lines = [(1, "Line 1", 12000), simulation.on(FIRST)["1.1"]["lines"][1]]
    simulation.say(FIRST, "1.1", phases=[(DAY(2021, 1, 1), DAY(2023, 3, 31))], title=title, lines=lines)


def on_the_second_day(amend: Callable[..., Amendment], simulation: Simulation, by: User) -> None:
    """One is withdrawn, one added, and one gets a partner, a milestone and another kind."""

    def change(amendment: Amendment) -> None:
        withdrawn(amendment, "2.2", by)
        opens = milestone("open", DAY(2023, 5, 1))
        added(amendment, new_action("1.3", "wvg_growing_up", milestones=(opens,)), by)
        before = in_force(amendment, "1.1")
        promoters = (*before.promoters, part_of("kbbj_abb"))
        milestones = (milestone("workshop", DAY(2023, 2, 1)), *before.milestones)
        amended(amendment, "1.1", by, promoters=promoters, milestones=milestones, kind=Kind.EXTENDED)

    amend(SECOND, change)
    simulation.say(SECOND, "2.2", in_plan=False)
    runs = [(DAY(2023, 1, 1), DAY(2023, 12, 31))]
    added_one = {"title": "New action 1.3", "kind": "new", "lead": "wvg_growing_up", "ministers": []}
    added_one |= {"organisations": [("wvg_growing_up", "promoter")], "phases": runs, "adopted": runs}
    added_one |= {"lines": [(1, "Setting up", 5000)], "shares": [[]]}
    simulation.say(SECOND, "1.3", in_plan=True, milestones=[("open", DAY(2023, 5, 1))], **added_one)
    organisations = [("ov", "promoter"), ("kbbj_abb", "partner")]
    milestones = [("handbook", DAY(2022, 6, 30)), ("workshop", DAY(2023, 2, 1))]
    simulation.say(SECOND, "1.1", organisations=organisations, milestones=milestones, kind="extended")


def on_the_third_day(amend: Callable[..., Amendment], simulation: Simulation, by: User) -> None:
    """One is merged into the one that was added, and one loses its second line and its milestones, and gets another line."""

    def change(amendment: Amendment) -> None:
        withdrawn(amendment, "2.1", by, into="1.3")
        budget = in_force(amendment, "1.1").budget
        shared = line("Shared", 900, funding=(share("kbbj_abb", 60), share("EU", 40)))
        budget = replace(budget, lines=(budget.lines[0], shared))
        amended(amendment, "1.1", by, [1, None], budget=budget, milestones=())

    amend(THIRD, change)
    simulation.say(THIRD, "2.1", in_plan=False)
    lines = [simulation.on(THIRD)["1.1"]["lines"][0], (3, "Shared", 900)]
    simulation.say(THIRD, "1.1", lines=lines, shares=[[], [("kbbj_abb", 60), ("EU", 40)]], milestones=[])


def test_a_second_amendment_of_the_same_day_edits_what_the_first_began_that_day(
    small_plan: SmallPlan, coordinator: User, adopted: Simulation, amend: Callable[..., Amendment]
) -> None:
    by, promoters = coordinator, as_adopted(small_plan, "1.1").promoters
    joined = (*promoters, part_of("kbbj_abb"))
    first = amend(FIRST, lambda row: amended(row, "1.1", by, title="Once", promoters=joined))
    second = amend(
        FIRST, lambda row: amended(row, "1.1", by, title="Twice", promoters=promoters, amount=6000)
    )
    lines = adopted.on(FIRST)["1.1"]["lines"]
    adopted.say(FIRST, "1.1", title="Twice", lines=[(1, "Line 1", 6000), lines[1]])
    tells_the_same(small_plan.plan, adopted)
    rows = list(small_plan.with_money.terms.order_by("pk"))
    assert [(row.title, row.begun_by, row.ended_by) for row in rows] == [
        ("Training for teachers", None, first),
        ("Twice", first, None),
    ]
    rows_of_it = AmendedAction.objects.filter(code=small_plan.with_money.code).order_by("amendment")
    assert [row.amendment for row in rows_of_it] == [first, second]


def test_a_line_that_ends_keeps_its_shares_on_the_days_before(
    small_plan: SmallPlan, coordinator: User, adopted: Simulation, amend: Callable[..., Amendment]
) -> None:
    by, budget = coordinator, as_adopted(small_plan, "1.1").budget
    longer = replace(budget, lines=(*budget.lines, line("Shared", 900, funding=(share("EU", 40),))))
    amend(FIRST, lambda row: amended(row, "1.1", by, budget=longer))
    amend(SECOND, lambda row: amended(row, "1.1", by, budget=budget))
    before = adopted.on(FIRST)["1.1"]
    with_it = [*before["lines"], (3, "Shared", 900)]
    adopted.say(FIRST, "1.1", lines=with_it, shares=[*before["shares"], [("EU", 40)]])
    adopted.say(SECOND, "1.1", lines=before["lines"], shares=before["shares"])
    tells_the_same(small_plan.plan, adopted)


def test_one_before_another_changes_what_the_other_left(
    small_plan: SmallPlan, coordinator: User, adopted: Simulation, amend: Callable[..., Amendment]
) -> None:
    by = coordinator
    amend(SECOND, lambda row: amended(row, "1.1", by, end=DAY(2023, 12, 31)))
    amend(FIRST, lambda row: amended(row, "1.1", by, title="Earlier"))
    adopted.say(SECOND, "1.1", phases=[(DAY(2021, 1, 1), DAY(2023, 12, 31))])
    adopted.say(FIRST, "1.1", title="Earlier")
    tells_the_same(small_plan.plan, adopted)


def test_what_was_spent_stays_at_its_line_when_a_line_before_it_goes(
    small_plan: SmallPlan, coordinator: User, amend: Callable[..., Amendment]
) -> None:
    def without_the_first(amendment: Amendment) -> None:
        budget = in_force(amendment, "1.1").budget
        changed = replace(budget.lines[1], label="Resources of the department")
        amended(amendment, "1.1", coordinator, [2], budget=replace(budget, lines=(changed,)))

    day = DAY(2021, 3, 1)
    amend(day, without_the_first)
    [now] = BudgetTerms.objects.in_force(day).filter(line__action=small_plan.with_money)
    assert (now.line, now.label) == (small_plan.line_without_amount, "Resources of the department")


def as_given(*actions: PlannedAction, gone: Any = ()) -> ActionsInFile:
    return ActionsInFile(list(actions), {}, gone)


def test_many_actions_are_amended_at_once_as_one_by_one(small_plan: SmallPlan, coordinator: User) -> None:
    """As by an import: what says the same is passed over, and all that is wrong is said at once."""
    actions = [
        replace(as_adopted(small_plan, "1.1"), title="Another"),
        as_adopted(small_plan, "2.1").with_lines((line("Resources"),)),
        new_action("1.3", "ov", cross_references=("1.4",)),
        new_action("1.4", "ov"),
    ]
    facts = {"plan": small_plan.plan, "reason": "Sample.", "by": coordinator, "at": AT}
    wrong = as_given(replace(actions[0], title=" "), replace(actions[2], objective=2))
    with pytest.raises(Refused, match=r"(?s)1\.1: .*this is empty.*1\.3: .*its code says another"):
        prepare_whole_amendment(effective_from=FIRST, actions=wrong, **facts)
    right = as_given(*actions, gone=["2.2"])
    amendment = prepare_whole_amendment(effective_from=FIRST, actions=right, **facts)
    assert [action.code for action in amendment.actions.all()] == ["1.1", "1.3", "1.4", "2.1", "2.2"]
    put_in_force(amendment, coordinator, AT)
    again = prepare_whole_amendment(effective_from=SECOND, actions=as_given(*actions), **facts)
    assert not again.actions.exists()
    actual = picture_on(small_plan.plan, FIRST)
    assert list(actual) == ["1.1", "1.2", "1.3", "1.4", "2.1"]
    assert Action.objects.get(code="1.3").cross_references.get().code == "1.4"
    assert (actual["1.1"]["title"], actual["1.4"]["lead"]) == ("Another", "ov")
