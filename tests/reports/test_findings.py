"""The checks before submitting: each with its level, its sentence and the field it leads to."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.reports.checks import findings
from actionplan.reports.contents import Contents, ExpenditureRow, MeasurementRow, MilestoneRow
from actionplan.reports.findings import CheckContext, DueMilestone, Finding, Level
from tests.reporting_factories import lead_contents

TODAY = datetime.date(2022, 6, 15)
YESTERDAY, TOMORROW = datetime.date(2022, 6, 14), datetime.date(2022, 6, 16)
LINE, MILESTONE = 7, 8
HANDBOOK = {MILESTONE: DueMilestone("A handbook", YESTERDAY)}


def around(**facts: Any) -> CheckContext:
    known = {"today": TODAY, "is_lead": True, "milestones": {}, "line_labels": {LINE: "Training"}}
    return CheckContext(**known | facts)


def by_code(contents: Contents, **facts: Any) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings(contents, around(**facts))}


def paid(amount: str, committed: str | None = None, year: int = 2022) -> ExpenditureRow:
    known = Decimal(committed) if committed else None
    row = ExpenditureRow(LINE, year, committed=known, paid=Decimal(amount), finality="provisional")
    return replace(row, as_of=min(TODAY, datetime.date(year, 12, 31))) if year <= TODAY.year else row


def completed(**fields: Any) -> Contents:
    return lead_contents(status="completed", confidence="", **fields)


def contribution(**fields: Any) -> Contents:
    return lead_contents(status="", confidence="", **fields)


def test_a_report_that_is_in_order_raises_nothing() -> None:
    contents = lead_contents(expenditures=[paid("50", "60")], done="Sample.")
    assert findings(contents, around(end=TOMORROW, planned_totals={LINE: Decimal("100")})) == []


def test_blocking_findings_come_first() -> None:
    achieved = [MilestoneRow(MILESTONE, state="achieved")]
    contents = lead_contents(confidence="off_track", expenditures=[paid("5", "1")], milestones=achieved)
    levels = [finding.level for finding in findings(contents, around())]
    assert levels == sorted(levels, key=list(Level).index)
    assert {Level.BLOCKING, Level.WARNING} <= set(levels)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"status": ""}, "status_missing", "status"),
        ({"confidence": ""}, "confidence_missing", "confidence"),
        ({"status": "completed", "actual_end": TOMORROW}, "completed_in_future", "actual_end"),
        ({"actual_start": TOMORROW}, "started_in_future", "actual_start"),
        ({"status": "stopped"}, "stopped_without_reason", "stop_reason"),
        (
            {"status": "completed", "actual_start": TODAY, "actual_end": YESTERDAY},
            "ends_before_start",
            "actual_end",
        ),
        ({"agreed_by": "Head"}, "agreed_by_half", "agreed_on"),
        ({"agreed_on": TODAY}, "agreed_by_half", "agreed_by"),
        ({"agreed_by": "Head", "agreed_on": TOMORROW}, "agreed_in_future", "agreed_on"),
    ],
)
def test_what_must_be_mended_in_the_contents(fields: dict[str, Any], code: str, field: str) -> None:
    finding = by_code(lead_contents(**fields))[code]
    assert (finding.level, finding.field) == (Level.BLOCKING, field)
    assert finding.sentence.endswith(".")


def test_what_is_complete_blocks_nothing() -> None:
    for contents in [
        completed(actual_end=TODAY),
        lead_contents(status="stopped", stop_reason="Sample.", confidence=""),
        lead_contents(agreed_by="Head", agreed_on=TODAY),
    ]:
        assert not any(finding.is_blocking for finding in by_code(contents).values())


def test_an_amount_below_zero_asks_for_its_source_in_its_row() -> None:
    for column in ["committed", "paid", "forecast"]:
        row = ExpenditureRow(LINE, 2022, **{column: Decimal("-0.01")})
        finding = by_code(lead_contents(expenditures=[row]))["negative_amount"]
        assert (finding.level, finding.field) == (Level.WARNING, f"money-{LINE}-2022-source")
        assert finding.sentence.startswith("2022, Training, ")
        for contents in [
            lead_contents(expenditures=[replace(row, source="Sample decision")]),
            lead_contents(expenditures=[row], source="Sample decision"),
            lead_contents(expenditures=[paid("0")]),
        ]:
            assert "negative_amount" not in by_code(contents)


def test_people_and_what_is_counted_are_never_fewer_than_none() -> None:
    money = ExpenditureRow(LINE, 2022, full_time_equivalents=Decimal("-0.5"), source="Sample")
    finding = by_code(lead_contents(expenditures=[money]))["negative_number"]
    assert (finding.is_blocking, finding.field) == (True, f"money-{LINE}-2022-full_time_equivalents")
    counted = MilestoneRow(MILESTONE, datetime.date(2022, 1, 1), number=Decimal(-3))
    finding = by_code(lead_contents(milestones=[counted]))["negative_number"]
    assert (finding.is_blocking, finding.field) == (True, f"milestone-{MILESTONE}-2022-01-01-number")


def test_a_figure_of_the_last_report_that_was_emptied_is_a_warning_at_its_cell() -> None:
    counted = [MilestoneRow(MILESTONE, number=Decimal(4))]
    last = lead_contents(expenditures=[paid("5", "6")], milestones=counted)
    contents = lead_contents(expenditures=[paid("5")], milestones=[MilestoneRow(MILESTONE)])
    emptied = [
        finding for finding in findings(contents, around(last=last)) if finding.code == "figure_emptied"
    ]
    assert [(one.level, one.field) for one in emptied] == [
        (Level.WARNING, f"money-{LINE}-2022-committed"),
        (Level.WARNING, f"milestone-{MILESTONE}-number"),
    ]
    assert emptied[0].sentence.startswith("2022, Training, committed")


def test_nothing_said_of_what_was_done_is_a_warning() -> None:
    for fields, facts, warned in [
        ({}, {}, True),
        ({"done": "  "}, {}, True),
        ({"done": "Sample."}, {}, False),
        ({}, {"money_only": True}, False),
        ({"status": "not_started"}, {}, False),
        ({"status": "completed", "confidence": ""}, {}, True),
    ]:
        codes = by_code(lead_contents(**{"done": ""} | fields), **facts)
        assert ("nothing_done_said" in codes) == warned, fields


def test_the_words_of_the_last_report_are_a_warning_where_something_else_changed() -> None:
    last = lead_contents(done="Two courses were held.", confidence="on_track", obstacles="Sample.")
    for done, confidence, facts, warned in [
        ("Two courses were held.", "needs_attention", {}, True),
        ("two  courses were\nheld.", "needs_attention", {}, True),
        ("Three courses were held.", "needs_attention", {}, False),
        ("Two courses were held.", "on_track", {}, False),
        ("Two courses were held.", "needs_attention", {"money_only": True}, False),
    ]:
        contents = lead_contents(done=done, confidence=confidence, obstacles="Sample.")
        finding = by_code(contents, last=last, **facts).get("same_words")
        assert (finding is not None) == warned, (done, confidence)
        if finding:
            assert (finding.level, finding.field) == (Level.WARNING, "done")
    # A contribution is warned of where its money changed.
    last = contribution(done="Sample.")
    contents = contribution(done="Sample.", expenditures=[paid("5", "5")])
    assert "same_words" in by_code(contents, last=last, is_lead=False)
    assert "same_words" not in by_code(last, last=last, is_lead=False)


def test_a_row_of_the_last_report_that_is_left_out_blocks() -> None:
    rows = [paid("5", "6", 2021), paid("5", "6", 2022)]
    last, by_lead = lead_contents(expenditures=rows), lead_contents(expenditures=rows[1:])
    finding = by_code(by_lead, last=last)["row_left_out"]
    assert finding.is_blocking
    assert finding.sentence == "The last report gave figures for 2021 (Training); this one leaves them out."
    emptied = lead_contents(expenditures=[ExpenditureRow(LINE, 2021), rows[1]])
    assert "row_left_out" in by_code(emptied, last=last)
    milestone = lead_contents(milestones=[MilestoneRow(MILESTONE)])
    finding = by_code(lead_contents(), last=milestone)["row_left_out"]
    assert (finding.is_blocking, finding.field) == (True, "milestone")
    # A partner that led before must repeat its money, and need not repeat the milestones.
    partner = lead_contents(status="", done="Sample.")
    assert "row_left_out" in by_code(partner, last=last, is_lead=False)
    assert "row_left_out" not in by_code(partner, last=milestone, is_lead=False)


def test_a_milestone_is_achieved_on_a_day_before_tomorrow() -> None:
    row = MilestoneRow(MILESTONE, state="achieved")
    assert by_code(lead_contents(milestones=[row]))["achieved_without_date"].is_blocking
    for dated in [replace(row, achieved_on=TODAY), replace(row, period_start=datetime.date(2022, 1, 1))]:
        assert "achieved_without_date" not in by_code(lead_contents(milestones=[dated]))
    late = replace(row, achieved_on=TOMORROW)
    assert by_code(lead_contents(milestones=[late]))["achieved_in_future"].is_blocking


def test_an_end_that_passed_asks_for_a_new_forecast() -> None:
    for end, status, forecast, warned in [
        (YESTERDAY, "ongoing", None, True),
        (YESTERDAY, "ongoing", YESTERDAY, True),
        (YESTERDAY, "ongoing", TODAY, False),
        (YESTERDAY, "completed", None, False),
        (YESTERDAY, "not_started", None, False),
        (TODAY, "ongoing", None, False),
        (None, "ongoing", None, False),
    ]:
        codes = by_code(lead_contents(status=status, forecast_end=forecast), end=end)
        assert ("end_passed" in codes) == warned, (end, status, forecast)
        if warned:
            assert (codes["end_passed"].level, codes["end_passed"].field) == (Level.WARNING, "forecast_end")


def test_trouble_without_an_obstacle_is_a_warning() -> None:
    for confidence, obstacles, warned in [
        ("on_track", "", False),
        ("needs_attention", "", True),
        ("off_track", "", True),
        ("off_track", "Sample.", False),
    ]:
        codes = by_code(lead_contents(confidence=confidence, obstacles=obstacles))
        assert ("no_obstacle" in codes) == warned, confidence
    for status in ["completed", "stopped"]:
        left_over = lead_contents(status=status, confidence="needs_attention", stop_reason="Sample.")
        assert "no_obstacle" not in by_code(left_over), "a draft keeps what it said before"


def test_a_milestone_that_passed_without_a_new_date_and_a_reason_is_a_warning() -> None:
    late = MilestoneRow(MILESTONE, expected_on=TOMORROW, expected_why="Sample.")
    for row, due, field in [
        (MilestoneRow(MILESTONE), YESTERDAY, "expected_on"),
        (MilestoneRow(MILESTONE, state="undone"), YESTERDAY, "expected_on"),
        (None, YESTERDAY, "expected_on"),
        (MilestoneRow(MILESTONE), TODAY, ""),
        (MilestoneRow(MILESTONE), None, ""),
        (late, YESTERDAY, ""),
        (replace(late, expected_on=YESTERDAY), YESTERDAY, "expected_on"),
        (replace(late, expected_why=" "), YESTERDAY, "expected_why"),
        (MilestoneRow(MILESTONE, state="dropped"), YESTERDAY, ""),
        (MilestoneRow(MILESTONE, state="achieved", achieved_on=TODAY), YESTERDAY, ""),
    ]:
        known = {MILESTONE: DueMilestone("A handbook", due)}
        codes = by_code(lead_contents(milestones=[row] if row else []), milestones=known)
        assert ("milestone_passed" in codes) == bool(field), (row, due)
        if field:
            finding = codes["milestone_passed"]
            assert (finding.level, finding.field) == (Level.WARNING, f"milestone-{MILESTONE}-{field}")
            assert finding.sentence.startswith("“A handbook” was due on")


def test_an_achieved_milestone_without_the_proof_agreed_beforehand_is_a_warning() -> None:
    row = MilestoneRow(MILESTONE, state="achieved", achieved_on=TODAY)
    agreed = {MILESTONE: DueMilestone("A handbook", None, "report to the Platform")}
    finding = by_code(lead_contents(milestones=[row]), milestones=agreed)["proof_missing"]
    assert (finding.level, finding.field) == (Level.WARNING, f"milestone-{MILESTONE}-source")
    assert "“report to the Platform”" in finding.sentence
    for other, known in [
        (replace(row, source="Sample report."), agreed),
        (MilestoneRow(MILESTONE), agreed),
        (row, {MILESTONE: DueMilestone("A handbook", None)}),
    ]:
        assert "proof_missing" not in by_code(lead_contents(milestones=[other]), milestones=known)


def test_evidence_proves_the_period_that_it_is_about_and_no_other() -> None:
    agreed = {MILESTONE: DueMilestone("A handbook", None, "report to the Platform")}
    first, second = datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)
    rows = [MilestoneRow(MILESTONE, period, state="achieved") for period in [first, second]]
    evidence = frozenset({(MILESTONE, first)})
    found = findings(lead_contents(milestones=rows), around(milestones=agreed, evidence=evidence))
    missing = [finding.field for finding in found if finding.code == "proof_missing"]
    assert missing == [f"milestone-{MILESTONE}-2021-01-01-source"]


def test_only_what_was_achieved_is_reported_undone_and_with_a_reason() -> None:
    achieved = MilestoneRow(MILESTONE, state="achieved", achieved_on=YESTERDAY)
    undone = MilestoneRow(MILESTONE, state="undone", undone_why="Sample: withdrawn by court.")
    for before, row, code, field in [
        (None, undone, "undone_not_achieved", "state"),
        (MilestoneRow(MILESTONE), undone, "undone_not_achieved", "state"),
        (achieved, undone, "", ""),
        (undone, undone, "", ""),
        (achieved, replace(undone, undone_why=" "), "undone_without_reason", "undone_why"),
        (achieved, MilestoneRow(MILESTONE), "achieved_before", "state"),
        (undone, MilestoneRow(MILESTONE), "undone_before", "state"),
        (undone, achieved, "", ""),
    ]:
        last = lead_contents(milestones=[before] if before else [])
        found = findings(lead_contents(milestones=[row]), around(last=last))
        blocking = [(one.code, one.field) for one in found if one.is_blocking]
        assert blocking == ([(code, f"milestone-{MILESTONE}-{field}")] if code else []), (before, row)


def test_a_remark_of_another_state_is_asked_anew_and_proves_nothing() -> None:
    was = MilestoneRow(MILESTONE, source="Two fields are open.")
    now = replace(was, state="achieved", achieved_on=TODAY)
    agreed = {MILESTONE: DueMilestone("A handbook", None, "report to the Platform")}
    for row, is_asked in [
        (now, True),
        (replace(now, source="Minutes of 3 March."), False),
        (replace(now, source=""), False),
        (was, False),
    ]:
        last = lead_contents(milestones=[was])
        codes = by_code(lead_contents(milestones=[row]), milestones=agreed, last=last)
        assert ("old_remark" in codes) == is_asked, row
        assert ("proof_missing" in codes) == (row.is_achieved and "Minutes" not in row.source), row
        assert "does_not_apply" not in codes
        if is_asked:
            finding = codes["old_remark"]
            assert (finding.level, finding.field) == (Level.WARNING, f"milestone-{MILESTONE}-source")


def test_what_the_state_of_a_milestone_leaves_without_meaning_is_said_and_dropped() -> None:
    said = {"achieved_on": YESTERDAY, "undone_why": "a", "expected_on": TOMORROW, "expected_why": "b"}
    kept = {
        state: {name for name in said if getattr(row.without_meaningless_values(), name)}
        for state in ["open", "achieved", "dropped", "undone"]
        for row in [MilestoneRow(MILESTONE, state=state, **said)]
    }
    assert kept == {
        "open": {"achieved_on", "expected_on", "expected_why"},
        "achieved": {"achieved_on"},
        "dropped": {"achieved_on"},
        "undone": {"undone_why", "expected_on", "expected_why"},
    }
    row = MilestoneRow(MILESTONE, state="achieved", **said)
    finding = by_code(lead_contents(milestones=[row]), milestones=HANDBOOK)["does_not_apply"]
    assert (finding.level, finding.field) == (Level.INFORMATION, f"milestone-{MILESTONE}-undone_why")
    assert finding.sentence.endswith(
        "does not go with its state: why it is undone, expected on, why it is not achieved."
    )


def test_paid_above_committed_is_summed_over_the_years_so_far() -> None:
    for rows, warned in [
        ([paid("10", "10")], False),
        ([paid("10.01", "10")], True),
        ([paid("5", "20", 2021), paid("15", "0", 2022)], False),
        ([paid("5", "5", 2022), paid("5", "4", 2021)], True),
        ([paid("5", "4", 2022), paid("0", "99", 2023)], True),
    ]:
        assert ("paid_above_committed" in by_code(lead_contents(expenditures=rows))) == warned, rows


def test_paid_above_planned_counts_all_organisations_and_years() -> None:
    contents = lead_contents(expenditures=[paid("4", "4", 2021), paid("6", "6", 2022)])
    for others, planned, warned in [("0", "10", False), ("0.01", "10", True), ("0.01", None, False)]:
        totals = {LINE: Decimal(planned)} if planned else {}
        codes = by_code(contents, planned_totals=totals, paid_by_others={LINE: {"VVSG": Decimal(others)}})
        assert ("paid_above_planned" in codes) == warned, (others, planned)
        if warned:
            assert codes["paid_above_planned"].sentence.endswith(
                "€10.01 against €10.00 (this organisation €10.00, others: VVSG €0.01)."
            )


def test_paid_above_planned_by_one_organisation_names_no_others() -> None:
    codes = by_code(lead_contents(expenditures=[paid("11", "11")]), planned_totals={LINE: Decimal(10)})
    sentence = codes["paid_above_planned"].sentence
    assert sentence.startswith("This organisation paid more")
    assert sentence.endswith("€11.00 against €10.00.")


def test_completed_with_an_open_milestone_is_a_warning() -> None:
    code = "completed_with_open_milestones"
    finding = by_code(completed(milestones=[MilestoneRow(MILESTONE)]))[code]
    assert "1 milestone is open" in finding.sentence
    assert code in by_code(completed(), milestones=HANDBOOK), "nothing is said of it"
    for said in [{"state": "achieved", "achieved_on": TODAY}, {"state": "dropped"}]:
        assert code not in by_code(completed(milestones=[MilestoneRow(MILESTONE, **said)]))


def test_completed_without_a_day_is_a_warning() -> None:
    finding = by_code(completed())["completed_without_date"]
    assert (finding.level, finding.field) == (Level.WARNING, "actual_end")
    for contents in [completed(actual_end=TODAY), lead_contents(status="stopped", stop_reason="Sample.")]:
        assert "completed_without_date" not in by_code(contents)


def test_completed_as_planned_but_after_the_planned_end_is_a_warning() -> None:
    end = datetime.date(2022, 3, 31)
    for outcome, actual, is_found in [
        ("as_planned", datetime.date(2022, 4, 1), True),
        ("as_planned", end, False),
        ("adapted", TODAY, False),
        ("", TODAY, False),
    ]:
        contents = completed(outcome=outcome, actual_end=actual)
        finding = by_code(contents, end=end).get("planned_yet_late")
        assert (finding is not None) == is_found, (outcome, actual)
        assert "planned_yet_late" not in by_code(contents), "an action without an end is never late"
        if finding:
            assert (finding.level, finding.field) == (Level.WARNING, "outcome")
            assert "31 March 2022" in finding.sentence


def test_a_new_amount_under_the_source_of_the_last_report_is_a_warning() -> None:
    def money(amount: str, source: str) -> Contents:
        return lead_contents(expenditures=[replace(paid(amount, "90", 2021), source=source)])

    last = money("50", "Sample ledger")
    for contents, is_found in [
        (money("60", "Sample ledger"), True),
        (money("60", "Sample ledger 2022"), False),
        (last, False),
        (money("60", ""), False),
    ]:
        finding = by_code(contents, last=last).get("old_source")
        assert (finding is not None) == is_found
        if finding:
            assert (finding.level, finding.field) == (Level.WARNING, f"money-{LINE}-2021-source")
            assert "2021 (Training)" in finding.sentence
    for facts in [{}, {"last": lead_contents()}]:  # a first amount has no old source
        assert "old_source" not in by_code(money("60", "Sample ledger"), **facts)


def test_nothing_changed_is_said_with_the_number_of_reports() -> None:
    last = lead_contents(done="Sample.", expenditures=[paid("5")], note_to_platform="Sample: once.")
    same = lead_contents(done="Sample.", expenditures=[paid("5"), ExpenditureRow(LINE, 2023)])
    once = by_code(same, last=last)["unchanged"]
    assert (once.level, once.sentence) == (Level.INFORMATION, "Nothing changed since the last report.")
    often = by_code(same, last=last, unchanged_for=2)["unchanged"]
    assert often.sentence == "Nothing changed in the last 3 reports."
    one_word = {"done": "Other.", "expenditures": [paid("5")]}
    assert "unchanged" not in by_code(lead_contents(**one_word), last=last)


def test_fields_that_do_not_go_with_the_status_are_named() -> None:
    finding = by_code(completed(on_hold_since=TODAY))["does_not_apply"]
    assert (finding.level, finding.field) == (Level.INFORMATION, "on_hold_since")
    finding = by_code(completed(actual_end=TODAY, forecast_end=TODAY, forecast_reason="Sample."))[
        "does_not_apply"
    ]
    assert finding.sentence.endswith("forecast end, why the forecast.")


def test_a_contribution_needs_a_text_or_an_amount_and_no_status_dates_or_milestones() -> None:
    assert by_code(contribution(), is_lead=False)["nothing_said"].is_blocking
    assert not by_code(contribution(done="Sample."), is_lead=False, end=YESTERDAY, milestones=HANDBOOK)
    assert not by_code(contribution(expenditures=[paid("5", "5")]), is_lead=False)
    measured = (MeasurementRow(9, TODAY, Decimal(3), source="Sample register"),)
    assert not by_code(replace(contribution(), measurements=measured), is_lead=False)


def test_a_figure_is_as_of_a_day_of_its_year_or_later_and_not_final_before_the_year_is_over() -> None:
    row = replace(paid("5", "5"), source="Sample")
    for facts, code, field in [
        ({"as_of": TOMORROW}, "as_of_in_future", "as_of"),
        ({"as_of": datetime.date(2021, 12, 31)}, "as_of_before_year", "as_of"),
        ({"as_of": TODAY, "finality": "final"}, "final_too_early", "finality"),
    ]:
        finding = by_code(lead_contents(expenditures=[replace(row, **facts)]))[code]
        assert finding.field == f"money-{LINE}-2022-{field}"
    for facts in [{"as_of": TODAY, "finality": "provisional"}, {"as_of": None, "finality": "final"}]:
        assert not any(
            code.startswith(("as_of", "final"))
            for code in by_code(lead_contents(expenditures=[replace(row, **facts)]))
        )


def test_a_figure_that_is_withdrawn_is_emptied_and_says_why() -> None:
    before = paid("5", "6")
    last = lead_contents(expenditures=[before])

    def found(row: ExpenditureRow, last: Contents | None = last) -> set[str]:
        codes = by_code(lead_contents(expenditures=[row], done="Sample."), last=last)
        return codes.keys() & {
            "figure_emptied",
            "withdrawn_without_reason",
            "nothing_withdrawn",
            "withdrawal_left_out",
            "row_left_out",
        }

    emptied = replace(before, paid=None)
    assert found(emptied) == {"figure_emptied"}
    assert found(replace(emptied, withdrawn="paid")) == {"withdrawn_without_reason"}
    assert found(replace(emptied, withdrawn="paid", source="Booked twice")) == set()
    sourced = lead_contents(expenditures=[replace(before, source="The ledger")])
    unexplained = replace(emptied, withdrawn="paid", source="The ledger")
    assert found(unexplained, sourced) == {"withdrawn_without_reason"}, "its source is the one of the figure"
    assert found(replace(before, withdrawn="paid", source="Booked twice")) == {"nothing_withdrawn"}
    all_of_it = replace(emptied, committed=None, withdrawn="committed paid", source="Booked twice")
    assert found(all_of_it) == set()
    assert found(all_of_it, None) == {"nothing_withdrawn"}
    # the next report carries it on, also where a law removed why
    without_words = replace(all_of_it, source="")
    carried_on = lead_contents(expenditures=[without_words])
    assert found(without_words, carried_on) == set()
    # one that is given again is withdrawn no more, and none is merely forgotten
    assert found(replace(before, withdrawn="committed"), carried_on) == {"nothing_withdrawn"}
    assert found(replace(before, source="Booked well"), carried_on) == set()
    assert found(replace(without_words, withdrawn="paid"), carried_on) == {"withdrawal_left_out"}
    assert found(replace(emptied, withdrawn="full_time_equivalents paid", source="S")) == {
        "nothing_withdrawn"
    }
    # of a line with an unknown commitment nobody knows whether more was paid
    unknown = replace(before, committed=None, withdrawn="committed")
    assert "paid_above_committed" not in by_code(lead_contents(expenditures=[unknown]), last=last)
    assert "paid_above_committed" in by_code(lead_contents(expenditures=[replace(before, committed=None)]))
