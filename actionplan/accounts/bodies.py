"""The bodies that have a list of people: an organisation, a policy area, a minister or the whole portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplan.organisations.models import Minister, Organisation, PolicyArea

from .roles import Role

BODY_FIELDS = ["organisation", "policy_area", "minister"]
"""The columns of a role, of which at most one is filled."""


@dataclass(frozen=True)
class Body:
    """At most one of the three is set; none means the whole portal: its readers, the Platform, auditors,
    administrators.

    A coordinator's organisation is only the employer: coordinators are on the list of the whole portal.
    """

    organisation: Organisation | None = None
    policy_area: PolicyArea | None = None
    minister: Minister | None = None

    def __str__(self) -> str:
        return str(self.row or _("The whole portal"))

    @property
    def row(self) -> Organisation | PolicyArea | Minister | None:
        return self.organisation or self.policy_area or self.minister

    @property
    def kind(self) -> str:
        """The one of `BODY_FIELDS` that is set; empty for the whole portal."""
        return next((name for name in BODY_FIELDS if getattr(self, name) is not None), "")

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in BODY_FIELDS}

    @property
    def list_key(self) -> tuple[str, int]:
        """Kind and primary key, for grouping rows."""
        return (self.kind, self.row.pk if self.row else 0)


WHOLE_PORTAL = Body()


def list_of(row: Any) -> Body:
    """The body on whose list a membership is; its columns are read with it."""
    return (
        WHOLE_PORTAL
        if row.role == Role.COORDINATOR
        else Body(**{name: getattr(row, name) for name in BODY_FIELDS})
    )


def list_key_of(row: Any) -> tuple[str, int]:
    """The `list_key` of the list that a membership, an invitation or a confirmation belongs to."""
    if getattr(row, "role", "") != Role.COORDINATOR:
        for kind in BODY_FIELDS:
            if key := getattr(row, f"{kind}_id"):
                return (kind, key)
    return WHOLE_PORTAL.list_key
