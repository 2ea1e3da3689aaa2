"""Who has work in several plans is told so on the pages of work in one of them."""

from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.personas import ClientOf
from tests.reporting_factories import hand_in, noon


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
        (contributor, "my-actions", f"{len(requests) - 1} to hand in", [form, "by 20 December 2022"]),
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
