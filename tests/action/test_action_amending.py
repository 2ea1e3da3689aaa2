"""What the page of an action offers to those who may amend it, and what it says while nobody leads."""

from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.reports.proposals import agree_to_milestone, decline_milestone
from actions.models import Action, Lead
from tests.personas import ClientOf, SmallPlan
from tests.reading import Element, part, read_csv_by_head
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

LEAD = "/2020-2024/actions/1.2/lead/"
PROPOSE = "/2020-2024/actions/1.2/milestones/propose/"
AMENDING = [LEAD, PROPOSE]


OFFERED = {
    "coordinator": [LEAD],
    "contributor": [PROPOSE],
    "partner": [],
    "stranger": [],
    "reader": [],
    "auditor": [],
    "administrator": [],
}
SEE_A_PROPOSAL = {"contributor", "partner", "coordinator", "auditor"}


@pytest.mark.full
def test_each_is_offered_what_they_may_and_a_proposal_is_a_reported_fact(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    request: pytest.FixtureRequest,
) -> None:
    propose(small_plan.joint, contributor, title="Sample milestone")
    for name, offered in OFFERED.items():
        page = show_action(request.getfixturevalue(name), "1.2")
        assert [link for link in AMENDING if link in page.links] == offered, name
        assert ("Sample milestone" in page.text) == (name in SEE_A_PROPOSAL), name
    # nothing is offered on an action that left the plan
    Action.objects.filter(pk=small_plan.joint.pk).update(in_force_until="2022-01-01")
    assert not set(AMENDING) & set(show_action(coordinator, "1.2").links)


def test_an_action_without_a_lead_says_that_it_is_asked_of_nobody(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    reader: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    Lead.objects.of(small_plan.joint).delete()
    small_plan.joint.promotions.all().delete()
    page = show_action(reader, "1.2")
    assert "No organisation leads this action yet: it is asked of nobody until a lead" in page.text
    assert "Promoter the plan prints none" in part(page, "who")
    assert LEAD not in page.links
    page = show_action(coordinator, "1.2")
    assert page.links[LEAD] == "appoint a lead"
    assert not [
        element for element in page.all("a", class_="button") if "report" in element.attributes["href"]
    ]
    # nor has it one in the list and its export
    file = client_of(reader).get("/2020-2024/actions.csv")
    rows = {row["Code"]: row["Lead"] for row in read_csv_by_head(file)}
    assert rows["1.2"] == ""
    assert rows["1.1"] == "Education and Training"


def test_an_agreed_milestone_is_seen_by_everybody_and_marked(
    show_action: Callable[..., Element],
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    row = propose(small_plan.joint, contributor, title="Sample milestone")
    agree_to_milestone(proposal=row, by=coordinator, at=noon(2022, 4, 1))
    section = part(show_action(reader, "1.2"), "milestones")
    assert "not in the printed plan" in section
    assert "Proposed, not part of the plan" not in part(show_action(coordinator, "1.2"), "milestones")
    before = show_action(reader, "1.2", "?on=2022-03-31")
    assert "Sample milestone" not in before.text


def test_a_declined_proposal_stays_in_sight_of_who_made_it(
    show_action: Callable[..., Element], small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    row = propose(small_plan.joint, contributor, title="Sample milestone")
    decline_milestone(proposal=row, answer="Sample.", by=coordinator, at=noon(2022, 4, 1))
    section = part(show_action(contributor, "1.2"), "milestones")
    assert "Sample milestone declined, due 15 September 2022" in section
