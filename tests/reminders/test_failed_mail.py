"""Failed mail: what an administrator reads about it, and trying again."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import day_of, start_of
from actionplan.organisations.models import Organisation
from actionplan.reminders.digests import LIMIT, send_digests
from actionplan.reminders.models import Digest, Notice
from actionplan.reminders.states import DigestState, MailFailure
from actionplan.reports.questions import ask_question
from objectives.models import Plan
from tests.factories import UserFactory
from tests.personas import SmallPlan
from tests.reminders.reminders_world import DigestFactory
from tests.reminders.smtp_server import DROP, MailServer
from tests.reporting_factories import noon
from tests.sent_forms import new_token


def earlier_today() -> datetime.datetime:
    """An hour ago, or when the day in Brussels began: a day has a digest of its own."""
    now = timezone.now()
    return max(now - datetime.timedelta(hours=1), start_of(day_of(now)))


@pytest.fixture
def question(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """The contributor has something to answer, as of two days ago, in a plan that still runs."""
    Plan.objects.update(end="2999-12-31")
    at = timezone.now() - datetime.timedelta(days=2)
    ask_question(
        action=small_plan.joint,
        of_whom=lead_organisation,
        text="Sample?",
        by=coordinator,
        at=at,
        due=datetime.date(2099, 1, 31),
    )


def shown(keeper: Client, **query: str) -> list[str]:
    """The rows of the page, as text."""
    html = keeper.get(reverse("failed-mail"), query).content.decode()
    rows = BeautifulSoup(html, "html.parser").select(".row-list > li")
    return [" ".join(row.get_text(" ").split()) for row in rows]


def post(keeper: Client, act: str, digest: Digest) -> str:
    """What the page says afterwards."""
    url = reverse(f"failed-mail-{act}", args=[digest.pk])
    response = keeper.post(url, {"token": new_token()}, follow=True)
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    notices = soup.select(".messages .notice, .error-summary li")
    return f"{response.status_code} {' '.join(sentence.get_text(strip=True) for sentence in notices)}"


def test_a_row_says_what_failed_and_what_the_portal_does_by_itself(keeper: Client, contributor: User) -> None:
    unknown = {"state": DigestState.UNKNOWN, "trouble": MailFailure.BROKEN}
    DigestFactory(person=contributor, error="550 5.1.1 unknown", attempts=2)
    DigestFactory(person=UserFactory(username="given_up"), attempts=LIMIT)
    DigestFactory(person=UserFactory(username="moved"), address="old@example.org")
    DigestFactory(person=UserFactory(username="unclear"), **unknown)
    DigestFactory(person=UserFactory(username="cut_off"), state=DigestState.CLAIMED)
    DigestFactory(person=UserFactory(username="left", is_active=False))
    # What is being sent and what arrived is not shown; a refusal is not either once a later mail arrived.
    DigestFactory(person=UserFactory(username="now"), state=DigestState.CLAIMED, claimed_at=timezone.now())
    DigestFactory(person=UserFactory(username="arrived"), state=DigestState.SENT)
    again = UserFactory(username="again")
    DigestFactory(person=again)
    DigestFactory(person=again, day=datetime.date(2022, 12, 2), **unknown)
    later = {"day": datetime.date(2022, 12, 3), "claimed_at": noon(2022, 12, 3)}
    DigestFactory(person=again, state=DigestState.SENT, **later)
    expected = {
        "Contributor": [
            "1 December 2022, 12:00",
            "contributor@example.org",
            "The mail server says that this address takes no mail.",
            "Error: 550 5.1.1 unknown",
            "Refused 2 times in a row.",
            "The next run tries again, if there is still something to say.",
        ],
        "Given up": ["nothing is sent to this address until you try again"],
        "Moved": ["The next mail goes to the present address, moved@example.org."],
        "Unclear": ["It is not sent again by itself."],
        "Cut off": [
            "It is not sent again by itself.",
            "The portal was stopped while it sent the mail. It may have arrived.",
        ],
        "Left": ["The person is no longer active"],
        "Again": ["The connection broke"],
    }
    rows = shown(keeper)
    assert len(rows) == len(expected)
    for name, words in expected.items():
        (row,) = [row for row in rows if name in row]
        assert [text for text in words if text not in row] == []


def test_seen_takes_it_off_the_page_and_says_who_saw_it(
    keeper: Client, contributor: User, administrator: User
) -> None:
    digest = DigestFactory(person=contributor, state=DigestState.CLAIMED)
    assert post(keeper, "seen", digest) == "200 Seen: the mail to Contributor."
    assert shown(keeper) == []
    assert "Seen by Administrator" in shown(keeper, all="on")[0]
    digest.refresh_from_db()
    assert digest.seen_by == administrator
    # What was cut off is of unknown outcome once it was seen.
    assert (digest.state, digest.trouble) == (DigestState.UNKNOWN, MailFailure.LOST)


@pytest.mark.full
def test_trying_again_sends_what_is_still_to_be_said(
    keeper: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_recipient[contributor.email] = "550 unknown"
    for number in range(LIMIT + 1):
        list(send_digests(at=timezone.now() - datetime.timedelta(hours=LIMIT + 1 - number)))
    digest = Digest.objects.newest_first().first()
    assert digest.attempts == LIMIT
    mail_server.at_recipient.clear()
    assert list(send_digests(at=timezone.now())) == []
    assert post(keeper, "try-again", digest) == "200 The mail server took the mail to Contributor."
    ((address, text),) = mail_server.taken
    assert address == contributor.email
    assert "1 question of the Platform to answer" in text
    assert shown(keeper) == []


def test_trying_again_after_an_unknown_outcome_says_it_again(
    keeper: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_data[contributor.email] = DROP
    list(send_digests(at=earlier_today()))
    mail_server.at_data.clear()
    digest = Digest.objects.get()
    assert post(keeper, "try-again", digest) == "200 The mail server took the mail to Contributor."
    assert len(mail_server.taken) == 2
    assert Notice.objects.count() == 1


def test_trying_again_may_fail_again_and_a_form_that_is_sent_twice_sends_one_mail(
    keeper: Client, contributor: User, question: None, mail_server: MailServer
) -> None:
    mail_server.at_recipient[contributor.email] = "550 unknown"
    list(send_digests(at=earlier_today()))
    digest = Digest.objects.get()
    assert post(keeper, "try-again", digest) == "200 The mail to Contributor failed again."
    assert len(shown(keeper)) == 1
    assert set(Digest.objects.values_list("attempts", flat=True)) == {1}
    mail_server.at_recipient.clear()
    form = {"token": new_token()}
    for _time in range(2):
        assert keeper.post(reverse("failed-mail-try-again", args=[digest.pk]), form).status_code == 302
    assert len(mail_server.taken) == 1


def test_nothing_is_sent_when_nothing_is_left_to_be_said_or_it_was_made_up_for(
    keeper: Client, contributor: User, partner: User
) -> None:
    answer = post(keeper, "try-again", DigestFactory(person=contributor))
    assert answer == "200 There is nothing left to tell Contributor: no mail was sent."
    assert shown(keeper) == []
    digest, now = DigestFactory(person=partner), timezone.now()
    DigestFactory(person=partner, day=day_of(now), state=DigestState.SENT, claimed_at=now)
    for act in ["try-again", "seen"]:
        assert post(keeper, act, digest) == "409 A mail reached this person in the meantime."


def test_a_long_list_has_pages(keeper: Client) -> None:
    DigestFactory.create_batch(30)
    assert len(shown(keeper)) == 25
    assert len(shown(keeper, page="2")) == 5


def test_the_other_pages_open_after_a_refused_act_too(keeper: Client, partner: User) -> None:
    DigestFactory.create_batch(30)
    digest, now = DigestFactory(person=partner), timezone.now()
    DigestFactory(person=partner, day=day_of(now), state=DigestState.SENT, claimed_at=now)
    refused = keeper.post(reverse("failed-mail-seen", args=[digest.pk]), {"token": new_token()})
    assert refused.status_code == 409
    [following] = BeautifulSoup(refused.content.decode(), "html.parser").select("a[rel=next]")
    assert keeper.get(following["href"]).status_code == 200


def test_who_has_a_role_and_no_address_is_named(keeper: Client, reader: User, roleless: User) -> None:
    assert "no address?" not in keeper.get(reverse("failed-mail")).content.decode()
    User.objects.filter(pk__in=[reader.pk, roleless.pk]).update(email="")
    html = keeper.get(reverse("failed-mail")).content.decode()
    assert "Who has a role and no address?" in html
    assert reverse("admin:accounts_user_change", args=[reader.pk]) in html
    assert reverse("admin:accounts_user_change", args=[roleless.pk]) not in html
