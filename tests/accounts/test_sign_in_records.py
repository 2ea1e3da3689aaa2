"""What happens around signing in is kept for a while, outside the trail, and never with a password."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import SignInEvent, User
from actionplan.accounts.states import SignInKind
from actionplan.accounts.workflow import save_user
from actionplan.audit.models import Event, Revision
from tests.accounts.test_sign_in import NEW_PASSWORD, ask_for_reset, link_in_mail, sign_in
from tests.factories import PASSWORD, UserFactory
from tests.personas import ClientOf

FROM = "203.0.113.9"


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann")


@pytest.fixture
def elsewhere() -> Client:
    return Client(REMOTE_ADDR=FROM)


def kept() -> list[tuple[str, str]]:
    """What happened to whom, the first first; and what was kept is empty again."""
    rows = [(row.kind, row.user.username if row.user else row.typed) for row in SignInEvent.objects.all()]
    SignInEvent.objects.all().delete()
    return rows[::-1]


def test_signing_in_and_out_is_kept_with_where_from(ann: User, elsewhere: Client) -> None:
    sign_in(elsewhere, "Ann@example.org")
    elsewhere.post(reverse("account_logout"))
    assert set(SignInEvent.objects.values_list("ip_address", flat=True)) == {FROM}
    assert kept() == [("signed_in", "ann"), ("signed_out", "ann")]


def test_signing_out_of_the_administration_is_kept_too(administrator: User, client_of: ClientOf) -> None:
    client_of(administrator).post(reverse("admin:logout"))
    assert kept() == [("signed_out", "administrator")]


def test_failures_and_lock_outs_are_kept_by_account_or_by_what_was_typed_as_one(
    ann: User, elsewhere: Client
) -> None:
    for login in ["ann", "ANN@example.org", "zoe", "zoe@example.org"]:
        sign_in(elsewhere, login, "wrong")
    assert kept() == [("failed", name) for name in ["ann", "ann", "zoe", "zoe@example.org"]]
    for _attempt in range(4):
        sign_in(elsewhere, "ann", "wrong")
    sign_in(elsewhere, "ann", "wrong")
    assert kept() == [*[("failed", "ann")] * 4, ("locked_out", "ann")]


def test_a_password_is_kept_nowhere_not_even_one_typed_as_an_account(ann: User, elsewhere: Client) -> None:
    for login, password in [("ann", "wrong one"), (PASSWORD, "x"), ("Hunter2!", "x"), ("ann", PASSWORD)]:
        sign_in(elsewhere, login, password)
    rows = str(list(SignInEvent.objects.values_list()))
    assert not any(words in rows for words in ["wrong", PASSWORD, "Hunter2"])
    assert kept() == [("failed", "ann"), ("failed", ""), ("failed", ""), ("signed_in", "ann")]


def test_the_right_password_of_a_closed_account_is_kept(ann: User, inactive: User, elsewhere: Client) -> None:
    User.objects.filter(pk=ann.pk).update(is_demo=True)
    sign_in(elsewhere, "inactive")
    sign_in(elsewhere, "ann")
    assert kept() == [("closed", "inactive"), ("closed", "ann")]


def test_asking_for_a_new_password_setting_and_changing_it_are_kept(ann: User, elsewhere: Client) -> None:
    ask_for_reset(elsewhere, "ann@example.org")
    ask_for_reset(elsewhere, "zoe@example.org")
    assert kept() == [("reset_asked", "ann"), ("reset_asked", "zoe@example.org")]
    form = elsewhere.get(link_in_mail(), follow=True).redirect_chain[-1][0]
    elsewhere.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(elsewhere, "ann", NEW_PASSWORD)
    again = {"oldpassword": NEW_PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    elsewhere.post(reverse("account_change_password"), again)
    assert kept() == [("password_reset", "ann"), ("signed_in", "ann"), ("password_changed", "ann")]


def test_guesses_at_the_old_password_are_kept_and_counted_as_at_a_sign_in(
    ann: User, elsewhere: Client
) -> None:
    elsewhere.force_login(ann)
    fields = {"oldpassword": "wrong", "password1": "nine patient otters", "password2": "nine patient otters"}
    for _guess in range(5):
        page = elsewhere.post(reverse("account_change_password"), fields)
        assert "your current password" in page.content.decode()
    assert kept() == [("failed", "ann")] * 5
    sign_in(Client(REMOTE_ADDR=FROM), ann.email)
    assert kept() == [("locked_out", "ann")]


def test_a_changed_address_is_kept(ann: User, administrator: User) -> None:
    ann.email = "other@example.org"
    save_user(user=ann, by=administrator, at=timezone.now())
    assert SignInEvent.objects.get().ip_address is None
    assert kept() == [("address_changed", "ann")]


def test_none_of_it_is_in_the_trail_or_renews_a_revision(ann: User, elsewhere: Client) -> None:
    before = list(Revision.objects.values())
    sign_in(elsewhere, "ann", "wrong")
    sign_in(elsewhere, "ann")
    assert list(Revision.objects.values()) == before
    assert not Event.objects.exists()


def test_old_records_go_with_the_daily_run(ann: User, settings: LazySettings) -> None:
    settings.SIGN_IN_DAYS = 10
    now = timezone.now()
    for hours in [-1, 1]:
        at = now - datetime.timedelta(days=10, hours=hours)
        SignInEvent.objects.create(at=at, kind=SignInKind.SIGNED_IN, user=ann)
    call_command("forget")
    assert SignInEvent.objects.get().at > now - datetime.timedelta(days=10)


def test_administrators_read_all_records_and_change_none(
    ann: User, elsewhere: Client, client_of: ClientOf, administrator: User, reader: User
) -> None:
    sign_in(elsewhere, "ann", "wrong")
    sign_in(elsewhere, "zoe", "wrong")
    page = reverse("admin:accounts_signinevent_changelist")
    text = client_of(administrator).get(page).content.decode()
    assert all(words in text for words in [">Ann<", ">zoe<", FROM, "signing in failed"])
    assert client_of(reader).get(page).status_code == 403
    record = SignInEvent.objects.first()
    for name in ["change", "delete"]:
        address = reverse(f"admin:accounts_signinevent_{name}", args=[record.pk])
        assert client_of(administrator).post(address, {"post": "yes"}).status_code == 403


def test_a_reset_is_recorded_but_not_mailed_where_nobody_has_the_address(elsewhere: Client, db: Any) -> None:
    ask_for_reset(elsewhere, "zoe@example.org")
    assert mail.outbox == []
