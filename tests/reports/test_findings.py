"""The checks before submitting: each with its level, its sentence and the field it leads to."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.reports.checks import CheckContext, DueMilestone, Finding, Level, findings
from actionplan.reports.contents import Contents, ExpenditureRow, MilestoneRow
from tests.reporting_factories import lead_contents

TODAY = datetime.date(2022, 6, 15)
YESTERDAY, TOMORROW = datetime.date(2022, 6, 14), datetime.date(2022, 6, 16)
LINE, MILESTONE = 7, 8


def around(**facts: Any) -> CheckContext:
    known = {"today": TODAY, "is_lead": True, "milestones": {}, "line_labels": {LINE: "Training"}}
    return CheckContext(**known | facts)


def found(contents: Contents, **facts: Any) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings(contents, around(**facts))}


def paid(amount: str, committed: str | None = None, year: int = 2022) -> ExpenditureRow:
    return ExpenditureRow(
        LINE, year, committed=Decimal(committed) if committed else None, paid=Decimal(amount)
    )


def test_a_report_that_is_in_order_raises_nothing() -> None:
    contents = lead_contents(expenditures=[paid("50", "60")], done="Sample.")
    assert findings(contents, around(end=TOMORROW, planned_totals={LINE: Decimal("100")})) == []


def test_blocking_findings_come_first() -> None:
    contents = lead_contents(
        confidence="off_track",
        expenditures=[paid("5", "1")],
        milestones=[MilestoneRow(MILESTONE, state="achieved")],
    )
    levels = [finding.level for finding in findings(contents, around())]
    assert levels == sorted(levels, key=list(Level).index)
    assert {Level.BLOCKING, Level.WARNING} <= set(levels)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"status": ""}, "status_missing", "status"),
        ({"confidence": ""}, "confidence_missing", "confidence"),
        ({"status": "completed", "actual_end": TOMORROW}, "completed_in_future", "actual_end"),
        ({"status": "stopped"}, "stopped_without_reason", "stop_reason"),
        (
            {"status": "completed", "actual_start": TODAY, "actual_end": YESTERDAY},
            "ends_before_start",
            "actual_end",
        ),
        ({"agreed_by": "Head"}, "agreed_by_half", "agreed_on"),
        ({"agreed_on": TODAY}, "agreed_by_half", "agreed_by"),
    ],
)
def test_what_must_be_mended_in_the_contents(fields: dict[str, Any], code: str, field: str) -> None:
    finding = found(lead_contents(**fields))[code]
    assert (finding.level, finding.field) == (Level.BLOCKING, field)
    assert finding.sentence.endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "completed", "actual_end": TODAY, "confidence": ""},
        {"status": "stopped", "stop_reason": "Sample.", "confidence": ""},
        {"agreed_by": "Head", "agreed_on": TODAY},
    ],
)
def test_what_is_complete_blocks_nothing(fields: dict[str, Any]) -> None:
    assert not any(finding.is_blocking for finding in found(lead_contents(**fields)).values())


@pytest.mark.parametrize("column", ["committed", "paid", "forecast"])
def test_an_amount_below_zero_asks_for_its_source_in_its_row(column: str) -> None:
    row = ExpenditureRow(LINE, 2022, **{column: Decimal("-0.01")})
    finding = found(lead_contents(expenditures=[row]))["negative_amount"]
    assert (finding.level, finding.field) == (Level.WARNING, f"money-{LINE}-2022-source")
    assert finding.sentence.startswith("2022, Training, ")
    assert "negative_amount" not in found(
        lead_contents(expenditures=[replace(row, source="Sample decision")])
    )
    assert "negative_amount" not in found(lead_contents(expenditures=[row], source="Sample decision"))
    assert "negative_amount" not in found(lead_contents(expenditures=[paid("0")]))


def test_people_and_what_is_counted_are_never_fewer_than_none() -> None:
    money = ExpenditureRow(LINE, 2022, full_time_equivalents=Decimal("-0.5"), source="Sample")
    finding = found(lead_contents(expenditures=[money]))["negative_number"]
    assert (finding.is_blocking, finding.field) == (True, f"money-{LINE}-2022-full_time_equivalents")
    counted = MilestoneRow(MILESTONE, datetime.date(2022, 1, 1), number=Decimal(-3))
    finding = found(lead_contents(milestones=[counted]))["negative_number"]
    assert (finding.is_blocking, finding.field) == (True, f"milestone-{MILESTONE}-2022-01-01-number")


def test_an_agreement_on_a_day_after_today_blocks() -> None:
    finding = found(lead_contents(agreed_by="Head", agreed_on=TOMORROW))["agreed_in_future"]
    assert (finding.is_blocking, finding.field) == (True, "agreed_on")


def test_a_figure_of_the_last_report_that_was_emptied_is_a_warning_at_its_cell() -> None:
    last = lead_contents(
        expenditures=[paid("5", "6")], milestones=[MilestoneRow(MILESTONE, number=Decimal(4))]
    )
    contents = lead_contents(expenditures=[paid("5")], milestones=[MilestoneRow(MILESTONE)])
    emptied = [one for one in findings(contents, around(last=last)) if one.code == "figure_emptied"]
    assert [(one.level, one.field) for one in emptied] == [
        (Level.WARNING, f"money-{LINE}-2022-committed"),
        (Level.WARNING, f"milestone-{MILESTONE}-number"),
    ]
    assert emptied[0].sentence.startswith("2022, Training, committed")


@pytest.mark.parametrize(
    ("fields", "facts", "warned"),
    [
        ({}, {}, True),
        ({"done": "  "}, {}, True),
        ({"done": "Sample."}, {}, False),
        ({}, {"money_only": True}, False),
        ({"status": "not_started"}, {}, False),
        ({"status": "completed", "confidence": ""}, {}, True),
    ],
)
def test_nothing_said_of_what_was_done_is_a_warning(
    fields: dict[str, Any], facts: dict[str, Any], warned: bool
) -> None:
    assert ("nothing_done_said" in found(lead_contents(**{"done": ""} | fields), **facts)) == warned


@pytest.mark.parametrize(
    ("done", "confidence", "facts", "warned"),
    [
        ("Two courses were held.", "needs_attention", {}, True),
        ("two  courses were\nheld.", "needs_attention", {}, True),
        ("Three courses were held.", "needs_attention", {}, False),
        ("Two courses were held.", "on_track", {}, False),
        ("Two courses were held.", "needs_attention", {"money_only": True}, False),
    ],
)
def test_the_words_of_the_last_report_are_a_warning_where_something_else_changed(
    done: str, confidence: str, facts: dict[str, Any], warned: bool
) -> None:
    last = lead_contents(done="Two courses were held.", confidence="on_track")
    contents = lead_contents(done=done, confidence=confidence, obstacles="Sample.")
    last = replace(last, fields=last.fields | {"obstacles": "Sample."})
    finding = found(contents, last=last, **facts).get("same_words")
    assert (finding is not None) == warned
    if finding:
        assert (finding.level, finding.field) == (Level.WARNING, "done")


def test_a_contribution_in_the_words_of_the_last_one_is_a_warning_where_its_money_changed() -> None:
    last = lead_contents(status="", confidence="", done="Sample.")
    contents = lead_contents(status="", confidence="", done="Sample.", expenditures=[paid("5", "5")])
    assert "same_words" in found(contents, last=last, is_lead=False)
    assert "same_words" not in found(last, last=last, is_lead=False)


def test_a_row_of_the_last_report_that_is_left_out_blocks() -> None:
    last = lead_contents(expenditures=[paid("5", "6", 2021), paid("5", "6", 2022)])
    finding = found(lead_contents(expenditures=[paid("5", "6", 2022)]), last=last)["row_left_out"]
    assert finding.is_blocking
    assert finding.sentence == ("The last report gave figures for 2021 (Training); this one leaves them out.")


def test_a_row_that_was_emptied_counts_as_left_out() -> None:
    last = lead_contents(expenditures=[paid("5")])
    assert "row_left_out" in found(lead_contents(expenditures=[ExpenditureRow(LINE, 2022)]), last=last)


def test_a_milestone_of_the_last_report_that_is_left_out_blocks() -> None:
    last = lead_contents(milestones=[MilestoneRow(MILESTONE)])
    finding = found(lead_contents(), last=last)["row_left_out"]
    assert (finding.is_blocking, finding.field) == (True, "milestone")


def test_a_partner_that_led_before_need_not_repeat_the_milestones() -> None:
    last = lead_contents(milestones=[MilestoneRow(MILESTONE)])
    assert "row_left_out" not in found(lead_contents(status="", done="Sample."), last=last, is_lead=False)


def test_a_partner_that_led_before_must_repeat_its_money() -> None:
    last = lead_contents(expenditures=[paid("5")])
    assert "row_left_out" in found(lead_contents(status="", done="Sample."), last=last, is_lead=False)


def test_a_milestone_achieved_without_a_date_blocks() -> None:
    row = MilestoneRow(MILESTONE, state="achieved")
    assert found(lead_contents(milestones=[row]))["achieved_without_date"].is_blocking
    dated = replace(row, achieved_on=TODAY)
    assert "achieved_without_date" not in found(lead_contents(milestones=[dated]))


def test_a_period_is_a_date_by_itself() -> None:
    row = MilestoneRow(MILESTONE, datetime.date(2022, 1, 1), state="achieved")
    assert "achieved_without_date" not in found(lead_contents(milestones=[row]))


def test_a_milestone_achieved_after_today_blocks() -> None:
    row = MilestoneRow(MILESTONE, state="achieved", achieved_on=TOMORROW)
    assert found(lead_contents(milestones=[row]))["achieved_in_future"].is_blocking


@pytest.mark.parametrize(
    ("end", "status", "forecast", "warned"),
    [
        (YESTERDAY, "ongoing", None, True),
        (YESTERDAY, "ongoing", YESTERDAY, True),
        (YESTERDAY, "ongoing", TODAY, False),
        (YESTERDAY, "completed", None, False),
        (YESTERDAY, "not_started", None, False),
        (TODAY, "ongoing", None, False),
        (None, "ongoing", None, False),
    ],
)
def test_an_end_that_passed_asks_for_a_new_forecast(
    end: datetime.date | None, status: str, forecast: datetime.date | None, warned: bool
) -> None:
    codes = found(lead_contents(status=status, forecast_end=forecast), end=end)
    assert ("end_passed" in codes) == warned
    if warned:
        assert (codes["end_passed"].level, codes["end_passed"].field) == (Level.WARNING, "forecast_end")


@pytest.mark.parametrize(
    ("confidence", "obstacles", "warned"),
    [
        ("on_track", "", False),
        ("needs_attention", "", True),
        ("off_track", "", True),
        ("off_track", "Sample.", False),
    ],
)
def test_trouble_without_an_obstacle_is_a_warning(confidence: str, obstacles: str, warned: bool) -> None:
    codes = found(lead_contents(confidence=confidence, obstacles=obstacles))
    assert ("no_obstacle" in codes) == warned


@pytest.mark.parametrize(
    ("row", "due", "warned"),
    [
        (MilestoneRow(MILESTONE), YESTERDAY, True),
        (None, YESTERDAY, True),
        (MilestoneRow(MILESTONE), TODAY, False),
        (MilestoneRow(MILESTONE), None, False),
        (MilestoneRow(MILESTONE, source="Sample."), YESTERDAY, False),
        (MilestoneRow(MILESTONE, state="dropped"), YESTERDAY, False),
        (MilestoneRow(MILESTONE, state="achieved", achieved_on=TODAY), YESTERDAY, False),
    ],
)
def test_a_milestone_that_passed_without_a_word_is_a_warning(
    row: MilestoneRow | None, due: datetime.date | None, warned: bool
) -> None:
    codes = found(
        lead_contents(milestones=[row] if row else []),
        milestones={MILESTONE: DueMilestone("A handbook", due)},
    )
    assert ("milestone_passed" in codes) == warned
    if warned:
        assert codes["milestone_passed"].sentence.startswith("“A handbook” was due on")


@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        ([paid("10", "10")], False),
        ([paid("10.01", "10")], True),
        ([paid("5", "20", 2021), paid("15", "0", 2022)], False),
        ([paid("5", "5", 2022), paid("5", "4", 2021)], True),
        ([paid("5", "4", 2022), paid("0", "99", 2023)], True),
    ],
)
def test_paid_above_committed_is_summed_over_the_years_so_far(
    rows: list[ExpenditureRow], warned: bool
) -> None:
    assert ("paid_above_committed" in found(lead_contents(expenditures=rows))) == warned


@pytest.mark.parametrize(
    ("others", "planned", "warned"), [("0", "10", False), ("0.01", "10", True), ("0.01", None, False)]
)
def test_paid_above_planned_counts_all_organisations_and_years(
    others: str, planned: str | None, warned: bool
) -> None:
    rows = [paid("4", "4", 2021), paid("6", "6", 2022)]
    codes = found(
        lead_contents(expenditures=rows),
        planned_totals={LINE: Decimal(planned)} if planned else {},
        paid_by_others={LINE: Decimal(others)},
    )
    assert ("paid_above_planned" in codes) == warned


@pytest.mark.parametrize(
    ("state", "count"), [("open", "1 milestone is open"), ("achieved", None), ("dropped", None)]
)
def test_completed_with_an_open_milestone_is_a_warning(state: str, count: str | None) -> None:
    row = MilestoneRow(MILESTONE, state=state, achieved_on=TODAY if state == "achieved" else None)
    finding = found(lead_contents(status="completed", milestones=[row])).get("completed_with_open_milestones")
    assert (finding is not None) == (count is not None)
    if finding:
        assert count in finding.sentence


def test_completed_counts_a_milestone_that_nothing_is_said_of_as_open() -> None:
    known = {MILESTONE: DueMilestone("A handbook", None)}
    assert "completed_with_open_milestones" in found(lead_contents(status="completed"), milestones=known)


def test_nothing_changed_is_said_with_the_number_of_reports() -> None:
    last = lead_contents(done="Sample.", expenditures=[paid("5")], note_to_platform="Sample: once.")
    same = lead_contents(done="Sample.", expenditures=[paid("5"), ExpenditureRow(LINE, 2023)])
    once = found(same, last=last)["unchanged"]
    assert (once.level, once.sentence) == (Level.INFORMATION, "Nothing changed since the last report.")
    often = found(same, last=last, unchanged_for=2)["unchanged"]
    assert often.sentence == "Nothing changed in the last 3 reports."


def test_one_changed_word_is_a_change() -> None:
    assert "unchanged" not in found(lead_contents(done="Other."), last=lead_contents(done="Sample."))


def test_fields_that_do_not_go_with_the_status_are_named() -> None:
    finding = found(lead_contents(status="completed", on_hold_since=TODAY, confidence=""))["does_not_apply"]
    assert (finding.level, finding.field) == (Level.INFORMATION, "on_hold_since")


def test_a_contribution_needs_a_text_or_an_amount() -> None:
    empty = lead_contents(status="", confidence="")
    assert found(empty, is_lead=False)["nothing_said"].is_blocking
    assert not found(lead_contents(status="", confidence="", done="Sample."), is_lead=False)
    assert not found(lead_contents(status="", confidence="", expenditures=[paid("5", "5")]), is_lead=False)


def test_a_contribution_is_not_asked_for_status_dates_or_milestones() -> None:
    contents = lead_contents(status="", confidence="", done="Sample.")
    known = {MILESTONE: DueMilestone("A handbook", YESTERDAY)}
    assert not found(contents, is_lead=False, end=YESTERDAY, milestones=known)
