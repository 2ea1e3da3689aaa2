"""The list of actions as a file a second way: a fact a column, on past days and in closed rounds, on both bases."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from actionplan.accounts.models import User
from actionplan.pages.actions.columns import as_table, exported_rows
from actionplan.plan_document.parsing import read_plan_file
from actionplan.reporting.states import Confidence, Freshness, Outcome, Schedule, Status
from tests.reading import read_csv_by_head
from tests.second_way import milestones, money, slips
from tests.second_way.plain import Stand, day
from tests.second_way.two_ways import PLAN, Told, TwoWays, of_the_story

pytestmark = pytest.mark.django_db
Cells = dict[str, Any]
MEASURES = {"Planned": "planned", "Committed": "committed", "Paid": "paid", "Forecast": "forecast"}


def file_of(two: TwoWays) -> list[Cells]:
    user = User.objects.get(username="auditor")
    heads, *rows = as_table(exported_rows(two.choices, two.choices.actions, [], user))
    return [dict(zip(heads, row, strict=True)) for row in rows]


def cells_of(two: TwoWays, stand: Stand, became: dict[str, list[str]]) -> Cells:
    """What the row of the action must say, as a clerk finds it in the tables."""
    word, on = stand.word, two.when.reckoned_on
    slip = slips.slip(two.plain, stand, two.when)
    due, achieved = milestones.due_and_achieved(two.plain, stand, two.when)
    sums = money.total(two.lines, two.spent, {stand.key})
    kinds = [line.kind for line in two.lines if line.action == stand.key]
    forecast = day(word["forecast_end"]) if word else None
    overdue = (on - stand.ends).days if stand.schedule == "overdue" and stand.ends else None
    return {
        "Code": stand.code,
        "Objective": int(stand.objective),
        "Status": str(Status(stand.status).label) if word else "never reported",
        "On hold since": day(word["on_hold_since"]) if word else None,
        "Outcome": str(Outcome(word["outcome"]).label) if word and word["outcome"] else "",
        "Schedule": str(Schedule(stand.schedule).label),
        "Days overdue": overdue,
        "Forecast end": forecast,
        "New forecast": "yes" if forecast and forecast >= on else "no",
        "Start": stand.starts,
        "End": stand.ends,
        "Days later than the end as adopted": slip.adopted,
        "Days later than the end in force": slip.in_force,
        "Freshness": str(Freshness(stand.freshness).label),
        "Milestones": len(became.get(stand.code, [])),
        "Milestones due": due,
        "Achieved of those due": achieved,
        "Milestones achieved late": became.get(stand.code, []).count("late"),
        "Milestones missed": became.get(stand.code, []).count("missed"),
        **{head: sums.get(measure) for head, measure in MEASURES.items()},
        "Lines without an amount: external fund": kinds.count("external_fund"),
    }


def test_every_fact_is_what_plain_python_makes_of_the_tables(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        became: dict[str, list[str]] = {}
        for one in milestones.each(two.plain, two.stands, two.when):
            became.setdefault(one.code, []).append(one.outcome)
        for row, stand in zip(file_of(two), two.stands, strict=True):
            wanted = cells_of(two, stand, became)
            assert {head: row[head] for head in wanted} == wanted, (two.when, stand.code)
            if not stand.is_continuous:
                said = [
                    str(Confidence(code).label) if code else "" for code in (stand.confidence, stand.verdict)
                ]
                assert [row["Confidence"], row["Verdict"]] == said


@of_the_story
def test_the_files_of_a_day_say_the_same_in_both_languages(told_plan: Told, reading: Client) -> None:
    two, query = told_plan.at("2022-12-31", "accepted"), "on=2022-12-31"
    planned = {stand.code: money.total(two.lines, two.spent, {stand.key}) for stand in two.stands}
    for language, head in [("en", "Planned"), ("nl", "Gepland")]:
        language_of = {"accept-language": language}
        rows = read_csv_by_head(reading.get(f"/{PLAN}/actions.csv?{query}", headers=language_of))
        assert {row["Code"]: row[head] for row in rows} == {
            code: f"{sums['planned']:.2f}" if "planned" in sums else "" for code, sums in planned.items()
        }
        content = reading.get(f"/{PLAN}/actions.xlsx?{query}", headers=language_of).content
        heads, *cells = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        amounts = {row[0]: row[heads.index(head)] for row in cells}
        assert {code: Decimal(str(one)) for code, one in amounts.items() if one is not None} == {
            code: sums["planned"] for code, sums in planned.items() if "planned" in sums
        }
    assert "3.10" in planned


@of_the_story
def test_the_plan_comes_in_as_without_its_progress_which_is_there_to_be_read(
    told_plan: Told, reading: Client
) -> None:
    content = reading.get(f"/plans/{PLAN}/workbook/progress/?on=2022-12-31").content
    alone = reading.get(f"/plans/{PLAN}/workbook/?on=2022-12-31").content
    read = read_plan_file(content)
    assert read.document == read_plan_file(alone).document
    assert [note.split("”")[0] for note in read.notes] == [
        "The sheet “Progress of actions",
        "The sheet “Progress of the budget",
        "The sheet “Progress of milestones",
    ]
    sheet = load_workbook(io.BytesIO(content))["Progress of actions"]
    assert sheet.protection.sheet
    heads, *rows = sheet.iter_rows(values_only=True)
    stands = told_plan.at("2022-12-31", "accepted").stands
    assert [row[heads.index("Code")] for row in rows] == [stand.code for stand in stands]
    assert {row[heads.index("Reckoned on")].date() for row in rows} == {day("2022-12-31")}
    refused = reading.get(f"/plans/{PLAN}/workbook/progress/?on=2999-01-01")
    assert refused.status_code == 400
