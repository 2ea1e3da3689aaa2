"""The timeline: its message, its rows, its groups, sorts and filters, its pages, and the same as a file."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.pages.timeline import views as module
from actionplan.pages.timeline.read import TIMELINE_COLUMNS
from actions.models import Action
from tests.factories import PhaseFactory
from tests.page_list.every_page import address
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, noon
from tests.rounds.frozen_round import FrozenRound

from .test_slips import ADOPTED_END, AMENDED_END, FORECAST, amend

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
DAY = "2022-10-01"


@pytest.fixture
def page_of(client_of: Browse, reader: User) -> Callable[..., Element]:
    """The page as a reader sees it, on the day unless the address names something else."""

    def opened(language: str = "en", **query: Any) -> Element:
        url = address("timeline", "2020-2024", **({} if "round" in query else {"on": DAY}) | query)
        return read(client_of(reader).get(url, headers={"accept-language": language}))

    return opened


@pytest.fixture
def slipped(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> SmallPlan:
    """1.2 slipped by 273 days and 1.1 by 31; 2.1 has no end; 2.2 ends in 2023."""
    for action, forecast in [
        (small_plan.joint, FORECAST),
        (small_plan.with_money, datetime.date(2023, 1, 31)),
    ]:
        accepted_report(
            action,
            lead_organisation,
            contributor,
            noon(2022, 2, 1),
            reviewer=coordinator,
            forecast_end=forecast,
        )
    small_plan.limited.phases.update(end=None, end_precision="")
    small_plan.elsewhere.phases.update(end=datetime.date(2023, 12, 31), end_precision="year")
    return small_plan


def codes(page: Element) -> list[str]:
    return [link.text for link in page.all("a", class_="code")]


def groups(page: Element) -> list[str]:
    return [row.text for row in page.all("tr", class_="group")]


def message(page: Element) -> list[str]:
    return [item.text for item in page.all("ul", class_="message-list")[0].all("li")]


def following(page: Element, words: str, client: Client) -> Element:
    """The page behind the first link with these words."""
    link = next(link for link in page.all("a") if link.text == words)
    return read(client.get(link.attributes["href"]))


def test_its_message_says_how_many_slipped_and_by_how_much_at_most(page_of: Any, slipped: SmallPlan) -> None:
    assert message(page_of()) == [
        "2 of 4 actions slipped : ended, or expected to end, later than promised, by 273 days at most (1.2).",
        "2 actions end in 2022, by the plan in force.",
        "1 action has no end.",
    ]


def test_after_an_amendment_its_message_tells_both_ends_apart(page_of: Any, slipped: SmallPlan) -> None:
    amend(slipped.with_money)
    assert message(page_of())[1] == (
        "2 of them against the end as adopted, by 273 days at most (1.2); "
        "1 against the end in force, as amended, by 273 days at most (1.2)."
    )


def test_where_nothing_slipped_it_says_so(page_of: Any, small_plan: SmallPlan) -> None:
    assert message(page_of())[0].startswith("No action slipped")


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("2 of 4 actions slipped", ["1.1", "1.2"]),
        ("2 actions end in 2022", ["1.1", "1.2"]),
        ("1 action has no end", ["2.1"]),
        ("2 actions", ["1.1", "1.2"]),
        ("1 action", ["2.2"]),
    ],
)
def test_every_count_leads_to_as_many_actions(
    page_of: Any, client_of: Browse, reader: User, slipped: SmallPlan, words: str, counted: list[str]
) -> None:
    page = page_of(by="year" if words == "1 action" else "objective")
    assert codes(following(page, words, client_of(reader))) == counted


def test_past_their_end_without_a_forecast_they_are_counted_apart(page_of: Any, slipped: SmallPlan) -> None:
    page = page_of(on="2023-03-01")
    assert "1 action is past its end without a new forecast." in message(page)
    assert codes(page_of(on="2023-03-01", slip="unforeseen")) == ["1.1"]


def test_actions_are_grouped_by_objective_in_the_plan_s_order(page_of: Any, slipped: SmallPlan) -> None:
    page = page_of()
    assert groups(page) == ["1. Objective number 1 2 actions", "2. Objective number 2 2 actions"]
    assert codes(page) == ["1.1", "1.2", "2.1", "2.2"]


def test_actions_are_grouped_by_the_year_of_their_end(page_of: Any, slipped: SmallPlan) -> None:
    page = page_of(by="year")
    assert groups(page) == ["Ends in 2022 2 actions", "Ends in 2023 1 action", "No end 1 action"]
    assert codes(page) == ["1.1", "1.2", "2.2", "2.1"]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ({"sort": "slip"}, ["1.2", "1.1", "2.1", "2.2"]),
        ({"sort": "slip", "by": "none"}, ["1.2", "1.1", "2.1", "2.2"]),
        ({"sort": "end", "by": "none"}, ["1.1", "1.2", "2.2", "2.1"]),
        ({"slip": "any", "sort": "slip"}, ["1.2", "1.1"]),
        ({"ends": "none"}, ["2.1"]),
        ({"objective": "1", "ends": "2022"}, ["1.1", "1.2"]),
        (
            {"sort": "nonsense", "by": "nonsense", "slip": "nonsense", "ends": "soon"},
            ["1.1", "1.2", "2.1", "2.2"],
        ),
    ],
)
def test_actions_are_sorted_and_narrowed_as_asked(
    page_of: Any, slipped: SmallPlan, query: dict[str, str], order: list[str]
) -> None:
    assert codes(page_of(**query)) == order
    assert codes(page_of(**{"as": "table"}, **query)) == order


def test_a_filter_says_what_is_shown_and_leads_back(
    page_of: Any, client_of: Browse, reader: User, slipped: SmallPlan
) -> None:
    page = page_of(slip="adopted", ends="2022")
    assert "Only actions whose end or its forecast lies after the end as adopted." in page.text
    assert "Only actions whose end in force lies in 2022." in page.text
    assert len(codes(following(page, "Show all actions", client_of(reader)))) == 4


def test_a_row_says_in_words_what_its_chart_draws(page_of: Any, slipped: SmallPlan) -> None:
    amend(slipped.joint)
    chart = page_of().all("svg", role="img")[1]
    assert chart.all("title")[0].text == "1.2"
    assert chart.all("desc")[0].text == (
        "As adopted: 1 January 2021 to 31 December 2022; in force: 1 January 2021 to 30 June 2023. "
        "Forecast end 30 September 2023. 273 days after the end as adopted. 92 days after the end in force."
    )


def test_every_chart_has_a_name_and_a_description(page_of: Any, slipped: SmallPlan) -> None:
    charts = page_of().all("svg", role="img")
    assert len(charts) == 4
    for chart in charts:
        ids = [chart.all("title")[0].attributes["id"], chart.all("desc")[0].attributes["id"]]
        assert chart.attributes["aria-labelledby"].split() == ids


def test_the_table_has_both_slips(page_of: Any, slipped: SmallPlan) -> None:
    amend(slipped.joint)
    rows = {row[0][:3]: row for row in page_of(**{"as": "table"}).rows}
    assert rows["1.2"][1:7] == [
        "1 January 2021 to 31 December 2022",
        "1 January 2021 to 30 June 2023",
        "Ongoing. Forecast end 30 September 2023.",
        "273",
        "92",
        "0",
    ]
    assert rows["2.2"][2:7] == ["as adopted", "Never reported.", "–", "–", "–"]


def test_a_missed_milestone_is_named(page_of: Any, slipped: SmallPlan) -> None:
    page = page_of()
    assert "Milestone handbook: due 30 June 2022, missed by 93 days so far" in page.text
    assert "0 of 1 milestone due achieved." in page.text


def test_words_of_limited_actions_are_not_on_it(
    page_of: Any, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    said = {"forecast_reason": "Sample secret", "obstacles": "Sample secret", "forecast_end": FORECAST}
    accepted_report(
        small_plan.limited, lead_organisation, contributor, noon(2022, 2, 1), reviewer=coordinator, **said
    )
    page = page_of()
    assert "273 days after the end as adopted." in page.text
    assert "secret" not in page.text


@pytest.mark.parametrize("when", [{}, {"round": "2022-06"}])
def test_a_part_without_actions_is_not_taken_for_a_plan_without_them(
    page_of: Any, frozen: FrozenRound, when: dict[str, str]
) -> None:
    said = page_of(objective="1", minister="none", **when).text
    assert "No action of the plan is in this part." in said
    assert "The plan had no actions on this day." not in said


def test_before_the_plan_it_had_no_actions(page_of: Any, small_plan: SmallPlan) -> None:
    Action.objects.update(in_force_from=datetime.date(2023, 1, 1))
    assert "The plan had no actions on this day." in page_of().text


def test_long_plans_come_in_pages_and_groups_count_all_of_them(
    page_of: Any, slipped: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 3)
    first, second = page_of(), page_of(page=2)
    assert (codes(first), codes(second)) == (["1.1", "1.2", "2.1"], ["2.2"])
    assert groups(second) == ["2. Objective number 2 2 actions"]
    assert message(first) == message(second)


def test_a_closed_round_shows_what_it_froze_and_leads_to_its_pages(page_of: Any, frozen: FrozenRound) -> None:
    PhaseFactory(action=frozen.small.with_money, place=2, end=AMENDED_END)
    page = page_of(round="2022-06")
    assert "1 of 4 actions slipped" in page.text
    assert "90 days after the end as adopted." in page.text
    urls = [link.attributes["href"] for link in page.all("a", class_="code")]
    assert urls[0] == "/2020-2024/actions/1.1/?round=2022-06"


def csv_of(client: Client, **query: str) -> list[dict[str, str]]:
    response = client.get(address("timeline-csv", "2020-2024", **query))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_has_the_rows_of_the_page_in_its_order(
    client_of: Browse, reader: User, slipped: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 1)
    amend(slipped.joint)
    rows = csv_of(client_of(reader), on=DAY, sort="slip", objective="1")
    assert [row["Code"] for row in rows] == ["1.2", "1.1"]
    assert list(rows[0]) == [str(head) for head, _value in TIMELINE_COLUMNS]
    assert rows[0]["End as adopted"] == ADOPTED_END.isoformat()
    assert rows[0]["End in force"] == AMENDED_END.isoformat()
    assert rows[0]["Forecast end"] == FORECAST.isoformat()
    assert (rows[0]["Days after the end as adopted"], rows[0]["Days after the end in force"]) == ("273", "92")
    assert rows[1]["Milestones"] == "Milestone handbook: due 30 June 2022, missed by 93 days so far"


def test_the_file_s_name_says_what_it_holds(client_of: Browse, reader: User, frozen: FrozenRound) -> None:
    def name(**query: str) -> str:
        response = client_of(reader).get(address("timeline-csv", "2020-2024", **query))
        return str(response["Content-Disposition"])

    assert name(on=DAY) == 'attachment; filename="timeline-2020-2024-known-2022-10-01-accepted.csv"'
    assert name(round="2022-06") == 'attachment; filename="timeline-2020-2024-round-2022-06-accepted.csv"'


def test_the_file_keeps_the_filter_of_the_page(
    page_of: Any, client_of: Browse, reader: User, slipped: SmallPlan
) -> None:
    page = page_of(slip="any", minister="education")
    (link,) = [link for link in page.all("a") if link.text == "Download as CSV"]
    response = client_of(reader).get(link.attributes["href"])
    assert len(response.content.decode("utf-8-sig").strip().splitlines()) == 3
