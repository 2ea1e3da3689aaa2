"""What each person has to do at a moment: their own alone, and nothing once it is done."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import carry_out
from actionplan.organisations.models import Minister, Organisation
from actionplan.reminders.duties import duties_of
from actionplan.reminders.models import Reminding
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import Request, Round
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.closing import excuse_requests
from actionplan.rounds.life import open_round, take_into_review, take_into_validation
from actionplan.rounds.validation import answer_for_minister
from tests.amendments.amending import DECISION, amended
from tests.amendments.amending import prepared as prepared_amendment
from tests.factories import ActionFactory, BudgetLineFactory, MembershipFactory, PlanFactory
from tests.personas import SmallPlan, person
from tests.reminders.reminding import duties_at, told
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import By, drafted, hand_in, noon
from tests.rounds.opened_rounds import OPENED, answered

DUE = datetime.date(2022, 12, 20)


@pytest.fixture
def file_holder(small_plan: SmallPlan, lead_organisation: Organisation) -> User:
    """Writes for the lead on 1.2 alone."""
    user = person("file_holder")
    MembershipFactory(user=user, role="contributor", organisation=lead_organisation, writes_only=True)
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=user)
    return user


@pytest.fixture
def everybody(people: dict[str, User], file_holder: User) -> None:
    pass


def request_for(round: Round, code: str, role: str = "lead") -> Request:
    return Request.objects.with_state().get(round=round, action__code=code, role=role)


@pytest.mark.full
def test_an_opened_round_asks_each_organisation_for_its_own_actions(
    everybody: None, prepared: Round, coordinator: User
) -> None:
    assert told(OPENED) == {}, "a round in preparation asks nobody"
    opened = open_round(round=prepared, by=coordinator, at=OPENED)
    ours = [("hand_in", code, "opened") for code in ["1.1", "1.2", "2.1"]]
    theirs = [("hand_in", "2.2", "opened")]
    assert told(OPENED) == {
        "contributor": ours,
        "file_holder": [ours[1]],
        "partner": [("invited", "1.2", "opened")],
        "stranger": theirs,
        "area_contributor": theirs,
    }
    assert told(noon(2023, 1, 10))["partner"] == [("invited", "1.2", "opened")], "once, and never late"
    people = everybody_to_mail(OPENED.date())
    assert duties_of(people, OPENED, PlanFactory(code="2025-2029")) == {}
    assert duties_of(people, OPENED, opened.plan) == duties_of(people, OPENED)
    # Of a plan that has ended people are reminded while a round is under way.
    assert told(noon(2025, 1, 10), ["hand_in"])["contributor"]
    # A press is an occasion for what leads have not submitted.
    at = noon(2022, 12, 9)
    Reminding.objects.create(round=opened, day=at.date(), by=coordinator, at=at)
    actual = told(at)
    assert {key for rows in actual.values() for kind, _, key in rows if kind == "hand_in"} == {
        "pressed/2022-12-09"
    }
    assert actual["partner"] == [("invited", "1.2", "opened")]


@pytest.mark.full
def test_what_is_not_handed_in_is_recalled_but_what_has_a_reason_and_later_what_has_more_time(
    small_plan: SmallPlan,
    other_organisation: Organisation,
    stranger: User,
    contributor: User,
    coordinator: User,
    opened: Round,
) -> None:
    facts, more_time = {"by": coordinator, "at": noon(2022, 12, 5)}, datetime.date(2023, 1, 10)
    drafted(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 5))
    excuse_requests(round=opened, requests=[request_for(opened, "1.1").pk], reason="Sample.", **facts)
    give_extension(request=request_for(opened, "1.2"), until=more_time, reason="Sample.", **facts)
    assert told(noon(2022, 12, 6), ["hand_in"]) == {
        "stranger": [("hand_in", "2.2", "2022-12-20/14")],
        "contributor": [("hand_in", "2.1", "2022-12-20/14"), ("hand_in", "1.2", "opened")],
    }
    late = told(noon(2022, 12, 27), ["hand_in"])
    assert late["stranger"] == [("hand_in", "2.2", "2022-12-20/late/1")]
    assert ("hand_in", "1.2", "2023-01-10/14") in late["contributor"]
    duties = duties_at(noon(2022, 12, 27))["contributor"]
    assert more_time in [duty.day for duty in duties if duty.kind == "hand_in"]
    hand_in(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 6))
    assert "stranger" not in told(noon(2022, 12, 7))
    # In review only what still can be submitted is recalled.
    take_into_review(round=opened, by=coordinator, at=noon(2022, 12, 21))
    assert told(noon(2023, 1, 3), ["hand_in"]) == {"contributor": [("hand_in", "1.2", "2023-01-10/7")]}


@pytest.fixture
def returned(small_plan: SmallPlan, by_lead: By, coordinator: User, file_holder: User, opened: Round) -> None:
    report = hand_in(small_plan.joint, *by_lead, noon(2022, 12, 5))
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 8))


@pytest.mark.full
def test_a_returned_report_is_for_its_contact_points_and_file_holders_until_a_new_version(
    returned: None,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    partner: User,
    stranger: User,
) -> None:
    kinds = ["returned"]
    assert told(noon(2022, 12, 8), kinds) == {
        name: [("returned", "1.2", "returned")] for name in ["contributor", "file_holder"]
    }
    assert told(noon(2022, 12, 11), kinds)["file_holder"] == [("returned", "1.2", "3")]
    assert told(noon(2022, 12, 13))["file_holder"] == [("returned", "1.2", "3")], "not asked for twice"
    assert told(noon(2022, 12, 21), kinds)["file_holder"] == [("returned", "1.2", "2022-12-20/late/1")]
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 9))
    assert "file_holder" in told(noon(2022, 12, 9))
    hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 12, 10))
    assert "file_holder" not in told(noon(2022, 12, 10))


def test_a_report_returned_between_rounds_is_never_late_and_also_for_who_submitted_it_on_behalf(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
) -> None:
    at = noon(2022, 9, 1)
    report = hand_in(small_plan.joint, lead_organisation, other_coordinator, at, on_behalf=True)
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 9, 2))
    recalled = [("returned", "1.2", "3")]
    assert told(noon(2022, 12, 30)) == {"contributor": recalled, "other_coordinator": recalled}


def test_an_accepted_report_is_told_once_to_who_submitted_it_and_holds_its_file(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    file_holder: User,
) -> None:
    person("colleague", "contributor", organisation=lead_organisation)
    report = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 9, 1))
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 9, 2))
    expected = {name: [("accepted", "1.2", "told")] for name in ["contributor", "file_holder"]}
    assert told(noon(2022, 9, 2)) == expected == told(noon(2022, 10, 1))
    assert told(noon(2022, 10, 4)) == {}


@pytest.fixture
def question(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, file_holder: User
) -> object:
    return ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        due=DUE,
        by=coordinator,
        at=noon(2022, 12, 1),
    )


def test_a_question_is_for_the_contact_points_of_whom_it_asks_until_they_answer(
    question: object, contributor: User, partner: User, stranger: User, coordinator: User
) -> None:
    assert told(noon(2022, 12, 1)) == {"contributor": [("question", "1.2", "asked/0")]}
    assert told(noon(2022, 12, 17)) == {"contributor": [("question", "1.2", "2022-12-20/3")]}
    assert told(noon(2022, 12, 21)) == {"contributor": [("question", "1.2", "2022-12-20/late/1")]}
    answer_question(question=question, text="Sample.", by=contributor, at=noon(2022, 12, 2))
    assert told(noon(2022, 12, 21)) == {}
    # The Platform goes on with it, and closes it.
    more = answer_question(question=question, text="Sample?", by=coordinator, at=noon(2022, 12, 3))
    assert told(noon(2022, 12, 3)) == {"contributor": [("question", "1.2", f"asked/{more.pk}")]}
    settle_question(question=question, by=coordinator, at=noon(2022, 12, 4))
    assert told(noon(2022, 12, 4)) == {}


def test_of_a_plan_that_has_ended_nobody_is_reminded_but_of_what_somebody_did_now(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    instant = noon(2024, 12, 30)
    ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        by=coordinator,
        at=instant,
        due=datetime.date(2099, 1, 31),
    )
    assert told(noon(2024, 12, 31), ["question"])["contributor"]
    assert told(noon(2025, 1, 1)) == {}
    people = everybody_to_mail(noon(2025, 1, 1).date())
    assert duties_of(people, noon(2025, 1, 1), small_plan.plan)[contributor.pk]


@pytest.mark.usefixtures("everybody", "question", "returned")
def test_the_number_of_queries_does_not_grow(
    small_plan: SmallPlan, lead_organisation: Organisation, opened: Round
) -> None:
    at = noon(2022, 12, 9)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            duties_of(everybody_to_mail(at.date()), at)
        return len(captured)

    before = queries()
    for number in range(10, 15):
        action = ActionFactory(code=f"2.{number}", plan=small_plan.plan, lead=lead_organisation)
        Request.objects.create(round=opened, action=action, organisation=lead_organisation, role="lead")
        person(f"colleague_{number}", "contributor", organisation=lead_organisation)
    assert queries() == before <= 25


def test_a_report_that_waits_five_days_is_for_coordinators_who_did_not_submit_it(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User, other_coordinator: User
) -> None:
    at = noon(2022, 9, 1)
    report = hand_in(small_plan.joint, lead_organisation, other_coordinator, at, on_behalf=True)
    assert told(noon(2022, 9, 5)) == {}
    assert told(noon(2022, 9, 6)) == {"coordinator": [("review", "1.2", "waits/1")]}
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 9, 7))
    assert "coordinator" not in told(noon(2022, 9, 8))


def test_an_extension_is_for_coordinators_and_its_answer_for_who_asked_or_for_all_contact_points(
    lead_organisation: Organisation, contributor: User, coordinator: User, opened: Round
) -> None:
    person("colleague", "contributor", organisation=lead_organisation)
    kinds, until = ["extension_asked", "extension_answered"], datetime.date(2023, 1, 5)
    requested, other = (
        ask_extension(
            request=request_for(opened, code),
            until=until,
            reason="Sample.",
            by=contributor,
            at=noon(2022, 12, 5),
        )
        for code in ["1.1", "1.2"]
    )
    assert told(noon(2022, 12, 5), kinds) == {
        "coordinator": [("extension_asked", code, "asked") for code in ["1.1", "1.2"]]
    }
    at = noon(2022, 12, 6)
    decline_extension(extension=requested, answer="Sample.", by=coordinator, at=at)
    grant_extension(extension=other, until=until, by=coordinator, at=at)
    assert told(at, kinds) == {
        "contributor": [("extension_answered", code, "told") for code in ["1.2", "1.1"]]
    }
    granted, declined = [duty for duty in duties_at(at)["contributor"] if duty.kind == "extension_answered"]
    assert (declined.day, granted.day, granted.occasion.at_once) == (None, until, True)
    # Nobody asked for this one.
    give_extension(request=request_for(opened, "2.1"), until=until, reason="Sample.", by=coordinator, at=at)
    assert set(told(at, ["extension_answered"])) == {"contributor", "colleague"}


@pytest.mark.full
def test_a_validation_is_for_the_readers_of_a_minister_until_every_action_is_answered(
    minister: Minister,
    people: dict[str, User],
    coordinator: User,
    small_plan: SmallPlan,
    opened: Round,
) -> None:
    minister_reader = people["minister_reader"]
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    ((name, (duty,)),) = duties_at(noon(2023, 1, 6)).items()
    assert (name, duty.facts["count"]) == ("minister_reader", 3)
    ours = [small_plan.with_money, small_plan.joint, small_plan.limited]
    for action in ours[:2]:
        remarks = {action.pk: ""}
        answer_for_minister(
            round=opened, minister=minister, remarks=remarks, by=minister_reader, at=noon(2023, 1, 7)
        )
    assert duties_at(noon(2023, 1, 7))["minister_reader"][0].facts["count"] == 1
    answer_for_minister(
        round=opened,
        minister=minister,
        remarks={ours[2].pk: "Sample."},
        by=minister_reader,
        at=noon(2023, 1, 8),
    )
    assert told(noon(2023, 1, 8)) == {}


def test_coordinators_hear_of_an_amendment_on_its_day_and_organisations_once_it_is_in_force(
    people: dict[str, User], small_plan: SmallPlan, coordinator: User
) -> None:
    BudgetLineFactory(action=small_plan.joint)
    day = datetime.date(2022, 7, 20)
    row = prepared_amendment(small_plan.plan, coordinator, day)
    amended(row, "1.2", coordinator, title="Another title")
    kinds = ["amendment", "amended"]
    assert told(noon(2022, 7, 19), kinds) == {}
    waits = [("amendment", "", "2022-07-20/waits/1")]
    for at in [noon(2022, 7, 20), noon(2022, 7, 26)]:
        assert told(at, kinds) == {"coordinator": waits, "other_coordinator": waits}
    assert told(noon(2022, 7, 27), kinds)["coordinator"] == [("amendment", "", "2022-07-20/waits/2")]
    carry_out(amendment=row, decision=DECISION, mark="", by=coordinator, at=noon(2022, 7, 27))
    assert told(noon(2022, 7, 28), kinds) == {
        name: [("amended", "1.2", "told")] for name in ["contributor", "partner"]
    }
    assert told(noon(2022, 9, 1), kinds) == {}
