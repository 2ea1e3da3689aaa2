"""The page that says what opening a round would do, and the act."""

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.pages.rounds.opening_page import opening_of
from actionplan.reporting.models import Round
from actions.models import Lead
from tests.personas import SmallPlan, person
from tests.reading import read
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import RoundFactory
from tests.sent_forms import form_to, send

PAGE = "/2020-2024/rounds/2022-12/open/"


@pytest.mark.usefixtures("contributor", "partner", "area_contributor")
def test_it_says_how_many_are_asked_of_whom_and_who_gets_a_mail(prepared: Round, platform: Client) -> None:
    page = read(platform.get(PAGE))
    assert "4 reports are asked for, about 31 December 2022" in page.text
    assert "of 2 organisations." in page.text
    assert "1 partner’s contribution is invited, of 1 organisation." in page.text
    assert "3 people get a mail" in page.text
    assert page.rows == [
        ["Agency for Home Affairs", "–", "1", "Partner"],
        ["Education and Training", "3", "–", "Contributor"],
        ["Growing Up Agency", "1", "–", "Area contributor"],
    ]


def test_it_names_everybody_who_gets_a_mail_file_holders_too(
    prepared: Round, small_plan: SmallPlan, lead_organisation: Organisation, platform: Client
) -> None:
    contact, writes = (
        person(name, Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=name == "writer")
        for name in ["contact", "writer"]
    )
    FileHolderFactory(action=small_plan.with_money, organisation=lead_organisation, user=writes)
    opening = opening_of(prepared, timezone.now())
    named = {one.pk for body in opening.organisations for one in [*body.contact_points, *body.holders]}
    assert named == {contact.pk, writes.pk}
    assert opening.people == len(named)
    assert "Writer file holder" in read(platform.get(PAGE)).text


def test_it_says_who_has_no_active_contact_point_and_who_no_address(
    prepared: Round, contributor: User, stranger: User, platform: Client
) -> None:
    User.objects.filter(pk=contributor.pk).update(email="")
    User.objects.filter(pk=stranger.pk).update(is_active=False)
    rows = {row[0]: row[3] for row in read(platform.get(PAGE)).rows}
    assert rows["Education and Training"] == "Contributor (no e-mail address)"
    assert rows["Growing Up Agency"] == "no active contact point: nobody can submit"
    assert opening_of(prepared, timezone.now()).people == 0
    # file holders are not contact points
    Membership.objects.filter(user=contributor).update(writes_only=True)
    silent = opening_of(prepared, timezone.now()).without_contact_point
    assert [request.organisation.key for request in silent] == ["kbbj_abb", "ov", "wvg_growing_up"]


def test_it_says_what_is_asked_of_nobody_and_what_is_no_longer_in_force(
    prepared: Round, small_plan: SmallPlan, platform: Client
) -> None:
    Lead.objects.filter(action=small_plan.elsewhere).delete()
    small_plan.limited.in_force_until = "2022-01-01"
    small_plan.limited.save()
    page = read(platform.get(PAGE))
    assert "2.2 has no lead: it is asked of nobody until one is appointed." in page.text
    assert "2.1 is no longer in force, and is not asked." in page.text
    assert "2 reports are asked for" in page.text
    assert "The due date has passed" in page.text


def test_the_press_opens_the_round_once_and_not_while_another_is_under_way(
    prepared: Round, small_plan: SmallPlan, platform: Client
) -> None:
    form = platform.get(PAGE)
    other = RoundFactory(plan=small_plan.plan, code="2022-06", name="June 2022", state="review")
    page = read(platform.get(PAGE))
    assert "The round June 2022 is still under way. Close it first." in page.text
    assert "Open the round" not in [button.text for button in page.all("button")]
    assert send(platform, form, PAGE).status_code == 409
    other.delete()
    fields = form_to(platform.get(PAGE), "open/")
    first, second = platform.post(PAGE, fields), platform.post(PAGE, fields)
    assert first["Location"] == second["Location"] == "/2020-2024/rounds/2022-12/"
    prepared.refresh_from_db()
    assert prepared.is_open
    assert platform.get(PAGE)["Location"] == "/2020-2024/rounds/2022-12/"
