"""The mail with the link of an invitation, in the language of the person invited."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from objectives.models import Plan

from .invitations import was_mailed
from .models import Invitation

MAX_SECONDS_MAILING = 20
"""How long one request may send mails; the rest must be sent again by hand."""

logger = logging.getLogger("portal.mail")


def mail_invitation(invitation: Invitation, key: str, at: datetime.datetime) -> bool:
    """Send the link after the invitation was committed; returns whether the mail server accepted the mail.

    The key is in the mail and nowhere else: if the mail is refused, the invitation has to be sent again.
    """
    with override(invitation.language):
        context = {
            "invitation": invitation,
            "url": settings.BASE_URL + reverse("invitation", args=[key]),
            "inviter": invitation.invited_by,
            "plans": [invitation.plan] if invitation.plan else list(Plan.objects.begun()),
        }
        mail = EmailMessage(
            subject=_("You are invited to the action plan portal"),
            body=render_to_string("people/mail/invitation.txt", context),
            to=[invitation.email],
        )
    try:
        taken = mail.send() == 1
    except OSError:
        logger.exception("an invitation could not be mailed")
        return False
    if taken:
        was_mailed(invitation=invitation, key=key, at=at)
    return taken


def mail_invitations(invited: Iterable[tuple[Invitation, str]], at: datetime.datetime) -> int:
    """Mail each invitation its key, for at most MAX_SECONDS_MAILING; returns how many were not sent."""
    begun, left = time.monotonic(), 0
    for invitation, key in invited:
        in_time = time.monotonic() - begun < MAX_SECONDS_MAILING
        if not in_time or not mail_invitation(invitation, key, at):
            left += 1
    return left
