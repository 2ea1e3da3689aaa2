"""The list of a closed round, on the screen and as a file, stays what it was, whatever became of the plan since."""

import datetime
import io

import openpyxl
import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.page_list.every_page import address
from tests.personas import SmallPlan
from tests.reading import read, read_csv
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db
PLAN, ROUND = "2020-2024", "2022-06"


def rows_of(client: Client, url: str) -> list[list[str]]:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    return read_csv(response)


@pytest.mark.full
def test_it_has_what_was_frozen_on_the_screen_and_in_its_files(
    frozen: FrozenRound, viewer: Client, coordinator: User, contributor: User
) -> None:
    it_has_the_rows_of_the_screen_and_says_the_round_in_its_name(viewer)
    it_stays_as_it_was_when_the_plan_goes_on_and_its_lead_is_renamed(frozen, viewer, coordinator, contributor)
    # an action that was withdrawn before the closing is said to be
    action = frozen.small.with_money
    action.in_force_until = noon(2022, 9, 15).date()
    action.save()
    frozen.again(noon(2022, 10, 1), coordinator)
    head, *rows = rows_of(viewer, address("action-list-csv", PLAN, round=ROUND))
    gone = [row[0] for row in rows if row[head.index("Left the plan before the round closed")] == "yes"]
    assert gone == [action.code]


def it_has_the_rows_of_the_screen_and_says_the_round_in_its_name(client: Client) -> None:
    page = read(client.get(address("action-list", PLAN, round=ROUND, objective="1", status="ongoing")))
    [link] = [url for url in page.links if url.split("?")[0].endswith("/actions.csv")]
    response = client.get(link)
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="actions-2020-2024-round-2022-06-accepted-objective-1-status-ongoing.csv"'
    )
    head, *rows = rows_of(client, link)
    assert head[:3] == ["Code", "Objective", "Title of the objective"]
    assert [row[0] for row in rows] == page.codes[-len(rows) :]
    assert len(rows) == 2
    assert {row[head.index("Status")] for row in rows} == {"ongoing"}
    assert {tuple(row[-3:]) for row in rows} == {("2022-06-30", "accepted", "Mid-2022")}
    # the workbook says the same as the file
    content = client.get(address("action-list-xlsx", PLAN, round=ROUND)).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [
        ["" if cell is None else str(cell) for cell in row][:14] for row in sheet.iter_rows(values_only=True)
    ]
    assert rows == [row[:14] for row in rows_of(client, address("action-list-csv", PLAN, round=ROUND))]
    # filters find what was frozen, and a round comes before a day
    asked = address("action-list", PLAN, round=ROUND, attention="overspent", on="2021-01-01")
    page = read(client.get(asked))
    assert "A round and a day were asked for. The round is shown." in page.text
    assert page.codes == ["1.1"]
    # what is no closed round is said not to be
    page = read(client.get(address("action-list", PLAN, round="2031-12")))
    assert "“2031-12” is not a closed round. What is known today is shown." in page.text
    assert len(page.codes) == 4


def it_stays_as_it_was_when_the_plan_goes_on_and_its_lead_is_renamed(
    frozen: FrozenRound, client: Client, coordinator: User, contributor: User
) -> None:
    then = address("action-list-csv", PLAN, round=ROUND)
    today = address("action-list-csv", PLAN, on=f"{datetime.date.today():%Y-%m-%d}")
    before, live = rows_of(client, then), rows_of(client, today)
    action = frozen.small.with_money
    lead = action.leads.get().organisation
    report = {"status": "completed", "confidence": ""}
    accepted_report(action, lead, contributor, noon(2022, 12, 1), reviewer=coordinator, **report)
    was, lead.name = lead.name, "Another name"
    lead.save()
    assert rows_of(client, then) == before
    assert rows_of(client, today) != live
    page = read(client.get(address("action-list", PLAN, round=ROUND)))
    assert was in page.text
    assert "Another name" not in page.text


def test_what_an_action_counts_under_is_offered_only_where_it_is_asked_for(
    small_plan: SmallPlan, viewer: Client
) -> None:
    page = read(viewer.get(address("action-list", PLAN, under_minister="none")))
    assert "Counts under minister" in page.text
    assert "Counts under organisation" not in page.text
    assert "Counts under" not in read(viewer.get(address("action-list", PLAN))).text
