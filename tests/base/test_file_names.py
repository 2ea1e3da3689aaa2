"""The names of the files that pages hand over: of when, on which basis, of which part, narrowed by what; codes alone."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.files import joined_name
from tests.personas import SmallPlan
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
DAY = "on=2022-12-31"
KNOWN = "2020-2024-known-2022-12-31-accepted"


def name_of(client: Client, address: str) -> str:
    said = client.get(f"/2020-2024/{address}", follow=True)["Content-Disposition"]
    before, name, after = said.split('"')
    assert (before, after) == ("attachment; filename=", "")
    return name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("budget.csv?", f"budget-{KNOWN}.csv"),
        ("budget.csv?year=2022&", f"budget-{KNOWN}-year-2022.csv"),
        ("budget.csv?lines=without&", f"budget-{KNOWN}-lines-without.csv"),
        ("budget.csv?kind=amount&", f"budget-{KNOWN}-kind-amount.csv"),
        ("budget.csv?objective=1&minister=education&", f"budget-{KNOWN}-objective-1-minister-education.csv"),
        ("timeline.csv?policy_area=WVG&also=on&", f"timeline-{KNOWN}-policy-area-WVG-also.csv"),
        ("timeline.csv?slip=any&by=year&", f"timeline-{KNOWN}-slip-any.csv"),
        ("milestones.csv?organisation=kbbj_abb&", f"milestones-{KNOWN}-organisation-kbbj-abb.csv"),
        ("milestones.csv?state=missed&year=2022&", f"milestones-{KNOWN}-state-missed-due-2022.csv"),
        ("actions.csv?objective=1&status=ongoing&", f"actions-{KNOWN}-objective-1-status-ongoing.csv"),
        ("actions.xlsx?minister=education&", f"actions-{KNOWN}-minister-education.xlsx"),
        ("actions.csv?status=splendid&", f"actions-{KNOWN}.csv"),
    ],
)
def test_a_file_is_called_after_what_it_holds(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan, address: str, name: str
) -> None:
    assert name_of(client_of(reader), f"{address}{DAY}") == name


def test_what_changed_is_called_after_both_sides_and_the_part(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    address = "changes.csv?from=2022-01-31&to=2022-07-31&objective=2&what=completed"
    name = "changes-2020-2024-2022-01-31-2022-07-31-accepted-objective-2-what-completed.csv"
    assert name_of(client_of(reader), address) == name


@pytest.mark.parametrize("kind", ["budget", "timeline", "milestones", "actions"])
def test_a_file_of_a_closed_round_says_which(
    client_of: Callable[[User], Client], reader: User, frozen: FrozenRound, kind: str
) -> None:
    name = name_of(client_of(reader), f"{kind}.csv?round=2022-06&objective=1")
    assert name == f"{kind}-2020-2024-round-2022-06-accepted-objective-1.csv"


def test_words_that_somebody_looked_for_are_in_no_name(
    client_of: Callable[[User], Client], reader: User, frozen: FrozenRound
) -> None:
    client = client_of(reader)
    assert name_of(client, f"actions.csv?q=secret&{DAY}") == f"actions-{KNOWN}-words.csv"
    assert "secret" not in name_of(client, "actions.csv?q=secret&round=2022-06")


def test_whatever_an_address_says_a_name_has_letters_digits_and_hyphens_alone(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    name = name_of(client_of(reader), f"budget.csv?source=named.%22a%0d%0ab%22é/..&{DAY}")
    assert name == f"budget-{KNOWN}-source-named-a-b.csv"


def test_a_name_that_grows_too_long_says_that_there_is_more() -> None:
    name = joined_name(["actions", "2020-2024"], {f"filter_{n}": "needs_attention" for n in range(20)})
    assert len(name) < 220
    assert name.endswith("-and-more.csv")


def test_the_heads_of_a_file_of_one_year_say_which(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    heads = client_of(reader).get(f"/2020-2024/budget.csv?{DAY}&year=2022").content.decode("utf-8-sig")
    assert heads.splitlines()[0].endswith(";Planned in 2022;Committed in 2022;Paid in 2022;Forecast in 2022")
