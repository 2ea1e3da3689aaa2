"""Drafts that save themselves in a browser: what is said, and what is kept when the connection or the session is gone."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, Request, Route, expect

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.contents import contents_of
from actionplan.reports.questions import ask_question
from tests.browser.test_session_ended import PLACES, sign_in_again, typed_in
from tests.page_list.every_page import address
from tests.personas import SmallPlan, person
from tests.sheet.asked_sheet import ago, in_days

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[[User, str], Page]


@pytest.fixture
def opened(asked: Round, page_of: Callable[..., Page]) -> Opened:
    """The form of the report on 1.1, or its row of *My actions*, before somebody."""
    plan = asked.plan.code
    urls = {"row": address("sheet-row", plan, "ov", "1.1"), "form": address("report-form", plan, "1.1", "ov")}

    def at(user: User, place: str) -> Page:
        page = page_of(user)
        page.goto(urls[place])
        return page

    return at


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    return person("colleague", "contributor", organisation=lead_organisation)


def said(page: Page) -> Locator:
    return page.locator("[data-autosave-said][aria-live=polite]")


def typed(page: Page, place: str, words: str) -> None:
    """Typed, and the field left by the keyboard."""
    typed_in(page, place).fill(words)
    typed_in(page, place).press("Tab")


def the_draft() -> ProgressReport:
    return ProgressReport.objects.get()


@pytest.mark.parametrize("place", PLACES)
def test_what_is_typed_outlives_a_connection_and_a_session(
    opened: Opened, contributor: User, complaints: list[str], place: str
) -> None:
    page = opened(contributor, place)
    typed(page, place, "Sample: one.")
    expect(said(page)).to_contain_text("saved at ")
    assert the_draft().done == "Sample: one."

    page.context.set_offline(True)
    typed(page, place, "Sample: two.")
    expect(said(page)).to_contain_text("No connection.")
    page.get_by_role("button", name="Save draft").click()
    expect(typed_in(page, place)).to_have_value("Sample: two.")
    assert complaints, "the browser says so too"
    page.context.set_offline(False)
    expect(said(page)).to_contain_text("saved at ")
    assert the_draft().done == "Sample: two."
    complaints.clear()

    Session.objects.all().delete()
    page.context.clear_cookies(name="sessionid")
    typed(page, place, "Sample: three.")
    expect(said(page)).to_contain_text("Your session has ended.")
    with page.expect_popup() as signing_in:
        said(page).get_by_role("link").click()
    sign_in_again(signing_in.value, contributor)
    expect(signing_in.value.get_by_role("button", name="Sign in")).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(said(page)).to_contain_text("saved at ")
    assert the_draft().done == "Sample: three."
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved at")
    expect(typed_in(page, place)).to_have_value("Sample: three.")


def test_long_texts_of_an_hour_without_a_connection_are_saved_when_it_is_back(
    opened: Opened, contributor: User, complaints: list[str]
) -> None:
    page, long = opened(contributor, "form"), "é" * 9_000
    page.context.set_offline(True)
    for name in ["done", "next_steps"]:
        page.locator(f"[name={name}]").fill(long)
    page.context.set_offline(False)
    expect(said(page)).to_contain_text("saved at ")
    assert (the_draft().done, the_draft().next_steps) == (long, long)
    complaints.clear()


def test_rows_and_wrong_numbers_and_the_buttons_find_what_saved_itself(
    opened: Opened, contributor: User, small_plan: SmallPlan, complaints: list[str]
) -> None:
    page, line = opened(contributor, "form"), f"#id_money-{small_plan.line.pk}"
    under_way: list[str] = []
    at_once: list[int] = []

    def begins(request: Request) -> None:
        if request.url.endswith("/autosave/"):
            under_way.append(request.url)
            at_once.append(len(under_way))

    page.on("request", begins)
    page.on(
        "requestfinished", lambda request: under_way.remove(request.url) if request.url in under_way else None
    )
    page.locator(f"{line}-2022-paid").fill("much")
    page.locator(f"{line}-2022-paid").press("Tab")
    wrong = page.locator(f"{line}-2022-paid_error")
    expect(wrong).to_contain_text("Write a number such as")
    expect(page.locator(f"{line}-2022-paid")).to_have_attribute("aria-invalid", "true")
    page.locator(f"{line}-2022-paid").fill("1500,-")
    page.locator(f"{line}-2022-paid").press("Tab")
    expect(wrong).to_have_count(0)

    page.get_by_text("Add a year").first.click()
    for year, paid in [("2015", "7"), ("2016", "8")]:
        page.locator(f"{line}-new-year_typed").fill(year)
        page.locator(f"{line}-new-paid").fill(paid)
        page.locator(f"{line}-new-paid").press("Tab")
        expect(page.locator(f"{line}-{year}-paid")).to_have_value(paid)
        expect(page.locator(f"{line}-new-paid")).to_have_value("")
    page.locator(f"{line}-2015-source").fill("Sample source")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved at")
    rows = {(row.year, row.paid, row.source) for row in contents_of(the_draft()).expenditures}
    assert set(at_once) == {1}, "one save at a time"
    assert rows == {(2015, 7, "Sample source"), (2016, 8, ""), (2022, 1500, "")}


def test_only_what_both_changed_stands_beside_each_other_to_choose(
    opened: Opened, contributor: User, colleague: User
) -> None:
    mine, theirs = opened(contributor, "form"), opened(colleague, "form")
    theirs.get_by_label("What comes next?").fill("Sample: of a colleague.")
    typed(theirs, "form", "Sample: theirs.")
    expect(said(theirs)).to_contain_text("saved at ")
    typed(mine, "form", "Sample: mine.")
    notice = mine.get_by_role("group", name="Two versions")
    expect(notice).to_contain_text("Sample: mine.")
    expect(notice).to_contain_text("Sample: theirs.")
    expect(said(mine)).to_contain_text("Colleague saved this draft in the meantime.")
    expect(mine.get_by_label("What comes next?")).to_have_value("Sample: of a colleague.")
    assert the_draft().done == "Sample: theirs."
    notice.get_by_role("button", name="Keep what you typed").click()
    expect(notice).to_have_count(0)
    mine.get_by_role("button", name="Save draft").click()
    expect(mine.get_by_role("status")).to_contain_text("saved at")
    assert (the_draft().done, the_draft().next_steps) == ("Sample: mine.", "Sample: of a colleague.")
    typed(theirs, "form", "Sample: again.")
    theirs.get_by_role("button", name="Take what is saved").click()
    expect(typed_in(theirs, "form")).to_have_value("Sample: mine.")


def test_a_field_that_is_not_left_is_saved_after_twenty_seconds(
    asked: Round, contributor: User, page_of: Callable[..., Page]
) -> None:
    page = page_of(contributor)
    page.clock.install()
    page.goto(address("report-form", asked.plan.code, "1.1", "ov"))
    typed_in(page, "form").fill("Sample: still being written")
    page.clock.fast_forward(19_000)
    assert not ProgressReport.objects.exists()
    page.clock.fast_forward(1_000)
    expect(said(page)).to_contain_text("saved at ")
    assert the_draft().done == "Sample: still being written"


@pytest.mark.parametrize("place", PLACES)
def test_what_is_typed_is_saved_when_the_page_is_left(opened: Opened, contributor: User, place: str) -> None:
    page = opened(contributor, place)
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.type}"))
    typed_in(page, place).press_sequentially("Sample: left.")
    page.goto("about:blank")
    for _ in range(300):
        if ProgressReport.objects.filter(done="Sample: left.").exists():
            break
        page.wait_for_timeout(100)
    assert the_draft().done == "Sample: left."


def test_who_leaves_the_tab_during_a_save_and_types_on_later_meets_no_words_of_their_own(
    opened: Opened, contributor: User
) -> None:
    page, held = opened(contributor, "form"), list[Route]()
    page.route("**/autosave/", lambda route: route.continue_() if held else held.append(route))
    typed(page, "form", "Sample: one")
    typed_in(page, "form").fill("Sample: one two")
    hide = "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})"
    page.evaluate(f"{hide}; document.dispatchEvent(new Event('visibilitychange'))")
    page.evaluate("delete document.visibilityState")
    page.wait_for_timeout(1_000)
    assert len(held) == 1
    held[0].continue_()
    typed(page, "form", "Sample: one two three")
    expect(said(page)).to_contain_text("saved at ")
    for _ in range(300):
        if the_draft().done == "Sample: one two three":
            break
        page.wait_for_timeout(100)
    assert the_draft().done == "Sample: one two three"
    expect(page.locator(".in-conflict")).to_have_count(0)


def test_all_fields_opens_from_a_row_with_what_is_just_being_typed(opened: Opened, contributor: User) -> None:
    page = opened(contributor, "row")
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.type}"))
    typed_in(page, "row").press_sequentially("Sample: one.")
    page.get_by_role("link", name="All fields").click()
    page.wait_for_url("**/report/ov/")
    expect(typed_in(page, "form")).to_have_value("Sample: one.")
    typed(page, "form", "Sample: two.")
    expect(said(page)).to_contain_text("saved at ")
    expect(page.locator(".in-conflict")).to_have_count(0)
    assert the_draft().done == "Sample: two."


def test_an_answer_that_is_being_written_is_there_when_one_comes_back(
    opened: Opened,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    about = {"action": small_plan.with_money, "of_whom": lead_organisation, "text": "Sample: which?"}
    about["due"] = datetime.date(2099, 1, 31)
    ask_question(**about, by=coordinator, at=ago(1))
    page = opened(contributor, "form")
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.type}"))
    where = page.url
    page.get_by_label("Your answer").press_sequentially("Sample: ten.")
    page.get_by_label("What was done?").focus()
    expect(said(page)).to_contain_text("your answer is kept")
    page.goto("about:blank")
    page.goto(where)
    expect(page.get_by_label("Your answer")).to_have_value("Sample: ten.")


def test_nobody_has_two_versions_of_a_day_that_is_only_proposed(
    opened: Opened, contributor: User, small_plan: SmallPlan
) -> None:
    page, about = opened(contributor, "form"), in_days(-12)
    line = f"money-{small_plan.line.pk}-{about.year}"
    paid, day = page.locator(f"[name={line}-paid]"), page.locator(f"[name={line}-as_of]")
    page.locator("details", has=paid).evaluate("years => { years.open = true; }")
    paid.fill("7")
    paid.press("Tab")
    expect(said(page)).to_contain_text("saved at ")
    expect(day).to_have_value("")
    day.fill(f"1/1/{about:%y}")
    with page.expect_response("**/autosave/") as answer:
        day.press("Tab")
    assert answer.value.json()["conflicts"] == {}
    page.get_by_role("button", name="Save draft").click()
    expect(day).to_have_value(f"01/01/{about.year}")
    expect(page.get_by_role("group", name="Two versions")).to_have_count(0)
    row = the_draft().expenditures.get()
    assert (row.as_of, row.finality) == (about.replace(month=1, day=1), "provisional")


def test_a_complaint_goes_with_the_value_that_caused_it(opened: Opened, contributor: User) -> None:
    page = opened(contributor, "row")
    missing = page.get_by_text("Say since which day it is on hold.")
    page.get_by_label("ongoing", exact=True).check()
    expect(said(page)).to_contain_text("saved at ")
    page.get_by_label("on hold", exact=True).check()
    expect(missing).to_be_visible()
    page.route("**/autosave/", lambda _route: None)  # whatever the next save says
    page.get_by_label("completed", exact=True).check()
    expect(missing).to_have_count(0)
    expect(said(page)).to_be_empty()


def test_what_the_checks_found_goes_once_it_is_changed_and_saved(opened: Opened, contributor: User) -> None:
    page = opened(contributor, "row")
    page.get_by_label("completed", exact=True).check()
    typed(page, "row", "Sample: done.")
    page.get_by_role("button", name="Check and make ready").click()
    expect(page.get_by_role("button", name="Make ready anyway")).to_be_visible()
    warned = page.get_by_text("Say on which day it was completed.")
    expect(warned).to_have_count(2)
    page.get_by_label("Actual end").fill(in_days(-13).isoformat())
    page.get_by_label("Actual end").press("Tab")
    expect(warned).to_have_count(0)


def test_what_is_mended_is_no_longer_found_and_the_button_says_again_what_it_does_first(
    opened: Opened, contributor: User, small_plan: SmallPlan, complaints: list[str]
) -> None:
    page = opened(contributor, "row")
    page.get_by_label("ongoing", exact=True).check()
    page.get_by_label("on track", exact=True).check()
    page.get_by_role("button", name="Check and make ready").click()
    anyway = page.get_by_role("button", name="Make ready anyway")
    expect(anyway).to_be_visible()
    typed(page, "row", "Sample: done.")
    expect(page.get_by_text("Nothing is said of what was done.")).to_have_count(0)
    expect(anyway).to_be_visible()
    for found in ["forecast_end", f"milestone-{small_plan.milestone.pk}-expected_on"]:
        page.locator(f"[name={found}]").fill("31/12/2099")
        page.locator(f"[name={found}]").press("Tab")
        expect(page.locator(f"#id_{found}_found")).to_have_count(0)
    expect(page.get_by_role("button", name="Check and make ready")).to_be_visible()


def test_a_mended_fault_goes_from_the_summary_and_the_summary_with_the_last(
    opened: Opened, contributor: User, small_plan: SmallPlan, complaints: list[str]
) -> None:
    page, paid = opened(contributor, "form"), f"#id_money-{small_plan.line.pk}-2022-paid"
    page.locator(paid).fill("much")
    page.get_by_role("button", name="Save draft").click()
    summary = page.locator("[data-error-summary]")
    expect(summary.get_by_role("listitem")).to_have_count(1)
    page.locator(paid).fill("1500")
    page.locator(paid).press("Tab")
    expect(summary).to_have_count(0)
    complaints.clear()  # a page that says what is wrong is a 400
