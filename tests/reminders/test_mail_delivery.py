"""What became of a mail, by what a mail server does: taken, refused for certain, or nobody knows."""

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage

from actionplan.reminders.delivery import DeliveryOutcome, deliver
from actionplan.reminders.states import DigestState, MailFailure
from tests.reminders.smtp_server import DROP, MailServer

ANN = "ann@example.org"


def mail(address: str = ANN) -> EmailMessage:
    return EmailMessage("Sample", "Sample words.", "portal@example.org", [address])


def test_a_mail_that_the_server_took_is_sent(mail_server: MailServer) -> None:
    assert deliver(mail()) == DeliveryOutcome(DigestState.SENT)
    ((address, text),) = mail_server.taken
    assert address == ANN
    assert "Sample words." in text


def test_an_address_or_a_mail_that_the_server_does_not_take(mail_server: MailServer) -> None:
    for reply, trouble in [
        ("550 no such user", MailFailure.ADDRESS),
        ("553 what is that", MailFailure.ADDRESS),
        ("552 mailbox full", MailFailure.FULL),
        ("450 come back later", MailFailure.LATER),
    ]:
        mail_server.at_recipient[ANN] = reply
        assert deliver(mail()) == DeliveryOutcome(DigestState.REFUSED, trouble, reply)
    mail_server.at_recipient.clear()
    for reply, trouble in [("554 looks like spam", MailFailure.REFUSED), ("451 not now", MailFailure.LATER)]:
        mail_server.at_data[ANN] = reply
        assert deliver(mail()) == DeliveryOutcome(DigestState.REFUSED, trouble, reply)
    assert mail_server.taken == []


def test_a_sender_that_the_server_does_not_take_is_nobody_s_address(mail_server: MailServer) -> None:
    mail_server.at_sender = "530 sign in first"
    outcome = deliver(mail())
    assert (outcome.state, outcome.trouble) == (DigestState.REFUSED, MailFailure.SERVER)
    assert outcome.stops_the_others


def test_a_server_that_is_not_there_refused_for_certain(
    mail_server: MailServer, settings: LazySettings
) -> None:
    settings.EMAIL_PORT = 1
    outcome = deliver(mail())
    assert (outcome.state, outcome.trouble) == (DigestState.REFUSED, MailFailure.SERVER)


def test_nobody_knows_what_became_of_a_mail_when_the_connection_breaks_after_it(
    mail_server: MailServer,
) -> None:
    mail_server.at_data[ANN] = DROP
    outcome = deliver(mail())
    assert (outcome.state, outcome.trouble) == (DigestState.UNKNOWN, MailFailure.BROKEN)
    assert len(mail_server.taken) == 1


def test_an_address_that_hides_another_line_is_refused(mail_server: MailServer) -> None:
    outcome = deliver(mail(f"{ANN}\nBcc: bob@example.org"))
    assert (outcome.state, outcome.trouble) == (DigestState.REFUSED, MailFailure.ADDRESS)
    assert mail_server.taken == []


def test_whatever_else_breaks_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*args: object) -> None:
        raise RuntimeError("sample")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", break_off)
    assert deliver(mail()) == DeliveryOutcome(DigestState.UNKNOWN, MailFailure.BROKEN, "RuntimeError: sample")
