"""My actions between rounds: what is asked of each of a contributor's organisations and why, and what can be done."""

from collections.abc import Callable

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reports.reviewing import return_report
from tests.factories import MembershipFactory
from tests.personas import ClientOf, SmallPlan, person
from tests.reading import Element, read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import By, accepted_report, drafted, hand_in, noon
from tests.sheet.asked_sheet import ago, asking, codes_on, row_of

ADDRESS = "/2020-2024/my-actions/"


@pytest.fixture
def sheet(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, language: str = "en") -> Element:
        return read(client_of(user).get(ADDRESS, headers={"accept-language": language}))

    return page


def test_what_is_asked_of_the_lead_comes_first_and_a_partner_may_add(
    sheet: Callable[..., Element], small_plan: SmallPlan, contributor: User, partner: User
) -> None:
    page, joined = sheet(contributor), sheet(partner)
    assert codes_on(page) == asking(page) == ["1.1", "1.2", "2.1"]
    assert "Where can you also contribute?" not in page.text
    assert codes_on(joined) == ["1.2"]
    assert asking(joined) == []
    assert "Where can you also contribute?" in joined.text
    assert "lead: Education and Training" in row_of(joined, "1.2")
    assert "Write a contribution 1.2" in row_of(joined, "1.2")
    assert "3 actions ask something of you. No round is under way; you can report at any time." in page.text
    assert row_of(page, "1.1").startswith("to do 1.1")
    assert "never reported" in row_of(page, "1.1")
    assert "Nothing changed" not in row_of(page, "1.1")
    assert page.links[f"{ADDRESS}ov/1.1/#opened"] == "Update 1.1"
    assert "Nothing is asked of you now." in joined.text
    dutch = {element.text for element in sheet(contributor, language="nl").all("span", lang="en")}
    assert {"Education and Training", "Training for teachers"} <= dutch, "English names are marked"


@pytest.mark.full
def test_a_row_says_what_was_reported_last_and_a_report_of_more_than_half_a_year_ago_asks(
    sheet: Callable[..., Element], small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    accepted_report(small_plan.with_money, *by_lead, noon(2022, 3, 1), reviewer=coordinator)
    accepted_report(small_plan.joint, *by_lead, ago(10), reviewer=coordinator)
    completed = {"status": "completed", "confidence": ""}
    accepted_report(small_plan.limited, *by_lead, ago(9), reviewer=coordinator, **completed)
    page = sheet(contributor)
    assert "last time: ongoing, on track, 1 Mar 2022" in row_of(page, "1.1")
    assert "up to date" in row_of(page, "1.2")
    assert "Update 1.2" in row_of(page, "1.2")
    assert asking(page) == ["1.1"]
    QuestionFactory(action=small_plan.joint, organisation=by_lead[0], text="Sample: how many?")
    page = sheet(contributor)
    assert asking(page) == ["1.2", "1.1"], "a question alone asks, and stands before what is to do"
    assert "Question: Sample: how many?" in row_of(page, "1.2")
    assert f"{ADDRESS}ov/1.2/#opened" in page.links
    # A completed action is folded away.
    (others,) = page.all("details", class_="others")
    assert "1 other action of your organisation, completed or stopped" in others.text
    assert others.links["/2020-2024/actions/2.1/report/ov/"] == "Report 2.1"


def test_rows_are_sorted_by_what_is_to_be_done_and_say_what_is_under_way(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    partner: User,
) -> None:
    march = noon(2022, 3, 1)
    drafted(small_plan.joint, lead_organisation, contributor, march, done="Sample secret.")
    report = hand_in(small_plan.with_money, lead_organisation, contributor, march, done="Sample words.")
    returned = hand_in(small_plan.limited, lead_organisation, contributor, ago(20))
    return_report(report=returned, remark="Sample: say more.", by=coordinator, at=ago(15))
    page = sheet(contributor)
    assert asking(page) == ["2.1", "1.2"]
    assert codes_on(page) == ["2.1", "1.2", "1.1"]
    assert "The Platform asks: Sample: say more. Coordinator" in row_of(page, "2.1")
    assert "/2020-2024/actions/2.1/report/ov/#asked" in page.links
    assert "saved by Contributor, 1 March 2022" in row_of(page, "1.2")
    assert page.links[f"{ADDRESS}ov/1.2/#opened"] == "Go on writing 1.2"
    assert row_of(page, "1.1").startswith("submitted 1 Mar 2022 1.1")
    assert row_of(page, "1.1").endswith("See the report 1.1 Take it back 1.1")
    assert f"/2020-2024/actions/1.1/reports/{report.pk}/" in page.links
    theirs = sheet(partner)  # to another organisation the draft is not shown
    assert "saved by" not in row_of(theirs, "1.2")


def test_a_partner_s_returned_contribution_asks_too(
    sheet: Callable[..., Element], small_plan: SmallPlan, by_partner: By, partner: User, coordinator: User
) -> None:
    report = hand_in(small_plan.joint, *by_partner, ago(20))
    return_report(report=report, remark="Sample: which part?", by=coordinator, at=ago(15))
    page = sheet(partner)
    assert asking(page) == ["1.2"]
    assert "1 action asks something of you." in page.text


def test_somebody_with_several_organisations_goes_from_one_to_the_other(
    sheet: Callable[..., Element],
    client_of: ClientOf,
    area_contributor: User,
    lead_organisation: Organisation,
) -> None:
    MembershipFactory(user=area_contributor, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    first = sheet(area_contributor)
    assert codes_on(first) == ["1.1", "1.2", "2.1"]
    assert "You also write for: Growing Up Agency (1)" in first.text
    other = read(client_of(area_contributor).get(f"{ADDRESS}wvg_growing_up/"))
    assert codes_on(other) == ["2.2"]
    assert f"{ADDRESS}ov/" in other.links


def test_an_organisation_without_actions_is_told_so(
    sheet: Callable[..., Element], client_of: ClientOf
) -> None:
    idle = Organisation.objects.create(key="caw", name="Centre for General Welfare")
    user = person("idle", Role.CONTRIBUTOR, organisation=idle)
    for page in [sheet(user), read(client_of(user).get(f"{ADDRESS}caw/"))]:
        assert "Your organisation leads no action of this plan and partners in none." in page.text
        assert "/2020-2024/actions/" in page.links
