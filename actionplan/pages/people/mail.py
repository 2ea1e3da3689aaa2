"""The mail with an invitation's link, in the language of who is invited."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplan.accounts.invitations import was_mailed
from actionplan.accounts.models import Invitation
from objectives.models import Plan

logger = logging.getLogger("portal.mail")


def mail_invitation(invitation: Invitation, key: str, at: datetime.datetime) -> bool:
    """Send the link, after the invitation was committed; whether the mail server took the mail.

    The key is in the mail and nowhere else: when the mail is refused, the invitation has to be sent again.
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
