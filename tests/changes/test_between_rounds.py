"""An action withdrawn, one added, one renamed and one with new phases: closed rounds keep what they showed,
and it is told.
"""

from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.documents.changes import change_counts
from actionplan.documents.source import source_of_closing
from actionplan.picture.difference import differences_between
from actionplan.reporting.models import Snapshot
from actionplan.reports.reviewing import return_report
from tests.changes.compared import OLD_TITLE, between, get, groups, row
from tests.page_list.every_page import address
from tests.personas import ClientOf
from tests.plan_document.changed_plan import NEW_TITLE, ChangedPlan, amend
from tests.reading import read
from tests.reporting_factories import accepted_report, hand_in, noon

pytestmark = pytest.mark.django_db
COUNTS = {
    *[
        "4 of 5 actions changed",
        "1 completed",
        "1 added",
        "1 withdrawn or merged",
        "1 renamed",
    ],
}


def test_what_changed_names_all_four_and_the_counts_on_top_say_it_in_words(
    three_rounds: ChangedPlan, viewer: Client
) -> None:
    for page in [get(viewer, **{"from": "2022-06"}), between(viewer, "2022-06", "2022-12")]:
        assert "2.2 Support for families" in page.text
        assert groups(page)["2.2"][0][0] == "Withdrawn from the plan"
        added = ["Added to the plan", "–", "Safe schools amended from 1 September 2022 on"]
        assert groups(page)["1.3"][0][:3] == added
        assert row(page, "1.2", "Title") == [OLD_TITLE, NEW_TITLE]
        end = row(page, "1.1", "End in force")
        assert end == ["31 December 2022", "1 March 2023 60 days later, amended from 1 September 2022 on"]
    # slip is measured against both ends
    assert row(page, "1.1", "Days later than the end as adopted") == ["90 days", "0 days"]
    assert row(page, "1.1", "Days later than the end in force") == ["90 days", "−60 days"]
    assert set(page.links.values()) >= COUNTS
    assert page.all("p", class_="says")[0].text.endswith("4 amended in the plan. €5,000 more was paid.")
    # an action that was added counts as added and not as begun or completed, also between days
    for one in [page, between(viewer, "2022-07-31", "2023-01-31")]:
        assert row(one, "1.3", "Status") == ["never reported", "ongoing"]
        assert {"1 completed", "1 added"} <= set(one.links.values())
        assert not [words for words in one.links.values() if "begun" in words]
    # the report to the Government counts so too
    before, now = (
        source_of_closing(Snapshot.objects.get(closing__round__code=code)) for code in ["2022-06", "2022-12"]
    )
    counts = change_counts(differences_between(before.picture, now.picture))
    assert "1 completed" in counts
    assert "1 added" in counts
    assert "begun" not in counts
    # every count leads to as many actions
    page = between(viewer, "2021-12", "2022-12")
    counted = {url: words for url, words in page.links.items() if "what=" in url or "moved=" in url}
    assert len(counted) >= 8
    for url, words in counted.items():
        narrowed, count = read(viewer.get(url)), int(words.split()[0])
        assert len(groups(narrowed)) == count if count else not narrowed.all("table", class_="changes"), words


@pytest.mark.full
def test_between_two_rounds_every_field_is_told_and_what_is_the_same_left_out(
    two_rounds: ChangedPlan, viewer: Client
) -> None:
    page = between(viewer, "2021-12", "2022-06")
    by_action = groups(page)
    assert set(by_action) == {"1.1", "2.1"}
    assert row(page, "1.1", "Confidence") == ["on track", "off track"]
    assert row(page, "1.1", "Verdict") == ["on track", "needs attention"]
    assert row(page, "1.1", "Forecast end") == ["–", "31 March 2023"]
    assert row(page, "1.1", "Paid in total") == ["–", "€4,000.00"]
    assert row(page, "1.1", "Done") == ["First words.", "Second words."]
    assert row(page, "1.1", "Obstacles") == ["–", "Sample obstacle."]
    assert not {cells[0] for cells in by_action["1.1"]} & {
        "Status",
        "Actual start",
        "Title",
        "Lead",
        "End in force",
    }
    # a round and the day of its closing differ in nothing, nor does a side from itself
    for sides in [("2022-06", "2022-07-20"), ("2022-06", "2022-06"), ("2022-07-20", "2022-07-20")]:
        same = between(viewer, *sides)
        assert "Nothing changed" in same.text
        assert not same.all("table", class_="changes")
    for sides in [("2022-01-20", "2022-07-20"), ("2022-01-20", "2022-06"), ("2021-12", "2022-07-20")]:
        assert groups(between(viewer, *sides)) == by_action
    # after the plan was amended these rounds still show what they showed
    before = shown(viewer)
    assert OLD_TITLE in str(before)
    amend(two_rounds)
    assert shown(viewer) == before


def test_what_it_means_stands_first_worse_before_better_each_with_why(
    two_rounds: ChangedPlan, viewer: Client, client_of: ClientOf, reader: User
) -> None:
    page = between(viewer, "2021-12", "2022-06")
    heads = [head.text for head in page.all("h2")]
    assert heads[0] == "Assessed worse: 1"
    assert heads[-1] == "What changed, field by field?"
    [section] = page.all("section", **{"aria-labelledby": "assessed_worse"})
    assert [row.text for row in section.all("li")] == [
        "needs attention was on track 1.1 Training for teachers Sample obstacle. The lead says “off track”."
    ]
    [money] = page.all("section", **{"aria-labelledby": "money"})
    assert money.rows[0][0] == "1.1 Training for teachers"
    assert "+4,000" in money.rows[0]
    # of a limited action the words are not shown to who may not read them
    assert "secret" not in between(client_of(reader), "2021-12", "2022-06").text
    # narrowed, the list stands alone
    assert [head.text for head in between(viewer, "2021-12", "2022-06", what="assessed_worse").all("h2")] == [
        "What changed, field by field?"
    ]


def shown(client: Client) -> list[Any]:
    """What the two closed rounds show, and what changed between them."""
    pages = [
        get(client, "overview", round="2021-12"),
        get(client, "overview", round="2022-06"),
        between(client, "2021-12", "2022-06"),
    ]
    return [page.text for page in pages] + [
        get(client, "action-list", round=code).listed for code in ["2021-12", "2022-06"]
    ]


def test_a_report_that_was_handed_in_and_returned_in_between_is_no_news(
    two_rounds: ChangedPlan, client_of: ClientOf
) -> None:
    world, action = two_rounds, two_rounds.small.joint
    lead = action.leads.get().organisation
    accepted_report(action, lead, world.contributor, noon(2023, 2, 1), reviewer=world.coordinator)
    report = hand_in(action, lead, world.contributor, noon(2023, 3, 2), confidence="off_track")
    return_report(report=report, remark="Sample.", by=world.coordinator, at=noon(2023, 3, 5))

    def text(**query: str) -> Any:
        asked = address("changes", "2020-2024", basis="reported", **query)
        return read(client_of(world.coordinator).get(asked)).text

    assert "1 reported worse by the lead alone" in text(**{"from": "2023-03-01", "to": "2023-03-03"})
    assert "Nothing changed" in text(**{"from": "2023-03-01", "to": "2023-03-06"})
