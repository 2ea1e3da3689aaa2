"""People: who reports and reads, by organisation, area and minister, who is invited, and for whom nobody can submit."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role, RoleName
from actionplan.base.days import day_of
from actionplan.base.formatting import short_day
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.pages.people import read as people_read
from tests.factories import ActionFactory, LeadFactory, MembershipFactory, OrganisationFactory, PlanFactory
from tests.people.people_factories import InvitationFactory, ListConfirmationFactory, invited
from tests.personas import ClientOf, SmallPlan, person

DAY = datetime.timedelta(days=1)


@pytest.fixture
def page_for(client_of: ClientOf, small_plan: SmallPlan) -> Callable[..., str]:
    def page(user: User, query: str = "") -> str:
        response = client_of(user).get(f"/people/{query}")
        assert response.status_code == 200
        return response.content.decode()

    return page


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def row_of(page: str, words: str) -> str:
    """The text of the innermost row that holds the words, up to a row within it."""
    rows = [text_of(f"<{row}") for row in re.split(r"</?li\b", page)]
    (match,) = [row for row in rows if words in row]
    return match


def test_each_person_stands_under_what_they_are_for(
    page_for: Callable[..., str],
    contributor: User,
    area_contributor: User,
    minister_reader: User,
    reader: User,
    coordinator: User,
) -> None:
    html = page_for(coordinator)
    page = text_of(html)
    order = [
        "Which lists are to be confirmed?",
        "Contributor contributor@example.org",
        "Area contributor area_contributor@example.org",
        "Minister reader minister_reader@example.org",
        "Who has a role in the whole portal?",
        "coordinator@example.org",
    ]
    places = [page.rindex(words) for words in order]
    assert places == sorted(places)
    assert "Growing Up Agency for the whole policy area: Area contributor" in page
    assert "account closed" not in html
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert "account closed" in row_of(page_for(coordinator), "Contributor contributor@example.org")


def test_a_row_says_as_what_since_when_until_when_and_when_they_last_signed_in(
    page_for: Callable[..., str], contributor: User, partner: User, stranger: User, coordinator: User
) -> None:
    today = day_of(timezone.now())
    contributor.memberships.update(in_force_until=today + DAY)
    partner.memberships.update(writes_only=True, in_force_from=None)
    stranger.memberships.update(in_force_until=today)
    User.objects.filter(pk=contributor.pk).update(last_login=timezone.now())
    page = page_for(coordinator)
    row = row_of(page, "contributor@example.org")
    assert "contact point" in row
    assert "1 Jan 2020" in row
    assert "ends on" in row
    assert "never" not in row
    row = row_of(page, "partner@example.org")
    assert "file holder" in row
    assert "since" not in row, "from the beginning"
    assert "ends on" not in row
    assert "never" in row
    assert "stranger@example.org" not in page


def test_coordinators_deal_with_roles_that_they_give_and_administrators_with_all_but_their_own(
    page_for: Callable[..., str],
    reader: User,
    auditor: User,
    coordinator: User,
    other_coordinator: User,
    administrator: User,
) -> None:
    invited(RoleName.AUDITOR, administrator, timezone.now())
    names = ["Reader", "Auditor", "Other coordinator", "Administrator"]
    pages = [page_for(user) for user in [coordinator, administrator]]
    endable = [[name for name in names if f"End the role {name}" in text_of(page)] for page in pages]
    assert endable == [["Reader"], ["Reader", "Auditor", "Other coordinator"]]
    withdrawable = ["Withdraw" in row_of(page, "new@example.org") for page in pages]
    asked_about_the_list = ["This list is right The whole portal" in text_of(page) for page in pages]
    said_who_does = ["An administrator confirms this list" in text_of(page) for page in pages]
    assert withdrawable == asked_about_the_list == [False, True]
    assert said_who_does == [True, False]


def test_administrators_come_from_here_to_the_tables_of_people_and_bodies(
    client_of: ClientOf, small_plan: SmallPlan, coordinator: User, administrator: User
) -> None:
    pages = [client_of(user).get("/people/").content.decode() for user in [coordinator, administrator]]
    for name in ["accounts_invitation", "accounts_membership"]:
        assert [f'href="{reverse(f"admin:{name}_import")}"' in page for page in pages] == [False, True]
    for name in ["organisation", "policyarea", "minister"]:
        address = reverse(f"admin:organisations_{name}_import")
        assert [f'href="{address}"' in page for page in pages] == [False, True]


def test_an_invitation_says_when_it_was_mailed_and_when_its_link_ends(
    page_for: Callable[..., str], coordinator: User, lead_organisation: Organisation
) -> None:
    sent = invited(RoleName.FILE_HOLDER, coordinator, timezone.now(), organisation=lead_organisation)
    invited(RoleName.READER, coordinator, timezone.now(), email="unmailed@example.org")
    InvitationFactory(email="late@example.org", mailed_at=timezone.now())
    sent.invitation.mailed_at = timezone.now()
    sent.invitation.save()
    page = page_for(coordinator)
    row = row_of(page, "new@example.org")
    assert "invited by mail" in row
    assert "the link works until" in row
    assert "Send again" in row
    assert "Withdraw" in row
    assert "the mail did not go out" in row_of(page, "unmailed@example.org")
    assert "the link ended" in row_of(page, "late@example.org")


def test_the_organisations_without_a_contact_point_stand_on_top_with_what_they_hold_up(
    page_for: Callable[..., str], contributor: User, coordinator: User, partner: User
) -> None:
    partner.memberships.update(writes_only=True)
    page = page_for(coordinator)
    assert page.index("For which organisations can nobody submit?") < page.index("Which lists are to be")
    assert "1 action that it leads" in row_of(page, "Invite a contact point Growing Up Agency")
    assert "1 action in which it is a partner" in row_of(page, "Invite a contact point Agency for Home")
    assert "Invite a contact point Education" not in text_of(page)
    assert "?for=organisation:wvg_growing_up&amp;as=contact_point" in page


def test_every_plan_of_the_person_is_looked_at_here_and_on_my_work(
    page_for: Callable[..., str],
    client_of: ClientOf,
    contributor: User,
    coordinator: User,
    partner: User,
    area_contributor: User,
    administrator: User,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
) -> None:
    """In the plan that follows, nobody can submit for its lead: whoever reports does so in the first plan alone."""
    contributor.memberships.update(plan=small_plan.plan)
    following = PlanFactory(
        code="2025-2029", state="in_force", start=datetime.date(2025, 1, 1), end=datetime.date(2029, 12, 31)
    )
    action = ActionFactory(plan=following, objective__plan=following)
    LeadFactory(action=action, organisation=lead_organisation)
    for user in (coordinator, administrator):
        row = row_of(page_for(user), "Invite a contact point Education and Training")
        assert "2025-2029" not in row, "named where several plans have such organisations"
        assert "1 action that it leads" in row
    for user, page in [(coordinator, f"/{small_plan.plan.code}/my-work/"), (administrator, "/plans/")]:
        assert "/people/#unreachable" in client_of(user).get(page).content.decode(), page
    partner.memberships.update(writes_only=True)
    row = row_of(page_for(coordinator), "1 action in which it is a partner")
    assert small_plan.plan.code in row


def test_nothing_is_said_of_organisations_that_all_have_one_or_that_the_plan_does_not_name(
    page_for: Callable[..., str], contributor: User, coordinator: User, partner: User, area_contributor: User
) -> None:
    OrganisationFactory(key="elsewhere")
    assert "can nobody submit" not in page_for(coordinator)


def test_a_list_asks_to_be_confirmed_once_a_year_and_one_of_nobody_never(
    page_for: Callable[..., str], coordinator: User, lead_organisation: Organisation
) -> None:
    page = page_for(coordinator)
    assert "This list is right" not in page
    assert "Which lists have nobody on them yet? Choose one to invite somebody. Organisations:" in text_of(
        page
    )
    assert "Who writes for each organisation?" not in page
    person("contributor", Role.CONTRIBUTOR, organisation=lead_organisation)
    page = page_for(coordinator)
    assert "1 list is to be confirmed. A confirmation holds for a year." in text_of(page)
    assert "This list is right Education and Training Invite somebody: Education and Training" in text_of(
        page
    )
    assert page.index("Which lists are to be confirmed?") < page.index("have nobody on them yet?")
    at = timezone.now()
    ListConfirmationFactory(
        organisation=lead_organisation, confirmed_by=coordinator, confirmed_at=at - 400 * DAY
    )
    last = f"last confirmed: {short_day(at - 400 * DAY)}, Coordinator"
    assert f"This list is right Education and Training {last}" in text_of(page_for(coordinator))
    ListConfirmationFactory(organisation=lead_organisation, confirmed_by=coordinator, confirmed_at=at)
    page = page_for(coordinator)
    assert "This list is right Education" not in text_of(page)
    assert "is to be confirmed" not in text_of(page)
    assert "End the role Contributor confirmed" in text_of(page)


def test_of_the_lists_to_confirm_the_one_with_whoever_has_not_signed_in_for_longest_comes_first(
    page_for: Callable[..., str], coordinator: User
) -> None:
    now = timezone.now()
    for name, last in {"Recent": now, "Never": None, "Long ago": now - 300 * DAY}.items():
        user = person(name, Role.CONTRIBUTOR, organisation=OrganisationFactory(name=name))
        User.objects.filter(pk=user.pk).update(last_login=last)
    person("Also new", Role.CONTRIBUTOR, organisation=Organisation.objects.get(name="Never"))
    page = text_of(page_for(coordinator))
    places = [page.index(f"This list is right {name}") for name in ["Never", "Long ago", "Recent"]]
    assert places == sorted(places)


def test_a_search_finds_bodies_by_their_name_and_who_is_on_their_list_by_name_and_address(
    page_for: Callable[..., str], coordinator: User, contributor: User, partner: User
) -> None:
    InvitationFactory(name="Zoë Peeters", email="zoe@example.org", organisation=None)
    found = {
        words: text_of(page_for(coordinator, f"?q={words}"))
        for words in ["EDUCATION training", "zoe peeters", "contributor@", "nobody"]
    }
    assert "partner@example.org" not in found["EDUCATION training"]
    assert "contributor@example.org" in found["EDUCATION training"]
    assert "zoe@example.org" in found["zoe peeters"]
    assert "Education and Training" in found["contributor@"]
    assert "Nobody of that name" in found["nobody"]


def test_a_long_list_has_pages(
    page_for: Callable[..., str],
    coordinator: User,
    contributor: User,
    minister: Minister,
    policy_area: PolicyArea,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people_read, "BODIES_ON_A_PAGE", 2)
    first, last = page_for(coordinator), page_for(coordinator, "?page=99")
    assert "Page 1 of" in first
    assert "coordinator@example.org" not in first
    assert "coordinator@example.org" in last


def test_a_body_that_ended_stays_while_somebody_is_on_its_list(
    page_for: Callable[..., str], coordinator: User
) -> None:
    past = datetime.date(2021, 1, 1)
    ended, empty = (OrganisationFactory(key=key, in_force_until=past) for key in ["old_one", "old_empty"])
    MembershipFactory(user=person("left"), role=Role.CONTRIBUTOR, organisation=ended)
    page = page_for(coordinator)
    assert ended.name in page
    assert empty.name not in page


def test_people_without_a_plan_are_shown_too(platform: Client, contributor: User) -> None:
    assert "contributor@example.org" in platform.get("/people/").content.decode()


def test_who_is_invited_for_an_organisation_without_a_contact_point_stands_in_place_of_the_asking(
    page_for: Callable[..., str], contributor: User, coordinator: User, partner: User, small_plan: SmallPlan
) -> None:
    growing_up = Organisation.objects.get(key="wvg_growing_up")
    invited(RoleName.CONTACT_POINT, coordinator, timezone.now(), organisation=growing_up)
    page = page_for(coordinator)
    assert "was invited on" in row_of(page, "1 action that it leads")
    assert "Invite a contact point Growing Up Agency" not in text_of(page)
