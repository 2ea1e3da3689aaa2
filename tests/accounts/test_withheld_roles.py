"""Who may read words about limited actions beyond an own organisation's: nobody becomes them by changing their account."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.sso.workflow import bind
from actionplan.accounts.workflow import begin_membership, end_membership, save_user
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from tests.accounts.factors import give_app
from tests.accounts.test_second_factor import SIGN_IN
from tests.accounts.test_sign_in import NEW_PASSWORD, ask_for_reset, is_signed_in, link_in_mail, sign_in
from tests.factories import PASSWORD, MembershipFactory, PlanFactory
from tests.mails import wait_for_mails
from tests.personas import ClientOf, SmallPlan, person, signed_in
from tests.sent_forms import new_token, send

Act = Callable[[User, User], None]


def mailed(act: Callable[[], Any]) -> list[mail.EmailMessage]:
    """The mails that follow of an act once it is committed."""
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        act()
    wait_for_mails()
    return list(mail.outbox)


def receivers(act: Callable[[], Any]) -> set[str]:
    return {message.to[0].split("@")[0] for message in mailed(act)}


def replace_address(user: User, by: User, email: str = "taken@example.org") -> None:
    row = User.objects.get(pk=user.pk)
    row.email = email
    save_user(user=row, by=by, at=timezone.now())


def reset_password(user: User, by: User) -> None:
    """By whoever reads the mails that are sent to the address."""
    mail.outbox.clear()
    ask_for_reset(Client(), User.objects.get(pk=user.pk).email)
    client = Client()
    form = client.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def reads_limited_words(user: User, plan: SmallPlan) -> bool:
    return User.objects.get(pk=user.pk).has_perm("reporting.see_words", plan.limited)


def confirm(client: Client, user: User, method: str = "post") -> int:
    return getattr(client, method)(f"/people/{user.pk}/confirm/", {"token": new_token()}).status_code


@pytest.mark.parametrize("act", [replace_address, reset_password])
@pytest.mark.parametrize("name", ["auditor", "minister_reader", "other_coordinator"])
def test_a_changed_address_or_a_reset_password_withholds_what_the_role_reads_until_a_coordinator_confirms(
    name: str,
    act: Act,
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    administrator: User,
    coordinator: User,
    platform: Client,
) -> None:
    user = request.getfixturevalue(name)
    assert reads_limited_words(user, small_plan)
    told = receivers(lambda: act(user, administrator))
    assert "coordinator" in told
    assert name in told, "the address that the account had"
    assert not reads_limited_words(user, small_plan)
    shown = signed_in(User.objects.get(pk=user.pk)).get("/")
    assert shown.status_code == 403
    assert "A coordinator has to confirm that it is you" in shown.content.decode()
    address = f"/people/{user.pk}/confirm/"
    assert address in platform.get("/people/").content.decode()
    assert "withheld until a coordinator confirms the person" in platform.get("/people/").content.decode()
    assert confirm(platform, user) == 302
    assert reads_limited_words(user, small_plan)
    assert address not in platform.get("/people/").content.decode()
    assert confirm(platform, user) == 409, "once"
    acts = Event.objects.filter(subject_key=str(user.pk), verb__in=["role_withheld", "person_confirmed"])
    assert list(acts.order_by("pk").values_list("verb", flat=True)) == [
        "role_withheld",
        "person_confirmed",
    ]


def test_the_mails_say_by_whom_and_how_to_confirm(
    auditor: User, administrator: User, coordinator: User
) -> None:
    sent = {
        message.to[0]: message.body for message in mailed(lambda: replace_address(auditor, administrator))
    }
    assert set(sent) == {"auditor@example.org", "coordinator@example.org"}
    assert f"/people/{auditor.pk}/confirm/" in sent["coordinator@example.org"]
    assert "Administrator" in sent["coordinator@example.org"]
    assert "until a coordinator confirms that it is you" in sent["auditor@example.org"]


def test_a_second_factor_stays_whatever_address_and_password_are_and_withholds_nothing(
    auditor: User, administrator: User, small_plan: SmallPlan
) -> None:
    give_app(auditor)
    replace_address(auditor, administrator)
    reset_password(auditor, administrator)
    browser = Client()
    assert sign_in(browser, "auditor", NEW_PASSWORD)["Location"] == SIGN_IN
    assert not is_signed_in(browser)
    assert reads_limited_words(auditor, small_plan)


def test_who_reads_no_more_than_an_own_organisation_is_left_alone(
    contributor: User, administrator: User, small_plan: SmallPlan
) -> None:
    replace_address(contributor, administrator)
    assert User.objects.get(pk=contributor.pk).withheld_at is None
    assert reads_limited_words(contributor, small_plan)


def test_other_roles_of_the_person_go_on(
    auditor: User, administrator: User, small_plan: SmallPlan, lead_organisation: Any
) -> None:
    MembershipFactory(user=auditor, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    replace_address(auditor, administrator)
    rights = User.objects.get(pk=auditor.pk).rights_on(day_of(timezone.now()), small_plan.plan)
    assert rights.roles == {Role.CONTRIBUTOR}


def test_a_role_that_is_ended_and_given_again_is_withheld_too(
    auditor: User, administrator: User, small_plan: SmallPlan
) -> None:
    now = timezone.now()
    end_membership(membership=auditor.memberships.get(), on=day_of(now), by=administrator, at=now)
    replace_address(auditor, administrator)
    again = Membership(user=auditor, role=Role.AUDITOR, in_force_from=day_of(now))
    begin_membership(membership=again, by=administrator, at=now)
    assert not reads_limited_words(auditor, small_plan)


def test_saving_other_facts_of_the_account_confirms_nobody(
    auditor: User, administrator: User, small_plan: SmallPlan
) -> None:
    opened_before = User.objects.get(pk=auditor.pk)
    replace_address(auditor, administrator)
    opened_before.name, opened_before.email = "Another", "taken@example.org"
    save_user(user=opened_before, by=administrator, at=timezone.now())
    assert not reads_limited_words(auditor, small_plan)


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


def test_a_newcomers_first_password_by_a_mailed_link_withholds_nothing(
    auditor: User, small_plan: SmallPlan
) -> None:
    reset_password(without_password(auditor), auditor)
    assert sign_in(Client(), "auditor", NEW_PASSWORD).status_code == 302
    assert reads_limited_words(auditor, small_plan)


@pytest.mark.parametrize("known_by", ["an account at the provider", "a sign-in before"])
def test_a_first_password_of_who_signs_in_at_the_provider_withholds_what_the_role_reads(
    known_by: str, auditor: User, small_plan: SmallPlan
) -> None:
    if known_by == "a sign-in before":
        auditor.last_login = timezone.now()
    else:
        bind(issuer="https://provider.example.org", subject="auditor", by=auditor, at=timezone.now())
    reset_password(without_password(auditor), auditor)
    assert sign_in(Client(), "auditor", NEW_PASSWORD).status_code == 302
    assert not reads_limited_words(auditor, small_plan)


@pytest.mark.full
def test_nobody_confirms_themselves_or_what_they_changed_nor_for_another_plan(
    auditor: User, coordinator: User, administrator: User, small_plan: SmallPlan, client_of: ClientOf
) -> None:
    both = person("both", Role.ADMINISTRATOR)
    MembershipFactory(user=both, role=Role.COORDINATOR)
    of_one_plan = person("limited", Role.COORDINATOR, plan=small_plan.plan)
    replace_address(auditor, both)
    reset_password(auditor, both)
    for somebody in [auditor, both, administrator, of_one_plan]:
        assert confirm(client_of(User.objects.get(pk=somebody.pk)), auditor) in (403, 404)
        assert not User.objects.get(pk=auditor.pk).has_perm("accounts.confirm_person", auditor)
    auditor.memberships.update(plan=small_plan.plan)
    assert confirm(client_of(of_one_plan), auditor) == 302


def test_a_page_that_was_opened_before_the_account_was_changed_again_confirms_nobody(
    auditor: User, administrator: User, small_plan: SmallPlan, platform: Client
) -> None:
    reset_password(auditor, auditor)
    address = f"/people/{auditor.pk}/confirm/"
    opened = platform.get(address)
    assert "was reset through a mailed link" in opened.content.decode()
    replace_address(auditor, administrator)
    refused = send(platform, opened, address)
    assert refused.status_code == 409
    assert "was changed again since you looked at this page" in refused.content.decode()
    assert "taken@example.org" in refused.content.decode(), "it says what else was changed"
    assert not reads_limited_words(auditor, small_plan)
    assert send(platform, refused, address).status_code == 302
    assert reads_limited_words(auditor, small_plan)


def test_where_no_coordinator_can_confirm_it_is_done_on_the_server(
    auditor: User, administrator: User, small_plan: SmallPlan
) -> None:
    with pytest.raises(CommandError, match="nothing is withheld"):
        call_command("confirm_person", "auditor")
    replace_address(auditor, administrator)
    call_command("confirm_person", "auditor")
    assert reads_limited_words(auditor, small_plan)


def test_it_is_said_at_each_sign_in(
    auditor: User, administrator: User, lead_organisation: Any, small_plan: SmallPlan
) -> None:
    MembershipFactory(user=auditor, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    replace_address(auditor, administrator)
    browser = Client()
    sign_in(browser, "auditor", PASSWORD)
    assert (
        "is withheld until a coordinator confirms that it is you"
        in browser.get("/", follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("role", "body", "is_told"),
    [
        (Role.AUDITOR, "", True),
        (Role.COORDINATOR, "", True),
        (Role.READER, "minister", True),
        (Role.READER, "", False),
        (Role.CONTRIBUTOR, "organisation", False),
        (Role.ADMINISTRATOR, "", False),
    ],
)
def test_coordinators_are_mailed_who_newly_may_read_words_about_limited_actions(
    role: Role,
    body: str,
    is_told: bool,
    small_plan: SmallPlan,
    coordinator: User,
    administrator: User,
    request: pytest.FixtureRequest,
) -> None:
    elsewhere = person("elsewhere", Role.COORDINATOR, plan=small_plan.plan)
    bodies = {"minister": "minister", "organisation": "lead_organisation"}
    scope = {body: request.getfixturevalue(bodies[body])} if body else {}
    new = Membership(user=person("new"), role=role, **scope)
    told = mailed(lambda: begin_membership(membership=new, by=administrator, at=timezone.now()))
    assert {message.to[0] for message in told} == ({coordinator.email, elsewhere.email} if is_told else set())
    assert all("new@example.org" in message.body for message in told)


def test_coordinators_of_other_plans_are_not_mailed_about_a_role_in_one(
    small_plan: SmallPlan, administrator: User, coordinator: User
) -> None:
    other = PlanFactory(code="2030-2034")
    person("elsewhere", Role.COORDINATOR, plan=other)
    new = Membership(user=person("new"), role=Role.AUDITOR, plan=small_plan.plan)
    assert receivers(lambda: begin_membership(membership=new, by=administrator, at=timezone.now())) == {
        "coordinator"
    }


def test_coordinators_are_mailed_when_an_account_with_such_a_role_is_opened_again(
    auditor: User, administrator: User, coordinator: User
) -> None:
    def make(is_active: bool) -> None:
        row = User.objects.get(pk=auditor.pk)
        row.is_active = is_active
        save_user(user=row, by=administrator, at=timezone.now())

    assert receivers(lambda: make(is_active=False)) == set()
    assert receivers(lambda: make(is_active=True)) == {"coordinator"}
