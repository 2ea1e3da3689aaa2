"""The scope of a role, shared by memberships and invitations: at most one body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplan.accounts.bodies import BODY_FIELDS
from actionplan.accounts.roles import Role, role_name_of
from objectives.models import Plan

if TYPE_CHECKING:
    from .invitations import Invitation
    from .people import Membership


def body(model: type[models.Model], label: str | Promise, related_name: str) -> models.ForeignKey:
    """A column of the scope; at most one of the three is filled."""
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,  # type: ignore[arg-type]
    )


def limited_to(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("limited to the plan"),
        help_text=_("Empty: every plan."),
    )


def once_for_each_body(
    fields: list[str], *, named: str, condition: Q, message: str | Promise
) -> list[models.UniqueConstraint]:
    """At most one row that meets the condition with the same `fields`, body and plan (or no plan)."""
    specs = []
    for name, limited_by, plans in [
        (named, [], Q(plan__isnull=True)),
        (f"{named}_in_plan", ["plan"], Q(plan__isnull=False)),
    ]:
        for scope in BODY_FIELDS:
            of_a_body = condition & plans & Q(**{f"{scope}__isnull": False})
            specs.append(((*fields, scope, *limited_by), of_a_body, f"{name}_by_{scope}"))
        of_none = condition & plans & Q(organisation=None, policy_area=None, minister=None)
        specs.append(((*fields, *limited_by), of_none, f"{name}_without_scope"))
    return [
        models.UniqueConstraint(
            fields=columns,
            condition=which,
            name=name,
            violation_error_message=message,  # type: ignore[arg-type]
        )
        for columns, which, name in specs
    ]


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
    """The role, its body, and its plan if limited to one: `contact point, Education, only 2020-2024`."""
    scope = row.organisation or row.policy_area or row.minister
    name = role_name_of(row.role, writes_only=row.writes_only).label
    words = f"{name}, {scope}" if scope else str(name)
    return gettext("%(role)s, only %(plan)s") % {"role": words, "plan": row.plan.code} if row.plan else words
