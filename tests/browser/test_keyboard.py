"""By keyboard alone: everything can be reached, what has the focus shows it, and the main jobs can be done; and what the main
pages are to a screen reader."""

import re
from collections.abc import Callable, Iterator
from textwrap import dedent, indent

import pytest
from django.http import HttpResponse
from django.urls import resolve
from playwright.sync_api import Page, expect

from actionplan.accounts.models import Invitation
from actionplan.reporting.models import MinisterAnswer, ProgressReport
from tests.browser.showing import Screen
from tests.page_list.every_page import address
from tests.world import OPEN, World

Opening = Callable[[str | None], Page]
MOST_KEYS = 35
"""For a ready report from *My actions*, beside the letters of what was done."""
FOCUSABLE = (
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])"
)
COUNT = """selector => {
  const seen = [...document.querySelectorAll(selector)].filter(
    element => element.checkVisibility({visibilityProperty: true}) && !element.disabled);
  const groups = new Set();
  return seen.filter(element => element.type !== 'radio' || !groups.has(element.name) && groups.add(element.name)).length;
}"""
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  if (element === document.body) return null;
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  const box = element.getBoundingClientRect();
  const first = !element.dataset.reached, same = element === window.before;
  element.dataset.reached = 'yes';
  window.before = element;
  const bar = document.querySelector('.save-bar')?.getBoundingClientRect();
  const hidden = bar && !element.closest('.save-bar') && box.top < bar.bottom && Math.min(box.bottom, box.top + 48) > bar.top + 1;
  const onScreen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && !hidden;
  return {first, same, marked, onScreen, html: element.outerHTML.slice(0, 100)};
}"""

SPOKEN = {
    "overview": """
      - status
      - heading "Where does the plan stand?" [level=1]
      - group: another day, round or part
      - paragraph:
        - link /\\d+ of \\d+ actions/
      - region "Which actions first?":
        - heading "Which actions first?" [level=2]
        - list:
          - listitem:
            - text: /off track the lead/
            - link "Sample action 1.14"
      - region "How well are the 19 unfinished going?":
        - heading "How well are the 19 unfinished going?" [level=2]:
          - link "the 19 unfinished"
        - table "How well are the 19 unfinished going?"
    """,
    "action-list": """
      - status
      - heading "Actions" [level=1]
      - list:
        - listitem:
          - link /remove Status/
      - group: another filter
      - heading /Objective number 1/ [level=2]
      - list:
        - listitem:
          - link "Joint prevention network"
          - text: ongoing on track no end date
    """,
    "report-form": """
      - status
      - navigation "You are here"
      - heading "1.12 Sample action 1.12" [level=1]
      - region "Where does it stand?":
        - heading "Where does it stand?" [level=2]
        - group "Status required":
          - radio "ongoing" [checked]
          - radio "stopped"
        - 'group "Confidence: how is it going? required"':
          - radio "off track" [checked]
      - region "What happened?":
        - textbox "What was done?": Sample veiled-draft done.
      - region "Which milestones are achieved?":
        - group "Milestone guide":
          - combobox "State":
            - option "achieved" [selected]
      - button "Check and make ready"
    """,
    "sheet": """
      - status
      - heading "My actions" [level=1]
      - list "What is asked of you":
        - listitem:
          - text: /returned 1,\\d+ days late 1.5/
          - link "Revise the report 1.5"
      - region "What is submitted?":
        - list:
          - listitem:
            - link "See the report 1.4"
            - link "Take it back 1.4"
      - link "Check and submit"
    """,
    "report-review": """
      - status
      - navigation "You are here"
      - heading "1.14 Sample action 1.14" [level=1]
      - region "What does the report say?":
        - region "What is said":
          - table:
            - rowgroup:
              - row "Status ongoing":
                - rowheader "Status"
                - cell "ongoing"
    """,
}
"""By the name of the page: what it is to a screen reader, in its order. Other things stand between."""


def tab_through(page: Page, most: int = 400) -> list[dict]:
    """What gets the focus, one after the other, until it is back where it began."""
    reached: list[dict] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or not (focused["first"] or focused["same"]):
            return reached
        if not focused["same"]:  # a day has a part for each of its numbers
            reached.append(focused)
    raise AssertionError("the focus never comes back")


def go_to(page: Page, condition: str, named: str, most: int = 200) -> int:
    """Press Tab until the condition holds for the element with the focus; how often."""
    for pressed in range(1, most + 1):
        page.keyboard.press("Tab")
        if page.evaluate(
            f"named => {{ const element = document.activeElement; return {condition}; }}", named
        ):
            return pressed
    raise AssertionError(f"no way to {named}")


def go_to_field(page: Page, selector: str) -> int:
    return go_to(page, "element.matches(named)", selector)


def press(page: Page, name: str) -> int:
    """Go to the link or button of that name, and press Enter; how many keys that takes."""
    pressed = go_to(page, "(element.innerText || '').trim().startsWith(named)", name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return pressed + 1


def faces(world: World) -> Iterator[tuple[str, str]]:
    """Who has which page before them."""
    plan, code, key = world.plan.code, world.actions["draft", OPEN].code, world.lead.key
    submitted = world.reports["submitted", OPEN]

    def round_in(state: str) -> list[str]:
        return [world.rounds[state].plan.code, world.rounds[state].round.code]

    yield "coordinator", address("overview", plan)
    yield "reader", address("action-list", plan, status="ongoing")
    yield "contributor", address("report-form", plan, code, key)
    yield "coordinator", address("report-review", plan, submitted.action.code, submitted.pk)
    yield "coordinator", address("correct", plan, code)
    yield "coordinator", address("round", *round_in("open"))
    yield "coordinator", address("round", *round_in("review"))
    yield "coordinator", address("round-asked", *round_in("draft"))
    yield "minister_reader", address("validation", *round_in("validation"), "education")
    yield "administrator", address("people")
    yield "administrator", address("people-invite")
    yield "contributor", address("file-holders", plan, key)
    yield "anonymous", address("invitation", world.invited["to-report"].key)
    yield "contributor", address("sheet", world.rounds["open"].plan.code, key)
    to_do = world.rounds["open"].requests["not_started"].action.code
    yield "contributor", address("sheet-row", world.rounds["open"].plan.code, key, to_do)


def test_everything_is_reached_shows_that_it_has_the_focus_and_does_the_main_jobs(
    world: World, page_of: Opening, capsys: pytest.CaptureFixture[str]
) -> None:
    for person, url in faces(world):
        page = page_of(world.people[person])
        page.goto(url)
        if spoken := SPOKEN.get(resolve(url.split("?")[0]).url_name):
            expect(page.locator("main")).to_match_aria_snapshot(f"- main:\n{indent(dedent(spoken), '  ')}")
        reached = tab_through(page)
        assert len(reached) == page.evaluate(COUNT, FOCUSABLE), url
        assert [one["html"] for one in reached if not (one["marked"] and one["onScreen"])] == [], url
    of_a_row = re.findall(r'name="(status|confidence|done)"', "".join(one["html"] for one in reached))
    assert list(dict.fromkeys(of_a_row)) == ["status", "confidence", "done"], "the row is read in this order"
    skip_to_the_content(page_of(world.people["reader"]), world)
    keys = make_ready(page_of(world.people["contributor"]), world)
    with capsys.disabled():
        print(f"\na ready report from My actions: {keys} keys")
    assert keys <= MOST_KEYS
    make_a_report(page_of(world.people["contributor"]), world)
    accept(
        page_of(world.people["coordinator"]),
        world,
        ProgressReport.objects.get(action=world.actions["none", OPEN]),
    )
    open_a_round(page_of(world.people["coordinator"]), world)
    answer(page_of(world.people["minister_reader"]), world)
    close_a_round(page_of(world.people["coordinator"]), world)
    invite(page_of(world.people["coordinator"]))


def skip_to_the_content(page: Page, world: World) -> None:
    """The link is first, shows itself and leads there."""
    page.goto(address("overview", world.plan.code))
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def make_a_report(page: Page, world: World) -> None:
    page.goto(address("action", world.plan.code, world.actions["none", OPEN].code))
    press(page, "Report on this action")
    go_to_field(page, "input[name=status]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    go_to_field(page, "input[name=confidence]")
    page.keyboard.press("Space")
    go_to_field(page, "textarea[name=done]")
    page.keyboard.type("Sample: typed with ten fingers.")
    press(page, "Save draft")
    press(page, "See the whole report")
    press(page, "Submit this report alone")
    expect(page.get_by_role("status")).to_contain_text("submitted")


def make_ready(page: Page, world: World) -> int:
    """From *My actions* on; how many keys beside the letters of what was done."""
    page.goto(address("sheet", world.rounds["open"].plan.code, world.lead.key))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys = 2 + press(page, "Update")
    for name in ["status", "confidence"]:
        keys += go_to_field(page, f"input[name={name}]") + 1
        page.keyboard.press("Space")
        if name == "status":
            page.keyboard.press("ArrowRight")
            keys += 1
    keys += go_to_field(page, "textarea[name=done]")
    page.keyboard.type("Sample: typed.")
    keys += press(page, "Check and make ready")
    expect(page.get_by_role("button", name="Make ready anyway")).to_be_visible()
    keys += press(page, "Make ready anyway")
    expect(page.get_by_role("status")).to_contain_text("is ready for agreement")
    return keys


def accept(page: Page, world: World, report: ProgressReport) -> None:
    page.goto(address("report-review", world.plan.code, report.action.code, report.pk))
    for name in ["decision", "verdict"]:
        go_to_field(page, f"input[name={name}]")
        page.keyboard.press("Space")
    press(page, "Accept the report")
    expect(page.get_by_role("status")).to_contain_text("accepted")
    report.refresh_from_db()
    assert (report.state, report.status, report.done) == (
        "accepted",
        "ongoing",
        "Sample: typed with ten fingers.",
    )


def open_a_round(page: Page, world: World) -> None:
    built = world.rounds["draft"]
    page.goto(address("round", built.plan.code, built.round.code))
    press(page, "Open the round…")
    press(page, "Open the round")
    expect(page.get_by_role("status")).to_contain_text("The round is open.")


def answer(page: Page, world: World) -> None:
    """What an office has to say on one action, and nothing on the rest."""
    built = world.rounds["validation"]
    page.goto(address("validation", built.plan.code, built.round.code, "education"))
    action = built.requests["limited"].action
    go_to(page, "element.matches('summary') && element.innerText.endsWith(named)", action.code)
    page.keyboard.press("Enter")
    go_to_field(page, "textarea")
    page.keyboard.type("Sample: typed by an office.")
    press(page, "Save, and no objection to the rest")
    expect(page.get_by_role("status")).to_contain_text("1 answer is saved.")
    assert MinisterAnswer.objects.get(action=action, remark="Sample: typed by an office.").objects_to_it


def close_a_round(page: Page, world: World) -> None:
    built = world.rounds["validation"]
    page.goto(address("round", built.plan.code, built.round.code))
    press(page, "Close the round…")
    press(page, "Close the round")
    expect(page.get_by_role("status")).to_contain_text("The round is closed.")


def invite(page: Page) -> None:
    page.goto(address("people"))
    press(page, "Invite somebody")
    go_to_field(page, "input[name=part]")
    page.keyboard.press("Space")
    for name, words in {"body": "Education", "name": "Noa New", "email": "noa@example.org"}.items():
        go_to_field(page, f"[name={name}]")
        page.keyboard.type(words)
    press(page, "Send the invitation")
    expect(page.get_by_role("status")).to_contain_text("Noa New is invited by mail.")
    assert Invitation.objects.filter(email="noa@example.org").exists()


def test_what_is_never_reached_and_what_hides_its_focus_is_found(paper: Screen) -> None:
    planted = """<!doctype html><style>:focus {outline: 2px solid}</style><a href="/">Seen</a> <input type="date">
<a href="/" style="outline: none">Unseen</a> <button tabindex="-1">Never</button>"""
    page = paper.write(HttpResponse(planted))
    assert [one["marked"] for one in tab_through(page)] == [True, True, False]
    assert page.evaluate(COUNT, FOCUSABLE) == 4
    bar = '<p class="save-bar" style="position: fixed; inset: 0; margin: 0"><a href="/">Save</a></p>'
    page = paper.write(HttpResponse(f'<!doctype html><a href="/">Behind</a>{bar}'))
    assert [one["onScreen"] for one in tab_through(page)] == [False, True]
