"""A coordinator's and an office's work on a round without JavaScript: choose, open, extend, excuse, answer, close; and all of
it from the sign-in page on."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from tests.accounts.factors import code_of, give_app
from tests.browser.test_round_journey import (
    close,
    excuse_the_rest,
    go,
    nl,
    prepare_and_open,
    press,
    report,
    review,
    said,
    the_only_waiting,
)
from tests.factories import PASSWORD
from tests.page_list.every_page import address
from tests.personas import SmallPlan
from tests.rounds.rounds_world import RoundWorld
from tests.world import World

pytestmark = pytest.mark.full
Opening = Callable[[str], Page]


@pytest.fixture
def page_as(world: World, page_of: Callable[..., Page]) -> Opening:
    return lambda person: page_of(world.people[person], java_script_enabled=False)


def names(built: RoundWorld) -> list[str]:
    return [built.plan.code, built.round.code]


def test_a_round_is_opened_extended_answered_and_closed(world: World, page_as: Opening) -> None:
    """Each in a round of another state."""
    a_whole_objective_is_left_out_and_the_round_is_opened(page_as, world.rounds["draft"])
    an_extension_is_granted(page_as, world.rounds["open"])
    what_hangs_gets_its_reason_and_the_round_closes(page_as, world.rounds["review"])
    an_office_answers_in_one_save(page_as, world.rounds["validation"])


def a_whole_objective_is_left_out_and_the_round_is_opened(page_as: Opening, built: RoundWorld) -> None:
    page = page_as("coordinator")
    page.goto(address("round-asked", *names(built)))
    page.get_by_label("All of this objective 2").select_option("ask none")
    page.get_by_label("1.7", exact=True).uncheck()
    page.get_by_role("button", name="Save the choice").click()
    expect(page.get_by_role("status")).to_contain_text("The round asks about 6 actions.")
    page.get_by_role("link", name="Open the round").click()
    expect(page.locator("main")).to_contain_text("6 reports are asked for")
    page.get_by_role("button", name="Open the round").click()
    expect(page.get_by_role("status")).to_contain_text("The round is open.")


def an_extension_is_granted(page_as: Opening, built: RoundWorld) -> None:
    page = page_as("coordinator")
    page.goto(address("round", *names(built)))
    page.locator("a.button", has_text="Answer").click()
    page.get_by_label("Until which day?").fill("2099-01-31")
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_role("status")).to_contain_text("The extension is given.")
    owner = page_as("contributor")
    owner.goto(address("extension", *names(built), built.requests["extended"].pk))
    expect(owner.locator("main")).to_contain_text("Given until 31 January 2099")


def what_hangs_gets_its_reason_and_the_round_closes(page_as: Opening, built: RoundWorld) -> None:
    page = page_as("coordinator")
    page.goto(address("extension", *names(built), built.requests["extended"].pk))
    page.get_by_label("Why do you decline?").fill("Sample answer.")
    page.get_by_role("button", name="Decline").click()
    page.goto(address("round", *names(built)))
    page.get_by_label("For which requests?").select_option("submitted")
    page.get_by_label("Why may the round close without them?").select_option("not_reviewed")
    page.get_by_role("button", name="Keep this reason").click()
    while page.locator("input[name=requests]").count():
        page.locator("input[name=requests]").first.check()
        page.get_by_label("In words").fill("Sample reason.")
        page.get_by_role("button", name="Keep this reason").click()
    page.get_by_role("link", name="Close the round").click()
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_role("status")).to_contain_text("The round is closed")
    reasons = set(built.round.requests.exclude(excuse="").values_list("excuse", flat=True))
    assert "Not independently reviewed." in reasons


def an_office_answers_in_one_save(page_as: Opening, built: RoundWorld) -> None:
    page = page_as("minister_reader")
    page.goto(address("validation", *names(built), "education"))
    code = built.requests["limited"].action.code
    page.locator("summary", has_text=code).click()
    page.get_by_label(f"remark to the Platform {code}", exact=True).fill("Sample remark.")
    page.get_by_role("button", name="Save, and no objection to the rest").click()
    expect(page.get_by_role("status")).to_contain_text("1 answer is saved.")
    expect(page.locator("main")).to_contain_text("2 of 2 answered")


@pytest.mark.django_db(transaction=True)
def test_from_the_sign_in_page_to_the_closed_round(
    small_plan: SmallPlan, contributor: User, coordinator: User, page_of: Callable[..., Page]
) -> None:
    """In Dutch; one action is answered on, the others get their reason."""
    give_app(coordinator)
    platform, lead = (page_of(None, "nl", java_script_enabled=False) for _ in range(2))
    sign_in(platform, coordinator)
    platform.locator("main [name=code]").first.fill(code_of())
    press(platform, "Sign in")
    plan = small_plan.plan.code
    code = prepare_and_open(platform, actions=4, plan=plan, shown="Education and Training")
    sign_in(lead, contributor)
    report(lead, "1.1", plan=plan)
    review(platform, the_only_waiting(action=small_plan.with_money))
    go(platform, "round", code, plan=plan)
    platform.get_by_role("link", name=nl("Take into review…")).click()
    press(platform, "Take into review")
    excuse_the_rest(platform, code, plan=plan)
    close(platform, code, plan=plan)
    expect(said(platform)).to_contain_text(nl("The round is closed. Its snapshot is kept."))
    assert Round.objects.get(code=code).is_closed


def sign_in(page: Page, user: User) -> None:
    page.goto("/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Sign in")
