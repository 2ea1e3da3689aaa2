"""The names of the files that pages hand over: of when, on which basis, of which part, narrowed by what; codes alone."""

import pytest
from django.test import Client

from actionplan.base.files import file_name_of
from tests.personas import SmallPlan
from tests.reading import read_csv
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
DAY = "on=2022-12-31"
KNOWN = "2020-2024-known-2022-12-31-accepted"


def name_of(client: Client, address: str) -> str:
    header = client.get(f"/2020-2024/{address}", follow=True)["Content-Disposition"]
    before, name, after = header.split('"')
    assert (before, after) == ("attachment; filename=", "")
    return name


@pytest.mark.full
def test_a_file_is_called_after_what_it_holds(viewer: Client, small_plan: SmallPlan) -> None:
    for address, name in {
        "budget.csv?": f"budget-{KNOWN}.csv",
        "budget.csv?year=2022&": f"budget-{KNOWN}-year-2022.csv",
        "budget.csv?lines=without&": f"budget-{KNOWN}-lines-without.csv",
        "budget.csv?kind=amount&": f"budget-{KNOWN}-kind-amount.csv",
        "budget.csv?objective=1&minister=education&": f"budget-{KNOWN}-objective-1-minister-education.csv",
        "timeline.csv?policy_area=WVG&also=on&": f"timeline-{KNOWN}-policy-area-WVG-also.csv",
        "timeline.csv?slip=any&by=year&": f"timeline-{KNOWN}-slip-any.csv",
        "milestones.csv?organisation=kbbj_abb&": f"milestones-{KNOWN}-organisation-kbbj-abb.csv",
        "milestones.csv?state=missed&": f"milestones-{KNOWN}-state-missed.csv",
        "actions.csv?objective=1&status=ongoing&": f"actions-{KNOWN}-objective-1-status-ongoing.csv",
        "actions.xlsx?minister=education&": f"actions-{KNOWN}-minister-education.xlsx",
        "budget.xlsx?objective=1&": f"budget-{KNOWN}-objective-1.xlsx",
        # Words that somebody looked for are in no name, which has letters, digits and hyphens alone.
        "actions.csv?q=secret&": f"actions-{KNOWN}-words.csv",
        "budget.csv?source=named.%22a%0d%0ab%22é/..&": f"budget-{KNOWN}-source-named-a-b.csv",
    }.items():
        assert name_of(viewer, f"{address}{DAY}") == name
    address = "changes.csv?from=2022-01-31&to=2022-07-31&objective=2&what=completed"
    name = "changes-2020-2024-2022-01-31-2022-07-31-accepted-objective-2-what-completed.csv"
    assert name_of(viewer, address) == name
    heads = read_csv(viewer.get(f"/2020-2024/budget.csv?{DAY}&year=2022"))[0]
    assert heads[8:12] == ["Planned in 2022", "Committed in 2022", "Paid in 2022", "Forecast in 2022"]


@pytest.mark.full
def test_a_file_of_a_closed_round_says_which(viewer: Client, frozen: FrozenRound) -> None:
    for kind in ["budget", "timeline", "milestones", "actions"]:
        name = name_of(viewer, f"{kind}.csv?round=2022-06&objective=1")
        assert name == f"{kind}-2020-2024-round-2022-06-accepted-objective-1.csv"
    assert "secret" not in name_of(viewer, "actions.csv?q=secret&round=2022-06")


def test_a_name_that_grows_too_long_says_that_there_is_more() -> None:
    name = file_name_of(
        ["actions", "2020-2024"], {f"filter_{n}": "needs_attention" for n in range(20)}, "csv"
    )
    assert len(name) < 220
    assert name.endswith("-and-more.csv")
