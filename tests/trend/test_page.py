"""The trend: the distributions of all closed rounds, each count with the list of its round."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import accept
from tests.actions.lists_of_counts import counts_of, found_at
from tests.page_list.entries import today
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting_factories import accepted_report, hand_in, noon
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = pytest.mark.django_db


def rows(client: Client, query: str = "") -> list[list[str]]:
    page = read(client.get(f"/2020-2024/trend/{query}"))
    (section,) = page.all("section", **{"aria-labelledby": "trend-status"})
    return [row[:1] + row[2:] for row in section.rows]  # without the bar


def test_the_newest_closing_counts_and_of_a_past_day_that_of_then_unless_it_was_reopened_since(
    frozen: FrozenRound, client_of: ClientOf, contributor: User, coordinator: User, reader: User
) -> None:
    action, done = frozen.small.with_money, {"status": "completed", "confidence": "", "outcome": "as_planned"}
    done["actual_end"] = noon(2022, 9, 1).date()
    lead, client = action.leads.get().organisation, client_of(reader)
    before = rows(client)
    assert before == [["Mid-2022", "–", "3", "–", "–", "1", "4"]]
    accepted_report(action, lead, contributor, noon(2022, 9, 10), reviewer=coordinator, **done)
    frozen.again(noon(2022, 10, 1), coordinator)
    assert rows(client) == [["Mid-2022", "1", "2", "–", "–", "1", "4"]]
    page = read(client.get("/2020-2024/trend/?show=verdict"))
    drawn = client.get("/2020-2024/trend.svg?show=verdict").content.decode()
    assert "Verdict, round by round" in drawn
    assert "2022-06" in drawn
    (objectives,) = page.all("section", **{"aria-labelledby": "objectives"})
    assert sum(int(one.rows[0][-1]) for one in objectives.all("section")) == 4, (
        "what is done stands beside the verdicts"
    )
    assert rows(client, "?on=2022-09-15") == before
    # a past day leads to the closing of then
    links = counts_of(read(client.get("/2020-2024/trend/?on=2022-09-15")))
    assert {url: len(found_at(url, reader)) for url in links} == links != {}
    assert all("closing=1" in url for url in links)
    assert not any("closing" in url for url in counts_of(read(client.get(f"/2020-2024/trend/?on={today()}"))))
    # a round that was reopened is left out until it closes again
    second = frozen.round.closings.get(number=2)
    second.reopened_by, second.reopened_at = coordinator, noon(2022, 10, 20)
    second.reopen_reason = "Sample reason."
    second.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    Round.objects.filter(pk=frozen.round.pk).update(state="review")
    page = read(client.get("/2020-2024/trend/"))
    assert "No round of the plan had closed by then." in page.text
    assert rows(client, "?on=2022-09-15") == before


def test_verdicts_that_were_taken_over_are_counted_here_and_marked_where_rounds_are_compared(
    frozen: FrozenRound, client_of: ClientOf, contributor: User, coordinator: User, reader: User
) -> None:
    action, client = frozen.small.with_money, client_of(reader)
    lead = action.leads.get().organisation
    report = hand_in(action, lead, contributor, noon(2022, 9, 10), confidence="on_track")
    accept(report=report, verdict="on_track", at_once=True, by=coordinator, at=noon(2022, 9, 11))
    frozen.again(noon(2022, 10, 1), coordinator)
    page = read(client.get("/2020-2024/trend/"))
    (section,) = page.all("section", **{"aria-labelledby": "trend-verdict"})
    assert section.rows[0][-1] == "4 1 verdict taken over from the lead"
    mark = "on track (taken over from the lead)"
    assert f"ongoing; {mark}" in read(client.get("/2020-2024/evaluation/")).text
    close_the_next_round(frozen, coordinator)
    receipt = read(client.get("/2020-2024/receipts/status/?round=2022-12"))
    assert f"Verdict: {mark}" in receipt.text


@pytest.mark.full
def test_only_the_platform_switches_the_basis_and_what_each_closing_counted_is_read_and_no_pictures(
    frozen: FrozenRound, client_of: ClientOf, reader: User, auditor: User
) -> None:
    def off_track(user: User) -> str:
        page = read(client_of(user).get("/2020-2024/trend/?basis=reported"))
        (section,) = page.all("section", **{"aria-labelledby": "trend-confidence"})
        return section.rows[0][7]

    assert (off_track(reader), off_track(auditor)) == ("–", "1")
    client = client_of(reader)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/2020-2024/trend/?on={today()}")
    read_of_snapshots = [query["sql"] for query in captured if "snapshot" in query["sql"]]
    [items] = [sql for sql in read_of_snapshots if "snapshotitem" in sql]
    assert "'counted'" in items
