"""Reads of users and memberships."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.auth.models import BaseUserManager
from django.db import models

from actionplan.base.inforce import InForceQuerySet, in_force_q

from .roles import Role


class UserQuerySet(models.QuerySet):
    def with_role(self, role: Role, on: datetime.date) -> Self:
        """Active users who hold the role on the day."""
        return self.filter(in_force_q(on, "memberships__"), memberships__role=role, is_active=True).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, email: str = "", password: str | None = None, **facts: Any) -> Any:
        """A user row with a hashed password; `accounts.workflow` is the door for people."""
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


class MembershipQuerySet(InForceQuerySet):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)
