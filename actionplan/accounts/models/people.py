"""Users and their memberships: who may do what, for which body, in which period."""

from __future__ import annotations

import datetime
from typing import Any

import rules
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.querysets import MembershipQuerySet, UserManager
from actionplan.accounts.roles import Role, RoleName, reads_beyond_own, role_name_of
from actionplan.accounts.rules import SECOND_FACTORS, Rights, RightsOfPlans, rights_of
from actionplan.base.days import InForce, day_of, days_in_order
from actionplan.base.people import by_and_at, person
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from objectives.models import Plan

from .scope import (
    body,
    in_words,
    limited_to,
    once_for_each_body,
    only_contributors_hold_files,
    scope_fits_role,
)


class User(AbstractBaseUser):
    """A person with an account. Their rights come from their memberships alone, never from this row."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Somebody has this user name already.")},
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="nl")
    is_active = models.BooleanField(_("active"), default=True)
    is_superuser = models.BooleanField(
        _("superuser"), default=False, help_text=_("An administrator in every rule, and nothing more.")
    )
    is_demo = models.BooleanField(
        _("demo account"), default=False, help_text=_("Cannot sign in where the portal runs for real.")
    )
    withheld_at = models.DateTimeField(
        _("withheld since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "The roles that read beyond an own organisation, until a coordinator confirms that it is the person."
        ),
    )
    withheld_by = person(_("withheld because of"), "people_withheld", editable=False)
    """Who replaced the address, or the person where the password was reset through a mailed link."""

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("username"),
                name="user_username_once",
                violation_error_message=_("Somebody has this user name already."),
            ),
            models.UniqueConstraint(
                models.functions.Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(name="user_language_known", condition=Q(language__in=["en", "nl"])),
            by_and_at("user", "withheld"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def natural_key(self) -> tuple[str]:
        return (self.username,)

    def get_session_auth_hash(self) -> str:
        """A session ends at its next request once the password or the address has changed, or the person has a second
        factor and had none, even one that was being begun at that moment.
        """
        facts = f"{self.password} {self.email} {self.has_second_factor}"
        return salted_hmac("session", facts, algorithm="sha256").hexdigest()

    @cached_property
    def has_second_factor(self) -> bool:
        """Of the person of a request it was read together with the user."""
        return Authenticator.objects.filter(user=self, type__in=SECOND_FACTORS).exists()

    def rights_on(self, day: datetime.date, plan: Plan | int | None) -> Rights:
        """The person's rights on the day in the plan (a row or its key); None for no plan in question."""
        return self.rights_of_plans(day).in_plan(plan)

    def rights_of_plans(self, day: datetime.date) -> RightsOfPlans:
        """The rights on the day in every plan, read once per user object."""
        kept: dict[datetime.date, RightsOfPlans] = self.__dict__.setdefault("_rights", {})
        if day not in kept:
            kept[day] = rights_of(self, day)
        return kept[day]

    def cache_rights(self, day: datetime.date, rights: RightsOfPlans) -> None:
        """Store rights that were read together with the user."""
        self.__dict__.setdefault("_rights", {})[day] = rights

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        """Ask the rules, which hold for every role and for superusers too.

        The plan follows from `obj` (`plan_key_of`). Raises TypeError without one, unless the permission is
        portal-wide.
        """
        return self.is_active and rules.has_perm(permission, self, obj)

    def has_perms(self, permissions: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm("accounts.use_administration")


class Membership(InForce):
    """A person's role for a period, for at most one body, in every plan or limited to one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=13, choices=Role.choices)
    organisation = body(Organisation, _("organisation"), "memberships")
    policy_area = body(PolicyArea, _("policy area"), "memberships")
    minister = body(Minister, _("minister"), "memberships")
    writes_only = models.BooleanField(
        _("file holder"),
        default=False,
        help_text=_("A contributor who writes the reports they hold, and does not submit them."),
    )

    plan = limited_to("memberships")
    from_claims = models.BooleanField(
        _("from single sign-on"),
        default=False,
        editable=False,
        help_text=_("Given and ended by what the provider says at each sign-in."),
    )
    ended_at = models.DateTimeField(
        _("ended at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "When the role was ended at once: from that day on it no longer counts, whatever its days say."
        ),
    )

    objects = MembershipQuerySet.as_manager()
    END = ["in_force_until", "ended_at"]

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user__username", "pk"]
        constraints = [
            days_in_order("membership"),
            scope_fits_role("membership"),
            only_contributors_hold_files("membership"),
            models.CheckConstraint(
                name="membership_ended_at_with_its_day",
                condition=Q(ended_at=None) | Q(in_force_until__isnull=False),
            ),
            *once_for_each_body(
                ["user", "role"],
                named="membership_one_open",
                condition=Q(in_force_until__isnull=True),
                message=_("This person has that role already."),
            ),
        ]

    def __str__(self) -> str:
        return in_words(self)

    @property
    def part(self) -> RoleName:
        return role_name_of(self.role, writes_only=self.writes_only)

    @property
    def reads_beyond_own(self) -> bool:
        return reads_beyond_own(self.role, self.minister_id)

    @property
    def never_counted(self) -> bool:
        """Whether it was ended at once, on or before the day it began."""
        begins = self.in_force_from
        return self.ended_at is not None and begins is not None and day_of(self.ended_at) <= begins

    def set_end(self, *, on: datetime.date, at: datetime.datetime) -> None:
        """Fill the columns in `END`. `on` is the first day without the role; if that is today or earlier, it
        ends at once.

        A role that began on or after `on` keeps its first day as its only day.
        """
        begins = self.in_force_from
        self.in_force_until = on if begins is None or begins < on else begins + datetime.timedelta(days=1)
        self.ended_at = at if on <= day_of(at) else None
