"""My actions between rounds: the sheet of each of a contributor's organisations, what it asks of them and why."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reports.reviewing import return_report
from tests.factories import MembershipFactory
from tests.personas import SmallPlan, person
from tests.reading import Element, read
from tests.reporting.round_factories import QuestionFactory
from tests.reporting_factories import accepted_report, drafted, hand_in, noon
from tests.sheet.asked_sheet import ago, asking, codes_on, row_of

ADDRESS = "/2020-2024/my-actions/"


@pytest.fixture
def sheet(client_of: Callable[[User], Client], small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, language: str = "en") -> Element:
        return read(client_of(user).get(ADDRESS, headers={"accept-language": language}))

    return page


def test_a_sheet_has_what_the_organisation_leads_and_then_what_it_joins(
    sheet: Callable[..., Element], contributor: User, partner: User
) -> None:
    page = sheet(contributor)
    assert codes_on(page) == ["1.1", "1.2", "2.1"]
    assert "We are invited to add to" not in page.text
    joined = sheet(partner)
    assert codes_on(joined) == ["1.2"]
    assert "We lead" not in joined.text
    assert "lead: Education and Training" in row_of(joined, "1.2")[1]


def test_between_rounds_nothing_is_due(sheet: Callable[..., Element], contributor: User) -> None:
    page = sheet(contributor)
    assert "no round is under way; you can report at any time" in page.text
    assert "due" not in row_of(page, "1.1")[-1]


def test_an_action_that_was_never_reported_asks_its_lead_and_not_a_partner(
    sheet: Callable[..., Element], contributor: User, partner: User
) -> None:
    page = sheet(contributor)
    assert asking(page) == ["1.1", "1.2", "2.1"]
    assert "3 actions ask something of you." in page.text
    assert "Nothing said for too long: 1.1, 1.2, 2.1" in page.text
    assert page.links["#row-1.2"] == "1.2"
    assert row_of(page, "1.1")[-1].startswith("never reported")
    assert asking(sheet(partner)) == []
    assert "Nothing is asked of you now." in sheet(partner).text


def test_a_fresh_report_asks_nothing_and_says_what_and_when_it_was(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    accepted_report(small_plan.joint, lead_organisation, contributor, ago(10), reviewer=coordinator)
    page = sheet(contributor)
    assert "last: ongoing, on track · " in row_of(page, "1.2")[1]
    assert "1.2" not in asking(page)
    assert "Save 1.2" in row_of(page, "1.2")[-1]


def test_a_report_of_more_than_half_a_year_ago_asks(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    accepted_report(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), reviewer=coordinator)
    page = sheet(contributor)
    assert "last: ongoing, on track · 1 Mar 2022" in row_of(page, "1.2")[1]
    assert "1.2" in asking(page)


def test_a_draft_says_whose_it_is(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1))
    page = sheet(contributor)
    assert "your draft, 1 Mar 2022 ready to submit" in row_of(page, "1.2")[-1]
    assert "In draft: 1.2" in page.text
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)
    assert "draft of Contributor, 1 Mar 2022" in row_of(sheet(colleague), "1.2")[-1]


def test_a_submitted_report_waits_and_asks_nothing(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), done="Sample words.")
    page = sheet(contributor)
    row = row_of(page, "1.2")
    assert row[2:] == ["ongoing, on track", "Sample words.", "submitted, waits for review See the report 1.2"]
    assert f"/2020-2024/actions/1.2/reports/{report.pk}/" in page.links
    assert "1.2" not in asking(page)


def test_a_returned_report_asks_for_an_answer_and_shows_the_remark(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, ago(20))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(15))
    page = sheet(contributor)
    assert "The Platform asks: Sample: say more." in row_of(page, "1.2")[1]
    assert row_of(page, "1.2")[-1].startswith("returned")
    assert "Returned, to be answered: 1.2" in page.text


def test_a_partner_s_returned_contribution_asks_too(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, partner_organisation, partner, ago(20))
    return_report(report=report, remark="Sample: which part?", by=coordinator, at=ago(15))
    page = sheet(partner)
    assert asking(page) == ["1.2"]
    assert "1 action asks something of you." in page.text


def test_a_question_asks_and_stands_in_the_row(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    QuestionFactory(action=small_plan.joint, organisation=lead_organisation, text="Sample: how many?")
    page = sheet(contributor)
    assert "Question: Sample: how many?" in row_of(page, "1.2")[1]
    assert "question asked" in row_of(page, "1.2")[-1]
    assert "With a question to answer: 1.2" in page.text


def test_a_completed_action_is_folded_away(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    said = {"status": "completed", "confidence": ""}
    accepted_report(small_plan.joint, lead_organisation, contributor, ago(9), reviewer=coordinator, **said)
    page = sheet(contributor)
    assert codes_on(page) == ["1.1", "2.1"]
    (others,) = page.all("details", class_="others")
    assert "1 other action of your organisation, completed or stopped" in others.text
    (report,) = others.all("button")
    assert report.text == "Report 1.2"
    assert report.attributes["formaction"] == f"{ADDRESS}ov/save-and-open/1.2/"


def test_a_draft_of_another_organisation_is_not_shown(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    partner: User,
) -> None:
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), done="Sample words.")
    page = sheet(partner)
    assert "draft" not in row_of(page, "1.2")[-1]
    assert "Sample words." not in page.text


def test_somebody_with_several_organisations_goes_from_one_sheet_to_the_other(
    sheet: Callable[..., Element],
    client_of: Callable[[User], Client],
    area_contributor: User,
    lead_organisation: Organisation,
) -> None:
    MembershipFactory(user=area_contributor, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    first = sheet(area_contributor)
    assert codes_on(first) == ["1.1", "1.2", "2.1"]
    assert "You also write for: Growing Up Agency (1 asks something)" in first.text
    other = read(client_of(area_contributor).get(f"{ADDRESS}wvg_growing_up/"))
    assert codes_on(other) == ["2.2"]
    assert f"{ADDRESS}ov/" in other.links


def test_an_organisation_without_actions_is_told_so(
    sheet: Callable[..., Element], client_of: Callable[[User], Client]
) -> None:
    idle = Organisation.objects.create(key="caw", name="Centre for General Welfare")
    user = person("idle", Role.CONTRIBUTOR, organisation=idle)
    for page in [sheet(user), read(client_of(user).get(f"{ADDRESS}caw/"))]:
        assert "Your organisation leads no action of this plan and partners in none." in page.text
        assert "/2020-2024/actions/" in page.links


def test_english_names_are_marked_on_a_dutch_sheet(
    sheet: Callable[..., Element], small_plan: SmallPlan, contributor: User
) -> None:
    marked = {one.text for one in sheet(contributor, language="nl").all("span", lang="en")}
    assert {"Education and Training", "Training for teachers"} <= marked


@pytest.mark.parametrize(
    ("user", "statuses"),
    [
        ("roleless", [404, 404, 404]),
        ("reader", [403, 403, 403]),
        ("auditor", [403, 403, 403]),
        ("coordinator", [403, 403, 403]),
        ("contributor", [200, 200, 403]),
    ],
)
def test_only_contributors_have_a_sheet_and_only_that_of_their_organisation(
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    user: str,
    statuses: list[int],
) -> None:
    client = client_of(request.getfixturevalue(user))
    assert [client.get(f"{ADDRESS}{key}").status_code for key in ["", "ov/", "kbbj_abb/"]] == statuses
    assert client.get("/2025-2029/my-actions/").status_code == 404
    assert client.get(f"{ADDRESS}nobody/").status_code == 404
