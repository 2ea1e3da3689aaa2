"""A whole round in the browser, in Dutch: fifty actions asked, answered, returned, extended, objected to and closed."""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture.measures import measure_named
from actionplan.reporting.models import (
    Extension,
    MinisterAnswer,
    ProgressReport,
    Question,
    Round,
)
from actionplan.reporting.states import DONE, Status
from actionplan.rounds.verifying import verify
from objectives.models import Plan
from tests.personas import person

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = "2020-2024"
JOINT, LED_BY_OV = "3.7", "2.2"


def nl(english: str, **names: Any) -> str:
    """What the page says in Dutch for what the code says in English."""
    with override("nl"):
        return gettext(english) % names


class Stage:
    """The people of the journey, each with a browser of their own, in Dutch."""

    def __init__(self, page_of: Callable[..., Page]) -> None:
        self.page_of = page_of
        organisations = {row.key: row for row in Organisation.objects.all()}
        self.platform = self._enter("platform", Role.COORDINATOR)
        self.speakers = {
            key: self._enter(key, Role.CONTRIBUTOR, organisation=organisations[key])
            for key in ["kbbj_abb", "ov", "wvg_growing_up"]
        }
        minister = Minister.objects.get(key="home_affairs")
        self.office = self._enter("office", Role.READER, minister=minister)

    def _enter(self, name: str, role: Role, **scope: Any) -> Page:
        return self.page_of(person(name, role, **scope), "nl")


def go(page: Page, name: str, *names: object, plan: str = PLAN) -> None:
    page.goto(reverse(name, args=[plan, *names]))
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def press(page: Page | Locator, english: str, **names: Any) -> None:
    page.get_by_role("button", name=nl(english, **names), exact=True).click()


def said(page: Page) -> Locator:
    return page.get_by_role("status")


def prepare_and_open(page: Page, actions: int = 50, plan: str = PLAN, shown: str = "3.12") -> str:
    """The round's code. Everything is proposed; the coordinator lets it be about today, so that it can be closed today, reads
    what is shown before it opens, and goes on.
    """
    go(page, "round-list", plan=plan)
    page.get_by_role("link", name=nl("Prepare a round")).click()
    code = page.locator("#id_code").input_value()
    page.locator("#id_about").fill(datetime.date.today().isoformat())
    press(page, "Save, and choose the actions")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(actions)
    press(page, "Save the choice")
    page.get_by_role("link", name=nl("Open the round…")).click()
    expect(page.locator("main")).to_contain_text(shown)
    press(page, "Open the round")
    expect(said(page)).to_be_visible()
    return code


def report(
    page: Page, *codes: str, words: str = "Voorbeeld: gedaan.", status: str = Status.ONGOING, plan: str = PLAN
) -> None:
    """Some rows, filled in, made ready and submitted together."""
    for code in codes:
        go(page, "my-actions", plan=plan)
        page.locator(f"[id='row-{code}'] .act a").last.click()
        form = page.locator(".opened form")
        expect(form).to_be_visible()
        if form.locator("[name=status]").count():
            form.locator(f"[name=status][value={status}]").check()
            if status == Status.ONGOING:
                form.locator("[name=confidence][value=on_track]").check()
        form.locator("[name=done]").fill(words)
        with page.expect_navigation():
            press(page, "Check and make ready")
        if page.locator("#found").count():  # there are warnings
            press(page, "Make ready anyway")
        expect(said(page)).to_be_visible()
    page.locator(".save-bar a.button").click()
    page.locator("[name=agreed_by]").fill("Sample function")
    page.locator("[name=agreed_on]").fill(timezone.localdate().isoformat())
    page.locator("#ticked button").first.click()
    expect(said(page)).to_be_visible()


def answer_in_the_form(page: Page, code: str, words: str) -> None:
    """What was returned: from its row to the whole form, where the remark stands."""
    go(page, "my-actions")
    page.locator(f"[id='row-{code}'] .act a").first.click()
    expect(page.locator("#asked")).to_be_in_viewport()
    page.locator("#id_done").fill(words)
    page.locator("#id_source").fill("Voorbeeld: jaarverslag.")
    press(page, "Save draft")
    page.get_by_role("link", name="Het hele rapport bekijken").click()
    press(page, "Submit this report alone")
    expect(said(page)).to_be_visible()


def ask_for_more_time(stage: Stage, code: str, action: str) -> None:
    page = stage.speakers["wvg_growing_up"]
    asked = Round.objects.get(code=code).requests.of_leads().get(action__code=action)
    go(page, "extension", code, asked.pk)
    form = page.locator("main form")
    until = Round.objects.get(code=code).closes
    form.locator("[name$=until]").fill(until.isoformat())
    form.locator("textarea").fill("Voorbeeld: cijfers van partners.")
    press(page, "Ask for an extension")
    expect(said(page)).to_be_visible()
    go(stage.platform, "extension", code, asked.pk)
    press(stage.platform, "Grant")
    expect(said(stage.platform)).to_be_visible()
    assert Extension.objects.get().state == "granted"


def review(page: Page, waiting: ProgressReport, *, back: str = "", question: str = "") -> None:
    go(page, "report-review", waiting.action.code, waiting.pk, plan=waiting.action.plan.code)
    if back:
        page.locator('input[name="decision"][value="return"]').check()
        page.locator("[name=return_remark]").fill(back)
    else:
        page.locator('input[name="decision"][value="accept"]').check()
        if waiting.is_lead:
            page.locator('input[name="verdict"][value="on_track"]').check()
        if question:
            page.locator("#ask > summary").click()
            page.locator("#ask textarea").fill(question)
    page.locator(".by-decision button").click()
    expect(said(page)).to_be_visible()


def the_only_waiting(**facts: Any) -> ProgressReport:
    return ProgressReport.objects.select_related("action").get(state="submitted", **facts)


def object_to(page: Page, code: str, action: str) -> None:
    go(page, "validation", code, "home_affairs")
    row = page.get_by_role("row").filter(
        has=page.get_by_role("link", name=re.compile(rf"^{re.escape(action)} "))
    )
    row.locator("details:has(textarea) > summary").click()
    row.locator("textarea").fill("Voorbeeld: noem ook het akkoord met de lokale besturen.")
    press(page, "Save, and no objection to the rest")
    expect(said(page)).to_be_visible()


def excuse_the_rest(page: Page, code: str, plan: str = PLAN) -> None:
    """One reason for a ticked group; as many groups as the page shows at a time."""
    go(page, "round", code, plan=plan)
    while page.locator("#hanging").count():
        for box in page.locator('input[name="requests"]').all():
            box.check()
        form = page.locator("section[aria-labelledby=hanging]")
        form.locator("[name$=kind]").first.select_option(index=1)
        form.locator("textarea").fill("Voorbeeld: geen rapport ontvangen.")
        press(page, "Keep this reason for the ticked requests")
        expect(said(page)).to_be_visible()
        go(page, "round", code, plan=plan)


def close(page: Page, code: str, plan: str = PLAN) -> None:
    go(page, "round", code, plan=plan)
    page.get_by_role("link", name=nl("Close the round…")).click()
    press(page, "Close the round")
    expect(said(page)).to_be_visible()


def everybody_answers(stage: Stage, code: str, extended: str, answered: str) -> None:
    """One is returned and answered again, one has more time, the joint action gets two contributions."""
    platform, ov, abb = stage.platform, stage.speakers["ov"], stage.speakers["kbbj_abb"]
    report(ov, LED_BY_OV)
    report(abb, JOINT)
    ask_for_more_time(stage, code, extended)
    report(stage.speakers["wvg_growing_up"], answered)

    review(platform, the_only_waiting(action__code=LED_BY_OV), back="Voorbeeld: noem de bron.")
    go(ov, "my-actions")
    expect(ov.get_by_text("Voorbeeld: noem de bron.").first).to_be_visible()
    answer_in_the_form(ov, LED_BY_OV, "Voorbeeld: gedaan, volgens het jaarverslag.")
    review(platform, the_only_waiting(action__code=LED_BY_OV), question="Voorbeeld: hoeveel scholen?")

    for key in ["ov", "wvg_growing_up"]:
        report(stage.speakers[key], JOINT)
        review(platform, the_only_waiting(action__code=JOINT, organisation__key=key))
    review(platform, the_only_waiting(action__code=JOINT))
    review(platform, the_only_waiting(action__code=answered))


@pytest.mark.full
def test_a_round_from_its_opening_to_its_snapshot(printed_plan: Plan, page_of: Callable[..., Page]) -> None:
    stage = Stage(page_of)
    platform = stage.platform
    code = prepare_and_open(platform)
    growing_up = Round.objects.get().requests.of_leads().filter(organisation__key="wvg_growing_up")
    theirs = growing_up.order_by("action__order").values_list("action__code", flat=True)

    everybody_answers(stage, code, *theirs[:2])
    go(platform, "round", code)
    platform.get_by_role("link", name=nl("Take into review…")).click()
    press(platform, "Take into review")
    report(stage.speakers["wvg_growing_up"], theirs[0])  # the extension runs
    review(platform, the_only_waiting(action__code=theirs[0]))
    go(platform, "round", code)
    platform.get_by_role("link", name=nl("Take into validation…"), exact=True).click()
    press(platform, "Take into validation")
    object_to(stage.office, code, JOINT)
    excuse_the_rest(platform, code)
    close(platform, code)
    equals_its_snapshot(platform, code)
    assert MinisterAnswer.objects.filter(objects_to_it=True).count() == 1
    asked_first(stage.speakers["ov"])


def equals_its_snapshot(page: Page, code: str) -> None:
    """The page of the closed round says what the snapshot holds, and the snapshot verifies."""
    closing = Round.objects.get(code=code).closings.get()
    assert verify(closing.snapshot) == []
    go(page, "round", code)
    counted = json.loads(bytes(closing.snapshot.items.get(table="counted").content))
    assert len(counted) == 50
    table = page.get_by_role("table", name=nl("How does each objective stand?"))
    for action in counted:
        with override("nl"):
            words = dict(measure_named("verdict").codes)
        word = words[action["status"] if action["status"] in DONE else action["verdict"]]
        expect(table.get_by_role("link", name=f"{action['code']}: {word}", exact=True)).to_be_visible()
    expect(page.locator("#snapshot")).to_contain_text(closing.snapshot.sha256)


def asked_first(page: Page) -> None:
    """The question for next time stands first in the next report."""
    assert Question.objects.get().settled_at is None
    go(page, "report-form", LED_BY_OV, "ov")
    expect(page.get_by_text("Voorbeeld: hoeveel scholen?").first).to_be_visible()
