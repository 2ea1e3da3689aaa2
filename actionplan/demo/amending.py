"""The amendments of the story, each with a decision: one adds indicators, one moves an end and adds a milestone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from actionplan.accounts.models import User
from actionplan.amendments.carrying_out import Decision, carry_out
from actionplan.amendments.preparing import amend_action, prepare_amendment
from actionplan.base.days import BRUSSELS, day_of
from actionplan.base.vague import Precision
from actionplan.planned.document import PlannedAction, PlannedMilestone
from actionplan.planned.from_rows import actions_in_force, version_of
from objectives.models import Plan

from .indicators import INDICATORS
from .texts import in_language

POOL_FILLED = PlannedMilestone(
    key="pool_filled",
    title="An expert for every field of the pool",
    title_nl="Voor elk domein van de expertenpool een expert",
    due=datetime.date(2023, 6, 30),
    due_precision=Precision.DAY,
    printed_as="",
    proof="list of the agreements",
    proof_nl="lijst van de overeenkomsten",
)


@dataclass(frozen=True)
class ScriptedAmendment:
    """In force from the day on which it is carried out."""

    at: datetime.datetime
    decided: datetime.date
    reference: str
    reason: dict[str, str]
    changes: Mapping[str, Callable[[PlannedAction], PlannedAction]]
    """What it makes of an action, by code."""


def _ending(day: datetime.date, action: PlannedAction) -> PlannedAction:
    [phase] = action.phases
    phase = replace(phase, end=day, end_precision=Precision.DAY)
    return replace(action, timing=replace(action.timing, phases=(phase,)))


def _with_milestone(milestone: PlannedMilestone, action: PlannedAction) -> PlannedAction:
    return replace(action, milestones=(*action.milestones, milestone))


AMENDMENTS = [
    ScriptedAmendment(
        at=datetime.datetime(2022, 3, 1, 10, 30, tzinfo=BRUSSELS),
        decided=datetime.date(2022, 2, 25),
        reference="VR 2022 2502 DOC.0187/1",
        reason={
            "en": "the plan is followed by indicators too.",
            "nl": "het plan wordt ook met indicatoren opgevolgd.",
        },
        changes={code: partial(replace, indicators=(row,)) for code, row in INDICATORS.items()},
    ),
    ScriptedAmendment(
        at=datetime.datetime(2023, 4, 3, 10, 30, tzinfo=BRUSSELS),
        decided=datetime.date(2023, 3, 31),
        reference="VR 2023 3103 DOC.0364/1",
        reason={
            "en": "the European project was extended, and the pool of experts needs a date.",
            "nl": "het Europese project is verlengd, en de expertenpool heeft een datum nodig.",
        },
        changes={
            "4.3": partial(_with_milestone, POOL_FILLED),
            "8.4": partial(_ending, datetime.date(2023, 6, 30)),
        },
    ),
]


def amend(amendment: ScriptedAmendment, *, plan: Plan, language: str, by: User) -> None:
    day, at = day_of(amendment.at), amendment.at
    reason = in_language(amendment.reason, language)
    row = prepare_amendment(plan=plan, effective_from=day, reason=reason, by=by, at=at)
    for code, action in actions_in_force(plan, day, amendment.changes).items():
        after = amendment.changes[code](action)
        amend_action(amendment=row, after=after, opened_on=version_of(action), by=by, at=at)
    body = {"en": "Sample Government", "nl": "Regering (voorbeeld)"}[language]
    decision = Decision(body, amendment.decided, amendment.reference)
    carry_out(amendment=row, decision=decision, mark="", by=by, at=at)
