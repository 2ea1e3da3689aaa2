"""Carrying out a change of government on the printed plan, beside plain Python; past days and other plans stay."""

import datetime
from collections import Counter
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.government import carry_out_government_change
from actionplan.amendments.government_effects import preview_of
from actionplan.audit.models import Event
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.pages.action.trail import trail_in_words, trail_of
from actionplan.picture import frozen, live
from actionplan.picture.moment import Moment
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.importing import is_amended
from actionplan.planned.document import PlannedAction
from actionplan.reports.leads import appoint_lead
from actions.models import Action, Lead, MinisterInvolvement, Promotion
from objectives.models import Plan
from objectives.states import PlanState
from tests.factories import ActionFactory, MinisterFactory, OrganisationFactory, PlanFactory
from tests.government.reshuffle import (
    AT,
    DAY,
    EVE,
    RESHUFFLE,
    SECOND_MINISTER,
    carried_out,
    chosen,
    ends,
    moves,
    parts_after,
    parts_of,
    prepared_change,
)
from tests.plan_document.changed_plan import ChangedPlan
from tests.reporting_factories import noon


@pytest.fixture
def carried(printed_plan: Plan, administrator: User) -> tuple[PlannedAction, ...]:
    """The actions as they were on the eve."""
    before = plan_document(printed_plan, EVE).actions
    carried_out(prepared_change(administrator, RESHUFFLE), administrator)
    return before


@pytest.mark.full
def test_the_day_before_stays_and_the_day_is_as_counted_by_hand(
    carried: tuple[PlannedAction, ...], printed_plan: Plan, administrator: User
) -> None:
    assert plan_document(printed_plan, EVE).actions == carried
    for day in [DAY, DAY + datetime.timedelta(days=1)]:
        after = plan_document(printed_plan, day).actions
        assert [parts_of(action) for action in after] == [parts_after(parts_of(action)) for action in carried]
        assert [action.timing for action in after] == [action.timing for action in carried]
    # what the plan prints goes along
    begun = Promotion.objects.filter(in_force_from=DAY, organisation__key="wvg_prevention")
    assert begun.exists()
    assert all("Growing Up" in row.printed_as or "Care" in row.printed_as for row in begun)
    counts_by_area_and_minister_move_on_the_day(printed_plan)
    bodies_end_begin_and_name_who_comes_after()
    it_leaves_one_event_that_every_action_it_touched_tells(administrator)


def counts_by_area_and_minister_move_on_the_day(plan: Plan) -> None:
    def counts(day: datetime.date) -> tuple[Counter[Any], Counter[Any]]:
        actions = live.read(plan, Moment.end_of_day(day)).actions
        return Counter(action.policy_area for action in actions), Counter(
            action.minister for action in actions
        )

    before, after = counts(EVE), counts(DAY)
    led_by_houses = 10
    assert after[0][None] == before[0][None] + led_by_houses
    assert after[0]["WVG"] == before[0]["WVG"] - led_by_houses
    assert after[1]["education_welfare"] == before[1]["education"] + before[1]["welfare"]
    assert after[1]["home_affairs"] == before[1]["home_affairs"] + before[1]["justice"]
    assert not {"education", "welfare", "justice"} & set(after[1])


def bodies_end_begin_and_name_who_comes_after() -> None:
    education = Minister.objects.get(key="education")
    assert (education.in_force_until, education.succeeded_by.key) == (DAY, "education_welfare")
    agency = Organisation.objects.get(key="wvg_prevention")
    assert agency.in_force_from == DAY
    assert agency.affiliations.open().get().policy_area.code == "WVG"
    ended = Organisation.objects.get(key="wvg_growing_up")
    assert ended.succeeded_by == agency
    assert not ended.affiliations.open().exists()


def it_leaves_one_event_that_every_action_it_touched_tells(administrator: User) -> None:
    event = Event.objects.get()
    assert event.sentence == "Administrator carried out a change of government: Government of 2022."
    action = Action.objects.get(code="3.11")
    [entry] = trail_in_words(trail_of(action, [], administrator, AT), action)
    told = {change.label: (change.before, change.after) for change in entry.changes}
    assert told["lead"] == ("wvg_growing_up", "wvg_prevention")
    assert told["promoters and partners"][1] == "Prevention Agency (promoter, inferred)"
    untouched = Action.objects.get(code="1.4")
    assert not trail_of(untouched, [], administrator, AT)


@pytest.mark.full
def test_an_action_of_a_divided_portfolio_goes_where_it_was_chosen(
    printed_plan: Plan, administrator: User
) -> None:
    change = prepared_change(administrator, RESHUFFLE)
    [first, *others] = preview_of(change, AT).choices
    assert {first.chosen, *(other.chosen for other in others)} == {"home_affairs"}
    carried_out(chosen(change, administrator, {first.word: "enforcement"}, {}), administrator)
    rows = MinisterInvolvement.objects.in_force(DAY).filter(minister__key="enforcement")
    assert [row.action for row in rows] == [first.action]


@pytest.mark.full
def test_another_plan_stays_and_one_in_preparation_is_edited(printed_plan: Plan, administrator: User) -> None:
    education = Minister.objects.get(key="education")
    growing_up = Organisation.objects.get(key="wvg_growing_up")
    other, coming = PlanFactory(code="climate"), PlanFactory(code="coming", state=PlanState.IN_PREPARATION)
    ActionFactory(plan=other, code="1.1", lead=OrganisationFactory(), minister=MinisterFactory())
    edited = ActionFactory(plan=coming, code="1.1", lead=growing_up, minister=education)
    before = as_text(plan_document(other, DAY))
    carried_out(prepared_change(administrator, RESHUFFLE), administrator)
    assert as_text(plan_document(other, DAY)) == before
    assert edited.leads.get().organisation.key == "wvg_prevention"
    assert edited.minister_involvements.get().minister.key == "education_welfare"
    assert not is_amended(coming)


def test_a_body_without_successor_leaves_its_actions(printed_plan: Plan, administrator: User) -> None:
    carried_out(prepared_change(administrator, [ends("wvg_growing_up"), ends("mobility")]), administrator)
    [action] = Action.objects.filter(code="3.11")
    assert not action.leads.in_force(DAY).exists()
    assert action.leads.in_force(EVE).get().organisation.key == "wvg_growing_up"
    assert not MinisterInvolvement.objects.in_force(DAY).filter(minister__key="mobility").exists()


@pytest.mark.full
def test_a_second_change_on_the_same_day_edits_what_the_first_began(
    printed_plan: Plan, administrator: User
) -> None:
    carried_out(
        prepared_change(administrator, [ends("wvg_growing_up", "wvg_welfare_society")]), administrator
    )
    leads = Lead.objects.in_force(EVE).filter(organisation__key="wvg_growing_up").count()
    carried_out(
        prepared_change(administrator, [ends("wvg_welfare_society", "wvg_care_health")]), administrator
    )
    now = Lead.objects.in_force(DAY).filter(organisation__key="wvg_care_health")
    assert now.filter(in_force_from=DAY).count() == leads + 1
    assert not Lead.objects.filter(organisation__key="wvg_welfare_society", in_force_from=DAY).exists()


@pytest.mark.full
def test_a_closed_round_keeps_its_bodies(two_rounds: ChangedPlan, administrator: User) -> None:
    [closing] = two_rounds.plan.rounds.get(code="2022-06").closings.all()
    before = frozen.read(closing.snapshot, "accepted")
    assert before.organisations["wvg_growing_up"].policy_area == "WVG"
    acts = [ends("wvg_growing_up", "kbbj_abb"), moves("kbbj_abb", "OV")]
    carried_out(prepared_change(administrator, acts), administrator)
    assert frozen.read(closing.snapshot, "accepted") == before
    now = live.read(two_rounds.plan, Moment.end_of_day(DAY)).organisations
    assert (now["wvg_growing_up"].policy_area, now["kbbj_abb"].policy_area) == (None, "OV")


@pytest.mark.full
def test_what_began_since_the_day_goes_to_the_successor_from_its_own_beginning(
    printed_plan: Plan, administrator: User
) -> None:
    """The day has gone by, and an action was added since: the ending bodies take part from then on."""
    added = datetime.date(2022, 12, 20)
    bodies = {body.key: body for model in (Minister, Organisation) for body in model.objects.all()}
    action = ActionFactory(plan=printed_plan, code="8.9", in_force_from=added)
    begins = {"action": action, "in_force_from": added}
    MinisterInvolvement.objects.create(minister=bodies["education"], role="coordinating", order=1, **begins)
    MinisterInvolvement.objects.create(minister=bodies["home_affairs"], role="involved", order=2, **begins)
    MinisterInvolvement.objects.create(minister=bodies["justice"], role="coordinating", order=3, **begins)
    Promotion.objects.create(organisation=bodies["wvg_growing_up"], role="promoter", order=1, **begins)
    Lead.objects.create(organisation=bodies["wvg_growing_up"], **begins)
    preview = carried_out(prepared_change(administrator, RESHUFFLE), administrator, noon(2022, 12, 21))
    assert not preview.faults
    [now] = [found for found in plan_document(printed_plan, added).actions if found.code == "8.9"]
    assert parts_of(now) == {
        "lead": "wvg_prevention",
        "ministers": {"education_welfare": "coordinating", "home_affairs": "coordinating"},
        "promoters": {"wvg_prevention": "promoter"},
    }
    for model in (MinisterInvolvement, Promotion, Lead):
        assert set(model.objects.filter(action=action).values_list("in_force_from", "in_force_until")) == {
            (added, None)
        }


def test_a_lead_that_changed_later_than_the_day_stands_in_the_way(
    printed_plan: Plan, administrator: User, coordinator: User
) -> None:
    action = Action.objects.get(code="3.11")
    appoint_lead(
        action=action,
        organisation=Organisation.objects.get(key="ov"),
        from_day=datetime.date(2022, 12, 20),
        by=coordinator,
        at=noon(2022, 12, 20),
    )
    change = prepared_change(administrator, RESHUFFLE)
    [fault] = preview_of(change, noon(2022, 12, 20)).faults
    assert "3.11" in fault
    assert "20 December 2022 already. Take that day or a later one as the day of effect." in fault


def test_a_choice_that_cannot_be_carried_out_stands_in_the_way(
    printed_plan: Plan, administrator: User
) -> None:
    """Mobility comes into an action of the divided portfolio later than on the day: not by the way, and nothing is done."""
    change = prepared_change(administrator, [SECOND_MINISTER, ends("justice", "enforcement", "mobility")])
    choice = preview_of(change, AT).choices[0]
    MinisterInvolvement.objects.create(
        action=choice.action,
        minister=Minister.objects.get(key="mobility"),
        role="involved",
        order=9,
        in_force_from=datetime.date(2022, 12, 20),
    )
    with pytest.raises(Refused, match="changes on 20 December 2022 already"):
        carry_out_government_change(
            change=change,
            mark=preview_of(change, AT).mark,
            portfolios={choice.word: "mobility"},
            offices={},
            by=administrator,
            at=AT,
        )
    assert not Minister.objects.filter(key="enforcement").exists()
