"""The page of a closed round: the plan as it was at the closing, whatever became of it since."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.picture import frozen as frozen_picture
from tests.actions.action_factories import reword
from tests.factories import MembershipFactory
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.reading import read as element_of
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import HASHED, FrozenRound

pytestmark = pytest.mark.django_db


@pytest.fixture
def words_of(frozen: FrozenRound, client_of: ClientOf) -> Callable[..., str]:
    """The words of a page of the round, as a person sees it."""

    def read(user: User, name: str = "round", *args: str, **query: str) -> str:
        names = ["2020-2024", "2022-06", *args]
        if name == "action-list":
            names, query = names[:1], {**query, "round": "2022-06"}
        response = client_of(user).get(address(name, *names, **query))
        assert response.status_code == 200
        return element_of(response).text

    return read


def reopen(frozen: FrozenRound, by: User) -> None:
    frozen.closing.reopened_by, frozen.closing.reopened_at = by, noon(2022, 9, 20)
    frozen.closing.reopen_reason = "Sample reason."
    frozen.closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    frozen.round.state = "review"
    frozen.round.save()


def counts(words: str) -> dict[str, int]:
    return {
        label: int(count)
        for count, label in re.findall(r"\b(\d\d?) (ongoing|never reported|completed)", words)
    }


def test_it_says_which_closing_it_is_what_it_counted_and_years_later_still_what_the_plan_said(
    words_of: Any, frozen: FrozenRound, contributor: User, coordinator: User, reader: User
) -> None:
    words = words_of(reader)
    before = words, words_of(reader, "action-list")
    assert "Round Mid-2022: where did the plan stand?" in words
    assert "As it stood when Coordinator closed the round on 1 September 2022, 12:00" in words
    assert "about 30 June 2022" in words
    assert "schedule reckoned on 30 June 2022" in words
    assert "accepted basis" in words
    assert frozen.snapshot.sha256 in words
    actions = frozen_picture.read(frozen.snapshot, "accepted").actions
    assert [action.status for action in actions].count("ongoing") == 3
    assert counts(words) == {"ongoing": 3, "never reported": 1}
    # who did not answer stands in the headline, and how far it can be trusted below it
    assert re.search(r"requested reports are accepted\. (\d+ to review, )?\d+ not answered yet\.", words)
    assert "Kept as it was on 1 September 2022" in words
    assert "did not submit everything" in words
    # who answered, late or not, and why
    assert "What was late, or not accepted, and why?" in words
    assert f"{HASHED} 2.2 excuse" in words
    assert re.search(r": action 2\.2 [A-Z]", words), "an action that stands alone has its title"
    assert "not answered" in words
    assert "to review" in words
    # renamed, handed over to another organisation's name, reported on again, withdrawn: nothing of it shows
    action = frozen.small.with_money
    lead, facts = action.leads.get().organisation, {"status": "completed", "confidence": ""}
    accepted_report(action, lead, contributor, noon(2023, 2, 1), reviewer=coordinator, **facts)
    reword(action, title="Another title", title_nl="Een andere titel")
    action.in_force_until = noon(2023, 5, 1).date()
    action.save()
    lead.name = "Another name"
    lead.save()
    frozen.small.objectives[0].title = "Another objective"
    frozen.small.objectives[0].save()
    now = words_of(reader)
    now = now[: now.index("What is different now?")].rstrip()
    assert (now, words_of(reader, "action-list")) == before


@pytest.mark.full
def test_who_may_switch_the_basis_and_every_count_leads_to_the_list_that_it_counts(
    client_of: ClientOf, words_of: Any, people: dict[str, User]
) -> None:
    for name, switches in [("reader", False), ("contributor", False), ("auditor", True)]:
        words = words_of(people[name], basis="reported")
        assert ("reported basis" in words) == switches, name
    client = client_of(people["coordinator"])
    body = client.get(address("round", "2020-2024", "2022-06", basis="reported")).content.decode()
    links = set(re.findall(r'<a href="([^"]*/actions/\?[^"]+)">(?:<b>)?(\d+)', body))
    assert len(links) > 2
    for url, count in links:
        shown = client.get(url.replace("&amp;", "&"))
        assert shown.context["page_obj"].paginator.count == int(count), url


@pytest.mark.full
def test_a_reopened_round_keeps_the_place_of_its_first_closing_and_says_what_the_second_counted(
    frozen: FrozenRound,
    words_of: Any,
    client_of: ClientOf,
    contributor: User,
    coordinator: User,
    reader: User,
) -> None:
    limited, withdrawn = frozen.small.limited, frozen.small.with_money
    lead = limited.leads.get().organisation
    MembershipFactory(user=coordinator, role=Role.COORDINATOR, organisation=lead)
    coordinator = User.objects.get(pk=coordinator.pk)
    accepted_report(limited, lead, contributor, noon(2022, 9, 10), reviewer=coordinator)
    withdrawn.in_force_until = noon(2022, 9, 15).date()
    withdrawn.save()
    second = frozen.again(noon(2022, 10, 1), coordinator)
    words = words_of(reader)
    assert second.sha256 in words
    assert "Closing 1, 1 September 2022, 12:00" in words
    # a withdrawn action is shown and not counted
    assert "left the plan before the round closed" in words
    # a review inside the agency is marked
    assert "1 action was reviewed within the submitting agency" in words
    assert "reviewed within the submitting agency" in words_of(reader, "action-list", review="within")
    first = words_of(reader, closing="1")
    assert frozen.snapshot.sha256 in first
    assert "This is what closing 1 kept. The round was reopened on 1 October 2022" in first
    assert client_of(reader).get(address("round", "2020-2024", "2022-06", closing="9")).status_code == 404


def test_a_round_under_way_again_shows_its_first_closing_on_demand_and_where_its_figures_come_from(
    frozen: FrozenRound, words_of: Any, client_of: ClientOf, coordinator: User, reader: User
) -> None:
    reopen(frozen, coordinator)
    under_way = words_of(reader)
    assert "where did the plan stand?" not in under_way
    assert "Closing 1, 1 September 2022, 12:00" in under_way
    page = element_of(client_of(reader).get(address("round", "2020-2024", "2022-06", closing="1")))
    assert "where did the plan stand?" in page.text
    assert "Sample reason." not in page.text
    assert "Sample reason." in words_of(coordinator, closing="1")
    [receipt] = [url for url in page.links if "/receipts/status/" in url]
    words = element_of(client_of(reader).get(receipt)).text
    assert "is not a closed round" not in words
    assert "June 2022" in words
    without = element_of(client_of(reader).get(address("status-receipt", "2020-2024", round="2022-06"))).text
    assert without == words, "an address of the round shows what it was closed on while it is open again"
