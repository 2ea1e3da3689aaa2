"""Failed mail: what an administrator reads about it, and trying again."""

import datetime
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.brussels import day_of, start_of
from actionplan.base.tokens import new_token
from actionplan.organisations.models import Organisation
from actionplan.reminders.digests import LIMIT, mark_seen, send_digests
from actionplan.reminders.models import Digest, Notice
from actionplan.reminders.states import DigestState, MailFailure
from actionplan.reports.questions import ask_question
from objectives.models import Plan
from tests.personas import SmallPlan
from tests.reminders.reminders_world import DigestFactory
from tests.reminders.smtp_server import DROP, MailServer
from tests.reporting_factories import noon


def earlier_today() -> datetime.datetime:
    """An hour ago, or when the day in Brussels began: a day has a digest of its own."""
    now = timezone.now()
    return max(now - datetime.timedelta(hours=1), start_of(day_of(now)))


@pytest.fixture
def browser(administrator: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(administrator)


@pytest.fixture
def question(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """The contributor has something to answer, as of two days ago, in a plan that still runs."""
    Plan.objects.update(end="2999-12-31")
    at = timezone.now() - datetime.timedelta(days=2)
    ask_question(
        action=small_plan.joint, organisation=lead_organisation, text="Sample?", by=coordinator, at=at
    )


def shown(browser: Client, **query: str) -> list[str]:
    """The rows of the page, as text."""
    html = browser.get(reverse("failed-mail"), query).content.decode()
    rows = BeautifulSoup(html, "html.parser").select("table.rows tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def post(browser: Client, act: str, digest: Digest) -> str:
    """What the page says afterwards."""
    url = reverse(f"failed-mail-{act}", args=[digest.pk])
    response = browser.post(url, {"token": new_token()}, follow=True)
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    said = soup.select(".messages .notice, .error-summary li")
    return f"{response.status_code} {' '.join(one.get_text(strip=True) for one in said)}"


def test_a_refusal_is_said_with_person_address_day_and_the_server_s_words(
    browser: Client, contributor: User
) -> None:
    DigestFactory(person=contributor, error="550 5.1.1 unknown", attempts=2)
    (row,) = shown(browser)
    for words in [
        "Contributor contributor@example.org",
        "1 December 2022, 12:00",
        "The mail server says that this address takes no mail.",
        "Error: 550 5.1.1 unknown",
        "Refused 2 times in a row.",
        "The next run tries again, if there is still something to say.",
    ]:
        assert words in row


@pytest.mark.parametrize(
    ("facts", "next_words"),
    [
        ({"attempts": LIMIT}, "nothing is sent to this address until you try again"),
        (
            {"address": "old@example.org"},
            "The next mail goes to the present address, contributor@example.org.",
        ),
        ({"state": DigestState.UNKNOWN, "trouble": MailFailure.BROKEN}, "It is not sent again by itself."),
        ({"state": DigestState.CLAIMED}, "It is not sent again by itself."),
    ],
    ids=["given up", "another address", "outcome unknown", "cut off"],
)
def test_what_the_portal_does_by_itself_is_said(
    browser: Client, contributor: User, facts: dict, next_words: str
) -> None:
    DigestFactory(person=contributor, **facts)
    (row,) = shown(browser)
    assert next_words in row


def test_a_mail_to_somebody_who_left_is_not_tried_again(browser: Client, contributor: User) -> None:
    DigestFactory(person=contributor)
    User.objects.filter(pk=contributor.pk).update(is_active=False)
    assert "The person is no longer active" in shown(browser)[0]


def test_a_mail_that_was_cut_off_says_that_it_may_have_arrived(browser: Client, contributor: User) -> None:
    DigestFactory(person=contributor, state=DigestState.CLAIMED)
    assert "The portal was stopped while it sent the mail. It may have arrived." in shown(browser)[0]


def test_what_is_being_sent_and_what_arrived_is_not_shown(browser: Client, contributor: User) -> None:
    DigestFactory(person=contributor, state=DigestState.CLAIMED, claimed_at=timezone.now())
    DigestFactory(state=DigestState.SENT)
    assert shown(browser) == []


def test_a_refusal_disappears_once_a_later_mail_arrived_and_an_unknown_outcome_does_not(
    browser: Client, contributor: User
) -> None:
    DigestFactory(person=contributor)
    DigestFactory(
        person=contributor,
        day=datetime.date(2022, 12, 2),
        state=DigestState.UNKNOWN,
        trouble=MailFailure.BROKEN,
    )
    later = {"day": datetime.date(2022, 12, 3), "claimed_at": noon(2022, 12, 3)}
    DigestFactory(person=contributor, state=DigestState.SENT, **later)
    (row,) = shown(browser)
    assert "The connection broke" in row


def test_seen_takes_it_off_the_page_and_says_who_saw_it(
    browser: Client, contributor: User, administrator: User
) -> None:
    digest = DigestFactory(person=contributor)
    assert post(browser, "seen", digest) == "200 Seen: the mail to Contributor."
    assert shown(browser) == []
    assert "Seen by Administrator" in shown(browser, all="on")[0]
    digest.refresh_from_db()
    assert digest.seen_by == administrator


def test_what_was_cut_off_is_of_unknown_outcome_once_it_was_seen(
    contributor: User, administrator: User
) -> None:
    digest = DigestFactory(person=contributor, state=DigestState.CLAIMED)
    seen = mark_seen(digest=digest, by=administrator, at=noon(2022, 12, 2))
    assert (seen.state, seen.trouble) == (DigestState.UNKNOWN, MailFailure.LOST)


def test_trying_again_sends_what_is_still_to_be_said(
    browser: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_recipient[contributor.email] = "550 unknown"
    for number in range(LIMIT + 1):
        list(send_digests(at=timezone.now() - datetime.timedelta(hours=LIMIT + 1 - number)))
    digest = Digest.objects.newest_first().first()
    assert digest.attempts == LIMIT
    mail_server.at_recipient.clear()
    assert list(send_digests(at=timezone.now())) == []
    assert post(browser, "try-again", digest) == "200 The mail server took the mail to Contributor."
    ((address, text),) = mail_server.taken
    assert address == contributor.email
    assert "1 question of the Platform to answer" in text
    assert shown(browser) == []


def test_trying_again_after_an_unknown_outcome_says_it_again(
    browser: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_data[contributor.email] = DROP
    list(send_digests(at=earlier_today()))
    mail_server.at_data.clear()
    digest = Digest.objects.get()
    assert post(browser, "try-again", digest) == "200 The mail server took the mail to Contributor."
    assert len(mail_server.taken) == 2
    assert Notice.objects.count() == 1


def test_trying_again_may_fail_again(
    browser: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_recipient[contributor.email] = "550 unknown"
    list(send_digests(at=earlier_today()))
    assert post(browser, "try-again", Digest.objects.get()) == "200 The mail to Contributor failed again."
    assert len(shown(browser)) == 1
    assert set(Digest.objects.values_list("attempts", flat=True)) == {1}


def test_nothing_is_sent_when_nothing_is_left_to_be_said(browser: Client, contributor: User) -> None:
    digest = DigestFactory(person=contributor)
    said = post(browser, "try-again", digest)
    assert said == "200 There is nothing left to tell Contributor: no mail was sent."
    assert shown(browser) == []


@pytest.mark.parametrize("act", ["try-again", "seen"])
def test_what_was_made_up_for_in_between_is_left_alone(browser: Client, contributor: User, act: str) -> None:
    digest = DigestFactory(person=contributor)
    DigestFactory(
        person=contributor,
        day=day_of(timezone.now()),
        state=DigestState.SENT,
        claimed_at=timezone.now(),
    )
    assert post(browser, act, digest) == "409 A mail reached this person in the meantime."


def test_a_form_that_is_sent_twice_sends_one_mail(
    browser: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    digest = DigestFactory(person=contributor)
    form = {"token": new_token()}
    for _time in range(2):
        assert browser.post(reverse("failed-mail-try-again", args=[digest.pk]), form).status_code == 302
    assert len(mail_server.taken) == 1


def test_only_administrators_find_it_in_their_menu(
    administrator: User, coordinator: User, client_of: Callable[[User], Client], small_plan: SmallPlan
) -> None:
    url = reverse("overview", args=[small_plan.plan.code])
    menus = [client_of(user).get(url).content.decode() for user in (administrator, coordinator)]
    assert [reverse("failed-mail") in menu for menu in menus] == [True, False]


def test_a_long_list_has_pages(browser: Client) -> None:
    DigestFactory.create_batch(30)
    assert len(shown(browser)) == 25
    assert len(shown(browser, page="2")) == 5


def test_who_has_a_role_and_no_address_is_named(browser: Client, reader: User, roleless: User) -> None:
    assert "no address?" not in browser.get(reverse("failed-mail")).content.decode()
    User.objects.filter(pk__in=[reader.pk, roleless.pk]).update(email="")
    html = browser.get(reverse("failed-mail")).content.decode()
    assert "Who has a role and no address?" in html
    assert reverse("admin:accounts_user_change", args=[reader.pk]) in html
    assert reverse("admin:accounts_user_change", args=[roleless.pk]) not in html
