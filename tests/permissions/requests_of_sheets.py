"""What the permission table's words for sheets mean: `sheet-open` that of the lead in an open round, `sheet-between` in none.

`sheet-open/returned` names the row of a request in that state, `sheet-between/returned` that of a report in it;
`sheet-between/joint` the row of an action of which nothing asks more; `@partner` is the partner's sheet, `@unknown` that of an organisation that does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actionplan.reporting.models import ProgressReport

if TYPE_CHECKING:
    from .world import World

PREFIX = "sheet-"
BETWEEN = "between"


def names_of_sheet(world: World, word: str) -> dict[str, Any]:
    place, _, whose = word.removeprefix(PREFIX).partition("@")
    state, _, row = place.partition("/")
    keys = {"": world.lead.key, "partner": world.partner_organisation.key, "unknown": "nobody"}
    if state == BETWEEN:
        action = world.small.joint if row == "joint" else world.actions[row or "none", "open"]
        plan = world.plan
    else:
        plan, action = world.rounds[state].plan, world.rounds[state].requests[row or "not_started"].action
    return {"plan_code": plan.code, "key": keys[whose], "code": action.code}


def _draft(names: dict[str, Any]) -> ProgressReport | None:
    return _reports(names).drafts().first()


def _reports(names: dict[str, Any]) -> Any:
    of_action = {"action__plan__code": names["plan_code"], "action__code": names["code"]}
    return ProgressReport.objects.filter(organisation__key=names["key"], **of_action)


def _submitted(names: dict[str, Any]) -> dict[str, Any]:
    draft = _draft(names)
    agreed = {"agreed_by": "Head of the sample unit", "agreed_on": "2022-01-01", "decided": "2022-01-01"}
    return {"draft": f"{draft.pk}-{draft.revision}" if draft else "0-0", **agreed}


def _unchanged(names: dict[str, Any]) -> dict[str, Any]:
    last = _reports(names).newest_first().first()
    return {"source": "Sample register", "opened_on": last.pk if last else 0}


def _row(names: dict[str, Any]) -> dict[str, Any]:
    """The row of the action as it would be sent."""
    draft = _draft(names)
    return {
        **({"report": draft.pk} if draft else {}),
        "opened_on": draft.revision if draft else 0,
        "status": "ongoing",
        "confidence": "on_track",
        "done": "Sample typed words.",
    }


FORMS: dict[str, Any] = {
    **dict.fromkeys(["sheet-row", "sheet-row-ready", "sheet-row-ready-anyway"], _row),
    **dict.fromkeys(["sheet-submit", "sheet-submit-unagreed", "sheet-ready"], _submitted),
    "sheet-unchanged": _unchanged,
}
