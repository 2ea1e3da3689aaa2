"""A plan in which a report stands in every state, for the tests that walk all pages, people and addresses.

Every state of a report has an action of its own, once open and once limited, led by `contributor`'s organisation with
`partner`'s as partner; `submitter` is the coordinator who acts on behalf. Words that not everybody may read are veiled:
a text that holds one of the `VEILS` must reach only those whom `READERS` names.
"""

import datetime
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal, ProgressReport, Question
from actionplan.reporting.report_fields import REPORT_FIELDS
from actionplan.reporting.states import Confidence, MilestoneState, Status
from actionplan.reports.contents import ExpenditureRow, MeasurementRow, MilestoneRow
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from actions.models import Action, Amendment
from tests.actions.action_factories import CrossReferenceFactory
from tests.amendments.amendments_world import add_amendments, add_earlier_plan, add_proposals
from tests.amendments.government_world import READERS_OF_GOVERNMENT, add_government
from tests.documents.documents_world import READERS_OF_DOCUMENTS, add_documents
from tests.evidence.evidence_rows import add_rows
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    FundingFactory,
    IndicatorFactory,
    MembershipFactory,
    MilestoneFactory,
    ThemeFactory,
)
from tests.government.government_world import add_government_changes
from tests.people.people_factories import Sent
from tests.people.people_world import add_people
from tests.personas import Bodies, SmallPlan, everybody, new_bodies, new_small_plan, person
from tests.plans.plans_world import add_plans
from tests.recommendations.recommendations_world import add_recommendations
from tests.reminders.reminders_world import add_reminders
from tests.reporting_factories import asked_of, drafted, hand_in, noon
from tests.rounds.rounds_world import READERS_OF_ROUNDS, RoundWorld, add_rounds
from tests.stages import committed
from tests.systems.systems_world import add_system_keys

STATES = [
    "none",
    "draft",
    "on_behalf",
    "submitted",
    "submitted_on_behalf",
    "accepted",
    "returned",
    "taken_back",
]
OPEN, LIMITED = "open", "limited"

LIMITED_WORD, UNREVIEWED, DRAFT, ON_BEHALF, NOTE, ELSEWHERE, EVIDENCE = (
    f"veiled-{name}"
    for name in ["limited", "unreviewed", "draft", "on-behalf", "note", "elsewhere", "evidence"]
)
READERS = {
    LIMITED_WORD: {"contributor", "partner", "minister_reader", "coordinator", "submitter", "auditor"},
    UNREVIEWED: {"contributor", "partner", "coordinator", "submitter", "auditor"},
    DRAFT: {"contributor"},
    ON_BEHALF: {"contributor", "coordinator", "submitter"},
    NOTE: {"contributor", "coordinator", "submitter", "auditor"},
    EVIDENCE: {"contributor", "partner", "coordinator", "submitter", "auditor"},
    ELSEWHERE: {"stranger", "area_contributor", "coordinator", "submitter", "auditor"},
    **READERS_OF_ROUNDS,
    **READERS_OF_GOVERNMENT,
    **READERS_OF_DOCUMENTS,
}
VEILS = list(READERS)
OF_LIMITED = "-of-limited"
"""Behind the veil of every word about a limited action, of which the log of access tells."""


@dataclass(eq=False)
class World:
    small: SmallPlan
    people: dict[str, User | None]
    lead: Organisation
    partner_organisation: Organisation
    other_organisation: Organisation
    actions: dict[tuple[str, str], Action] = field(default_factory=dict)
    """By the state of the lead's report, and whether the action is open or limited."""
    reports: dict[tuple[str, str], ProgressReport] = field(default_factory=dict)
    """The lead's report in that state; of one taken back, the report itself and not the draft that goes on from it."""
    contribution: ProgressReport | None = None
    """The partner's, submitted, on the open action whose lead's report is accepted."""
    elsewhere: ProgressReport | None = None
    """The stranger's, submitted, on an action of the stranger's own."""

    invited: dict[str, Sent] = field(default_factory=dict)
    """Invitations, by a word for each."""
    system_keys: dict[str, str] = field(default_factory=dict)
    """Keys of other systems, by a word for each."""

    rounds: dict[str, RoundWorld] = field(default_factory=dict)
    """A round in each state, each in a plan of its own."""

    both: User | None = None
    """Reports for the lead and for its partner."""
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    proposals: dict[tuple[str, str], MilestoneProposal] = field(default_factory=dict)
    """Asked of the lead, by whether it is open or closed and whether its action is open or limited; all are answered."""

    amendments: dict[str, Amendment] = field(default_factory=dict)
    """By their state."""

    @property
    def plan(self) -> Any:
        return self.small.plan

    def draft_of(self, state: str, access: str) -> ProgressReport:
        """The draft that the form of this action edits."""
        return ProgressReport.objects.get(action=self.actions[state, access], state="draft")


@pytest.fixture
def people(
    roleless: User,
    inactive: User,
    reader: User,
    minister_reader: User,
    contributor: User,
    partner: User,
    stranger: User,
    area_contributor: User,
    coordinator: User,
    other_coordinator: User,
    auditor: User,
    administrator: User,
    superuser: User,
) -> dict[str, User | None]:
    """One person for each column of the permission table."""
    return columns(dict(locals()))


def columns(people: dict[str, User]) -> dict[str, User | None]:
    others = {name: user for name, user in people.items() if name != "other_coordinator"}
    return {"anonymous": None, **others, "submitter": people["other_coordinator"]}


@pytest.fixture
def world(bodies: Bodies, small_plan: SmallPlan, people: dict[str, User | None]) -> World:
    return _grown(bodies, small_plan, people)


def new_world() -> World:
    """For a fixture on which a whole file or folder stands; a test's own is `world`."""
    bodies = new_bodies()
    return _grown(bodies, new_small_plan(bodies), columns(everybody(bodies)))


def committed_world(blocker: Any) -> AbstractContextManager[World]:
    """Outside a transaction, inside which no picture is kept."""
    return committed(blocker, new_world)


def _grown(bodies: Bodies, small_plan: SmallPlan, people: dict[str, User | None]) -> World:
    built = World(small_plan, people, bodies.lead, bodies.partner, bodies.other)
    for place, state in enumerate(STATES, start=1):
        for access, number in [(OPEN, 1), (LIMITED, 2)]:
            _add(built, f"{number}.1{place}", state, access)
    _add_what_else_is_shown(built)
    built.invited = add_people(built)
    built.rounds = add_rounds(built)
    built.amendments = add_amendments(built)
    add_government(built)
    add_documents(built)
    add_reminders(built)
    add_plans(built)
    add_government_changes(built)
    add_recommendations(built)
    built.system_keys = add_system_keys(built)
    return built


def _add(world: World, code: str, state: str, access: str) -> None:
    action = ActionFactory(
        code=code,
        title=f"Sample action {code}",
        summary=f"Sample summary {code}.",
        plan=world.plan,
        lead=world.lead,
        partners=[world.partner_organisation],
        minister=world.small.actions[0].minister_involvements.first().minister,
        limited=access == LIMITED,
        timing_printed="2021 to 2022",
        budget_printed="10,000 euro",
    )
    BudgetLineFactory(action=action)
    for order, key in enumerate(["guide", "network"], start=1):
        MilestoneFactory(action=action, key=key, order=order, terms__due=datetime.date(2022, 6, 30))
    IndicatorFactory(action=action, key="share", order=1)
    world.actions[state, access] = action
    if state != "none":
        world.reports[state, access] = _reported(world, action, state, access)


def _reported(world: World, action: Action, state: str, access: str) -> ProgressReport:
    by, coordinator = world.people["contributor"], world.people["coordinator"]
    said = _said(action, _veil(state, access), goes_on=state in ("draft", "on_behalf", "taken_back"))
    on_behalf = state in ("on_behalf", "submitted_on_behalf")
    writer = world.people["submitter"] if on_behalf else by
    draft = drafted(action, world.lead, writer, noon(2022, 9, 1), on_behalf=on_behalf, **said)
    _show(draft, state, access)
    if state in ("draft", "on_behalf"):
        draft = draft
        if access == OPEN:
            draft.ready_by, draft.ready_at = by, noon(2022, 9, 2)
            draft.save()
        return draft
    report = hand_in(action, world.lead, writer, noon(2022, 9, 1), on_behalf=on_behalf, **said)
    at = noon(2022, 9, 5)
    if state == "accepted":
        veil = _veil(state, access) if access == LIMITED else "thanks"
        said = {"remark": f"Sample {veil} remark.", "to_ask": asked_of(world.lead, f"Sample {veil} ask.")}
        return accept(report=report, verdict=Confidence.NEEDS_ATTENTION, **said, by=coordinator, at=at)
    if state == "returned":
        return return_report(
            report=report, remark=f"Sample {_veil(state, access)} question.", by=coordinator, at=at
        )
    if state == "taken_back":
        take_back(report=report, by=by, at=at)
        report.refresh_from_db()
    return report


def _show(draft: ProgressReport, state: str, access: str) -> None:
    """Evidence of it, the second piece opened to all: on a limited action that says nothing."""
    veil = _of(EVIDENCE, access) if state == "accepted" else _veil(state, access)
    add_rows(draft, words=f"Sample {veil} closed")
    add_rows(
        draft, words=f"Sample {veil if access == LIMITED or state != 'accepted' else 'opened'}", is_open=True
    )


def _veil(state: str, access: str) -> str:
    """The strictest veil over the words of a report; the words of an accepted one on an open action are for everybody."""
    if state in ("draft", "on_behalf"):
        return _of(DRAFT if state == "draft" else ON_BEHALF, access)
    if state != "accepted":
        return _of(UNREVIEWED, access)
    return _of(LIMITED_WORD, access) if access == LIMITED else "open"


def _of(veil: str, access: str) -> str:
    return f"{veil}{OF_LIMITED}" if access == LIMITED else veil


def _said(action: Action, veil: str, *, goes_on: bool) -> dict[str, Any]:
    """Everything a lead can say, each text with the veil in it."""
    going_on = [field for field in REPORT_FIELDS if Status.ONGOING in (field.statuses or [Status.ONGOING])]
    words = {
        field.name: f"Sample {veil} {field.name.replace('_', ' ')}."
        for field in going_on
        if not (field.is_fact or field.once)
    }
    note = veil if veil.startswith((DRAFT, ON_BEHALF)) else _of(NOTE, LIMITED if action.limited else OPEN)
    return {
        **words,
        "note_to_platform": f"Sample {note} note.",
        "status": Status.ONGOING,
        "confidence": Confidence.OFF_TRACK,
        "actual_start": datetime.date(2021, 2, 1),
        "forecast_end": datetime.date(2023, 6, 30),
        "agreed_by": "Sample function",
        "agreed_on": datetime.date(2022, 8, 30),
        **_rows_said(action, veil, goes_on),
    }


def _rows_said(action: Action, veil: str, goes_on: bool) -> dict[str, Any]:
    """`goes_on`: it is submitted again by a page, which takes nothing as undone that was never achieved."""
    source = f"Sample {veil} source"
    return {
        "expenditures": [
            ExpenditureRow(
                line=action.budget_lines.get().pk,
                year=year,
                committed=Decimal("6000.00"),
                paid=Decimal("5500.00"),
                full_time_equivalents=Decimal("0.50"),
                source=source,
                as_of=datetime.date(2022, 8, 31),
                finality="provisional",
            )
            for year in [2021, 2022]
        ],
        "milestones": [
            MilestoneRow(
                milestone=action.milestones.get(key="guide").pk,
                state=MilestoneState.ACHIEVED,
                achieved_on=datetime.date(2022, 7, 5),
                source=source,
            ),
            MilestoneRow(
                milestone=action.milestones.get(key="network").pk,
                state=MilestoneState.OPEN if goes_on else MilestoneState.UNDONE,
                undone_why=f"Sample {veil} withdrawal",
                expected_on=datetime.date(2023, 3, 31),
                expected_why=f"Sample {veil} delay",
            ),
        ],
        "measurements": [
            MeasurementRow(
                indicator=action.indicators.get().pk,
                day=datetime.date(2022, 6, 30),
                value=Decimal(30),
                provisional=True,
                source=source,
            )
        ],
    }


def _add_what_else_is_shown(world: World) -> None:
    """A contribution, a report elsewhere, a stopped action, themes, funding and a cross-reference."""
    accepted, small = world.actions["accepted", OPEN], world.small
    world.contribution = hand_in(
        accepted,
        world.partner_organisation,
        world.people["partner"],
        noon(2022, 9, 6),
        done=f"Sample {UNREVIEWED} contribution.",
    )
    world.elsewhere = hand_in(
        small.elsewhere,
        world.other_organisation,
        world.people["stranger"],
        noon(2022, 9, 6),
        status=Status.STOPPED,
        confidence="",
        stop_reason=f"Sample {ELSEWHERE} reason.",
        stop_decision="Sample decision.",
        done=f"Sample {ELSEWHERE} words.",
    )
    accept(
        report=hand_in(
            small.joint, world.lead, world.people["contributor"], noon(2022, 9, 6), done="Sample joint."
        ),
        verdict=Confidence.ON_TRACK,
        by=world.people["coordinator"],
        at=noon(2022, 9, 7),
    )
    for access in [OPEN, LIMITED]:
        _ask(world, access)
        world.proposals |= add_proposals(world, access)
    FundingFactory(terms=small.line.terms.get(), organisation=world.lead)
    small.joint.phases.update(end=None, end_precision="")  # so that nothing may have changed in it
    CrossReferenceFactory(action=small.with_money, to_action=accepted)
    add_earlier_plan(world)
    world.both = person("both", Role.CONTRIBUTOR, organisation=world.lead)
    MembershipFactory(user=world.both, role=Role.CONTRIBUTOR, organisation=world.partner_organisation)
    small.limited.theme = ThemeFactory(objective=small.objectives[1], title="Sample theme")
    small.limited.save()


def _ask(world: World, access: str) -> None:
    """A question that is open and one that is closed, on the action whose report is accepted."""
    lead, coordinator = world.people["contributor"], world.people["coordinator"]
    for state, day in [("closed", 8), ("open", 9)]:
        at = noon(2022, 9, day)
        asked = ask_question(
            action=world.actions["accepted", access],
            of_whom=world.lead,
            text=f"Sample {_of(UNREVIEWED, access)} question?",
            due=datetime.date(2022, 9, 30),
            by=coordinator,
            at=at,
        )
        answer_question(question=asked, text=f"Sample {_of(UNREVIEWED, access)} answer.", by=lead, at=at)
        if state == "closed":
            settle_question(question=asked, by=coordinator, at=at)
        world.questions[state, access] = asked
