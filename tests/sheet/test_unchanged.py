"""Nothing changed since the last report: one press makes a report that is ready and never says old words as done now."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.picture.picture import FundingPicture
from actionplan.planned.document import YearTarget
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.agreement import why_not_unchanged
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.evidence import add_evidence
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from tests.database_state import undone
from tests.personas import ClientOf, SmallPlan
from tests.picture.builders import DAY, action, line, milestone, phase, report, spent, told
from tests.picture.test_indicators import indicator, measured
from tests.reading import read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import By, accepted_report, drafted, hand_in
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago, row_of

SheetOf = Callable[..., SheetBrowser]
SAID_ON = ago(40)
SINCE = formatting.short_day(day_of(SAID_ON))
AIMED_AT = (YearTarget(year=2021, value=Decimal(20)),)
KNOWN = "Sample: the register shows no change."
DUE = "milestone “Handbook” is due: say what became of it"
NO_FIGURE = "asks for figures of 2022"


@pytest.fixture
def last(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    """The last report on 1.1, before the round was opened; the action has no end, its milestone is achieved."""
    small_plan.with_money.phases.all().update(end=None, end_precision="")
    money = [
        ExpenditureRow(
            small_plan.line.pk, 2024, paid=Decimal("5.00"), source="Sample source", as_of=day_of(ago(1))
        )
    ]
    achieved = [
        MilestoneRow(small_plan.milestone.pk, state="achieved", achieved_on=datetime.date(2022, 6, 1))
    ]
    return accepted_report(
        small_plan.with_money,
        *by_lead,
        SAID_ON,
        reviewer=coordinator,
        done="Sample: as before.",
        next_steps="Sample: next.",
        source="Sample register",
        note_to_platform="Sample: an older note.",
        expenditures=money,
        milestones=achieved,
    )


@pytest.fixture
def sheet(last: ProgressReport, asked: Round, sheet_of: SheetOf, contributor: User) -> SheetBrowser:
    return sheet_of(contributor)


def say_unchanged(sheet: SheetBrowser, code: str = "1.1", **answers: str) -> Any:
    page = sheet.get(f"unchanged/{code}/")
    to = f"{sheet.address}unchanged/{code}/"
    return sheet.client.post(to, form_to(page, f"unchanged/{code}/") | answers)


@pytest.mark.full
def test_one_press_makes_a_ready_report_that_says_since_when_and_how_one_knows(
    sheet: SheetBrowser, last: ProgressReport, coordinator: User, client_of: ClientOf
) -> None:
    page = sheet.page()
    assert page.links[f"{sheet.address}unchanged/1.1/"] == "Nothing changed 1.1"
    assert "Nothing changed" not in row_of(page, "1.2")
    asks = sheet.get("unchanged/1.1/")
    assert form_to(asks, "unchanged/1.1/")["source"] == "Sample register", "prefilled with the last source"
    refused = say_unchanged(sheet, source="")
    assert refused.status_code == 400
    answer = say_unchanged(sheet, source=KNOWN)
    assert answer.url == f"{sheet.address}1.2/#opened", "the next that is to do"
    draft = ProgressReport.objects.drafts().get(action__code="1.1")
    assert (draft.source, draft.unchanged_since, draft.note_to_platform) == (KNOWN, day_of(SAID_ON), "")
    assert contents_of(draft).same_contents(contents_of(last))
    found = {finding.code for finding in findings(*comparison_of(draft, ago(0)))}
    assert "unchanged" in found
    assert not found & {"same_words", "nothing_done_said"}
    row = row_of(sheet.page(), "1.1")
    assert row.startswith("ready for agreement")
    assert f"nothing changed since {SINCE} · source: {KNOWN.rstrip('.')}" in row
    checks = sheet.get("checks/")
    assert f"unchanged since {formatting.day(day_of(SAID_ON))}" in read(checks).text
    agreed = {"agreed_by": "Sample function", "agreed_on": day_of(ago(0)).isoformat()}
    named = {"draft": f"{draft.pk}-{draft.revision}", **agreed}
    sent = sheet.client.post(f"{sheet.address}submit/", form_to(checks, "submit/") | named)
    assert sent.status_code == 302
    draft.refresh_from_db()
    accept(report=draft, verdict="on_track", by=coordinator, at=ago(0))
    shown = client_of(coordinator)
    for address in ["actions/1.1/", f"actions/1.1/reports/{draft.pk}/", "actions.csv"]:
        text = shown.get(f"/2020-2024/{address}")
        words = b"".join(text) if text.streaming else text.content
        since = f"nchanged since {formatting.day(day_of(SAID_ON))}"
        assert since in words.decode(), address
    assert "it is submitted already" in sheet.page("unchanged/1.1/").text


def test_the_words_keep_the_day_on_which_they_were_said_first(
    last: ProgressReport,
    coordinator: User,
    contributor: User,
    by_lead: By,
    small_plan: SmallPlan,
    sheet_of: SheetOf,
    request: pytest.FixtureRequest,
) -> None:
    later = hand_in(small_plan.with_money, *by_lead, ago(20), unchanged_since=day_of(SAID_ON), source=KNOWN)
    accept(report=later, verdict="on_track", by=coordinator, at=ago(19))
    request.getfixturevalue("asked")
    assert (
        f"nothing changed since {formatting.day(day_of(SAID_ON))}"
        in sheet_of(contributor).page("unchanged/1.1/").text
    )
    # a report in the form starts without the mark, and warns of words that are said again
    draft = drafted(small_plan.with_money, *by_lead, ago(1), next_steps="Sample: other steps.")
    assert draft.unchanged_since is None
    assert "same_words" in {finding.code for finding in findings(*comparison_of(draft, ago(0)))}


@pytest.mark.full
def test_saving_other_contents_takes_away_that_nothing_changed_and_saving_the_same_does_not(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By
) -> None:
    say_unchanged(sheet, source=KNOWN)
    form = f"/2020-2024/actions/1.1/report/{sheet.key}/"
    shown = sheet.client.get(form)
    assert sheet.client.post(form, form_to(shown, "save-and-check/")).status_code == 302
    draft = ProgressReport.objects.drafts().get()
    assert (draft.revision, draft.unchanged_since, draft.ready_at is None) == (2, day_of(SAID_ON), False)
    sheet.send("1.1", done="Sample: something new.")
    draft.refresh_from_db()
    assert (draft.done, draft.unchanged_since, draft.ready_at) == ("Sample: something new.", None, None)


@pytest.mark.full
def test_evidence_takes_it_away_too(sheet: SheetBrowser, contributor: User) -> None:
    say_unchanged(sheet, source=KNOWN)
    draft = ProgressReport.objects.drafts().get()
    assert draft.unchanged_since
    facts = {"description": "Sample.", "archive_reference": "Sample 14"}
    add_evidence(report=draft, **facts, by=contributor, at=ago(0))
    draft.refresh_from_db()
    assert (draft.unchanged_since, draft.ready_at) == (None, None)


@pytest.mark.full
def test_it_is_not_offered_where_the_platform_asks_or_a_draft_is_begun_and_then_refused(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By, coordinator: User, last: ProgressReport
) -> None:
    ours = (small_plan.with_money, *by_lead)
    opened = form_to(sheet.get("unchanged/1.1/"), "unchanged/1.1/")

    def refused(why: str) -> None:
        assert "Nothing changed" not in row_of(sheet.page(), "1.1")
        assert why in sheet.page("unchanged/1.1/").text
        answer = sheet.client.post(f"{sheet.address}unchanged/1.1/", opened)
        assert answer.status_code == 409
        assert f"“Nothing changed” cannot be said: {why}" in read(answer, 409).text

    with undone():
        drafted(*ours, ago(3), next_steps="Sample: other steps.")
        refused("a draft is begun")
    with undone():
        QuestionFactory(action=ours[0], organisation=ours[1], asked_by=coordinator, asked_at=ago(3))
        refused("there is a question of the Platform to answer")
    report = hand_in(*ours, ago(3))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(2))
    refused("a remark waits for an answer")


@pytest.mark.full
def test_what_was_said_as_lead_is_not_offered_as_a_partners_contribution(
    sheet: SheetBrowser,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    coordinator: User,
) -> None:
    appoint_lead(
        action=small_plan.with_money,
        organisation=partner_organisation,
        from_day=day_of(ago(1)),
        by=coordinator,
        at=ago(0),
    )
    assert "your organisation has another part in the action now" in sheet.page().text
    assert sheet.send("1.1", done="Sample: our part.").status_code == 302
    draft = ProgressReport.objects.drafts().get()
    assert (draft.kind, draft.done, draft.next_steps) == ("contribution", "Sample: our part.", "")


@pytest.mark.parametrize(
    ("facts", "said", "why"),
    [
        ({}, {}, ""),
        (
            {"phases": (phase(end=DAY(2022, 6, 30)),)},
            {},
            "its end falls on 30 June 2022: say what became of it",
        ),
        ({"phases": (phase(end=DAY(2022, 7, 1)),)}, {}, ""),
        ({}, {"forecast_end": DAY(2022, 5, 1)}, "its end falls on 1 May 2022: say what became of it"),
        ({"phases": (phase(end=DAY(2022, 6, 1)),)}, {"status": "completed", "confidence": ""}, ""),
        ({"milestones": (milestone(),)}, {}, DUE),
        ({"milestones": (milestone(due=DAY(2022, 7, 1)),)}, {}, ""),
        ({"milestones": (milestone(),)}, {"milestones": (told(achieved_on=DAY(2022, 6, 1)),)}, ""),
        (
            {"lines": (line(),)},
            {"spending": (spent(2022, paid=1),)},
            NO_FIGURE,
        ),
        ({"lines": (line(kind="no_cost", amount=None),)}, {}, ""),
        (
            {"indicators": (indicator(measured(DAY(2020, 12, 31), "0"), targets=AIMED_AT),)},
            {},
            "a value of “Sample share” was aimed at by 31 December 2021: say what it is",
        ),
        ({"indicators": (indicator(measured(DAY(2021, 3, 1), "5"), targets=AIMED_AT),)}, {}, ""),
        ({"indicators": (replace(indicator(targets=AIMED_AT), asked_in="abb"),)}, {}, ""),
        ({"indicators": (indicator(),)}, {}, ""),
        *(
            ({"lines": (line(),)}, {"spending": (replace(row, as_of=DAY(2022, 7, 2)),)}, why)
            for row, why in [
                (spent(2022, paid=1), ""),
                (spent(2021, paid=1), NO_FIGURE),
                (spent(2022, full_time_equivalents=1), NO_FIGURE),
                (spent(2022, committed=2, withdrawn="paid"), NO_FIGURE),
            ]
        ),
        ({"milestones": (milestone(),)}, {"milestones": (told("undone"),)}, DUE),
    ],
)
def test_what_falls_by_the_day_reported_about_and_money_without_a_day_ask_for_a_report(
    facts: dict[str, Any], said: dict[str, Any], why: str
) -> None:
    facts = {"phases": (phase(end=None),), "milestones": (), **facts}
    row = action(report(**said), **facts)
    round = Round(about=DAY(2022, 6, 30), opened_at=datetime.datetime(2022, 7, 1, 10, tzinfo=datetime.UTC))
    known: dict[str, Any] = {"round": round, "today": DAY(2022, 7, 5)}
    known |= dict.fromkeys(["has_draft", "has_remark", "has_question"], False)
    before = ProgressReport(pk=1, kind="lead")
    assert why_not_unchanged(row, before, organisation="ov", is_lead=True, **known) == why


def test_each_organisation_that_funds_or_reported_on_a_line_gives_a_figure_of_its_own() -> None:
    now = (replace(spent(2022, paid=1), as_of=DAY(2022, 7, 2)),)
    theirs = report(2, organisation="abb", is_lead=False, status="", confidence="", spending=now)
    silent = report(3, organisation="vvsg", is_lead=False, status="", confidence="")
    shares = tuple(FundingPicture(key, "", Decimal(20)) for key in ["vvsg", "abb"])
    rows = {"lines": (line(funding=shares),), "phases": (phase(end=None),), "milestones": ()}
    row = action(report(), theirs, silent, replace(silent, pk=4, organisation="wse"), **rows)
    round = Round(about=DAY(2022, 6, 30), opened_at=datetime.datetime(2022, 7, 1, 10, tzinfo=datetime.UTC))
    known: dict[str, Any] = {"round": round, "today": DAY(2022, 7, 5)}
    known |= dict.fromkeys(["has_draft", "has_remark", "has_question"], False)
    for pk, kind, key, why in [
        (1, "lead", "ov", NO_FIGURE),
        (2, "contribution", "abb", ""),
        (3, "contribution", "vvsg", NO_FIGURE),
        (4, "contribution", "wse", ""),
    ]:
        last = ProgressReport(pk=pk, kind=kind)
        assert why_not_unchanged(row, last, organisation=key, is_lead=last.is_lead, **known) == why
