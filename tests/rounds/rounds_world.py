"""A round in each state, each in a plan of its own beside that of `tests.world`, with a request in each state.

A plan has at most one round under way; so there is one plan for each state of a round. The actions are led by
`contributor`'s organisation; the round in validation can be closed, in the one in review requests hang.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from actionplan.reporting.models import Extension, ProgressReport, Request, Round
from actionplan.reporting.states import Basis, RequestRole, RoundState
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import requests_that_need_a_reason, take_into_validation
from actions.models import Action
from objectives.models import Plan
from tests.factories import ActionFactory, LeadFactory, PlanFactory
from tests.reporting.round_factories import ExtensionFactory, MinisterAnswerFactory
from tests.reporting_factories import ReportFactory, RequestFactory, RoundFactory, StandingFactory, noon

if TYPE_CHECKING:
    from .world import World

CODE = "2022-12"
REQUESTS = {
    "not_started": "1.1",
    "extended": "1.2",
    "draft": "1.3",
    "submitted": "1.4",
    "returned": "1.5",
    "accepted": "1.6",
    "nobody": "1.7",
    "limited": "2.1",
    "excused": "2.2",
}
"""By state, or by what else is special about it: an extension is asked, the action is limited, it has its reason."""
LIMITED = {"limited", "excused"}
EXTENSION_WORD, REMARK_WORD = "veiled-extension", "veiled-remark"
READERS_OF_ROUNDS = {
    EXTENSION_WORD: {"contributor", "coordinator", "submitter", "auditor"},
    REMARK_WORD: {"minister_reader", "coordinator", "submitter", "auditor"},
}


@dataclass
class RoundWorld:
    plan: Plan
    round: Round
    requests: dict[str, Request] = field(default_factory=dict)
    """By the names of `REQUESTS`, and `invited`: the partner's on the action of `accepted`."""
    extension: Extension | None = None
    """Asked for on the request `extended`."""


def add_rounds(world: World) -> dict[str, RoundWorld]:
    """By state of the round."""
    return {str(state): _add(world, RoundState(state)) for state in RoundState}


def _add(world: World, state: RoundState) -> RoundWorld:
    plan = PlanFactory(code=f"2020-2024-{state}", title=f"Sample plan {state}")
    begun = RoundState.DRAFT if state == RoundState.DRAFT else RoundState.OPEN
    round = RoundFactory(
        plan=plan,
        code=CODE,
        name="Sample round",
        name_nl="Sample ronde",
        about=datetime.date(2022, 12, 31),
        instruction="Sample instruction.",
        state=begun,
    )
    built = RoundWorld(plan, round)
    for name, code in REQUESTS.items():
        action = _action(world, plan, code, name)
        built.requests[name] = RequestFactory(
            round=round, action=action, organisation=None if name == "nobody" else world.lead
        )
        if name == "accepted":
            facts = {"organisation": world.partner_organisation, "role": RequestRole.PARTNER}
            built.requests["invited"] = RequestFactory(round=round, action=action, **facts)
    if state != RoundState.DRAFT:
        _answer(world, built)
        _move(world, built, state)
    return built


def _action(world: World, plan: Plan, code: str, name: str) -> Action:
    facts = {"plan": plan, "code": code, "title": f"Sample action {code}", "limited": name in LIMITED}
    facts["minister"] = world.small.actions[0].minister_involvements.first().minister
    action = ActionFactory(partners=[world.partner_organisation], **facts)
    if name != "nobody":
        LeadFactory(action=action, organisation=world.lead)
    return action


def _answer(world: World, built: RoundWorld) -> None:
    """A report in each state, an extension that waits, and a reason for one request."""
    for name, veil in [("draft", "draft"), ("submitted", "unreviewed"), ("returned", "unreviewed")]:
        _report(world, built, name, name, f"Sample veiled-{veil} words.")
    accepted = _report(world, built, "accepted", "accepted", "Sample words.")
    _stand(accepted)
    _stand(_report(world, built, "limited", "accepted", "Sample veiled-limited words."))
    built.extension = ExtensionFactory(
        request=built.requests["extended"],
        reason=f"Sample {EXTENSION_WORD} reason.",
        asked_by=world.people["contributor"],
    )
    _excuse(world, built, [built.requests["excused"].pk], "Sample veiled-limited reason.")


def _report(world: World, built: RoundWorld, name: str, state: str, words: str) -> ProgressReport:
    facts = {"submitted": {"submitted": True}, "returned": {"returned": True}, "accepted": {"accepted": True}}
    people = {} if state == "draft" else {"submitted_by": world.people["contributor"]}
    if state in ("returned", "accepted"):
        people["reviewed_by"] = world.people["coordinator"]
    return ReportFactory(
        action=built.requests[name].action,
        organisation=world.lead,
        round=built.round,
        done=words,
        saved_by=world.people["contributor"],
        remark="Sample veiled-unreviewed remark." if state == "returned" else "",
        **facts.get(state, {}),
        **people,
    )


def _stand(report: ProgressReport) -> None:
    for basis in Basis:
        StandingFactory(report=report, basis=basis)


def _excuse(world: World, built: RoundWorld, requests: list[int], reason: str) -> None:
    facts = {"by": world.people["coordinator"], "at": noon(2022, 12, 21)}
    excuse_requests(round=built.round, requests=requests, reason=reason, **facts)


def _move(world: World, built: RoundWorld, state: RoundState) -> None:
    """From open to the state; from validation on nothing hangs, and the minister's office has a remark."""
    coordinator, round = world.people["coordinator"], built.round
    if state == RoundState.OPEN:
        return
    round.state = RoundState.REVIEW
    round.save(update_fields=["state"])
    if state == RoundState.REVIEW:
        return
    built.extension.state, built.extension.answer = "declined", "Sample answer."
    built.extension.answered_by, built.extension.answered_at = coordinator, noon(2022, 12, 22)
    built.extension.save()
    hanging = list(requests_that_need_a_reason(round).values_list("pk", flat=True))
    _excuse(world, built, hanging, "Sample reason.")
    MinisterAnswerFactory(
        round=round,
        action=built.requests["accepted"].action,
        minister=world.people["minister_reader"].memberships.get().minister,
        objects_to_it=True,
        remark=f"Sample {REMARK_WORD} remark.",
        by=world.people["minister_reader"],
    )
    take_into_validation(round=round, by=coordinator, at=noon(2023, 1, 5))
    if state == RoundState.CLOSED:
        close_round(round=round, by=coordinator, at=noon(2023, 1, 20))
    round.refresh_from_db()
