"""Whose list of people it is: an organisation's, a policy area's, a minister's or that of the whole portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplan.organisations.models import Minister, Organisation, PolicyArea

from .roles import Role

BODIES = ["organisation", "policy_area", "minister"]
"""The columns of which a role fills at most one."""


@dataclass(frozen=True)
class Body:
    """At most one of the three; with none, the whole portal: its readers, the Platform, auditors, administrators.

    A coordinator's organisation is the employer: coordinators are on the list of the whole portal.
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
        """Which of `BODIES` is filled; empty for the whole portal."""
        return next((name for name in BODIES if getattr(self, name) is not None), "")

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in BODIES}

    @property
    def place(self) -> tuple[str, int]:
        """Kind and key, by which rows are gathered."""
        return (self.kind, self.row.pk if self.row else 0)


PORTAL = Body()


def place_of(row: Any) -> tuple[str, int]:
    """The place of the list on which a membership or an invitation stands, or that a confirmation is about."""
    if getattr(row, "role", "") != Role.COORDINATOR:
        for kind in BODIES:
            if key := getattr(row, f"{kind}_id"):
                return (kind, key)
    return PORTAL.place
