"""The states of reminders: what a mail is about, its sort, and its outcome."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DutyKind(models.TextChoices):
    """What people are reminded of, in the order of a mail: things to do, then news."""

    RETURNED = "returned", _("returned report")
    REOPENED = "reopened", _("report asked for again in validation")
    HAND_IN = "hand_in", _("report to submit")
    QUESTION = "question", _("question to answer")
    INVITED = "invited", _("invitation to add to a report")
    VALIDATION = "validation", _("minister’s answer")
    REVIEW = "review", _("report to review")
    EXTENSION_ASKED = "extension_asked", _("extension to answer")
    AMENDMENT = "amendment", _("prepared amendment")
    CUT_OFF = "cut_off", _("report that can no longer be submitted")
    EXTENSION_ANSWERED = "extension_answered", _("answered extension")
    ACCEPTED = "accepted", _("accepted report")
    AMENDED = "amended", _("amended action")
    CLOSED = "closed", _("closed round")


def known_duties() -> list[tuple[str, Any]]:
    """The choices of the column. Migrations refer to this function, so that a new kind needs no migration."""
    return DutyKind.choices


TO_KNOW = frozenset(
    {
        DutyKind.CUT_OFF,
        DutyKind.EXTENSION_ANSWERED,
        DutyKind.ACCEPTED,
        DutyKind.AMENDED,
        DutyKind.CLOSED,
    }
)
"""News: told once, with nothing to do."""


class DigestSort(models.TextChoices):
    """A digest per person per day, and mails in between about what cannot wait for the next."""

    DAILY = "daily", pgettext_lazy("mail", "of the day")
    AT_ONCE = "at_once", pgettext_lazy("mail", "at once")


class DigestState(models.TextChoices):
    """Claimed before it is sent; then the answer of the mail server, or unknown if there was none."""

    CLAIMED = "claimed", pgettext_lazy("mail", "being sent")
    SENT = "sent", pgettext_lazy("mail", "sent")
    REFUSED = "refused", pgettext_lazy("mail", "refused")
    UNKNOWN = "unknown", pgettext_lazy("mail", "outcome unknown")


class MailFailure(models.TextChoices):
    """Why a mail failed, in plain words for an administrator."""

    ADDRESS = "address", _("The mail server says that this address takes no mail.")
    FULL = "full", _("The mailbox is full.")
    LATER = "later", _("The mail server refused the mail for now.")
    REFUSED = "refused", _("The mail server refused the mail.")
    SERVER = "server", _("The mail server could not be reached, or did not let the portal in.")
    BROKEN = "broken", _("The connection broke while the mail was handed over. It may have arrived.")
    LOST = "lost", _("The portal was stopped while it sent the mail. It may have arrived.")


UNCERTAIN = frozenset({MailFailure.BROKEN, MailFailure.LOST})
