"""One action as a closing froze it, whatever became of it since, each text for those who may read it today."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.rounds.redacting import redact
from actions.models import Lead
from tests.actions.action_factories import reword
from tests.factories import (
    ActionFactory,
    BudgetTermsFactory,
    LeadFactory,
    MembershipFactory,
    MinisterFactory,
    PhaseFactory,
)
from tests.page_list.every_page import address
from tests.personas import person
from tests.reading import part
from tests.reading import read as element_of
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
Show = Callable[..., Any]


@pytest.fixture
def show(frozen: FrozenRound, client_of: Browse) -> Show:
    """The page of an action in a closed round, as a person sees it."""

    def page(user: User, code: str, **query: str) -> Any:
        return element_of(client_of(user).get(address("action", "2020-2024", code, round="2022-06", **query)))

    return page


def test_printed_reported_computed_and_assessed_stand_side_by_side(show: Show, reader: User) -> None:
    page = show(reader, "1.1")
    assert "1.1 Training for teachers" in page.text
    assert "1 January 2021 to 31 December 2022" in part(page, "voice-printed")
    assert "ongoing" in part(page, "voice-reported")
    assert "on track" in part(page, "voice-reported")
    computed = part(page, "voice-computed")
    assert "Running" in computed
    assert "Forecast end 31 March 2023" in computed
    assert "90 days after the end as adopted" in computed
    assert "1 of 1 milestone due achieved" in computed
    assessed = part(page, "voice-assessed")
    assert "needs attention" in assessed
    assert "Coordinator" in assessed
    assert f"{HASHED} 1.1 remark" in assessed
    assert "Voices differ" in assessed


def test_texts_milestones_and_money_are_shown(show: Show, reader: User) -> None:
    page = show(reader, "1.1")
    said = part(page, "said")
    for name in ["done", "next steps", "obstacles", "source", "forecast reason", "agreed by"]:
        assert f"{HASHED} 1.1 {name}" in said
    assert "Submitted 10 July 2022, 12:00 · Contributor" in said
    assert "achieved 1 May 2022" in part(page, "milestones")
    money = part(page, "money")
    assert "€10,000.00" in money
    assert "2021 €5,000.00 €6,000.00 €5,500.00" in money
    assert "Total €10,000.00 €12,000.00 €11,000.00" in money
    assert f"{HASHED} 1.1 ledger" in money


def test_a_partners_contribution_is_shown_beside_the_leads_report(show: Show, reader: User) -> None:
    said = part(show(reader, "1.2"), "said")
    assert f"{HASHED} 1.2 before done" in said
    assert f"{HASHED} 1.2 contribution" in said
    assert "unreviewed" not in said


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("reader", False),
        ("administrator", False),
        ("stranger", False),
        ("contributor", True),
        ("partner", True),
        ("coordinator", True),
        ("auditor", True),
    ],
)
def test_who_sees_what_nobody_reviewed(
    show: Show, name: str, sees: bool, request: pytest.FixtureRequest
) -> None:
    page = show(request.getfixturevalue(name), "1.2", basis="reported")
    assert (f"{HASHED} 1.2 unreviewed done" in page.text) == sees
    assert ("Not reviewed when the round closed." in page.text) == sees
    assert ("off track" in part(page, "voice-reported")) == sees


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("reader", False),
        ("administrator", False),
        ("stranger", False),
        ("contributor", True),
        ("coordinator", True),
        ("auditor", True),
    ],
)
def test_who_reads_the_words_of_a_limited_action(
    show: Show, name: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    page = show(request.getfixturevalue(name), "2.1")
    assert (f"{HASHED} 2.1 done" in page.text) == reads
    assert (f"{HASHED} 2.1 remark" in page.text) == reads
    assert (HASHED in page.text) == reads
    assert "ongoing" in part(page, "voice-reported")


def test_whether_an_action_is_limited_is_todays(show: Show, frozen: FrozenRound, reader: User) -> None:
    for action, limited in [(frozen.small.limited, False), (frozen.small.with_money, True)]:
        action.limited = limited
        action.save()
    assert f"{HASHED} 2.1 done" in show(reader, "2.1").text
    assert HASHED not in show(reader, "1.1").text


@pytest.mark.parametrize(
    ("name", "reads"),
    [("reader", False), ("stranger", False), ("contributor", True), ("coordinator", True), ("auditor", True)],
)
def test_who_reads_questions_and_notes(
    show: Show, name: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    page = show(request.getfixturevalue(name), "1.1")
    assert (f"{HASHED} question" in page.text) == reads
    assert (f"{HASHED} answer" in page.text) == reads
    assert (f"{HASHED} 1.1 note to platform" in page.text) == reads


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("reader", False),
        ("contributor", False),
        ("minister_reader", True),
        ("coordinator", True),
        ("auditor", True),
    ],
)
def test_who_reads_a_ministers_remark(
    show: Show, name: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    page = show(request.getfixturevalue(name), "1.1")
    assert (f"{HASHED} minister remark" in page.text) == reads


def test_another_ministers_office_does_not(show: Show) -> None:
    other = person("other_office", Role.READER, minister=MinisterFactory(key="justice"))
    assert "minister remark" not in show(other, "1.1").text


def test_it_is_shown_as_it_was_when_the_action_was_amended_renamed_and_withdrawn(
    show: Show, frozen: FrozenRound, reader: User, contributor: User, coordinator: User
) -> None:
    action = frozen.small.with_money
    before = show(reader, "1.1").text
    lead = action.leads.get()
    accepted_report(
        action, lead.organisation, contributor, noon(2023, 1, 10), reviewer=coordinator, done="Sample: later."
    )
    amend(frozen)
    reword(action, title="Another title", summary="Another summary.")
    action.timing_printed = "2030"
    action.in_force_until = noon(2023, 6, 1).date()
    action.save()
    after = show(reader, "1.1").text
    assert "It is called otherwise since: Another title" in after
    assert "Not in the plan any more since 1 June 2023." in after
    for added in [
        "It is called otherwise since: Another title",
        "Not in the plan any more since 1 June 2023.",
    ]:
        after = after.replace(added, "")
    assert " ".join(after.split()) == before


def amend(frozen: FrozenRound) -> None:
    """Other phases, another amount, another lead, from a day after the closing."""
    action, day = frozen.small.with_money, noon(2023, 2, 1).date()
    for rows in [action.phases, Lead.objects.filter(action=action), frozen.small.line.terms]:
        rows.update(in_force_until=day)
    PhaseFactory(action=action, in_force_from=day, end=noon(2024, 12, 31).date())
    LeadFactory(
        action=action, organisation=frozen.small.elsewhere.leads.get().organisation, in_force_from=day
    )
    BudgetTermsFactory(line=frozen.small.line, amount=99999, in_force_from=day)


def test_a_text_removed_by_law_says_so(
    show: Show, frozen: FrozenRound, reader: User, administrator: User
) -> None:
    redact(
        report=frozen.reports["1.1"],
        parts=["done", "remark"],
        reason="Sample decision.",
        by=administrator,
        at=noon(2023, 1, 1),
    )
    page = show(reader, "1.1")
    assert f"{HASHED} 1.1 done" not in page.text
    assert "Done Removed by law." in part(page, "said")
    assert f"{HASHED} 1.1 obstacles" in part(page, "said")
    assert "Removed by law." in part(page, "voice-assessed")


def test_an_action_that_was_added_later_is_not_there(
    frozen: FrozenRound, client_of: Browse, reader: User
) -> None:
    ActionFactory(plan=frozen.plan, code="1.9")
    response = client_of(reader).get(address("action", "2020-2024", "1.9", round="2022-06"))
    assert response.status_code == 404


def test_an_action_that_nobody_reported_on(show: Show, reader: User) -> None:
    page = show(reader, "2.2")
    assert "never reported" in part(page, "voice-reported")
    assert "Nothing to assess" in part(page, "voice-assessed")
    assert "Nobody had reported on this action." in part(page, "said")


def test_in_dutch(frozen: FrozenRound, client_of: Browse, reader: User) -> None:
    client = client_of(reader)
    url = address("action", "2020-2024", "1.1", round="2022-06")
    response = client.get(url, headers={"accept-language": "nl"})
    assert "Doelstelling nummer 1" in element_of(response).text


def test_an_employee_of_a_former_lead_loses_sight_of_what_nobody_reviewed(
    show: Show, frozen: FrozenRound, other_organisation: Any
) -> None:
    """Rights are today's: who joins the organisation later sees it, whoever led then."""
    newcomer = person("newcomer", Role.CONTRIBUTOR, organisation=other_organisation)
    assert "unreviewed" not in show(newcomer, "1.2", basis="reported").text
    MembershipFactory(
        user=newcomer, role=Role.CONTRIBUTOR, organisation=frozen.small.joint.leads.get().organisation
    )
    again = User.objects.get(pk=newcomer.pk)
    assert f"{HASHED} 1.2 unreviewed done" in show(again, "1.2", basis="reported").text
