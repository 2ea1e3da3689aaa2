"""Querysets of users, memberships, invitations, sign-in records and keys of systems."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import BaseUserManager
from django.db import models

from actionplan.base.days import InForceQuerySet, in_force_q, start_of

from .bodies import BODY_FIELDS, WHOLE_PORTAL, Body
from .keys import hash_of
from .roles import READS_BEYOND_OWN, Role


class UserQuerySet(models.QuerySet):
    def contributors_of(self, organisation: Any, plan: Any, on: datetime.date) -> Self:
        """Active users who write for the organisation, or for its policy area, in the plan on the day."""
        memberships = apps.get_model("accounts", "Membership").objects
        rows = memberships.in_force(on).counting_in(plan).filter(role=Role.CONTRIBUTOR)
        areas = organisation.affiliations.in_force(on).values("policy_area")
        of_it = rows.filter(models.Q(organisation=organisation) | models.Q(policy_area__in=areas))
        return self.filter(is_active=True, pk__in=of_it.values("user")).order_by("name", "username")

    def by_login(self, typed: str) -> Any:
        """The person with this user name or address, ignoring case; None if there is none."""
        return self.filter(models.Q(username__iexact=typed) | models.Q(email=typed.lower())).first()

    def administrators(self) -> Self:
        """Superusers, and everybody who was ever given the role of administrator of the whole portal."""
        given = apps.get_model("accounts", "Membership").objects.of_administrators()
        return self.filter(models.Q(is_superuser=True) | models.Q(pk__in=given.values("user")))

    def administrators_on(self, on: datetime.date) -> Self:
        """Superusers and administrators of the whole portal on the day, whenever that ends, who can sign in."""
        given = apps.get_model("accounts", "Membership").objects.of_administrators().in_force(on)
        rows = self.filter(models.Q(is_superuser=True) | models.Q(pk__in=given.values("user")))
        return rows.filter(is_active=True, is_demo__in=[False, settings.DEBUG])

    def permanent_administrators(self, on: datetime.date) -> Self:
        """Those who can sign in and are administrator of the whole portal on the day, with no end date."""
        given = apps.get_model("accounts", "Membership").objects.of_administrators()
        lasting = given.in_force(on).filter(in_force_until__isnull=True)
        rows = self.filter(models.Q(is_superuser=True) | models.Q(pk__in=lasting.values("user")))
        return rows.filter(is_active=True, is_demo__in=[False, settings.DEBUG])

    def coordinators(self, plan: Any, on: datetime.date) -> Self:
        """Active people who are coordinators on the day in the plan (a row or its key); None: in any plan."""
        given = apps.get_model("accounts", "Membership").objects.in_force(on).filter(role=Role.COORDINATOR)
        given = given if plan is None else given.counting_in(plan)
        return self.filter(is_active=True, withheld_at=None, pk__in=given.values("user"))

    def withheld(self, on: datetime.date) -> Self:
        """Active people from whom what a role of theirs lets them read is withheld, now or once it begins."""
        rows = apps.get_model("accounts", "Membership").objects.not_ended(on).reading_beyond_own()
        return self.filter(is_active=True, withheld_at__isnull=False, pk__in=rows.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, email: str = "", password: str | None = None, **facts: Any) -> Any:
        """A user row with a hashed password; people are added by `accounts.workflow`."""
        user = self.model(username=username, email=email.lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str = "", password: str | None = None, **facts: Any
    ) -> Any:
        return self.create_user(username, email, password, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str) -> Any:
        return self.get(username=username)


ONE_DAY = datetime.timedelta(days=1)


def not_ended_at_once_q(on: datetime.date, prefix: str = "") -> models.Q:
    """The condition that a role was not ended at once on or before the day, whatever its days say."""
    later = models.Q(**{f"{prefix}ended_at__gte": start_of(on + ONE_DAY)})
    return models.Q(**{f"{prefix}ended_at__isnull": True}) | later


def counts_q(on: datetime.date, prefix: str = "") -> models.Q:
    """The condition that a role counts on the day, for a lookup path `prefix` such as `"memberships__"`."""
    return in_force_q(on, prefix) & not_ended_at_once_q(on, prefix)


class MembershipQuerySet(InForceQuerySet):
    def in_force(self, on: datetime.date) -> Self:
        """Roles that count on the day."""
        return self.filter(counts_q(on))

    def counting_in(self, plan: Any) -> Self:
        """Memberships in every plan and limited to this one (a row or its key); None: only the former."""
        of_every_plan = models.Q(plan__isnull=True)
        return self.filter(of_every_plan if plan is None else of_every_plan | models.Q(plan=plan))

    def of_administrators(self) -> Self:
        """Administrators of the whole portal."""
        return self.filter(role=Role.ADMINISTRATOR, plan__isnull=True)

    def contact_points(self, plan: Any, on: datetime.date) -> Self:
        """Memberships of active users who can submit in the plan on the day, for any body."""
        rows = self.in_force(on).counting_in(plan)
        return rows.filter(role=Role.CONTRIBUTOR, writes_only=False, user__is_active=True)

    def not_ended(self, on: datetime.date) -> Self:
        """Roles that count on the day, or begin later."""
        days = models.Q(in_force_until__isnull=True) | models.Q(in_force_until__gt=on)
        return self.filter(days & not_ended_at_once_q(on))

    def reading_beyond_own(self) -> Self:
        """Roles that read words about limited actions beyond those of an own organisation, on any day."""
        return self.filter(models.Q(role__in=READS_BEYOND_OWN) | models.Q(minister__isnull=False))

    def on_the_lists_of(self, bodies: Iterable[Body]) -> Self:
        return self.filter(on_the_lists_of(bodies))


class InvitationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Neither taken up nor withdrawn; expired ones are included, since they can be sent again."""
        return self.filter(taken_up_at__isnull=True, withdrawn_at__isnull=True)

    def lapsed_before(self, at: datetime.datetime) -> Self:
        """Withdrawn, or with a link that ended, before the instant; never one that was taken up."""
        lapsed = models.Q(withdrawn_at__lt=at) | models.Q(withdrawn_at=None, expires_at__lt=at)
        return self.filter(lapsed, taken_up_at__isnull=True)

    def on_the_lists_of(self, bodies: Iterable[Body]) -> Self:
        return self.filter(on_the_lists_of(bodies))

    def with_key(self, key: str) -> Self:
        return self.filter(key_hash=hash_of(key))


class SignInEventQuerySet(models.QuerySet):
    def before(self, at: datetime.datetime) -> Self:
        return self.filter(at__lt=at)


def about_bodies_q(bodies: Iterable[Body]) -> models.Q:
    """The condition that a row is about one of the bodies."""
    known = list(bodies)
    condition = models.Q(pk__in=[])
    for kind in BODY_FIELDS:
        rows = [body.row for body in known if body.kind == kind]
        if rows:
            condition |= models.Q(**{f"{kind}__in": rows})
    if WHOLE_PORTAL in known:
        condition |= models.Q(organisation=None, policy_area=None, minister=None)
    return condition


def on_the_lists_of(bodies: Iterable[Body]) -> models.Q:
    """The condition that a role is on the list of one of the bodies; coordinators are on the portal's."""
    known = list(bodies)
    condition = about_bodies_q(known) & ~models.Q(role=Role.COORDINATOR)
    return condition | models.Q(role=Role.COORDINATOR) if WHOLE_PORTAL in known else condition


class SystemKeyQuerySet(models.QuerySet):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)

    def with_plans(self) -> Self:
        return self.prefetch_related("plans__plan")

    def with_key(self, key: str) -> Self:
        return self.filter(key_hash=hash_of(key))
