"""Sending one finished mail behind the answer of a page."""

import logging
import threading

from django.core.mail import EmailMessage

THREAD = "mail"
"""The name of the threads that send, by which tests wait for them."""

logger = logging.getLogger("portal.mail")


def send_behind(message: EmailMessage, what: str) -> None:
    """Send a mail that is written already, in a thread that asks no database: the page does not wait for the mail server.

    How long an answer takes then says nothing of whether a mail leaves. A failure is logged, with `what` it was about. A process
    that ends waits until its mails are gone.
    """
    threading.Thread(target=_send, args=(message, what), name=THREAD).start()


def _send(message: EmailMessage, what: str) -> None:
    try:
        message.send()
    except OSError:
        logger.exception("a mail could not be sent: %s", what)
