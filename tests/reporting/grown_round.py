"""A plan with a round that asks as many requests of every state as a test asks for."""

import datetime
from typing import Any

from actionplan.accounts.models import User
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import ProgressReport, Request, Round
from actionplan.reporting.states import Basis, ReportKind, ReportState, RequestRole
from actions.models import Action, ActionTerms, Lead, MinisterInvolvement
from objectives.models import Plan
from tests.amendments.government_factories import PlatformTextFactory
from tests.factories import (
    ActionFactory,
    LeadFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PlanFactory,
)
from tests.personas import person
from tests.reporting.round_factories import ExtensionFactory, MinisterAnswerFactory
from tests.reporting_factories import ReportFactory, RequestFactory, RoundFactory, StandingFactory, noon

STATES = ["not_started", "extended", "draft", "submitted", "returned", "accepted", "nobody", "excused"]


def grown_round(size: int, state: str, everything: User) -> Request:
    """Of every state as many requests, each of an organisation of its own and with a partner that is invited; one of them."""
    plan = PlanFactory(code=f"2020-2024-{state}")
    minister = MinisterFactory(key="office")
    begun = {} if state == "draft" else {"opened_at": noon(2022, 12, 1)}
    round = RoundFactory(plan=plan, code="2022-12", state=state, **begun)
    organisations = [OrganisationFactory(key=f"leads_{n}", policy_area=f"AREA{n}") for n in range(size)]
    for n, organisation in enumerate(organisations):
        for place, name in enumerate(STATES, start=1):
            action = _action(plan, f"{place}.{n + 1}", None if name == "nobody" else organisation, minister)
            _asked(round, action, name, organisation, everything)
    _write_texts(round, everything, size)
    return round.requests.filter(extensions__isnull=False).first() or round.requests.first()


def _write_texts(round: Round, by: User, size: int) -> None:
    """As many versions of a text, of objectives, and of rounds before with texts."""
    for n in range(1, size + 1):
        about = datetime.date(2010 + n, 12, 31)
        facts = {"state": "closed", "closed_at": noon(2011 + n, 1, 31), "about": about}
        before = RoundFactory(plan=round.plan, code=f"{about.year}-12", **facts)
        for of in [before, round]:
            PlatformTextFactory(round=of, version=n, written_by=by)
            objective = ObjectiveFactory(plan=round.plan, number=n)
            PlatformTextFactory(round=of, part="objective", objective=objective, written_by=by)


def _action(plan: Plan, code: str, lead: Organisation | None, minister: Minister) -> Action:
    action = ActionFactory(plan=plan, code=code)
    MinisterInvolvementFactory(action=action, minister=minister)
    MinisterInvolvementFactory(
        action=action, minister=MinisterFactory(key=f"of_{code.replace('.', '_')}"), order=2
    )
    if lead:
        LeadFactory(action=action, organisation=lead)
    return action


def _asked(round: Round, action: Action, name: str, lead: Organisation, person: User) -> None:
    organisation = None if name == "nobody" else lead
    excuse = {"excuse": "Sample.", "excused_by": person, "excused_at": noon(2022, 12, 21)}
    facts = excuse if name == "excused" else {}
    request = RequestFactory(round=round, action=action, organisation=organisation, **facts)
    partner = OrganisationFactory(key=f"joins_{lead.key}")
    RequestFactory(round=round, action=action, organisation=partner, role=RequestRole.PARTNER)
    if round.is_draft:
        return
    if name == "extended":
        ExtensionFactory(request=request, asked_by=person)
    MinisterAnswerFactory(
        round=round,
        action=action,
        minister=Minister.objects.get(key="office"),
        by=person,
        objects_to_it=name == "accepted",
        remark="Sample." if name == "accepted" else "",
    )
    if name in ("draft", "submitted", "returned", "accepted"):
        _report(round, action, lead, name)


def _report(round: Round, action: Action, lead: Organisation, state: str) -> None:
    facts = {"action": action, "organisation": lead, "round": round, "done": "Sample words."}
    handed_in = {} if state == "draft" else {state: True}
    report = ReportFactory(**facts, **handed_in, reviewed_within=state == "accepted")
    if state == "accepted":
        for basis in Basis:
            StandingFactory(report=report, basis=basis)


def asked_in_bulk(plan: Plan, count: int) -> Round:
    """A round in review that asks about so many actions of fifty organisations; every second was answered."""
    organisations = [OrganisationFactory(key=f"bulk_{n}", policy_area=f"AREA{n % 5}") for n in range(50)]
    minister, objective = MinisterFactory(key="office"), ObjectiveFactory(plan=plan, number=1)
    about: dict[str, Any] = {"plan": plan, "objective": objective}
    actions = Action.objects.bulk_create(
        [Action(**about, code=f"1.{n}", order=1000 + n) for n in range(1, count + 1)]
    )
    ActionTerms.objects.bulk_create([ActionTerms(action=row, title=f"Action {row.code}") for row in actions])
    led = [(action, organisations[n % 50]) for n, action in enumerate(actions)]
    Lead.objects.bulk_create([Lead(action=action, organisation=lead) for action, lead in led])
    MinisterInvolvement.objects.bulk_create(
        [MinisterInvolvement(action=row, minister=minister, role="coordinating", order=1) for row in actions]
    )
    round = RoundFactory(plan=plan, code="2022-12", state="review")
    Request.objects.bulk_create(
        [
            Request(round=round, action=action, organisation=lead, role=RequestRole.LEAD)
            for action, lead in led
        ]
    )
    ProgressReport.objects.bulk_create([_bare(round, *pair, n) for n, pair in enumerate(led) if n % 2])
    return round


def _bare(round: Round, action: Action, lead: Organisation, number: int) -> ProgressReport:
    """Submitted, or returned."""
    writer, reviewer = (person_named(name) for name in ["writer", "reviewer"])
    report = ProgressReport(action=action, organisation=lead, round=round, kind=ReportKind.LEAD)
    report.saved_at = report.submitted_at = noon(2022, 12, 2)
    report.submitted_by, report.state, report.status = writer, ReportState.SUBMITTED, "ongoing"
    if number % 4 == 1:
        report.state, report.remark = ReportState.RETURNED, "Sample."
        report.reviewed_by, report.reviewed_at = reviewer, noon(2022, 12, 3) + datetime.timedelta(days=1)
    return report


def person_named(name: str) -> User:
    return User.objects.filter(username=name).first() or person(name)
