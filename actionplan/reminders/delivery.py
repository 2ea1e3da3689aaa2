"""Handing a mail to the mail server, with the outcome: sent, refused for certain, or unknown."""

from __future__ import annotations

import contextlib
import logging
import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection

from .states import DigestState, MailFailure

logger = logging.getLogger("portal.mail")

MAILBOX_FULL = 552


@dataclass(frozen=True)
class DeliveryOutcome:
    state: DigestState
    trouble: str = ""
    error: str = ""
    """The server's own words."""

    @property
    def stops_the_others(self) -> bool:
        """Whether no mail can be sent now."""
        return self.trouble == MailFailure.SERVER


DELIVERED = DeliveryOutcome(DigestState.SENT)


def deliver(mail: EmailMessage) -> DeliveryOutcome:
    """Send a mail on a connection of its own, so that its errors do not affect other mails.

    Only a reply of the server is a definite refusal. If the connection breaks while the mail is handed over, nobody knows
    whether the server took it: such a mail is not sent again.
    """
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # errors of smtplib are OSErrors too
        return _refused_mail(MailFailure.SERVER, error)
    try:
        connection.send_messages([mail])
    except (smtplib.SMTPException, ValueError) as error:
        return _answered(error)
    except Exception as error:
        logger.exception("a mail broke off")
        return DeliveryOutcome(DigestState.UNKNOWN, MailFailure.BROKEN, _error_words(error))
    finally:
        with contextlib.suppress(OSError):
            connection.close()
    return DELIVERED


def _answered(error: Exception) -> DeliveryOutcome:
    """The outcome of a mail from an exception. Anything but a reply or a faulty address broke the connection."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return DeliveryOutcome(
                DigestState.REFUSED, _trouble_of(code, MailFailure.ADDRESS), _reply_words(code, words)
            )
        case smtplib.SMTPDataError():
            trouble = _trouble_of(error.smtp_code, MailFailure.REFUSED)
            return DeliveryOutcome(
                DigestState.REFUSED, trouble, _reply_words(error.smtp_code, error.smtp_error)
            )
        case smtplib.SMTPSenderRefused() | smtplib.SMTPHeloError():
            return DeliveryOutcome(
                DigestState.REFUSED, MailFailure.SERVER, _reply_words(error.smtp_code, error.smtp_error)
            )
        case smtplib.SMTPNotSupportedError() | ValueError():
            return _refused_mail(MailFailure.ADDRESS, error)
    return DeliveryOutcome(DigestState.UNKNOWN, MailFailure.BROKEN, _error_words(error))


def _trouble_of(code: int, permanent: MailFailure) -> MailFailure:
    """4xx is temporary, 5xx permanent (RFC 5321, section 4.2.1)."""
    if code == MAILBOX_FULL:
        return MailFailure.FULL
    return MailFailure.LATER if code < 500 else permanent


def _refused_mail(trouble: MailFailure, error: Exception) -> DeliveryOutcome:
    return DeliveryOutcome(DigestState.REFUSED, trouble, _error_words(error))


def _reply_words(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:500]


def _error_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
