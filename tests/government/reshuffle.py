"""A made-up change of government: one minister takes two portfolios, one is divided, an organisation leaves its policy area,
two agencies merge into a new one, a third merges into one that is there."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.accounts.models import User
from actionplan.amendments.government import (
    add_acts,
    carry_out_government_change,
    choose_successors,
    prepare_government_change,
)
from actionplan.amendments.government_acts import GovernmentAct
from actionplan.amendments.government_acts import GovernmentActKind as Kind
from actionplan.amendments.government_effects import GovernmentPreview, preview_of
from actionplan.amendments.models import GovernmentChange
from actionplan.planned.document import PlannedAction
from tests.reporting_factories import noon

DAY = datetime.date(2022, 12, 10)
EVE = datetime.date(2022, 12, 9)
AT = noon(2022, 12, 10)

MINISTERS = ["education", "welfare", "justice", "mobility"]
NEW_MINISTER = GovernmentAct(
    Kind.MINISTER_BEGINS,
    "education_welfare",
    name="Education and Welfare",
    name_nl="Onderwijs en Welzijn",
    holder="An Peeters",
)
SECOND_MINISTER = GovernmentAct(Kind.MINISTER_BEGINS, "enforcement", name="Enforcement")
NEW_AGENCY = GovernmentAct(
    Kind.ORGANISATION_BEGINS,
    "wvg_prevention",
    name="Prevention Agency",
    name_nl="Agentschap Preventie",
    abbreviation="AP",
    policy_area="WVG",
)


def ends(key: str, *successors: str) -> GovernmentAct:
    kind = Kind.MINISTER_ENDS if key in MINISTERS else Kind.ORGANISATION_ENDS
    return GovernmentAct(kind, key, successors=successors)


def moves(key: str, policy_area: str = "") -> GovernmentAct:
    return GovernmentAct(Kind.ORGANISATION_MOVES, key, policy_area=policy_area)


RESHUFFLE = [
    NEW_MINISTER,
    ends("education", "education_welfare"),
    ends("welfare", "education_welfare"),
    SECOND_MINISTER,
    ends("justice", "home_affairs", "enforcement"),
    moves("wvg_houses_of_justice"),
    NEW_AGENCY,
    ends("wvg_growing_up", "wvg_prevention"),
    ends("wvg_care_health", "wvg_prevention"),
    ends("kbbj_agii", "kbbj_abb"),
]
GOES_TO = {act.key: act.first_successor for act in RESHUFFLE if act.ends}


def prepared_change(by: User, acts: list[GovernmentAct], day: datetime.date = DAY) -> GovernmentChange:
    change = prepare_government_change(title="Government of 2022", effective_from=day, by=by, at=AT)
    return add_acts(change=change, acts=acts, revision=1, by=by) if acts else change


def chosen(
    change: GovernmentChange, by: User, portfolios: dict[str, str], offices: dict[str, str]
) -> GovernmentChange:
    """`portfolios` by the word of a choice, `offices` by the key of a role: who takes over."""
    return choose_successors(
        change=change, portfolios=portfolios, offices=offices, revision=change.revision, by=by
    )


def carried_out(change: GovernmentChange, by: User, at: datetime.datetime = AT) -> GovernmentPreview:
    mark = preview_of(change, at).mark
    chosen = {"portfolios": change.portfolios, "offices": change.offices}
    return carry_out_government_change(change=change, mark=mark, **chosen, by=by, at=at)


def parts_of(action: PlannedAction) -> dict[str, Any]:
    """Who has which part in the action, by key."""
    return {
        "lead": action.led_by,
        "ministers": {part.minister: part.role for part in action.ministers},
        "promoters": {part.organisation: part.role for part in action.promoters},
    }


def parts_after(before: dict[str, Any]) -> dict[str, Any]:
    """The same after the reshuffle, counted in plain Python: whoever gets two parts has the stronger."""
    parts: dict[str, Any] = {"lead": GOES_TO.get(before["lead"], before["lead"])}
    for member, strong in [("ministers", "coordinating"), ("promoters", "promoter")]:
        parts[member] = {}
        for key, role in before[member].items():
            successor = GOES_TO.get(key, key)
            if parts[member].get(successor) != strong:
                parts[member][successor] = role
    return parts
