"""Who has work in several plans is told so on the pages of work in one of them."""

import datetime

import pytest
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.questions import ask_question
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.reopening import reopen_request
from actionplan.rounds.validation import answer_for_minister
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import REVIEWED, answered


@pytest.mark.full
def test_what_was_reopened_and_what_is_asked_with_a_verdict_in_another_plan(
    client_of: ClientOf,
    opened: Round,
    small_plan: SmallPlan,
    people: dict[str, User],
    coordinator: User,
    minister: Minister,
) -> None:
    PlanFactory(code="climate", title="Climate plan")
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    round = take_into_validation(round=opened, by=coordinator, at=REVIEWED)
    action, office, at = small_plan.with_money, people["minister_reader"], noon(2023, 1, 6)
    remarks = {action.pk: "Sample remark."}
    remark = answer_for_minister(round=round, minister=minister, remarks=remarks, by=office, at=at)[0]
    reopen_request(remark=remark, by=coordinator, at=at)
    report = ProgressReport.objects.get(action=action)
    facts = {"of_whom": report.organisation, "text": "Sample ask.", "due": datetime.date(2023, 6, 30)}
    ask_question(action=action, **facts, by=coordinator, at=noon(2023, 1, 9))
    there = read(client_of(people["contributor"]).get(reverse("my-actions", args=["climate"]))).text
    for words in [
        "2 to do",
        "reopened in validation, by 20 January 2023",
        "a question, by 30 June 2023",
    ]:
        assert words in there, there


def test_what_is_to_hand_in_and_to_review_in_another_plan(
    client_of: ClientOf, opened: Round, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    climate = PlanFactory(code="climate", title="Climate plan")
    ActionFactory(
        plan=climate, code="1.1", lead=lead_organisation, objective=ObjectiveFactory(plan=climate, number=1)
    )
    requests = opened.requests.of_leads().filter(organisation=lead_organisation)
    handed_in = hand_in(requests[0].action, lead_organisation, contributor, noon(2022, 12, 5))
    form = reverse("report-form", args=["2020-2024", requests[1].action.code, lead_organisation.key])
    review = reverse("report-review", args=["2020-2024", handed_in.action.code, handed_in.pk])
    for person, page, words, tasks in [
        (contributor, "my-actions", f"{len(requests) - 1} to do", [form, "by 20 December 2022"]),
        (coordinator, "review-queue", "1 to review", [review, "submitted on 5 December 2022"]),
    ]:
        client = client_of(person)
        there = client.get(reverse(page, args=["climate"])).content.decode()
        assert "In other plans" in there
        assert words in there
        for task in tasks:
            assert task in " ".join(there.split())
        assert f'href="{reverse(page, args=["2020-2024"])}"' in there
        assert "In other plans" not in client.get(reverse(page, args=["2020-2024"])).content.decode()
