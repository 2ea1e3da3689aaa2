"""The pictures of documents and of help, taken anew: `./dev screenshots`.

For each language the demo is told in a database of its own, in the folder for temporary files, and served; then the pages are
opened as the person who uses them. With Pillow installed, which nothing else needs, the files are a third as large.
"""

import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, sync_playwright

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS, HELP = ROOT / "docs" / "screenshots", ROOT / "static" / "help"
LANGUAGES = {"en": "en-GB", "nl": "nl-BE"}
PLAN = "/2020-2024/"
TRAIL = "[aria-labelledby=trail]"
Scheme = Literal["light", "dark"]
HEIGHT = 900
"""Of a screen, in pixels."""


class Shot(NamedTuple):
    """`address` is one of the plan, unless it begins with a slash; `person` is empty for who is not signed in.

    `part` is what of the page is kept, `most` how many pixels of its height; None is all of it. `press` is what is
    pressed first.
    """

    name: str
    person: str
    address: str
    part: str = "main"
    most: int | None = 640
    width: int = 1280
    press: str = ""


OF_HELP = [
    Shot("my-actions", "abb", "my-actions/kbbj_abb/"),
    Shot("opened-row", "abb", "my-actions/kbbj_abb/1.1/", "[id='row-1.1']", None),
    Shot("form", "abb", "actions/1.1/report/kbbj_abb/"),
    Shot("checks", "abb", "actions/1.1/report/kbbj_abb/checks/"),
    Shot("overview", "reader", ""),
    Shot("action", "reader", "actions/3.1/"),
    Shot("receipt", "reader", "money/?measure=paid&year=2022"),
    Shot("budget", "reader", "budget/"),
    Shot("minister", "cabinet", "ministers/home_affairs/"),
    Shot("my-work", "platform", "my-work/"),
    Shot("review", "platform", "reviews/"),
    Shot("round", "platform", "rounds/2023-06/"),
    Shot("government-report", "platform", "rounds/2022-12/report/", width=900),
    Shot("amendment", "platform", "amendments/2/", width=900),
    Shot("people", "platform", "/people/", most=520, width=1100),
    Shot("trail", "auditor", "actions/6.3/", TRAIL, most=520, width=900, press=f"{TRAIL} summary"),
    Shot("memberships", "admin", "/administration/accounts/membership/", most=520),
    Shot("plans", "admin", "/plans/", width=900),
    Shot("calendar", "abb", "/calendar/", width=900),
    Shot("second-factor", "reader", "/accounts/second-factor/", width=700),
    Shot("sign-in", "", "/accounts/login/", width=700),
]
"""By light."""
OF_DOCUMENTS = [
    Shot("overview", "reader", ""),
    Shot("my-actions", "abb", "my-actions/kbbj_abb/"),
    Shot("report", "abb", "actions/1.1/report/kbbj_abb/"),
    Shot("list", "reader", "actions/?attention=any"),
    Shot("action", "reader", "actions/3.1/"),
    Shot("my-work", "platform", "my-work/"),
    Shot("review-queue", "platform", "reviews/"),
    Shot("review", "platform", "reviews/", press="[aria-labelledby=singly] a.button"),
    Shot("minister", "cabinet", "ministers/home_affairs/"),
    Shot("validation", "cabinet", "rounds/2022-12/validation/home_affairs/"),
    Shot("budget", "reader", "budget/"),
    Shot("timeline", "reader", "timeline/"),
    Shot("milestones", "reader", "milestones/"),
    Shot("round", "platform", "rounds/2023-06/"),
    Shot("closed-round", "reader", "rounds/2022-12/"),
    Shot("changes", "reader", "changes/"),
]
"""The first screen of each, by light, on a laptop and on a telephone."""
IN_THE_DARK = {"overview", "my-actions", "report", "list", "action", "my-work", "review", "budget"}
"""Those that are opened most, at both widths."""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.FLAGS)
        for language, locale in LANGUAGES.items():
            with demo_in(language) as server:
                take_all(browser, server, language, locale)


def take_all(browser: Browser, server: str, language: str, locale: str) -> None:
    people: dict[str, BrowserContext] = {}
    for shot in [*OF_HELP, *OF_DOCUMENTS]:
        if shot.person not in people:
            people[shot.person] = signed_in(browser, server, shot.person, locale)
    for shot in OF_HELP:
        with page_at(people[shot.person], server, shot, shot.width) as page:
            keep(
                page.screenshot(clip=clip_of(page, shot), full_page=True),
                HELP / language / f"{shot.name}.png",
            )
    for shot in OF_DOCUMENTS:
        for ending, width, scheme in looks_of(shot):
            with page_at(people[shot.person], server, shot, width, scheme) as page:
                keep(page.screenshot(), DOCUMENTS / language / f"{shot.name}{ending}.png")


def looks_of(shot: Shot) -> Iterator[tuple[str, int, Scheme]]:
    yield "", 1280, "light"
    yield "-360", 360, "light"
    if shot.name in IN_THE_DARK:
        yield "-dark", 1280, "dark"
        yield "-360-dark", 360, "dark"


@contextmanager
def page_at(
    context: BrowserContext, server: str, shot: Shot, width: int, scheme: Scheme = "light"
) -> Iterator[Page]:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(server + ("" if shot.address.startswith("/") else PLAN) + shot.address)
    if shot.press:
        page.locator(shot.press).first.click()
        page.wait_for_load_state()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    yield page
    page.close()


def clip_of(page: Page, shot: Shot) -> FloatRect:
    """The part's own width, without the empty edges of the page around it; what is less than the page keeps a margin beside it."""
    box = page.locator(shot.part).first.bounding_box()
    if box is None:
        raise LookupError(f"{shot.name}: {shot.part} is not on {shot.address}")
    margin = 0 if shot.part == "main" else 12
    height = min(box["height"], shot.most or box["height"])
    return {"x": box["x"] - margin, "y": box["y"], "width": box["width"] + 2 * margin, "height": height}


def signed_in(browser: Browser, server: str, person: str, locale: str) -> BrowserContext:
    context = browser.new_context(locale=locale)
    if not person:
        return context
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")
    page.fill("[name=login]", person)
    page.fill("[name=password]", "demo")
    page.click("main button[type=submit]")
    page.close()
    return context


def keep(picture: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
    with suppress(ImportError):
        from PIL import Image

        with Image.open(target) as image:
            colours = image.convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            colours.save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}, {target.stat().st_size // 1000} kB", flush=True)


@contextmanager
def demo_in(language: str) -> Iterator[str]:
    """The address of a portal with the demo in the language."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = os.environ | {
            "ENV_FILE": os.devnull,
            "DEBUG": "true",
            "SECRET_KEY": "for-pictures-of-a-demo-that-is-thrown-away",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "EVIDENCE_ROOT": f"{folder}/evidence",
            "LOG_LEVEL": "ERROR",
        }
        command = [
            sys.executable,
            "manage.py",
            "prepare",
            "--language",
            language,
            "--serve",
            f"127.0.0.1:{port}",
        ]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address):
            return
        sleep(1)
    raise RuntimeError("the demo could not be served")


if __name__ == "__main__":
    main()
