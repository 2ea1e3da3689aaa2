"""My actions: the sheet of each of a contributor's organisations, and what it asks of them."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.reviewing import return_report
from tests.factories import MembershipFactory
from tests.personas import SmallPlan, person
from tests.reading import Element, read
from tests.reporting_factories import accepted_report, drafted, hand_in, noon

ADDRESS = "/2020-2024/my-actions/"


@pytest.fixture
def sheet(client_of: Callable[[User], Client], small_plan: SmallPlan) -> Callable[..., Element]:
    def page(user: User, language: str = "en") -> Element:
        return read(client_of(user).get(ADDRESS, headers={"accept-language": language}))

    return page


def lately(days: int = 10) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def row_of(page: Element, code: str) -> list[str]:
    return next(row for row in page.rows if row[0] == code)


def asking(page: Element) -> list[str]:
    """The codes of the rows that ask something."""
    return [row.all("td")[0].text for row in page.all("tr", class_="asks")]


def test_a_sheet_has_what_the_organisation_leads_and_then_what_it_joins(
    sheet: Callable[..., Element], contributor: User, partner: User
) -> None:
    page = sheet(contributor)
    assert [row[0] for row in page.rows] == ["1.1", "1.2", "2.1"]
    assert "We are invited to add to" not in page.text
    joined = sheet(partner)
    assert [row[0] for row in joined.rows] == ["1.2"]
    assert "We lead" not in joined.text
    assert "lead: Education and Training" in joined.rows[0][1]


def test_an_action_that_was_never_reported_asks_its_lead_and_not_a_partner(
    sheet: Callable[..., Element], contributor: User, partner: User
) -> None:
    assert asking(sheet(contributor)) == ["1.1", "1.2", "2.1"]
    assert "3 actions ask something of you." in sheet(contributor).text
    assert asking(sheet(partner)) == []
    assert "Nothing is asked of you now." in sheet(partner).text


def test_a_fresh_report_asks_nothing_and_says_when_it_was(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    accepted_report(small_plan.joint, lead_organisation, contributor, lately(), reviewer=coordinator)
    page = sheet(contributor)
    row = row_of(page, "1.2")
    assert row[2] == "ongoing on track"
    assert row[4].startswith("accepted, ")
    assert row[5] == "Report 1.2"
    assert "1.2" not in asking(page)


def test_a_report_of_more_than_half_a_year_ago_asks(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    accepted_report(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1), reviewer=coordinator)
    page = sheet(contributor)
    assert "accepted, 1 March 2022, 12:00 more than half a year ago" in row_of(page, "1.2")[4]
    assert "1.2" in asking(page)


def test_a_draft_is_to_be_gone_on_with(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1))
    page = sheet(contributor)
    assert row_of(page, "1.2")[4] == "draft, saved 1 March 2022, 12:00 by Contributor"
    assert row_of(page, "1.2")[5] == "Go on with the draft 1.2"
    assert page.links["/2020-2024/actions/1.2/report/ov/"] == "Go on with the draft 1.2"


def test_a_submitted_report_waits_and_asks_nothing(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1))
    page = sheet(contributor)
    assert row_of(page, "1.2")[4] == "submitted 1 March 2022, 12:00, waiting for review"
    assert f"/2020-2024/actions/1.2/reports/{report.pk}/" in page.links
    assert "1.2" not in asking(page)


def test_a_returned_report_asks_for_an_answer_and_shows_the_remark(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, lead_organisation, contributor, lately(20))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=lately(15))
    row = row_of(sheet(contributor), "1.2")
    assert row[4].startswith("returned")
    assert row[4].endswith("Sample: say more.")
    assert row[5] == "Answer the remark 1.2"


def test_a_partner_s_returned_contribution_asks_too(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    report = hand_in(small_plan.joint, partner_organisation, partner, lately(20))
    return_report(report=report, remark="Sample: which part?", by=coordinator, at=lately(15))
    page = sheet(partner)
    assert asking(page) == ["1.2"]
    assert "1 action asks something of you." in page.text


def test_a_sheet_shows_what_was_reported_before_it_is_reviewed(
    sheet: Callable[..., Element], small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, lately(), confidence="off_track")
    assert row_of(sheet(contributor), "1.2")[2] == "ongoing off track"


def test_a_draft_of_another_organisation_is_not_shown(
    sheet: Callable[..., Element],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    partner: User,
) -> None:
    drafted(small_plan.joint, lead_organisation, contributor, noon(2022, 3, 1))
    assert row_of(sheet(partner), "1.2")[4] == "never reported"


def test_a_policy_area_has_a_sheet_for_each_of_its_organisations_with_actions(
    sheet: Callable[..., Element], area_contributor: User, lead_organisation: Organisation
) -> None:
    MembershipFactory(user=area_contributor, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    page = sheet(area_contributor)
    assert sorted(one.text for one in page.all("h2")) == ["Education and Training", "Growing Up Agency"]


def test_an_organisation_without_actions_is_told_so(
    sheet: Callable[..., Element], client_of: Callable[[User], Client]
) -> None:
    idle = Organisation.objects.create(key="caw", name="Centre for General Welfare")
    page = sheet(person("idle", Role.CONTRIBUTOR, organisation=idle))
    assert "Your organisation leads no action of this plan and partners in none." in page.text
    assert "/2020-2024/actions/" in page.links


def test_english_names_are_marked_on_a_dutch_sheet(
    sheet: Callable[..., Element], small_plan: SmallPlan, contributor: User
) -> None:
    marked = {one.text for one in sheet(contributor, language="nl").all("span", lang="en")}
    assert {"Education and Training", "Training for teachers"} <= marked


@pytest.mark.parametrize(
    ("user", "status"),
    [
        ("roleless", 404),
        ("reader", 403),
        ("auditor", 403),
        ("administrator", 403),
        ("coordinator", 403),
        ("contributor", 200),
    ],
)
def test_only_contributors_have_a_sheet(
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    user: str,
    status: int,
) -> None:
    client = client_of(request.getfixturevalue(user))
    assert client.get(ADDRESS).status_code == status
    assert client.get("/2025-2029/my-actions/").status_code == 404
