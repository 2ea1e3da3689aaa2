"""What the permission table's words for proposals mean, and the forms that amend: `proposal-waiting/limited`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from actions.models import Action, Lead
from actions.roles import Roles, roles_of

if TYPE_CHECKING:
    from .world import World

PREFIX = "proposal-"
NEXT_YEAR = datetime.date.today().year + 1


def names_of_proposal(world: World, word: str) -> dict[str, Any]:
    """`proposal-foreign` names one of another action."""
    state, _, access = word.removeprefix(PREFIX).partition("/")
    row = world.proposals["waiting" if state == "foreign" else state, access]
    action = world.actions["accepted", access] if state == "foreign" else row.action
    return {"plan_code": world.plan.code, "code": action.code, "pk": row.pk}


def form_of_amendment(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """A form that the address accepts from whoever may send it."""
    if name in FORMS:
        return FORMS[name]
    action = Action.objects.filter(plan__code=names["plan_code"], code=names["code"]).first()
    if action is None:
        return {}
    if name == "lead-appoint":
        return {
            "opened_on": Lead.objects.open().of(action).get().pk,
            "organisation": "wvg_growing_up",
            "from_day": "2022-10-01",
        }
    return {"kind": "new", "from_day": "2022-10-01", **_as_they_are(roles_of(action))}


def _as_they_are(roles: Roles) -> dict[str, Any]:
    groups = {
        "organisation": [(row.organisation_id, row.role) for row in roles.organisations],
        "minister": [(row.minister_id, row.role) for row in roles.ministers],
    }
    rows = {f"{group}-{pk}-role": role for group, found in groups.items() for pk, role in found}
    return {"opened_on": roles.version, **rows}


FORMS: dict[str, dict[str, Any]] = {
    "continues-save": {"opened_on": 0, "plan": "2015-2019", "code": "1.1"},
    "milestone-propose-send": {"title": "Sample milestone", "due": f"{NEXT_YEAR}-03-31"},
    "proposal-withdraw": {},
    "proposal-agree": {"answer": ""},
    "proposal-decline": {"answer": "Sample answer."},
}
NAMES = {"lead-appoint", "roles-check", "roles-change", "roles-correct", *FORMS}
