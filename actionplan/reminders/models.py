"""Mails that reminded people, and the private addresses of their calendars."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplan.base.people import by_and_at
from actionplan.base.people import person as to_user
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import Round
from objectives.models import Plan

from .querysets import LOST_AFTER, DigestQuerySet, NoticeQuerySet
from .states import UNCERTAIN, DigestSort, DigestState, MailFailure, known_duties


class Digest(models.Model):
    """A mail to a person, claimed before it leaves, so that it leaves at most once.

    A refused mail may be claimed again, with its duties free for the next mail. A mail of unknown outcome is not sent again
    automatically: its duties count as told.
    """

    person = to_user(_("person"), "digests", required=True)
    day = models.DateField(_("day"))
    sort = models.CharField(_("sort"), max_length=7, choices=DigestSort.choices)
    state = models.CharField(
        _("state"), max_length=7, choices=DigestState.choices, default=DigestState.CLAIMED
    )
    address = models.EmailField(_("e-mail address"), help_text=_("As it was when the mail was claimed."))
    attempts = models.PositiveSmallIntegerField(
        _("attempts"),
        default=1,
        help_text=_("How often the server refused this address in a row, this time included."),
    )
    claimed_at = models.DateTimeField(_("claimed at"))
    trouble = models.CharField(_("what went wrong"), max_length=7, choices=MailFailure.choices, blank=True)
    error = models.CharField(_("words of the mail server"), max_length=500, blank=True)
    seen_by = to_user(_("seen by"), "digests_seen")
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail of reminders")
        verbose_name_plural = _("mails of reminders")
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(sort=DigestSort.DAILY), name="digest_one_a_day"
            ),
            models.CheckConstraint(name="digest_sort_known", condition=Q(sort__in=DigestSort.values)),
            models.CheckConstraint(
                name="digest_trouble_fits_state",
                condition=Q(state__in=[DigestState.CLAIMED, DigestState.SENT], trouble="")
                | Q(state=DigestState.UNKNOWN, trouble__in=sorted(UNCERTAIN))
                | Q(state=DigestState.REFUSED, trouble__in=sorted(set(MailFailure.values) - UNCERTAIN)),
            ),
            by_and_at("digest", "seen"),
        ]
        indexes = [models.Index(fields=["state", "-claimed_at"], name="digest_by_state")]

    def __str__(self) -> str:
        return f"{self.address}, {self.day}"

    def is_lost(self, at: datetime.datetime) -> bool:
        return self.state == DigestState.CLAIMED and self.claimed_at <= at - LOST_AFTER


class Notice(models.Model):
    """A duty that a person was told of on an occasion, in a mail that left or may have left."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="notices", verbose_name=_("mail"))
    person = to_user(_("person"), "notices", required=True)
    kind = models.CharField(_("kind"), max_length=20, choices=known_duties)
    subject = models.CharField(_("subject"), max_length=60, help_text=_("Such as request:12."))
    occasion = models.CharField(_("occasion"), max_length=40, help_text=_("Such as 2022-12-20/7."))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "subject", "occasion"], name="notice_once"),
            models.CheckConstraint(name="notice_has_a_kind", condition=~Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.occasion}"


class Reminding(models.Model):
    """A coordinator pressed "remind" for a round: people who still have to submit something are told, once that day."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="remindings", verbose_name=_("round"))
    day = models.DateField(_("day"))
    by = to_user(_("reminded by"), "remindings", required=True)
    at = models.DateTimeField(_("reminded at"))

    class Meta:
        verbose_name = _("reminding")
        verbose_name_plural = _("remindings")
        ordering = ["round", "day"]
        constraints = [models.UniqueConstraint(fields=["round", "day"], name="reminding_once_a_day")]

    def __str__(self) -> str:
        return f"{self.round}, {self.day}"


class PrivateAddress(models.Model):
    """The private address of a calendar. Only the hash of its token is stored.

    The token is made from `seed` with the portal's secret key, so that the owner can see it again, and nobody else can, even
    with the database.
    """

    seed = models.CharField(_("seed"), max_length=43)
    token_hash = models.CharField(_("hash of the token"), max_length=64)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        abstract = True


class CalendarAddress(PrivateAddress):
    """Of the calendar of what a person has to do."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="calendar_address",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="calendar_address_once"),
            models.CheckConstraint(name="calendar_address_has_a_hash", condition=~Q(token_hash="")),
        ]

    def __str__(self) -> str:
        return str(self.person)


class PlanCalendarAddress(PrivateAddress):
    """Of a person's calendar of what is coming in the whole plan, or in the actions of one minister or one organisation."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="plan_calendar_address",
        verbose_name=_("person"),
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    minister = models.ForeignKey(
        Minister, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("minister")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("address of a plan’s calendar")
        verbose_name_plural = _("addresses of a plan’s calendar")
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="plan_calendar_address_once"),
            models.CheckConstraint(name="plan_calendar_address_has_a_hash", condition=~Q(token_hash="")),
            models.CheckConstraint(
                name="plan_calendar_address_of_one_part", condition=Q(minister=None) | Q(organisation=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.body or self.plan}"

    @property
    def body(self) -> Minister | Organisation | None:
        """Whose actions it has; None for the whole plan."""
        return self.minister or self.organisation
