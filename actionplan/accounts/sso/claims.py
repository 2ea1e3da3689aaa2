"""Roles of the portal from what the provider says: the claim `<application>_rol_3d` has each as `Role:Key`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from actionplan.accounts.roles import RoleName
from actionplan.organisations.models import BodyCode, Organisation, PolicyArea

ROLES = {
    "Contactpunt": RoleName.CONTACT_POINT,
    "Dossierhouder": RoleName.FILE_HOLDER,
    "Coordinator": RoleName.COORDINATOR,
    "Lezer": RoleName.READER,
    "Auditor": RoleName.AUDITOR,
}
"""The first half of a claimed role. The second is the code of a body: of contact points and file holders the one
they report for, of coordinators their employer; of readers and auditors it is not looked at. Administrators are
made by people alone, and so are the readers of a minister's office, since ministers have no codes.
"""
WITH_A_BODY = {RoleName.CONTACT_POINT, RoleName.FILE_HOLDER, RoleName.COORDINATOR}


@dataclass(frozen=True)
class ClaimedRole:
    part: RoleName
    code: str = ""
    """Of a body, as the provider wrote it, in capitals; empty where the role has none."""
    name: str = ""
    """What the provider calls the body, if it says so."""


def claimed_roles(claims: dict[str, Any]) -> set[ClaimedRole] | None:
    """The roles that are ours, of all that the token has. None where no application is configured: then the
    provider says nothing about roles.

    A role without a key is for the organisation that the person works for, `vo_orgcode`.
    """
    if not settings.OIDC_APPLICATION:
        return None
    values = claims.get(f"{settings.OIDC_APPLICATION}_rol_3d")
    own_code = _text(claims.get("vo_orgcode"))
    found = set()
    for value in values if isinstance(values, list) else [values]:
        role, _colon, key = _text(value).partition(":")
        part = ROLES.get(role.strip())
        code = (key.strip() or own_code).upper() if part in WITH_A_BODY else ""
        if part is None or (part in WITH_A_BODY and not code):
            continue
        name = _text(claims.get("vo_orgnaam")) if code and code == own_code.upper() else ""
        found.add(ClaimedRole(part, code, name))
    return found


def _text(value: Any) -> str:
    """Empty for what is no text, or has signs in it that no database keeps."""
    return value.strip() if isinstance(value, str) and value.isprintable() else ""


@dataclass(frozen=True)
class Scope:
    """What a claimed role is for."""

    organisation: Organisation | None = None
    policy_area: PolicyArea | None = None


def scope_of(claimed: ClaimedRole, on: datetime.date) -> Scope | None:
    """None where no body has the code on the day, or one that does not go with the role."""
    if claimed.part not in WITH_A_BODY:
        return Scope()
    row = BodyCode.objects.of_code(claimed.code, on)
    if row is None or (claimed.part == RoleName.COORDINATOR and row.organisation is None):
        return None
    return Scope(row.organisation, row.policy_area)
