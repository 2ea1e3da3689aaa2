"""The picture agrees with plain Python over exported rows: twelve days and four rounds, on both bases, of the demo story, and
of a plan that was amended, handed over, spread and merged between its rounds.
"""

from dataclasses import asdict
from typing import Any

import pytest

from actionplan.pages.milestones.read import promises_of
from actionplan.pages.overview.money import money_of
from actionplan.picture import frozen, live, money
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.picture.picture import ActionPicture, MilestonePicture
from actionplan.reporting.models import Snapshot
from tests.second_way import attention, milestones, parts, review, slips, spending
from tests.second_way import money as second_money
from tests.second_way.plain import Plain, Stand, When
from tests.second_way.quality import Quality
from tests.second_way.two_ways import BASES, Told, TwoWays, both, of_the_amended_plan, of_the_story

pytestmark = pytest.mark.django_db

STANDS = ["code", "order", "status", "confidence", "verdict", "schedule", "freshness"]
STANDS += ["assessed_otherwise", "computed_otherwise", "awaits_review", "is_continuous"]


def the_picture_agrees(two: TwoWays) -> None:
    picture, plain, when, stands = two.choices.picture, two.plain, two.when, two.stands
    assert [action.pk for action in picture.actions] == [stand.key for stand in stands]
    lines, spent = second_money.lines_of(plain, when.plan_day), second_money.spent(plain, when)
    reasons = attention.reasons(plain, stands, when, lines, spent)
    quality = Quality(plain, when)
    for action, stand in zip(picture.actions, stands, strict=True):
        assert where_it_stands(action) == where_it_stood(stand)
        of_action = [line for line in lines if line.action == action.pk]
        assert list(action.attention) == list(reasons[stand.key]), action.code
        the_money_agrees(action, stand, of_action, [row for row in spent if row["action"] == action.pk], when)
        the_slip_agrees(plain, action, stand, when)
        the_milestones_agree(plain, action, stand, when)
        asks = [(ask.question, ask.due, ask.is_answered) for ask in action.asks]
        assert asks == review.asked(plain, action.pk, when)
        assert action.verdict_taken_over == review.taken_over(stand)
        points = {point.code: not point.is_met for point in action.quality}
        left_open = {name: answer for name, answer in quality.of(stand).items() if answer is not None}
        assert points == left_open, action.code


def where_it_stands(action: ActionPicture) -> list[Any]:
    under = [str(action.objective), action.policy_area or "none", action.minister or "none"]
    days = [action.runs_from, action.runs_until]
    return [*(getattr(action, name) for name in STANDS), *under, action.lead or "none", *days]


def where_it_stood(stand: Stand) -> list[Any]:
    under = [stand.objective, stand.policy_area, stand.minister, stand.organisation]
    return [*(getattr(stand, name) for name in STANDS), *under, stand.starts, stand.ends]


def the_money_agrees(
    action: ActionPicture, stand: Stand, lines: list[Any], spent: list[Any], when: When
) -> None:
    assert money.by_year([action]) == {
        year: sums for year, sums in second_money.by_year(lines, spent, {action.pk}).items() if sums
    }
    assert [
        (line.place, line.kind, line.amount, dict(line.planned), line.is_spread, line.is_stated)
        for line in action.lines
    ] == [
        (line.place, line.kind, line.amount, line.planned, line.by_lead, line.stated)
        for line in sorted(lines, key=lambda line: line.place)
    ]
    out_of_step, places = (
        spending.out_of_step(lines, spent, when.reckoned_on, [stand]),
        {line.key: line.place for line in lines},
    )
    for how, named in [(money.MORE, out_of_step.over), (money.LESS, out_of_step.under)]:
        assert [(one.place, one.paid, one.planned) for one in action.lines_out_of_step(how)] == [
            (places[key], *amounts) for key, amounts in named.items()
        ]
    found = money.paid_of_planned([action], when.reckoned_on)
    assert (found.paid, found.planned) == spending.paid_of_planned(
        lines, spent, when.reckoned_on, all_lines=True
    )


def the_slip_agrees(plain: Plain, action: ActionPicture, stand: Stand, when: When) -> None:
    found, slip = slips.slip(plain, stand, when), action.slip
    told = (slip.against_adopted, slip.against_in_force, slip.moved) if slip else (None, None, None)
    assert told == (found.adopted, found.in_force, found.moved), action.code


def the_milestones_agree(plain: Plain, action: ActionPicture, stand: Stand, when: When) -> None:
    assert [became(one) for one in action.milestones] == [
        (
            one.key,
            one.outcome,
            one.due,
            one.is_due,
            one.is_soon,
            one.days_late,
            one.periods and one.periods[0],
        )
        for one in milestones.each(plain, [stand], when)
    ]
    assert (action.milestones_due, action.milestones_achieved) == milestones.due_and_achieved(
        plain, stand, when
    )


def became(one: MilestonePicture) -> tuple[Any, ...]:
    periods = len(one.due_periods) if one.recurrence else None
    return (one.key, one.outcome, one.due, one.is_due, one.is_soon, one.days_late, periods)


def test_the_picture_at_every_moment(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        the_picture_agrees(two)


@of_the_amended_plan
@pytest.mark.parametrize("basis", BASES)
def test_frozen_and_read_back_it_is_equal(told_plan: Told, basis: str) -> None:
    for snapshot in Snapshot.objects.select_related("closing__round__plan"):
        moment = Moment(snapshot.taken_at, snapshot.reckoned_on, basis)
        read, kept = live.read(snapshot.closing.round.plan, moment), frozen.read(snapshot, basis)
        if snapshot.closing.round.code == "2022-12":  # nothing was reviewed or amended for that day since
            assert [asdict(action) for action in kept.actions] == [asdict(action) for action in read.actions]
            assert (kept.objectives, kept.organisations) == (read.objectives, read.organisations)
            for name in ["objectives", "ministers", "policy_areas", "organisations"]:
                assert [*getattr(kept, name)] == [*getattr(read, name)], name
            assert (kept.ministers, kept.rounds, kept.gone) == (read.ministers, read.rounds, read.gone)


# The parts of the plan a second way: which actions a dashboard is about when a part is chosen, on every page the same


@of_the_story
def test_each_part_of_the_story_counts_its_own_actions(told_plan: Told) -> None:
    for text in ["2021-06-10", "2022-12"]:
        whole = told_plan.at(text, "accepted")
        for name, part in every_part(whole):
            once = whole.choices.actions.in_scope({name: part})
            assert {action.pk for action in once} == parts.counting_once(whole.stands, name, part), part
            also = whole.choices.actions.in_scope({name: part}, also=True)
            expected = parts.with_any_part(told_plan.plain, whole.when, name, part)
            assert {action.pk for action in also} == expected, part


def every_part(whole: TwoWays) -> list[tuple[str, str]]:
    return [(name, part.value) for name in parts.NAMES for part in whole.choices.parts_of(name)]


@of_the_amended_plan
@pytest.mark.parametrize(("text", "basis"), [("2022-08-31", "reported"), ("2022-12", "accepted")])
def test_every_dashboard_is_about_the_same_part(told_plan: Told, text: str, basis: str) -> None:
    plain = told_plan.plain
    for name, part in every_part(told_plan.at(text, basis)):
        two = both(plain, text, basis, **{name: part, "also": "on"})
        keys = parts.with_any_part(plain, two.when, name, part)
        promised = [stand for stand in two.stands if stand.key in keys]
        assert [action.pk for action in two.choices.actions] == [stand.key for stand in promised]
        found = [(action.code, milestone.key) for action, milestone in promises_of(two.choices)]
        assert found == [(one.code, one.key) for one in milestones.each(plain, promised, two.when)]
        sums = second_money.by_year(two.lines, two.spent, keys)
        assert by_year(two.choices.actions) == sums
        the_money_of_the_overview_agrees(two, sums, keys)


def the_money_of_the_overview_agrees(two: TwoWays, sums: dict[int, Any], keys: set[int]) -> None:
    shown = money_of(two.choices)
    for place, measure in enumerate(["planned", "committed", "paid"]):
        known = {year: of[measure] for year, of in sums.items() if measure in of}
        found = {of.year: of.cells[place].amount for of in shown.years}
        assert {year: amount for year, amount in found.items() if amount is not None} == known, measure
    of_them = [line for line in two.lines if line.action in keys]
    silent = [line for line in of_them if line.amount is None and line.kind != "no_cost"]
    said = f"Of {len(of_them)} budget lines, {len(silent)} ha"
    assert shown.without_amount.startswith(said) if silent else not shown.without_amount
