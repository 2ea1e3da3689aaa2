"""Resetting a second factor that somebody lost: an administrator asks, another person confirms, the person is told."""

import datetime
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone

from actionplan.accounts.models import FactorReset, Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import RESET_VALID_FOR
from actionplan.accounts.workflow import begin_membership, save_user
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from tests.accounts.factors import give_app
from tests.accounts.sign_in_factories import sign_in_from
from tests.accounts.test_sign_in import is_signed_in
from tests.factories import MembershipFactory
from tests.mails import wait_for_mails
from tests.personas import person, signed_in
from tests.sent_forms import new_token


@pytest.fixture
def ann(db: None) -> User:
    """Somebody who lost the app."""
    user = person("ann", Role.READER)
    give_app(user)
    return user


@pytest.fixture
def second(db: None) -> User:
    return person("second", Role.ADMINISTRATOR)


def ask(client: Client, user: User) -> HttpResponse:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(f"/people/{user.pk}/second-factor/", {"token": new_token()})


def confirm(user: User, *, method: str = "post") -> int:
    """What the person gets who confirms the only reset."""
    address = f"/people/second-factors/{FactorReset.objects.get().pk}/confirm/"
    with TestCase.captureOnCommitCallbacks(execute=True):
        return getattr(signed_in(user), method)(address, {"token": new_token()}).status_code


def people_mailed() -> set[str]:
    wait_for_mails()
    found = {message.to[0].split("@")[0] for message in mail.outbox}
    mail.outbox.clear()
    return found


def test_an_administrator_asks_a_second_one_confirms_and_the_person_is_told(
    keeper: Client, ann: User, second: User, coordinator: User
) -> None:
    address = f"/people/{ann.pk}/second-factor/"
    assert address in keeper.get(f"/administration/accounts/user/{ann.pk}/change/").content.decode()
    assert "A second administrator confirms it" in keeper.get(address).content.decode()
    assert ask(keeper, ann).status_code == 302
    assert people_mailed() == {"ann", "second"}
    assert Authenticator.objects.filter(user=ann).exists(), "nothing changed yet"
    assert ask(keeper, ann).status_code == 409, "it was asked already"
    assert "/people/second-factors/" in signed_in(second).get("/people/").content.decode()
    assert "/people/second-factors/" not in keeper.get("/people/").content.decode()
    assert confirm(second) == 302
    assert people_mailed() == {"ann"}
    assert not Authenticator.objects.filter(user=ann).exists()
    acts = Event.objects.filter(verb__startswith="factor_reset", subject_key=str(ann.pk)).order_by("pk")
    assert [(one.verb, one.actor) for one in acts] == [
        ("factor_reset_asked", "Administrator"),
        ("factor_reset", str(second)),
    ]
    assert confirm(second) == 409, "once"


def test_their_sessions_end(keeper: Client, second: User, ann: User) -> None:
    Authenticator.objects.all().delete()
    browser = sign_in_from("Hers", ann)
    give_app(ann)
    ask(keeper, ann)
    confirm(second)
    assert not is_signed_in(browser)
    assert ann.sign_in_events.first().kind == "sessions_ended"


def test_nobody_confirms_what_they_asked_or_what_is_about_themselves(
    keeper: Client, administrator: User, ann: User, second: User
) -> None:
    give_app(second)
    ask(keeper, second)
    for somebody in [administrator, second, ann]:
        assert confirm(somebody) == 403
    assert ask(signed_in(ann), second).status_code == 403
    assert ask(signed_in(second), second).status_code == 403, "nobody asks for themselves"


def test_a_coordinator_of_the_whole_portal_confirms_where_there_is_no_second_administrator(
    keeper: Client, ann: User, coordinator: User, second: User, small_plan: object
) -> None:
    of_one_plan = person("limited", Role.COORDINATOR, plan=small_plan.plan)
    ask(keeper, ann)
    assert confirm(coordinator, method="get") == 403, "there is one"
    User.objects.filter(pk=second.pk).update(is_active=False)
    FactorReset.objects.all().delete()
    people_mailed()
    ask(keeper, ann)
    assert people_mailed() == {"ann", "coordinator"}
    assert confirm(of_one_plan) == 403
    assert confirm(coordinator) == 302


def made_administrator(user: User, by: User, at: datetime.datetime) -> None:
    """For always, as the form lets an administrator say."""
    begin_membership(membership=Membership(user=user, role=Role.ADMINISTRATOR), by=by, at=at)


def made_superuser(user: User, by: User, at: datetime.datetime) -> None:
    user.is_superuser = True
    save_user(user=user, by=by, at=at)


def taken_over(user: User, by: User, at: datetime.datetime) -> None:
    """An administrator of before, who gets another address."""
    MembershipFactory(user=user, role=Role.ADMINISTRATOR)
    user.email = "administrator@elsewhere.example"
    save_user(user=user, by=by, at=at)


def begun_without_a_word_in_the_trail(user: User, by: User, at: datetime.datetime) -> None:
    MembershipFactory(user=user, role=Role.ADMINISTRATOR, in_force_from=day_of(at))


@pytest.mark.parametrize(
    "make", [made_administrator, made_superuser, taken_over, begun_without_a_word_in_the_trail]
)
def test_nobody_confirms_who_became_what_they_are_within_the_week_before(
    keeper: Client, administrator: User, ann: User, coordinator: User, make: Callable
) -> None:
    puppet, now = person("puppet"), timezone.now()
    make(puppet, administrator, now - RESET_VALID_FOR + datetime.timedelta(days=1))
    puppet.refresh_from_db()
    ask(keeper, ann)
    mailed = people_mailed()
    assert "coordinator" in mailed, "as where there is no second administrator"
    assert not mailed & {"puppet", "administrator"}
    assert "/people/second-factors/" not in signed_in(puppet).get("/people/").content.decode()
    assert confirm(puppet) == 403
    assert "/people/second-factors/" in signed_in(coordinator).get("/people/").content.decode()
    FactorReset.objects.update(asked_at=now + datetime.timedelta(days=2))
    assert confirm(puppet) == 302, "of what is asked a week later"


def test_a_coordinator_of_a_few_days_confirms_nothing_and_the_command_is_left(
    keeper: Client, administrator: User, ann: User
) -> None:
    new = person("new")
    role = Membership(user=new, role=Role.COORDINATOR)
    begin_membership(membership=role, by=administrator, at=timezone.now())
    ask(keeper, ann)
    assert people_mailed() == {"ann"}
    assert confirm(new) == 403
    call_command("reset_second_factor", "ann")
    assert not Authenticator.objects.filter(user=ann).exists()


def test_an_administrator_for_some_time_is_a_second_one(keeper: Client, ann: User, coordinator: User) -> None:
    tomorrow = timezone.now().date() + datetime.timedelta(days=2)
    person("for_some_time", Role.ADMINISTRATOR, in_force_until=tomorrow)
    ask(keeper, ann)
    assert people_mailed() == {"ann", "for_some_time"}
    assert confirm(coordinator) == 403


def test_what_is_not_confirmed_within_a_week_lapses(keeper: Client, ann: User, second: User) -> None:
    ask(keeper, ann)
    FactorReset.objects.update(asked_at=timezone.now() - RESET_VALID_FOR - datetime.timedelta(minutes=1))
    assert "/people/second-factors/" not in signed_in(second).get("/people/").content.decode()
    assert confirm(second) == 409
    assert ask(keeper, ann).status_code == 302, "it can be asked again"


@pytest.mark.parametrize("column", ["created_at", "last_used_at"])
def test_a_factor_that_is_added_or_used_afterwards_ends_it(
    keeper: Client, ann: User, second: User, column: str
) -> None:
    ask(keeper, ann)
    Authenticator.objects.filter(user=ann).update(**{column: timezone.now()})
    assert "/people/second-factors/" not in signed_in(second).get("/people/").content.decode()
    assert confirm(second) == 409
    assert Authenticator.objects.filter(user=ann).exists()
    assert ask(keeper, ann).status_code == 302, "it can be asked again"


def test_who_has_no_second_factor_needs_no_reset(keeper: Client, reader: User) -> None:
    assert ask(keeper, reader).status_code == 409


def test_the_factor_of_the_only_administrator_is_reset_on_the_server(administrator: User) -> None:
    give_app(administrator)
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("reset_second_factor", "administrator")
    assert people_mailed() == {"administrator"}
    assert Event.objects.get().actor == ""
    with pytest.raises(CommandError, match="nobody of that name"):
        call_command("reset_second_factor", "administrator")
