"""An indicator through the pages: from an amendment over a report and its review to the report to the Government."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.parsing import read_plan_document
from actionplan.plan_document.workbook.reading import WorkbookReader
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.reporting.models import ProgressReport
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.contents import MeasurementRow
from actionplan.reports.findings import Finding
from actionplan.reports.reviewing import accept
from actions.models import Action, Indicator
from objectives.models import Plan
from tests.amendments.test_amendment_pages import amend, prepare, put_in_force
from tests.documents.written_documents import got, sheets_of, word_of, words_of
from tests.factories import BudgetLineFactory, IndicatorFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read, read_csv_by_head
from tests.reporting_factories import By, accepted_report, drafted, noon
from tests.rounds.frozen_round import HASHED, FrozenRound
from tests.sent_forms import form_to, send, to_form, to_report

TODAY = day_of(timezone.now())
YESTERDAY = TODAY - datetime.timedelta(days=1)
BEFORE, AHEAD = TODAY.year - 1, TODAY.year + 1
TYPED = {
    "indicators__0__name": "Sample share of towns",
    "indicators__0__name_nl": "Voorbeeldaandeel steden",
    "indicators__0__scope": "objective",
    "indicators__0__asked_of": "ov",
    "indicators__0__unit": "towns",
    "indicators__0__unit_nl": "steden",
    "indicators__0__baseline": "10,5",
    "indicators__0__baseline_on": f"{BEFORE - 1}-12-31",
    "indicators__0__targets": f"{BEFORE}: 20\r\n{AHEAD}: 60",
    "indicators__0__source": "Sample survey",
    "indicators__0__measured_by": "Sample bureau",
}


def amended_with_an_indicator(platform: Client, **typed: Any) -> Any:
    prepare(platform)
    return amend(platform, "1.1", **(TYPED | typed))


@pytest.mark.full
def test_an_indicator_goes_from_an_amendment_to_the_pages_and_files_of_the_plan(
    platform: Client, author: Client, viewer: Client, small_plan: SmallPlan, coordinator: User
) -> None:
    for action in small_plan.actions[1:]:
        BudgetLineFactory(action=action)  # as every action of a plan has
    for typed in ["towns", f"{BEFORE}: 12345678901"]:
        wrong = amended_with_an_indicator(platform, indicators__0__targets=typed)
        assert f"“{typed}” is no target: write a year and a number" in read(wrong, 400).text
    unnamed = amended_with_an_indicator(platform, indicators__0__asked_of="")
    assert "names the organisation in whose report it is asked." in read(unnamed, 400).text
    assert amended_with_an_indicator(platform).status_code == 302
    assert put_in_force(platform).status_code == 302
    indicator = Indicator.objects.get()
    assert (indicator.action, indicator.key) == (small_plan.with_money, "sample_share_of_towns")

    # it is asked in the lead's report; the checks say what is wrong with what was measured
    action, field = small_plan.with_money, f"measurement-{indicator.pk}"
    page = author.get(to_form(action))
    assert "target 60 by the end of" in part(read(page), "section-indicators")
    fields = form_to(page, "save-and-check/")
    what_is_typed_by_half_is_an_error(author, action, fields, indicator)
    said = {"status": "ongoing", "confidence": "on_track", "done": "Sample: done."}
    measured = {f"{field}-new-value": "45", f"{field}-new-measured_on": YESTERDAY.isoformat()}
    sure = {f"{field}-new-provisional": "on", f"{field}-new-source": "Sample count"}
    saved = send(author, page, to_form(action, "report-save-and-check"), **(said | measured | sure))
    assert saved.status_code == 302
    checks = author.get(to_form(action, "report-checks"))
    assert "45 towns, provisional, Sample count" in read(checks).text
    send(author, checks, to_form(action, "report-submit"))
    report = ProgressReport.objects.get()
    review = platform.get(to_report(report))
    assert "45 towns, provisional, Sample count" in read(review).text
    send(platform, review, to_report(report), decision="accept", verdict="on_track")

    # everybody sees it on the action, with its objective, among the milestones, in the list and its file
    shown = part(read(viewer.get(f"/2020-2024/actions/{action.code}/")), "indicators")
    assert "Sample share of towns (towns): on the way" in shown
    assert "45 provisional source: Sample count" in shown
    for page in ["objectives/1/", "milestones/"]:
        assert "1 indicator: 1 on the way." in part(read(viewer.get(f"/2020-2024/{page}")), "indicators")
    found = read_csv_by_head(viewer.get("/2020-2024/actions.csv?indicator=on_the_way"))
    assert [(row["Code"], row["Indicators: on the way"]) for row in found] == [("1.1", "1")]
    assert not read_csv_by_head(viewer.get("/2020-2024/actions.csv?indicator=behind"))
    [row] = sheets_of(got(viewer, "plan-workbook-progress", "2020-2024"))["Progress of indicators"][-1:]
    assert {45, "on the way", "Sample count"} <= set(row)
    the_plan_comes_back(small_plan.plan)


def what_is_typed_by_half_is_an_error(
    author: Client, action: Action, fields: dict[str, Any], indicator: Indicator
) -> None:
    measured, typed = f"measurement-{indicator.pk}", "-year_typed"
    year = next(name for name in fields if name.endswith(typed)).removesuffix(typed)
    for half, said in [
        ({f"{measured}-new-value": "45"}, "Say on which day this was measured."),
        (
            {f"{measured}-new-measured_on": YESTERDAY.isoformat()},
            "Say what was measured, or leave the row empty.",
        ),
        (
            {f"{year}-year_typed": BEFORE, f"{year}-as_of": YESTERDAY.isoformat()},
            "Give the figure that this is about, or leave it out.",
        ),
    ]:
        assert said in read(author.post(to_form(action), fields | half), 400).text


def the_plan_comes_back(plan: Plan) -> None:
    """From its document and from its workbook."""
    document = plan_document(plan, TODAY)
    assert read_plan_document(as_text(document).encode()) == document
    read_back, _where, _notes = WorkbookReader(plan_workbook(document)).read()
    assert [one.indicators for one in read_back.actions] == [one.indicators for one in document.actions]


@pytest.mark.full
def test_measurements_are_copied_to_the_next_report_and_the_checks_look_at_them(
    small_plan: SmallPlan, by_lead: By, author: Client, coordinator: User
) -> None:
    action, indicator = small_plan.with_money, IndicatorFactory(action=small_plan.with_money)
    first = MeasurementRow(indicator.pk, datetime.date(2021, 12, 31), Decimal(20), source="Sample.")
    accepted_report(action, *by_lead, noon(2022, 1, 10), reviewer=coordinator, measurements=[first])
    page = author.get(to_form(action))
    name = f"measurement-{indicator.pk}-2021-12-31"
    assert form_to(page, "save-and-check/")[f"{name}-value"] == "20"

    at = noon(2023, 2, 1)
    wrong = [
        MeasurementRow(indicator.pk, datetime.date(2021, 12, 31), Decimal(-1), source="Sample."),
        MeasurementRow(indicator.pk, datetime.date(2023, 2, 2), Decimal(50)),
    ]
    draft = drafted(action, *by_lead, at, measurements=[])
    assert "row_left_out" in _codes(draft, at)
    draft = drafted(action, *by_lead, at, measurements=wrong[:1])
    assert {"negative_number", "not_measured"} <= _codes(draft, at)
    draft = drafted(action, *by_lead, at, measurements=wrong)
    assert {"measured_in_future", "measured_without_source"} <= _codes(draft, at)
    assert "not_measured" not in _codes(draft, at)
    shown = author.get(to_form(action)).content.decode()
    assert f'name="{name}-withdrawn"' in shown
    assert f'name="measurement-{indicator.pk}-2023-02-02-value"' in shown
    assert f'name="measurement-{indicator.pk}-2023-02-02-withdrawn"' not in shown, "no report gave it yet"
    with pytest.raises(ValueError, match="of another action"):
        drafted(small_plan.joint, *by_lead, at, measurements=wrong)


def _codes(draft: ProgressReport, at: datetime.datetime) -> set[str]:
    found: list[Finding] = findings(*comparison_of(draft, at))
    return {finding.code for finding in found}


@pytest.mark.full
def test_a_value_that_was_reported_by_mistake_is_withdrawn_with_a_reason_and_never_left_out(
    small_plan: SmallPlan, by_lead: By, author: Client, coordinator: User
) -> None:
    action, indicator = small_plan.with_money, IndicatorFactory(action=small_plan.with_money)
    first = MeasurementRow(indicator.pk, datetime.date(2021, 12, 31), Decimal(20), source="Sample.")
    accepted_report(action, *by_lead, noon(2022, 1, 10), reviewer=coordinator, measurements=[first])
    name, checks = f"measurement-{indicator.pk}-2021-12-31", "report-save-and-check"
    said = {"status": "ongoing", "confidence": "on_track", f"{name}-withdrawn": "on"}
    saved = send(author, author.get(to_form(action)), to_form(action, checks), **said)
    assert "say under the source why the value is withdrawn" in read(author.get(saved.url)).text
    why = {f"{name}-value": "", f"{name}-source": "Sample: counted twice."}
    send(author, author.get(to_form(action)), to_form(action, checks), **(said | why))
    page = author.get(to_form(action, "report-checks"))
    assert ", withdrawn, Sample: counted twice." in read(page).text
    send(author, page, to_form(action, "report-submit"))
    report = ProgressReport.objects.get(state="submitted")
    accept(report=report, by=coordinator, at=timezone.now(), verdict="on_track")
    shown = part(read(author.get(f"/2020-2024/actions/{action.code}/")), "indicators")
    assert "not measured" in shown
    assert "withdrawn Sample: counted twice." in shown


def test_a_partner_that_the_plan_names_is_asked_and_its_last_word_on_a_day_counts(
    small_plan: SmallPlan, partner: User, client_of: ClientOf, author: Client
) -> None:
    organisation = partner.memberships.get().organisation
    indicator = IndicatorFactory(action=small_plan.joint, terms__asked_of=organisation)
    page = client_of(partner).get(to_form(small_plan.joint, key="kbbj_abb"))
    assert f"measurement-{indicator.pk}-new-value" in form_to(page, "save-and-check/")
    assert f"measurement-{indicator.pk}-" not in author.get(to_form(small_plan.joint)).content.decode()


@pytest.mark.full
def test_a_closing_freezes_what_was_measured_and_the_report_to_the_government_has_it(
    frozen: FrozenRound, platform: Client
) -> None:
    names = ["2020-2024", "2022-06"]
    assert "Of 1 indicator: 1 on the way." in words_of(
        word_of(got(platform, "government-report-docx", *names))
    )
    rows = sheets_of(got(platform, "government-report-xlsx", *names))["Indicators"]
    assert rows[1][-3:] == (30, None, "on the way")
    # a figure that changes afterwards changes no closed round, and its source stays with the frozen texts
    closed = platform.get("/2020-2024/actions/1.1/?round=2022-06")
    assert f"30 source: {HASHED} 1.1 survey" in part(read(closed), "indicators")
