"""A person sees where they are signed in and what happened with their account, and ends the other sessions."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import SignInEvent, User
from tests.accounts.test_sign_in import NEW_PASSWORD, is_signed_in, sign_in
from tests.factories import PASSWORD, UserFactory

SESSIONS = "usersessions_list"


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann")


def signed_in(browser: str, login: str = "ann", address: str = "203.0.113.9") -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=browser)
    sign_in(client, login)
    return client


def page_of(client: Client) -> HttpResponse:
    return client.get(reverse(SESSIONS))


def browsers_on(client: Client) -> set[str]:
    return {session.user_agent for session, _is_this in page_of(client).context["sessions"]}


def test_the_page_has_the_persons_own_sessions_and_says_which_is_this_one(ann: User) -> None:
    UserFactory(username="bob")
    here, _there = signed_in("Here"), signed_in("There", address="198.51.100.7")
    signed_in("Not hers", login="bob")
    page = page_of(here)
    assert [(s.user_agent, is_this) for s, is_this in page.context["sessions"]] == [
        ("There", False),
        ("Here", True),
    ]
    assert "198.51.100.7" in page.content.decode()
    assert 'href="/accounts/sessions/"' in page.content.decode(), "in the menu"


def test_the_other_sessions_end_at_a_press_and_this_one_stays(ann: User) -> None:
    UserFactory(username="bob")
    here, there, other = signed_in("Here"), signed_in("There"), signed_in("Not hers", login="bob")
    answer = here.post(reverse(SESSIONS), follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert "You are signed in nowhere else." in answer.content.decode()
    assert (is_signed_in(here), is_signed_in(there), is_signed_in(other)) == (True, False, True)
    assert SignInEvent.objects.first().kind == "sessions_ended"
    here.post(reverse(SESSIONS))
    assert SignInEvent.objects.filter(kind="sessions_ended").count() == 1, "there was no other"


def test_one_session_ends_at_a_press_and_the_others_stay(ann: User) -> None:
    UserFactory(username="bob")
    here, there, elsewhere = signed_in("Here"), signed_in("There"), signed_in("Elsewhere")
    other = signed_in("Not hers", login="bob")

    def end(client: Client) -> None:
        session = UserSession.objects.get(session_key=client.session.session_key)
        here.post(reverse(SESSIONS), {"session": session.pk})

    assert page_of(here).content.decode().count('name="session"') == 2, "not for this one"
    end(there)
    assert not is_signed_in(there)
    assert SignInEvent.objects.filter(user=ann, kind="sessions_ended").count() == 1
    for no_other_of_hers in [here, other]:
        end(no_other_of_hers)
    here.post(reverse(SESSIONS), {"session": "0"})
    assert (is_signed_in(here), is_signed_in(elsewhere), is_signed_in(other)) == (True, True, True)
    assert SignInEvent.objects.filter(kind="sessions_ended").count() == 1


def test_what_has_ended_is_not_shown_and_looking_deletes_nothing(ann: User) -> None:
    here, there, gone = signed_in("Here"), signed_in("There"), signed_in("Gone")
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now())
    assert browsers_on(here) == {"Here", "There"}
    changed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    here.post(reverse("account_change_password"), changed)
    assert browsers_on(here) == {"Here"}, "the others are of the earlier password"
    assert not is_signed_in(there)
    before = UserSession.objects.count()
    page_of(here)
    assert UserSession.objects.count() == before


def test_what_happened_is_shown_to_its_person_alone(ann: User) -> None:
    bob = UserFactory(username="bob")
    sign_in(Client(), "ann", "wrong")
    here = signed_in("Here")
    assert [row.kind for row in page_of(here).context["records"]] == ["signed_in", "failed"]
    assert "signing in failed" in page_of(here).content.decode()
    assert [row.user for row in page_of(signed_in("Bob", login="bob")).context["records"]] == [bob]


def test_an_administrator_sees_the_open_sessions_of_everybody(ann: User, keeper: Client) -> None:
    signed_in("There")
    page = keeper.get(reverse("admin:accounts_user_change", args=[ann.pk]))
    assert "203.0.113.9, There" in page.content.decode()


def test_the_daily_run_deletes_what_is_kept_of_sessions_that_have_ended(ann: User) -> None:
    here, gone = signed_in("Here"), signed_in("Gone")
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=yesterday)
    call_command("forget")
    assert UserSession.objects.get().session_key == here.session.session_key
