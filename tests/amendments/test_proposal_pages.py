"""The pages of proposed milestones: propose, the list of the plan, one proposal and its answer."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.proposals import agree_to_milestone
from actions.models import Milestone
from actions.states import MilestoneOrigin
from tests.personas import SmallPlan
from tests.reading import part, read
from tests.reports.proposal_factories import APRIL, propose
from tests.sent_forms import form_to, send

PROPOSE = "/2020-2024/actions/1.2/milestones/propose/"
LIST = "/2020-2024/milestones/proposals/"
NEXT_YEAR = datetime.date.today().year + 1


def address(proposal: MilestoneProposal, name: str = "proposal") -> str:
    return reverse(name, args=["2020-2024", proposal.action.code, proposal.pk])


def proposed(client: Client, page: Any = None, **answers: Any) -> Any:
    given = {"title_nl": "Gids", "title": "Guide", "due": f"{NEXT_YEAR}-03-15"} | answers
    return send(client, page or client.get(PROPOSE), PROPOSE, **given)


@pytest.fixture
def proposal(small_plan: SmallPlan, contributor: User) -> MilestoneProposal:
    return propose(small_plan.joint, contributor, title="Sample milestone")


def test_the_lead_proposes_in_both_languages(author: Client, small_plan: SmallPlan) -> None:
    answer = proposed(author, due=f"K1 {NEXT_YEAR}")
    row = MilestoneProposal.objects.get()
    assert answer.url == address(row)
    assert (row.title, row.title_nl) == ("Guide", "Gids")
    assert (row.due, row.due_precision) == (datetime.date(NEXT_YEAR, 3, 31), "quarter")
    assert "The Platform agrees or declines" in author.get(answer.url).content.decode()


def test_a_target_is_proposed_for_each_period(author: Client, small_plan: SmallPlan) -> None:
    target = {"target_from": "3", "target_to": "4,00", "unit": "opleidingen"}
    proposed(author, due="", recurrence="several_a_year", title="", proof_nl="Verslag", **target)
    row = MilestoneProposal.objects.get()
    words = (row.title, row.title_nl, row.proof, row.proof_nl)
    assert words == ("Gids", "Gids", "Verslag", "Verslag"), "one language stands for both"
    assert (row.due_precision, row.target_from, row.target_to) == ("", Decimal(3), Decimal(4))
    page = read(author.get(address(row), headers={"accept-language": "nl"}))
    assert "Verslag" in page.text
    assert "3–4 opleidingen" in page.text, "the lead's own word for what is counted has no other language"


ASKED_AT: list[tuple[dict[str, str], str]] = [
    ({"title": "", "title_nl": ""}, "title"),
    ({"due": ""}, "due"),
    ({"due": "soon"}, "due"),
    ({"recurrence": "yearly"}, "recurrence"),
    ({"target_to": "4"}, "target_from"),
    ({"target_from": "4", "target_to": "3", "unit": "guides"}, "target_to"),
    ({"target_from": "4"}, "unit"),
    ({"target_from": "some"}, "target_from"),
]


@pytest.mark.full
def test_what_is_missing_is_asked_at_its_field(author: Client, small_plan: SmallPlan) -> None:
    page = author.get(PROPOSE)
    for typed, wrong in ASKED_AT:
        answer = proposed(author, page, **typed)
        assert answer.status_code == 400
        assert f'href="#id_{wrong}"' in answer.content.decode()
    assert not MilestoneProposal.objects.exists()


def test_a_day_that_has_passed_comes_back_with_a_sentence_and_what_was_typed(
    author: Client, small_plan: SmallPlan
) -> None:
    answer = proposed(author, due="2022-01-01")
    assert answer.status_code == 409
    assert "This day has passed." in answer.content.decode()
    assert form_to(answer, "propose/")["title"] == "Guide"


@pytest.mark.full
def test_the_page_counts_what_is_left_of_the_year(author: Client, small_plan: SmallPlan) -> None:
    year = datetime.date.today().year
    for left in [3, 2, 1]:
        noun = "proposal" if left == 1 else "proposals"
        assert f"{left} more {noun} can be made for this action in {year}." in read(author.get(PROPOSE)).text
        proposed(author, title=f"Guide {left}")
    page = author.get(PROPOSE)
    assert f"3 milestones of this action were proposed in {year}." in read(page).text
    assert f'action="{PROPOSE}"' not in page.content.decode()


def test_a_proposal_sent_twice_counts_once(author: Client, small_plan: SmallPlan) -> None:
    sent = form_to(author.get(PROPOSE), "propose/") | {"title": "Guide", "due": f"{NEXT_YEAR}-03-15"}
    answers = [author.post(PROPOSE, sent) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert MilestoneProposal.objects.count() == 1


def test_the_list_says_what_waits_and_what_was_answered(
    platform: Client, proposal: MilestoneProposal, contributor: User, coordinator: User
) -> None:
    other = propose(proposal.action, contributor, title="Answered milestone")
    agree_to_milestone(proposal=other, by=coordinator, at=APRIL)
    page = read(platform.get(LIST))
    waiting, answered = (rows.text for rows in page.all("ul", class_="row-list"))
    assert waiting.startswith("proposed")
    assert "Sample milestone" in waiting
    assert answered.startswith("agreed 1 Apr 2022 1.2 Answered milestone")
    assert answered.endswith("Coordinator")


def test_a_proposal_is_agreed_to_on_its_page(platform: Client, proposal: MilestoneProposal) -> None:
    page = platform.get(address(proposal))
    answer = send(platform, page, address(proposal, "proposal-agree"), answer="Sample: good.")
    assert answer.url == "/2020-2024/my-work/"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (ProposalState.AGREED, "Sample: good.")
    assert Milestone.objects.filter(origin=MilestoneOrigin.PROPOSED).count() == 1
    again = read(platform.get(address(proposal)))
    assert not again.all("form")
    trail = part(read(platform.get("/2020-2024/actions/1.2/")), "trail")
    assert "Coordinator agreed to a milestone for 1.2 Joint prevention network." in trail
    assert "title: – → Sample milestone" in trail
    assert "due: – → 15 September 2022" in trail


def test_a_proposal_is_declined_with_an_answer_that_its_lead_reads(
    platform: Client, author: Client, proposal: MilestoneProposal
) -> None:
    page, decline = platform.get(address(proposal)), address(proposal, "proposal-decline")
    empty = send(platform, page, decline, answer=" ")
    assert empty.status_code == 400
    assert 'href="#decline_answer"' in empty.content.decode()
    send(platform, page, decline, answer="Sample: too vague.")
    text = read(author.get(address(proposal))).text
    assert "declined" in text
    assert "Answer Sample: too vague." in text


def test_the_lead_withdraws_on_the_proposals_page(author: Client, proposal: MilestoneProposal) -> None:
    send(author, author.get(address(proposal)), address(proposal, "proposal-withdraw"))
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    assert not read(author.get(address(proposal))).all("form")


def test_who_comes_second_reads_what_happened_and_keeps_the_words(
    platform: Client, proposal: MilestoneProposal, other_coordinator: User, contributor: User
) -> None:
    page = platform.get(address(proposal))
    agree_to_milestone(proposal=proposal, by=other_coordinator, at=APRIL)
    answer = send(platform, page, address(proposal, "proposal-decline"), answer="Sample: too vague.")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Other coordinator agreed to this proposal in the meantime." in text
    assert "Sample: too vague." in text
