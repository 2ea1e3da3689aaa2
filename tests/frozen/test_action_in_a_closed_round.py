"""One action as a closing froze it, whatever became of it since, each text for those who may read it today."""

from collections.abc import Callable
from typing import Any

import pytest

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
from tests.personas import ClientOf, person
from tests.reading import part
from tests.reading import read as element_of
from tests.reporting.round_factories import MinisterAnswerFactory
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db
Show = Callable[..., Any]


@pytest.fixture
def show(frozen: FrozenRound, client_of: ClientOf) -> Show:
    """The page of an action in a closed round, as a person sees it."""

    def page(user: User, code: str, language: str = "en", **query: str) -> Any:
        url = address("action", "2020-2024", code, round="2022-06", **query)
        return element_of(client_of(user).get(url, headers={"accept-language": language}))

    return page


@pytest.mark.full
def test_the_four_voices_texts_milestones_and_money_are_shown(show: Show, reader: User) -> None:
    page = show(reader, "1.1")
    assert "1.1 Training for teachers" in page.text
    for voice, told in {
        "printed": ["1 January 2021 to 31 December 2022"],
        "reported": ["ongoing", "on track"],
        "computed": [
            "Planned until 31 December 2022",
            "Forecast end 31 March 2023",
            "90 days later than the end as adopted",
            "1 of 1 milestone due achieved",
        ],
        "assessed": ["needs attention", "Coordinator", f"{HASHED} 1.1 remark"],
    }.items():
        shown = part(page, f"voice-{voice}")
        assert [words for words in told if words not in shown] == [], voice
    words = part(page, "said")
    for name in ["done", "next steps", "obstacles", "source", "forecast reason", "agreed by"]:
        assert f"{HASHED} 1.1 {name}" in words
    assert "Submitted 10 July 2022, 12:00 · Contributor" in words
    assert "achieved 1 May 2022" in part(page, "milestones")
    money = part(page, "money")
    assert "€10,000.00" in money
    assert "2021 €5,000.00 €6,000.00 €5,500.00" in money
    assert "Total €10,000.00 €12,000.00 €11,000.00" in money
    assert f"{HASHED} 1.1 ledger" in money
    # a partner's contribution is shown beside the lead's report
    words = part(show(reader, "1.2"), "said")
    assert f"{HASHED} 1.2 before done" in words
    assert f"{HASHED} 1.2 contribution" in words
    assert "unreviewed" not in words
    # an action that nobody reported on, and in Dutch
    page = show(reader, "2.2")
    assert "never reported" in part(page, "voice-reported")
    assert "Nothing to assess" in part(page, "voice-assessed")
    assert "Nobody had reported on this action." in part(page, "said")
    assert "Doelstelling nummer 2" in show(reader, "2.2", language="nl").text


UNREVIEWED, LIMITED, QUESTIONS, OF_A_MINISTER = "unreviewed", "limited", "questions", "of a minister"
READS = {
    "reader": set(),
    "administrator": set(),
    "stranger": set(),
    "minister_reader": {LIMITED, OF_A_MINISTER},
    "contributor": {UNREVIEWED, LIMITED, QUESTIONS},
    "partner": {UNREVIEWED},
    "coordinator": {UNREVIEWED, LIMITED, QUESTIONS, OF_A_MINISTER},
    "auditor": {UNREVIEWED, LIMITED, QUESTIONS, OF_A_MINISTER},
}


@pytest.mark.full
def test_who_reads_what(show: Show, people: dict[str, User]) -> None:
    """What nobody reviewed, the words of a limited action, questions and notes, the remark of a minister."""
    for name, reads in READS.items():
        user = people[name]
        page = show(user, "1.2", basis="reported")
        assert (f"{HASHED} 1.2 unreviewed done" in page.text) == (UNREVIEWED in reads), name
        assert ("Not reviewed when the round closed." in page.text) == (UNREVIEWED in reads), name
        assert ("off track" in part(page, "voice-reported")) == (UNREVIEWED in reads), name
        page = show(user, "2.1")
        for words in [f"{HASHED} 2.1 done", f"{HASHED} 2.1 remark", HASHED]:
            assert (words in page.text) == (LIMITED in reads), name
        assert "ongoing" in part(page, "voice-reported")
        page = show(user, "1.1")
        for words in ["question", "answer", "1.1 note to platform"]:
            assert (f"{HASHED} {words}" in page.text) == (QUESTIONS in reads), name
        assert (f"{HASHED} minister remark" in page.text) == (OF_A_MINISTER in reads), name
    other = person("other_office", Role.READER, minister=MinisterFactory(key="justice"))
    assert "minister remark" not in show(other, "1.1").text, "another minister's office"


@pytest.mark.owner
def test_each_office_answered_for_itself(
    show: Show, frozen: FrozenRound, people: dict[str, User], coordinator: User, administrator: User
) -> None:
    """Answers stand in the ministers' order; an office reads its own, and what was removed before the closing says so too."""
    about = {"round": frozen.round, "action": frozen.small.with_money}
    minister = frozen.minister_answer.minister
    minister.order = 3
    minister.save()
    said_by = {
        "First": {},
        "Second": {"objects_to_it": True, "remark": f"{HASHED} second remark"},
        "Fourth": {"objects_to_it": True, "redacted_at": noon(2022, 12, 1)},
    }
    for order, (title, facts) in zip([1, 2, 4], said_by.items(), strict=True):
        MinisterAnswerFactory(**about, minister=MinisterFactory(title=title, order=order), **facts)
    frozen.again(noon(2023, 1, 1), coordinator)
    words = part(show(coordinator, "1.1"), "offices")
    expected = [
        "What did the ministers’ offices answer?",
        "First, 1 September 2022 No objection.",
        f"Second, 1 September 2022 {HASHED} second remark",
        f"Minister for Education, 20 August 2022 {HASHED} minister remark",
        "Fourth, 1 September 2022 Removed by law.",
    ]
    assert words == " ".join(expected)
    own = part(show(people["minister_reader"], "1.1"), "offices")
    assert own == " ".join([expected[0], expected[3]])
    facts = {"reason": "Sample decision.", "by": administrator, "at": noon(2023, 2, 1)}
    redact(report=frozen.reports["1.1"], parts=["minister_answers"], **facts)
    words = part(show(coordinator, "1.1"), "offices")
    assert words.count("Removed by law.") == 3
    assert HASHED not in words


@pytest.mark.owner
def test_who_may_read_is_todays_and_a_text_removed_by_law_says_so(
    show: Show, frozen: FrozenRound, reader: User, administrator: User
) -> None:
    facts = {"reason": "Sample decision.", "by": administrator, "at": noon(2023, 1, 1)}
    redact(report=frozen.reports["1.1"], parts=["done", "remark"], **facts)
    page = show(reader, "1.1")
    assert f"{HASHED} 1.1 done" not in page.text
    assert "Done Removed by law." in part(page, "said")
    assert f"{HASHED} 1.1 obstacles" in part(page, "said")
    assert "Removed by law." in part(page, "voice-assessed")
    # whether an action is limited is today's
    for action, limited in [(frozen.small.limited, False), (frozen.small.with_money, True)]:
        action.limited = limited
        action.save()
    assert f"{HASHED} 2.1 done" in show(reader, "2.1").text
    assert HASHED not in show(reader, "1.1").text
    # who joins the organisation later sees what nobody reviewed, whoever led then
    other = frozen.small.elsewhere.leads.get().organisation
    newcomer = person("newcomer", Role.CONTRIBUTOR, organisation=other)
    assert "unreviewed" not in show(newcomer, "1.2", basis="reported").text
    lead = frozen.small.joint.leads.get().organisation
    MembershipFactory(user=newcomer, role=Role.CONTRIBUTOR, organisation=lead)
    again = User.objects.get(pk=newcomer.pk)
    assert f"{HASHED} 1.2 unreviewed done" in show(again, "1.2", basis="reported").text


def test_it_is_shown_as_it_was_when_the_action_was_amended_renamed_and_withdrawn(
    show: Show, frozen: FrozenRound, client_of: ClientOf, reader: User, contributor: User, coordinator: User
) -> None:
    action = frozen.small.with_money
    by_lead = (action.leads.get().organisation, contributor)
    before = show(reader, "1.1").text
    accepted_report(action, *by_lead, noon(2023, 1, 10), reviewer=coordinator, done="Sample: later.")
    amend(frozen)
    reword(action, title="Another title", summary="Another summary.")
    action.timing_printed = "2030"
    action.in_force_until = noon(2023, 6, 1).date()
    action.save()
    after = show(reader, "1.1").text
    for added in [
        "It is called otherwise since: Another title",
        "Not in the plan any more since 1 June 2023.",
    ]:
        assert added in after
        after = after.replace(added, "")
    assert " ".join(after.split()) == before
    # an action that was added later is not there
    ActionFactory(plan=frozen.plan, code="1.9")
    url = address("action", "2020-2024", "1.9", round="2022-06")
    assert client_of(reader).get(url).status_code == 404


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
