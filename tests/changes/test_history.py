"""What changed on one action, as a history: each report that came to count, each amendment."""

from typing import Any

import pytest
from django.test import Client

from tests.changes.compared import OLD_TITLE
from tests.page_list.entries import today
from tests.page_list.every_page import address
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.full]


def history(client: Client, code: str, **query: str) -> Any:
    """Up to today, unless `query` asks otherwise."""
    return read(client.get(address("action-changes", "2020-2024", code, **{"on": today()} | query)))


def heads(page: Any) -> list[str]:
    return [element.text for element in page.all("h2")]


def rows_under(page: Any, place: int) -> list[list[str]]:
    rows: list[list[str]] = page.all("table", class_="changes")[place].rows
    return rows


def test_each_report_and_each_amendment_is_an_entry_the_newest_first(
    three_rounds: ChangedPlan, viewer: Client
) -> None:
    page = history(viewer, "1.1")
    assert heads(page) == [
        "5 January 2023, 13:00 · report accepted",
        "1 September 2022 · the plan was amended",
        "5 July 2022, 13:00 · report accepted",
        "5 January 2022, 13:00 · report accepted",
    ]
    # an entry says what it changed and nothing else
    amended = {row[0]: row[1:] for row in rows_under(page, 1)}
    assert amended["End in force"] == [
        "31 December 2022",
        "1 March 2023 60 days later, amended from 1 September 2022 on",
    ]
    assert ["Status", "never reported", "ongoing"] in rows_under(page, 3)
    assert ["Confidence", "on track", "off track"] in rows_under(page, 2)
    assert "Status" not in [row[0] for row in rows_under(page, 2)]
    # an amendment moves the slip against the end in force alone
    assert amended["Days later than the end in force"] == ["90 days", "30 days"]
    assert "Days later than the end as adopted" not in amended
    # on a day what came later is left out
    assert len(heads(history(viewer, "1.1", on="2022-07-31"))) == 2
    # both titles; coming into the plan and going
    assert rows_under(history(viewer, "1.2"), 0) == [["Title", OLD_TITLE, NEW_TITLE]]
    assert rows_under(history(viewer, "2.2"), 0)[0][0] == "Withdrawn from the plan"
    assert rows_under(history(viewer, "1.3"), -1)[0][0] == "Added to the plan"
    # the action's page leads to its history
    page = read(viewer.get(address("action", "2020-2024", "1.1", on="2022-07-31")))
    assert address("action-changes", "2020-2024", "1.1", on="2022-07-31") in page.links
