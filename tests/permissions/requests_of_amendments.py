"""What the permission table's words for proposals and amendments mean, and the forms that amend: `proposal-waiting/limited`, `amendment-in-force`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from actionplan.amendments.preparing import version_of_amended, version_of_amendment
from actionplan.pages.amendments.amended_actions import (
    ActionInAmendment,
    amended_form,
    correction_form,
    new_form,
)
from actionplan.planned.from_rows import action_in_force
from actions.models import Action, Amendment, Lead
from tests.amendments.amending import as_shown

if TYPE_CHECKING:
    from .world import World

PREFIX = "proposal-"
AMENDMENT_PREFIX = "amendment-"
NEXT_YEAR = datetime.date.today().year + 1


def names_of_proposal(world: World, word: str) -> dict[str, Any]:
    """`proposal-foreign` names one of another action."""
    state, _, access = word.removeprefix(PREFIX).partition("/")
    row = world.proposals["waiting" if state == "foreign" else state, access]
    action = world.actions["accepted", access] if state == "foreign" else row.action
    return {"plan_code": world.plan.code, "code": action.code, "pk": row.pk}


def names_of_amendment(world: World, word: str) -> dict[str, Any]:
    """An amendment, and an action of which it says something; `amendment-unknown` is none."""
    state = word.removeprefix(AMENDMENT_PREFIX)
    amendment = world.amendments.get(state)
    code = world.actions["none", "open"].code if state == "in-force" else world.small.with_money.code
    return {"plan_code": world.plan.code, "number": amendment.number if amendment else 99, "code": code}


def _appointed(names: dict[str, Any]) -> dict[str, Any]:
    action = Action.objects.filter(plan__code=names["plan_code"], code=names["code"]).first()
    if action is None:
        return {}
    return {
        "opened_on": Lead.objects.open().of(action).get().organisation_id,
        "organisation": "wvg_growing_up",
        "from_day": "2022-10-01",
    }


def _amended(names: dict[str, Any]) -> dict[str, str]:
    amendment = Amendment.objects.filter(plan__code=names["plan_code"], number=names["number"]).first()
    if amendment is None:
        return {}
    amended = amendment.actions.filter(code=names["code"]).first()
    before = action_in_force(names["code"], amendment.plan, amendment.effective_from)
    form = amended_form(ActionInAmendment(amendment, names["code"], before, amended))
    return as_shown(form) | {"summary": "Sample of an amendment."}


def _opened(names: dict[str, Any]) -> dict[str, str]:
    """Of a button about an action in an amendment."""
    amendment = Amendment.objects.filter(plan__code=names["plan_code"], number=names["number"]).first()
    amended = amendment.actions.filter(code=names["code"]).first() if amendment else None
    return {"opened_on": version_of_amended(amended), "into": "1.2"}


def _changed(names: dict[str, Any]) -> dict[str, str]:
    amendment = Amendment.objects.filter(plan__code=names["plan_code"], number=names["number"]).first()
    opened_on = version_of_amendment(amendment) if amendment else ""
    return {**DAY_AND_REASON, "opened_on": opened_on}


def _added(names: dict[str, Any]) -> dict[str, str]:
    amendment = Amendment.objects.filter(plan__code=names["plan_code"], number=names["number"]).first()
    new = {"objective": "1", "title": "Sample action", "phases-0-continuous": "on"}
    lines = {"lines-0-kind": "regular_resources", "lines-0-label": "Sample"}
    return as_shown(new_form(amendment)) | new | lines if amendment else {}


def _corrected(names: dict[str, Any]) -> dict[str, str]:
    action = Action.objects.filter(plan__code=names["plan_code"], code=names["code"]).first()
    if action is None:
        return {}
    typed = {"summary": "Sample of a correction.", "reason": "Sample reason."}
    return as_shown(correction_form(action, datetime.date.today())) | typed


DAY_AND_REASON = {"effective_from": "2022-11-01", "reason": "Sample reason."}
DECISION = {"decision_body": "Sample body", "decided_on": "2022-07-15", "decision_reference": "Sample 1"}
FORMS: dict[str, Any] = {
    "lead": _appointed,
    "amended-action": _amended,
    "amended-action-new": _added,
    "correct": _corrected,
    "amendment-edit": _changed,
    "amended-action-withdraw": _opened,
    "amended-action-merge": _opened,
    "amended-action-leave": _opened,
    "continues": {"opened_on": 0, "plan": "2015-2019", "code": "1.1"},
    "milestone-propose": {"title": "Sample milestone", "due": f"{NEXT_YEAR}-03-31"},
    "proposal-agree": {"answer": ""},
    "proposal-decline": {"answer": "Sample answer."},
    "amendment-new": DAY_AND_REASON,
    "amendment-put-in-force": {"mark": "", **DECISION},
}
