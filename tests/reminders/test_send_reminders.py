"""The run: one digest a person a day, at most once, whatever happens to the mail server or to the portal."""

import datetime

import pytest
from django.conf import LazySettings

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reminders.digests import LIMIT, claim, mails_to_send
from actionplan.reminders.models import Digest, Notice
from actionplan.reminders.states import DigestState, MailFailure
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import accept
from tests.personas import SmallPlan
from tests.reminders.reminding import outbox, run
from tests.reminders.smtp_server import DROP, MailServer
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import OPENED

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def test_each_person_gets_one_digest(contributor: User, partner: User, stranger: User, opened: Round) -> None:
    assert set(run(OPENED).values()) == {"sent"}
    assert run(OPENED) == run(OPENED + HOUR) == run(OPENED + DAY) == {}, "a second run sends nothing"
    assert {name: len(mails) for name, mails in outbox().items()} == {
        "contributor": 1,
        "partner": 1,
        "stranger": 1,
    }
    assert outbox()["contributor"][0].subject == "Action plan: 3 reports to submit"
    # The address that was written to is kept.
    User.objects.filter(pk=stranger.pk).update(email="new@example.org")
    digest = Digest.objects.get(person=stranger)
    assert (digest.address, str(digest.day), digest.sort) == ("stranger@example.org", "2022-12-01", "daily")


@pytest.mark.full
def test_the_digest_of_a_later_day_says_what_is_new(stranger: User, opened: Round) -> None:
    days = [1, 2, 5, 6, 7, 13, 18, 19, 20, 21, 27, 28, 29]
    assert [day for day in days if run(noon(2022, 12, day))] == [1, 6, 13, 19, 21, 28]


def test_ten_missed_days_are_caught_up_with_in_one_mail(stranger: User, opened: Round) -> None:
    run(OPENED)
    assert run(noon(2022, 12, 16)) == {"stranger@example.org": "sent"}
    assert "by 20 December 2022, in 4 days" in outbox()["stranger"][1].body
    assert run(noon(2022, 12, 17)) == {}
    keys = Notice.objects.filter(person=stranger).values_list("occasion", flat=True)
    assert set(keys) == {"opened", "2022-12-20/7"}


def test_it_stops_when_the_work_is_done(
    small_plan: SmallPlan, other_organisation: Organisation, stranger: User, coordinator: User, opened: Round
) -> None:
    run(OPENED)
    report = hand_in(small_plan.elsewhere, other_organisation, stranger, noon(2022, 12, 5))
    assert run(noon(2022, 12, 6)) == {}
    accept(report=report, verdict="on_track", by=coordinator, at=noon(2022, 12, 7))
    run(noon(2022, 12, 7))
    assert outbox()["stranger"][1].subject == "Action plan: 1 report was accepted"
    assert run(noon(2022, 12, 21)) == {}


def test_a_definite_refusal_is_tried_again_in_the_same_row_and_does_not_stop_the_others(
    contributor: User, partner: User, stranger: User, opened: Round, mail_server: MailServer
) -> None:
    refused = {"contributor@example.org": "450 come back later", "stranger@example.org": "550 no such user"}
    mail_server.at_recipient |= refused
    assert run(OPENED) == dict.fromkeys(refused, "refused") | {"partner@example.org": "sent"}
    assert [address for address, _ in mail_server.taken] == ["partner@example.org"]
    digest = Digest.objects.get(person=contributor)
    state = (digest.state, digest.trouble, digest.error)
    assert state == ("refused", MailFailure.LATER, "450 come back later")
    assert digest.notices.count() == 0
    del mail_server.at_recipient["contributor@example.org"]
    again = {"contributor@example.org": "sent", "stranger@example.org": "refused"}
    assert run(OPENED + HOUR) == again
    digest.refresh_from_db()
    assert (digest.state, digest.attempts, digest.trouble, digest.error) == ("sent", 2, "", "")
    # A refused digest of an earlier day is part of today's.
    mail_server.at_recipient.clear()
    run(noon(2022, 12, 6))
    told = Notice.objects.filter(person=stranger)
    assert list(told.values_list("occasion", flat=True)) == ["2022-12-20/14"]


@pytest.mark.full
def test_an_address_that_is_refused_again_and_again_is_left_alone_until_it_changes(
    stranger: User, opened: Round, mail_server: MailServer
) -> None:
    mail_server.at_recipient["stranger@example.org"] = "550 no such user"
    results = [run(OPENED + number * DAY) for number in range(LIMIT + 2)]
    assert [len(result) for result in results] == [1] * LIMIT + [0, 0]
    assert Digest.objects.newest_first().first().attempts == LIMIT
    stranger.email = "new@example.org"
    stranger.save(update_fields=["email"])
    assert run(OPENED + 9 * DAY) == {"new@example.org": "sent"}


@pytest.mark.full
def test_a_mail_server_that_is_away_stops_the_run_and_counts_against_nobody(
    contributor: User, stranger: User, opened: Round, mail_server: MailServer
) -> None:
    mail_server.at_sender = "530 sign in first"
    for number in range(LIMIT + 1):
        assert len(run(OPENED + number * HOUR)) == 1
    assert Digest.objects.get().attempts == 0
    mail_server.at_sender = "250 ok"
    assert len(run(OPENED + 9 * HOUR)) == 2


def test_a_mail_of_unknown_outcome_is_not_sent_again(
    stranger: User, opened: Round, mail_server: MailServer
) -> None:
    mail_server.at_data["stranger@example.org"] = DROP
    assert run(OPENED) == {"stranger@example.org": "unknown"}
    assert run(OPENED + HOUR) == run(OPENED + DAY) == {}
    assert len(mail_server.taken) == 1
    assert Digest.objects.get().trouble == MailFailure.BROKEN


def test_a_crash_between_claim_and_sending_is_of_unknown_outcome_after_a_while(
    stranger: User, opened: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(mail: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("actionplan.reminders.digests.deliver", die)
        with pytest.raises(SystemExit):
            run(OPENED)
    assert Digest.objects.get().state == DigestState.CLAIMED
    assert run(OPENED + datetime.timedelta(minutes=5)) == {}
    assert not Digest.objects.failed(OPENED + datetime.timedelta(minutes=5)).exists()
    assert Digest.objects.failed(OPENED + HOUR).exists()
    assert run(OPENED + HOUR) == {}
    assert (Digest.objects.get().state, Digest.objects.get().trouble) == ("unknown", MailFailure.LOST)
    assert outbox() == {}


def test_a_letter_that_cannot_be_written_claims_nothing(
    stranger: User, opened: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mail,) = mails_to_send(at=OPENED)
    monkeypatch.setattr("actionplan.reminders.digests.letter", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        claim(person=mail.person, duties=mail.duties, sort=mail.sort, at=OPENED)
    assert not Digest.objects.exists()
    assert not Notice.objects.exists()


def test_who_cannot_be_mailed_is_not_mailed(stranger: User, opened: Round, settings: LazySettings) -> None:
    (mail,) = mails_to_send(at=OPENED)
    known = {"is_active": True, "email": stranger.email, "is_demo": False}
    for facts in [{"email": ""}, {"is_demo": True}, {"is_active": False}]:
        User.objects.filter(pk=stranger.pk).update(**known | facts)
        assert run(OPENED) == {}
    # Somebody who was made inactive in between is not mailed either.
    assert claim(person=mail.person, duties=mail.duties, sort=mail.sort, at=OPENED) is None
    assert not Digest.objects.exists()
    # On a developer's machine demo accounts are mailed.
    User.objects.filter(pk=stranger.pk).update(**known | {"is_demo": True})
    settings.DEBUG = True
    assert run(OPENED) == {"stranger@example.org": "sent"}
