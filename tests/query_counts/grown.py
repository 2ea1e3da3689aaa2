"""What the table of query counts is counted in: of everything as many rows as a test asks for, in five plans."""

import datetime
import json
from typing import Any, NamedTuple

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplan.accounts.models import Membership, SystemKey, User
from actionplan.accounts.roles import Role
from actionplan.accounts.withholding import withhold
from actionplan.amendments.government import add_acts, prepare_government_change
from actionplan.amendments.government_acts import GovernmentAct
from actionplan.amendments.government_acts import GovernmentActKind as Kind
from actionplan.organisations.models import Minister, Organisation
from actionplan.plan_document.parsing import read_plan_file
from actionplan.plan_document.plan_files import keep_file
from actionplan.reporting.models import (
    MilestoneProposal,
    MinisterAnswer,
    ProgressReport,
    Round,
    SentDocument,
    SnapshotText,
)
from actionplan.reports.questions import answer_question, ask_question, settle_question
from actionplan.rounds.taking_snapshots import take_snapshot
from objectives.models import Plan
from tests.accounts.sign_in_factories import sign_in_from
from tests.amendments.grown_amendments import add_plan_amendments
from tests.factories import ActionFactory, MembershipFactory, MinisterFactory, OrganisationFactory
from tests.page_list.entries import today
from tests.people.people_factories import InvitationFactory
from tests.personas import person
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.plans.plans_world import DOCUMENT
from tests.query_counts.table import STATES
from tests.recommendations.recommendations_world import written as write_recommendation_of
from tests.reminders.reminders_world import plan_token_of, token_of
from tests.reporting.grown_round import grown_round
from tests.reporting.round_factories import (
    AnswerFactory,
    ClosingFactory,
    MinisterAnswerFactory,
    QuestionFactory,
)
from tests.reporting_factories import RequestFactory, RoundFactory, noon
from tests.systems.systems_world import key_for


class Grown(NamedTuple):
    people: dict[str, User]
    names: dict[str, object]
    """By the names that addresses of the table have."""
    reads_of_taking: int
    """How many queries read what a closing freezes."""
    system_key: str
    """Of another system, for as many plans as there are rows of everything."""


def grown(size: int) -> Grown:
    """A plan with two closed rounds and one under way, and one for each state that a round can be in before it is closed."""
    plan = grown_plan(size)
    plan.plan.actions.exclude(pk__in=[plan.reported.pk, plan.waiting.pk]).update(limited=True)
    _add_questions(plan, size)
    _add_recommendations(plan, size)
    _ask_with_verdicts(plan, size)
    reads = _close_rounds(plan, size)
    _send_documents(plan, size)
    RoundFactory(plan=plan.plan, code="2023-06", state="review", about=datetime.date(2023, 6, 30))
    requests = {f"request_{state}": grown_round(size, state, plan.everything).pk for state in STATES}
    amendments = add_plan_amendments(plan.reported, plan.everything, size)
    remark = MinisterAnswer.objects.filter(round__state="validation", objects_to_it=True).first().pk
    keys = _system_keys(plan, size)
    names = _withheld(size) | _names(plan, size) | requests | amendments | {"remark": remark}
    names["system_key"] = SystemKey.objects.with_key(keys[0]).get().pk
    return Grown(_people(plan, size), names, reads, keys[0])


def _system_keys(plan: GrownPlan, size: int) -> list[str]:
    others = Plan.objects.begun().exclude(pk=plan.plan.pk)[: size - 1]
    return [key_for([plan.plan, *others], plan.everything, f"Sample {n}") for n in range(size)]


def _people(plan: GrownPlan, size: int) -> dict[str, User]:
    office = person("office")
    for key in ["minister_0", "office"]:
        MembershipFactory(user=office, role=Role.READER, minister=MinisterFactory(key=key))
    MembershipFactory(user=plan.everything, role=Role.READER, minister=MinisterFactory(key="office"))
    leads = OrganisationFactory(key="leads_0")
    MembershipFactory(user=plan.everything, role=Role.CONTRIBUTOR, organisation=leads)
    for n in range(size):
        sign_in_from(f"Sample {n}", plan.everything)
    return {
        "everything": plan.everything,
        "writer": person("plain writer", Role.CONTRIBUTOR, organisation=plan.lead),
        "office": office,
        "reader": person("plain", Role.READER),
        "auditor": person("plain auditor", Role.AUDITOR),
    }


def _withheld(size: int) -> dict[str, object]:
    """The last of those from whom reading is withheld."""
    by = person("other administrator", Role.ADMINISTRATOR)
    for n in range(size):
        auditor = person(f"withheld {n}", Role.AUDITOR)
        withhold(user=auditor, by=by, at=timezone.now())
    return {"withheld": auditor.pk}


def _names(plan: GrownPlan, size: int) -> dict[str, object]:
    waiting = ProgressReport.objects.waiting_for_review().filter(action__plan=plan.plan)
    accepted = ProgressReport.objects.filter(action=plan.waiting, state="accepted").latest("pk")
    return {
        "today": today(),
        "submitted": plan.submitted.pk,
        "accepted": accepted.pk,
        "draft": ProgressReport.objects.drafts().get(action=plan.reported, organisation=plan.lead).pk,
        "piece": accepted.evidence.first().pk,
        "waiting": "&".join(f"report={one.pk}&verdict-{one.pk}=on_track" for one in waiting),
        "sent": SentDocument.objects.first().pk,
        "proposal": MilestoneProposal.objects.waiting().first().pk,
        "role": Membership.objects.get(user__username="holder").pk,
        "calendar": token_of(plan.everything),
        "plan_calendar": plan_token_of(plan.everything),
        "plan_file": _plan_file(plan, size),
        "government_change": _government_change(plan, size),
        "invitation": InvitationFactory(invited_by=plan.everything).pk,
    }


def _government_change(plan: GrownPlan, size: int) -> int:
    """The key of a change in which the lead and a minister end, and all partners leave their policy areas."""
    by, at = plan.everything, timezone.now()
    acts = [
        GovernmentAct(Kind.MINISTER_BEGINS, "sample_one", name="Sample one"),
        GovernmentAct(Kind.MINISTER_BEGINS, "sample_two", name="Sample two"),
        GovernmentAct(Kind.MINISTER_ENDS, "minister_0", successors=("sample_one", "sample_two")),
        GovernmentAct(Kind.ORGANISATION_BEGINS, "sample", name="Sample"),
        GovernmentAct(Kind.ORGANISATION_ENDS, "lead", successors=("sample",)),
        *[GovernmentAct(Kind.ORGANISATION_MOVES, partner.key) for partner in plan.partners],
    ]
    prepared = [
        prepare_government_change(title=f"Sample {n}", effective_from=today(), by=by, at=at)
        for n in range(size)
    ]
    return add_acts(change=prepared[0], acts=acts, revision=1, by=by).pk


def _plan_file(plan: GrownPlan, size: int) -> int:
    """The key of a file with as many new objectives, and ministers with new titles."""
    objective = DOCUMENT["objectives"][0]
    document = DOCUMENT | {
        "plan": DOCUMENT["plan"] | {"code": "of-a-file"},
        "objectives": [objective | {"number": number} for number in range(1, size + 1)],
        "ministers": [{"key": f"minister_{n}", "title": f"Portfolio {n}"} for n in range(size)]
        + [{"key": f"new_{n}", "title": f"Another {n}"} for n in range(size)],
    }
    read = read_plan_file(json.dumps(document))
    return keep_file(name="plan.json", read=read, by=plan.everything, at=timezone.now()).pk


def _add_recommendations(plan: GrownPlan, size: int) -> None:
    """As many about an action, each with as many versions, and as many objectives and actions each."""
    about = {
        "actions": frozenset([plan.reported, plan.waiting][:size]),
        "objectives": frozenset(plan.plan.objectives.all()[:size]),
        "followed_up_by": plan.lead,
    }
    for _n in range(size):
        first = write_recommendation_of(plan.plan, plan.reviewer, **about)
        for version in range(1, size + 1):
            again = about | {"number": first.number, "opened_on": version, "text": f"Sample {version}."}
            write_recommendation_of(plan.plan, plan.reviewer, **again)


def _add_questions(plan: GrownPlan, size: int) -> None:
    """As many open and as many closed questions to the lead on two actions, each with as many messages of either side."""
    at = noon(2022, 12, 1)
    for action in [plan.reported, plan.waiting]:
        for n in range(2 * size):
            asked = ask_question(
                action=action,
                of_whom=plan.lead,
                text=f"Sample {n}?",
                by=plan.reviewer,
                at=at,
                due=datetime.date(2099, 1, 31),
            )
            for by in [plan.everything, plan.reviewer] * size:
                answer_question(question=asked, text="Sample.", by=by, at=at)
            if n < size:
                settle_question(question=asked, by=plan.reviewer, at=at)


def _ask_with_verdicts(plan: GrownPlan, size: int) -> None:
    """Of the lead, with as many verdicts on two actions."""
    for action in [plan.waiting, plan.reported]:
        accepted = ProgressReport.objects.filter(action=action, state="accepted", kind="lead").order_by("-pk")
        for report in accepted[:size]:
            by_and_at = {"asked_by": plan.reviewer, "asked_at": report.reviewed_at}
            QuestionFactory(with_verdict=True, report=report, **by_and_at)


def _close_rounds(plan: GrownPlan, size: int) -> int:
    """One after the first reports, and one after the last, closed as often as there are partners, with as many requests,
    questions and ministers' answers about every action; as many actions were added after either. How often the last
    closing read.
    """
    at = noon(2022, 1, 15)
    before = RoundFactory(plan=plan.plan, code="2022-01", state="closed", opened_at=at, closed_at=at)
    _close(plan, before, at)
    _add_actions(plan, "1.10", size)
    round = RoundFactory(plan=plan.plan, code="2022-12", state="closed")
    for action in plan.plan.actions.all():
        asked = Organisation.objects.filter(leads__action=action).first() or plan.lead
        excuse = {"excuse": "Sample.", "excused_by": plan.reviewer, "excused_at": noon(2022, 12, 1)}
        RequestFactory(round=round, action=action, organisation=plan.lead, **excuse)
        for partner in plan.partners:
            RequestFactory(round=round, action=action, organisation=partner, role="partner")
            AnswerFactory(question=QuestionFactory(action=action, organisation=asked))
            MinisterAnswerFactory(round=round, action=action)
    for number in range(1, size):
        at = noon(2022, 12, number)
        reopened = {"reopened_by": plan.reviewer, "reopened_at": at, "reopen_reason": "Sample."}
        _close(plan, round, at, number=number, **reopened)
    reads = _close(plan, round, noon(2022, 12, size), number=size)
    assert SnapshotText.objects.filter(item__table="requests").exists()
    _add_actions(plan, "1.20", size)
    return reads


def _close(plan: GrownPlan, round: Round, at: datetime.datetime, **facts: Any) -> int:
    closing = ClosingFactory(round=round, closed_by=plan.reviewer, closed_at=at, **facts)
    with CaptureQueriesContext(connection) as captured:
        take_snapshot(closing=closing, by=plan.reviewer, at=at)
    return sum(query["sql"].startswith("SELECT") for query in captured)


def _add_actions(plan: GrownPlan, code: str, size: int) -> None:
    for n in range(size):
        ActionFactory(code=f"{code}{n}", plan=plan.plan, lead=plan.lead, limited=True)


def _send_documents(plan: GrownPlan, size: int) -> None:
    facts = {"round": plan.plan.rounds.get(code="2022-12"), "kind": "extract", "recorded_by": plan.reviewer}
    for number in range(size):
        SentDocument.objects.create(
            **facts,
            minister=Minister.objects.get(key="minister_0"),
            reference=f"Sample {number}",
            edition="public",
            content=b"Sample.",
            sent_on=datetime.date(2023, 1, 1),
            sha256=f"{number:064d}",
            recorded_at=noon(2023, 1, 1),
        )
