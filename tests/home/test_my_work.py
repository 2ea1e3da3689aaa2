"""A coordinator's work: what waits, for how long, each with its act; and the counts of the navigation."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.amendments.preparing import drop_amendment
from actionplan.organisations.models import Organisation
from actionplan.pages.home import my_work
from actionplan.pages.home.my_work import questions_open
from actionplan.pages.waiting import waiting_counts
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.reporting.models import Question, Round
from actionplan.reports.extensions import ask_extension
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept, return_report
from tests.amendments.amending import prepared
from tests.personas import ClientOf, SmallPlan
from tests.reading import navigation_counts, part, read
from tests.recommendations.recommendation_rows import RecommendationFactory
from tests.reporting_factories import By, asked_of, hand_in, noon

PAGE = "/2020-2024/my-work/"
BEGUN = noon(2022, 12, 5)


@pytest.mark.full
def test_everything_that_waits_stands_with_its_days_and_leads_to_its_act(
    opened: Round,
    small_plan: SmallPlan,
    by_lead: By,
    by_partner: By,
    contributor: User,
    coordinator: User,
    platform: Client,
) -> None:
    nothing = read(platform.get(PAGE))
    assert "Nothing waits for you." in nothing.text
    assert "0 of 4 requested reports are submitted." in nothing.text
    waits = hand_in(small_plan.with_money, *by_lead, timezone.now() - datetime.timedelta(days=3))
    returned = hand_in(small_plan.joint, *by_lead, BEGUN)
    return_report(report=returned, remark="Sample: say more.", by=coordinator, at=noon(2022, 12, 6))
    request = opened.requests.get(action=small_plan.limited)
    until = datetime.date(2099, 1, 31)
    ask_extension(request=request, until=until, reason="Sample reason.", by=contributor, at=BEGUN)
    about = {"action": small_plan.joint, "of_whom": by_lead[0], "text": "Sample question?", "due": until}
    ask_question(**about, by=coordinator, at=noon(2022, 12, 7))
    page = read(platform.get(PAGE))
    assert "2 things wait for you." in page.text
    assert '<span class="count">2<' in platform.get(PAGE).content.decode(), "as the navigation counts"
    assert "waiting 3 days" in part(page, "review")
    hand_in(small_plan.joint, *by_partner, timezone.now())
    assert "today" in part(read(platform.get(PAGE)), "review")
    assert reverse("report-review", args=["2020-2024", "1.1", waits.pk]) in page.links
    assert "“Sample: say more.” Education and Training" in part(page, "returned")
    assert "Sample reason." in part(page, "extensions")
    assert f"/2020-2024/rounds/2022-12/requests/{request.pk}/extension/" in page.links
    assert "Asked: Sample question? Education and Training" in part(page, "asked")
    assert "Education and Training 1 of 3" in part(page, "silent")
    assert "/2020-2024/rounds/2022-12/remind/" in page.links


@pytest.mark.full
def test_what_is_not_listed_for_review_is_counted_below_it_and_leads_to_the_queue(
    opened: Round, small_plan: SmallPlan, by_lead: By, platform: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_work, "REPORTS_SHOWN", 1)
    hand_in(small_plan.with_money, *by_lead, BEGUN)
    assert "more to review" not in part(read(platform.get(PAGE)), "review")
    hand_in(small_plan.joint, *by_lead, BEGUN)
    hand_in(small_plan.limited, *by_lead, BEGUN)
    page = read(platform.get(PAGE))
    assert "2 more to review" in part(page, "review")
    assert reverse("review-queue", args=["2020-2024"]) in page.links


@pytest.mark.full
def test_a_question_stands_until_it_is_settled_first_as_not_answered_then_as_to_judge(
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    lead_organisation: Organisation,
    platform: Client,
) -> None:
    report = hand_in(small_plan.with_money, *by_lead, BEGUN)
    ask = asked_of(lead_organisation)
    accept(report=report, verdict="needs_attention", to_ask=ask, by=coordinator, at=noon(2022, 12, 6))
    page = read(platform.get(PAGE))
    assert "days left" in part(page, "asked")
    assert "Asked: Sample ask." in part(page, "asked")
    # late from the day after its last day, here as in the list of actions and in documents
    [ask_picture] = picture_at(small_plan.plan, Moment.now(timezone.now())).actions[0].asks
    for days, late in [(-1, 0), (0, 0), (1, 1), (30, 30)]:
        on = ask_picture.due + datetime.timedelta(days=days)
        [row], _ = questions_open(small_plan.plan, on)
        assert (row.days, row.days_late) == (-days, late)
        assert ask_picture.days_late(on) == late
    question = Question.objects.get()
    thread = f"{reverse('questions', args=['2020-2024', '1.1'])}#question-{question.pk}"
    assert thread in page.links
    assert "To the question 1.1" in part(page, "asked")
    answered = timezone.now() - datetime.timedelta(days=3)
    answer_question(question=question, text="Sample.", by=contributor, at=answered)
    shown = platform.get(PAGE)
    page = read(shown)
    assert "3 days" in part(page, "answered")
    assert "Asked: Sample ask. Answer: Sample." in part(page, "answered")
    assert "Asked, not answered" not in page.text
    assert "1 thing waits for you." in page.text
    assert navigation_counts(shown) == {"My work": 1}
    assert thread in page.links
    assert "See the answer 1.1" in part(page, "answered")
    settle_question(question=question, by=coordinator, at=timezone.now())
    assert "Sample ask." not in read(platform.get(PAGE)).text


def test_the_navigation_counts_what_waits_in_one_query_and_in_none_for_who_has_no_such_work(
    opened: Round,
    small_plan: SmallPlan,
    by_lead: By,
    people: dict[str, User],
    client_of: ClientOf,
    rf: Any,
    django_assert_num_queries: Any,
) -> None:
    hand_in(small_plan.with_money, *by_lead, BEGUN)
    expected = {"coordinator": {"my-work": 1}, "contributor": {"my-actions": 2}, "reader": {}, "auditor": {}}
    for name, counts in expected.items():
        request = rf.get("/")
        request.user, request.now = User.objects.get(pk=people[name].pk), timezone.now()
        waiting_counts(request, small_plan.plan)  # rights are read once for each person
        with django_assert_num_queries(1 if counts else 0):
            assert waiting_counts(request, small_plan.plan) == counts, name
    page = client_of(people["coordinator"]).get("/2020-2024/actions/").content.decode()
    assert '<span class="count">1' in page


def test_what_waits_for_the_platform_adds_up_to_what_the_navigation_counts(
    small_plan: SmallPlan, coordinator: User, platform: Client
) -> None:
    about = {"plan": small_plan.plan, "due": datetime.date(2022, 6, 30), "written_at": noon(2022, 1, 1)}
    RecommendationFactory(number=1, state="open", text="Sample late.", **about)
    RecommendationFactory(number=2, state="carried_out", text="Sample done.", **about)
    ahead = about | {"due": datetime.date(2099, 1, 1)}
    RecommendationFactory(number=3, state="open", text="Sample ahead.", **ahead)
    prepared(small_plan.plan, coordinator, datetime.date(2023, 1, 1))
    dropped = prepared(small_plan.plan, coordinator, datetime.date(2023, 2, 1))
    drop_amendment(amendment=dropped, by=coordinator, at=noon(2022, 7, 17))
    shown = platform.get(PAGE)
    page = read(shown)
    waits = part(page, "recommendations")
    assert "Sample late." in waits
    assert "Sample done." not in waits
    assert "Sample ahead." not in waits
    assert "1 amendment in preparation" in part(page, "confirm")
    assert "2 things wait for you." in page.text
    assert navigation_counts(shown) == {"My work": 2}


def test_the_parts_that_hold_something_are_listed_first_and_the_fourth_row_is_folded(
    small_plan: SmallPlan, by_lead: By, coordinator: User, platform: Client
) -> None:
    def jumps() -> dict[str, str]:
        [nav] = [
            one
            for one in read(platform.get(PAGE)).all("nav")
            if one.attributes["aria-label"] == "On this page"
        ]
        return nav.links

    before = jumps()
    assert before == {"#people": "Lists of people"}
    about = {"action": small_plan.joint, "of_whom": by_lead[0], "due": datetime.date(2099, 1, 31)}
    for n in range(5):
        ask_question(**about, text=f"Sample {n}?", by=coordinator, at=noon(2022, 12, 7))
    assert jumps() == before | {"#asked": "Asked, not answered"}
    [section] = read(platform.get(PAGE)).all("section", **{"aria-labelledby": "asked"})
    [folded] = section.all("details")
    assert [f"Sample {n}?" in folded.text for n in range(5)] == [False, False, False, True, True]
    assert folded.text.startswith("2 more")
