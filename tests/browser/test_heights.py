"""How long and wide the pages of the demo are, in Dutch: printed, and never longer than wanted.

In pixels, with the font that `tests/fonts.py` names; *first screen* is one of 1280 by 900. `test_sheet.py` measures *My actions* of
sixteen actions, `tests/second_way/test_report_on_paper.py` the pages of the report to the Government.
"""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from actionplan.accounts.models import User
from tests import fonts
from tests.browser.faults import ALL_BUT_CONTRAST, EVERY_RULE, too_wide, violations
from tests.browser.showing import Screen
from tests.personas import signed_in

pytestmark = pytest.mark.full
PLAN = "/2020-2024/"
LIST = f"{PLAN}actions/"
WIDE, NARROW = 1280, 360
Opened = Callable[..., Page]
ROWS = """() => [...document.querySelectorAll('.row-list > li')].map(
  row => row.getBoundingClientRect()).map(box => ({top: box.top, bottom: box.bottom}))"""


@pytest.fixture
def opened(demo: None, screen: Screen) -> Opened:
    """`opened("platform", "/2020-2024/", 360)`: a page as that person of the demo sees it, so many pixels wide."""
    fonts.needed()
    clients: dict[str, Client] = {}

    def at(name: str, url: str, width: int = WIDE) -> Page:
        client = clients.setdefault(name, signed_in(User.objects.get(username=name)))
        screen.page.set_viewport_size({"width": width, "height": 900})
        return screen.show(client.get(url, headers={"Accept-Language": "nl"}, follow=True))

    return at


def height(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollHeight")


def words(page: Page) -> int:
    """Of what the page is about: with a letter or a digit in it."""
    return len(re.findall(r"\S*\w\S*", page.locator("main").inner_text()))


def first_row(page: Page) -> int:
    return round(page.evaluate(ROWS)[0]["top"])


def first_field(page: Page) -> int:
    return round(
        page.locator("main form [name=status]").first.evaluate("field => field.getBoundingClientRect().top")
    )


def first_answer(page: Page) -> int:
    return round(
        page.locator("main form .thread textarea").first.evaluate(
            "field => field.getBoundingClientRect().top"
        )
    )


def foot_of_the_fifth_row(page: Page) -> int:
    return round(page.evaluate(ROWS)[4]["bottom"])


def foot_of_the_bar(page: Page) -> int:
    return round(page.evaluate("document.querySelector('.says + .share-bar').getBoundingClientRect().bottom"))


def rows_on_the_first_screen(page: Page) -> int:
    return sum(row["bottom"] <= 900 for row in page.evaluate(ROWS))


HEIGHTS = [
    ("overview", "platform", PLAN, 2400, 4000),
    ("list of 50", "platform", LIST, 4700, 11_500),
    ("form of 1.1", "abb", f"{LIST}1.1/report/kbbj_abb/", 2000, 4000),
    ("my actions", "abb", f"{PLAN}my-actions/", None, 4500),
    ("action 3.1", "platform", f"{LIST}3.1/", 2400, None),
    ("budget", "platform", f"{PLAN}budget/", 2800, None),
    ("changes", "platform", f"{PLAN}changes/", 5000, None),
    ("my work", "platform", f"{PLAN}my-work/", 2200, 4700),
    ("a closed round", "platform", f"{PLAN}rounds/2022-12/", 3000, 4000),
    ("minister", "cabinet", f"{PLAN}ministers/home_affairs/", 3300, 4300),
    ("timeline", "platform", f"{PLAN}timeline/", None, 8000),
    ("milestones", "platform", f"{PLAN}milestones/", None, 8926),
    ("what is coming", "abb", f"{PLAN}coming/", 1500, 2600),
    ("people", "platform", "/people/", None, 5000),
]
"""Whose page it is, and how high it may be at 1280 and at 360 pixels."""
PLACES = [
    ("overview: words", "platform", PLAN, words, 900),
    ("overview: foot of the fifth reason", "platform", PLAN, foot_of_the_fifth_row, 800),
    ("overview: foot of the bar of how well it goes", "platform", PLAN, foot_of_the_bar, 230),
    ("form: first field", "education", f"{LIST}4.4/report/ov/", first_field, 300),
    (
        "form: first answer, where questions come first",
        "abb",
        f"{LIST}8.5/report/kbbj_abb/",
        first_answer,
        420,
    ),
    ("form: first field of a returned report", "abb", f"{LIST}3.16/report/kbbj_abb/", first_field, 300),
    ("my actions: first task", "abb", f"{PLAN}my-actions/", first_row, 260),
    ("list: first row", "platform", LIST, first_row, 320),
    ("list: first row after a search", "platform", f"{LIST}?q=school", first_row, 320),
    ("search: first place", "platform", f"{PLAN}search/?q=school", first_row, 320),
    ("list: first row after a pressed count", "platform", f"{LIST}?attention=off_track", first_row, 320),
]
TASKS = 6
"""On the first screen of *My actions*, at least."""


def test_pages_are_short_and_answer_on_the_first_screen(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = []
    for name, person, url, wide, narrow in HEIGHTS:
        for width, most in [(WIDE, wide), (NARROW, narrow)]:
            if most:
                measured.append((f"{name} at {width}", height(opened(person, url, width)), most))
    for name, person, url, measure, most in PLACES:
        measured.append((name, measure(opened(person, url)), most))
    tasks = rows_on_the_first_screen(opened("abb", f"{PLAN}my-actions/"))
    with capsys.disabled():
        print()
        for name, found, most in measured:
            print(f"{name}: {found:,} (at most {most:,})")
        print(f"my actions: tasks on the first screen: {tasks} (at least {TASKS})")
    assert [one for one in measured if one[1] > one[2]] == []
    assert tasks >= TASKS
    the_reasons_add_up(opened("platform", PLAN))


def the_reasons_add_up(page: Page) -> None:
    page.locator(".reasons > summary").click()
    numbers = [int(link.inner_text().split()[0]) for link in page.locator(".reasons a").all()]
    points = int(page.locator(".says > b a").inner_text().split()[0])
    assert (sum(numbers), len(numbers) > 1) == (points, True)


MOST_BYTES = 60 * 1024
EVERYBODY = ["platform", "abb", "admin", "cabinet", "auditor"]
OF_EACH_KIND = 2
"""Pages of one address that are weighed."""


def test_no_page_is_heavy(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    """With its style sheet and scripts, compressed as they are sent."""
    weights: dict[str, int] = {}
    visited: dict[str, int] = {}
    for name in EVERYBODY:
        client, waiting = signed_in(User.objects.get(username=name)), ["/"]
        for url in waiting:  # grows while pages are read
            view = name_of(url)
            if view and visited.get(view, 0) < OF_EACH_KIND:
                visited[view] = visited.get(view, 0) + 1
                response = client.get(url, headers={"Accept-Language": "nl", "Accept-Encoding": "gzip"})
                if response.status_code == 302:
                    waiting.append(response["Location"])
                elif response.get("Content-Type", "").startswith("text/html"):
                    page = BeautifulSoup(gzip.decompress(response.content), "html.parser")
                    weights[url] = weight_of(response, page)
                    waiting += [link["href"].split("#")[0] for link in page.find_all("a", href=True)]
                response.close()
    heaviest = sorted(weights, key=lambda url: -weights[url])[:5]
    with capsys.disabled():
        print(f"\n{len(weights)} pages, at most {MOST_BYTES:,} bytes compressed:")
        for url in heaviest:
            print(f"{url}: {weights[url]:,}")
    assert [url for url in heaviest if weights[url] > MOST_BYTES] == []


def name_of(url: str) -> str:
    """Of the address; empty for what is not of the portal, or is no page to read."""
    try:
        view = resolve(url.split("?")[0]).view_name if url.startswith("/") else ""
    except Resolver404:
        return ""
    return "" if view.startswith("admin:") else view


def weight_of(response: HttpResponse, page: BeautifulSoup) -> int:
    """In bytes, of what the browser fetches to show the page."""
    loaded = [link["href"] for link in page.find_all("link", rel="stylesheet")]
    loaded += [script["src"] for script in page.find_all("script", src=True)]
    files = [Path(finders.find(url.removeprefix("/static/"))) for url in loaded]
    return len(response.content) + sum(len(gzip.compress(file.read_bytes())) for file in files)


WIDTHS = [480, 640, 820, 1024]
MAIN_PAGES = {
    "abb": ["/", f"{LIST}1.1/report/kbbj_abb/", f"{LIST}3.1/"],
    "schools": ["/", f"{LIST}4.6/"],
    "platform": ["/", f"{PLAN}reviews/", f"{PLAN}rounds/2023-06/", f"{LIST}3.1/", "/people/"],
    "cabinet": ["/", f"{PLAN}changes/"],
    "auditor": ["/", f"{PLAN}rounds/2022-12/", f"{LIST}6.3/"],
    "admin": ["/", "/people/"],
    "reader": ["/", LIST, f"{PLAN}timeline/", f"{PLAN}milestones/", f"{PLAN}budget/", f"{PLAN}rounds/"],
}
"""By the person of the demo: what each role works with, the first page first."""


SHIFT = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value; })).observe(
    {type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(moved), 50));
})"""


def shift(page: Page) -> float:
    """How much of the page has moved since it began to load, as Chromium reckons."""
    return page.evaluate(SHIFT)


def test_a_page_that_moves_is_found(paper: Screen) -> None:
    page = paper.write(HttpResponse("<!doctype html><h1>Page</h1><p>Moves</p>"))
    assert shift(page) == 0
    page.evaluate(
        "document.body.prepend(Object.assign(document.createElement('pre'), {textContent: '\\n'.repeat(9)}))"
    )
    assert shift(page) > 0


def test_the_main_pages_of_each_role_do_not_move_and_fit_screens_between_a_telephone_and_a_desk(
    opened: Opened, capsys: pytest.CaptureFixture[str]
) -> None:
    found, combinations = [], 0
    for person, urls in MAIN_PAGES.items():
        for url in urls:
            page = opened(person, url)
            if shift(page):  # where it came in pieces on a busy machine, it does not the second time
                page.reload()
            found += [f"{person}, {url}: it moved by {moved}" for moved in [shift(page)] if moved]
            for width in WIDTHS:
                rules = EVERY_RULE if width == WIDTHS[0] else ALL_BUT_CONTRAST
                faults = [*too_wide(page, width), *violations(page, "light", width, rules)]
                found += [f"{person}, {url}, {width} pixels: {fault}" for fault in faults]
                combinations += 1
    with capsys.disabled():
        print(f"\nmain pages: {combinations} combinations, {len(found)} findings")
    assert found == [], "\n".join(found)
