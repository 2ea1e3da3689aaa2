"""The sheet of a file holder: the rows they hold are theirs to write; the contact point sees which are ready."""

from collections.abc import Callable

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago, ready, row_of

SheetOf = Callable[..., SheetBrowser]
READY = {"status": "ongoing", "confidence": "on_track", "done": "Sample: by the holder."}


def test_a_file_holder_writes_the_rows_they_hold_and_says_ready_and_does_not_submit(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, writer: User, contributor: User
) -> None:
    small_plan.joint.file_holders.create(organisation=asked.requests.first().organisation, user=contributor)
    sheet = sheet_of(writer)
    page = sheet.page()
    assert "Save 1.1" in row_of(page, "1.1")[-1]
    assert "written by Contributor" in row_of(page, "1.2")[-1]
    assert "written by the contact point" in row_of(page, "2.1")[-1]
    assert not page.all("textarea", name="row-1.2-done")
    assert "Check and submit" not in page.text
    assert sheet.send("save-and-check/", _1_1=READY).url == f"{sheet.address}checks/"
    checks = sheet.page("checks/")
    assert "A contact point of your organisation submits those that are ready for agreement." in checks.text
    [button] = checks.all("button", type="submit")
    assert button.text == "Mark the ticked drafts as ready for agreement"
    draft = ProgressReport.objects.drafts().get()
    fields = form_to(sheet.get("checks/"), "ready/") | {"draft": f"{draft.pk}-{draft.revision}"}
    assert sheet.client.post(f"{sheet.address}ready/", fields).url == f"{sheet.address}checks/"
    page = sheet.page()
    assert "ready for agreement" in row_of(page, "1.1")[-1]
    assert "1 draft is ready for agreement" in page.text


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


def test_a_crafted_row_of_somebody_else_saves_nothing_at_all(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, writer: User
) -> None:
    sheet = sheet_of(writer)
    fields = {**sheet.fields(), "row": ["1.1", "1.2"], "row-1.2-opened_on": "0", "row-1.2-shown": "x"}
    assert sheet.send(fields=fields, _1_1=READY, _1_2=READY).status_code == 403
    assert not ProgressReport.objects.exists()


def test_the_contact_point_sees_which_rows_are_ready(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, writer: User, contributor: User
) -> None:
    sheet_of(writer).send(_1_1={"done": "Sample: half."})
    row = row_of(sheet_of(contributor).page(), "1.1")[-1]
    assert "to be mended first" in row
    assert "ready" not in row
    sheet_of(writer).send(_1_1=READY)
    ready(ProgressReport.objects.drafts().get(), by=writer)
    drafted(small_plan.joint, *by_lead, ago(1))
    page = sheet_of(contributor).page()
    assert "draft of Writer" in row_of(page, "1.1")[-1]
    assert "ready for agreement" in row_of(page, "1.1")[-1]
    assert "ready for agreement" not in row_of(page, "1.2")[-1]
    assert "1 draft is ready for agreement" in page.text
