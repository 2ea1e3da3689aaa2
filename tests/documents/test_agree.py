"""What a document of a round says agrees with what the round froze, whatever happened to the plan and to other rounds."""

import datetime
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Request
from actionplan.rounds.platform_texts import Words, write_platform_texts
from actionplan.rounds.taking_snapshots import take_snapshot
from tests.documents.written_documents import got, sheets_of, table_with, word_of, words_of
from tests.factories import MembershipFactory
from tests.page_list.entries import address
from tests.personas import ClientOf
from tests.reading import read
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound, close_the_next_round

pytestmark = [pytest.mark.django_db, pytest.mark.full]
NAMES = ["2020-2024", "2022-06"]
STORY = ["2020-2024", "2022-12"]


def sheets(client: Client, names: list[str], **query: str) -> dict[str, list[tuple[Any, ...]]]:
    return sheets_of(got(client, "government-report-xlsx", *names, language="en", **query))


def document(client: Client, names: list[str], **query: str) -> Any:
    return word_of(got(client, "government-report-docx", *names, language="en", **query))


def column(rows: list[tuple[Any, ...]], label: str) -> list[Any]:
    return [row[rows[0].index(label)] for row in rows[1:]]


def close_again(frozen: FrozenRound, by: User, at: datetime.datetime) -> None:
    frozen.round.state = "closed"
    frozen.round.save()
    take_snapshot(
        closing=ClosingFactory(round=frozen.round, number=2, closed_by=by, closed_at=at), by=by, at=at
    )


def reopen(frozen: FrozenRound, by: User, at: datetime.datetime) -> None:
    frozen.closing.reopened_by, frozen.closing.reopened_at = by, at
    frozen.closing.reopen_reason = "Sample reason."
    frozen.closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
    frozen.round.state = "review"
    frozen.round.save()


def test_it_is_compared_with_the_round_before_as_that_had_been_closed_then(
    frozen: FrozenRound, viewer: Client, coordinator: User, contributor: User
) -> None:
    action = frozen.small.with_money
    lead, facts = action.leads.get().organisation, {"status": "completed", "confidence": ""}
    accepted_report(action, lead, contributor, noon(2022, 12, 1), reviewer=coordinator, **facts)
    close_the_next_round(frozen, coordinator)

    def written() -> bytes:
        return got(viewer, "government-report-docx", *STORY, language="en").content

    first = written()
    words = words_of(document(viewer, STORY))
    assert "What changed since Mid-2022?" in words
    reopen(frozen, coordinator, noon(2023, 2, 1))
    assert written() == first, "while the round before is open again"
    close_again(frozen, coordinator, noon(2023, 2, 10))
    assert written() == first, "after it was closed again, later than this one"


def test_of_a_round_that_is_open_again_readers_get_what_it_was_closed_on_until_it_is_closed_again(
    frozen: FrozenRound, client_of: ClientOf, coordinator: User, reader: User
) -> None:
    client = client_of(coordinator)
    before = words_of(document(client_of(reader), NAMES))
    assert "Sample said 2.2 excuse" in words_of(document(client, NAMES))
    reopen(frozen, coordinator, noon(2022, 9, 5))
    after = words_of(document(client_of(reader), NAMES))
    mark = "Of an earlier closing: the round was reopened"
    assert mark in after
    assert after.replace(f"{mark} ", "") == before
    assert "Preview: the round is not closed" in words_of(document(client, NAMES))
    the_answer_comes(frozen, coordinator)
    facts = {"by": coordinator, "opened_on": None, "texts": {"introduction": Words("Sample start.", "")}}
    write_platform_texts(round=frozen.round, at=noon(2022, 9, 10), **facts)
    close_again(frozen, coordinator, noon(2022, 9, 20))
    # a reason is left out once the answer came
    said = document(client, NAMES)
    assert "Accepted" in [row[3].split(",")[0] for row in table_with(said, "Code", "Organisation")]
    assert "Sample said 2.2 excuse" not in words_of(said)
    assert "Sample said 2.2 excuse" not in read(client.get(address("round", *NAMES))).text
    # what was written before the second closing was not written after it
    page = read(client.get(address("round-texts", *NAMES))).text
    assert "Version 1, Coordinator" in page
    assert "after the closing of the round" not in page


def the_answer_comes(frozen: FrozenRound, coordinator: User) -> None:
    elsewhere = frozen.small.elsewhere
    lead = elsewhere.leads.get().organisation
    contributor = MembershipFactory(role=Role.CONTRIBUTOR, organisation=lead).user
    requests = Request.objects.filter(action=elsewhere)
    requests.update(extended_to=datetime.date(2022, 9, 15))
    accepted_report(elsewhere, lead, contributor, noon(2022, 9, 10), reviewer=coordinator)
    requests.update(extended_to=datetime.date(2022, 8, 15))


def test_slip_contributions_and_money_are_told_until_the_action_is_withdrawn(
    frozen: FrozenRound, viewer: Client, coordinator: User, partner: User
) -> None:
    words, before = words_of(document(viewer, NAMES)), sheets(viewer, NAMES)
    # slip stands at each action and in an annex
    rows = before["Ends"]
    [row] = [row for row in rows[1:] if row[0] == "1.1"]
    days = row[rows[0].index("Days later than the end as adopted")]
    assert row[rows[0].index("Forecast end")] == datetime.datetime(2023, 3, 31)
    assert days > 0
    assert f"{days} days later than the end as adopted." in words
    # a contribution says of when it is, and the lead alone is silent
    organisation = Organisation.objects.get(memberships__user=partner)
    assert f"Contribution of {organisation.name}, 20 July 2022" in words
    assert "No report of the lead has been accepted yet." not in words
    reported = before["Reported in words"]
    assert ("contribution", datetime.datetime(2022, 7, 20)) in [row[3:5] for row in reported]
    # an action that was withdrawn before the closing is in no sum
    assert sum(filter(None, column(before["Money by line"], "Paid"))) == 11000
    assert column(before["Money by year"], "paid")[-1] == 11000
    action = frozen.small.with_money
    action.in_force_until = noon(2022, 9, 15).date()
    action.save()
    frozen.again(noon(2022, 10, 1), coordinator)
    after = sheets(viewer, NAMES)
    assert action.code not in column(after["Money by line"], "Code")
    assert "Money by year" not in after
    assert action.code not in column(after["Milestones"], "Code")
    assert "budget line" not in words_of(document(viewer, NAMES)).split("Method")[0]
