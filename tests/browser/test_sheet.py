"""My actions in a browser: a row opens in place, shows what it calls for, and sixteen actions take few presses."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport, Round
from actionplan.rounds.life import RoundFacts, open_round, prepare_round
from objectives.models import Plan
from tests import fonts
from tests.factories import PASSWORD, ActionFactory, BudgetLineFactory, MilestoneFactory, PhaseFactory
from tests.page_list.every_page import address
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, drafted
from tests.sheet.asked_sheet import ago, in_days, ready

pytestmark = pytest.mark.django_db(transaction=True)
WITH_MONEY = ["3.1", "3.2", "3.3"]
LATE = "3.4"
UPDATED = [LATE, "3.5", "3.6"]
UNCHANGED = [f"3.{number}" for number in range(7, 17)]
MOST_PRESSES, MOST_FIELDS, MOST_KEYS = 45, 40, 45
FIRST_TASK, TASKS_ON_THE_FIRST_SCREEN, HEIGHT_AT_360 = 260, 6, 4500


@pytest.fixture
def page_of_row(asked: Round, contributor: User, page_of: Callable[..., Page]) -> Callable[..., Page]:
    """1.1 opened in the open round, as one of the lead's contact points has it before them."""

    def opened(**options: object) -> Page:
        page = page_of(contributor, **options)
        page.goto(address("sheet-row", asked.plan.code, "ov", "1.1"))
        return page

    return opened


def test_an_opened_row_shows_what_it_calls_for_and_is_made_ready_without_javascript(
    asked: Round, page_of_row: Callable[..., Page]
) -> None:
    page = page_of_row()
    page.route("**/autosave/", lambda _route: None)  # never answered: what is pressed here is not saved
    for width in [320, 360, 768, 1024, 1280]:
        page.set_viewport_size({"width": width, "height": 800})
        scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(scrolls), width
    a_status_shows_at_once_what_it_calls_for(page.locator(".opened"))
    rows_are_made_ready_checked_and_submitted(page_of_row(java_script_enabled=False), asked)


ROW_READ_ALOUD = """
- form "Report on 1.1":
  - group "Status required":
    - radio "not started"
    - radio "ongoing"
    - radio "on hold"
    - radio "completed"
    - radio "stopped"
  - 'group "Confidence: how is it going? required"':
    - radio "on track"
    - radio "needs attention"
    - radio "off track"
  - textbox "What was done?"
  - textbox "What comes next?"
  - button "Check and make ready"
  - button "Save draft"
  - link "All fields"
  - link "Close 1.1"
"""


def a_status_shows_at_once_what_it_calls_for(row: Locator) -> None:
    expect(row).to_match_aria_snapshot(ROW_READ_ALOUD)
    expect(row.get_by_label("Actual end")).to_be_hidden()
    row.get_by_label("completed", exact=True).check()
    expect(row.get_by_label("Actual end")).to_be_visible()
    expect(row.get_by_label("on track", exact=True)).to_be_hidden()
    row.get_by_label("stopped", exact=True).check()
    expect(row.get_by_label("Why was it stopped?")).to_be_visible()
    row.get_by_label("on hold", exact=True).check()
    expect(row.get_by_label("On hold since")).to_be_visible()
    row.get_by_label("off track", exact=True).check()
    expect(row.get_by_label("What stands in the way?")).to_be_visible()
    expect(row.get_by_label("Why was it stopped?")).to_be_hidden()


def rows_are_made_ready_checked_and_submitted(page: Page, asked: Round) -> None:
    for code in ["1.1", "1.2"]:
        expect(page.get_by_role("form", name=f"Report on {code}")).to_be_visible()
        page.get_by_label("ongoing", exact=True).check()
        page.get_by_label("on track", exact=True).check()
        page.get_by_label("What was done?").fill(f"Sample: typed on {code}.")
        page.get_by_role("button", name="Check and make ready").click()
        page.get_by_role("button", name="Make ready anyway").click()
        expect(page.get_by_role("status")).to_contain_text(f"{code} is ready for agreement.")
    page.get_by_role("link", name="Check and submit 2").click()
    page.get_by_label("Agreed by").fill("Sample function")
    page.get_by_label("Agreed on").fill(datetime.date.today().isoformat())
    page.get_by_role("button", name="Submit what is ticked").click()
    expect(page.get_by_role("status")).to_contain_text("2 reports are submitted.")
    report = ProgressReport.objects.get(action__code="1.1")
    assert (report.state, report.done) == ("submitted", "Sample: typed on 1.1.")


@pytest.fixture
def sixteen(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> Round:
    """A round that asks the lead for sixteen actions; of three a milestone is due and figures are asked, one is past its end."""
    small_plan.plan.actions.filter(code__in=["1.1", "1.2", "2.1"]).update(in_force_until=in_days(-1))
    Plan.objects.update(end=in_days(700))
    this_year = {"start": in_days(-12).replace(month=1, day=1), "end": in_days(-12).replace(month=12, day=31)}
    for code in [*WITH_MONEY, *UPDATED, *UNCHANGED]:
        action = ActionFactory(
            code=code,
            plan=small_plan.plan,
            lead=lead_organisation,
            title="Coordinating and offering support against polarisation",
            phases=[],
        )
        if code in WITH_MONEY:
            BudgetLineFactory(action=action, terms__start=this_year["start"], terms__end=this_year["end"])
            MilestoneFactory(action=action, key="due", order=1, terms__due=in_days(-14))
        if code == LATE:
            PhaseFactory(action=action, end=in_days(-20))
        accepted_report(
            action,
            lead_organisation,
            contributor,
            ago(40),
            reviewer=coordinator,
            source="Sample source",
            agreed_by="Sample function",
            agreed_on=in_days(-40),
        )
    facts = RoundFacts(
        code="2022-12",
        name="Round",
        about=in_days(-12),
        opens=in_days(-10),
        due=in_days(4),
        closes=in_days(30),
    )
    prepared = prepare_round(plan=small_plan.plan, facts=facts, by=coordinator, at=ago(11))
    return open_round(round=prepared, by=coordinator, at=ago(10))


class Counted:
    """Somebody at a page, whose presses and filled fields are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.fields = page, 0, 0

    def press(self, control: Locator) -> None:
        self.presses += 1
        control.click()

    def fill(self, control: Locator, words: str) -> None:
        self.fields += 1
        control.fill(words)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name))


def test_sixteen_actions_take_few_presses_from_sign_in_to_submitted(
    sixteen: Round, contributor: User, page: Page, base_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    counted = Counted(page)
    page.goto(f"{base_url}/")
    counted.fill(page.locator("[name=login]"), contributor.username)
    counted.fill(page.locator("[name=password]"), PASSWORD)
    counted.button("Sign in")
    for code in UNCHANGED:
        counted.press(page.get_by_role("link", name=f"Nothing changed {code}", exact=True))
        counted.button("Nothing changed")
        expect(page.get_by_role("status")).to_contain_text(f"{code}: a report that says so")
    for code in [*WITH_MONEY, *UPDATED]:
        if code in UPDATED[1:]:
            expect(page.locator(f"[id='row-{code}']")).to_be_focused()
            counted.press(page.get_by_role("link", name=f"Update {code}", exact=True))
        expect(page.get_by_role("form", name=f"Report on {code}")).to_be_focused()
        counted.fill(page.locator("[name=done]"), f"Sample: done in {code}.")
        if code in WITH_MONEY:
            money_and_a_milestone(counted)
        if code == LATE:
            counted.fill(page.get_by_label("Forecast end"), in_days(90).isoformat())
            counted.fill(page.get_by_label("Why this forecast?"), "Sample: the call came late.")
        if code == UPDATED[1]:
            counted.press(page.get_by_label("needs attention"))
            counted.fill(page.get_by_label("What stands in the way?"), "Sample: nobody applied.")
        if code == UPDATED[2]:
            counted.press(page.get_by_label("completed", exact=True))
            counted.fill(page.get_by_label("Actual end"), in_days(-13).isoformat())
        counted.button("Check and make ready")
        expect(page.get_by_role("status")).to_contain_text(f"{code} is ready for agreement.")
    expect(page.get_by_role("link", name="Check and submit 16")).to_be_focused()
    counted.press(page.get_by_role("link", name="Check and submit 16"))
    expect(page.get_by_label("Agreed by")).to_have_value("Sample function")
    counted.fill(page.get_by_label("Agreed on"), datetime.date.today().isoformat())
    counted.button("Submit what is ticked (16)")
    expect(page.get_by_role("status")).to_contain_text("16 reports are submitted.")
    spent = Expenditure.objects.filter(report__state="submitted", paid=1500)
    assert {(row.as_of, row.finality) for row in spent} == {(in_days(-12), "provisional")}
    with capsys.disabled():
        print(f"\nsixteen actions: {counted.presses} presses, {counted.fields} fields")
    assert counted.presses <= MOST_PRESSES
    assert counted.fields <= MOST_FIELDS


class Keys:
    """Somebody without a mouse, whose keys are counted, besides text."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def go_to(self, control: Locator, key: str = "Tab") -> None:
        for _ in range(MOST_KEYS):
            if control.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{control} is not reached")

    def write(self, control: Locator, words: str) -> None:
        self.go_to(control)
        self.page.keyboard.insert_text(words)


def test_one_report_takes_few_keys_from_the_list_to_submitted(
    sixteen: Round, contributor: User, page: Page, sign_in: Callable[..., None], tell: Callable[[str], None]
) -> None:
    sign_in(contributor)
    page.goto(address("my-actions", sixteen.plan.code))
    keys = Keys(page)
    keys.go_to(page.get_by_role("link", name="Skip to the content"))
    keys.press("Enter")
    keys.go_to(page.get_by_role("link", name="Update 3.1", exact=True))
    keys.press("Enter")
    row = page.locator(".opened")
    expect(row.locator("form")).to_be_focused()
    keys.go_to(row.locator("[name=confidence]:checked"))
    keys.press("ArrowRight")
    keys.write(row.locator("[name=done]"), "Sample: done.")
    keys.write(row.locator("[name=obstacles]"), "Sample: nobody applied.")
    keys.go_to(row.locator("[name$=-state]"))
    keys.press("ArrowDown")
    keys.write(row.locator("[name$=-achieved_on]"), in_days(-13).isoformat())
    for name, words in [("committed", "2000"), ("paid", "1500"), ("source", "Accounts")]:
        keys.write(row.locator(f"[name^=money-][name$=-{name}]"), words)
    keys.go_to(row.get_by_role("button", name="Check and make ready"))
    keys.press("Enter")
    expect(page.get_by_role("form", name="Report on 3.2")).to_be_focused()
    keys.go_to(page.get_by_role("link", name="1 ready for your organisation’s agreement"), "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Who agreed?")).to_be_focused()
    keys.write(page.get_by_label("Agreed on"), datetime.date.today().isoformat())
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 report is submitted.")
    tell(f"one report: {keys.count} keys")
    assert keys.count <= MOST_KEYS
    report = ProgressReport.objects.get(action__code="3.1", round=sixteen)
    assert (report.state, report.confidence, report.agreed_by) == (
        "submitted",
        "needs_attention",
        "Sample function",
    )


def test_a_double_click_skips_no_warning_and_the_first_has_the_focus(
    asked: Round, page_of_row: Callable[..., Page]
) -> None:
    for options in [{}, {"java_script_enabled": False}]:
        page = page_of_row(**options)
        page.get_by_label("ongoing", exact=True).check()
        page.get_by_label("off track", exact=True).check()
        page.get_by_role("button", name="Check and make ready").dblclick()
        expect(page.get_by_label("Forecast end")).to_be_focused()
        expect(page.get_by_role("button", name="Make ready anyway")).to_be_visible()
        assert ProgressReport.objects.get(action__code="1.1").ready_at is None
    page.get_by_role("button", name="Make ready anyway").click()
    expect(page.get_by_role("status")).to_contain_text("1.1 is ready for agreement.")


def test_the_first_tasks_of_sixteen_are_on_the_first_screen(
    sixteen: Round, contributor: User, page: Page, sign_in: Callable[..., None], tell: Callable[[str], None]
) -> None:
    fonts.needed()
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(contributor)
    page.goto(address("my-actions", sixteen.plan.code))
    measured = sizes_of(page)
    tell(f"sixteen actions: {measured}")
    assert measured["first task at"] <= FIRST_TASK
    assert measured["tasks on the first screen"] >= TASKS_ON_THE_FIRST_SCREEN
    assert measured["height at 360"] <= HEIGHT_AT_360


def money_and_a_milestone(counted: Counted) -> None:
    row = counted.page.locator(".opened")
    counted.press(row.locator("[name$=-state]"))
    row.locator("[name$=-state]").select_option("achieved")
    counted.fill(row.locator("[name$=-achieved_on]"), in_days(-13).isoformat())
    for name, words in [("committed", "2.000"), ("paid", "1500,-"), ("source", "Accounts")]:
        counted.fill(row.locator(f"[name^=money-][name$=-{name}]"), words)


def sizes_of(page: Page) -> dict[str, int]:
    """In pixels, but for the number of tasks."""
    tasks = page.locator(".tasks > li").all()
    places = [task.bounding_box() for task in tasks]
    wide = [place["y"] + place["height"] for place in places if place]
    first = min(place["y"] for place in places if place)
    page.set_viewport_size({"width": 360, "height": 800})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": 900})
    return {
        "first task at": round(first),
        "tasks on the first screen": sum(bottom <= 900 for bottom in wide),
        "height at 360": height,
    }


def test_where_nothing_is_ticked_the_button_says_what_to_do(
    asked: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    page_of: Callable[..., Page],
) -> None:
    ready(drafted(small_plan.with_money, lead_organisation, contributor, ago(2)), by=contributor)
    page = page_of(contributor)
    page.goto(address("sheet-checks", asked.plan.code, "ov"))
    expect(page.get_by_role("button", name="Submit what is ticked (1)")).to_be_enabled()
    page.get_by_role("checkbox").uncheck()
    expect(page.get_by_role("button", name="Tick below what you submit")).to_be_disabled()
    expect(page.get_by_role("button", name="Submit without an agreement")).to_be_disabled()
    expect(page.get_by_text("0 of 1 ticked")).to_be_visible()
    page.get_by_role("checkbox").check()
    expect(page.get_by_role("button", name="Submit what is ticked (1)")).to_be_enabled()


def test_on_a_telephone_neither_the_message_nor_the_buttons_cover_what_one_works_on(
    page_of_row: Callable[..., Page],
) -> None:
    page = page_of_row()
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_label("completed", exact=True).check()
    page.get_by_label("What was done?").fill("Sample: done.")
    page.get_by_role("button", name="Check and make ready").click()
    page.get_by_role("button", name="Make ready anyway").click()
    row = page.locator("[id='row-1.2']")
    expect(row.get_by_role("status")).to_contain_text("1.1 is ready for agreement.")
    message, code = row.get_by_role("status").bounding_box(), row.locator(".code").bounding_box()
    assert message
    assert code
    assert 0 <= message["y"] < message["y"] + message["height"] <= code["y"] < 400
    page.get_by_role("link", name="All fields").click()
    assert page.locator("form .save-bar").evaluate("bar => getComputedStyle(bar).position") == "static"
