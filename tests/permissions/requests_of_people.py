"""Words of the permission table and valid forms for the pages of the people."""

from __future__ import annotations

from typing import Any

from actionplan.accounts.confirmations import version_of
from actionplan.accounts.models import Membership, User
from actionplan.reports import file_holders
from objectives.models import Plan
from tests.factories import PASSWORD
from tests.world import World

ROLES_OF = {
    "role-of-contributor": "contributor",
    "role-of-stranger": "stranger",
    "role-of-coordinator": "coordinator",
    "role-of-admin": "administrator",
}
LISTS = {
    "list-of-lead": ("organisation", "ov"),
    "list-of-portal": ("portal", "all"),
    "list-unknown": ("organisation", "nobody"),
}
LINKS = {"link": "to-report", "link-to-roleless": "to-roleless", "link-used": "used"}
INVITATIONS = {"invited-to-report": "to-report", "invited-to-audit": "to-audit", "invited-used": "used"}
WORDS = [
    *ROLES_OF,
    *LISTS,
    *LINKS,
    *INVITATIONS,
    "invited-unknown",
    "link-unknown",
    "files-of-lead",
    "keyed",
    "withheld",
]


def names_of_people(world: World, word: str) -> dict[str, Any]:
    """The values of the placeholders for a word of `WORDS`."""
    if word in ROLES_OF:
        return {"pk": world.people[ROLES_OF[word]].memberships.get().pk}
    if word in LISTS:
        kind, key = LISTS[word]
        return {"kind": kind, "key": key}
    if word in INVITATIONS:
        return {"pk": world.invited[INVITATIONS[word]].invitation.pk}
    if word in LINKS:
        return {"key": world.invited[LINKS[word]].key}
    if word in ("keyed", "withheld"):
        return {"pk": User.objects.get(username=word).pk}
    if word == "invited-unknown":
        return {"pk": 0}
    return {"plan_code": world.plan.code, "key": world.lead.key if word == "files-of-lead" else "unknown"}


def _confirmed(names: dict[str, Any]) -> dict[str, Any]:
    if names["kind"] == "organisation":
        rows = Membership.objects.filter(organisation__key=names["key"], in_force_until=None)
    else:
        rows = Membership.objects.filter(organisation=None, policy_area=None, minister=None)
        rows |= Membership.objects.filter(role="coordinator")
    return {"opened_on": version_of(rows.select_related("user"))}


def _without_holders(names: dict[str, Any]) -> dict[str, Any]:
    """Takes the one file holder of the world away."""
    organisation = Membership.objects.filter(organisation__key=names["key"]).first().organisation
    now = file_holders.holders_of(organisation, Plan.objects.get(code=names["plan_code"]))
    return {"opened_on": file_holders.version_of(now)}


FORMS: dict[str, Any] = {
    "people-invite": {
        "part": "reader",
        "body": "minister:education",
        "name": "Sample",
        "email": "sample@example.org",
        "language": "nl",
    },
    "invitation": {"name": "Sample", "password": PASSWORD},
    "role-end": {"on": "2099-01-01"},
    "list-confirm": _confirmed,
    "file-holders": _without_holders,
}
