"""The sheet of a file holder: the rows they hold are theirs to write; the contact point sees which are ready."""

from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago, asking, in_days, ready, row_of

SheetOf = Callable[..., SheetBrowser]
READY = {"status": "ongoing", "confidence": "on_track", "done": "Sample: by the holder."}


@pytest.mark.full
def test_a_file_holder_writes_the_rows_they_hold_first_and_says_ready_and_does_not_submit(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, writer: User, contributor: User
) -> None:
    small_plan.joint.file_holders.create(organisation=asked.requests.first().organisation, user=contributor)
    asked.requests.filter(action=small_plan.with_money).update(
        extended_to=in_days(9), extension_reason="Sample."
    )
    sheet = sheet_of(writer)
    page = sheet.page()
    assert asking(page) == ["1.1"], "what they write, whatever is due earlier"
    assert "Update 1.1" in row_of(page, "1.1")
    assert "What do others write?" in page.text
    assert "written by Contributor" in row_of(page, "1.2")
    assert "written by the contact point" in row_of(page, "2.1")
    assert sheet.get("1.2/").status_code == 403
    sheet.send("1.1", **READY)
    checks = sheet.page("checks/")
    assert "A contact point of your organisation submits those that are ready for agreement." in checks.text
    [button] = checks.all("button", type="submit")
    assert button.text == "Mark what is ticked as ready for agreement"
    draft = ProgressReport.objects.drafts().get()
    fields = form_to(sheet.get("checks/"), "ready/") | {"draft": f"{draft.pk}-{draft.revision}"}
    assert sheet.client.post(f"{sheet.address}ready/", fields).url == f"{sheet.address}checks/#draft-1.1"
    assert row_of(sheet.page(), "1.1").startswith("ready for agreement")


def test_a_file_holder_s_crafted_submission_is_refused(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    writer: User,
    contributor: User,
) -> None:
    [draft] = ready(drafted(small_plan.with_money, lead_organisation, writer, ago(1)), by=writer)
    token = form_to(sheet_of(contributor).get("checks/"), "submit/")["token"]
    sheet = sheet_of(writer)
    sent = {"token": token, "draft": f"{draft.pk}-{draft.revision}"}
    assert sheet.client.post(f"{sheet.address}submit/", sent).status_code == 403
    assert ProgressReport.objects.get().is_draft


def test_a_crafted_row_of_somebody_else_is_refused(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, writer: User
) -> None:
    sheet = sheet_of(writer)
    assert sheet.send("1.2", sheet.fields("1.1"), **READY).status_code == 403
    assert not ProgressReport.objects.exists()


@pytest.mark.full
def test_the_contact_point_sees_which_rows_are_ready(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, writer: User, contributor: User
) -> None:
    sheet_of(writer).send("1.1", done="Sample: half.")
    row = row_of(sheet_of(contributor).page(), "1.1")
    assert "to be fixed first" in row
    assert row.startswith("draft")
    sheet_of(writer).send("1.1", ready=True, **READY)
    sheet_of(writer).ready_anyway("1.1")
    drafted(small_plan.joint, *by_lead, ago(1))
    page = sheet_of(contributor).page()
    assert "saved by Writer" in row_of(page, "1.1")
    assert row_of(page, "1.1").startswith("ready for agreement")
    assert row_of(page, "1.2").startswith("draft")
    assert "Check and submit 1" in page.text
