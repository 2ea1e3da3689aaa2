"""Sending a finished mail in the background of a request."""

import logging
import threading

from django.core.mail import EmailMessage

MAIL_THREAD = "mail"
"""The name of the sending threads, by which tests wait for them."""

logger = logging.getLogger("portal.mail")


def send_in_background(message: EmailMessage, what: str) -> None:
    """Send a finished mail in a thread that does not query the database; the page does not wait for the mail
    server.

    The response time then does not reveal whether a mail was sent. A failure is logged with `what` it was
    about. A process waits for its mails before it exits.
    """
    threading.Thread(target=_send, args=(message, what), name=MAIL_THREAD).start()


def _send(message: EmailMessage, what: str) -> None:
    try:
        message.send()
    except OSError:
        logger.exception("a mail could not be sent: %s", what)
