"""Mails that leave behind an answer, by threads for which tests wait."""

import threading

from actionplan.base.mail import MAIL_THREAD

SECONDS = 120
"""Within which a mail is sent, on a busy machine too."""


def wait_for_mails() -> None:
    """Until every mail that a page handed over has been sent, or was refused."""
    for thread in threading.enumerate():
        if thread.name == MAIL_THREAD:
            thread.join(SECONDS)
            assert not thread.is_alive(), "a mail is still being sent"
