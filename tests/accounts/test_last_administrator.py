"""Somebody is always administrator of the whole portal, and nobody switches off or demotes themselves."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.accounts.workflow import end_membership, save_user
from actionplan.audit.models import Event
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from tests.factories import MembershipFactory, PlanFactory, UserFactory

LAST = "last administrator"


def change(user: User, by: User | None, **facts: Any) -> User:
    """As the form of a user does it."""
    row = User.objects.get(pk=user.pk)
    for name, value in facts.items():
        setattr(row, name, value)
    return save_user(user=row, by=by, at=timezone.now())


def end(membership: Membership, by: User | None, days: int = 0) -> None:
    on = day_of(timezone.now()) + datetime.timedelta(days=days)
    end_membership(membership=membership, on=on, by=by, at=timezone.now())


def new_administrator(**facts: Any) -> User:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.ADMINISTRATOR, **facts)
    return user


def test_nobody_switches_off_their_own_account(
    administrator: User, superuser: User, client_of: Callable[[User], Client]
) -> None:
    for person in [administrator, superuser]:
        with pytest.raises(Refused, match="Nobody switches off their own account"):
            change(person, person, is_active=False)
    fields = {"username": "administrator", "email": administrator.email, "language": "nl"}
    page = reverse("admin:accounts_user_change", args=[administrator.pk])
    response = client_of(administrator).post(page, fields)
    assert "Nobody switches off their own account." in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert not Event.objects.exists()


def test_the_last_administrator_is_not_switched_off_and_keeps_the_role(administrator: User) -> None:
    for act in [
        lambda: change(administrator, None, is_active=False),
        lambda: end(administrator.memberships.get(), None),
        lambda: end(administrator.memberships.get(), None, days=30),
    ]:
        with pytest.raises(Refused, match=LAST):
            act()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.memberships.get().in_force_until is None
    assert not Event.objects.exists()


def test_the_last_superuser_stays_one(superuser: User) -> None:
    with pytest.raises(Refused, match=LAST):
        change(superuser, None, is_superuser=False)
    other = new_administrator()
    assert not change(superuser, other, is_superuser=False).is_superuser


def test_one_of_two_administrators_is_switched_off_or_loses_the_role(administrator: User) -> None:
    second, third = new_administrator(), new_administrator()
    assert not change(second, administrator, is_active=False).is_active
    end(third.memberships.get(), administrator)
    assert list(User.objects.permanent_administrators(day_of(timezone.now()))) == [administrator]


@pytest.mark.parametrize("why", ["with an end", "begins later", "of one plan", "switched off", "of a demo"])
def test_who_is_no_lasting_administrator_does_not_count(administrator: User, why: str) -> None:
    tomorrow = day_of(timezone.now()) + datetime.timedelta(days=1)
    if why == "with an end":
        actor = new_administrator(in_force_until=tomorrow)
    elif why == "begins later":
        new_administrator(in_force_from=tomorrow)
    elif why == "of one plan":
        new_administrator(plan=PlanFactory())
    else:
        off = new_administrator()
        facts = {"is_active": False} if why == "switched off" else {"is_demo": True}
        User.objects.filter(pk=off.pk).update(**facts)
    with pytest.raises(Refused, match=LAST):
        change(administrator, actor if why == "with an end" else None, is_active=False)


def test_a_demo_account_counts_on_a_developers_machine(administrator: User, settings: LazySettings) -> None:
    settings.DEBUG = True
    demo = new_administrator()
    User.objects.filter(pk=demo.pk).update(is_demo=True)
    assert not change(administrator, None, is_active=False).is_active


def test_whoever_was_switched_off_meanwhile_changes_nobody(administrator: User, superuser: User) -> None:
    assert administrator.has_perm("accounts.manage_users")  # as it was when the page was asked for
    change(administrator, superuser, is_active=False)
    with pytest.raises(Refused, match="no longer an administrator"):
        change(superuser, administrator, is_active=False)


def test_where_nobody_was_administrator_people_are_still_changed(coordinator: User) -> None:
    assert not change(coordinator, None, is_active=False).is_active
