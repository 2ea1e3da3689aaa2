"""*Check and make ready*: a warning keeps the row open, nothing skips one that was not shown, and the focus goes on with the work."""

from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actions.models import Phase
from tests.personas import SmallPlan
from tests.reading import Element, read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import By, accepted_report, drafted
from tests.sent_forms import form_to
from tests.sheet.asked_sheet import SheetBrowser, ago, row_of

SheetOf = Callable[..., SheetBrowser]
SAID = {"status": "ongoing", "confidence": "on_track", "done": "Sample: done."}
IN_TROUBLE = SAID | {"confidence": "needs_attention"}


@pytest.fixture
def sheet(sheet_of: SheetOf, asked: Round, contributor: User, small_plan: SmallPlan) -> SheetBrowser:
    """Of three actions without an end."""
    Phase.objects.filter(action__plan=small_plan.plan).delete()
    return sheet_of(contributor)


def is_ready(code: str) -> bool:
    return ProgressReport.objects.drafts().get(action__code=code).ready_at is not None


def found_at(page: Element, field: str) -> str:
    (said,) = page.all("ul", id=f"id_{field}_found")
    return said.text


@pytest.mark.full
def test_a_row_that_passes_the_checks_folds_and_the_next_that_is_to_do_opens(sheet: SheetBrowser) -> None:
    answer = sheet.send("2.1", ready=True, **SAID)
    page = sheet.page()
    assert "2.1 is ready for agreement." in page.text
    assert row_of(page, "2.1").startswith("ready for agreement 2.1")
    assert "0 of 3 submitted, 1 ready for your organisation’s agreement" in page.text
    assert "Check and submit 1" in page.text
    assert answer.url == f"{sheet.address}1.1/#opened", "behind the last row follows the first"


@pytest.mark.full
def test_a_warning_stands_at_its_field_and_above_the_button_and_is_skipped_by_a_button_of_its_own_alone(
    sheet: SheetBrowser,
) -> None:
    for _ in range(2):
        answer = sheet.send("2.1", ready=True, **IN_TROUBLE)
        assert answer.url == f"{sheet.address}2.1/?checked=on#id_obstacles", "a second press skips nothing"
    page = sheet.page("2.1/?checked=on")
    assert "2.1 is saved as a draft. See below what the checks found." in page.text
    words = "It needs attention or is off track, and no obstacle is named."
    assert found_at(page, "obstacles") == words
    assert page.links["#id_obstacles"] == words
    assert not is_ready("2.1")
    fields = sheet.fields("2.1", sheet.get("2.1/?checked=on"))
    assert fields["warned"] == words
    more = sheet.client.post(f"{sheet.address}2.1/ready-anyway/", fields | {"done": ""})
    assert more.url == f"{sheet.address}2.1/?checked=on#id_done", "what is new is shown first"
    assert not is_ready("2.1")
    assert sheet.ready_anyway("2.1").status_code == 302
    assert is_ready("2.1")


@pytest.mark.full
def test_what_must_be_fixed_comes_first_and_no_button_skips_it(sheet: SheetBrowser) -> None:
    answer = sheet.send("2.1", ready=True, status="stopped", confidence="", done="")
    assert answer.url == f"{sheet.address}2.1/?checked=on#id_stop_reason"
    page = sheet.page("2.1/?checked=on")
    assert found_at(page, "stop_reason") == "Say why the action was stopped."
    assert found_at(page, "done") == "Nothing is said of what was done."
    assert "Make ready anyway" not in page.text
    sheet.ready_anyway("2.1")
    assert not is_ready("2.1")


@pytest.fixture
def reported(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    """On 1.2, before the round was opened."""
    small_plan.joint.phases.all().delete()
    return accepted_report(small_plan.joint, *by_lead, ago(40), reviewer=coordinator, source="Sample source")


def test_a_row_of_which_it_may_be_said_that_nothing_changed_gets_the_focus_and_the_last_one_leads_to_the_button(
    reported: ProgressReport, sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By
) -> None:
    drafted(small_plan.with_money, *by_lead, ago(1))
    assert sheet.send("1.1", ready=True, **SAID).url.startswith(f"{sheet.address}1.1/?checked")
    assert sheet.ready_anyway("1.1").url == f"{sheet.address}#row-1.2"
    unchanged = form_to(sheet.get("unchanged/1.2/"), "unchanged/1.2/")
    answer = sheet.client.post(f"{sheet.address}unchanged/1.2/", unchanged)
    assert answer.url == f"{sheet.address}2.1/#opened"
    assert sheet.send("2.1", ready=True, **SAID).url == f"{sheet.address}#to-submit"
    assert [link for link in sheet.page().all("a") if link.attributes.get("id") == "to-submit"]


@pytest.mark.full
def test_what_the_platform_asks_is_answered_in_the_row(
    sheet: SheetBrowser, asked: Round, small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    question = QuestionFactory(
        action=small_plan.limited, organisation=lead_organisation, text="Sample: how many?", due=asked.due
    )
    page = sheet.page()
    assert page.links[f"{sheet.address}2.1/#opened"] == "Answer 2.1"
    assert row_of(page, "2.1").startswith("question and report")
    answer = sheet.send("2.1", ready=True, **SAID)
    box = next(name for name in sheet.fields("2.1") if name.endswith("-text"))
    assert answer.url == f"{sheet.address}2.1/?checked=on#id_{box}", "it is due in the round"
    assert "Sample: how many?" in found_at(sheet.page("2.1/?checked=on"), box)
    assert sheet.send("2.1", ready=True, **{box: "Sample: twelve."}).url == f"{sheet.address}1.1/#opened"
    assert [message.text for message in question.answers.all()] == ["Sample: twelve."]
    assert "Answer to “Sample: how many?” Sample: twelve." in sheet.page("checks/").text


def test_after_the_whole_form_one_is_back_in_the_list(
    sheet: SheetBrowser, lead_organisation: Organisation, small_plan: SmallPlan, by_lead: By
) -> None:
    draft = drafted(small_plan.limited, *by_lead, ago(1), **SAID)
    form = f"/2020-2024/actions/2.1/report/{lead_organisation.key}/"
    checks = sheet.client.get(f"{form}checks/")
    ready = form_to(checks, f"/my-actions/{lead_organisation.key}/ready/")
    assert sheet.client.post(f"{sheet.address}ready/", ready).url == f"{sheet.address}1.1/#opened"
    submitted = sheet.client.post(f"{form}submit/", form_to(checks, f"{form}submit/"))
    assert submitted.url == f"{sheet.address}#row-2.1"
    draft.refresh_from_db()
    assert draft.state == "submitted"


@pytest.mark.full
def test_an_opened_row_says_at_once_what_is_to_be_looked_at(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By
) -> None:
    drafted(small_plan.limited, *by_lead, ago(1), **IN_TROUBLE)
    page = sheet.page("2.1/")
    words = "It needs attention or is off track, and no obstacle is named."
    assert "1 point to look at" not in page.text, "a count would stay while its points go"
    assert "1 point to look at" in [mark.text for mark in sheet.page().all("b")]
    assert page.links["#id_obstacles"] == words
    assert "Make ready anyway" not in page.text, "nobody pressed yet"
    buttons = {button.text: button.attributes["class"] for button in page.all("button", class_="button")}
    assert buttons["Check and make ready"] == "button big"
    page = sheet.page("2.1/?checked=on")
    buttons = {button.text: button.attributes["class"] for button in page.all("button", class_="button")}
    assert (buttons["Make ready anyway"], buttons["Check again and make ready"]) == (
        "button big",
        "button secondary big",
    )


@pytest.mark.full
def test_the_message_stands_in_the_row_that_is_open(sheet: SheetBrowser) -> None:
    assert sheet.send("2.1", ready=True, **SAID).url == f"{sheet.address}1.1/#opened"
    page = sheet.page("1.1/")
    (row,) = page.all("li", id="row-1.1")
    assert len(page.all("div", role="status")) == 1
    (said,) = row.all("div", role="status")
    assert "2.1 is ready for agreement." in said.text
    assert not sheet.page().all("li", class_="is-open")


@pytest.mark.full
def test_the_checks_of_the_whole_form_lead_to_ready_first(
    sheet: SheetBrowser, lead_organisation: Organisation, small_plan: SmallPlan, by_lead: By
) -> None:
    drafted(small_plan.limited, *by_lead, ago(1), **SAID)
    checks = f"/2020-2024/actions/2.1/report/{lead_organisation.key}/checks/"
    assert buttons_on(sheet, checks) == [
        ("Make ready", "button"),
        ("Submit this report alone", "button secondary"),
    ]
    drafted(small_plan.limited, *by_lead, ago(1), **IN_TROUBLE)
    (first, _second) = buttons_on(sheet, checks)
    assert first == ("Make ready anyway", "button")
    sheet.ready_anyway("2.1")
    assert buttons_on(sheet, checks) == [("Submit this report alone", "button secondary")]
    assert read(sheet.client.get(checks)).links[f"{sheet.address}checks/"] == "Check and submit"
    drafted(small_plan.joint, *by_lead, ago(1), **SAID)
    sheet.ready_anyway("1.2")
    both = read(sheet.client.get(checks)).links[f"{sheet.address}checks/"]
    assert both == "Check and submit together with 1 other"


@pytest.mark.full
def test_a_ready_row_says_what_undoes_it_and_has_no_main_button(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By
) -> None:
    drafted(small_plan.limited, *by_lead, ago(1), **SAID)
    assert ("Check and make ready", "button big") in buttons_on(sheet, f"{sheet.address}2.1/")
    sheet.ready_anyway("2.1")
    assert ("Check and make ready", "button secondary big") in buttons_on(sheet, f"{sheet.address}2.1/")
    (row,) = sheet.page("2.1/").all("li", id="row-2.1")
    assert "If something else is saved, it is no longer ready." in row.text


def buttons_on(sheet: SheetBrowser, address: str) -> list[tuple[str, str]]:
    page = read(sheet.client.get(address))
    return [(button.text, button.attributes["class"]) for button in page.all("button", class_="button")]


@pytest.fixture
def form(lead_organisation: Organisation) -> str:
    return f"/2020-2024/actions/2.1/report/{lead_organisation.key}/"


def sent_from(sheet: SheetBrowser, page: str, to: str, **typed: str) -> str:
    """Where the whole form leads when it is sent from this page of it."""
    return str(sheet.client.post(to, form_to(sheet.client.get(page), "save-and-check/") | typed).url)


def test_the_button_of_the_whole_form_does_what_it_does_in_the_row(sheet: SheetBrowser, form: str) -> None:
    assert sent_from(sheet, form, f"{form}save-and-check/", **SAID) == f"{sheet.address}1.1/#opened"
    assert is_ready("2.1")
    assert "2.1 is ready for agreement." in sheet.page("1.1/").text


@pytest.mark.full
def test_a_warning_keeps_the_whole_form_open_and_is_skipped_by_a_button_of_its_own_alone(
    sheet: SheetBrowser, form: str
) -> None:
    for _ in range(2):
        answer = sent_from(sheet, form, f"{form}save-and-check/", **IN_TROUBLE)
        assert answer == f"{form}?checked=on#id_obstacles", "a second press skips nothing"
    checked = f"{form}?checked=on"
    page, words = (
        read(sheet.client.get(checked)),
        "It needs attention or is off track, and no obstacle is named.",
    )
    assert found_at(page, "obstacles") == words
    assert page.links["#id_obstacles"] == words
    assert not is_ready("2.1")
    more = sent_from(sheet, checked, f"{form}ready-anyway/", done="")
    assert more == f"{form}?checked=on#id_done", "what is new is shown first"
    assert not is_ready("2.1")
    opened_again = read(sheet.client.get(form))
    assert opened_again.links["#id_obstacles"] == words, "the form says at once what is to be looked at"
    assert "Make ready anyway" not in opened_again.text, "nobody pressed now"
    assert sent_from(sheet, checked, f"{form}ready-anyway/") == f"{sheet.address}1.1/#opened"
    assert is_ready("2.1")


@pytest.mark.full
def test_what_must_be_fixed_is_not_skipped_in_the_whole_form(sheet: SheetBrowser, form: str) -> None:
    stopped = {"status": "stopped", "done": "Sample: stopped."}
    assert sent_from(sheet, form, f"{form}save-and-check/", **stopped) == f"{form}?checked=on#id_stop_reason"
    page = read(sheet.client.get(f"{form}?checked=on"))
    assert found_at(page, "stop_reason") == "Say why the action was stopped."
    assert "Make ready anyway" not in page.text
    sent_from(sheet, f"{form}?checked=on", f"{form}ready-anyway/")
    assert not is_ready("2.1")
