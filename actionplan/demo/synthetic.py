"""A large invented plan to test the portal with: rows written in bulk that satisfy all constraints and triggers.

It tells no story. The same code and number of actions give the same plan.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from django.db import models

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.base.vague import Precision
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actions.codes import order_of
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from actions.states import MinisterRole, PromotionRole, Recurrence
from budgets.models import BudgetLine, BudgetTerms, Funding
from budgets.states import BudgetKind
from objectives.models import Objective, Plan, Theme
from objectives.states import PlanState

START, END = datetime.date(2020, 1, 1), datetime.date(2024, 12, 31)
OBJECTIVE_COUNT, THEMES_PER_OBJECTIVE = 10, 3
BATCH = 1000

VERBS = ["Strengthening", "Supporting", "Developing", "Evaluating", "Extending", "Coordinating", "Renewing"]
THINGS = ["training", "local networks", "guidance", "research", "a helpline", "information exchange", "tools"]
PUBLICS = ["schools", "local authorities", "youth work", "prisons", "parents", "employment services"]


@dataclass
class Sketch:
    """An action with what its reports need to know."""

    action: Action
    lead: Organisation
    partners: list[Organisation]
    start: datetime.date | None
    end: datetime.date | None
    line: BudgetLine | None = None
    terms: BudgetTerms | None = None
    milestones: list[tuple[Milestone, MilestoneTerms]] = field(default_factory=list)


def save_all(rows: Iterable[models.Model]) -> None:
    """Insert rows of a model and set their keys."""
    rows = list(rows)
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


@operation()
def make_synthetic_plan(
    *, code: str, actions: int, at: datetime.datetime, organisations: list[Organisation] | None = None
) -> list[Sketch]:
    """Make the plan with its actions and all their parts, led by these organisations or by all of the portal.

    Raises Refused if the plan exists.
    """
    if Plan.objects.filter(code=code).exists():
        raise Refused(f"The plan {code} exists already; nothing was changed.")
    chance = random.Random(f"{code} {actions}")  # noqa: S311 (nothing is secret here)
    plan = Plan(code=code, title="Synthetic plan", title_nl="Synthetisch plan", start=START, end=END)
    plan.state = PlanState.IN_FORCE
    plan.full_clean()
    plan.save()
    sketches = _actions(plan, actions, chance, organisations or _organisations())
    _add_people_and_bodies(sketches, chance)
    _add_timing(sketches, chance)
    _add_milestones(sketches, chance)
    _add_budget(sketches, chance)
    record(Verb.IMPORTED, by=None, at=at, subject=plan, plan=plan.pk, file="seed_synthetic")
    return sketches


def _organisations() -> list[Organisation]:
    """The organisations of the portal; in an empty database some are made, each in its own policy area."""
    organisations = list(Organisation.objects.open())
    if organisations:
        return organisations
    areas = [PolicyArea(code=f"SYN{n}", name=f"Synthetic area {n}", order=n) for n in range(1, 6)]
    made = [
        Organisation(key=f"synthetic_{n}", name=f"Synthetic organisation {n}", order=n) for n in range(1, 21)
    ]
    save_all(areas)
    save_all(made)
    save_all(
        Affiliation(organisation=row, policy_area=areas[n % len(areas)]) for n, row in enumerate(made[:-4])
    )
    return made


def _ministers() -> list[Minister]:
    if not Minister.objects.exists():
        save_all(
            Minister(key=f"synthetic_{n}", title=f"Synthetic portfolio {n}", order=n) for n in range(1, 10)
        )
    return list(Minister.objects.open())


def _actions(
    plan: Plan, number: int, chance: random.Random, organisations: list[Organisation]
) -> list[Sketch]:
    objectives = [
        Objective(
            plan=plan, number=n, title=f"Synthetic objective {n}", title_nl=f"Synthetische doelstelling {n}"
        )
        for n in range(1, min(OBJECTIVE_COUNT, number) + 1)
    ]
    save_all(objectives)
    themes = [
        Theme(objective=objective, order=n, title=f"Synthetic theme {objective.number}.{n}")
        for objective in objectives[::2]
        for n in range(1, THEMES_PER_OBJECTIVE + 1)
    ]
    save_all(themes)
    sketches = []
    for n in range(number):
        objective = objectives[n % len(objectives)]
        own = [theme for theme in themes if theme.objective_id == objective.pk]
        action = _action(plan, objective, n // len(objectives) + 1, chance)
        action.theme = chance.choice(own) if own else None
        lead, *partners = chance.sample(
            organisations, 1 + min(chance.choice([0, 0, 0, 1, 2, 4]), len(organisations) - 1)
        )
        sketches.append(Sketch(action, lead, partners, None, None))
    save_all(sketch.action for sketch in sketches)
    save_all(sketch.action.wording for sketch in sketches)
    return sketches


def _action(plan: Plan, objective: Objective, number: int, chance: random.Random) -> Action:
    verb, thing, public = chance.choice(VERBS), chance.choice(THINGS), chance.choice(PUBLICS)
    code = f"{objective.number}.{number}"
    action = Action(
        plan=plan,
        objective=objective,
        code=code,
        order=order_of(code),
        timing_printed="Synthetic timing",
        budget_printed="Synthetic budget",
        limited=chance.random() < 0.01,
    )
    action.wording = ActionTerms(
        action=action,
        title=f"{verb} {thing} for {public}",
        title_nl=f"Synthetische actie {code}",
        summary=f"Synthetic: {thing} for {public} is worked on in steps.",
    )
    action.wording.folded = action.wording.folded_words()
    return action


def _add_people_and_bodies(sketches: list[Sketch], chance: random.Random) -> None:
    ministers = _ministers()
    save_all(Lead(action=sketch.action, organisation=sketch.lead) for sketch in sketches)
    save_all(
        Promotion(
            action=sketch.action,
            organisation=organisation,
            role=PromotionRole.PARTNER if order else PromotionRole.PROMOTER,
            order=order + 1,
        )
        for sketch in sketches
        for order, organisation in enumerate([sketch.lead, *sketch.partners])
    )
    save_all(
        MinisterInvolvement(
            action=sketch.action,
            minister=minister,
            role=MinisterRole.INVOLVED if order else MinisterRole.COORDINATING,
            order=order + 1,
        )
        for sketch in sketches
        for order, minister in enumerate(
            chance.sample(ministers, min(chance.choice([1, 1, 2, 3]), len(ministers)))
        )
    )
    save_all(
        CrossReference(action=sketch.action, order=1, to_action=other.action)
        for sketch, other in pairwise(sketches)
        if chance.random() < 0.2
    )


def _add_timing(sketches: list[Sketch], chance: random.Random) -> None:
    rows = []
    for sketch in sketches:
        kind = chance.random()
        if kind < 0.2:
            rows.append(Phase(action=sketch.action, place=1, continuous=True, printed_as="Continuous"))
            continue
        sketch.start = datetime.date(
            chance.choice([2020, 2020, 2021, 2021, 2022, 2024]), chance.choice([1, 4, 9]), 1
        )
        if kind > 0.3:
            sketch.end = datetime.date(min(sketch.start.year + chance.randint(0, 4), 2024), 12, 31)
        rows += _phases(sketch, in_two=kind > 0.9)
    save_all(rows)


def _phases(sketch: Sketch, *, in_two: bool) -> Iterator[Phase]:
    ends = [sketch.end]
    starts = [sketch.start]
    if in_two and sketch.start and sketch.end and sketch.end.year > sketch.start.year:
        ends = [datetime.date(sketch.start.year, 12, 31), sketch.end]
        starts = [sketch.start, datetime.date(sketch.start.year + 1, 1, 1)]
    for place, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield Phase(
            action=sketch.action,
            place=place,
            label=f"Phase {place}" if len(ends) > 1 else "",
            start=start,
            start_precision=Precision.MONTH,
            end=end,
            end_precision=Precision.YEAR if end else "",
            printed_as="Synthetic timing",
        )


def _add_milestones(sketches: list[Sketch], chance: random.Random) -> None:
    for sketch in sketches:
        number = chance.choice([0, 0, 1, 1, 2])
        sketch.milestones = [milestone_of(sketch.action, order, chance) for order in range(1, number + 1)]
    save_milestones(pair for sketch in sketches for pair in sketch.milestones)


def milestone_of(action: Action, order: int, chance: random.Random) -> tuple[Milestone, MilestoneTerms]:
    recurs = chance.random() < 0.3
    due = None if recurs else datetime.date(chance.randint(2021, 2024), chance.choice([6, 12]), 30)
    milestone = Milestone(action=action, key=f"milestone_{order}", order=order)
    return milestone, MilestoneTerms(
        milestone=milestone,
        title=f"Synthetic milestone {order}",
        title_nl=f"Synthetische mijlpaal {order}",
        due=due,
        due_precision=Precision.DAY if due else "",
        recurrence=Recurrence.YEARLY if recurs else "",
    )


def save_milestones(milestones: Iterable[tuple[Milestone, MilestoneTerms]]) -> None:
    rows = list(milestones)
    save_all(milestone for milestone, _terms in rows)
    save_all(terms for _milestone, terms in rows)


def _add_budget(sketches: list[Sketch], chance: random.Random) -> None:
    others = [BudgetKind.REGULAR_RESOURCES, BudgetKind.EXISTING_SUBSIDY, BudgetKind.EXTERNAL_FUND]
    for sketch in sketches:
        sketch.line = BudgetLine(action=sketch.action, place=1)
        amount = Decimal(chance.randint(10, 900) * 1000) if chance.random() < 0.4 else None
        sketch.terms = BudgetTerms(
            line=sketch.line,
            label="Synthetic line",
            label_nl="Synthetische lijn",
            kind=BudgetKind.AMOUNT if amount else chance.choices(others, [8, 1, 1])[0],
            amount=amount,
            per_year=bool(amount) and chance.random() < 0.3,
            printed_as="Synthetic budget",
        )
    save_all(sketch.line for sketch in sketches if sketch.line)
    save_all(sketch.terms for sketch in sketches if sketch.terms)
    save_all(
        Funding(terms=sketch.terms, order=1, organisation=sketch.lead, percent=Decimal(100))
        for sketch in sketches
        if sketch.terms and sketch.terms.amount
    )
