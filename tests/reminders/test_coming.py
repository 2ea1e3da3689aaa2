"""What is coming in a plan: in the order of a day, for who may read it, never what somebody typed."""

import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.reminders.calendars import events_of, feed, make_plan_address, plan_address_behind
from actionplan.reminders.coming import Coming, ComingKind, WhatIsComing
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reports.questions import ask_question
from actionplan.rounds.life import take_into_review, take_into_validation
from tests.amendments.amending import prepared as amendment_prepared
from tests.factories import MilestoneFactory
from tests.personas import SmallPlan
from tests.recommendations.recommendation_rows import RecommendationFactory
from tests.reminders.reminders_world import plan_token_of
from tests.reporting_factories import noon
from tests.rounds.opened_rounds import answered

AT, DUE = noon(2022, 12, 5), datetime.date(2022, 12, 20)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def coming(
    small_plan: SmallPlan, user: User, at: datetime.datetime = AT, objective: int | None = None
) -> list[Coming]:
    """Until 31 January 2023, without the ends of actions."""
    picture = live.read(small_plan.plan, Moment.now(at, Basis.ACCEPTED))
    actions = picture.actions.where(lambda action: objective in (None, action.objective))
    rounds = Round.objects.filter(plan=small_plan.plan)
    until = datetime.date(2023, 1, 31)
    found = WhatIsComing(small_plan.plan, picture, actions, rounds, user, until, is_whole=objective is None)
    return [row for row in found.rows() if row.kind != ComingKind.END]


def test_a_day_has_first_what_the_reader_must_do_then_questions_the_round_recommendations_and_milestones(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
    opened: Round,
) -> None:
    MilestoneFactory(action=small_plan.joint, key="network", terms__title="Network", terms__due=DUE)
    RecommendationFactory(plan=small_plan.plan, due=DUE, followed_up_by=None)
    RecommendationFactory(plan=small_plan.plan, number=2, due=DUE, state="carried_out")
    about = {"action": small_plan.joint, "of_whom": lead_organisation, "by": coordinator, "at": AT}
    ask_question(**about, text="Sample?", due=DUE, for_everybody=True)
    amendment_prepared(small_plan.plan, coordinator, DUE)
    others = "Submit 1 report: December 2022"
    milestone, recommendation = "Milestone: 1.2 Network", "Carry out recommendation 1"
    question = "Question to answer: 1.2 Joint prevention network"
    rows = coming(small_plan, contributor)
    assert [(row.plain_title, row.is_own) for row in rows if row.day == DUE] == [
        (question, True),
        ("Submit 3 reports: December 2022", True),
        (others, False),
        (recommendation, False),
        (milestone, False),
    ]
    assert [str(row.who) for row in rows if row.day == DUE][:2] == ["Education and Training"] * 2
    assert [row.plain_title for row in rows if row.day > DUE] == ["The round December 2022 closes"]
    # who leads nothing has the reports of all together, and does not see what is prepared
    assert [row.plain_title for row in coming(small_plan, reader) if row.day == DUE] == [
        question,
        "Submit 4 reports: December 2022",
        recommendation,
        milestone,
    ]
    for_platform = [row.plain_title for row in coming(small_plan, coordinator) if row.is_own]
    assert for_platform == ["Put amendment 1 in force", "The round December 2022 closes"]
    # of a part of the plan: what is about it
    of_second = [row.plain_title for row in coming(small_plan, reader, objective=2)]
    assert of_second == ["Submit 2 reports: December 2022"]


def test_a_question_is_coming_for_who_may_read_it_and_passed_if_nobody_answered(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    about = {"of_whom": lead_organisation, "by": coordinator, "at": AT, "due": DUE}
    ask_question(action=small_plan.joint, text="Sample?", for_everybody=False, **about)
    ask_question(action=small_plan.limited, text="Sample?", for_everybody=False, **about)
    for person, count in [(contributor, 2), (coordinator, 2), (reader, 0)]:
        later = coming(small_plan, person, noon(2023, 1, 5))
        assert [row.kind for row in later] == ["question"] * count
    assert later == []
    limited = coming(small_plan, contributor)[-1]
    assert (limited.plain_title, limited.is_own) == ("Question to answer: 2.1", True)
    assert limited.url == f"/2020-2024/actions/2.1/questions/#{limited.key}"
    ask_question(action=small_plan.limited, text="Sample?", for_everybody=True, **about)
    [its_words_are_not_read] = coming(small_plan, reader, noon(2023, 1, 5))
    assert its_words_are_not_read.url == "/2020-2024/actions/2.1/"


@pytest.mark.full
def test_an_office_has_its_answer_while_it_owes_one(
    small_plan: SmallPlan,
    people: dict[str, User],
    minister: Minister,
    coordinator: User,
    reader: User,
    opened: Round,
) -> None:
    answered(opened, small_plan, people, AT)
    take_into_review(round=opened, by=coordinator, at=noon(2023, 1, 5))
    take_into_validation(round=opened, by=coordinator, at=noon(2023, 1, 6))
    at = noon(2023, 1, 6)
    [answer, _closing] = coming(small_plan, people["minister_reader"], at)
    assert (answer.sentence, answer.is_own) == ("Answer for Minister for Education: December 2022", True)
    assert [row.kind for row in coming(small_plan, reader, at)] == ["closing"]


def test_the_calendar_of_a_minister_has_no_typed_word_and_of_limited_actions_the_code(
    small_plan: SmallPlan,
    minister: Minister,
    coordinator: User,
    reader: User,
    lead_organisation: Organisation,
) -> None:
    MilestoneFactory(action=small_plan.limited, key="veiled", terms__title="Veiled", terms__due=DUE)
    typed = MilestoneFactory(action=small_plan.joint, key="typed", origin="proposed", terms__due=DUE)
    typed.terms.update(title="Typed by a lead")
    about = {"of_whom": lead_organisation, "by": coordinator, "at": AT, "due": DUE}
    ask_question(action=small_plan.limited, text="Veiled?", for_everybody=True, **about)
    make_plan_address(plan=small_plan.plan, body=minister, by=reader, at=AT)
    address = plan_address_behind(plan_token_of(reader))
    assert address is not None
    text = feed(events_of(address, AT), AT, str(address.body)).decode()
    calendar = Calendar.from_ical(text)
    assert str(calendar["NAME"]) == "Action plan: Minister for Education"
    assert [str(event["SUMMARY"]) for event in calendar.events] == [
        "Question to answer: 2.1",
        "Milestone: 1.2 Joint prevention network",
        "Milestone: 2.1",
        "End of the action: 1.1 Training for teachers",
        "End of the action: 1.2 Joint prevention network",
        "End of the action: 2.1",
    ]
    assert "eiled" not in text
    assert "Typed" not in text
    assert "Exchange of information" not in text


@pytest.mark.full
def test_the_calendar_of_the_whole_plan_has_what_its_owner_may_read_of_all_actions_and_of_none(
    small_plan: SmallPlan,
    coordinator: User,
    reader: User,
    lead_organisation: Organisation,
    opened: Round,
) -> None:
    MilestoneFactory(action=small_plan.limited, key="veiled", terms__title="Veiled", terms__due=DUE)
    RecommendationFactory(plan=small_plan.plan, text="Veiled advice", due=DUE, followed_up_by=None)
    amendment_prepared(small_plan.plan, coordinator, DUE)
    about = {"of_whom": lead_organisation, "by": coordinator, "at": AT, "due": DUE}
    ask_question(action=small_plan.joint, text="Veiled?", for_everybody=False, **about)
    said = {}
    for person in [reader, coordinator]:
        make_plan_address(plan=small_plan.plan, body=None, by=person, at=AT)
        address = plan_address_behind(plan_token_of(person))
        text = feed(events_of(address, AT), AT).decode()
        assert "eiled" not in text
        assert "Exchange of information" not in text
        said[person] = [str(event["SUMMARY"]) for event in Calendar.from_ical(text).events]
    for_everybody = {
        "Submit 4 reports: December 2022",
        "The round December 2022 closes",
        "Carry out recommendation 1",
        "Milestone: 2.1",
        "End of the action: 2.2 Support for families",
    }
    of_the_platform = {"Put amendment 1 in force", "Question to answer: 1.2 Joint prevention network"}
    assert for_everybody - set(said[reader]) == set()
    assert of_the_platform & set(said[reader]) == set()
    assert set(said[coordinator]) == set(said[reader]) | of_the_platform
    served = Client().get(reverse("calendar-feed", args=[plan_token_of(reader)])).content.decode()
    assert str(Calendar.from_ical(served)["NAME"]) == "Action plan: the whole plan"
