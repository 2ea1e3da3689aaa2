"""The trend: the distributions of all closed rounds, each count with the list of its round."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.picture import frozen as frozen_pictures
from actionplan.reporting.models import Round, Snapshot
from tests.actions.lists_of_counts import counts_of, listed
from tests.page_list.entries import today
from tests.personas import person
from tests.reading import Element, part, read
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def trend(demo_story: str, client_of: ClientOf) -> Callable[[str], Element]:
    client = client_of(person("reviewer", Role.COORDINATOR))
    return lambda query="": read(client.get(f"/2020-2024/trend/?{query}"))


@pytest.mark.walk
def test_each_round_is_a_row_with_its_counts(trend: Callable[[str], Element]) -> None:
    (section,) = trend("basis=accepted").all("section", **{"aria-labelledby": "trend-status"})
    assert section.rows == [
        ["2021-06", "1", "46", "2", "–", "1", "50"],
        ["2021-12", "4", "45", "1", "–", "–", "50"],
        ["2022-06", "6", "43", "1", "–", "–", "50"],
        ["2022-12", "9", "40", "1", "–", "–", "50"],
    ]


@pytest.mark.walk
def test_each_chart_says_its_message_in_words(trend: Callable[[str], Element]) -> None:
    page = trend("basis=accepted")
    said = "From round to round: completed 1, 4, 6, 9; ongoing 46, 45, 43, 40; not started 2, 1, 1, 1; never reported 1"
    assert said in part(page, "trend-status")
    charts = page.all("svg", role="img")
    assert len(charts) == 4 + 8
    (message,) = page.all("p", id=charts[0].attributes["aria-describedby"])
    assert message.text == f"{said}, 0, 0, 0."


@pytest.mark.walk
def test_the_objectives_add_up_to_the_whole_in_every_round(trend: Callable[[str], Element]) -> None:
    page = trend("basis=accepted&show=verdict")
    (section,) = page.all("section", **{"aria-labelledby": "objectives"})
    multiples = section.all("section")
    assert len(multiples) == 8
    sums = [sum(int(one.rows[at][-1].replace("–", "0")) for one in multiples) for at in range(4)]
    assert sums == [50, 50, 50, 50]
    assert "On track" in section.all("th", scope="col")[1].text


@pytest.mark.walk
@pytest.mark.parametrize(
    "query",
    [
        "basis=reported&show=verdict",
        pytest.param("policy_area=WVG&also=on&basis=accepted&show=schedule", marks=pytest.mark.again),
        "round=2021-12",
    ],
)
def test_every_count_leads_to_as_many_rows(demo_story: str, client_of: ClientOf, query: str) -> None:
    reviewer = person("reviewer", Role.COORDINATOR)
    found = counts_of(read(client_of(reviewer).get(f"/2020-2024/trend/?{query}")))
    assert len(found) > 30
    assert {url: listed(url, reviewer) for url in found} == found


@pytest.mark.walk
@pytest.mark.parametrize(
    ("query", "rounds"),
    [
        ("on=2021-05-01", []),
        ("on=2022-01-31", ["2021-06", "2021-12"]),
        ("round=2022-06", ["2021-06", "2021-12", "2022-06"]),
    ],
)
def test_only_the_rounds_that_had_closed_by_then_are_shown(
    trend: Callable[[str], Element], query: str, rounds: list[str]
) -> None:
    found = trend(query).all("section", **{"aria-labelledby": "trend-status"})
    assert [row[0] for section in found for row in section.rows] == rounds


@pytest.mark.walk
def test_a_part_is_what_was_under_it_in_each_round(trend: Callable[[str], Element]) -> None:
    (section,) = trend("minister=justice&basis=accepted").all(
        "section", **{"aria-labelledby": "trend-status"}
    )
    for row in section.rows:
        snapshot = Snapshot.objects.select_related("closing__round").get(closing__round__code=row[0])
        actions = frozen_pictures.read(snapshot, "accepted").actions
        assert int(row[-1]) == len(actions.counting_under_minister("justice")) > 0


def rows(client: Client, query: str = "") -> list[list[str]]:
    page = read(client.get(f"/2020-2024/trend/{query}"))
    (section,) = page.all("section", **{"aria-labelledby": "trend-status"})
    return section.rows


def test_the_newest_closing_counts_and_of_a_past_day_that_of_then_unless_it_was_reopened_since(
    frozen: FrozenRound, client_of: ClientOf, contributor: User, coordinator: User, reader: User
) -> None:
    action, done = frozen.small.with_money, {"status": "completed", "confidence": "", "outcome": "as_planned"}
    done["actual_end"] = noon(2022, 9, 1).date()
    lead, client = action.leads.get().organisation, client_of(reader)
    before = rows(client)
    assert before == [["2022-06", "–", "3", "–", "–", "1", "4"]]
    accepted_report(action, lead, contributor, noon(2022, 9, 10), reviewer=coordinator, **done)
    frozen.again(noon(2022, 10, 1), coordinator)
    assert rows(client) == [["2022-06", "1", "2", "–", "–", "1", "4"]]
    assert rows(client, "?on=2022-09-15") == before
    # a past day leads to the closing of then
    links = counts_of(read(client.get("/2020-2024/trend/?on=2022-09-15")))
    assert links
    assert all("closing=1" in url for url in links)
    assert not any("closing" in url for url in counts_of(read(client.get(f"/2020-2024/trend/?on={today()}"))))
    # a round that was reopened is left out until it closes again
    second = frozen.round.closings.get(number=2)
    second.reopened_by, second.reopened_at = coordinator, noon(2022, 10, 20)
    second.reopen_reason = "Sample reason."
    second.save()
    Round.objects.filter(pk=frozen.round.pk).update(state="review")
    page = read(client.get("/2020-2024/trend/"))
    assert "No round of the plan had closed by then." in page.text
    assert rows(client, "?on=2022-09-15") == before


def test_only_the_platform_switches_the_basis_and_what_each_closing_counted_is_read_and_no_pictures(
    frozen: FrozenRound, client_of: ClientOf, reader: User, auditor: User
) -> None:
    def off_track(user: User) -> str:
        page = read(client_of(user).get("/2020-2024/trend/?basis=reported"))
        (section,) = page.all("section", **{"aria-labelledby": "trend-confidence"})
        return section.rows[0][3]

    assert (off_track(reader), off_track(auditor)) == ("–", "1")
    client = client_of(reader)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/2020-2024/trend/?on={today()}")
    read_of_snapshots = [one["sql"] for one in captured if "snapshot" in one["sql"]]
    [items] = [sql for sql in read_of_snapshots if "snapshotitem" in sql]
    assert "'counted'" in items
