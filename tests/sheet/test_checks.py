"""Check your reports: which drafts of a sheet will be submitted, which not and why, and one press for all."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.http import HttpResponse

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.contents import ExpenditureRow, MeasurementRow
from actionplan.rounds.life import take_into_review
from tests.evidence.evidence_rows import EvidenceFactory
from tests.factories import IndicatorFactory
from tests.personas import SmallPlan, person
from tests.reading import Element, read
from tests.reporting_factories import By, RoundFactory, accepted_report, drafted, hand_in
from tests.sent_forms import form_to, to_form
from tests.sheet.asked_sheet import SheetBrowser, ago, in_days, ready

SheetOf = Callable[..., SheetBrowser]
AGREED = {"agreed_by": "Sample function", "agreed_on": in_days(0).isoformat()}


def names_in(shown: HttpResponse) -> list[str]:
    """The drafts that a page of checks would mark or submit."""
    drafts = [f"{row.pk}-{row.revision}" for row in ProgressReport.objects.drafts()]
    return [name for name in drafts if f'value="{name}"' in shown.content.decode()]


def rows_in(page: Element) -> list[str]:
    """The words of each draft."""
    rows = [row for drafts in page.all("ul", class_="row-list") for row in drafts.children]
    return [row.text for row in rows if isinstance(row, Element)]


@pytest.mark.full
def test_only_what_is_ready_for_agreement_is_ticked_as_many_as_the_button_said(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=by_lead[0])
    drafted(small_plan.with_money, *by_lead, ago(2))
    ready(drafted(small_plan.joint, by_lead[0], colleague, ago(2)), by=colleague)
    drafted(small_plan.limited, *by_lead, ago(2))
    sheet = sheet_of(contributor)
    assert sheet.page().links[f"{sheet.address}checks/"] == "Check and submit 1"
    checks = sheet.page("checks/")
    ticks = checks.all("input", type="checkbox")
    assert [("checked" in tick.attributes) for tick in ticks] == [True, False, False]
    assert "1 of 3 ticked" in checks.text


def test_what_the_round_no_longer_takes_is_not_counted_on_the_button(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    take_into_review(round=asked, by=coordinator, at=ago(1))
    sheet = sheet_of(contributor)
    assert sheet.page().links[f"{sheet.address}checks/"] == "Check and submit"


@pytest.mark.full
def test_what_the_checks_stop_since_it_was_marked_is_neither_counted_nor_ticked(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, *by_lead, ago(2))
    ready(draft, by=contributor)
    ready(drafted(small_plan.joint, *by_lead, ago(2)), by=contributor)
    sheet = sheet_of(contributor)
    assert sheet.page().links[f"{sheet.address}checks/"] == "Check and submit 2"
    ProgressReport.objects.filter(pk=draft.pk).update(actual_start=ago(-2).date())
    assert sheet.page().links[f"{sheet.address}checks/"] == "Check and submit 1"
    assert "1 of 1 ticked" in sheet.page("checks/").text


@pytest.mark.full
def test_who_agreed_is_said_before_a_sheet_is_submitted(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    sheet = sheet_of(contributor)
    refused = submitted(sheet, agreed_by="", agreed_on="")
    assert refused.status_code == 400
    assert "Say who agreed." in refused.content.decode()
    assert ProgressReport.objects.get().state == "draft"
    assert submitted(sheet).status_code == 302


def test_a_report_that_says_itself_who_agreed_asks_for_nobody_else(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    agreed = {"agreed_by": "Sample function", "agreed_on": datetime.date(2022, 6, 15)}
    ready(drafted(small_plan.with_money, *by_lead, ago(2), **agreed), by=contributor)
    sheet = sheet_of(contributor)
    assert "required" not in sheet.page("checks/").text
    assert submitted(sheet, agreed_by="", agreed_on="").status_code == 302


def marked(sheet: SheetBrowser) -> HttpResponse:
    """Mark every draft that passes the checks as ready."""
    shown = sheet.get("checks/")
    return sheet.client.post(f"{sheet.address}ready/", {**form_to(shown, "ready/"), "draft": names_in(shown)})


def submitted(sheet: SheetBrowser, **answers: str) -> HttpResponse:
    """Press the button on the page of checks."""
    fields = form_to(sheet.get("checks/"), "submit/")
    drafts = ProgressReport.objects.drafts().filter(ready_at__isnull=False)
    named = {"draft": [f"{row.pk}-{row.revision}" for row in drafts]}
    return sheet.client.post(f"{sheet.address}submit/", {**fields, **named, **AGREED, **answers})


@pytest.mark.full
def test_each_draft_stands_with_what_the_checks_found_and_one_press_submits_all_that_pass(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    assert "There is no draft to submit: update an action first" in sheet.page("checks/").text
    drafted(small_plan.with_money, *by_lead, ago(2), done="Sample: done.")
    drafted(small_plan.joint, *by_lead, ago(2), status="stopped", confidence="")
    page = sheet.page("checks/")
    passes, kept = rows_in(page)
    assert "Done Sample: done." in passes
    assert "worth a look" in passes
    all_the_same = "You may submit all the same."
    assert (all_the_same in passes, all_the_same in kept) == (True, False)
    assert "was due on 30 June 2022. Say when it is expected now, and why it is not achieved." in passes
    assert "1.2" in kept
    assert "must be fixed first Say why the action was stopped." in kept
    assert page.links["/2020-2024/actions/1.2/report/ov/#id_stop_reason"]
    assert "What does the round ask that is not on this sheet? 1 2.1 Exchange of information" in page.text
    assert "0 of 1 ticked" in page.text, "nobody marked it as ready"
    assert sheet.page().links[f"{sheet.address}checks/"] == "Check and submit"
    assert marked(sheet).url == f"{sheet.address}checks/#draft-1.1"
    assert "1 draft is ready for agreement." in sheet.page("checks/").text
    drafted(small_plan.limited, *by_lead, ago(2))
    shown = sheet.get("checks/")
    assert "1 of 2 ticked" in read(shown).text
    fields = {**form_to(shown, "submit/"), **AGREED, "draft": names_in(shown)}
    for _ in range(2):  # sent twice it counts once
        assert sheet.client.post(f"{sheet.address}submit/", fields).url == sheet.address
    states = ProgressReport.objects.order_by("action__code").values_list("state", "round")
    assert list(states) == [("submitted", asked.pk), ("draft", asked.pk), ("submitted", asked.pk)]
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 2
    assert "2 reports are submitted. The Platform reviews them." in sheet.page().text


def reported_before_and_drafted_now(
    small_plan: SmallPlan, by_lead: By, coordinator: User, request: pytest.FixtureRequest
) -> None:
    """On 1.1, before and in the round that asks."""
    closed = RoundFactory(plan=small_plan.plan, code="2021-12", name="December 2021", state="closed")
    indicator, day = IndicatorFactory(action=small_plan.with_money), datetime.date(2021, 12, 31)
    line = small_plan.line.pk
    accepted_report(
        small_plan.with_money,
        *by_lead,
        ago(40),
        reviewer=coordinator,
        done="Sample: before.",
        next_steps="Sample: as ever.",
        expenditures=[
            ExpenditureRow(line, 2021, paid=Decimal(5)),
            ExpenditureRow(line, 2022, paid=Decimal(7)),
        ],
    )
    request.getfixturevalue("asked")
    draft = drafted(
        small_plan.with_money,
        *by_lead,
        ago(2),
        confidence="off_track",
        done="Sample: now.",
        next_steps="Sample: as ever.",
        note_to_platform="Sample note.",
        expenditures=[
            ExpenditureRow(line, 2021, source="Sample.", withdrawn="paid"),
            ExpenditureRow(line, 2022, paid=Decimal(7)),
        ],
        measurements=[MeasurementRow(indicator.pk, day, Decimal(3))],
        corrects_id=closed.pk,
    )
    EvidenceFactory(report=draft, description="Sample: the register.", archive_reference="Sample 2022/14")


def test_each_draft_says_what_is_new_beside_what_was_and_what_is_the_same_in_one_line(
    sheet_of: SheetOf,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    request: pytest.FixtureRequest,
) -> None:
    reported_before_and_drafted_now(small_plan, by_lead, coordinator, request)
    [row] = rows_in(sheet_of(contributor).page("checks/"))
    for words in [
        "Confidence off track on track",
        "Done Sample: now. Sample: before.",
        "Note to the Platform Sample note. –",
        "Corrects the closed round December 2021 –",
        " 2021",
        "paid emptied €5.00",
        "Evidence Sample: the register, Sample 2022/14 –",
    ]:
        assert words in row, (words, row)
    assert "31 December 2021" in row
    same = row.split("The same as last time:")[1]
    assert "Status, Next, Milestone handbook" in same
    assert "2022" in same


@pytest.mark.full
def test_what_is_put_on_hold_is_new_and_not_the_same_as_ongoing(
    sheet_of: SheetOf,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    request: pytest.FixtureRequest,
) -> None:
    accepted_report(small_plan.limited, *by_lead, ago(40), reviewer=coordinator)
    request.getfixturevalue("asked")
    draft = drafted(small_plan.limited, *by_lead, ago(2), on_hold_since=datetime.date(2022, 5, 1))
    sheet = sheet_of(contributor)
    [row] = rows_in(sheet.page("checks/"))
    assert "Status on hold ongoing" in row
    assert "On hold since 1 May 2022 –" in row
    assert "Status" not in row.split("The same as last time:")[1]
    alone = read(sheet.client.get(to_form(draft.action, "report-checks"))).text
    assert "Status on hold" in alone


@pytest.mark.full
def test_who_agreed_last_time_is_proposed_and_a_report_goes_without_by_a_button_of_its_own(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    agreed = {"agreed_by": "Sample function of last time", "agreed_on": datetime.date(2022, 6, 15)}
    hand_in(small_plan.joint, *by_lead, ago(20), **agreed)
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    sheet = sheet_of(contributor)
    shown = sheet.get("checks/")
    fields = form_to(shown, "submit/")
    assert (fields["agreed_by"], fields["agreed_on"]) == ("Sample function of last time", "")
    named = {**fields, "draft": names_in(shown)}
    assert sheet.client.post(f"{sheet.address}submit/", named).status_code == 400, "the day is asked"
    assert sheet.client.post(f"{sheet.address}submit-unagreed/", named).status_code == 302
    report = ProgressReport.objects.get(action__code="1.1")
    assert (report.state, report.agreed_by, report.agreed_on) == ("submitted", "", None)


def test_what_was_saved_after_the_agreement_is_ticked_no_longer_and_ticking_it_again_is_a_decision(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    ready(drafted(small_plan.limited, *by_lead, ago(5)), by=contributor)
    sheet, day = sheet_of(contributor), in_days(-3).isoformat()
    refused = submitted(sheet, agreed_on=day)
    assert refused.status_code == 400
    page = read(refused, 400)
    assert "Changed after that day, and no longer ticked: 1.1." in page.text
    assert "1 of 2 ticked" in page.text
    (ticks,) = page.all("input", id="draft-1.1")
    assert page.links["#draft-1.1"] == "1.1", "the way to its box"
    assert "checked" not in ticks.attributes
    assert "changed since the agreement" in rows_in(page)[0]
    assert submitted(sheet, agreed_on=day, decided=form_to(refused, "submit/")["decided"]).status_code == 302
    assert set(ProgressReport.objects.values_list("agreed_on", flat=True)) == {in_days(-3)}


@pytest.mark.full
def test_one_that_is_not_ready_stays_a_draft_and_who_agreed_is_said_once_for_all_others(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    for action in [small_plan.with_money, small_plan.joint, small_plan.limited]:
        drafted(action, *by_lead, ago(2))
    sheet = sheet_of(contributor)
    marked(sheet)
    shown = sheet.get("checks/")
    sheet.client.post(f"{sheet.address}not-ready/1.1/", {"token": form_to(shown, "submit/")["token"]})
    page = sheet.page("checks/")
    assert "2 of 3 ticked" in page.text
    paper = sheet.client.get("/2020-2024/organisations/ov/preparation/?only=ready")
    assert [heading.text[:3] for heading in read(paper).all("h2")] == ["1.2", "2.1"]
    for agreed, sentence in [
        ({"agreed_on": ""}, "Say on which day it was agreed."),
        ({"agreed_on": "2099-06-15"}, "It cannot be agreed on a day after today."),
    ]:
        refused = submitted(sheet, agreed_by="Sample function", **agreed)
        assert refused.status_code == 400
        assert sentence in refused.content.decode()
    submitted(sheet)
    rows = ProgressReport.objects.order_by("action__code").values_list("state", "agreed_by")
    assert list(rows) == [("draft", ""), *[("submitted", "Sample function")] * 2]


@pytest.mark.full
def test_what_changed_meanwhile_is_named_and_the_rest_submitted(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    first = drafted(small_plan.with_money, *by_lead, ago(2))
    drafted(small_plan.limited, *by_lead, ago(2))
    sheet = sheet_of(contributor)
    marked(sheet)
    page = sheet.get("checks/")
    named, fields, to = names_in(page), form_to(page, "submit/") | AGREED, f"{sheet.address}submit/"
    drafted(small_plan.with_money, *by_lead, ago(1), done="Sample: saved again.")
    none = sheet.client.post(to, {**fields, "draft": f"{first.pk}-{first.revision}"})
    assert none.status_code == 409, "when none can be submitted the checks say why"
    assert "1.1: Contributor saved this draft in the meantime." in none.content.decode()
    assert sheet.client.post(to, {**fields, "draft": named}).status_code == 302
    text = sheet.page().text
    assert "1 report is submitted." in text
    assert "Not submitted: 1.1: Contributor saved this draft in the meantime." in text


@pytest.mark.full
def test_what_is_of_another_organisation_or_of_a_round_in_review_is_kept_and_not_submitted(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    by_partner: By,
    coordinator: User,
) -> None:
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    theirs = drafted(small_plan.joint, *by_partner, ago(2))
    sheet = sheet_of(contributor)
    named = {**AGREED, "draft": f"{theirs.pk}-{theirs.revision}"}
    fields = {**form_to(sheet.get("checks/"), "submit/"), **named}
    assert sheet.client.post(f"{sheet.address}submit/", fields).status_code == 409, "of another organisation"
    take_into_review(round=asked, by=coordinator, at=ago(1))
    page = sheet.page("checks/")
    assert "The round is in review. Ask the Platform for an extension" in rows_in(page)[0]
    assert not page.all("button", type="submit")
    assert ProgressReport.objects.drafts().count() == 2


def test_who_agreed_stands_above_the_reports_and_each_code_that_is_left_out_leads_to_its_row(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    ready(drafted(small_plan.with_money, *by_lead, ago(2)), by=contributor)
    sheet = sheet_of(contributor)
    page = sheet.page("checks/")
    headings = [heading.text for heading in page.all("h2")]
    assert headings[:2] == ["Who agreed?", "What do you submit?"]
    assert page.links["#agreement"] == "To the agreement"
    assert page.links[f"{sheet.address}#row-2.1"].startswith("2.1 ")
    assert f"{sheet.address}checks/#agreement" in sheet.page().links


def test_what_was_typed_about_the_agreement_and_ticked_outlives_not_ready_yet_without_javascript(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    first, second, _third = ready(
        *(
            drafted(action, *by_lead, ago(2))
            for action in [small_plan.with_money, small_plan.joint, small_plan.limited]
        ),
        by=contributor,
    )
    sheet = sheet_of(contributor)
    fields = {**form_to(sheet.get("checks/"), "submit/"), **AGREED}
    ticked = [f"{draft.pk}-{draft.revision}" for draft in (first, second)]
    sheet.client.post(f"{sheet.address}not-ready/1.1/", {**fields, "draft": ticked})
    shown = sheet.get("checks/")
    fields = form_to(shown, "submit/")
    assert (fields["agreed_by"], bool(fields["agreed_on"])) == ("Sample function", True)
    assert "1 of 3 ticked" in read(shown).text, "the third was not"
