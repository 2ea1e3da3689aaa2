"""What the documents of the story say: the report of January 2023, ministers' extracts, the mid-term evaluation."""

import datetime
from typing import Any

import pytest
from django.test import Client

from actionplan.documents.source import source_of_closing
from actionplan.pages.documents.read import earlier_than
from actionplan.reporting.models import Snapshot
from tests.documents.written_documents import (
    got,
    headings_of,
    raw_text_of,
    sheets_of,
    table_with,
    word_of,
    words_of,
)
from tests.second_way.two_ways import PLAN, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
LAST = [PLAN, "2022-12"]
COORDINATED, INVOLVED = "Actions that the minister coordinates", "Actions that the minister is involved in"


def written(client: Client, name: str, *names: str, **query: str) -> Any:
    return word_of(got(client, name, *names, language="en", **query))


def test_the_report_of_january_2023_says_9_completed_40_ongoing_1_to_start(reading: Client) -> None:
    document = written(reading, "government-report-docx", *LAST)
    words = words_of(document)
    assert "Of 50 actions: 9 completed, 40 ongoing, 1 not started." in words
    head, *_rows, total = table_with(document, "Objective")
    assert dict(zip(head, total, strict=True)) == {
        "Objective": "Total",
        "completed": "9",
        "ongoing": "40",
        "not started": "1",
        "stopped": "0",
        "never reported": "0",
        "total": "50",
    }
    # every objective and action has its heading
    headings = headings_of(document)
    assert len([title for level, title in headings if level == 2 and title[0].isdigit()]) == 50
    assert any(title.startswith("3.12 ") for level, title in headings if level == 2)
    assert len({title for level, title in headings if level == 1}) > 8
    # verdicts on continuous actions stand apart only where there are any
    told = [one.text for one in document.paragraphs if "Verdict of the Platform: " in one.text]
    apart = [text for text in told if "Verdict of the Platform on continuous actions: " in text]
    assert 0 < len(apart) < len(told)
    assert all("intended" not in text or text in apart for text in told)
    # milestones that were achieved late say by how many days
    assert "were achieved in time, 3 late" in words
    assert "achieved on 18 March 2022, 87 days late" in words
    assert "23 of 36 periods achieved" in words
    assert "Last day" not in words, "where the words alone are read"


def test_the_workbook_of_january_2023_says_the_same_as_numbers(reading: Client) -> None:
    sheets = sheets_of(got(reading, "government-report-xlsx", *LAST, language="en"))
    for name in ["Status", "Policy areas", "Ministers"]:
        head, *rows, total = sheets[name]
        assert total[1:] == (9, 40, 1, 0, 0, 50), name
        assert [sum(row[place] for row in rows) for place in range(1, len(head))] == list(total[1:]), name
    assert len(sheets["Actions"]) == 51
    the_years_are_those_of_the_lines(sheets["Money by year"], sheets["Money by line"])
    the_milestones_are_told(sheets["Milestones"])


def the_years_are_those_of_the_lines(by_year: list[Any], by_line: list[Any]) -> None:
    for of_years, of_lines in [
        ("planned, derived", "Planned"),
        ("committed", "Committed"),
        ("paid", "Paid"),
        ("forecast to year end", "Forecast to year end"),
    ]:
        for row in by_year[1:-1]:
            place, year = by_line[0].index(of_lines), by_line[0].index("Year")
            known = [line[place] for line in by_line[1:] if line[year] == row[0] and line[place] is not None]
            said = row[by_year[0].index(of_years)]
            assert (said or 0) == pytest.approx(sum(known)), (of_years, row[0])
    derived = by_line[0].index("Planned by year")
    assert {row[derived] for row in by_line[1:]} <= {"derived", "by the lead", None}


def the_milestones_are_told(sheet: list[Any]) -> None:
    """Days late; how many periods are due; a vague day or period in its words with its last day beside it."""
    state, late, place = (sheet[0].index(head) for head in ["State", "Days late", "Due, or period"])
    rows = sheet[1:]
    assert {row[0]: row[late] for row in rows if row[state] == "achieved" and row[late]} == {
        "2.2": 87,
        "3.1": 13,
        "4.3": 59,
    }
    told = {row[0]: row[state] for row in rows if row[place] == "all periods"}
    assert told["3.11"] == "23 of 36 periods achieved"
    assert sheet[0][place + 1] == "Last day"
    dated = {row[0]: row[place : place + 2] for row in reversed(rows) if row[place] != "all periods"}
    assert dated["1.2"] == ("2022", datetime.datetime(2022, 12, 31))
    assert dated["3.2"] == ("2020–2021", datetime.datetime(2021, 12, 31))
    assert {type(row[place]) for row in rows} <= {str, type(None)}


def test_the_round_before_is_the_last_closed_one_about_an_earlier_day(told_plan: Told) -> None:
    first, last = (
        source_of_closing(Snapshot.objects.get(closing__round__code=code)) for code in ["2021-06", "2022-12"]
    )
    earlier = earlier_than(last)
    assert earlier is not None
    assert earlier.round.code == "2022-06"
    assert len(earlier.actions) == 50
    assert earlier_than(first) is None


def actions_under(headings: list[tuple[int, str]], title: str) -> list[str]:
    """The codes of the actions whose headings stand under this one."""
    found, is_under = [], False
    for level, words in headings:
        if level == 1:
            is_under = words == title
        elif is_under:
            found.append(words.split()[0])
    return found


def test_an_extract_has_what_the_minister_coordinates_and_is_involved_in_apart(reading: Client) -> None:
    documents = {
        key: written(reading, "minister-extract-docx", *LAST, key)
        for key in ["justice", "home_affairs", "education", "economy"]
    }
    words = {key: words_of(document) for key, document in documents.items()}
    headings = headings_of(documents["justice"])
    coordinated, involved = actions_under(headings, COORDINATED), actions_under(headings, INVOLVED)
    assert "3.13" in coordinated, "of which two ministers are printed as coordinating"
    assert involved
    assert not set(coordinated) & set(involved)
    # its figures are those of the minister
    coordinated = actions_under(headings_of(documents["education"]), COORDINATED)
    assert table_with(documents["education"], "Objective")[-1][-1] == str(len(coordinated)) == "10"
    assert f"Of {len(coordinated)} actions: 3 completed, 7 ongoing." in words["education"]
    # the verdict on a continuous action is counted in its own words
    said = "1 ongoing. Verdict of the Platform on continuous actions: 1 as intended."
    assert said in words["economy"]
    # it says which of its actions the report counts under another minister
    said = "counts in the report under another minister, who is printed first"
    assert f"1 of these actions {said}: 3.13." in words["home_affairs"]
    assert said not in words["justice"]
    assert "Of 19 actions:" in words["home_affairs"]
    report = written(reading, "government-report-docx", *LAST)
    counted = {row[0]: row[-1] for row in table_with(report, "Coordinating minister")[1:]}
    assert next(count for name, count in counted.items() if "Home" in name or "Interior" in name) == "18"


def test_an_extract_names_the_minister_in_the_language_of_the_document(reading: Client) -> None:
    page = raw_text_of(got(reading, "minister-extract", *LAST, "education", language="nl"))
    assert "Onderwijs, Sport, Dierenwelzijn en Vlaamse Rand" in page


def test_the_evaluation_has_a_row_for_each_closed_round(reading: Client) -> None:
    response = got(reading, "evaluation-docx", PLAN, language="en")
    assert 'filename="evaluation-2020-2024-2021-06-to-2022-12-en.docx"' in response["Content-Disposition"]
    head, *rows = table_with(word_of(response), "Round")
    assert [row[0] for row in rows] == ["June 2021", "December 2021", "June 2022", "December 2022"]
    assert dict(zip(head, rows[-1], strict=True))["completed"] == "9"
    assert {row[-1] for row in rows} == {"50"}
    # every round is named with its hash; one that is not closed is left out with a sentence
    page = raw_text_of(got(reading, "evaluation", PLAN, **{"from": "1999-12"}))
    assert "Not a closed round, and left out: “1999-12”." in page
    hashes = Snapshot.objects.values_list("sha256", flat=True)
    assert len(hashes) == 4
    assert all(sha256 in page for sha256 in hashes)


def test_rounds_to_evaluate_are_chosen_in_the_address_in_either_order(reading: Client) -> None:
    asked = {"from": "2022-12", "to": "2022-06", "language": "en"}
    response = got(reading, "evaluation-docx", PLAN, **asked)
    assert 'filename="evaluation-2020-2024-2022-06-to-2022-12-en.docx"' in response["Content-Disposition"]
    _head, *rows = table_with(word_of(response), "Round")
    assert [row[0] for row in rows] == ["June 2022", "December 2022"]


def test_one_round_of_several_is_not_called_the_first(reading: Client) -> None:
    asked = {"from": "2022-12", "to": "2022-12", "language": "en"}
    response = got(reading, "evaluation-docx", PLAN, **asked)
    assert 'filename="evaluation-2020-2024-2022-12-en.docx"' in response["Content-Disposition"]
    words = words_of(word_of(response))
    assert "There is no earlier closed round" not in words
    assert "This evaluation is about one round alone: nothing is compared." in words
    assert "December 2022 to December 2022" not in words
    assert "Here continuous actions stand under the same words: on track is as intended" in words
