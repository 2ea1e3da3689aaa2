"""Check your reports: which drafts of a sheet will be submitted, which not and why, and one press for all."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.rounds.life import take_into_review
from tests.personas import SmallPlan
from tests.reporting_factories import drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago

SheetOf = Callable[..., SheetBrowser]


def submitted(sheet: SheetBrowser, without: str = "", **answers: str) -> HttpResponse:
    """Press the button on the page of checks."""
    shown = sheet.get(f"checks/{without}")
    fields: dict[str, Any] = form_to(shown, f"submit/{without}")
    drafts = [f"{row.pk}-{row.revision}" for row in ProgressReport.objects.drafts()]
    fields["draft"] = [name for name in drafts if f'value="{name}"' in shown.content.decode()]
    return sheet.client.post(f"{sheet.address}submit/{without}", {**fields, **answers})


def two_drafts(small_plan: SmallPlan, organisation: Organisation, by: User) -> None:
    """1.1 passes the checks, 1.2 does not."""
    drafted(small_plan.with_money, organisation, by, ago(2), done="Sample: done.")
    drafted(small_plan.joint, organisation, by, ago(2), status="stopped", confidence="")


def test_each_draft_stands_with_what_the_checks_found(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    two_drafts(small_plan, lead_organisation, contributor)
    page = sheet_of(contributor).page("checks/")
    ready, kept = page.rows
    assert ready[0] == "1.1"
    assert ready[2] == "ongoing, on track Sample: done."
    assert "was due on 30 June 2022, and nothing is said of it." in ready[3]
    assert kept[0] == "1.2"
    assert "Say why the action was stopped." in kept[3]
    assert page.links["/2020-2024/actions/1.2/report/ov/#id_stop_reason"]
    assert "Without a draft: 2.1." in page.text
    assert "Submit 1 report" in page.text


def test_one_press_submits_all_that_pass(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    two_drafts(small_plan, lead_organisation, contributor)
    drafted(small_plan.limited, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    assert "Submit 2 reports" in sheet.page("checks/").text
    assert submitted(sheet).url == sheet.address
    states = ProgressReport.objects.order_by("action__code").values_list("state", "round")
    assert list(states) == [("submitted", asked.pk), ("draft", asked.pk), ("submitted", asked.pk)]
    assert "2 reports are submitted. The Platform reviews them." in sheet.page().text


def test_one_that_is_left_out_stays_a_draft(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    drafted(small_plan.limited, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    assert sheet.page("checks/").links[f"{sheet.address}checks/?without=1.1"] == "Leave it out 1.1"
    page = sheet.get("checks/?without=1.1")
    assert "Submit 1 report" in page.content.decode()
    assert "You leave it out this time." in page.content.decode()
    assert sheet.page("checks/?without=1.1").links[f"{sheet.address}checks/"] == "Take it in 1.1"
    submitted(sheet, "?without=1.1")
    assert ProgressReport.objects.drafts().get().action == small_plan.with_money


def test_who_agreed_is_said_once_for_all(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    drafted(small_plan.limited, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    half = submitted(sheet, agreed_by="Sample function")
    assert half.status_code == 400
    assert "Give both the function of who agreed and the day, or neither." in half.content.decode()
    ahead = submitted(sheet, agreed_by="Sample function", agreed_on="2099-06-15")
    assert ahead.status_code == 400
    assert "It cannot be agreed on a day after today." in ahead.content.decode()
    submitted(sheet, agreed_by="Sample function", agreed_on="2022-06-15")
    assert set(ProgressReport.objects.values_list("agreed_by", flat=True)) == {"Sample function"}


def test_what_changed_meanwhile_is_named_and_the_rest_submitted(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    drafted(small_plan.limited, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    page = sheet.get("checks/")
    named = [f"{row.pk}-{row.revision}" for row in ProgressReport.objects.drafts()]
    drafted(small_plan.with_money, lead_organisation, contributor, ago(1), done="Sample: saved again.")
    fields = {**form_to(page, "submit/"), "draft": named}
    assert sheet.client.post(f"{sheet.address}submit/", fields).status_code == 302
    text = sheet.page().text
    assert "1 report is submitted." in text
    assert "Not submitted: 1.1: Contributor saved this draft in the meantime." in text


def test_when_none_can_be_submitted_the_checks_say_why(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    page = sheet.get("checks/")
    fields = {**form_to(page, "submit/"), "draft": f"{ProgressReport.objects.get().pk}-1"}
    drafted(small_plan.with_money, lead_organisation, contributor, ago(1), done="Sample: saved again.")
    answer = sheet.client.post(f"{sheet.address}submit/", fields)
    assert answer.status_code == 409
    assert "1.1: Contributor saved this draft in the meantime." in answer.content.decode()


def test_submitting_twice_counts_once(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    sheet = sheet_of(contributor)
    page = sheet.get("checks/")
    fields = {**form_to(page, "submit/"), "draft": f"{draft.pk}-{draft.revision}"}
    answers = [sheet.client.post(f"{sheet.address}submit/", fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert ProgressReport.objects.get().state == "submitted"


def test_a_round_in_review_takes_no_new_answer_and_keeps_the_draft(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    take_into_review(round=asked, by=coordinator, at=ago(1))
    page = sheet_of(contributor).page("checks/")
    assert "The round is in review. Ask the Platform for an extension" in page.rows[0][3]
    assert not page.all("button", type="submit")


def test_the_draft_of_another_organisation_is_not_submitted(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, ago(2))
    theirs = drafted(small_plan.joint, partner_organisation, partner, ago(2))
    sheet = sheet_of(contributor)
    fields = {**form_to(sheet.get("checks/"), "submit/"), "draft": f"{theirs.pk}-{theirs.revision}"}
    answer = sheet.client.post(f"{sheet.address}submit/", fields)
    assert answer.status_code == 409
    theirs.refresh_from_db()
    assert theirs.is_draft


def test_without_a_draft_there_is_nothing_to_submit(
    sheet_of: SheetOf, asked: Round, contributor: User
) -> None:
    assert "There is no draft to submit." in sheet_of(contributor).page("checks/").text
