"""An amendment never rewrites planned money of the past: earlier calendar years keep what was planned for them."""

import datetime
import importlib
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps

from actionplan.accounts.models import User
from actionplan.amendments.effects import LineEffects, preview_of
from actionplan.amendments.merging import CarriedOver
from actionplan.amendments.preparing import change_amendment, merge_action
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.amendments.amendment_effects import AmendmentEffectsInWords, changed_line
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.picture import LinePicture
from actionplan.planned.document import YearAmount
from actionplan.planned.from_rows import action_in_force
from actionplan.planned.json_form import as_json
from actionplan.planned.words import names_of_bodies
from actions.models import Amendment
from budgets.models import BudgetLine, BudgetTerms
from tests.amendments.government_factories import spread_by_lead
from tests.factories import BudgetTermsFactory, PhaseFactory
from tests.personas import SmallPlan
from tests.reporting_factories import noon

from .amending import DAY, amended, in_force, line, prepared, put_in_force

FROM, AT = DAY(2023, 7, 21), noon(2023, 7, 25)
BEFORE = {2021: Decimal("5000.00"), 2022: Decimal("5000.00")}
"""Of the first line of 1.1: €10,000 in 2021 and 2022."""


@pytest.fixture
def amendment(small_plan: SmallPlan, coordinator: User) -> Amendment:
    return prepared(small_plan.plan, coordinator, FROM)


def line_of(small_plan: SmallPlan, day: datetime.date, place: int = 1, code: str = "1.1") -> LinePicture:
    picture = live.read(small_plan.plan, Moment.end_of_day(day))
    found = next(action for action in picture.actions if action.code == code).line(place)
    assert found
    return found


def planned(small_plan: SmallPlan, day: datetime.date = FROM, place: int = 1, code: str = "1.1") -> dict:
    return dict(line_of(small_plan, day, place, code).planned)


def test_one_more_year_and_more_money_leave_the_years_before_as_they_were(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=12500)
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("2500.00")}
    assert line_of(small_plan, FROM).is_stated
    assert planned(small_plan, FROM - datetime.timedelta(days=1)) == BEFORE
    assert line_of(small_plan, DAY(2023, 7, 20)).is_derived


def test_a_later_first_year_may_be_chosen_and_none_before_the_year_of_effect(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2024, 12, 31), amount=12500, first_year=2024)
    assert amendment.actions.get().first_year == 2024
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan) == {**BEFORE, 2024: Decimal("2500.00")}
    earlier = prepared(small_plan.plan, coordinator, FROM)
    amended(earlier, "1.2", coordinator, end=DAY(2024, 12, 31), first_year=2020)
    assert earlier.actions.get().first_year is None


def test_another_timing_alone_states_the_years_too(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31))
    in_words = AmendmentEffectsInWords(preview_of(amendment, FROM).effects, amendment, names_of_bodies())
    [changed] = in_words.lines
    assert (changed.code, changed.place) == ("1.1", 1)
    assert [(row.year, row.before, row.after) for row in changed.years] == [
        (2021, BEFORE[2021], BEFORE[2021]),
        (2022, BEFORE[2022], BEFORE[2022]),
        (2023, None, 0),
    ]
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("0.00")}


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (
            {2021: 100_000, 2022: 71_250},
            "Nothing is planned for 2023; €28,750.00 of earlier years is not paid yet.",
        ),
        ({2022: 200_000}, "Nothing is planned for 2023."),
        ({}, "Nothing is planned for 2023; what is paid of earlier years is unknown."),
    ],
)
def test_an_extension_that_leaves_nothing_says_what_is_not_paid(paid: dict[int, int], said: str) -> None:
    before = {year: Decimal(100_000) for year in (2021, 2022)}
    line = LineEffects(
        1, before, before | {2023: Decimal(0)}, {year: Decimal(sum_) for year, sum_ in paid.items()}
    )
    assert changed_line("8.1", line).left_without == said


def test_where_less_than_nothing_is_left_the_years_are_stated_and_a_reduction_is_named(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    with pytest.raises(Refused, match=r"more than the amount. State the planned amounts per year from 2023"):
        amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=8000)
    with pytest.raises(Refused, match=r"they add up to €9,000.00, and the amount is €8,000.00"):
        amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=8000, years={2023: -1000})
    with pytest.raises(Refused, match=r"years before 2023 keep what was planned for them"):
        amended(amendment, "1.1", coordinator, amount=8000, years={2022: 3000})
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=8000, years={2023: -2000})
    in_words = AmendmentEffectsInWords(preview_of(amendment, FROM).effects, amendment, names_of_bodies())
    assert [row.is_reduction for row in in_words.lines[0].years] == [False, False, True]
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("-2000.00")}
    assert line_of(small_plan, FROM).total == 8000


def test_a_line_that_is_over_gets_no_other_amount_but_by_stating_its_years(
    amendment: Amendment, coordinator: User
) -> None:
    with pytest.raises(Refused, match=r"€2,500.00 is left, and no day of the period from 2023 on"):
        amended(amendment, "1.1", coordinator, amount=12500)
    amended(amendment, "1.1", coordinator, amount=12500, years={2023: 2500})


def test_a_line_with_money_of_the_past_cannot_go(amendment: Amendment, coordinator: User) -> None:
    budget = in_force(amendment, "1.1").budget
    without = replace(budget, lines=budget.lines[1:])
    with pytest.raises(Refused, match=r"Budget line 1: €10,000.00 was planned for the years before 2023"):
        amended(amendment, "1.1", coordinator, [2], budget=without)
    no_amount = line("Line 1")
    with pytest.raises(Refused, match="stays planned: keep the line, with that amount"):
        amended(amendment, "1.1", coordinator, budget=replace(budget, lines=(no_amount, budget.lines[1])))


def test_a_new_line_plans_nothing_for_the_years_before(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    before = in_force(amendment, "1.1")
    more = before.with_lines((*before.lines, line("More", 900)))
    amended(amendment, "1.1", coordinator, [1, 2, None], budget=more.budget, end=DAY(2023, 12, 31))
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan, place=3) == {2023: Decimal("900.00")}


def test_the_years_of_a_new_amount_per_year_that_is_over_are_stated(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    before, places = in_force(amendment, "1.1"), [1, 2, None]
    yearly = line("More", 900, per_year=True)
    more = before.with_lines((*before.lines, yearly))
    with pytest.raises(Refused, match="the amount per year counts from 2023 on, and the period has no day"):
        amended(amendment, "1.1", coordinator, places, budget=more.budget)
    stated = replace(yearly, years=(YearAmount(year=2023, amount=Decimal(900)),))
    more = before.with_lines((*before.lines, stated))
    amended(amendment, "1.1", coordinator, places, budget=more.budget)
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan, place=3) == {2023: Decimal("900.00")}


def test_years_before_keep_the_spread_of_the_lead_which_then_ends(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    spread_by_lead(small_plan.line, {2021: 4000, 2022: 6000}, DAY(2022, 3, 1))
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), years={2023: 0})
    expected = {2021: Decimal(4000), 2022: Decimal(6000), 2023: Decimal(0)}
    assert preview_of(amendment, FROM).effects.by_year("planned_after") == expected
    put_in_force(amendment, coordinator, AT)
    assert planned(small_plan) == expected
    assert not line_of(small_plan, FROM).is_spread
    assert line_of(small_plan, DAY(2023, 7, 20)).is_spread


def test_a_line_that_goes_along_in_a_merger_keeps_its_years(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    facts = {"into": "1.2", "carried_over": CarriedOver(lines=[1])}
    merge_action(amendment=amendment, code="1.1", **facts, by=coordinator, at=AT)
    change_amendment(
        amendment=amendment, effective_from=DAY(2023, 8, 1), reason="Later.", by=coordinator, at=AT
    )
    amendment.refresh_from_db()
    put_in_force(amendment, coordinator, noon(2023, 8, 2))
    after = action_in_force("1.2", small_plan.plan, DAY(2023, 8, 1))
    assert after
    place = small_plan.joint.budget_lines.order_by("place").last().place
    assert planned(small_plan, DAY(2023, 8, 1), place, "1.2") == BEFORE


def test_another_day_of_effect_counts_the_years_anew_and_leaves_what_was_stated(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2024, 12, 31), amount=12000)
    facts = {"amendment": amendment, "reason": "Earlier.", "by": coordinator, "at": AT}
    change_amendment(effective_from=DAY(2022, 7, 1), **facts)
    assert list(preview_of(Amendment.objects.get(), FROM).effects.by_year("planned_after")) == [
        2021,
        2022,
        2023,
        2024,
    ]
    stated = prepared(small_plan.plan, coordinator, DAY(2022, 7, 1))
    amended(stated, "1.1", coordinator, amount=12000, years={2022: 1000, 2023: 6000})
    change_amendment(**facts | {"amendment": stated}, effective_from=DAY(2022, 8, 1))
    assert preview_of(stated, FROM).effects.by_year("planned_after") == {2021: 5000, 2022: 1000, 2023: 6000}


def test_what_was_spread_since_it_was_prepared_has_to_be_looked_at_again(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=12500)
    spread_by_lead(small_plan.line, {2021: 4000, 2022: 6000}, DAY(2022, 3, 1))
    with pytest.raises(ChangedMeanwhile, match=r"changed in the meantime: 1\.1"):
        put_in_force(amendment, coordinator, AT)


def test_a_second_amendment_goes_on_from_the_first(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=12500)
    put_in_force(amendment, coordinator, AT)
    second = prepared(small_plan.plan, coordinator, DAY(2024, 2, 1))
    amended(second, "1.1", coordinator, title="Another title")
    assert action_in_force("1.1", small_plan.plan, FROM).lines == in_force(second, "1.1").lines
    third = prepared(small_plan.plan, coordinator, DAY(2024, 2, 1))
    amended(third, "1.1", coordinator, end=DAY(2024, 12, 31), amount=13000)
    put_in_force(third, coordinator, noon(2024, 2, 2))
    on = DAY(2024, 2, 1)
    assert planned(small_plan, on) == {**BEFORE, 2023: Decimal("2500.00"), 2024: Decimal("500.00")}


def test_a_document_says_the_years_that_the_plan_states(
    small_plan: SmallPlan, amendment: Amendment, coordinator: User
) -> None:
    amended(amendment, "1.1", coordinator, end=DAY(2023, 12, 31), amount=12500)
    put_in_force(amendment, coordinator, AT)
    action = action_in_force("1.1", small_plan.plan, FROM)
    assert as_json(action)["budget"]["lines"][0]["years"] == [
        {"year": 2021, "amount": "5000.00"},
        {"year": 2022, "amount": "5000.00"},
        {"year": 2023, "amount": "2500.00"},
    ]
    assert "years" not in as_json(action)["budget"]["lines"][1]


# Amendments that were in force before earlier years kept theirs

migration = importlib.import_module("actionplan.amendments.migrations.0002_money_of_the_past")


@pytest.fixture
def without_spreads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The migration looks at the table of spreads, which a later one drops."""
    monkeypatch.setattr(BudgetLine, "spreads", SimpleNamespace(all=list), raising=False)


@pytest.mark.usefixtures("without_spreads")
def test_amendments_in_force_are_counted_anew(small_plan: SmallPlan) -> None:
    day, ended = DAY(2023, 7, 21), {"in_force_until": DAY(2023, 7, 21)}
    small_plan.line.terms.update(**ended)
    BudgetTermsFactory(line=small_plan.line, amount=Decimal(12500), in_force_from=day)
    small_plan.with_money.phases.update(**ended)
    PhaseFactory(action=small_plan.with_money, end=DAY(2023, 12, 31), in_force_from=day)
    assert planned(small_plan)[2021] != BEFORE[2021]
    migration.count_anew(apps, None)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("2500.00")}
    migration.count_anew(apps, None)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("2500.00")}


@pytest.mark.usefixtures("without_spreads")
def test_an_extension_in_force_gets_terms_of_its_own_and_a_cut_counts_in_its_year(
    small_plan: SmallPlan,
) -> None:
    day = DAY(2023, 7, 21)
    small_plan.with_money.phases.update(in_force_until=day)
    PhaseFactory(action=small_plan.with_money, end=DAY(2023, 12, 31), in_force_from=day)
    migration.count_anew(apps, None)
    assert planned(small_plan) == {**BEFORE, 2023: Decimal("0.00")}
    assert planned(small_plan, DAY(2023, 7, 20)) == BEFORE
    assert [terms.in_force_from for terms in BudgetTerms.objects.filter(line=small_plan.line)] == [None, day]
    later = DAY(2024, 3, 1)
    BudgetTerms.objects.filter(line=small_plan.line, in_force_until=None).update(in_force_until=later)
    BudgetTermsFactory(line=small_plan.line, amount=Decimal(9000), in_force_from=later)
    migration.count_anew(apps, None)
    assert planned(small_plan, later) == {**BEFORE, 2023: Decimal(0), 2024: Decimal("-1000.00")}
