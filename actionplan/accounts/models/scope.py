"""What a role is for: at most one of organisation, policy area or minister. Memberships and invitations have it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.roles import Role, part_of

if TYPE_CHECKING:
    from .invitations import Invitation
    from .people import Membership


def body(model: type[models.Model], label: str | Promise, related_name: str) -> models.ForeignKey:
    """What the role is for; at most one of the three is filled."""
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,  # type: ignore[arg-type]
    )


def scope_fits_role(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_scope_fits_role",
        condition=Q(role=Role.CONTRIBUTOR, organisation__isnull=False, policy_area=None, minister=None)
        | Q(role=Role.CONTRIBUTOR, organisation=None, policy_area__isnull=False, minister=None)
        | Q(role=Role.READER, organisation=None, policy_area=None)
        | Q(role=Role.COORDINATOR, policy_area=None, minister=None)
        | Q(role__in=[Role.AUDITOR, Role.ADMINISTRATOR], organisation=None, policy_area=None, minister=None),
        violation_error_message=_(
            "A contributor needs one organisation or one policy area; a reader may name a minister; "
            "a coordinator may name an organisation, the employer; the other roles name nothing."
        ),
    )


def only_contributors_hold_files(model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_contributors_write",
        condition=Q(writes_only=False) | Q(role=Role.CONTRIBUTOR),
        violation_error_message=_("Only a contributor can be a file holder."),
    )


def in_words(row: Membership | Invitation) -> str:
    """The role and what it is for: `contact point, Education and Training`."""
    scope = row.organisation or row.policy_area or row.minister
    name = part_of(row.role, writes_only=row.writes_only).label
    return f"{name}, {scope}" if scope else str(name)
