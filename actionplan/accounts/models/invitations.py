"""Invitations to take up a role, and the yearly confirmation that a list of people is right."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.bodies import BODY_FIELDS
from actionplan.accounts.querysets import InvitationQuerySet
from actionplan.accounts.roles import Role, RoleName, role_name_of
from actionplan.base.people import by_and_at, person
from actionplan.organisations.models import Minister, Organisation, PolicyArea

from .scope import (
    body,
    in_words,
    limited_to,
    once_for_each_body,
    only_contributors_hold_files,
    scope_fits_role,
)

WAITING_FILTER = {"taken_up_at__isnull": True, "withdrawn_at__isnull": True}


class Invitation(models.Model):
    """A role offered to an address, by a mail with a link that works once. Only its hash is stored."""

    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    organisation = body(Organisation, _("organisation"), "invitations")
    policy_area = body(PolicyArea, _("policy area"), "invitations")
    minister = body(Minister, _("minister"), "invitations")
    writes_only = models.BooleanField(_("file holder"), default=False)
    plan = limited_to("invitations")
    in_force_until = models.DateField(
        _("first day without the role"),
        null=True,
        blank=True,
        help_text=_("Empty: until somebody ends it."),
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), help_text=_("In small letters."))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    invited_by = person(_("invited by"), "invitations_sent", required=True)
    invited_at = models.DateTimeField(_("invited at"))
    key_hash = models.CharField(_("hash of the key"), max_length=64)
    expires_at = models.DateTimeField(_("expires at"))
    mailed_at = models.DateTimeField(
        _("mailed at"),
        null=True,
        blank=True,
        help_text=_("When the mail server took the mail with the present link."),
    )
    answered_at = models.DateTimeField(
        _("answered at"),
        null=True,
        blank=True,
        help_text=_("When the form behind the present link was sent."),
    )
    taken_up_by = person(_("taken up by"), "invitations_taken_up")
    taken_up_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    withdrawn_by = person(_("withdrawn by"), "invitations_withdrawn")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            scope_fits_role("invitation"),
            only_contributors_hold_files("invitation"),
            models.UniqueConstraint(fields=["key_hash"], name="invitation_key_once"),
            models.CheckConstraint(name="invitation_language_known", condition=Q(language__in=["en", "nl"])),
            models.CheckConstraint(
                name="invitation_email_in_small_letters", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="invitation_expires_after_it_is_sent", condition=Q(expires_at__gt=F("invited_at"))
            ),
            by_and_at("invitation", "taken_up"),
            by_and_at("invitation", "withdrawn"),
            models.CheckConstraint(
                name="invitation_ends_once", condition=Q(taken_up_at=None) | Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="invitation_taken_up_by_another",
                condition=Q(taken_up_by=None) | ~Q(taken_up_by=F("invited_by")),
                violation_error_message=_("Nobody changes their own role."),
            ),
            *once_for_each_body(
                ["email", "role"],
                named="invitation_one_waiting",
                condition=Q(**WAITING_FILTER),
                message=_("This address has such an invitation already."),
            ),
        ]

    def __str__(self) -> str:
        return in_words(self)

    @property
    def part(self) -> RoleName:
        return role_name_of(self.role, writes_only=self.writes_only)

    @property
    def is_waiting(self) -> bool:
        """Neither taken up nor withdrawn; it may have expired."""
        return self.taken_up_at is None and self.withdrawn_at is None

    def has_expired(self, at: datetime.datetime) -> bool:
        return self.expires_at <= at


class ListConfirmation(models.Model):
    """A person's confirmation that the list of people of a body, or of the whole portal, is right."""

    organisation = body(Organisation, _("organisation"), "list_confirmations")
    policy_area = body(PolicyArea, _("policy area"), "list_confirmations")
    minister = body(Minister, _("minister"), "list_confirmations")
    confirmed_by = person(_("confirmed by"), "lists_confirmed", required=True)
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_on = models.DateField(_("confirmed on"), help_text=_("The day in Brussels."))

    class Meta:
        verbose_name = _("confirmation of a list of people")
        verbose_name_plural = _("confirmations of lists of people")
        ordering = ["-confirmed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="list_confirmation_of_one_body",
                condition=Q(policy_area=None, minister=None)
                | Q(organisation=None, minister=None)
                | Q(organisation=None, policy_area=None),
            ),
            *[
                models.UniqueConstraint(
                    fields=[kind, "confirmed_on"],
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"list_confirmation_once_a_day_by_{kind}",
                )
                for kind in BODY_FIELDS
            ],
            models.UniqueConstraint(
                fields=["confirmed_on"],
                condition=Q(organisation=None, policy_area=None, minister=None),
                name="list_confirmation_once_a_day_without_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.policy_area or self.minister or _("The whole portal"))
