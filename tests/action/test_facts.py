"""The page of one action: milestones, money, who, amendments, the trail, and the words of its language."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import begin_membership
from actionplan.organisations.models import Organisation, PolicyArea
from actionplan.reporting.states import MilestoneState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actions.models import Action
from tests.actions.action_factories import CrossReferenceFactory, reword
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory, FundingFactory, MilestoneFactory, PhaseFactory, UserFactory
from tests.personas import SmallPlan
from tests.reading import Element, part
from tests.reporting_factories import noon

JUNE = "?on=2022-06-15"


def test_milestones_say_what_was_achieved_and_what_is_late(
    show_action: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    late = MilestoneFactory(
        action=small_plan.with_money, key="late", order=2, terms__due=datetime.date(2022, 7, 1)
    )
    MilestoneFactory(action=small_plan.with_money, key="yearly", order=3, terms__recurrence="yearly")
    lead_says.accepted(
        small_plan.with_money,
        noon(2022, 7, 1),
        milestones=[
            MilestoneRow(
                milestone=small_plan.milestone.pk,
                state=MilestoneState.ACHIEVED,
                achieved_on=datetime.date(2022, 6, 20),
            ),
            MilestoneRow(milestone=late.pk, state=MilestoneState.OPEN),
        ],
    )
    page = show_action(reader, "1.1", "?on=2022-07-11")
    told = [row.all("p")[0].text for row in page.all("ul", class_="promises")[0].all("li")]
    assert told == [
        "due 30 June 2022 · achieved 20 Jun 2022",
        "due 1 July 2022 · not achieved, due 10 days ago",
        "every year · 0 of 1 period achieved",
    ]
    assert "1 of 2 milestones due achieved." in part(page, "voice-computed")


@pytest.mark.usefixtures("two_reports")
def test_money_by_year_stands_beside_what_is_printed(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User, lead_organisation: Organisation
) -> None:
    FundingFactory(
        terms=small_plan.line.terms.get(), organisation=lead_organisation, percent=Decimal("90.00")
    )
    FundingFactory(
        terms=small_plan.line.terms.get(), order=2, source="A European fund", percent=Decimal("10.00")
    )
    money = part(show_action(reader, "1.1"), "money")
    assert "Line 1: €10,000.00 90% Education and Training 10% A European fund" in money
    assert "within the regular resources, no amount in the plan" in money
    assert "2021 €5,000.00 €9,000.00 €4,000.10" in money
    assert "Total €10,000.00 €9,000.00 €4,000.10" in money


def test_people_at_work_stand_beside_the_money_of_their_year(
    show_action: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    assert "FTE" not in part(show_action(reader, "1.1"), "money")
    people = {"full_time_equivalents": Decimal("1.5"), "source": "Sample."}
    rows = [ExpenditureRow(small_plan.line_without_amount.pk, year, **people) for year in [2022, 2023]]
    lead_says.accepted(small_plan.with_money, noon(2022, 3, 1), expenditures=rows)
    money = part(show_action(reader, "1.1"), "money")
    assert "Paid FTE" in money
    assert "2022 €5,000.00 – – 1.50 2023 – – – 1.50" in money


def test_who_is_involved_what_refers_to_it_and_its_neighbours(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    small_plan.joint.promotions.filter(order=2).update(inferred=True)
    CrossReferenceFactory(action=small_plan.joint, to_action=small_plan.elsewhere)
    page = show_action(reader, "1.2", JUNE)
    who = part(page, "who")
    assert "Promoter Education and Training" in who
    assert "Partner Agency for Home Affairs*" in who
    assert "Starred roles are inferred" in who
    assert f"/2020-2024/organisations/kbbj_abb/{JUNE}" in page.links
    assert "Refers to 2.2 Support for families" in who
    assert "Referred to by 1.2 Joint prevention network" in part(show_action(reader, "2.2"), "who")
    # neighbours follow the plan of the day
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until="2022-06-01")
    page = show_action(reader, "1.1", JUNE)
    assert f"/2020-2024/actions/2.1/{JUNE}" in page.links
    assert not page.all("a", rel="prev")


@pytest.mark.full
@pytest.mark.usefixtures("two_reports")
def test_a_withdrawn_action_keeps_its_page_and_shows_fully_on_an_earlier_day(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User, contributor: User
) -> None:
    Action.objects.filter(pk=small_plan.with_money.pk).update(
        in_force_until="2022-09-01", merged_into=small_plan.joint
    )
    page = show_action(contributor, "1.1")
    assert "This action is no longer in the plan since 1 September 2022. It was merged into" in page.text
    assert "/2020-2024/actions/1.2/?basis=reported" in page.links
    assert page.all("a", class_="button") == []
    assert "first words" in show_action(reader, "1.1").text
    before = show_action(reader, "1.1", "?on=2022-08-31")
    assert "no longer in the plan" not in before.text
    assert "on track" in part(before, "voice-reported")


def test_an_action_added_later_says_so_before_and_has_its_period_in_force_drawn(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    small_plan.joint.phases.update(in_force_from="2022-02-01")
    assert "in force: 1 January 2021 to 31 December 2022." in show_action(reader, "1.2", JUNE).text
    ActionFactory(code="2.3", plan=small_plan.plan, in_force_from="2022-09-01")
    assert "This action was added to the plan on 1 September 2022." in show_action(reader, "2.3", JUNE).text


@pytest.mark.full
def test_amended_phases_are_shown_as_in_force_with_the_slip_against_both(
    show_action: Callable[..., Element], small_plan: SmallPlan, lead_says: LeadSays, reader: User
) -> None:
    small_plan.joint.phases.update(in_force_until="2022-04-01")
    PhaseFactory(action=small_plan.joint, end=datetime.date(2023, 12, 31), in_force_from="2022-04-01")
    lead_says.accepted(
        small_plan.joint,
        noon(2022, 5, 1),
        forecast_end=datetime.date(2023, 12, 21),
        forecast_reason="Sample.",
    )
    page = show_action(reader, "1.2", JUNE)
    printed, amended = part(page, "voice-printed").split("The timing was amended since the plan was adopted:")
    assert "31 December 2022" in printed
    assert "31 December 2023" in amended
    assert "355 days later than the end as adopted. 10 days earlier than the end in force." in part(
        page, "voice-computed"
    )
    chart = (
        "to 31 December 2022; in force: 1 January 2021 to 31 December 2023. Forecast end 21 December 2023."
    )
    assert chart in page.text
    before = show_action(reader, "1.2", "?on=2022-03-31")
    assert "31 December 2022" in part(before, "voice-printed")
    assert "in force:" not in before.text


READS_THE_TRAIL = {
    "contributor": True,
    "coordinator": True,
    "auditor": True,
    "administrator": True,
    "reader": False,
    "stranger": False,
}


@pytest.mark.full
@pytest.mark.usefixtures("two_reports")
def test_the_trail_is_read_by_those_who_may_and_ends_on_the_day(
    show_action: Callable[..., Element], request: pytest.FixtureRequest, auditor: User
) -> None:
    for name, reads in READS_THE_TRAIL.items():
        text = show_action(request.getfixturevalue(name), "1.1").text
        assert ("Contributor submitted version 1 of the report" in text) is reads, name
        assert ("Coordinator accepted version 1 of the report" in text) is reads, name
    trail = part(show_action(auditor, "1.1", "?on=2022-03-31"), "trail")
    assert "accepted version 1" in trail
    assert "1 June 2022" not in trail


def test_english_words_on_a_dutch_page_are_marked(
    show_action: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    Action.objects.filter(code="1.1").update(timing_printed="2021-2022")
    reword(small_plan.with_money, title_nl="Vorming", summary="English summary.")
    page = show_action(reader, "1.1", language="nl")
    assert "Vorming" in page.all("h1")[0].text
    marked = {element.text for tag in ["span", "div", "q"] for element in page.all(tag, lang="en")}
    assert {"English summary.", "2021-2022", "Education and Training", "Line 1"} <= marked
    assert "Vorming" not in marked


def test_the_trail_tells_of_rights_given_for_the_policy_area_too(
    show_action: Callable[..., Element], small_plan: SmallPlan, policy_area: PolicyArea, auditor: User
) -> None:
    newcomer = UserFactory(username="newcomer", name="Newcomer")
    membership = Membership(user=newcomer, role=Role.CONTRIBUTOR, policy_area=policy_area)
    begin_membership(membership=membership, by=None, at=noon(2022, 5, 1))
    trail = part(show_action(auditor, "2.2"), "trail")
    assert "gave Newcomer a role" in trail
    assert "role: – → contributor" in trail
    assert "organisation: – → –" not in trail
