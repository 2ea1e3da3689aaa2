"""In a browser: a connection that drops in the middle of any form loses nothing, and what is sent again counts once."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.db.models import QuerySet
from django.urls import resolve
from playwright.sync_api import Locator, Page, Route, expect

from actionplan.accounts.models import Invitation, User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Extension, ProgressReport, Question, Request, Round
from actions.models import Amendment
from tests.page_list.entries import address
from tests.page_list.every_page import pages
from tests.permissions.table import names
from tests.permissions.test_ended_sessions import PAGES, WITHOUT
from tests.personas import SmallPlan
from tests.reporting_factories import hand_in
from tests.sheet.asked_sheet import ago
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Sample: typed when the connection dropped."


class Typing(NamedTuple):
    """A form, and what somebody types in it."""

    url: str
    button: str
    fields: dict[str, str]
    """By the names of the fields."""
    made: QuerySet
    """In which there is one more then."""


@pytest.fixture
def forms(
    asked: Round, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> list[Typing]:
    """Of the coordinator."""
    plan, action = asked.plan.code, small_plan.with_money
    report = hand_in(action, lead_organisation, contributor, ago(0))
    other = Request.objects.filter(round=asked).exclude(action=action).order_by("pk").first()
    until = {"until": "2099-01-31", "reason": WORDS}
    return [
        Typing(
            address("extension", plan, asked.code, other.pk),
            "Give an extension",
            until,
            Extension.objects.all(),
        ),
        Typing(
            address("questions", plan, action.code),
            "Ask the question",
            {"asked": WORDS},
            Question.objects.all(),
        ),
        Typing(
            address("amendment-new", plan),
            "Prepare the amendment",
            {"effective_from": "2099-01-01", "reason": WORDS},
            Amendment.objects.all(),
        ),
        Typing(
            address("people-invite", **{"as": "reader", "for": "portal:all"}),
            "Send the invitation",
            {"name": "Sample One", "email": "one@example.org"},
            Invitation.objects.all(),
        ),
        Typing(
            address("report-review", plan, action.code, report.pk),
            "Return the report",
            {"decision": "return", "return_remark": WORDS},
            ProgressReport.objects.filter(state="returned"),
        ),
    ]


def test_without_a_connection_the_page_keeps_what_was_typed_and_what_is_sent_twice_counts_once(
    forms: list[Typing], page_of: Callable[..., Page], coordinator: User, complaints: list[str]
) -> None:
    page = page_of(coordinator)
    for form in forms:
        before = form.made.count()
        page.goto(form.url)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        for name, words in form.fields.items():
            field = page.locator(f"main [name={name}]").last
            field.check() if field.get_attribute("type") == "radio" else field.fill(words)
        press = page.get_by_role("button", name=form.button, exact=True)
        page.context.set_offline(True)
        press.click()
        expect(page.get_by_role("status").first).to_contain_text("Nothing was sent")
        for name, words in form.fields.items():
            expect(page.locator(f"main [name={name}]").last).to_have_value(words)
        assert form.made.count() == before
        page.context.set_offline(False)
        expect(page.locator(".messages [data-offline]")).to_have_count(0)
        page.route("**/*", answer_is_lost)
        press.click()
        page.wait_for_url("chrome-error://**")
        assert form.made.count() == before + 1
        page.unroute("**/*")
        with page.expect_request(lambda request: request.method == "POST"):
            page.reload()  # as the browser offers on its page
        expect(page.locator("main h1")).to_be_visible()
        assert form.made.count() == before + 1
        complaints.clear()  # of the lost connection


def answer_is_lost(route: Route) -> None:
    """The form arrives and is carried out; its answer does not come."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort("connectionreset")
    else:
        route.continue_()


BLANK = "about:blank"
POSTED = "form[method=post]"
ACTS = """forms => forms.map(form => [...new Set([form.action, ...[...form.elements].filter(
  one => one.hasAttribute('formaction')).map(one => one.formAction)])].map(url => new URL(url).pathname))"""
FILL_IN = """form => {
  const sample = {date: '2099-01-31', number: '1', email: 'one@example.org', url: 'https://example.org/'};
  for (const one of form.elements) {
    if (one.type === 'radio' || one.type === 'checkbox') one.checked = true;
    else if (one.tagName === 'SELECT') one.selectedIndex = one.options.length - 1;
    else if (one.matches('textarea, input:not([type=hidden], [type=file])')) one.value = sample[one.type] ?? `Typed ${one.name}`;
  }
}"""
STANDING = """form => [...form.elements].filter(one => one.name && one.type !== 'submit').map(
  one => [one.name, one.value, one.checked ?? null])"""
PRESS = """(form, path) => {
  const leads = button => new URL(button.hasAttribute('formaction') ? button.formAction : form.action).pathname === path;
  [...form.elements].find(one => one.type === 'submit' && leads(one)).click();
}"""


@pytest.mark.full
def test_every_form_stands_as_it_was_filled_in_when_it_is_sent_without_a_connection(
    world: World, page_of: Callable[..., Page]
) -> None:
    opened: dict[str, Page] = {}
    known = {page.name: page for page in pages(world)}
    seen, faults = set[str](), list[str]()
    for name in [one.strip() for one in PAGES.replace("\n", ";").split(";") if one.strip()]:
        person = known[name].person
        page = opened.setdefault(person, page_of(world.people[person]))
        page.goto(known[name].url)
        for act in sorted({act for form in forms_of(page) for act in form} - WITHOUT - seen):
            page.goto(known[name].url)
            place, path = next((place, form[act]) for place, form in enumerate(forms_of(page)) if act in form)
            faults += [f"{name}, {act}: {one}" for one in lost_at(page.locator(POSTED).nth(place), path)]
            seen.add(act)
    assert faults == [], "\n".join(faults)
    assert seen | WITHOUT == names("POST")


def forms_of(page: Page) -> list[dict[str, str]]:
    """Of each form, the addresses that it can be sent to, by their names."""
    return [
        {resolve(path).url_name: path for path in paths} for paths in page.locator(POSTED).evaluate_all(ACTS)
    ]


def lost_at(form: Locator, path: str) -> list[str]:
    """What is wrong with the page after the form was filled in and sent to that address without a connection."""
    page = form.page
    form.evaluate(FILL_IN)
    for field in form.locator("[type=file]").all():
        field.set_input_files({"name": "sample.txt", "mimeType": "text/plain", "buffer": b"Sample"})
    typed, url = form.evaluate(STANDING), page.url
    page.context.set_offline(True)
    form.evaluate(PRESS, path)
    said = page.locator(".messages [data-offline]").all_inner_texts()
    faults = [] if len(said) == 1 and "Nothing was sent" in said[0] else ["the page does not say so"]
    if page.url != url or form.evaluate(STANDING) != typed:
        faults.append("something that was typed is lost")
    form.evaluate("form => form.reset()")  # so that nothing saves itself when the page is left
    page.goto(BLANK)
    page.context.set_offline(False)
    return faults
